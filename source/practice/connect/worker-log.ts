import type {Clock} from '../../clock.ts';
import {logLine} from '../programs/log-line.ts';
import {type JavaFailure, traceOf} from './java-failure.ts';

/** What a worker writes to its output, in log4j's form. The logger is a class name of Connect's. */
export interface WorkerLog {
  info(text: string, logger: string): void;
  warn(text: string, logger: string): void;
  error(text: string, logger: string, failure?: JavaFailure): void;
}

export const createWorkerLog = (clock: Clock, write: (line: string) => void): WorkerLog => {
  const say = (level: 'INFO' | 'WARN' | 'ERROR', text: string, logger: string): void =>
    write(logLine(clock.now(), level, text, `org.apache.kafka.connect.${logger}`));
  return {
    info: (text, logger) => say('INFO', text, logger),
    warn: (text, logger) => say('WARN', text, logger),
    error(text, logger, failure) {
      say('ERROR', text, logger);
      if (failure) for (const line of traceOf(failure.thrown).trimEnd().split('\n')) write(line);
    },
  };
};
