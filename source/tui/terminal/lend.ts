import type {Tty} from '../../actions/shell.ts';
import type {Host} from './host.ts';
import {sizeOf} from './size.ts';

/** The terminal on loan, and what ends the loan. */
export interface Loan {
  readonly tty: Tty;
  takeBack(): void;
}

/** Lends the terminal. Its bytes come one by one from when somebody listens to them, until then it is as a shell's. */
export const lend = (
  {input, output}: Pick<Host, 'input' | 'output'>,
  setRaw: (isRaw: boolean) => void,
): Loan => {
  const offs = new Set<() => void>();
  const keep = (off: () => void): (() => void) => {
    const once = (): void => {
      offs.delete(once);
      off();
    };
    offs.add(once);
    return once;
  };
  return {
    tty: {
      get size() {
        return sizeOf(output);
      },
      onBytes(listener) {
        setRaw(true);
        input.on('data', listener);
        input.resume();
        return keep(() => void input.off('data', listener));
      },
      onResize(listener) {
        const onResize = (): void => listener(sizeOf(output));
        output.on('resize', onResize);
        return keep(() => void output.off('resize', onResize));
      },
      write: text =>
        new Promise(resolve => {
          if (output.write(text)) {
            resolve();
            return;
          }
          const off = keep(() => {
            output.off('drain', off);
            resolve();
          });
          output.on('drain', off);
        }),
    },
    takeBack() {
      for (const off of [...offs]) off();
    },
  };
};
