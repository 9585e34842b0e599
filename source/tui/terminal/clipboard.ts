/** The most that terminals take; what is longer they drop without a word. */
const limit = 74_994;

/** OSC 52: asks the terminal, also over SSH, to put the text on the user's clipboard; null when it is too long. */
export const clipboardSequence = (text: string): string | null => {
  const encoded = Buffer.from(text, 'utf8').toString('base64');
  return encoded.length > limit ? null : `\u001b]52;c;${encoded}\u0007`;
};
