/** What JSON is made of: strings, marks, and words (numbers, `true`, `null`). */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{},:]|[^\s[\]{},:"]+/g;

const closing: Readonly<Record<string, string>> = {'{': '}', '[': ']'};

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/**
 * JSON with a line for each member; other text as it is. Only space is added: written anew by JavaScript, a long number
 * would end in zeros, `1.0` be `1`, and of two members of one name the first be gone.
 */
export const indentedJson = (text: string): string => {
  if (!isJson(text)) return text;
  const all = text.match(tokens) ?? [];
  let depth = 0;
  let out = '';
  const newLine = (): string => `\n${'  '.repeat(depth)}`;
  for (const [index, token] of all.entries()) {
    const [before, after] = [all[index - 1] ?? '', all[index + 1] ?? ''];
    if (closing[token]) {
      depth += 1;
      out += after === closing[token] ? token : token + newLine();
    } else if (token === '}' || token === ']') {
      depth -= 1;
      out += closing[before] === token ? token : newLine() + token;
    } else if (token === ',') out += token + newLine();
    else out += token === ':' ? ': ' : token;
  }
  return out;
};
