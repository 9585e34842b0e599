import {type Outcome, readOnlyReason, readOnlyStart, refused} from '../../actions/action.ts';
import {consequences} from '../../actions/consequences.ts';
import {containerActions, equivalents} from '../../actions/containers.ts';
import {bringBack, missingParts} from '../../actions/lab/bring-back.ts';
import type {LabContext} from '../../actions/lab/context.ts';
import {runShell} from '../../actions/shell.ts';
import type {Clock} from '../../clock.ts';
import type {LabActions} from '../../commands/command.ts';
import {sentenceOf} from '../../errors.ts';
import type {Watch} from '../../feeds/watch.ts';
import {pictureOf} from '../../model/picture.ts';
import {lastValue} from '../../model/reading.ts';
import type {World} from '../../model/world.ts';
import type {Store} from '../../store/store.ts';
import type {BringUp} from './bring-up.ts';
import type {ProduceLink} from './produce.ts';
import type {TellAction} from './tell-action.ts';
import type {WriteLink} from './writes.ts';

const noTarget = 'there is no target yet';

/** A reason as it stands behind a command's title, which ends with the full stop. */
const bare = (sentence: string | null): string | undefined => sentence?.replace(/\.$/, '');

interface LabActionsOptions {
  readonly watching: () => Watch | null;
  readonly world: Store<World>;
  readonly clock: Clock;
  readonly tell: TellAction;
  readonly produce: ProduceLink;
  readonly bringUp: BringUp;
  /** What the lab's actions work with, for the engine that is meant now. */
  readonly context: (signal: AbortSignal) => LabContext;
  readonly write: WriteLink;
  readonly practice: Pick<LabActions, 'practice' | 'whyNoPractice'>;
  /** Whether the user wants nothing to be changed, whatever the target. */
  readonly isReadOnly: boolean;
}

/** The writes of the target that is watched now; refused with a reason while there is none. */
export const labActions = ({
  watching,
  world,
  clock,
  tell,
  produce,
  bringUp,
  context,
  write,
  practice,
  isReadOnly,
}: LabActionsOptions): LabActions => {
  const remake = async ({target}: Watch, name: string): Promise<Outcome> => {
    const outcome = await bringBack(
      context(new AbortController().signal),
      target,
      name,
      world.get().absent,
    ).catch(error => refused(sentenceOf(error)));
    tell(`bring back ${name}`, outcome.answer);
    return outcome;
  };
  return {
    get readOnlyReason() {
      const watch = watching();
      return watch ? (bare(readOnlyReason(watch.target)) ?? null) : noTarget;
    },
    async container(verb, name) {
      const watch = watching();
      if (!watch) return refused(`${name}: ${noTarget}.`);
      if (!watch.docker) return refused(`${name}: no engine is looked at; name one with --docker-host.`);
      // Starting what was removed makes it again.
      if (verb === 'start' && world.get().absent.some(each => each.name === name)) return remake(watch, name);
      const outcome = await containerActions[verb]({docker: watch.docker, target: watch.target}, name);
      tell(`${verb} ${name}`, outcome.answer);
      return outcome;
    },
    get whyNoShell() {
      const watch = watching();
      if (!watch?.docker) return 'no engine is looked at';
      return watch.target.kind === 'practice'
        ? 'a practice container has no programs of its own, and so no shell'
        : undefined;
    },
    async shell(name, tty) {
      const docker = watching()?.docker;
      if (!docker) return refused(`${name}: ${noTarget}.`);
      const outcome = await runShell(docker, name, tty);
      tell(`shell in ${name}`, outcome.answer);
      return outcome;
    },
    missing(kind) {
      const watch = watching();
      const listed = lastValue(world.get().containers);
      if (!watch || !listed) return [];
      return missingParts(watch.target, listed, world.get().absent)
        .filter(({isExtra}) => isExtra === (kind === 'extra'))
        .map(({container}) => container);
    },
    async bringBack(name) {
      const watch = watching();
      return watch ? remake(watch, name) : refused(`${name}: ${noTarget}.`);
    },
    consequences: (verb, names) => consequences(verb, pictureOf(world.get(), clock.now()), names),
    commandLines(verb, names) {
      const watch = watching();
      return watch ? equivalents(verb, names, watch.target) : [];
    },
    produce: produce.start,
    ...write,
    whyNoUp: isReadOnly ? bare(readOnlyStart) : undefined,
    up: bringUp.up,
    down: bringUp.down,
    get whyNoPractice() {
      return practice.whyNoPractice;
    },
    practice: practice.practice,
  };
};
