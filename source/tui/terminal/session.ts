import type {Tty} from '../../actions/shell.ts';
import type {Clock} from '../../clock.ts';
import {type EndingSignal, type Host, signalNumbers} from './host.ts';
import {lend} from './lend.ts';
import {afterGuest, enterScreen, leaveScreen} from './modes.ts';

export interface SessionHooks {
  readonly onBytes: (bytes: Uint8Array) => void;
  /** The screen is ours, again or for the first time: whatever it showed is gone. */
  readonly onEntered: () => void;
  /** The screen was given back for good, perhaps in the middle of a crash. */
  readonly onLeft: () => void;
  /** The session is over: closed, or the program is about to end. */
  readonly onClosed: () => void;
  /** What is to be done before a signal or a hang-up ends the program; it has a second. */
  readonly beforeExit: () => Promise<void>;
}

/** Our time with the terminal: from taking the screen over to giving it back, on every way out. */
export interface Session {
  readonly isActive: boolean;
  suspend(): void;
  handOver<Result>(run: (tty: Tty) => Promise<Result>): Promise<Result>;
  close(): void;
}

/** `active`: the screen is ours. `stopped`: given back for ^Z. `lent`: another program has it. */
type State = 'active' | 'stopped' | 'lent' | 'closed';

/** Where no shell stops us, ^Z comes back by itself after twice this many milliseconds. */
const stopPatience = 50;
const exitPatience = 1000;

const endingSignals: readonly EndingSignal[] = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM'];

export const openSession = (host: Host, clock: Clock, hooks: SessionHooks): Session => {
  const {input, output} = host;
  let state: State = 'stopped';
  let isEnding = false;
  let offStop = (): void => {};
  let cancelResume = (): void => {};

  const setRaw = (isRaw: boolean): void => {
    try {
      input.setRawMode?.(isRaw);
    } catch {
      // The terminal is gone; there is nothing left to set.
    }
  };

  const enter = (): void => {
    state = 'active';
    setRaw(true);
    input.resume();
    output.write(enterScreen);
    host.refreshSize();
    hooks.onEntered();
  };

  const leave = (to: Exclude<State, 'active'>): void => {
    const before = state;
    state = to;
    if (before === 'active') output.write(leaveScreen);
    // Who has it on loan may have taken its bytes one by one.
    if (before === 'lent') output.write(afterGuest);
    if (before === 'active' || before === 'lent') {
      setRaw(false);
      input.pause();
    }
    if (to === 'closed' && before !== 'closed') hooks.onLeft();
  };

  const resume = (): void => {
    cancelResume();
    if (state === 'closed') return;
    offStop();
    offStop = host.onSignal('SIGTSTP', suspend);
    if (state === 'lent') return;
    // Stopped from outside: a shell has used the screen and set its own modes, which Node does not notice.
    if (state === 'active') leave('stopped');
    enter();
  };

  const suspend = (): void => {
    if (state === 'closed' || state === 'stopped') return;
    if (state === 'active') leave('stopped');
    // Our own listener would keep us from being stopped.
    offStop();
    // In two steps: after a long stop the first timer is due at once, and SIGCONT is to come before the second.
    cancelResume = clock.after(stopPatience, () => {
      cancelResume = clock.after(stopPatience, resume);
    });
    host.stopGroup();
  };

  const finish = (): void => {
    leave('closed');
    cancelResume();
    offStop();
    for (const off of offs) off();
    hooks.onClosed();
  };

  const end = (code: number): void => {
    leave('closed');
    if (isEnding) {
      host.exit(code);
      return;
    }
    isEnding = true;
    cancelResume();
    hooks.onClosed();
    const late = new AbortController();
    const isLate = clock.sleep(exitPatience, late.signal).catch(() => {});
    const leaveProgram = (): void => {
      late.abort();
      host.exit(code);
    };
    void Promise.race([hooks.beforeExit(), isLate]).then(leaveProgram, leaveProgram);
  };

  const onSignal = (signal: EndingSignal): void => {
    // ^C belongs to the program that has the terminal.
    if (signal === 'SIGINT' && state === 'lent') return;
    end(128 + signalNumbers[signal]);
  };

  const onHangUp = (): void => {
    if (state !== 'closed') end(128 + signalNumbers.SIGHUP);
  };
  const onData = (bytes: Uint8Array): void => {
    if (state === 'active') hooks.onBytes(bytes);
  };

  const offs = [
    ...endingSignals.map(signal => host.onSignal(signal, () => onSignal(signal))),
    host.onSignal('SIGCONT', resume),
    host.onCrash(() => leave('closed')),
    host.onExit(() => leave('closed')),
    () => input.off('data', onData),
    () => input.off('end', onHangUp),
  ];
  input.on('data', onData);
  input.on('end', onHangUp);
  // These two stay: a write or read that failed is reported later, and without a listener it would be a crash.
  input.on('error', onHangUp);
  output.on('error', onHangUp);

  offStop = host.onSignal('SIGTSTP', suspend);
  enter();

  return {
    get isActive() {
      return state === 'active';
    },
    suspend,
    async handOver(run) {
      leave('lent');
      const loan = lend(host, setRaw);
      try {
        return await run(loan.tty);
      } finally {
        loan.takeBack();
        if (state === 'lent') {
          leave('stopped');
          enter();
        }
      }
    },
    close() {
      if (state !== 'closed') finish();
    },
  };
};
