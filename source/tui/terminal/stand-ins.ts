import {EventEmitter} from 'node:events';
import {PassThrough} from 'node:stream';
import type {Size} from './size.ts';

type Written = (error?: Error | null) => void;

/** Control sequences alone, e.g. showing the cursor: Ink's, for a screen that is not Ink's. */
const controlOnly = /^(?:\u001b\[[0-?]*[A-Za-ln-z])*$/;

/** What Ink takes for its terminal: in debug mode it writes whole frames here, and nothing else that matters. */
export class FrameOutput extends EventEmitter {
  readonly isTTY = true;
  columns: number;
  rows: number;
  readonly #onFrame: (frame: string) => void;

  constructor(size: Size, onFrame: (frame: string) => void) {
    super();
    this.setMaxListeners(0);
    this.columns = size.columns;
    this.rows = size.rows;
    this.#onFrame = onFrame;
  }

  write(text: string | Uint8Array, encoding?: string | Written, written?: Written): boolean {
    const done = typeof encoding === 'function' ? encoding : written;
    const frame = typeof text === 'string' ? text : Buffer.from(text).toString();
    if (!controlOnly.test(frame)) this.#onFrame(frame);
    if (done) queueMicrotask(done);
    return true;
  }

  resize(size: Size): void {
    this.columns = size.columns;
    this.rows = size.rows;
    this.emit('resize');
  }
}

/** What Ink takes for standard error. */
export const createErrorOutput = (onMessage: (message: string) => void): EventEmitter =>
  Object.assign(new EventEmitter(), {
    isTTY: true,
    write(text: string | Uint8Array): boolean {
      onMessage(String(text));
      return true;
    },
  });

/** What Ink takes for its keyboard. Keys do not pass through Ink; this one is silent. */
export const createSilentInput = (): PassThrough =>
  Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: () => {},
    ref: () => {},
    unref: () => {},
  });

const has = (value: object, names: readonly string[]): boolean => names.every(name => name in value);

/** Ink asks for Node's own stream types; this is what it uses of them. */
export const isInkOutput = (value: object): value is NodeJS.WriteStream =>
  has(value, ['isTTY', 'write', 'on', 'off']);

export const isInkInput = (value: object): value is NodeJS.ReadStream =>
  has(value, ['isTTY', 'setRawMode', 'setEncoding', 'ref', 'unref', 'read', 'addListener']);
