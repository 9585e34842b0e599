import type {Known} from './reading.ts';

/** A program that listens on a port of this machine; null for what may not be seen. */
export type PortHolder =
  | {readonly kind: 'container'; readonly name: string; readonly isLab: boolean}
  | {readonly kind: 'process'; readonly pid: number; readonly name: string}
  | {readonly kind: 'unseen'};

/** A port that the lab publishes. */
export interface LabPort {
  readonly port: number;
  readonly service: string;
  /** Null where the port is free. */
  readonly holder: Known<PortHolder | null>;
}

export interface EngineFacts {
  readonly version: string;
  readonly apiVersion: string;
  readonly operatingSystem: string;
  readonly cpus: number | null;
}

/** An advertised listener of a running broker's container, tried from here. */
export interface ListenerCheck {
  readonly container: string;
  readonly address: string;
  /** Null where it takes connections, else why not, as a sentence. */
  readonly problem: string | null;
}

export interface LabContainers {
  readonly project: string | null;
  readonly names: readonly string[];
  readonly running: readonly string[];
}

/** What this machine has for a lab: what `doctor` and the card without a target judge. */
export interface Machine {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The engine's address, and who named it (`default`, `DOCKER_HOST` …). */
  readonly dockerHost: string;
  readonly dockerHostFrom: string;
  readonly engine: Known<EngineFacts>;
  /** The compose program and its version; null where there is none. */
  readonly compose: Known<{readonly name: string; readonly version: string} | null>;
  readonly ports: readonly LabPort[];
  /** Bytes that can be had without swapping. */
  readonly memory: Known<{readonly available: number; readonly total: number}>;
  /** The file system that holds the engine's images. */
  readonly disk: Known<{readonly folder: string; readonly free: number}>;
  readonly images: Known<readonly {readonly image: string; readonly isThere: boolean}[]>;
  /** Null where the engine holds no lab. */
  readonly lab: Known<LabContainers | null>;
  readonly listeners: Known<readonly ListenerCheck[]>;
}
