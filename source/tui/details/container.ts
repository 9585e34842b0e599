import {docker, revive} from '../../findings/command-lines.ts';
import type {Line} from '../../format/line.ts';
import type {Container} from '../../model/container.ts';
import {isUnknown} from '../../model/reading.ts';
import {bytesCell, timeText} from '../../tables/cell.ts';
import type {Scene} from '../scene.ts';
import {commandLines, heading, joined, pair, paragraph} from './section.ts';

const ports = (container: Container): string =>
  container.ports
    .map(port =>
      port.host === null ? `${port.container}/${port.protocol}` : `${port.host}->${port.container}`,
    )
    .join(', ') || '-';

const state = (container: Container, {cells}: Scene): readonly Line[] => {
  const time = (at: number | null): string => (at === null ? '-' : timeText(at, cells));
  const isBad = container.exitCode !== null && container.exitCode !== 0;
  return [
    heading('State'),
    pair('state', {text: container.state, tone: container.state === 'running' ? 'good' : 'bad'}),
    pair('health', container.health ?? '- (no check)'),
    pair('exit code', {text: String(container.exitCode ?? '-'), ...(isBad ? {tone: 'bad' as const} : {})}),
    ...(container.isOutOfMemory
      ? [pair('out of memory', {text: 'yes: the kernel ended it', tone: 'bad'})]
      : []),
    pair('restarts', String(container.restarts)),
    pair('created', time(container.createdAt)),
    pair('started', time(container.startedAt)),
    pair('ended', time(container.finishedAt)),
    pair('image', container.image),
    pair('command', container.command),
    pair('service', container.service ?? '- (not made by compose)'),
    pair('project', container.project ?? '-'),
    pair('ports', ports(container)),
    pair('networks', container.networks.join(', ') || '-'),
  ];
};

const use = (container: Container, {picture, cells}: Scene): readonly Line[] => {
  const stats = picture.world.stats.get(container.id);
  if (!stats) return [];
  return [
    heading(`Use, measured ${timeText(stats.at, cells)}`),
    pair('processor', stats.cpuPercent === null ? '?' : `${stats.cpuPercent.toFixed(1)} % of a core`),
    pair('memory', bytesCell(stats.memoryBytes)),
    pair('memory limit', bytesCell(stats.memoryLimitBytes)),
    pair('received', bytesCell(stats.receivedBytes)),
    pair('sent', bytesCell(stats.sentBytes)),
  ];
};

const probes = (container: Container, {cells}: Scene, width: number): readonly Line[] =>
  container.probes.length === 0
    ? []
    : [
        heading(`Last health probes (${container.failingStreak} failed in a row)`),
        ...container.probes.flatMap((probe): readonly Line[] => [
          pair(timeText(probe.at, cells), {
            text: probe.exitCode === 0 ? 'passed' : `failed with ${probe.exitCode}`,
            tone: probe.exitCode === 0 ? 'good' : 'bad',
          }),
          ...(probe.output.trim() === '' ? [] : paragraph(probe.output.trim(), width, {tone: 'muted'})),
        ]),
      ];

const lastLog = (container: Container): readonly Line[] =>
  isUnknown(container.lastLog) || container.lastLog.length === 0
    ? []
    : [heading('Last log lines'), ...container.lastLog.map((text): Line => [{text: `  ${text}`}])];

/** Of what is not there only its part in the lab is known. */
const missingDetail = (container: Container, {picture}: Scene, width: number): readonly Line[] =>
  joined(
    paragraph(`The engine has no container ${container.name}: it was removed, or never made.`, width, {
      tone: 'bad',
    }),
    [
      pair('service', container.service ?? '-'),
      pair('project', container.project ?? '-'),
      pair('image', container.image),
    ],
    [heading('The same by hand'), ...commandLines(revive(picture, container.name))],
  );

/** Everything about a container: state, use, probes, environment (masked), mounts. */
export const containerDetail = (container: Container, scene: Scene, width: number): readonly Line[] => {
  if (container.state === 'missing') return missingDetail(container, scene, width);
  return joined(
    state(container, scene),
    use(container, scene),
    lastLog(container),
    probes(container, scene, width),
    container.environment.length === 0
      ? []
      : [heading('Environment'), ...container.environment.map(({name, value}) => pair(name, value))],
    container.mounts.length === 0
      ? []
      : [
          heading('Mounts'),
          ...container.mounts.map(mount =>
            pair(mount.target, `${mount.source}${mount.isReadOnly ? ' (read-only)' : ''}`),
          ),
        ],
    [
      heading('The same by hand'),
      ...commandLines([
        docker(scene.picture, 'inspect', container.name, 'shows all that the engine knows'),
        docker(scene.picture, 'logs --tail 100 --follow', container.name, 'follows its log'),
      ]),
    ],
  );
};
