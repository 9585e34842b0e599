import {parse} from 'dot-properties';

/**
 * Reads the text of a Java properties file; of a key that comes twice the last counts, as in Java. Blanks at the end of
 * a value are dropped, as Kafka does with all of its values.
 */
export const parseProperties = (text: string): ReadonlyMap<string, string> =>
  new Map(Object.entries(parse(text)).map(([key, value]) => [key, String(value).trimEnd()]));
