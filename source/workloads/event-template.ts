import type {Clock} from '../clock.ts';
import type {NewEvent} from './produce.ts';
import {parseTemplate, type Template} from './template.ts';

/** What test events are made of. */
export interface EventTemplate {
  /** null: events without a key. */
  readonly key: Template | null;
  /** null: events without a value, which are tombstones. */
  readonly value: Template | null;
  readonly headers: readonly {readonly name: string; readonly value: Template}[];
  /** null: by the key; without a key by turns. */
  readonly partition: number | null;
}

/** What stands for no value at all: an empty text is a value of no bytes. */
const noValue = '{null}';

/** Reads the template of a value; `{null}` alone is no value. */
export const parseValue = (text: string): Template | null => (text === noValue ? null : parseTemplate(text));

const encoder = new TextEncoder();

/** Event number `i`, with the template's own value or another one; null is a tombstone. */
export const eventOf = (
  template: EventTemplate,
  clock: Clock,
  i: number,
  value?: string | null,
): NewEvent => {
  const {key, headers, partition} = template;
  const event = {i, now: clock.now(), random: Math.random};
  const text = value === undefined ? (template.value?.(event) ?? null) : value;
  return {
    key: key && encoder.encode(key(event)),
    value: text === null ? null : encoder.encode(text),
    headers: headers.map(header => ({key: header.name, value: encoder.encode(header.value(event))})),
    partition,
  };
};

/** Events of a template, made one by one as they are asked for. */
export function* eventsFrom(template: EventTemplate, clock: Clock, count: number): Generator<NewEvent> {
  for (let i = 0; i < count; i++) yield eventOf(template, clock, i);
}
