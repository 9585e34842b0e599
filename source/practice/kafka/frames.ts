import {MalformedError} from './codec.ts';

/** Puts together the frames of a connection: INT32 length, and that many bytes. */
export interface Frames {
  push(chunk: Buffer): void;
  /** The next whole frame without its length; undefined while it is not all there. Throws where it is too long. */
  next(): Buffer | undefined;
  /** Bytes that wait. */
  readonly size: number;
}

export const createFrames = (maxBytes: number): Frames => {
  let chunks: Buffer[] = [];
  let size = 0;
  const joined = (): Buffer => {
    const only = chunks.length === 1 ? chunks[0] : undefined;
    const bytes = only ?? Buffer.concat(chunks);
    chunks = [bytes];
    return bytes;
  };
  /** The length that the first four bytes say, without joining all that has come. */
  const wanted = (): number => {
    const first = chunks[0];
    return (first && first.length >= 4 ? first : joined()).readInt32BE(0);
  };
  return {
    push(chunk) {
      chunks.push(chunk);
      size += chunk.length;
    },
    next() {
      if (size < 4) return undefined;
      const length = wanted();
      if (length < 8 || length > maxBytes) throw new MalformedError(`A request of ${length} bytes.`);
      if (size < length + 4) return undefined;
      const bytes = joined();
      chunks = bytes.length > length + 4 ? [bytes.subarray(length + 4)] : [];
      size -= length + 4;
      return bytes.subarray(4, length + 4);
    },
    get size() {
      return size;
    },
  };
};
