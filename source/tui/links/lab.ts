import {readOnlyReason} from '../../actions/action.ts';
import {consequences} from '../../actions/consequences.ts';
import {containerActions, equivalents} from '../../actions/containers.ts';
import type {Clock} from '../../clock.ts';
import type {LabActions} from '../../commands/command.ts';
import type {Watch} from '../../feeds/watch.ts';
import {pictureOf} from '../../model/picture.ts';
import type {World} from '../../model/world.ts';
import type {Store} from '../../store/store.ts';
import type {BringUp} from './bring-up.ts';
import type {ProduceLink} from './produce.ts';
import type {TellAction} from './tell-action.ts';
import type {WriteLink} from './writes.ts';

const noTarget = 'there is no target yet';

interface LabActionsOptions {
  readonly watching: () => Watch | null;
  readonly world: Store<World>;
  readonly clock: Clock;
  readonly tell: TellAction;
  readonly produce: ProduceLink;
  readonly bringUp: BringUp;
  readonly write: WriteLink;
  readonly practice: Pick<LabActions, 'practice' | 'whyNoPractice'>;
}

/** The writes of the target that is watched now; refused with a reason while there is none. */
export const labActions = ({
  watching,
  world,
  clock,
  tell,
  produce,
  bringUp,
  write,
  practice,
}: LabActionsOptions): LabActions => ({
  get readOnlyReason() {
    const watch = watching();
    return watch ? readOnlyReason(watch.target) : noTarget;
  },
  async container(verb, name) {
    const watch = watching();
    if (!watch) return {isDone: false, answer: `${name}: ${noTarget}.`};
    if (!watch.docker)
      return {isDone: false, answer: `${name}: no engine is looked at; name one with --docker-host.`};
    const outcome = await containerActions[verb]({docker: watch.docker, target: watch.target}, name);
    tell(`${verb} ${name}`, outcome.answer);
    return outcome;
  },
  consequences: (verb, names) => consequences(verb, pictureOf(world.get(), clock.now()), names),
  commandLines: equivalents,
  produce: produce.start,
  ...write,
  up: bringUp.up,
  down: bringUp.down,
  get whyNoPractice() {
    return practice.whyNoPractice;
  },
  practice: practice.practice,
});
