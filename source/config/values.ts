import {UserError} from '../errors.ts';
import type {ConnectAddress} from '../model/target.ts';

/** Values by the names of the flags that set them. */
export type FlagValues = Readonly<Record<string, string | number | boolean | readonly string[]>>;
export const texts = (value: FlagValues[string] | undefined): readonly string[] =>
  (value === undefined ? [] : typeof value === 'object' ? value : [String(value)])
    .map(text => text.trim())
    .filter(text => text !== '');

export const bootstrapOf = (value: FlagValues[string] | undefined): readonly string[] =>
  texts(value)
    .flatMap(text => text.split(','))
    .map(text => text.trim())
    .filter(text => text !== '')
    .map(text => {
      const port = Number(/^(?:\[[0-9a-fA-F:.]+\]|[^\s:/[\]]+):(\d{1,5})$/.exec(text)?.[1]);
      if (!(port > 0 && port < 65_536))
        throw new UserError(
          `The bootstrap address ${text} is not host:port.`,
          'Write it as --bootstrap localhost:9092.',
        );
      return text;
    });

export const connectOf = (value: FlagValues[string] | undefined): readonly ConnectAddress[] =>
  texts(value).map(text => {
    const [, name, written = ''] = /^(?:([^=/:]+)=)?(.*)$/.exec(text) ?? [];
    const url = URL.parse(written);
    if (url === null || !/^https?:$/.test(url.protocol))
      throw new UserError(
        `The Connect address ${text} is not name=URL.`,
        'Write it as --connect cdc=http://localhost:8083.',
      );
    return {name: name ?? url.host, url: written.replace(/\/+$/, '')};
  });

const units: Readonly<Record<string, number>> = {ms: 1, s: 1000, m: 60_000};
const shortestInterval = 250;

export const intervalOf = (value: FlagValues[string] | undefined): number | null => {
  if (value === undefined) return null;
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m)?$/.exec(String(value).trim());
  // A flag was parsed already and comes as a number of milliseconds; a text without a unit is seconds.
  const unit = typeof value === 'number' ? 1 : (units[match?.[2] ?? 's'] ?? 1);
  const milliseconds = Number(match?.[1]) * unit;
  if (milliseconds >= shortestInterval) return milliseconds;
  throw new UserError(
    `The interval ${String(value)} is no time of at least 250ms.`,
    'Write it as --interval 2s.',
  );
};

const said: Readonly<Record<string, boolean>> = {true: true, false: false};

/** A switch: a flag that was given, or `true` or `false`. What is neither is refused, for it would be taken as no. */
export const switchOf = (name: string, value: FlagValues[string] | undefined): boolean => {
  const text = String(value ?? false);
  const isOn = said[text];
  if (isOn === undefined)
    throw new UserError(
      `${name} is true or false, not ${text}.`,
      'Write it without quotes, or leave it out.',
    );
  return isOn;
};

/** One of some words, or the first of them where none is said. */
export const wordOf = <Word extends string>(
  name: string,
  words: readonly [Word, ...Word[]],
  value: FlagValues[string] | undefined,
): Word => {
  if (value === undefined) return words[0];
  const found = words.find(word => word === value);
  if (found !== undefined) return found;
  throw new UserError(
    `${name} is ${words.join(' or ')}, not ${String(value)}.`,
    'Leave it out for the first of them.',
  );
};
