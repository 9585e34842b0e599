import type {Clock} from '../../clock.ts';
import {type ContainerSpec, type EngineContainer, labelsOf, makeContainer} from './container.ts';

/** One event, as the stream of GET /events has it. */
export interface EngineEvent {
  readonly Type: 'container';
  readonly Action: string;
  readonly Actor: {readonly ID: string; readonly Attributes: Readonly<Record<string, string>>};
  readonly scope: 'local';
  readonly time: number;
  /** Written as digits: it is more than a number holds. */
  readonly timeNano: string;
}

const eventsKept = 256;

/** What an engine holds and what happens in it: containers that are only told of. */
export class PracticeEngine {
  readonly clock: Clock;
  apiVersion = '1.41';
  minApiVersion = '1.12';
  readonly images: string[] = [];
  /** Lines that a pull of an image sends; an image that is not named here is unknown to the registry. */
  readonly registry = new Map<string, readonly unknown[]>();
  readonly volumes: {readonly name: string; readonly project: string}[] = [];
  readonly #containers: EngineContainer[] = [];
  readonly #events: EngineEvent[] = [];
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  #made = 0;
  #lastNano = 0n;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Newest first, as the engine lists them. */
  get containers(): readonly EngineContainer[] {
    return [...this.#containers].reverse();
  }

  find(nameOrId: string): EngineContainer | undefined {
    return this.#containers.find(
      ({id, name}) => name === nameOrId || (nameOrId.length >= 6 && id.startsWith(nameOrId)),
    );
  }

  add(spec: ContainerSpec): EngineContainer {
    const container = makeContainer(spec, this.clock.now(), this.#made++);
    this.#containers.push(container);
    this.emit('create', container);
    if (container.state === 'running') this.emit('start', container);
    return container;
  }

  remove(container: EngineContainer): void {
    this.#containers.splice(this.#containers.indexOf(container), 1);
    this.emit('destroy', container);
  }

  emit(action: string, container: EngineContainer, attributes: Readonly<Record<string, string>> = {}): void {
    const now = BigInt(this.clock.now()) * 1_000_000n;
    // No two events have the same time, as on a real engine.
    this.#lastNano = now > this.#lastNano ? now : this.#lastNano + 1n;
    const event: EngineEvent = {
      Type: 'container',
      Action: action,
      Actor: {
        ID: container.id,
        Attributes: {
          ...labelsOf(container),
          image: container.spec.image ?? '',
          name: container.name,
          ...attributes,
        },
      },
      scope: 'local',
      time: Number(this.#lastNano / 1_000_000_000n),
      timeNano: String(this.#lastNano),
    };
    this.#events.push(event);
    if (this.#events.length > eventsKept) this.#events.shift();
    for (const listener of [...this.#listeners]) listener(event);
  }

  /** Events from a time on (`seconds.nanoseconds`, inclusive), then each new one; returns what ends it. */
  follow(since: string | null, listener: (event: EngineEvent) => void): () => void {
    if (since !== null) {
      const [seconds = '0', fraction = ''] = since.split('.');
      const from = BigInt(seconds) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0').slice(0, 9) || '0');
      for (const event of this.#events) if (BigInt(event.timeNano) >= from) listener(event);
    }
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start(container: EngineContainer): void {
    container.state = 'running';
    container.startedAt = this.clock.now();
    this.emit('start', container);
  }

  end(container: EngineContainer, exitCode: number): void {
    container.state = 'exited';
    container.exitCode = exitCode;
    container.finishedAt = this.clock.now();
    this.emit('die', container, {exitCode: String(exitCode)});
  }
}
