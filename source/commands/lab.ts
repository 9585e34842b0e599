import {withDialog} from '../store/ui.ts';
import type {Command, CommandContext} from './command.ts';

const ofPractice = ({world}: CommandContext): string | undefined =>
  world.get().target?.kind === 'practice'
    ? 'a practice lab is not in Docker; kafka-lab up, in another terminal, brings the real lab up'
    : undefined;

const up = <Id extends string>(id: Id, title: string, isOffline: boolean): Command<Id> => ({
  id,
  title,
  help: 'runs compose and shows, service by service, what each waits for',
  context: 'global',
  unavailable: context => context.lab.whyNoUp ?? ofPractice(context),
  run: ({lab}) => lab.up(isOffline),
});

/** The lab as a whole; by palette only. */
export const labCommands = [
  up('lab.up', 'Bring the lab up', false),
  up('lab.up-offline', 'Bring the lab up from images built here', true),
  {
    id: 'lab.practice',
    title: 'Use a practice lab',
    help: 'a lab without Docker, in a process of its own: joins the newest that runs, or starts one',
    context: 'global',
    unavailable: ({lab}) => lab.whyNoPractice,
    run: ({lab}) => lab.practice(),
  },
  {
    id: 'lab.down',
    title: 'Take the lab down',
    help: 'removes the containers of the lab; what the brokers stored is kept',
    context: 'global',
    danger: true,
    writes: true,
    unavailable: ofPractice,
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
