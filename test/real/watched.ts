import {createDockerClient} from '../../source/clients/docker/client.ts';
import {plaintext} from '../../source/clients/kafka/security.ts';
import {systemClock} from '../../source/clock.ts';
import {startPolling} from '../../source/feeds/poll.ts';
import {type Watch, watch} from '../../source/feeds/watch.ts';
import {findingsOf} from '../../source/findings/index.ts';
import {type Picture, pictureOf} from '../../source/model/picture.ts';
import type {Target} from '../../source/model/target.ts';
import {emptyWorld, type World} from '../../source/model/world.ts';
import {createStore} from '../../source/store/store.ts';
import {realLab} from './support.ts';

/** Milliseconds between polls, as on a lab. */
export const every = 2000;

/** The real lab, watched as the monitor watches it. */
export interface Watched {
  readonly watch: Watch;
  readonly target: Target;
  picture(): Picture;
  /** Ids of what is wrong now, the worst first. */
  findings(): readonly string[];
  /** Waits until a picture is as wanted, looking at each change of the world; fails with what is known then. */
  until(what: string, isSo: (picture: Picture) => boolean, deadline?: number): Promise<Picture>;
  close(): Promise<void>;
}

const told = (picture: Picture): string =>
  JSON.stringify({
    brokers: picture.brokers.map(({id, state, isRegistered}) => ({id, state, isRegistered})),
    containers: picture.containers.map(({name, state, exitCode}) => [name, state, exitCode]),
    findings: findingsOf(picture).map(({id, sentence}) => `${id}: ${sentence}`),
  });

export const watchLab = (): Watched => {
  const lab = realLab();
  const host = process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock';
  const target: Target = {
    kind: 'lab',
    name: 'kafka-lab',
    why: 'the real run',
    bootstrap: lab.bootstrap,
    dockerHost: host,
    project: 'kafka-lab',
    variant: lab.variant === 'kraft' ? 'kraft' : 'zookeeper',
    connect: lab.workers,
    isReadOnly: false,
  };
  const world = createStore<World>(emptyWorld(target));
  const docker = createDockerClient({address: {host}, clock: systemClock});
  const watching = watch({target, security: plaintext, docker, world, clock: systemClock, every});
  const polling = startPolling(watching.feeds, systemClock, every);
  const picture = (): Picture => pictureOf(world.get(), systemClock.now());
  return {
    watch: watching,
    target,
    picture,
    findings: () => findingsOf(picture()).map(({id}) => id),
    until: (what, isSo, deadline = 60_000) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const now = picture();
          if (!isSo(now)) return;
          end();
          resolve(now);
        };
        const unsubscribe = world.subscribe(look);
        const cancel = systemClock.after(deadline, () => {
          end();
          reject(new Error(`waited ${deadline} ms in vain until ${what}; known is ${told(picture())}`));
        });
        const end = (): void => {
          unsubscribe();
          cancel();
        };
        look();
      }),
    async close() {
      await polling.stop();
      await watching.close();
    },
  };
};
