/** Something that is on or off, and that can be waited for. */
export interface Switch {
  readonly isOn: boolean;
  set(isOn: boolean): void;
  /** Resolves as soon as it is on, or the signal is aborted. */
  untilOn(signal: AbortSignal): Promise<void>;
}

export const createSwitch = (isOn: boolean): Switch => {
  const waiting = new Set<() => void>();
  let on = isOn;
  return {
    get isOn() {
      return on;
    },
    set(next) {
      on = next;
      if (on) for (const go of [...waiting]) go();
    },
    untilOn: signal =>
      new Promise(resolve => {
        if (on || signal.aborted) {
          resolve();
          return;
        }
        const go = (): void => {
          waiting.delete(go);
          signal.removeEventListener('abort', go);
          resolve();
        };
        waiting.add(go);
        signal.addEventListener('abort', go, {once: true});
      }),
  };
};
