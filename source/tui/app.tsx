import {Box} from 'ink';
import {createContext, type ReactNode, useContext, useSyncExternalStore} from 'react';
import type {Store} from '../store/store.ts';
import {Lines} from './components/lines.tsx';
import type {Screen} from './screen.ts';
import type {Theme} from './theme.ts';

/** What the screen is drawn from: the one context there is. */
interface Shown {
  readonly frames: Store<Screen>;
  readonly theme: Theme;
}

const ShownContext = createContext<Shown | null>(null);

const useShown = (): Shown => {
  const shown = useContext(ShownContext);
  if (!shown) throw new Error('The screen has no store.');
  return shown;
};

/** A part of the newest frame. The selector returns what the frame holds, never something new. */
const useFrame = <T,>(select: (screen: Screen) => T): T => {
  const {frames} = useShown();
  return useSyncExternalStore(frames.subscribe, () => select(frames.get()));
};

const Blocks = (): ReactNode => {
  const blocks = useFrame(screen => screen.blocks);
  const columns = useFrame(screen => screen.columns);
  const rows = useFrame(screen => screen.rows);
  const {theme} = useShown();
  return (
    <Box width={columns} height={rows} flexShrink={0}>
      {blocks.map(({key, box, lines}) => (
        <Box key={key} position="absolute" top={box.y} left={box.x} width={box.width} height={box.height}>
          <Lines lines={lines} width={box.width} height={box.height} theme={theme} />
        </Box>
      ))}
    </Box>
  );
};

/** The whole screen: finished lines, put where the frame says. */
export const App = ({frames, theme}: Shown): ReactNode => (
  <ShownContext value={{frames, theme}}>
    <Blocks />
  </ShownContext>
);
