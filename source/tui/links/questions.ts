import {createKafkaClient, type KafkaClient} from '../../clients/kafka/client.ts';
import type {Security} from '../../clients/kafka/security.ts';
import type {Clock} from '../../clock.ts';
import type {QuestionsControl} from '../../commands/command.ts';
import {sentenceOf, UserError} from '../../errors.ts';
import type {Watch} from '../../feeds/watch.ts';
import {advertisedSentence} from '../../format/advertised.ts';
import {batchSentence} from '../../format/batches.ts';
import {latestSentence} from '../../format/latest.ts';
import type {Line} from '../../format/line.ts';
import {sanitize} from '../../format/sanitize.ts';
import {settingsSentence} from '../../format/topic-settings.ts';
import {isUnknown} from '../../model/reading.ts';
import type {TopicSetting} from '../../model/topic-setting.ts';
import {readAdvertised} from '../../queries/advertised.ts';
import {readTopicBatches} from '../../queries/topic-batches.ts';
import {readLatest} from '../../queries/topic-latest.ts';
import {readTopicSettings} from '../../queries/topic-settings.ts';
import {advertisedTable} from '../../tables/advertised.ts';
import {batchTable} from '../../tables/batches.ts';
import {latestRecordTable, latestTable} from '../../tables/latest.ts';
import {heading, joined, paragraph, tableLines} from '../details/section.ts';
import type {TellAction} from './tell-action.ts';

interface QuestionsLinkOptions {
  readonly watching: () => Watch | null;
  readonly security: Security;
  readonly tell: TellAction;
  readonly clock: Clock;
}

/** Offsets of each partition that batches are counted over: what a screen is waited for. */
const lastOffsets = 10_000;
/** Of a topic that is read whole: as many records as a search goes through. */
const wholeOffsets = 100_000;
/** Keys that a text shows at most. */
const keysShown = 500;

const batchConcept =
  'A producer sends records in batches, one partition each, and the broker stores them as they came: the head of a batch takes 61 bytes, and what compresses well does so over a whole batch.';
const latestConcept =
  'Compaction keeps of each key at least the last record, and takes older ones out of closed segments: what stays keeps its offset, and the offsets between are empty. Who reads all of it and keeps the last value of each key has the state, before it and after it.';
const addressConcept =
  'A client begins anywhere and is told where every broker is; from then on it uses only these addresses. Each listener of a broker gives out its own: what a container is told need not mean anything on this machine.';

const settingLines = (setting: TopicSetting, width: number): readonly Line[] => {
  const {name, value, source, isSensitive, meaning} = setting;
  const own = source === 'topic';
  const fallback = isUnknown(setting.default) ? '?' : setting.default || '-';
  const before = own ? `; without it ${sanitize(fallback)}` : '';
  return [
    [
      {text: `  ${name} `, bold: own},
      {text: isSensitive ? '(sensitive)' : sanitize(value || '-'), tone: own ? 'accent' : 'good'},
      {text: `  ${source}${before}`, tone: 'muted'},
    ],
    ...(meaning === null ? [] : paragraph(sanitize(meaning), width - 2, {tone: 'muted'})).map(
      (line): Line => [{text: '  '}, ...line],
    ),
  ];
};

/** Asks what the user wants to know, and puts into the event log what was answered. */
export const createQuestionsLink = ({
  watching,
  security,
  tell,
  clock,
}: QuestionsLinkOptions): QuestionsControl => {
  const told = async <T>(what: string, ask: () => Promise<T>, sentence: (answer: T) => string) => {
    try {
      const answer = await ask();
      tell(what, sentence(answer));
      return answer;
    } catch (error) {
      tell(what, sentenceOf(error));
      throw error;
    }
  };

  const client = (): KafkaClient => {
    const watch = watching();
    if (!watch) throw new UserError('There is no target yet.');
    return watch.kafka;
  };

  return {
    async settings(topic) {
      const settings = await readTopicSettings(client(), topic);
      return width =>
        joined(
          [heading(topic), ...paragraph(`${settingsSentence(settings)}.`, width)],
          settings.flatMap(each => settingLines(each, width)),
          [[{text: `  kafka-lab settings ${topic}`, tone: 'accent'}]],
        );
    },
    async batches(topic) {
      const partitions = await told(
        `count the batches of ${topic}`,
        async () => readTopicBatches(client(), topic, lastOffsets),
        read => `${batchSentence(read)}.`,
      );
      const isPart = partitions.some(each => each.isPart);
      return (width, cells) =>
        joined(
          paragraph(`${topic}: ${batchSentence(partitions)}.`, width),
          tableLines(batchTable, partitions, width, cells),
          isPart
            ? paragraph(`Of each partition, its last ${lastOffsets} offsets.`, width, {tone: 'warn'})
            : [],
          paragraph(batchConcept, width, {tone: 'muted'}),
          [[{text: `  kafka-lab batches ${topic}`, tone: 'accent'}]],
        );
    },
    async latest(topic) {
      const partitions = await told(
        `read the keys of ${topic}`,
        async () => readLatest(client(), topic, wholeOffsets),
        read => `${latestSentence(read)}.`,
      );
      const latest = partitions.flatMap(each => each.latest);
      const isPart = partitions.some(each => each.isPart);
      return (width, cells) =>
        joined(
          [heading(topic), ...paragraph(`${latestSentence(partitions)}.`, width)],
          tableLines(latestTable, partitions, width, cells),
          isPart
            ? paragraph(`Of each partition, its last ${wholeOffsets} offsets.`, width, {tone: 'warn'})
            : [],
          latest.length > keysShown
            ? paragraph(`Showing ${keysShown} of ${latest.length} keys.`, width, {tone: 'warn'})
            : [],
          tableLines(latestRecordTable, latest.slice(0, keysShown), width, cells),
          paragraph(latestConcept, width, {tone: 'muted'}),
          [[{text: `  kafka-lab latest ${topic}`, tone: 'accent'}]],
        );
    },
    async address(address) {
      const answer = await told(
        `ask ${address}`,
        async () => {
          const client = createKafkaClient({bootstrap: [], security, clock});
          try {
            return await readAdvertised(client, address);
          } finally {
            client.close();
          }
        },
        advertisedSentence,
      );
      return (width, cells) =>
        joined(
          [heading(answer.address), ...paragraph(advertisedSentence(answer), width)],
          tableLines(advertisedTable, answer.brokers, width, cells),
          paragraph(addressConcept, width, {tone: 'muted'}),
          [[{text: `  kafka-lab ask ${answer.address}`, tone: 'accent'}]],
        );
    },
  };
};
