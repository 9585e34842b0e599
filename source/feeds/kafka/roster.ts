import type {Address} from '../../clients/kafka/address.ts';
import {addressName} from '../../clients/kafka/address.ts';
import type {KafkaClient} from '../../clients/kafka/client.ts';
import {KafkaError} from '../../clients/kafka/kafka-error.ts';
import type {Link} from '../../clients/kafka/link.ts';
import type {Clock} from '../../clock.ts';
import type {Probe} from '../../model/cluster.ts';

/** A broker that is polled as long as it answers. */
export interface Member {
  readonly id: number;
  readonly link: Link;
}

export interface RosterOptions {
  readonly client: KafkaClient;
  readonly clock: Clock;
  readonly onProbe: (broker: number, probe: Probe) => void;
}

/**
 * Which brokers are in the poll. One that cannot be reached or misses its deadline leaves it, and is probed alone, with
 * growing pauses, until it answers.
 */
export interface Roster {
  /** Takes the brokers that there are, and whether each is registered; the others are forgotten. */
  set(brokers: ReadonlyMap<number, Address & {readonly isRegistered: boolean}>): void;
  /** Registered brokers that answer, or were never tried. */
  members(): readonly Member[];
  /** Takes a broker out of the poll after `error`; false where the error says nothing against the broker. */
  drop(broker: number, error: unknown): boolean;
  /** Says that a broker answered, `took` ms after it was asked. */
  confirm(broker: number, took: number): void;
  close(): void;
}

const pauses = [0, 500, 1000, 2000, 4000] as const;
const longestPause = 5000;
/** A refused login is not tried often: some directories lock an account after a few. */
const loginPause = 30_000;

interface Entry extends Member {
  isRegistered: boolean;
  isOut: boolean;
  failures: number;
  cancel: () => void;
}

export const createRoster = ({client, clock, onProbe}: RosterOptions): Roster => {
  const entries = new Map<number, Entry>();

  const failed = (entry: Entry, error: KafkaError): void => {
    if (entries.get(entry.id) !== entry) return;
    const result = error.reach ?? 'refused';
    entry.isOut = true;
    onProbe(entry.id, {at: clock.now(), result, sentence: error.message});
    const pause = result === 'not-authorised' ? loginPause : (pauses[entry.failures] ?? longestPause);
    entry.failures += 1;
    entry.cancel();
    entry.cancel = clock.after(pause, () => void probe(entry));
  };

  const answered = (entry: Entry, took: number): void => {
    if (entries.get(entry.id) !== entry) return;
    entry.isOut = false;
    entry.failures = 0;
    onProbe(entry.id, {
      at: clock.now(),
      result: 'answers',
      sentence: `${entry.link.name} answers in ${Math.round(took)} ms.`,
      took,
    });
    entry.cancel();
    entry.cancel = (): void => {};
    // Nobody polls a broker that is not registered: whether it is still there is found out here.
    if (!entry.isRegistered) entry.cancel = clock.after(longestPause, () => void probe(entry));
  };

  const probe = async (entry: Entry): Promise<void> => {
    const began = clock.now();
    try {
      await entry.link.ping();
      answered(entry, clock.now() - began);
    } catch (error) {
      if (error instanceof KafkaError) failed(entry, error);
    }
  };

  const add = (id: number, address: Address, isRegistered: boolean): void => {
    const link = client.link(address);
    const entry: Entry = {id, link, isRegistered, isOut: false, failures: 0, cancel: () => {}};
    entries.set(id, entry);
    if (!isRegistered) void probe(entry);
  };

  return {
    set(brokers) {
      for (const [id, entry] of entries) {
        const now = brokers.get(id);
        if (now && addressName(now) === entry.link.name) continue;
        entry.cancel();
        entries.delete(id);
      }
      for (const [id, broker] of brokers) {
        const entry = entries.get(id);
        if (!entry) add(id, broker, broker.isRegistered);
        else if (entry.isRegistered !== broker.isRegistered) {
          entry.isRegistered = broker.isRegistered;
          // One that has just registered answers again, however long its pause was to be.
          if (broker.isRegistered) entry.failures = 0;
          if (broker.isRegistered === entry.isOut) {
            entry.cancel();
            void probe(entry);
          }
        }
      }
    },
    members: () => [...entries.values()].filter(({isOut, isRegistered}) => isRegistered && !isOut),
    drop(broker, error) {
      const entry = entries.get(broker);
      if (!(error instanceof KafkaError) || error.reach === null) return false;
      if (entry && !entry.isOut) failed(entry, error);
      return true;
    },
    confirm(broker, took) {
      const entry = entries.get(broker);
      if (entry) answered(entry, took);
    },
    close() {
      for (const entry of entries.values()) entry.cancel();
      entries.clear();
    },
  };
};
