import {rmSync} from 'node:fs';
import path from 'node:path';
import type {Readable} from 'node:stream';
import type {Clock} from '../clock.ts';
import {runtimeFolder} from '../config/runtime-folder.ts';
import {UserError} from '../errors.ts';
import type {PracticeEndpoints, PracticeOptions} from '../model/practice.ts';
import {makeRuntimeFolder, removeEndpoints, removeLeftovers, writeEndpoints} from './endpoints-file.ts';
import {startLab} from './lab.ts';
import {type Life, listenForLife} from './life.ts';
import {scenes} from './scenes/index.ts';
import type {Scene} from './scenes/scene.ts';
import {startFailure} from './start-failure.ts';

export interface PracticeIo {
  readonly out: {write(text: string): void};
  readonly err: {write(text: string): void};
  readonly input: Readable;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborted when it is told to end. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

const shellLines = ({bootstrap, dockerHost, connect, postgres}: PracticeEndpoints): string =>
  [
    `export KAFKA_BOOTSTRAP=${bootstrap.join(',')}`,
    `export DOCKER_HOST=${dockerHost}`,
    `export CONNECT_URLS=${connect.map(({name, url}) => `${name}=${url}`).join(',')}`,
    ...(postgres === null ? [] : [`export POSTGRES_URL=${postgres}`]),
    '',
  ].join('\n');

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), {once: true});
  });

const serve = async (
  scene: Scene,
  options: PracticeOptions,
  io: PracticeIo,
  folder: string,
  own: string,
): Promise<void> => {
  const {variant, ports, speed, isJson, untilLeft} = options;
  const {pid} = process;
  const lab = await startLab({
    scene,
    variant,
    ports,
    speed,
    folder: own,
    clock: io.clock,
    tell: step => io.err.write(isJson ? `${JSON.stringify({step})}\n` : `${step}\n`),
  });
  const ending = new AbortController();
  let life: Life | undefined;
  let isInputOpen = untilLeft;
  const endIfLeft = (): void => {
    if (untilLeft && !isInputOpen && !life?.joined) ending.abort();
  };
  const onInputEnd = (): void => {
    isInputOpen = false;
    endIfLeft();
  };
  try {
    const socket = path.join(own, 'life.sock');
    life = await listenForLife(socket, endIfLeft);
    const endpoints = {pid, ...lab.endpoints, scene: scene.name, variant, speed, life: socket};
    writeEndpoints(folder, endpoints);
    if (untilLeft)
      io.input.resume().once('end', onInputEnd).once('error', onInputEnd).once('close', onInputEnd);
    io.out.write(isJson ? `${JSON.stringify(endpoints)}\n` : shellLines(endpoints));
    await aborted(AbortSignal.any([io.signal, ending.signal]));
  } finally {
    removeEndpoints(folder, pid);
    await life?.close();
    await lab.close();
  }
};

/**
 * Serves a practice lab until it is told to end, or left. Resolves when nothing of it is there any more. Rejects with
 * a `UserError` for a scene that is not there or a port that is taken.
 */
export const servePractice = async (options: PracticeOptions, io: PracticeIo): Promise<void> => {
  const scene = scenes.find(({name}) => options.scene === null || name === options.scene);
  if (!scene)
    throw new UserError(
      `There is no scene ${options.scene}.`,
      `The scenes: ${scenes.map(({name}) => name).join(', ')}.`,
    );
  const folder = runtimeFolder(io.environment);
  const own = path.join(folder, `practice-${process.pid}`);
  // However this process ends, unless it is killed: also where it is told twice, or has a fault.
  const removeOwn = (): void => {
    try {
      removeEndpoints(folder, process.pid);
      rmSync(own, {recursive: true, force: true});
    } catch {
      // The next lab tidies up.
    }
  };
  try {
    makeRuntimeFolder(folder);
    removeLeftovers(folder);
    process.once('exit', removeOwn);
    await serve(scene, options, io, folder, own);
  } catch (error) {
    throw startFailure(error, own);
  } finally {
    process.off('exit', removeOwn);
  }
};
