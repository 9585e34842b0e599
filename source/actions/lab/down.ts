import {existsSync} from 'node:fs';
import {isAbsolute, resolve} from 'node:path';
import type {ForeignProject} from '../../clients/compose/client.ts';
import {labFiles} from '../../clients/compose/files.ts';
import type {ListedContainer} from '../../clients/docker/decode.ts';
import {findLab, labProject} from '../../clients/docker/lab.ts';
import {roleOf} from '../../clients/docker/role.ts';
import {UserError} from '../../errors.ts';
import {done, type Outcome} from '../action.ts';
import {composeFailure} from './compose-failure.ts';
import type {LabContext} from './context.ts';
import {removeContainers} from './replace.ts';
import {composeMissing} from './up.ts';

/** What `down` would do: its confirmation, and what it says at the end. */
export interface DownPlan {
  readonly project: string | null;
  readonly variant: 'zookeeper' | 'kraft' | null;
  readonly containers: readonly string[];
  readonly volumes: readonly string[];
  /** The compose files of a project that is not ours; null where it is ours or its files are gone. */
  readonly foreign: ForeignProject | null;
  readonly sentences: readonly string[];
}

const label = (containers: readonly ListedContainer[], name: string): string =>
  containers.map(({labels}) => labels.get(name)).find(value => value !== undefined) ?? '';

/** Where the files of another's project lie, as its containers remember it: older compose writes relative names. */
const foreignOf = (project: string, containers: readonly ListedContainer[]): ForeignProject | null => {
  const folder = label(containers, 'com.docker.compose.project.working_dir');
  const files = label(containers, 'com.docker.compose.project.config_files')
    .split(',')
    .filter(file => file !== '')
    .map(file => (isAbsolute(file) ? file : resolve(folder, file)));
  return files.length > 0 && files.every(file => existsSync(file)) ? {name: project, folder, files} : null;
};

/** Finds the lab that `down` is about; null where there is none. */
export const planDown = async ({docker}: LabContext, isWithVolumes: boolean): Promise<DownPlan | null> => {
  const all = await docker.list();
  const found = findLab(all);
  if (found === undefined) return null;
  const {project, variant} = found;
  const containers = all.filter(container => roleOf(container, {kind: 'lab', project}) === 'lab');
  const names = containers.map(({name}) => name).sort();
  const volumes = project === null ? [] : await docker.volumes(project);
  const kept =
    volumes.length === 0
      ? 'It has no named volumes: what its brokers stored goes with the containers.'
      : undefined;
  return {
    project,
    variant,
    containers: names,
    volumes,
    foreign: project === null || project === labProject ? null : foreignOf(project, containers),
    sentences: [
      `Stops and removes ${names.join(', ')}.`,
      kept ??
        (isWithVolumes
          ? `Deletes the volumes ${volumes.join(', ')}: topics, offsets and tables are lost.`
          : `Keeps the volumes ${volumes.join(', ')}: the next up finds topics, offsets and tables again.`),
    ],
  };
};

/**
 * Takes the lab down. Our own goes by compose, another's by compose on its own files, and where those are gone the
 * containers are removed one by one.
 */
export const down = async (context: LabContext, plan: DownPlan, isWithVolumes: boolean): Promise<Outcome> => {
  const {compose, signal} = context;
  const args = ['down', ...(isWithVolumes ? ['--volumes'] : [])];
  const options = {signal, onLine: (line: string) => context.onProgress({kind: 'output', line})};
  if (plan.project === labProject || plan.foreign !== null) {
    if ((await compose.program()) === null) throw composeMissing();
    const result =
      plan.foreign === null
        ? // Compose leaves what a profile started where that is not named.
          await compose.run(
            labFiles(plan.variant ?? 'zookeeper', false),
            ['--profile', 'scale', ...args],
            options,
          )
        : await compose.runOn(plan.foreign, args, options);
    if (signal.aborted)
      throw new UserError('Cancelled: some containers may be gone.', 'kafka-lab down goes on.');
    if (result.code !== 0) throw composeFailure('compose down', result);
  } else {
    await removeContainers(context, plan.containers);
  }
  const volumes = plan.volumes.join(', ');
  const rest = volumes === '' ? '' : isWithVolumes ? ` Deleted: ${volumes}.` : ` Kept: ${volumes}.`;
  return done(`The lab is down: ${plan.containers.join(', ')} are gone.${rest}`);
};
