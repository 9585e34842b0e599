/** The terminal's input as we need it; `process.stdin` is one. */
export interface HostInput {
  readonly isTTY?: boolean;
  setRawMode?(isRaw: boolean): unknown;
  resume(): unknown;
  pause(): unknown;
  on(event: 'data', listener: (bytes: Uint8Array) => void): unknown;
  on(event: 'end', listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  off(event: 'data', listener: (bytes: Uint8Array) => void): unknown;
  off(event: 'end', listener: () => void): unknown;
}

/** The terminal's output as we need it; `process.stdout` is one. */
export interface HostOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  readonly writableNeedDrain?: boolean;
  write(bytes: string): boolean;
  on(event: 'resize' | 'drain', listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  off(event: 'resize' | 'drain', listener: () => void): unknown;
}

export type EndingSignal = 'SIGHUP' | 'SIGINT' | 'SIGQUIT' | 'SIGTERM';

/** What conventionally is added to 128 for the exit code of a process that a signal ended. */
export const signalNumbers: Readonly<Record<EndingSignal, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGTERM: 15,
};

/** The process around the terminal. Listeners return what takes them away again. */
export interface Host {
  readonly input: HostInput;
  readonly output: HostOutput;
  onSignal(signal: EndingSignal | 'SIGCONT' | 'SIGTSTP' | 'SIGWINCH', listener: () => void): () => void;
  /** Before an uncaught error or unhandled rejection is reported and ends the process. */
  onCrash(listener: () => void): () => void;
  /** Whenever the process ends, in whatever way it can still notice. */
  onExit(listener: () => void): () => void;
  /** Stops the whole process group, as the terminal's own ^Z does; without a job-control shell nothing happens. */
  stopGroup(): void;
  /** The size is only followed while the process runs in the foreground. */
  refreshSize(): void;
  /** Leads whatever is written to the console, to warnings or to standard error away from the screen. */
  guardMessages(sink: (message: string) => void): () => void;
  exit(code: number): void;
}
