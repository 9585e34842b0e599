/** How a flag's value is written. Durations are `500ms`, `2s`, `1m`, `1h`, or seconds; they are given in milliseconds. */
export type FlagType = 'boolean' | 'text' | 'whole' | 'number' | 'duration';

/** A flag as data: argv, help and completions are made from it. A name means the same type with every command. */
export interface Flag {
  /** As it is written, without the dashes, e.g. `docker-host`. */
  readonly name: string;
  readonly type: FlagType;
  /** May be given several times. */
  readonly isMultiple?: boolean;
  /** What the help calls its value, e.g. `HOST:PORT,…`. */
  readonly value?: string;
  readonly help: string;
  readonly choices?: readonly string[];
}

export const readOnlyFlag: Flag = {name: 'read-only', type: 'boolean', help: 'refuse every change'};

/** Flags that choose the target; they go with every command that needs one, and with the monitor. */
export const targetFlags: readonly Flag[] = [
  {
    name: 'bootstrap',
    type: 'text',
    value: 'HOST:PORT,…',
    help: 'look at this cluster; read-only unless --write',
  },
  {
    name: 'command-config',
    type: 'text',
    value: 'FILE',
    help: "SASL and TLS for --bootstrap, as in Java's client.properties",
  },
  {
    name: 'docker-host',
    type: 'text',
    value: 'ADDRESS',
    help: 'the Docker engine (unix://…, tcp://…, npipe://…)',
  },
  {
    name: 'connect',
    type: 'text',
    isMultiple: true,
    value: 'NAME=URL',
    help: 'a Connect worker; may be given several times',
  },
  {
    name: 'postgres',
    type: 'text',
    value: 'URL',
    help: 'the PostgreSQL server, as postgresql://user@host:port/database; the password comes from PGPASSWORD',
  },
  {
    name: 'lab',
    type: 'text',
    choices: ['docker', 'practice'],
    value: 'KIND',
    help: 'insist on one kind of lab',
  },
  {name: 'write', type: 'boolean', help: 'allow changes on a cluster named by --bootstrap'},
  readOnlyFlag,
];

/** Flags that the engine is found by, for commands that need nothing else. */
export const engineFlags: readonly Flag[] = targetFlags.filter(flag => flag.name === 'docker-host');

/** Flags of every command. */
export const commonFlags: readonly Flag[] = [
  {name: 'ascii', type: 'boolean', help: 'draw with ASCII characters only'},
  {
    name: 'time-form',
    type: 'text',
    choices: ['relative', 'clock', 'iso'],
    help: 'how times are written: 3 min ago, 12:04:31, or as ISO 8601',
  },
  {name: 'no-color', type: 'boolean', help: 'no colours, as with NO_COLOR'},
  {name: 'help', type: 'boolean', help: 'show this help'},
];

/** Flags of the monitor alone. */
export const monitorFlags: readonly Flag[] = [
  {name: 'interval', type: 'duration', value: 'TIME', help: 'time between polls, e.g. 2s'},
  {name: 'version', type: 'boolean', help: 'show the version'},
];

export const jsonFlag: Flag = {name: 'json', type: 'boolean', help: 'print JSON instead of a table'};

export const yesFlag: Flag = {
  name: 'yes',
  type: 'boolean',
  help: 'do not ask; needed where no terminal can be asked',
};

export const kraftFlag: Flag = {
  name: 'kraft',
  type: 'boolean',
  help: 'the KRaft variant: one controller, two brokers',
};
export const offlineFlag: Flag = {
  name: 'offline',
  type: 'boolean',
  help: 'images built here, without an image registry',
};

/** Flags of every command that shows a reading. */
export const viewFlags: readonly Flag[] = [
  jsonFlag,
  {name: 'watch', type: 'boolean', help: 'print again at each poll, until ^C'},
  {name: 'interval', type: 'duration', value: 'TIME', help: 'time between polls of --watch'},
];

export const sampleFlag: Flag = {
  name: 'sample',
  type: 'duration',
  value: 'TIME',
  help: 'time between the two readings that rates are made of (2s)',
};

export const readingFlags: readonly Flag[] = [...viewFlags, ...targetFlags];

/** The values that were given, by flag name; a flag that was not given is absent. */
export type FlagValues = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export const isSet = (flags: FlagValues, name: string): boolean => flags[name] === true;

export const textOf = (flags: FlagValues, name: string): string | undefined => {
  const value = flags[name];
  return typeof value === 'string' ? value : undefined;
};

/** A number, or a duration in milliseconds. */
export const numberOf = (flags: FlagValues, name: string): number | undefined => {
  const value = flags[name];
  return typeof value === 'number' ? value : undefined;
};

export const listOf = (flags: FlagValues, name: string): readonly string[] => {
  const value = flags[name];
  return Array.isArray(value) ? value : [];
};
