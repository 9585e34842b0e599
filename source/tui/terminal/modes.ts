const enterAlternate = '\u001b[?1049h';
const leaveAlternate = '\u001b[?1049l';
const hideCursor = '\u001b[?25l';
const showCursor = '\u001b[?25h';
const pasteOn = '\u001b[?2004h';
const pasteOff = '\u001b[?2004l';
const endSync = '\u001b[?2026l';
const plainStyle = '\u001b[m';

/**
 * As few modes as will do: what a killed process or a dropped connection leaves behind, no one can take back. No mouse,
 * no keyboard protocol.
 */
export const enterScreen = enterAlternate + hideCursor + pasteOn;

/**
 * What a program that was cut off may have left switched on, taken back: its alternate screen, scroll region, mouse,
 * application keys, line-drawing characters and colours. The first two move the cursor, also where there was nothing
 * to take back: it is put where it was, so that a shell goes on below what it has written.
 */
export const afterGuest =
  '\u001b7\u001b[?1049l\u001b[r\u001b8\u001b[?1000;1002;1003;1004;1006;2004l\u001b[?1l\u001b>\u000f\u001b(B\u001b[?7h\u001b[m\u001b[?25h';

/** The way back, right also in the middle of a frame. */
export const leaveScreen = endSync + plainStyle + pasteOff + leaveAlternate + showCursor;
