import type {Config} from '../../settings.ts';

/** A list of expressions, each of which has to match the whole name in whatever case. Throws a `SyntaxError` for one that is none. */
export const expressionsOf = (list: string): readonly RegExp[] =>
  list.split(',').flatMap(one => (one.trim() === '' ? [] : [new RegExp(`^(?:${one.trim()})$`, 'i')]));

const isIn = (list: string | undefined, name: string): boolean | undefined =>
  list === undefined || list === ''
    ? undefined
    : expressionsOf(list).some(expression => expression.test(name));

/** Which tables' changes a connector wants. */
export const filterOf =
  (config: Config) =>
  (schema: string, table: string): boolean =>
    isIn(config['schema.include.list'], schema) !== false &&
    isIn(config['schema.exclude.list'], schema) !== true &&
    isIn(config['table.include.list'], `${schema}.${table}`) !== false &&
    isIn(config['table.exclude.list'], `${schema}.${table}`) !== true;
