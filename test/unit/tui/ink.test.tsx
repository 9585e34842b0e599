import assert from 'node:assert/strict';
import {afterEach, describe, it} from 'node:test';
import {Box} from 'ink';
import {useSyncExternalStore} from 'react';
import type {Line} from '../../../source/format/line.ts';
import {createStore, type Store} from '../../../source/store/store.ts';
import {Lines} from '../../../source/tui/components/lines.tsx';
import {openTerminal, type Terminal} from '../../../source/tui/ink.ts';
import {createTheme} from '../../../source/tui/theme.ts';
import {createFakeClock} from '../../support/clock.ts';
import {createFakeTerminal, type FakeTerminalOptions} from '../../support/terminal.ts';

const theme = createTheme({hasColour: true, isAscii: false});

interface Model {
  readonly columns: number;
  readonly rows: number;
  readonly lines: readonly Line[];
}

const App = ({store, terminal}: {readonly store: Store<Model>; readonly terminal: Terminal}) => {
  const {columns, rows, lines} = useSyncExternalStore(terminal.onFrame, store.get);
  return (
    <Box width={columns} height={rows}>
      <Lines lines={lines} width={columns} height={rows} theme={theme} />
    </Box>
  );
};

let closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing) close();
  closing = [];
});

const open = async (lines: readonly Line[], options: FakeTerminalOptions = {}) => {
  const clock = createFakeClock();
  const fake = createFakeTerminal({columns: 40, rows: 6, ...options, clock});
  const terminal = openTerminal({clock, theme, host: fake.host});
  const store = createStore<Model>({...terminal.size, lines});
  store.subscribe(() => terminal.requestFrame('data'));
  terminal.onResize(size => store.update(model => ({...model, ...size})));
  terminal.mount(<App store={store} terminal={terminal} />);
  closing.push(terminal.close, fake.dispose);
  await fake.idle();
  const show = async (next: readonly Line[]): Promise<void> => {
    store.update(model => ({...model, lines: next}));
    await clock.advance(500);
    await fake.idle();
  };
  return {clock, fake, terminal, store, show};
};

const line = (text: string): Line => [{text}];

describe('what is written to the terminal', () => {
  it('is the frame, on the alternate screen, with the cursor hidden', async () => {
    const {fake} = await open([line('brokers'), [{text: 'down', tone: 'bad'}]]);
    assert.deepEqual(fake.screen().slice(0, 3), ['brokers', 'down', '']);
    assert.ok(fake.emulator.isAlternate && !fake.emulator.isCursorVisible && fake.isRaw);
    assert.deepEqual(fake.emulator.look(0, 1), new Set(['bold', 'fg1']));
  });

  it('is nothing at all when no cell changed', async () => {
    const {fake, show} = await open([line('lag 12')]);
    fake.takeWritten();
    await show([line('lag 12')]);
    assert.equal(fake.takeWritten(), '');
  });

  it('is only the changed cells, in one synchronized block', async () => {
    const {fake, show} = await open([line('orders    lag 12  ok'), line('payments  lag 99  ok')]);
    fake.takeWritten();
    await show([line('orders    lag 13  ok'), line('payments  lag 99  ok')]);
    const written = fake.takeWritten();
    assert.equal(written, '\u001b[?2026h\u001b[1;16H3\u001b[?2026l');
    assert.equal(fake.screen()[0], 'orders    lag 13  ok');
  });
});
