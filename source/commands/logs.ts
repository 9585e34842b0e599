import {momentOf} from '../model/moment.ts';
import {inputOf} from '../store/input.ts';
import {type LogView, topDialog, withDialog, withTopDialog} from '../store/ui.ts';
import type {Command, CommandContext} from './command.ts';

const logOf = ({ui}: CommandContext): LogView | undefined => {
  const dialog = topDialog(ui.get());
  return dialog?.kind === 'text' ? dialog.log : undefined;
};

const change = ({ui}: CommandContext, by: (view: LogView) => Partial<LogView>): void =>
  ui.update(state =>
    withTopDialog(state, dialog =>
      dialog.kind === 'text' && dialog.log ? {...dialog, log: {...dialog.log, ...by(dialog.log)}} : dialog,
    ),
  );

const unavailable = (context: CommandContext): string | undefined =>
  logOf(context) ? undefined : 'no log is open';

const next = {all: 'warnings', warnings: 'errors', errors: 'all'} as const;

/** Reading the log of a container. */
export const logCommands = [
  {
    id: 'log.level',
    title: 'Level of the log: all, warnings, errors',
    help: 'shows all of a log, only its warnings and errors, or only errors; a trace goes with its line',
    context: 'text',
    unavailable,
    run: context => change(context, ({level}) => ({level: next[level]})),
  },
  {
    id: 'log.traces',
    title: 'Fold or unfold the traces of the log',
    help: 'shows a trace as its first line and how many more there are, or whole',
    context: 'text',
    unavailable,
    run: context => change(context, ({isFolded}) => ({isFolded: !isFolded})),
  },
  {
    id: 'log.since',
    title: 'Read the log since a time',
    help: 'begins at a time, e.g. 15m ago, and not with the last lines',
    context: 'text',
    unavailable,
    run: context => {
      const log = logOf(context);
      if (!log) return;
      context.ui.update(state =>
        withDialog(state, {
          kind: 'form',
          title: 'Read the log since a time',
          focus: 0,
          error: null,
          fields: [
            {
              id: 'since',
              label: 'Since',
              help: '15m (ago), or a time: 2026-01-31T12:00',
              input: inputOf('15m'),
            },
          ],
          onSubmit: ({since = ''}) => {
            const at = momentOf(since, context.clock.now());
            if (at === null) return 'That is no time: write e.g. 15m for then, or 2026-01-31T12:00:00Z.';
            context.openLogs(log.containers, at);
            return null;
          },
        }),
      );
    },
  },
] as const satisfies readonly Command[];
