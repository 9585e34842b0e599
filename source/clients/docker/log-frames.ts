import {StringDecoder} from 'node:string_decoder';

/**
 * GET /containers/{id}/logs. Without a terminal the stream is frames, split anywhere across chunks:
 *
 * stream (1 byte: 1 stdout, 2 stderr) | 0 0 0 | length (uint32, big endian) | payload
 *
 * With a terminal it is the raw output. Each line starts with its RFC 3339 time, as it is asked for.
 */
export interface LogLine {
  /** Milliseconds since the epoch, null where the engine gave no time. */
  readonly at: number | null;
  /** As the engine dates it, `seconds.nanoseconds`, to take a lost stream up again. */
  readonly since: string | null;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** Characters of a line that are kept: a line of 100,000 must not slow whoever draws it. */
export const longestLine = 16_384;

const stamp = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d) ?/;

const lineOf = (stream: LogLine['stream'], written: string, cut: number): LogLine => {
  const match = stamp.exec(written);
  const [whole = '', time = '', fraction = '0', zone = 'Z'] = match ?? [];
  const seconds = match === null ? null : Date.parse(`${time}${zone}`) / 1000;
  const body = written.slice(whole.length).replace(/\r$/, '');
  return {
    at: seconds === null ? null : seconds * 1000 + Math.floor(Number(`0.${fraction}`) * 1000),
    since: seconds === null ? null : `${seconds}.${fraction.padEnd(9, '0')}`,
    stream,
    text: cut > 0 ? `${body} … (${cut} more characters)` : body,
  };
};

/** Collects one stream's text into lines, clipping while a long line still comes in. */
const createLines = (stream: LogLine['stream'], onLine: (line: LogLine) => void) => {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let cut = 0;
  const append = (part: string): void => {
    const room = Math.max(0, longestLine - rest.length);
    rest += part.slice(0, room);
    cut += Math.max(0, part.length - room);
  };
  const finish = (): void => {
    onLine(lineOf(stream, rest, cut));
    rest = '';
    cut = 0;
  };
  return {
    write(bytes: Buffer): void {
      const [first = '', ...others] = decoder.write(bytes).split('\n');
      append(first);
      for (const part of others) {
        finish();
        append(part);
      }
    },
    end(): void {
      append(decoder.end());
      if (rest !== '') finish();
    },
  };
};

/** Turns the chunks of a log stream into lines. */
export interface LogDecoder {
  write(chunk: Buffer): void;
  /** Hands out a last line that has no line end. */
  end(): void;
}

/** What one of the two outputs wrote. */
export interface OutputPart {
  readonly stream: LogLine['stream'];
  readonly bytes: Buffer;
}

/** Takes the frames apart: gives the parts of the two outputs in each chunk, in their order. */
export const createFrames = (): ((chunk: Buffer) => readonly OutputPart[]) => {
  let head = Buffer.alloc(0);
  let left = 0;
  let stream: LogLine['stream'] = 'stdout';
  return chunk => {
    const parts: OutputPart[] = [];
    let at = 0;
    while (at < chunk.length) {
      if (left === 0) {
        const wanted = 8 - head.length;
        head = Buffer.concat([head, chunk.subarray(at, at + wanted)]);
        at += wanted;
        if (head.length < 8) return parts;
        stream = head[0] === 2 ? 'stderr' : 'stdout';
        left = head.readUInt32BE(4);
        head = Buffer.alloc(0);
      } else {
        const bytes = chunk.subarray(at, at + left);
        parts.push({stream, bytes});
        left -= bytes.length;
        at += bytes.length;
      }
    }
    return parts;
  };
};

export const createLogDecoder = (isTty: boolean, onLine: (line: LogLine) => void): LogDecoder => {
  const stdout = createLines('stdout', onLine);
  const stderr = createLines('stderr', onLine);
  const frames = createFrames();
  const writeFrames = (chunk: Buffer): void => {
    for (const {stream, bytes} of frames(chunk)) (stream === 'stdout' ? stdout : stderr).write(bytes);
  };
  return {
    write: isTty ? chunk => stdout.write(chunk) : writeFrames,
    end() {
      stdout.end();
      stderr.end();
    },
  };
};
