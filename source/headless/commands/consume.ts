import {readOnlyReason} from '../../actions/action.ts';
import {numberText} from '../../format/number.ts';
import {type CommitStyle, type DemoConsumer, startConsumer} from '../../workloads/consume.ts';
import type {TargetContext} from '../command.ts';
import {exitCodes, unmet, wrongUsage} from '../exit.ts';
import {isSet, numberOf, textOf} from '../flag.ts';
import {needTopics, openKafka} from '../kafka.ts';
import {jsonObject, printJson, writeLine} from '../print.ts';
import {rateOf} from '../rate.ts';

const commits: readonly CommitStyle[] = ['interval', 'record', 'never'];
const most = 50;

/** What a member does now, where that is not what it did before. */
const sentenceOf = ({name, progress}: DemoConsumer): string => {
  const {state, assignment, trouble} = progress();
  if (state === 'waiting') return `${name} waits: ${trouble}`;
  if (state !== 'reading') return `${name} is ${state}.`;
  const parts = assignment.map(({topic, partitions}) => `${topic} ${partitions.join(' ')}`).join(', ');
  return `${name} reads ${parts || 'nothing: it has no partition'}.`;
};

/** Members of a group that read topics until ^C, and say what they are given. */
export const run = async (context: TargetContext): Promise<number> => {
  const {io, flags, clock, target, security, names} = context;
  const reason = readOnlyReason(target);
  if (reason !== null) throw unmet(reason);
  const group = textOf(flags, 'group');
  if (group === undefined)
    throw wrongUsage('Name the group with --group.', 'kafka-lab consume --help says more.');
  const members = numberOf(flags, 'members') ?? 1;
  if (members < 1 || members > most)
    throw wrongUsage(
      `--members is from 1 to ${most}, not ${members}.`,
      'kafka-lab consume --help says more.',
    );
  const rate = rateOf(flags, 'to read as fast as records come');
  const client = openKafka(context);
  await needTopics(client, names, context).finally(() => client.close());
  const said = new Map<string, string>();
  const tell = (consumer: DemoConsumer | undefined): void => {
    if (!consumer) return;
    const sentence = sentenceOf(consumer);
    if (said.get(consumer.name) === sentence) return;
    said.set(consumer.name, sentence);
    void writeLine(io.err, sentence);
  };
  const consumers: DemoConsumer[] = [];
  for (let number = 1; number <= members; number += 1) {
    const index = consumers.length;
    consumers.push(
      startConsumer({
        bootstrap: target.bootstrap,
        security,
        clock,
        group,
        topics: names,
        name: `consumer-${number}`,
        rate,
        commit: commits.find(each => each === textOf(flags, 'commit')) ?? 'interval',
        onChange: () => tell(consumers[index]),
      }),
    );
  }
  const stop = (): void => {
    for (const consumer of consumers) consumer.stop();
  };
  io.signal.addEventListener('abort', stop, {once: true});
  if (io.signal.aborted) stop();
  const time = numberOf(flags, 'for');
  const cancelTime = time === undefined ? () => {} : clock.after(time, stop);
  await Promise.all(consumers.map(({ended}) => ended));
  cancelTime();
  const records = consumers.reduce((sum, {progress}) => sum + progress().records, 0);
  if (isSet(flags, 'json')) {
    const fields = {
      group,
      topics: names,
      members: consumers.map(({name, progress}) => ({name, records: progress().records})),
    };
    await printJson(io.out, jsonObject({at: clock.now(), target, fields}).json);
  } else await writeLine(io.out, `Group ${group} has left; ${numberText(records)} records were read.`);
  return exitCodes.fine;
};
