import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {cleanup, render} from 'ink-testing-library';
import {Lines} from '../../../../source/tui/components/lines.tsx';
import {createTheme} from '../../../../source/tui/theme.ts';

// The component alone, as stock Ink draws it; the whole screen through our own terminal is what test/frames is for.
const theme = createTheme({hasColour: false, isAscii: false});

afterEach(cleanup);

test('lines are cut to their width with an ellipsis, and filled up to their height', () => {
  const {lastFrame} = render(
    <Lines lines={[[{text: 'kafka1 running'}], [{text: 'ok'}]]} width={8} height={3} theme={theme} />,
  );
  assert.deepEqual(
    lastFrame()
      ?.split('\n')
      .map(row => row.trimEnd()),
    ['kafka1 …', 'ok', ''],
  );
});

test('what does not fit is left out, and a changed text is drawn', () => {
  const {lastFrame, rerender} = render(
    <Lines lines={[[{text: 'one'}], [{text: 'two'}]]} width={5} height={1} theme={theme} />,
  );
  assert.equal(lastFrame()?.trimEnd(), 'one');
  rerender(<Lines lines={[[{text: 'three'}]]} width={5} height={1} theme={theme} />);
  assert.equal(lastFrame()?.trimEnd(), 'three');
});

test('without room nothing is drawn', () => {
  const {lastFrame} = render(<Lines lines={[[{text: 'one'}]]} width={0} height={1} theme={theme} />);
  assert.equal(lastFrame(), '');
});
