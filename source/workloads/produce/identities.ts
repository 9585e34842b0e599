import {KafkaError} from '../../clients/kafka/kafka-error.ts';
import type {CallOptions, Link} from '../../clients/kafka/link.ts';
import {askIdentity, type ProducerIdentity} from '../../clients/kafka/produce.ts';
import {kafkaFailure, UserError} from '../../errors.ts';
import type {Lane} from './lane.ts';

/**
 * Gives each lane the identity that it writes under. All begin under one; a lane that lost its place, because a batch in
 * doubt failed or the broker forgot the producer, goes on under a new one from sequence number 0. The others keep
 * theirs: a batch of theirs that is in doubt is recognised by it.
 */
export const createIdentities = (
  options: CallOptions,
): ((link: Link, lane: Lane) => Promise<ProducerIdentity>) => {
  let shared: ProducerIdentity | undefined;
  let asking: Promise<ProducerIdentity> | undefined;

  const ask = async (link: Link): Promise<ProducerIdentity> => {
    const {errorCode, identity} = await askIdentity(link, options);
    if (errorCode === 0) return identity;
    const {why, sentence} = kafkaFailure(errorCode, 'An idempotent producer');
    // A broker answers so, in the name of the coordinator, while it has no id and gets no new block of them.
    if (errorCode === 14)
      throw new KafkaError(
        why,
        'The broker has no producer id in stock, and ZooKeeper or the KRaft controller gives it none now. With acks 1 none is needed.',
        null,
      );
    if (why === 'not-authorised') throw new UserError(sentence, 'With acks 1 it needs no right to that.');
    throw new KafkaError(why, sentence, null);
  };

  const first = (link: Link): Promise<ProducerIdentity> => {
    asking ??= ask(link).finally(() => {
      asking = undefined;
    });
    return asking;
  };

  return async (link, lane) => {
    if (lane.identity) return lane.identity;
    if (lane.renewals > 0) lane.identity = await ask(link);
    else {
      shared ??= await first(link);
      lane.identity = shared;
    }
    lane.nextSequence = 0;
    return lane.identity;
  };
};
