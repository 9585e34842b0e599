// A program that does nothing but pass through the seam; the test presses its keys.
import {Box} from 'ink';
import {useSyncExternalStore} from 'react';
import {systemClock} from '../../source/clock.ts';
import {createStore} from '../../source/store/store.ts';
import {Lines} from '../../source/tui/components/lines.tsx';
import {openTerminal} from '../../source/tui/ink.ts';
import {createTheme} from '../../source/tui/theme.ts';
import {seamLines} from './seam-lines.ts';

const theme = createTheme({hasColour: true, isAscii: false});
const terminal = openTerminal({clock: systemClock, theme});
const store = createStore({size: terminal.size, tick: 0, note: `pid ${process.pid} `, isBroken: false});
store.subscribe(() => terminal.requestFrame('data'));
terminal.onResize(size => store.update(state => ({...state, size})));

const App = () => {
  const {size, tick, note, isBroken} = useSyncExternalStore(terminal.onFrame, store.get);
  if (isBroken) throw new Error('drawing failed');
  return (
    <Box width={size.columns} height={size.rows}>
      <Lines lines={seamLines(size, tick, note)} width={size.columns} height={size.rows} theme={theme} />
    </Box>
  );
};

const say = (note: string): void => store.update(state => ({...state, note}));

const keys: Readonly<Record<string, () => void>> = {
  q: terminal.close,
  'ctrl+z': terminal.suspend,
  n: () => store.update(state => ({...state, tick: state.tick + 1})),
  m: () => void systemClock.every(10, () => store.update(state => ({...state, tick: state.tick + 1}))),
  x: () => process.exit(7),
  c: () =>
    void systemClock.after(0, () => {
      throw new Error('thrown');
    }),
  r: () => void Promise.reject(new Error('rejected')),
  b: () => store.update(state => ({...state, isBroken: true})),
  l: () => {
    console.log('log noise');
    console.error('error noise');
    process.emitWarning('warning noise');
    process.stderr.write('stream noise\n');
    process.stdout.write('stream noise\n');
    say('noise made ');
  },
  up: () => say('pressed up '),
  escape: () => say('pressed escape '),
};

terminal.onKey(({chord}) => keys[chord]?.());
terminal.onPaste(text => say(`pasted ${text.length} `));
terminal.mount(<App />);

terminal.waitUntilExit().then(
  () => console.log(`closed, kept ${terminal.messages().length}`),
  error => {
    console.log(`failed: ${error.message}`);
    process.exitCode = 1;
  },
);
