import type {BrokerState} from './broker.ts';
import type {Probe, RegisteredBroker} from './cluster.ts';
import type {Container} from './container.ts';
import {type Failure, type Known, unknown} from './reading.ts';
import type {SeenBroker} from './world.ts';

/** The three facts that make the state of a broker. */
export interface BrokerFacts {
  /** Its place in Metadata; `null` where it has none, a failure where no Metadata came. */
  readonly registered: RegisteredBroker | null | Failure;
  readonly probe: Probe | undefined;
  readonly container: Container | undefined;
  readonly seen: SeenBroker | undefined;
}

export interface JudgedBroker {
  readonly state: Known<BrokerState>;
  readonly sentence: string;
}

const is = (state: BrokerState, sentence: string): JudgedBroker => ({state, sentence});

const ofContainer = (container: Container, isRegistered: boolean): JudgedBroker | undefined => {
  const {name, state, exitCode, isOutOfMemory} = container;
  const still = isRegistered ? ' Metadata goes on naming it until its session ends.' : '';
  switch (state) {
    case 'running':
      return undefined;
    case 'paused':
      return is(
        'paused',
        `Its container ${name} is paused: connections to it open, and nothing answers.${still}`,
      );
    case 'created':
      return is('stopped', `Its container ${name} was made and never started.`);
    case 'restarting':
      return is(
        'stopped',
        `Its container ${name} has ended (exit code ${exitCode ?? '?'}) and is to be started again.`,
      );
    default: {
      const memory = isOutOfMemory ? ', out of memory' : '';
      const code = exitCode === null ? '' : ` (exit code ${exitCode}${memory})`;
      return is('stopped', `Its container ${name} is not running${code}.${still}`);
    }
  }
};

const ofRegistered = (address: string, probe: Probe | undefined): JudgedBroker => {
  const untried = `It is registered at ${address}, and was not tried yet.`;
  if (!probe) return {state: unknown('not-read', untried), sentence: untried};
  switch (probe.result) {
    case 'answers':
      return is('up', `It is registered, and answers at ${address}.`);
    case 'silent':
      return is('hung', `It is registered and takes connections at ${address}, and does not answer.`);
    case 'not-authorised':
      return {state: unknown('not-authorised', probe.sentence), sentence: probe.sentence};
    default:
      return is('unreachable', `It is registered, but not reachable from here: ${probe.sentence}`);
  }
};

/**
 * The first that fits: container paused, container not running, registered and answers, registered and silent,
 * registered and not reachable, not registered though it answers or its container runs, else gone.
 */
export const judgeBroker = ({registered, probe, container, seen}: BrokerFacts): JudgedBroker => {
  const place = registered !== null && 'id' in registered ? registered : null;
  const stopped = container && ofContainer(container, place !== null);
  if (stopped) return stopped;
  if (registered !== null && 'why' in registered)
    return {state: unknown(registered.why, registered.sentence), sentence: registered.sentence};
  if (place) return ofRegistered(`${place.host}:${place.port}`, probe);
  const notNamed = 'but Metadata does not name it as a live broker.';
  if (probe?.result === 'answers')
    return is('unregistered', `It answers${seen ? ` at ${seen.host}:${seen.port}` : ''}, ${notNamed}`);
  if (container) return is('unregistered', `Its container ${container.name} runs, ${notNamed}`);
  return is('gone', 'Metadata does not name it, it does not answer, and there is no container of it here.');
};
