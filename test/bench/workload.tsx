// A program for the bench: two tables and a log through the real app and seam, with a tenth of the cells changing.
import {systemClock} from '../../source/clock.ts';
import type {Line} from '../../source/format/line.ts';
import {createStore} from '../../source/store/store.ts';
import {App} from '../../source/tui/app.tsx';
import {openTerminal} from '../../source/tui/ink.ts';
import type {Block, Screen} from '../../source/tui/screen.ts';
import {createTheme} from '../../source/tui/theme.ts';

const [perSecond = 0, seconds = 10] = process.argv.slice(2).map(Number);
const theme = createTheme({hasColour: true, isAscii: false});
const terminal = openTerminal({clock: systemClock, theme});
const {columns, rows} = terminal.size;

// A fixed generator, so that every run draws the same.
let seed = 1;
const random = (): number => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return seed / 2_147_483_648;
};
const cells = Array.from({length: 80 * 6}, () => Math.floor(random() * 10_000));
const log: string[] = [];

const table = (from: number, width: number): readonly Line[] =>
  Array.from({length: 40}, (_, row) => [
    {text: `row-${from + row}`.padEnd(10)},
    ...Array.from({length: 6}, (_, column) => {
      const value = cells[(from + row) * 6 + column] ?? 0;
      return {
        text: String(value).padStart(Math.floor((width - 10) / 6)),
        tone: value % 7 === 0 ? ('warn' as const) : ('none' as const),
      };
    }),
  ]);

const screen = (): Screen => {
  const third = Math.floor(columns / 3);
  const block = (key: string, x: number, width: number, lines: readonly Line[]): Block => ({
    key,
    box: {x, y: 1, width, height: rows - 2},
    lines,
  });
  return {
    columns,
    rows,
    cursor: null,
    blocks: [
      block('left', 0, third, table(0, third)),
      block('middle', third, third, table(40, third)),
      block(
        'log',
        2 * third,
        columns - 2 * third,
        log.map(text => [{text}]),
      ),
    ],
  };
};

const frames = createStore<Screen>(screen());
terminal.mount(<App frames={frames} theme={theme} />);
terminal.onFrame(() => frames.update(() => screen()));
const tick = (): void => {
  for (let change = 0; change < cells.length / 10; change++)
    cells[Math.floor(random() * cells.length)] = Math.floor(random() * 10_000);
  log.push(`${log.length} ${'abcdefghij'.repeat(5).slice(Math.floor(random() * 10))} ${random().toFixed(6)}`);
  if (log.length > rows - 2) log.shift();
  // As fast as the bench says: the pace of data would hold it at two a second.
  terminal.requestFrame('input');
};
if (perSecond > 0) systemClock.every(1000 / perSecond, tick);
tick();
systemClock.after(2000, () => {
  const before = process.cpuUsage();
  systemClock.after(seconds * 1000, () => {
    const {user, system} = process.cpuUsage(before);
    terminal.close();
    process.stdout.write(
      `cpu ${((user + system) / 1e6 / seconds) * 100} memory ${process.memoryUsage().rss / 1_048_576}\n`,
    );
    process.exit(0);
  });
});
