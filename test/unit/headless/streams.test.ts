import assert from 'node:assert/strict';
import {PassThrough, Readable} from 'node:stream';
import {test} from 'node:test';
import {inputFrom, lossOf, outputTo} from '../../../source/headless/streams.ts';

const linesOf = async (chunks: readonly (string | Uint8Array)[]): Promise<string[]> => {
  const lines: string[] = [];
  for await (const line of inputFrom(Readable.from(chunks)).lines()) lines.push(line);
  return lines;
};

test('lines end at line ends only, wherever the chunks do, and a character may be split over two of them', async () => {
  const bytes = new TextEncoder().encode('smørrebrød\u2028one line\r\nsecond\n\nlast');
  const chunks = [...bytes].map(byte => new Uint8Array([byte]));
  assert.deepEqual(await linesOf(chunks), ['smørrebrød\u2028one line', 'second', '', 'last']);
  assert.deepEqual(await linesOf(['a\nb\n']), ['a', 'b']);
  assert.deepEqual(await linesOf([]), []);
});

test('a full reader holds back who writes, until it has room', async () => {
  const stream = new PassThrough({highWaterMark: 4});
  const output = outputTo(stream, () => {});
  let isWritten = false;
  const writing = output.write('more than fits').then(() => {
    isWritten = true;
  });
  await new Promise(resolve => setImmediate(resolve));
  assert.equal(isWritten, false);
  stream.read();
  await writing;
  assert.equal(isWritten, true);
});

test('a reader that goes away is told once, and nobody waits for it', async () => {
  const stream = new PassThrough({highWaterMark: 4});
  let closed = 0;
  const output = outputTo(stream, () => {
    closed++;
  });
  const writing = output.write('more than fits');
  stream.destroy(new Error('EPIPE'));
  await writing;
  await output.write('and more');
  assert.equal(closed, 1);
});

test('a reader that goes away loses nothing, and a full disk does', () => {
  const error = (code: string, message = code): Error => Object.assign(new Error(message), {code});
  assert.equal(lossOf(error('EPIPE')), null);
  assert.match(lossOf(error('ENOSPC')) ?? '', /no space left/);
  assert.match(lossOf(error('EIO', 'EIO: i/o error, write')) ?? '', /i\/o error/);
});
