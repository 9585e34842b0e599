import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {systemClock} from '../../../source/clock.ts';
import {startLab} from '../../../source/practice/lab.ts';
import {quietScene} from '../../../source/practice/scenes/quiet.ts';
import {type Lab, postgresOf, type Variant} from './lab.ts';

/** The practice lab, six times faster than a real one, in this process. */
export const startPracticeServers = async (variant: Variant): Promise<Lab> => {
  const ends: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  const context = {after: (end: () => unknown) => void ends.push(end)};
  try {
    const folder = await mkdtemp(path.join(tmpdir(), 'kafka-lab-contract-'));
    context.after(() => rm(folder, {recursive: true, force: true}));
    const lab = await startLab({
      scene: quietScene,
      variant,
      ports: 'free',
      speed: 6,
      folder: path.join(folder, 'lab'),
      clock: systemClock,
    });
    context.after(() => lab.close());
    return {
      kind: 'practice',
      variant,
      target: {
        kind: 'practice',
        name: 'practice',
        why: 'the contract suite',
        bootstrap: lab.endpoints.bootstrap,
        dockerHost: lab.endpoints.dockerHost,
        project: 'kafka-lab',
        variant,
        connect: lab.endpoints.connect,
        ...postgresOf(lab.endpoints.postgres),
        isReadOnly: false,
      },
      requests: () =>
        new Set(lab.cluster.wire.all.filter(({clientId}) => clientId === 'kafka-lab').map(({name}) => name)),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};
