import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createLogDecoder, type LogLine, longestLine} from '../../../../source/clients/docker/log-frames.ts';

const frame = (stream: 1 | 2, text: string): Buffer => {
  const payload = Buffer.from(text);
  const head = Buffer.alloc(8);
  head[0] = stream;
  head.writeUInt32BE(payload.length, 4);
  return Buffer.concat([head, payload]);
};

const decode = (chunks: readonly Buffer[], isTty = false): readonly LogLine[] => {
  const lines: LogLine[] = [];
  const decoder = createLogDecoder(isTty, line => lines.push(line));
  for (const chunk of chunks) decoder.write(chunk);
  decoder.end();
  return lines;
};

const stream = Buffer.concat([
  frame(1, '2026-01-05T12:00:00.123456789Z first\n'),
  frame(2, '2026-01-05T12:00:00.2Z größer\r\n'),
  frame(1, '2026-01-05T12:00:01Z in two'),
  frame(1, ' frames\n2026-01-05T12:00:02Z no line end'),
]);

test('frames may be split at every byte', () => {
  const whole = decode([stream]);
  assert.deepEqual(
    whole.map(line => [line.stream, line.text]),
    [
      ['stdout', 'first'],
      ['stderr', 'größer'],
      ['stdout', 'in two frames'],
      ['stdout', 'no line end'],
    ],
  );
  for (let at = 1; at < stream.length; at += 1)
    assert.deepEqual(decode([stream.subarray(0, at), stream.subarray(at)]), whole, `split at ${at}`);
  assert.deepEqual(decode([...stream].map(byte => Buffer.from([byte]))), whole, 'byte by byte');
});

test('a line carries its time, and where to take the stream up again', () => {
  const [line] = decode([stream]);
  assert.equal(line?.at, Date.UTC(2026, 0, 5, 12, 0, 0, 123));
  assert.equal(line?.since, `${Date.UTC(2026, 0, 5, 12) / 1000}.123456789`);
});

test('a terminal’s output has no frames', () => {
  const [line] = decode([Buffer.from('2026-01-05T12:00:00Z \u0001raw\r\n')], true);
  assert.equal(line?.text, '\u0001raw');
});

test('a line of 100,000 characters is clipped, and says by how much', () => {
  const [line, next] = decode([frame(1, `2026-01-05T12:00:00Z ${'x'.repeat(100_000)}\nnext\n`)]);
  assert.ok((line?.text.length ?? 0) < longestLine + 50);
  assert.match(line?.text ?? '', /… \(\d+ more characters\)$/);
  assert.equal(next?.text, 'next');
});
