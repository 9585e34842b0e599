import assert from 'node:assert/strict';
import {afterEach, describe, it} from 'node:test';
import {Box, renderToString, Text} from 'ink';
import {type ReactNode, useSyncExternalStore} from 'react';
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
  it('is whole after a size that changed and changed back before anybody looked', async () => {
    const {fake} = await open([line('brokers')]);
    fake.emulator.resize(9, 2);
    fake.emulator.resize(40, 6);
    await fake.emulator.write('\u001b[2Jscrap');
    fake.raise('SIGWINCH');
    await fake.idle();
    assert.deepEqual(fake.screen().slice(0, 2), ['brokers', '']);
  });

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

  it('fits wide glyphs, joined ones and accents into their cells', async () => {
    const texts = ['注文|x', 'é|', 'e\u0301|x', '👨‍👩‍👧|x', '한국|x', '─│●|'];
    const {fake, show} = await open(texts.map(line), {columns: 20});
    assert.deepEqual(fake.screen(), texts);
    const others = ['x注|文', '注é|', 'x', '|👨‍👩‍👧|x', '한|x', '●│─|'];
    await show(others.map(line));
    assert.deepEqual(fake.screen(), others);
  });

  it('is never taller or wider than the terminal', async () => {
    const {fake} = await open(Array.from({length: 90}, (_, row) => line(`${row} `.repeat(90))));
    assert.match(fake.screen()[0] ?? '', /^0 0 .*…$/);
    assert.match(fake.screen()[5] ?? '', /^5 5 .*…$/);
    assert.equal(fake.emulator.cursor.y < 6, true);
  });

  it('is drawn whole after a resize, once, with nothing of the old size', async () => {
    const {fake} = await open([line('a'.repeat(40)), line('b'), line('c'), line('d'), line('e'), line('f')]);
    fake.takeWritten();
    await fake.resize(20, 4);
    assert.deepEqual(fake.screen(), [`${'a'.repeat(19)}…`, 'b', 'c', 'd']);
    assert.equal(fake.takeWritten().split('\u001b[?2026h').length - 1, 1);
    await fake.resize(60, 8);
    assert.deepEqual(fake.screen(), ['a'.repeat(40), 'b', 'c', 'd', 'e', 'f', '', '']);
  });

  it('comes at most twice a second for data, and at once for a key', async () => {
    const {fake, clock, terminal, store} = await open([line('0')]);
    const frames: number[] = [];
    terminal.onFrame(() => void frames.push(clock.now()));
    for (let time = 0; time < 100; time++) {
      store.update(model => ({...model, lines: [line(String(time))]}));
      await clock.advance(20);
    }
    assert.ok(frames.length >= 3 && frames.length <= 5, `${frames.length} frames in 2 s`);
    terminal.onKey(key => store.update(model => ({...model, lines: [line(`pressed ${key.chord}`)]})));
    await fake.type('j');
    assert.equal(fake.screen()[0], 'pressed j');
  });

  it('shows the last of what changed, even if nothing follows', async () => {
    const {fake, clock, store} = await open([line('0')]);
    store.update(model => ({...model, lines: [line('1')]}));
    await clock.advance(20);
    store.update(model => ({...model, lines: [line('2')]}));
    await clock.advance(500);
    await fake.idle();
    assert.equal(fake.screen()[0], '2');
  });
});

describe('blocks of lines', () => {
  const Placed = ({x, y, text, tone}: {x: number; y: number; text: readonly string[]; tone?: 'bad'}) => (
    <Box position="absolute" left={x} top={y} width={text[0]?.length ?? 0} height={text.length}>
      <Lines
        lines={text.map(row => [{text: row, ...(tone ? {tone} : {})}])}
        width={text[0]?.length ?? 0}
        height={text.length}
        theme={theme}
      />
    </Box>
  );
  const openTree = async (tree: ReactNode, size = {columns: 12, rows: 4}) => {
    const clock = createFakeClock();
    const fake = createFakeTerminal({...size, clock});
    const terminal = openTerminal({clock, theme, host: fake.host});
    closing.push(terminal.close, fake.dispose);
    terminal.mount(tree);
    await fake.idle();
    return fake;
  };

  it('lie over each other in the order of the tree, and text of Ink lies over all', async () => {
    const fake = await openTree(
      <Box width={12} height={4}>
        <Placed x={0} y={0} text={['............', '............', '............']} />
        <Placed x={2} y={1} text={['dialog', '      ']} tone="bad" />
        <Box position="absolute" left={3} top={2}>
          <Text>Yes</Text>
        </Box>
      </Box>,
    );
    assert.deepEqual(fake.screen(), ['............', '..dialog....', '.. Yes  ....', '']);
    assert.deepEqual(fake.emulator.look(2, 1), new Set(['bold', 'fg1']));
    assert.deepEqual(fake.emulator.look(1, 1), new Set());
  });

  it('follow their box when only that moves or shrinks, and go when they are taken away', async () => {
    const lines = [[{text: 'pane'}], [{text: 'more'}]];
    const where = createStore({x: 0, height: 2, isThere: true});
    const Moving = () => {
      const {x, height, isThere} = useSyncExternalStore(where.subscribe, where.get);
      return (
        <Box width={12} height={4} paddingLeft={x}>
          {isThere && <Lines lines={lines} width={4} height={height} theme={theme} />}
        </Box>
      );
    };
    const fake = await openTree(<Moving />);
    assert.deepEqual(fake.screen(), ['pane', 'more', '', '']);
    where.update(() => ({x: 5, height: 2, isThere: true}));
    await fake.idle();
    assert.deepEqual(fake.screen(), ['     pane', '     more', '', '']);
    where.update(() => ({x: 5, height: 1, isThere: true}));
    await fake.idle();
    assert.deepEqual(fake.screen(), ['     pane', '', '', '']);
    where.update(() => ({x: 5, height: 1, isThere: false}));
    await fake.idle();
    assert.deepEqual(fake.screen(), ['', '', '', '']);
  });

  it('are drawn as well where Ink writes to something else', () => {
    const element = (
      <Lines
        lines={[[{text: 'kafka1', tone: 'good'}], [{text: 'kafka2'}]]}
        width={8}
        height={2}
        theme={theme}
      />
    );
    assert.equal(renderToString(element).replace(/\u001b\[\d+m/g, ''), 'kafka1\nkafka2');
  });
});

describe('keys and pastes', () => {
  it('come as chords and as one text, whatever the size of the pieces', async () => {
    const {fake, terminal, clock} = await open([line('')]);
    const seen: string[] = [];
    terminal.onKey(key => void seen.push(key.chord));
    terminal.onPaste(text => void seen.push(`paste(${text})`));
    await fake.type('up', 'ctrl+d', 'q', 'escape', 'shift+tab');
    await fake.paste('dd\rq\r\nx');
    for (const byte of '\u001b[5~') {
      fake.send(byte);
      await clock.advance(60);
    }
    assert.deepEqual(seen, ['up', 'ctrl+d', 'q', 'escape', 'shift+tab', 'paste(dd\nq\nx)', 'pageup']);
  });

  it('make one frame when many come at once', async () => {
    const {fake, terminal} = await open([line('')]);
    let frames = 0;
    terminal.onFrame(() => {
      frames += 1;
    });
    fake.send('j'.repeat(50));
    await fake.idle();
    assert.equal(frames, 1);
  });
});

const isRestored = ({emulator, isRaw}: ReturnType<typeof createFakeTerminal>): boolean =>
  !isRaw &&
  !emulator.isAlternate &&
  emulator.isCursorVisible &&
  !emulator.isPasteBracketed &&
  !emulator.isSynchronized;

describe('giving the terminal back', () => {
  it('happens when the program closes it, and then nothing more is written', async () => {
    const {fake, terminal, store, clock} = await open([line('lag 12')]);
    terminal.close();
    await terminal.waitUntilExit();
    await fake.idle();
    assert.ok(isRestored(fake));
    fake.takeWritten();
    store.update(model => ({...model, lines: [line('lag 13')]}));
    await clock.advance(1000);
    await fake.resize(50, 10);
    assert.equal(fake.takeWritten(), '');
    assert.equal(clock.pending(), 0);
  });

  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGQUIT', 131],
  ] as const) {
    it(`happens on ${signal}, and the process ends with ${code}`, async () => {
      const {fake} = await open([line('')]);
      fake.raise(signal);
      await fake.idle();
      assert.ok(isRestored(fake));
      assert.deepEqual(fake.exits, [code]);
    });
  }

  it('happens at once on a signal; what is to be done before the end has a second', async () => {
    const clock = createFakeClock();
    const fake = createFakeTerminal({clock});
    const terminal = openTerminal({clock, theme, host: fake.host, beforeExit: () => new Promise(() => {})});
    closing.push(terminal.close, fake.dispose);
    fake.raise('SIGTERM');
    await fake.idle();
    assert.ok(isRestored(fake));
    await clock.advance(999);
    assert.deepEqual(fake.exits, []);
    await clock.advance(1);
    assert.deepEqual(fake.exits, [143]);
  });

  it('does not wait any longer at the second signal', async () => {
    const clock = createFakeClock();
    const fake = createFakeTerminal({clock});
    const terminal = openTerminal({clock, theme, host: fake.host, beforeExit: () => new Promise(() => {})});
    closing.push(terminal.close, fake.dispose);
    fake.raise('SIGINT');
    fake.raise('SIGINT');
    assert.deepEqual(fake.exits, [130]);
  });

  it('happens when the connection is gone', async () => {
    const {fake} = await open([line('')]);
    fake.hangUp();
    await fake.idle();
    assert.ok(isRestored(fake));
    assert.deepEqual(fake.exits, [129]);
  });

  for (const event of ['crash', 'exit']) {
    it(`happens on ${event}, which goes on by itself`, async () => {
      const {fake} = await open([line('')]);
      fake.raise(event);
      await fake.idle();
      assert.ok(isRestored(fake));
      assert.deepEqual(fake.exits, []);
    });
  }

  it('happens when drawing fails, and the error is handed on', async () => {
    const clock = createFakeClock();
    const fake = createFakeTerminal({clock});
    const terminal = openTerminal({clock, theme, host: fake.host});
    closing.push(terminal.close, fake.dispose);
    const Broken = (): never => {
      throw new Error('no such pane');
    };
    terminal.mount(<Broken />);
    await assert.rejects(terminal.waitUntilExit(), /no such pane/);
    await fake.idle();
    assert.ok(isRestored(fake));
  });
});

describe('^Z', () => {
  it('gives the terminal back, stops the process group, and takes it over again when it goes on', async () => {
    const {fake, terminal} = await open([line('lag 12')]);
    terminal.suspend();
    await fake.idle();
    assert.ok(isRestored(fake));
    assert.equal(fake.stops, 1);
    await fake.takeByShell();
    fake.raise('SIGCONT');
    await fake.idle();
    assert.equal(fake.screen()[0], 'lag 12');
    assert.ok(
      fake.emulator.isAlternate &&
        !fake.emulator.isCursorVisible &&
        fake.isRaw &&
        fake.emulator.isPasteBracketed,
    );
  });

  it('comes back by itself where no shell can stop it', async () => {
    const {fake, terminal, clock} = await open([line('lag 12')]);
    terminal.suspend();
    await clock.advance(100);
    await fake.idle();
    assert.ok(fake.emulator.isAlternate && fake.isRaw);
    assert.equal(fake.screen()[0], 'lag 12');
  });

  it('works the same when another process sends the signal, and after a stop from outside', async () => {
    const {fake} = await open([line('lag 12')]);
    fake.raise('SIGTSTP');
    await fake.idle();
    assert.ok(isRestored(fake));
    fake.raise('SIGCONT');
    await fake.takeByShell();
    fake.raise('SIGCONT');
    await fake.idle();
    assert.equal(fake.screen()[0], 'lag 12');
    assert.ok(fake.isRaw);
  });

  it('takes keys that were pressed before as gone', async () => {
    const {fake, terminal} = await open([line('')]);
    const seen: string[] = [];
    terminal.onKey(key => void seen.push(key.chord));
    fake.send('\u001b[');
    terminal.suspend();
    fake.send('d');
    fake.raise('SIGCONT');
    await fake.type('j');
    assert.deepEqual(seen, ['j']);
  });
});

describe('handing the terminal over', () => {
  it('gives it to another program and takes it back, also when that fails', async () => {
    const {fake, terminal} = await open([line('lag 12')]);
    const failing = terminal.handOver(async () => {
      await fake.idle();
      assert.ok(isRestored(fake));
      fake.raise('SIGINT');
      throw new Error('no such editor');
    });
    await assert.rejects(failing, /no such editor/);
    await fake.idle();
    assert.deepEqual(fake.exits, []);
    assert.equal(fake.screen()[0], 'lag 12');
    assert.ok(fake.isRaw);
  });
});

describe('lending the terminal byte by byte', () => {
  const guest = '\u001b[?1049h\u001b[?1000h\u001b[?2004h\u001b[?25l\u001b[2;5r';

  it('gives every byte to who has it, and no key to the screen, until it is over', async () => {
    const {fake, terminal} = await open([line('lag 12')]);
    const keys: string[] = [];
    terminal.onKey(key => void keys.push(key.chord));
    const typed: string[] = [];
    const sizes: number[] = [];
    const over = Promise.withResolvers<void>();
    const lent = terminal.handOver(async tty => {
      tty.onBytes(bytes => void typed.push(Buffer.from(bytes).toString()));
      tty.onResize(({columns}) => void sizes.push(columns));
      await tty.write('# ');
      await over.promise;
      return tty.size.columns;
    });
    await fake.idle();
    assert.ok(fake.isRaw && !fake.emulator.isAlternate);
    assert.ok(fake.screen().some(row => row.startsWith('#')));
    fake.send('q\u0003\u001a');
    await fake.resize(100, 30);
    assert.deepEqual([typed.join(''), sizes.at(-1)], ['q\u0003\u001a', 100]);
    over.resolve();
    assert.equal(await lent, 100);
    await fake.idle();
    assert.equal(fake.screen()[0], 'lag 12');
    assert.ok(fake.isRaw && fake.emulator.isAlternate);
    await fake.type('j');
    assert.deepEqual(keys, ['j']);
    assert.equal(typed.join(''), 'q\u0003\u001a');
  });

  it('takes back what a program that was cut off had switched on', async () => {
    const {fake, terminal} = await open([line('lag 12')]);
    const cut = terminal.handOver(async tty => {
      tty.onBytes(() => {});
      await tty.write(guest);
      throw new Error('the connection broke');
    });
    await assert.rejects(cut, /broke/);
    await fake.idle();
    assert.equal(fake.screen()[0], 'lag 12');
    assert.ok(fake.isRaw && fake.emulator.isAlternate && !fake.emulator.isCursorVisible);
  });

  it('leaves the cursor below what was written meanwhile, where the shell of the user goes on', async () => {
    const {fake, terminal} = await open([line('lag 12')]);
    await terminal.handOver(async tty => {
      tty.onBytes(() => {});
      await tty.write('one\r\ntwo\r\nthree\r\n');
    });
    terminal.close();
    await fake.idle();
    assert.ok(isRestored(fake));
    const last = fake.screen().findIndex(row => row.startsWith('three'));
    assert.deepEqual(fake.emulator.cursor, {x: 0, y: last + 1});
  });

  for (const signal of ['SIGTERM', 'SIGHUP'] as const)
    it(`gives the terminal back when ${signal} ends the program meanwhile`, async () => {
      const {fake, terminal} = await open([line('lag 12')]);
      void terminal.handOver(async tty => {
        tty.onBytes(() => {});
        await tty.write(guest);
        await new Promise(() => {});
      });
      await fake.idle();
      fake.raise(signal);
      await fake.idle();
      assert.ok(isRestored(fake));
      assert.equal(fake.exits.length, 1);
    });
});

describe('the cursor and the clipboard', () => {
  it('are where they were put', async () => {
    const {fake, terminal} = await open([line('filter: ord')]);
    terminal.placeCursor({x: 11, y: 0});
    await fake.idle();
    assert.deepEqual([fake.emulator.isCursorVisible, fake.emulator.cursor], [true, {x: 11, y: 0}]);
    fake.takeWritten();
    assert.ok(terminal.copy('kafka-topics ✓'));
    assert.equal(fake.takeWritten(), `\u001b]52;c;${Buffer.from('kafka-topics ✓').toString('base64')}\u0007`);
    assert.ok(!terminal.copy('x'.repeat(100_000)));
    assert.equal(fake.takeWritten(), '');
  });
});
