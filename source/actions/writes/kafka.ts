import type {Api} from '../../clients/kafka/apis.ts';
import {KafkaError} from '../../clients/kafka/kafka-error.ts';
import type {Link} from '../../clients/kafka/link.ts';
import {kafkaFailure, UserError} from '../../errors.ts';
import {known, lastValue} from '../../model/reading.ts';
import {done, refused} from '../action.ts';
import type {NamedOutcome, WriteContext} from './write.ts';

/** Milliseconds that a broker may take for a change: creating a topic waits for its replicas. */
export const writeTimeout = 30_000;
const margin = 5000;

/** The link to a broker that Metadata names. */
export const linkTo = ({kafka, picture}: WriteContext, id: number): Link => {
  const broker = picture.brokers.find(each => each.id === id);
  if (broker?.host == null || broker.port === null)
    throw new UserError(`The address of broker ${id} is not known.`, 'Start it, and try again.');
  return kafka.link({host: broker.host, port: broker.port});
};

/** The link to who changes topics: the controller under ZooKeeper; under KRaft any broker passes it on. */
export const controllerLink = (context: WriteContext): Link => {
  const {picture} = context;
  const controller = lastValue(picture.world.controller);
  const id = controller?.mode === 'zookeeper' ? known(controller.id) : undefined;
  if (controller?.mode === 'zookeeper' && id === null)
    throw new UserError('The cluster has no controller, and only that changes topics.', 'w says why.');
  const broker = picture.brokers.find(each => (id === undefined ? each.state === 'up' : each.id === id));
  if (!broker) throw new UserError('No broker answers.', 'w says why.');
  return linkTo(context, broker.id);
};

/** Sends a change; where no answer came, a UserError says that it is not known whether it was done. */
export const send = async <Args extends unknown[], Answer>(
  link: Link,
  api: Api<Args, Answer>,
  args: Args,
  signal: AbortSignal,
): Promise<Answer> => {
  try {
    return await link.call(api, args, {channel: 'writes', deadline: writeTimeout + margin, signal});
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error;
    const isSent = error.why === 'timed-out';
    throw new UserError(
      error.message,
      isSent ? 'Whether it was done is not known: the next reading shows it.' : 'Nothing was done.',
    );
  }
};

/** What became of one thing, in the broker's own words where it refused. */
export const outcomeOf = (
  name: string,
  errorCode: number,
  errorMessage: string | null | undefined,
  answer: string,
): NamedOutcome => {
  if (errorCode === 0) return {name, ...done(answer)};
  const own = errorMessage?.trim().replace(/\.*$/, '.');
  return {name, ...refused(own ? `${name}: ${own}` : kafkaFailure(errorCode, name).sentence)};
};
