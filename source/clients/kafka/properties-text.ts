/*
  The text form of java.util.Properties: one entry a line, `key=value`, `key:value` or `key value`; `#` and `!` begin a
  comment line; a line that ends in an odd number of backslashes goes on in the next one, whose leading blanks are
  dropped; a backslash escapes the character after it (t n r f, u and four hexadecimal digits).
*/

const escapes: Readonly<Record<string, string>> = {t: '\t', n: '\n', r: '\r', f: '\f'};

const unescaped = (text: string): string =>
  text.replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]?))/g, (_whole, code: string | undefined, letter: string) =>
    code === undefined ? (escapes[letter] ?? letter) : String.fromCharCode(Number.parseInt(code, 16)),
  );

const logicalLines = (text: string): string[] => {
  const lines: string[] = [];
  let open = '';
  let isOpen = false;
  for (const raw of text.split(/\r\n|\r|\n/)) {
    const line = raw.replace(/^[ \t\f]+/, '');
    if (!isOpen && (line === '' || line.startsWith('#') || line.startsWith('!'))) continue;
    const backslashes = /\\*$/.exec(line)?.[0].length ?? 0;
    isOpen = backslashes % 2 === 1;
    open += isOpen ? line.slice(0, -1) : line;
    if (isOpen) continue;
    lines.push(open);
    open = '';
  }
  return open === '' ? lines : [...lines, open];
};

/**
 * Reads the text of a Java properties file; of a key that comes twice the last counts, as in Java. Blanks at the end of
 * a value are dropped, as Kafka does with all of its values.
 */
export const parseProperties = (text: string): ReadonlyMap<string, string> => {
  const entries = new Map<string, string>();
  for (const line of logicalLines(text)) {
    const parts = /^((?:\\[\s\S]|[^\\=: \t\f])*)[ \t\f]*[=:]?[ \t\f]*([\s\S]*)$/.exec(line);
    if (parts) entries.set(unescaped(parts[1] ?? ''), unescaped(parts[2] ?? '').trimEnd());
  }
  return entries;
};
