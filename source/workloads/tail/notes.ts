/** What a tail has to say, once each time that it begins to be so. */
export interface Notes {
  /** Says a sentence about something, unless it was the last that was said about it. */
  say(about: string, sentence: string): void;
  /** What was said about it is over. */
  clear(about: string): void;
}

export const createNotes = (onNote: (sentence: string) => void): Notes => {
  const said = new Map<string, string>();
  return {
    say(about, sentence) {
      if (said.get(about) === sentence) return;
      said.set(about, sentence);
      onNote(sentence);
    },
    clear(about) {
      said.delete(about);
    },
  };
};
