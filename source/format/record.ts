import {bytesText} from './bytes.ts';
import {sanitize} from './sanitize.ts';

const strict = new TextDecoder('utf-8', {fatal: true});
/** A character takes at most this many bytes. */
const bytesPerCharacter = 4;

const decoded = (bytes: Uint8Array): string | undefined => {
  // The cut may fall inside a character: up to three bytes at the end belong to the part that is left out.
  for (let cut = 0; cut < bytesPerCharacter; cut++) {
    try {
      return strict.decode(bytes.subarray(0, bytes.length - cut));
    } catch {
      // Tried with fewer bytes.
    }
  }
  return undefined;
};

/** The beginning of a key or value on one line: its text, or its bytes in hex where it is not UTF-8. */
export const previewText = (bytes: Uint8Array, length: number): string => {
  const head = bytes.subarray(0, length * bytesPerCharacter);
  const isCut = head.length < bytes.length;
  const text = isCut ? decoded(head) : decodedWhole(bytes);
  if (text !== undefined) return sanitize(text, length) + (isCut || text.length > length ? '…' : '');
  const shown = bytes.subarray(0, Math.ceil(length / 3));
  const hex = [...shown].map(byte => byte.toString(16).padStart(2, '0')).join(' ');
  return `${hex}${bytes.length > shown.length ? ' …' : ''} (${bytesText(bytes.length)}, binary)`;
};

const decodedWhole = (bytes: Uint8Array): string | undefined => {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
};
