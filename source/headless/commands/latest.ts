import {latestSentence} from '../../format/latest.ts';
import {readLatest} from '../../queries/topic-latest.ts';
import {latestRecordTable, latestTable} from '../../tables/latest.ts';
import type {TargetContext} from '../command.ts';
import {isSet, numberOf} from '../flag.ts';
import {jsonObject, printJson, printTable, writeLine} from '../print.ts';
import {createRecordWriter} from '../shapes/record.ts';
import {topicAnswer} from '../topic-answer.ts';

const lastOffsets = 100_000;

/** The last record of each key of a topic. */
export const run = (context: TargetContext): Promise<number> =>
  topicAnswer(context, async (client, topic) => {
    const {flags, io, clock, target} = context;
    const partitions = await readLatest(client, topic, numberOf(flags, 'last') ?? lastOffsets);
    if (isSet(flags, 'json')) {
      const write = createRecordWriter();
      const fields = {
        topic,
        partitions: partitions.map(({latest, ...figures}) => ({
          ...figures,
          latest: latest.map(({record, older}) => ({...JSON.parse(write(record)), older})),
        })),
      };
      await printJson(io.out, jsonObject({at: clock.now(), target, fields}).json);
      return {isWhole: true};
    }
    await printTable(
      context,
      latestRecordTable,
      partitions.flatMap(({latest}) => latest),
    );
    await writeLine(io.out, '');
    await printTable(context, latestTable, partitions);
    await writeLine(io.out, `${topic}: ${latestSentence(partitions)}.`);
    return {isWhole: true};
  });
