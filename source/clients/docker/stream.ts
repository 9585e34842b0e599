import {Readable} from 'node:stream';
import {StringDecoder} from 'node:string_decoder';

/** Reads a response to its end, chunk by chunk, with back-pressure. */
export const readStream = async (stream: unknown, onChunk: (chunk: Buffer) => void): Promise<void> => {
  if (!(stream instanceof Readable)) throw new Error('the engine sent no stream');
  for await (const chunk of stream) onChunk(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
};

/** Reads a response line by line; empty lines are left out. */
export const readLines = async (stream: unknown, onLine: (line: string) => void): Promise<void> => {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  await readStream(stream, chunk => {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') onLine(line);
  });
  if (rest.trim() !== '') onLine(rest);
};
