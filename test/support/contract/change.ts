import {type WriteId, writes} from '../../../source/actions/writes/index.ts';
import type {NamedOutcome, Plan, Values} from '../../../source/actions/writes/write.ts';
import {plaintext} from '../../../source/clients/kafka/security.ts';
import {systemClock} from '../../../source/clock.ts';
import {UserError} from '../../../source/errors.ts';
import {type Watch, watch} from '../../../source/feeds/watch.ts';
import {writeContextOf} from '../../../source/feeds/write-context.ts';
import {type Picture, pictureOf} from '../../../source/model/picture.ts';
import {emptyWorld, type World} from '../../../source/model/world.ts';
import {createStore} from '../../../source/store/store.ts';
import {until} from '../../real/support.ts';
import type {Hand} from './hand.ts';

/** Reads the lab once, as the monitor does, and works on what was read. */
export const once = async <Answer>(
  hand: Hand,
  work: (picture: Picture, watching: Watch & {readonly picture: () => Picture}) => Promise<Answer>,
): Promise<Answer> => {
  const {target, docker} = hand;
  const world = createStore<World>(emptyWorld(target));
  const lent = {...docker, close: () => {}};
  const watching = watch({target, security: plaintext, docker: lent, world, clock: systemClock, every: 2000});
  try {
    await Promise.all(watching.feeds.map(feed => feed.poll()));
    const picture = (): Picture => pictureOf(world.get(), systemClock.now());
    return await work(picture(), {...watching, picture});
  } finally {
    await watching.close();
  }
};

export interface Change
  extends Pick<Plan, 'question' | 'consequences' | 'preview' | 'typed' | 'commandLines'> {
  readonly outcomes: readonly NamedOutcome[];
}

/** Plans a write by what is there now, and does with the plan what is asked. Rejects with the plan's `UserError`. */
const withPlan = <Answer>(
  hand: Hand,
  id: WriteId,
  names: readonly string[],
  values: Values,
  use: (plan: Plan) => Promise<Answer>,
): Promise<Answer> =>
  once(hand, async (picture, watching) => {
    const write = writes.find(each => each.id === id);
    if (!write) throw new Error(`There is no write ${id}.`);
    const all = {...write.initial?.(picture, names[0] ?? ''), ...values};
    return use(await write.plan(writeContextOf(watching, picture, systemClock), names, all));
  });

/** What would be done, which is not done. */
export const planned = (
  hand: Hand,
  id: WriteId,
  names: readonly string[],
  values: Values = {},
): Promise<Omit<Plan, 'run'>> => withPlan(hand, id, names, values, async plan => plan);

/** Plans a write by what is there now and carries it out. Rejects with the plan's `UserError`. */
export const change = (
  hand: Hand,
  id: WriteId,
  names: readonly string[],
  values: Values = {},
): Promise<Change> =>
  withPlan(hand, id, names, values, async ({run, ...plan}) => ({
    ...plan,
    outcomes: await run(new AbortController().signal, () => {}),
  }));

/** Whether all of it was done; the answers else. */
export const doneOr = ({outcomes}: Change): true | string =>
  outcomes.every(({isDone}) => isDone) ? true : outcomes.map(({answer}) => answer).join(' ');

/**
 * Waits until a write is refused in these words: what there is now may reach the broker that is asked a moment later.
 */
export const refusal = async (
  hand: Hand,
  id: WriteId,
  names: readonly string[],
  values: Values,
  words: RegExp,
): Promise<void> => {
  await until(
    `${id} of ${names.join()} is refused: ${words}`,
    () => change(hand, id, names, values).then(doneOr, error => error),
    answer => answer instanceof UserError && words.test(answer.message),
  );
};
