import type {Clock} from '../../clock.ts';

export type EventType = 'container' | 'image' | 'network' | 'volume';

/** One event, as the stream of GET /events has it. */
export interface EngineEvent {
  readonly Type: EventType;
  readonly Action: string;
  readonly Actor: {readonly ID: string; readonly Attributes: Readonly<Record<string, string>>};
  readonly scope: 'local';
  readonly time: number;
  /** Written as digits: it is more than a number holds. */
  readonly timeNano: string;
}

const eventsKept = 256;

/** `seconds.nanoseconds` as nanoseconds; undefined for anything else. */
export const nanosOf = (written: string): bigint | undefined => {
  const match = /^(-?\d{1,12})(?:\.(\d{1,9}))?$/.exec(written);
  if (match === null) return undefined;
  const [, seconds = '0', fraction = ''] = match;
  return BigInt(seconds) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'));
};

export interface Journal {
  record(type: EventType, action: string, id: string, attributes: Readonly<Record<string, string>>): void;
  /** Events from a time on (in ns, inclusive; null for none of the past), then each new one; returns what ends it. */
  follow(since: bigint | null, listener: (event: EngineEvent) => void): () => void;
}

/** The newest events and who follows them. Those of health checks are told and not kept: they would push out all others. */
export const createJournal = (clock: Clock): Journal => {
  const events: EngineEvent[] = [];
  const listeners = new Set<(event: EngineEvent) => void>();
  let lastNano = 0n;
  return {
    record(type, action, id, attributes) {
      const now = BigInt(Math.floor(clock.now())) * 1_000_000n;
      // No two events have the same time, as on a real engine.
      lastNano = now > lastNano ? now : lastNano + 1n;
      const event: EngineEvent = {
        Type: type,
        Action: action,
        Actor: {ID: id, Attributes: attributes},
        scope: 'local',
        time: Number(lastNano / 1_000_000_000n),
        timeNano: String(lastNano),
      };
      if (!action.startsWith('exec_')) events.push(event);
      if (events.length > eventsKept) events.shift();
      for (const listener of [...listeners]) listener(event);
    },
    follow(since, listener) {
      if (since !== null)
        for (const event of [...events]) if (BigInt(event.timeNano) >= since) listener(event);
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};
