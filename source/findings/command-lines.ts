import type {Picture} from '../model/picture.ts';
import type {Target} from '../model/target.ts';
import type {CommandLine} from './finding.ts';

const plain = /^[\w@%+=:,./-]+$/;

/** A word as a POSIX shell takes it. */
export const quoted = (word: string): string =>
  plain.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

export const command = (line: string, does: string): CommandLine => ({line, does});

/** Addresses that answer, where there are any: a tool that is given a dead broker first waits for it. */
const bootstrapOf = ({brokers, world}: Picture): string => {
  const up = brokers.filter(({state, host}) => state === 'up' && host !== null);
  const addresses = up.map(({host, port}) => `${host}:${port}`);
  return quoted(
    (addresses.length > 0 ? addresses : (world.target?.bootstrap ?? [])).join(',') || 'localhost:9092',
  );
};

/** What the tools call the file with the client's settings; those that are not here say `--command-config`. */
const configFlags: Readonly<Record<string, string>> = {
  'kafka-console-consumer': '--consumer.config',
  'kafka-leader-election': '--admin.config',
};

/** A command line of one of Kafka's tools, with the target's addresses and its client's settings filled in. */
export const kafkaTool = (picture: Picture, tool: string, words: string, does: string): CommandLine => {
  const file = picture.world.target?.commandConfig;
  const config = file === undefined ? '' : ` ${configFlags[tool] ?? '--command-config'} ${quoted(file)}`;
  const rest = words === '' ? '' : ` ${words}`;
  return command(`${tool} --bootstrap-server ${bootstrapOf(picture)}${config}${rest}`, does);
};

/** What a tool wants in a file, written where bash takes it for one. */
export const asFile = (value: unknown): string => `<(echo ${quoted(JSON.stringify(value))})`;

export const describeTopic = (picture: Picture, topic: string): CommandLine =>
  kafkaTool(
    picture,
    'kafka-topics',
    `--describe --topic ${quoted(topic)}`,
    'shows leader, replicas and ISR of each partition',
  );

export const underReplicatedPartitions = (picture: Picture): CommandLine =>
  kafkaTool(
    picture,
    'kafka-topics',
    '--describe --under-replicated-partitions',
    'lists the partitions that miss a replica',
  );

export const describeGroup = (picture: Picture, group: string, words = ''): CommandLine =>
  kafkaTool(
    picture,
    'kafka-consumer-groups',
    `--describe --group ${quoted(group)}${words === '' ? '' : ` ${words}`}`,
    words.includes('--members') ? 'shows who reads what' : 'shows offsets, lag and members',
  );

const defaultHost = 'unix:///var/run/docker.sock';

/** `docker`, with the address of the engine where that is not the one that it takes by itself. */
export const dockerOf = (host: string | null | undefined): string =>
  host == null || host === defaultHost ? 'docker' : `docker -H ${quoted(host)}`;

/** A command line of Docker's; an engine at another address is named. */
export const docker = ({world}: Picture, words: string, name: string, does: string): CommandLine =>
  command(`${dockerOf(world.target?.dockerHost)} ${words} ${quoted(name)}`, does);

export const lastLines = (picture: Picture, name: string): CommandLine =>
  docker(picture, 'logs --tail 50', name, 'shows its last lines');

/** What a broker's container gives out as its addresses. */
export const advertisedBy = (picture: Picture, name: string): CommandLine => {
  const {line} = docker(picture, 'exec', name, '');
  return command(`${line} env | grep ADVERTISED`, 'shows what it advertises');
};

/** The flags that have a command of ours look at the same target, each behind a space; the addresses are quoted. */
export const targetWords = ({kind, commandConfig}: Target, bootstrap: string): string => {
  if (kind === 'practice') return ' --lab practice';
  if (kind === 'lab') return '';
  return ` --bootstrap ${bootstrap}${commandConfig === undefined ? '' : ` --command-config ${quoted(commandConfig)}`}`;
};

/** A command line of our own, for the same target. */
export const ours = (picture: Picture, words: string, does: string): CommandLine => {
  const {target} = picture.world;
  return command(`kafka-lab ${words}${target ? targetWords(target, bootstrapOf(picture)) : ''}`, does);
};

/** What starts a container, or lets it go on: ours, and Docker's. */
export const revive = (picture: Picture, name: string): readonly CommandLine[] => {
  const isMissing = picture.absent.some(each => each.name === name);
  // No word of Docker's makes it again.
  if (isMissing) return [ours(picture, `start ${quoted(name)}`, 'makes it again and starts it')];
  const isPaused = picture.containers.some(each => each.name === name && each.state === 'paused');
  const verb = isPaused ? 'unpause' : 'start';
  const does = isPaused ? 'lets it go on' : 'starts it';
  const by = docker(picture, verb, name, does);
  // A container of a named cluster is changed only by who says so twice: too long for a card.
  return picture.world.target?.kind === 'cluster'
    ? [by]
    : [ours(picture, `${verb} ${quoted(name)}`, does), by];
};
