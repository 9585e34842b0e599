import type {KafkaClient} from '../clients/kafka/client.ts';
import {KafkaError} from '../clients/kafka/kafka-error.ts';
import {UserError} from '../errors.ts';
import type {TargetContext} from './command.ts';
import {ExitError, exitCodes, unmet, unreachable} from './exit.ts';
import {needTopics, openKafka} from './kafka.ts';

/**
 * Answers a question about the topic that is named, over a client of its own, with the exit codes of all such questions;
 * what the answer returns says whether all of it is known.
 */
export const topicAnswer = async (
  context: TargetContext,
  answer: (client: KafkaClient, topic: string) => Promise<{readonly isWhole: boolean}>,
): Promise<number> => {
  const [topic = ''] = context.names;
  const client = openKafka(context);
  try {
    await needTopics(client, [topic], context);
    const {isWhole} = await answer(client, topic);
    return isWhole ? exitCodes.fine : exitCodes.partly;
  } catch (error) {
    if (error instanceof ExitError) throw error;
    if (error instanceof KafkaError) throw unreachable(error.message, 'kafka-lab brokers says more.');
    if (error instanceof UserError) throw unmet(error.message, error.next);
    throw error;
  } finally {
    client.close();
  }
};
