import type {Connection} from '@platformatic/kafka';
import {failureOf} from '../../errors.ts';
import {DeadlineError} from '../deadline.ts';
import {troubleOf, words} from './connect.ts';
import {KafkaError} from './kafka-error.ts';

export interface Lost {
  /** `localhost:29092` */
  readonly name: string;
  readonly connection: Connection;
  /** Milliseconds that were given. */
  readonly deadline: number;
  /** Whether the broker has never answered more than what it may answer before a login, and none was made. */
  readonly mayWantLogin: boolean;
}

/** Why no answer came on a connection that was up, in a sentence. */
export const lostError = (error: unknown, {name, connection, deadline, mayWantLogin}: Lost): KafkaError => {
  if (error instanceof KafkaError) return error;
  const cause = {cause: error};
  if (error instanceof DeadlineError)
    return new KafkaError(
      'timed-out',
      `${name} did not answer within ${deadline / 1000} s.`,
      'silent',
      cause,
    );
  const said = `${words(error)} ${words(troubleOf(connection))}`;
  if (/certificate required|bad certificate|unknown ca/i.test(said))
    return new KafkaError(
      'not-authorised',
      `${name} does not accept our certificate, or wants one (ssl.keystore).`,
      'not-authorised',
      cause,
    );
  if (said.includes('requires TLS'))
    return new KafkaError('unreachable', `${name} speaks TLS and was asked without.`, 'refused', cause);
  if (mayWantLogin)
    return new KafkaError(
      'not-authorised',
      `${name} closed the connection at the first request: it may want a SASL login (--command-config).`,
      'not-authorised',
      cause,
    );
  if (said.includes('Connection closed'))
    return new KafkaError('unreachable', `${name} closed the connection.`, 'refused', cause);
  const {why, sentence} = failureOf(error, name);
  return new KafkaError(why, sentence, 'refused', cause);
};
