import {parseBody} from './body.ts';
import {notFound} from './rest-error.ts';
import type {Route} from './route.ts';

const levels = ['OFF', 'FATAL', 'ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE', 'ALL'];

/** The levels of the worker's loggers, which can be set and read back: nothing here says more or less for it. */
export const createLoggers = (): readonly Route[] => {
  const loggers = new Map<string, {level: string; last_modified: number | null}>([
    ['org.reflections', {level: 'ERROR', last_modified: null}],
    ['root', {level: 'INFO', last_modified: null}],
  ]);
  return [
    {
      method: 'GET',
      path: '/admin/loggers',
      handle: () => ({status: 200, body: Object.fromEntries(loggers)}),
    },
    {
      method: 'GET',
      path: '/admin/loggers/*',
      handle({parts: [name = '']}) {
        const found = loggers.get(name);
        if (!found) throw notFound(`Logger ${name} not found.`);
        return {status: 200, body: found};
      },
    },
    {
      method: 'PUT',
      path: '/admin/loggers/*',
      handle({parts: [name = ''], body}) {
        const read = parseBody(body);
        const level =
          typeof read === 'object' && read !== null && 'level' in read && typeof read.level === 'string'
            ? read.level
            : '';
        if (!levels.includes(level.toUpperCase())) throw notFound(`invalid log level '${level}'.`);
        loggers.set(name, {level: level.toUpperCase(), last_modified: null});
        return {status: 200, body: [name]};
      },
    },
  ];
};
