import {dig, number, text} from '../json.ts';

/** What the engine says of itself: GET /version and GET /info. */
export interface EngineVersion {
  readonly version: string;
  readonly apiVersion: string;
  readonly os: string;
}

export interface EngineInfo {
  readonly memoryBytes: number | null;
  readonly cpus: number | null;
  /** The folder that holds images and volumes, on the engine's machine. */
  readonly rootDir: string | null;
  readonly operatingSystem: string;
}

export const decodeVersion = (value: unknown): EngineVersion => ({
  version: text(dig(value, 'Version')) ?? 'unknown',
  apiVersion: text(dig(value, 'ApiVersion')) ?? 'unknown',
  os: text(dig(value, 'Os')) ?? 'unknown',
});

export const decodeInfo = (value: unknown): EngineInfo => ({
  memoryBytes: number(dig(value, 'MemTotal')) ?? null,
  cpus: number(dig(value, 'NCPU')) ?? null,
  rootDir: text(dig(value, 'DockerRootDir')) ?? null,
  operatingSystem: text(dig(value, 'OperatingSystem')) ?? 'unknown',
});
