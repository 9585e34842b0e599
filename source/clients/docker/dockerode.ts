import type Dockerode from 'dockerode';

/** What each call takes: dockerode aborts it with the signal, and sends the rest as the query. */
interface CallOptions {
  readonly abortSignal: AbortSignal;
  readonly [query: string]: unknown;
}

type Call = (options: CallOptions) => Promise<unknown>;

/** The part of a dockerode exec that we call. */
interface EngineExec {
  readonly start: Call;
  readonly resize: Call;
  readonly inspect: Call;
}

/** The part of a dockerode container that we call. */
interface EngineContainer {
  readonly inspect: Call;
  readonly start: Call;
  readonly stop: Call;
  readonly restart: Call;
  readonly pause: Call;
  readonly unpause: Call;
  readonly kill: Call;
  readonly remove: Call;
  readonly stats: Call;
  readonly logs: Call;
  exec(options: CallOptions): Promise<EngineExec>;
}

/** The part of dockerode that we call. Its published types leave out the signals that it takes; answers are decoded. */
export interface Engine {
  readonly version: Call;
  readonly info: Call;
  readonly createContainer: Call;
  readonly listContainers: Call;
  readonly listImages: Call;
  readonly listVolumes: Call;
  readonly getEvents: Call;
  pull(image: string, options: CallOptions): Promise<unknown>;
  getContainer(id: string): EngineContainer;
}

/** Loads dockerode, which is heavy: at the first call, and before its deadline begins, as no engine is slow by that. */
export const loadDockerode = () => import('dockerode');

export const openEngine = async (options: Dockerode.DockerOptions): Promise<Engine> => {
  const {default: Docker} = await loadDockerode();
  return new Docker(options) as unknown as Engine;
};
