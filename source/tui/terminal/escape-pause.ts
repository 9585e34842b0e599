import type {Clock} from '../../clock.ts';

/** How long (ms) an `ESC` is waited with at first: the key Esc has to feel prompt. */
const leastPatience = 100;
/** And at most, on a link that was seen to tear sequences. */
const mostPatience = 500;

/** Keys that only a sequence makes: what ends like this was torn, and not typed as Esc and letters. */
const keySequence = /^\u001b(?:O[A-DFHP-S]|\[[A-DFH]|\[\d+(?:;\d+)?[A-DFH~])$/;

/**
 * The pause between an `ESC` and what follows it, which is all that tells the key Esc from the beginning of a sequence.
 * It is learnt: where sequences of keys were seen to pause there, Esc is waited with for twice as long.
 */
export interface EscapePause {
  /** How long (ms) to wait before an `ESC` is the key. */
  patience(): number;
  /** An `ESC` came. */
  begin(): void;
  /** The byte after it came. */
  goOn(): void;
  /** It was waited with for long enough: the key Esc was fired. */
  giveUp(): void;
  /** Whether the key was fired so short ago that the rest of a torn sequence may still come. Holds for one byte. */
  isLate(): boolean;
  /** A sequence is whole: if it is a key's, its pause counts. */
  end(sequence: string): void;
}

export const createEscapePause = (clock: Clock): EscapePause => {
  let patience = leastPatience;
  let begunAt = 0;
  let paused = 0;
  let isFired = false;

  return {
    patience: () => patience,
    begin() {
      begunAt = clock.now();
      paused = 0;
      isFired = false;
    },
    goOn() {
      paused = clock.now() - begunAt;
    },
    giveUp() {
      isFired = true;
    },
    isLate() {
      const isLate = isFired && clock.now() - begunAt <= mostPatience;
      isFired = false;
      paused = clock.now() - begunAt;
      return isLate;
    },
    end(sequence) {
      if (keySequence.test(sequence)) patience = Math.min(mostPatience, Math.max(patience, 2 * paused));
    },
  };
};
