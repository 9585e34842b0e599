import {createHash, randomUUID} from 'node:crypto';
import type {Clock} from '../../clock.ts';
import {type ContainerSpec, type EngineContainer, isUp, labelsOf, makeContainer} from './container.ts';
import {createJournal, type EngineEvent, nanosOf} from './events.ts';
import * as life from './lifecycle.ts';
import {defaultNetworks, type EngineNetwork, makeNetwork, networkOf, projectLabels} from './networks.ts';
import {Refusal} from './refusal.ts';
import {end, start} from './run.ts';
import type {Surroundings} from './surroundings.ts';

export type {EngineEvent} from './events.ts';

export interface EngineVolume {
  readonly name: string;
  readonly project: string;
  readonly labels?: Readonly<Record<string, string>>;
}

const execsKept = 100;

/** A command that was asked for in a container. */
export interface EngineExec {
  readonly id: string;
  readonly container: EngineContainer;
  readonly command: readonly string[];
  readonly isTty: boolean;
  state: 'created' | 'running' | 'ended';
  exitCode: number | null;
}

/** What an engine holds and what happens in it: containers whose programs it starts and ends, or that are only told of. */
export class PracticeEngine {
  readonly clock: Clock;
  apiVersion = '1.41';
  minApiVersion = '1.12';
  readonly images: string[] = [];
  /** Lines that a pull of an image sends; an image that is not named here is unknown to the registry. */
  readonly registry = new Map<string, readonly unknown[]>();
  /** Milliseconds between two lines of a pull. */
  pullInterval = 0;
  readonly volumes: EngineVolume[] = [];
  readonly networks: EngineNetwork[];
  readonly startedAt: number;
  readonly #containers: EngineContainer[] = [];
  /** By name: what a container is made of that is created again after its removal. */
  readonly #known = new Map<string, ContainerSpec>();
  readonly #execs = new Map<string, EngineExec>();
  readonly #journal;
  readonly #around: Surroundings;
  #made = 0;

  constructor(clock: Clock) {
    this.clock = clock;
    this.startedAt = clock.now();
    this.networks = [...defaultNetworks(this.startedAt)];
    this.#journal = createJournal(clock);
    this.#around = {
      clock,
      emit: (action, container, attributes) => this.emit(action, container, attributes),
      newId: () => this.newId(),
    };
  }

  /** Newest first, as the engine lists them. */
  get containers(): readonly EngineContainer[] {
    return [...this.#containers].reverse();
  }

  newId(): string {
    return createHash('sha256').update(randomUUID()).digest('hex');
  }

  /** By name or id, or by the first digits of the id where no other begins so. */
  find(nameOrId: string): EngineContainer | undefined {
    const wanted = nameOrId.replace(/^\//, '');
    const exact = this.#containers.find(({id, name}) => name === wanted || id === wanted);
    if (exact !== undefined || wanted === '') return exact;
    const matches = this.#containers.filter(({id}) => id.startsWith(wanted));
    return matches.length === 1 ? matches[0] : undefined;
  }

  /** What a container of that name was made of, also after its removal. */
  knownSpec(name: string): ContainerSpec | undefined {
    return this.#known.get(name);
  }

  /** Says what a container would be made of, should one of that name be created. */
  know(spec: ContainerSpec): void {
    this.#known.set(spec.name, spec);
  }

  /** Makes a container. One with a program runs once it is started; one without is told to run at once. */
  add(spec: ContainerSpec): EngineContainer {
    const container = makeContainer(spec, this.clock.now(), this.#made++);
    this.#containers.push(container);
    this.know(spec);
    this.addNetwork(networkOf(container), spec.project === undefined ? {} : projectLabels(spec.project));
    for (const {type, source} of spec.mounts ?? [])
      if (type === 'volume') this.addVolume(source, spec.project);
    this.emit('create', container);
    if (container.state === 'running') this.emit('start', container);
    return container;
  }

  addNetwork(name: string, labels: Readonly<Record<string, string>> = {}): EngineNetwork {
    const known = this.networks.find(network => network.name === name);
    if (known !== undefined) return known;
    const network = makeNetwork(name, this.clock.now(), this.networks.length - 2, labels);
    this.networks.push(network);
    return network;
  }

  addVolume(name: string, project = '', labels?: Readonly<Record<string, string>>): EngineVolume {
    const known = this.volumes.find(volume => volume.name === name);
    if (known !== undefined) return known;
    const volume = {name, project, ...(labels === undefined ? {} : {labels})};
    this.volumes.push(volume);
    return volume;
  }

  /** Takes a container away, whose program has ended or never ran. */
  remove(container: EngineContainer): void {
    const index = this.#containers.indexOf(container);
    if (index < 0) return;
    this.#containers.splice(index, 1);
    container.run = undefined;
    this.emit('destroy', container);
    for (const watcher of [...container.watchers]) watcher(true);
  }

  rename(container: EngineContainer, name: string): void {
    const oldName = container.name;
    container.name = name;
    this.emit('rename', container, {oldName: `/${oldName}`});
  }

  emit(action: string, container: EngineContainer, attributes: Readonly<Record<string, string>> = {}): void {
    this.#journal.record('container', action, container.id, {
      ...labelsOf(container),
      image: container.spec.image ?? '',
      name: container.name,
      ...attributes,
    });
  }

  /** Tells of a pulled image. */
  emitImage(action: string, image: string): void {
    this.#journal.record('image', action, image, {name: image});
  }

  /** Events from a time on (`seconds.nanoseconds`, inclusive), then each new one; returns what ends it. */
  follow(since: string | null, listener: (event: EngineEvent) => void): () => void {
    return this.#journal.follow(since === null ? null : (nanosOf(since) ?? null), listener);
  }

  addExec(container: EngineContainer, command: readonly string[], isTty: boolean): EngineExec {
    const exec: EngineExec = {
      id: this.newId(),
      container,
      command,
      isTty,
      state: 'created',
      exitCode: null,
    };
    this.#execs.set(exec.id, exec);
    const oldest = this.#execs.keys().next().value;
    if (this.#execs.size > execsKept && oldest !== undefined) this.#execs.delete(oldest);
    this.emit(`exec_create: ${command.join(' ')}`, container, {execID: exec.id});
    return exec;
  }

  findExec(id: string): EngineExec | undefined {
    return this.#execs.get(id);
  }

  /** Whether it was started by this: false where it ran. */
  async start(container: EngineContainer): Promise<boolean> {
    this.#checkFree(container);
    return start(this.#around, container);
  }

  /** Whether it was stopped by this: false where it did not run. */
  stop(container: EngineContainer, seconds?: number): Promise<boolean> {
    return life.stop(this.#around, container, seconds);
  }

  restart(container: EngineContainer, seconds?: number): Promise<void> {
    return life.restart(this.#around, container, seconds);
  }

  kill(container: EngineContainer, signal = 9): Promise<void> {
    return life.kill(this.#around, container, signal);
  }

  pause(container: EngineContainer): void {
    life.pause(this.#around, container);
  }

  unpause(container: EngineContainer): void {
    life.unpause(this.#around, container);
  }

  /** Kills it where it runs, and takes it away. */
  async destroy(container: EngineContainer): Promise<void> {
    await life.destroy(this.#around, container);
    this.remove(container);
  }

  /** A container ends by itself. */
  end(container: EngineContainer, exitCode: number): void {
    end(this.#around, container, exitCode);
  }

  /** Two containers may be made of one program, as when one is made again; only one of them can have its ports. */
  #checkFree(container: EngineContainer): void {
    const {program, ports} = container.spec;
    const holder = this.#containers.find(
      one => one !== container && isUp(one) && program !== undefined && one.spec.program === program,
    );
    if (holder === undefined) return;
    const port = Object.values(ports ?? {}).find(host => host !== null);
    throw new Refusal(
      500,
      `driver failed programming external connectivity on endpoint ${container.name}: Bind for 127.0.0.1:${port ?? 0} failed: port is already allocated`,
    );
  }

  /** Ends every program and timer; the engine is of no use afterwards. */
  async close(): Promise<void> {
    await Promise.all(this.#containers.map(container => life.destroy(this.#around, container)));
  }
}
