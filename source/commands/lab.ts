import {withDialog} from '../store/ui.ts';
import type {Command} from './command.ts';

const up = <Id extends string>(id: Id, title: string, isOffline: boolean): Command<Id> => ({
  id,
  title,
  help: 'runs compose and shows, service by service, what each waits for',
  context: 'global',
  run: ({lab}) => lab.up(isOffline),
});

/** The lab as a whole; by palette only. */
export const labCommands = [
  up('lab.up', 'Bring the lab up', false),
  up('lab.up-offline', 'Bring the lab up from images built here', true),
  {
    id: 'lab.down',
    title: 'Take the lab down',
    help: 'removes the containers of the lab; what the brokers stored is kept',
    context: 'global',
    danger: true,
    writes: true,
    run: ({ui, lab}) =>
      ui.update(state =>
        withDialog(state, {
          kind: 'confirm',
          title: 'Take the lab down?',
          lines: [
            'Every container of the lab is stopped and removed.',
            'Volumes are kept: topics, offsets and tables are there again after the next `up`.',
          ],
          commandLines: ['kafka-lab down', 'docker compose -p kafka-lab down'],
          onYes: lab.down,
        }),
      ),
  },
] as const satisfies readonly Command[];
