import type {Clock} from '../../clock.ts';
import type {MessagesControl} from '../../commands/command.ts';
import type {Watch} from '../../feeds/watch.ts';
import type {TailStart} from '../../model/record.ts';
import {emptyTailBuffer, type TailBuffer, withNote, withPause, withRecords} from '../../store/tail-buffer.ts';
import {startTail, type Tail} from '../../workloads/tail.ts';

export interface MessagesLink {
  readonly control: MessagesControl;
  /** Begins the tail of all topics, once there is a target. */
  begin(): void;
  onChange(listener: () => void): void;
  stop(): Promise<void>;
}

/** Records of each partition that a tail of all topics begins with: enough that the pane is not empty. */
const atFirst: TailStart = {from: 'newest', last: 5};
/** A note stays for so long (ms) after it was last said. */
const noteTime = 15_000;

/** The monitor's message tail: one at a time, kept in a buffer that a pause does not empty. */
export const createMessagesLink = (watching: () => Watch | null, clock: Clock): MessagesLink => {
  let buffer: TailBuffer = emptyTailBuffer();
  let tail: Tail | undefined;
  let topics: readonly string[] | null = null;
  let changed = (): void => {};
  let cancelNote = (): void => {};

  const set = (next: TailBuffer): void => {
    buffer = next;
    changed();
  };
  const read = (names: readonly string[] | null, start: TailStart): void => {
    const watch = watching();
    if (!watch) return;
    const before = tail;
    void before?.stop();
    topics = names;
    set(withPause(emptyTailBuffer(), buffer.isPaused));
    const mine = startTail({
      client: watch.kafka,
      topics: names,
      start,
      clock,
      onRecords: records => {
        if (tail === mine) set(withRecords(buffer, records));
      },
      onNote: sentence => {
        if (tail !== mine) return;
        set(withNote(buffer, sentence));
        cancelNote();
        cancelNote = clock.after(noteTime, () => set(withNote(buffer, null)));
      },
    });
    tail = mine;
  };
  return {
    control: {
      buffer: () => buffer,
      topics: () => topics,
      read,
      setPaused: isPaused => set(withPause(buffer, isPaused)),
    },
    begin: () => read(null, atFirst),
    onChange(listener) {
      changed = listener;
    },
    async stop() {
      cancelNote();
      await tail?.stop();
      tail = undefined;
    },
  };
};
