import {stamp} from './container.ts';
import type {LogEntry} from './log.ts';

/** A frame: stream (1 byte), three zero bytes, length (uint32, big endian), payload. */
export const frame = (stream: 1 | 2, payload: Buffer): Buffer => {
  const head = Buffer.alloc(8);
  head[0] = stream;
  head.writeUInt32BE(payload.length, 4);
  return Buffer.concat([head, payload]);
};

/** A line of a log as it is sent; a container with a terminal has no frames. */
export const logFrame = ({at, stream, text}: LogEntry, isTty: boolean, withTime: boolean): Buffer => {
  const payload = Buffer.from(`${withTime ? `${stamp(at)} ` : ''}${text}${isTty ? '\r\n' : '\n'}`);
  return isTty ? payload : frame(stream, payload);
};
