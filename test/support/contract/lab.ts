import {parsePostgresUrl} from '../../../source/config/postgres.ts';
import type {Target} from '../../../source/model/target.ts';
import {realLab} from '../../real/support.ts';
import {startPracticeServers} from './practice.ts';

/** The lab's PostgreSQL as a part of its target. */
export const postgresOf = (url: string | null | undefined): Pick<Target, 'postgres'> => {
  const postgres = parsePostgresUrl(url ?? '');
  return postgres ? {postgres} : {};
};

export type Variant = 'zookeeper' | 'kraft';

/** Servers that the suite is run on. */
export interface Lab {
  readonly kind: 'practice' | 'real';
  readonly variant: Variant;
  readonly target: Target;
  /** Names of the requests of our own client that the brokers have read, where they can be asked. */
  readonly requests: (() => ReadonlySet<string>) | null;
  close(): Promise<void>;
}

/** Whether the runner of the real labs started this. */
export const isReal = (process.env.LAB_VARIANT ?? '') !== '';

const real = (): Lab => {
  const {variant, bootstrap, workers} = realLab();
  const named = variant === 'kraft' ? 'kraft' : 'zookeeper';
  return {
    kind: 'real',
    variant: named,
    target: {
      kind: 'lab',
      name: 'kafka-lab',
      why: 'the real run',
      bootstrap,
      dockerHost: process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock',
      project: 'kafka-lab',
      variant: named,
      connect: workers,
      ...postgresOf(process.env.POSTGRES_URL),
      isReadOnly: false,
    },
    requests: null,
    close: async () => {},
  };
};

/** The variants that this run has to do with: that of the real lab, or both on the practice servers. */
export const variants: readonly Variant[] = isReal ? [real().variant] : ['zookeeper', 'kraft'];

/** The real lab, or practice servers of their own. The whole practice lab is to be started here once it is one thing. */
export const openLab = async (variant: Variant): Promise<Lab> =>
  isReal ? real() : startPracticeServers(variant);
