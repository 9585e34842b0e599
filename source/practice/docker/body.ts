import type {Readable} from 'node:stream';
import type {Clock} from '../../clock.ts';
import {Refusal} from './refusal.ts';

/** The longest body that is taken: a container's description has a few KiB. */
export const longestBody = 1024 * 1024;

/** The body of a request; refuses one that is longer than `longestBody` without keeping it. */
export const readBody = async (request: Readable): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > longestBody) throw new Refusal(413, 'http: request body too large');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
};

/** Milliseconds that a request may take to arrive. */
export const longestRequest = 20_000;

/** The body of a request that asks for an upgrade, of which Node reads the head only. */
export const readUpgradeBody = (
  clock: Clock,
  socket: Readable,
  head: Buffer,
  length: number,
): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    if (!(length <= longestBody)) {
      reject(new Refusal(413, 'http: request body too large'));
      return;
    }
    let bytes = head;
    const forget = (): void => {
      cancel();
      socket.off('data', more);
      socket.off('close', lost);
      socket.off('end', lost);
    };
    const finish = (): void => {
      forget();
      resolve(bytes.subarray(0, length));
    };
    const lost = (): void => {
      forget();
      reject(new Refusal(400, 'unexpected EOF'));
    };
    const cancel = clock.after(longestRequest, lost);
    const more = (chunk: Buffer): void => {
      bytes = Buffer.concat([bytes, chunk]);
      if (bytes.length >= length) finish();
    };
    socket.on('data', more);
    socket.once('close', lost);
    socket.once('end', lost);
    if (bytes.length >= length) finish();
  });
