import type {Connector} from '../../model/connector.ts';
import type {Picture} from '../../model/picture.ts';
import {command, quoted} from '../command-lines.ts';
import type {CommandLine, Figure} from '../finding.ts';

const urlOf = ({world}: Picture, {worker, name}: Connector, words: string): string => {
  const base = world.target?.connect.find(address => address.name === worker)?.url ?? '';
  return quoted(`${base}/connectors/${encodeURIComponent(name)}/${words}`);
};

export const showStatus = (picture: Picture, connector: Connector): CommandLine =>
  command(`curl -s ${urlOf(picture, connector, 'status')}`, 'shows its state and the traces');

export const restartFailed = (picture: Picture, connector: Connector): CommandLine =>
  command(
    `curl -s -X POST ${urlOf(picture, connector, 'restart?includeTasks=true&onlyFailed=true')}`,
    'restarts what failed',
  );

/** Connectors of the workers that answer: what one said before it fell silent is no fault of now. */
export const answered = ({world, connectors}: Picture): readonly Connector[] =>
  connectors.filter(({worker}) => {
    const state = world.workers.get(worker)?.state;
    return state === 'ready' || state === 'partial';
  });

/** The state of the connector, and of each task. */
export const states = (connector: Connector): readonly Figure[] => [
  ['worker', connector.worker],
  ['connector', connector.state],
  ...connector.tasks.map((task): Figure => [`task ${task.id}`, `${task.state} on ${task.worker || '-'}`]),
];

/** The first line of a trace, as the end of a sentence. */
export const causeOf = (trace: string | null | undefined): string => {
  const [first = ''] = (trace ?? '').split('\n');
  const cause = first.trim().slice(0, 200).replace(/\.*$/, '');
  return cause === '' ? '' : `: ${cause}`;
};
