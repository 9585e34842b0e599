import type {Security} from '../../clients/kafka/security.ts';
import type {Clock} from '../../clock.ts';
import type {ConsumersControl} from '../../commands/command.ts';
import type {Watch} from '../../feeds/watch.ts';
import {numberText} from '../../format/number.ts';
import {lastValue} from '../../model/reading.ts';
import type {World} from '../../model/world.ts';
import type {Store} from '../../store/store.ts';
import {type Ui, withJob} from '../../store/ui.ts';
import {type CommitStyle, type DemoConsumer, startConsumer} from '../../workloads/consume.ts';
import type {TellAction} from './tell-action.ts';

interface ConsumeLinkOptions {
  readonly watching: () => Watch | null;
  readonly security: Security;
  readonly world: Store<World>;
  readonly ui: Store<Ui>;
  readonly tell: TellAction;
  readonly nextJob: () => number;
  readonly clock: Clock;
}

/** The demo consumers of this program. */
export interface ConsumeLink extends ConsumersControl {
  /** All leave their groups. */
  stop(): Promise<void>;
}

/** So many records a second would change the screen as often. */
const tellEvery = 250;
const most = 50;

const commits: readonly CommitStyle[] = ['interval', 'record', 'never'];

const isLive = (consumer: DemoConsumer): boolean =>
  !['stopped', 'killed'].includes(consumer.progress().state);

const sentenceOf = (consumer: DemoConsumer): string => {
  const {state, records, assignment, trouble} = consumer.progress();
  const read = `${numberText(records)} records read`;
  const parts = assignment.map(({topic, partitions}) => `${topic} ${partitions.join(' ')}`).join(', ');
  switch (state) {
    case 'reading':
      return parts === '' ? `in the group without a partition, ${read}` : `reads ${parts}; ${read}`;
    case 'stalled':
      return `stalled: keeps ${parts || 'no partition'} and reads nothing; ${read}`;
    case 'waiting':
      return `waits: ${trouble}; ${read}`;
    default:
      return `${state}; ${read}`;
  }
};

const rateOf = (text: string): number | null | undefined => {
  if (text === '') return null;
  const rate = Number(text);
  return rate > 0 ? rate : undefined;
};

const wrongRate = 'The rate is a number of records a second above 0, or empty.';

/** Runs demo consumers as jobs of the monitor, each a member of its group. */
export const createConsumeLink = (options: ConsumeLinkOptions): ConsumeLink => {
  const {watching, security, world, ui, tell, nextJob, clock} = options;
  const started: DemoConsumer[] = [];

  const nextName = (): string => {
    const taken = started.filter(isLive).map(({name}) => name);
    for (let number = 1; ; number += 1)
      if (!taken.includes(`consumer-${number}`)) return `consumer-${number}`;
  };

  const begin = (
    watch: Watch,
    group: string,
    topics: readonly string[],
    rate: number | null,
    commit: CommitStyle,
  ) => {
    const id = nextJob();
    const name = nextName();
    const title = `${name} of ${group}`;
    let isTelling = false;
    const show = (): void => {
      isTelling = false;
      const isRunning = isLive(consumer);
      ui.update(state =>
        withJob(state, {id, title, sentence: sentenceOf(consumer), isRunning, cancel: consumer.stop}),
      );
    };
    const consumer = startConsumer({
      bootstrap: watch.target.bootstrap,
      security,
      clock,
      group,
      topics,
      name,
      rate,
      commit,
      onChange() {
        if (isTelling) return;
        isTelling = true;
        clock.after(tellEvery, show);
      },
    });
    started.push(consumer);
    show();
    void consumer.ended.then(() => {
      show();
      tell(title, `${sentenceOf(consumer)}.`);
    });
  };

  return {
    names: () => started.filter(isLive).map(({name}) => name),
    start({group = '', topics = '', members = '', rate = '', commit = ''}) {
      const watch = watching();
      if (!watch) return 'There is no target yet.';
      const names = topics.split(/[\s,]+/).filter(Boolean);
      const count = Number(members);
      const perSecond = rateOf(rate);
      const known = lastValue(world.get().metadata)?.topics ?? [];
      const missing = names.find(name => known.length > 0 && !known.some(topic => topic.name === name));
      if (group === '') return 'Name a group.';
      if (names.length === 0) return 'Name a topic.';
      if (missing !== undefined) return `There is no topic ${missing}.`;
      if (!Number.isInteger(count) || count < 1 || count > most)
        return `Members is a whole number from 1 to ${most}.`;
      if (perSecond === undefined) return wrongRate;
      const style = commits.find(each => each === commit) ?? 'interval';
      for (let number = 0; number < count; number += 1) begin(watch, group, names, perSecond, style);
      return null;
    },
    steer({consumer = '', change = '', rate = ''}) {
      const chosen = started.filter(each => isLive(each) && (consumer === 'all' || each.name === consumer));
      const perSecond = rateOf(rate);
      if (chosen.length === 0) return 'That one does not run any more.';
      if (change === 'rate' && perSecond === undefined) return wrongRate;
      for (const each of chosen) {
        if (change === 'stop') each.stop();
        else if (change === 'kill') each.kill();
        else if (change === 'rate') each.setRate(perSecond ?? null);
        else each.setStalled(change === 'stall');
        tell(`${each.name} of ${each.group}`, change === 'rate' ? `rate ${rate || 'free'}` : change);
      }
      return null;
    },
    async stop() {
      for (const each of started) each.stop();
      await Promise.all(started.map(({ended}) => ended));
    },
  };
};
