import {createReadStream} from 'node:fs';
import {open} from 'node:fs/promises';
import {failureOf} from '../errors.ts';
import {type EventTemplate, eventOf, eventsFrom, parseValue} from '../workloads/event-template.ts';
import type {NewEvent} from '../workloads/produce.ts';
import {parseTemplate} from '../workloads/template.ts';
import type {Context} from './command.ts';
import {wrongUsage} from './exit.ts';
import {listOf, numberOf, textOf} from './flag.ts';
import {inputFrom} from './streams.ts';

/** The value of an event where nothing else is said. */
export const defaultValue = '{"id":{i},"at":"{time}","amount":{random:1-100}}';

const encoder = new TextEncoder();

const headerOf = (text: string): EventTemplate['headers'][number] => {
  const at = text.indexOf('=');
  if (at < 1) throw wrongUsage(`--header is NAME=VALUE, not ${text}.`, 'Write it as --header trace={uuid}.');
  return {name: text.slice(0, at), value: parseTemplate(text.slice(at + 1))};
};

const partitionOf = (values: readonly string[]): number | null => {
  const [text] = values;
  if (text === undefined) return null;
  if (values.length > 1 || !/^\d+$/.test(text))
    throw wrongUsage('--partition is one number.', 'Leave it out to let the key decide.');
  return Number(text);
};

const templateOf = ({flags}: Context): EventTemplate => {
  const key = textOf(flags, 'key');
  return {
    key: key === undefined ? null : parseTemplate(key),
    value: parseValue(textOf(flags, 'value') ?? defaultValue),
    headers: listOf(flags, 'header').map(headerOf),
    partition: partitionOf(listOf(flags, 'partition')),
  };
};

/** A line is a value, or with `--key-separator` a key and a value. */
async function* fromLines(
  template: EventTemplate,
  context: Context,
  lines: AsyncIterable<string>,
  count: number,
): AsyncGenerator<NewEvent> {
  const separator = textOf(context.flags, 'key-separator');
  let i = 0;
  for await (const line of lines) {
    if (i >= count) return;
    const at = separator === undefined ? -1 : line.indexOf(separator);
    const value = at < 0 ? line : line.slice(at + (separator?.length ?? 0));
    const event = eventOf(template, context.clock, i, value);
    yield at < 0 ? event : {...event, key: encoder.encode(line.slice(0, at))};
    i++;
  }
}

const linesOfFile = async (file: string): Promise<AsyncIterable<string>> => {
  try {
    // Opened once before, so that a wrong name is said before anything is sent.
    await (await open(file)).close();
  } catch (error) {
    throw wrongUsage(failureOf(error, file).sentence, 'Check its path.');
  }
  return inputFrom(createReadStream(file)).lines();
};

export interface EventSource {
  readonly events: Iterable<NewEvent> | AsyncIterable<NewEvent>;
  /** Whether it goes on until the user ends it. */
  readonly isEndless: boolean;
}

/** Where events come from: a file, standard input where something is fed into it, else a template. */
export const eventsOf = async (context: Context): Promise<EventSource> => {
  const {flags, io} = context;
  const template = templateOf(context);
  const file = textOf(flags, 'file');
  const count = numberOf(flags, 'count');
  const isMade =
    textOf(flags, 'value') !== undefined || count !== undefined || numberOf(flags, 'rate') !== undefined;
  if (file !== undefined && textOf(flags, 'value') !== undefined)
    throw wrongUsage('--value and --file exclude each other.', 'Give one of them.');
  if (file !== undefined && file !== '-')
    return {
      events: fromLines(template, context, await linesOfFile(file), count ?? Number.POSITIVE_INFINITY),
      isEndless: false,
    };
  if (file === '-' || (!io.input.isTerminal && !isMade))
    return {
      events: fromLines(template, context, io.input.lines(), count ?? Number.POSITIVE_INFINITY),
      isEndless: false,
    };
  const isEndless = count === undefined && numberOf(flags, 'rate') !== undefined;
  return {
    events: eventsFrom(template, context.clock, count ?? (isEndless ? Number.POSITIVE_INFINITY : 1)),
    isEndless,
  };
};
