import {bytesText} from '../../format/bytes.ts';
import {indentedJson} from '../../format/json.ts';
import type {Line} from '../../format/line.ts';
import {sanitizeLines} from '../../format/sanitize.ts';
import type {LogRecord} from '../../model/record.ts';
import type {Scene} from '../scene.ts';
import {heading, joined, pair} from './section.ts';

/** Bytes of a key or value that a detail shows; the rest is counted. */
const shownBytes = 65_536;

const strict = new TextDecoder('utf-8', {fatal: true});

const decoded = (bytes: Uint8Array): string | undefined => {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
};

/** Bytes as `offset  hex  text`, 16 a line. */
export const hexLines = (bytes: Uint8Array): readonly string[] =>
  Array.from({length: Math.ceil(bytes.length / 16)}, (_, row) => {
    const part = [...bytes.subarray(row * 16, row * 16 + 16)];
    const hex = part.map(byte => byte.toString(16).padStart(2, '0')).join(' ');
    const text = part.map(byte => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    return `${(row * 16).toString(16).padStart(6, '0')}  ${hex.padEnd(47)}  ${text}`;
  });

const chunks = (text: string, width: number): readonly string[] =>
  text.length <= width
    ? [text]
    : Array.from({length: Math.ceil(text.length / width)}, (_, at) =>
        text.slice(at * width, (at + 1) * width),
      );

const content = (bytes: Uint8Array, width: number): readonly Line[] => {
  const shown = bytes.subarray(0, shownBytes);
  const text =
    decoded(bytes.length > shownBytes ? shown.subarray(0, shownBytes - 4) : bytes) ?? decoded(shown);
  const lines =
    text === undefined
      ? hexLines(shown)
      : sanitizeLines(bytes.length > shownBytes ? text : indentedJson(text)).flatMap(line =>
          chunks(line, Math.max(20, width - 4)),
        );
  const rest = bytes.length - shown.length;
  return [
    ...lines.map((line): Line => [{text: `  ${line}`}]),
    ...(rest > 0 ? [[{text: `  and ${bytesText(rest)} more, not shown`, tone: 'muted' as const}]] : []),
  ];
};

const part = (title: string, bytes: Uint8Array | null, none: string, width: number): readonly Line[] =>
  bytes === null
    ? [heading(title), [{text: `  ${none}`, tone: 'muted'}]]
    : [heading(`${title}, ${bytesText(bytes.length)}`), ...content(bytes, width)];

/** A record whole: place, times, size, headers, key and value; JSON indented, binary as hex. */
export const recordDetail = (record: LogRecord, _scene: Scene, width: number): readonly Line[] =>
  joined(
    [
      heading(`${record.topic}-${record.partition} offset ${record.offset}`),
      pair(
        'timestamp',
        `${new Date(record.timestamp).toISOString()} (${record.timestampType === 'create' ? 'set by the producer' : 'set when it was appended'})`,
      ),
      pair('size', bytesText(record.size)),
      pair('compression', record.compression),
      pair('transactional', record.isTransactional ? 'yes' : 'no'),
    ],
    record.headers.length === 0
      ? []
      : [
          heading('Headers'),
          ...record.headers.map(header =>
            pair(
              header.key,
              header.value === null ? 'null' : (decoded(header.value) ?? hexLines(header.value).join(' ')),
            ),
          ),
        ],
    part('Key', record.key, 'null: the record has no key', width),
    part('Value', record.value, 'null: a tombstone, which deletes the key under compaction', width),
  );
