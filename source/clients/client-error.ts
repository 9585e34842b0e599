import type {Failure, Why} from '../model/reading.ts';
import type {DeadlineError} from './deadline.ts';

/** What went wrong between us and a server that does not speak Kafka; its message is a sentence for the user. */
export abstract class ClientError extends Error implements Failure {
  readonly why: Why;

  constructor(why: Why, sentence: string) {
    super(sentence);
    this.why = why;
  }

  get sentence(): string {
    return this.message;
  }
}

/** A deadline that passed, in a sentence; `where` is how the server is called. */
export const silence = ({waited}: DeadlineError, where: string): string =>
  `${where} did not answer within ${Math.round(waited / 100) / 10} s.`;
