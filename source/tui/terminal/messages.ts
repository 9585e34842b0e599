/** The last messages that were kept off the screen. */
export interface Messages {
  add(message: string): void;
  all(): readonly string[];
}

export const createMessages = (limit = 200): Messages => {
  const kept: string[] = [];
  return {
    add(message) {
      kept.push(message.slice(0, 4096));
      if (kept.length > limit) kept.shift();
    },
    all: () => [...kept],
  };
};
