import type {EngineAddress} from '../clients/docker/address.ts';
import {createDockerClient, type DockerClient} from '../clients/docker/client.ts';
import {EngineError} from '../clients/docker/failure.ts';
import {engineChoices} from '../clients/docker/hosts.ts';
import {readSecurity} from '../clients/kafka/properties.ts';
import {plaintext, type Security} from '../clients/kafka/security.ts';
import {joinNewest} from '../clients/practice/join.ts';
import type {Clock} from '../clock.ts';
import {type Config, readConfig} from '../config.ts';
import {UserError, ValueError} from '../errors.ts';
import type {Target} from '../model/target.ts';
import {choose, practiceTarget} from '../target.ts';
import type {Command, Context, OpenEngine} from './command.ts';
import {ExitError, exitCodes, unreachable, wrongUsage} from './exit.ts';
import type {FlagValues} from './flag.ts';
import type {Io} from './io.ts';
import {writeLine} from './print.ts';

export interface RunOptions {
  readonly command: Command;
  readonly names: readonly string[];
  readonly flags: FlagValues;
  readonly commands: readonly Command[];
  readonly clock: Clock;
  readonly io: Io;
}

interface Engines {
  open(address: EngineAddress): DockerClient;
  closeAll(): void;
}

/** One client for each engine's address, all closed at the end. */
const createEngines = (clock: Clock): Engines => {
  const clients = new Map<string, DockerClient>();
  return {
    open(address) {
      const there = clients.get(address.host);
      if (there) return there;
      const made = createDockerClient({address, clock});
      clients.set(address.host, made);
      return made;
    },
    closeAll() {
      for (const client of clients.values()) client.close();
    },
  };
};

/** The engine that the user means: the first that there is. */
const theEngine = (config: Config, engines: Engines): OpenEngine => {
  const choices = engineChoices(config.dockerHost, config.docker);
  const choice = choices.find(({exists}) => exists) ?? choices[0];
  if (!choice) throw unreachable('There is no Docker Engine on this machine.', 'Try kafka-lab doctor.');
  return {choice, docker: engines.open(choice)};
};

/** The newest practice lab that runs; joined, so that it goes on, until this program ends. */
const thePractice = async (config: Config): Promise<Target> => {
  const joined = await joinNewest(config.practiceFolder);
  if (!joined) throw unreachable('No practice lab runs.', 'kafka-lab practice starts one.');
  return practiceTarget(config, joined.endpoints, '--lab practice');
};

const theTarget = async (config: Config, engines: Engines): Promise<Target> => {
  if (config.lab === 'practice') return thePractice(config);
  const chosen = await choose(config, {docker: engines.open});
  if ('target' in chosen) return chosen.target;
  const lines = chosen.choices.flatMap(({title, line}) => (line === null ? [] : [`${title}: ${line}.`]));
  throw unreachable(chosen.reason, lines.join(' '));
};

/** Settings that make no sense are wrong usage, wherever they were made. */
const asUsage = (error: unknown): unknown =>
  error instanceof UserError ? wrongUsage(error.message, error.next) : error;

const configOf = (flags: FlagValues): Config => {
  try {
    return readConfig({flags});
  } catch (error) {
    throw asUsage(error);
  }
};

const securityOf = async ({commandConfig}: Config): Promise<Security> => {
  try {
    return commandConfig === null ? plaintext : await readSecurity(commandConfig);
  } catch (error) {
    throw asUsage(error);
  }
};

const start = async (
  {command, names, flags, commands, clock, io}: RunOptions,
  config: Config,
  engines: Engines,
): Promise<number> => {
  const context: Context = {
    names,
    flags,
    config,
    clock,
    io,
    commands,
    openEngine: () => theEngine(config, engines),
    async openTarget() {
      const security = await securityOf(config);
      const target = await theTarget(config, engines);
      const docker = target.dockerHost === null ? null : engines.open({host: target.dockerHost});
      return {...context, target, docker, security};
    },
  };
  switch (command.needs) {
    case 'nothing':
      return command.run(context);
    case 'engine': {
      const engine = context.openEngine();
      // Asked first, so that an engine that is not there is said once and in these words.
      await engine.docker.version();
      return command.run({...context, ...engine});
    }
    case 'target':
      return command.run(await context.openTarget());
  }
};

const codeOf = (error: unknown): number => {
  if (error instanceof ExitError) return error.code;
  if (error instanceof ValueError) return exitCodes.wrong;
  return error instanceof EngineError ? exitCodes.unreachable : exitCodes.unmet;
};

const next = (error: unknown): string => {
  if (error instanceof UserError) return error.next;
  return error instanceof EngineError ? 'kafka-lab doctor says what this machine lacks.' : '';
};

/** Runs one command to its end and returns its exit code; what goes wrong is a sentence on standard error. */
export const runCommand = async (options: RunOptions): Promise<number> => {
  const {io, flags, clock} = options;
  const engines = createEngines(clock);
  try {
    return await start(options, configOf(flags), engines);
  } catch (error) {
    if (io.signal.aborted) return exitCodes.interrupted;
    const message = error instanceof Error ? error.message : String(error);
    await writeLine(io.err, `${message} ${next(error)}`.trim());
    return codeOf(error);
  } finally {
    engines.closeAll();
  }
};
