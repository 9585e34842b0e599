import type {Command, ContextId} from '../commands/command.ts';
import {commands} from '../commands/index.ts';
import {truncate} from '../format/cells.ts';
import {type Line, lineWidth, type Span} from '../format/line.ts';
import {chordName, chordsOf} from '../keys/resolve.ts';
import type {Scene} from './scene.ts';

/** Said wherever they work, however narrow it is: who knows these finds the rest. */
const always: ReadonlySet<string> = new Set(['program.why', 'program.help', 'program.quit']);

const hinted = commands.filter((command: Command) => command.hint !== undefined);

/** Whether it is refused, whatever is selected: nothing may be written. */
const isRefused = ({writes, danger}: Command, isReadOnly: boolean): boolean =>
  isReadOnly && (writes === true || danger === true);

const hintsOf = (contexts: readonly ContextId[], isReadOnly: boolean, isAlways: boolean): readonly Line[] =>
  contexts.flatMap(context =>
    hinted.flatMap((command: Command): Line[] => {
      if (always.has(command.id) !== isAlways || isRefused(command, isReadOnly)) return [];
      const chord = chordsOf(command.id, [context])[0];
      if (chord === undefined) return [];
      return [
        [
          {text: ` ${chordName(chord)}`, bold: true, tone: 'accent'},
          {text: ` ${command.hint} `, tone: 'muted'},
        ],
      ];
    }),
  );

/** The keys that work here, as many as fit: the most particular context first. */
const keyLine = (contexts: readonly ContextId[], isReadOnly: boolean, width: number): Line => {
  const last = hintsOf(contexts, isReadOnly, true).flat();
  const line: Span[] = [];
  for (const next of hintsOf(contexts, isReadOnly, false)) {
    if (lineWidth([...line, ...next, ...last]) > width) break;
    line.push(...next);
  }
  return [...line, ...last];
};

/** The last line: the running job, and the keys that work here. */
export const footerLine = (scene: Scene, contexts: readonly ContextId[], width: number): Line => {
  const isReadOnly = scene.picture.world.target?.isReadOnly ?? false;
  const job = scene.ui.jobs.findLast(other => other.isRunning);
  // A job tells less before a key is cut off: in a dialog all of them, else those that are always said.
  const isDialog = !contexts.includes('global');
  const kept = contexts.flatMap(context =>
    hintsOf([context], isReadOnly, true).concat(isDialog ? hintsOf([context], isReadOnly, false) : []),
  );
  const room = width - lineWidth(kept.flat());
  const left: Line = job
    ? [{text: `${truncate(` ${job.title}: ${job.sentence}`, Math.max(0, room - 1))} `, tone: 'info'}]
    : [];
  return [...left, ...keyLine(contexts, isReadOnly, width - lineWidth(left))];
};
