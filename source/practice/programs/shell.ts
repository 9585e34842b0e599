import {appendFile, readFile} from 'node:fs/promises';
import type {FileSystem} from '../connect/files.ts';
import type {ExecResult} from '../docker/container.ts';

/** A word as a shell writes it: in single or double quotes, a parameter (`$1`), or as it is. */
const wordPattern = /'([^']*)'|"\$(\d)"|"([^"$`\\]*)"|\$(\d)|([^\s'"$`\\;&|<>()]+)|(>>)/y;

/** The words of a simple script, with the parameters put in; undefined where it is more than that. */
const wordsOf = (script: string, parameters: readonly string[]): readonly string[] | undefined => {
  const words: string[] = [];
  let at = 0;
  while (at < script.length) {
    const space = /\s*/y;
    space.lastIndex = at;
    space.test(script);
    at = space.lastIndex;
    if (at >= script.length) break;
    wordPattern.lastIndex = at;
    const match = wordPattern.exec(script);
    if (!match) return undefined;
    const [, single, quotedParameter, double, parameter, bare, append] = match;
    const number = quotedParameter ?? parameter;
    words.push(
      number === undefined ? (single ?? double ?? bare ?? append ?? '') : (parameters[Number(number)] ?? ''),
    );
    at = wordPattern.lastIndex;
    // Words that are written together would be one: that is left to real shells.
    if (at < script.length && !/\s/.test(script.charAt(at))) return undefined;
  }
  return words;
};

const failed = (sentence: string, exitCode = 1): ExecResult => ({exitCode, output: `${sentence}\n`});

const notThere = (command: string, path: string): ExecResult =>
  failed(`${command}: ${path}: No such file or directory`);

/** `echo WORDS` and `printf '%s\n' WORDS`: a line of them, a line for each. */
const textOf = (words: readonly string[]): string | undefined => {
  const [command, ...rest] = words;
  if (command === 'echo') return `${rest.join(' ')}\n`;
  const [format, ...lines] = rest;
  return command === 'printf' && format === '%s\\n' ? lines.map(line => `${line}\n`).join('') : undefined;
};

/**
 * What a practice container can run on its files, which is little: `cat FILE`, `echo` and `printf '%s\n'`, and `>> FILE`
 * behind these, by themselves or in `sh -c`. Everything else is not found.
 */
export const shellOn =
  (files: FileSystem) =>
  async (command: readonly string[]): Promise<ExecResult> => {
    const [shell, flag, script = '', ...parameters] = command;
    const isScript = (shell === 'sh' || shell === '/bin/sh') && flag === '-c';
    const words = isScript ? wordsOf(script, parameters) : command;
    if (words?.[0] === 'cat' && words.length > 1) {
      let output = '';
      for (const path of words.slice(1)) {
        const content = await readFile(files(path), 'utf8').catch(() => undefined);
        if (content === undefined) return notThere('cat', path);
        output += content;
      }
      return {exitCode: 0, output};
    }
    const arrow = isScript ? (words?.indexOf('>>') ?? -1) : -1;
    const text = words && textOf(arrow < 0 ? words : words.slice(0, arrow));
    const [path, ...more] = arrow < 0 ? [] : (words?.slice(arrow + 1) ?? []);
    if (text === undefined || more.length > 0)
      return failed(
        `sh: 1: ${words?.[0] ?? script}: not found: this practice container runs cat, echo and printf`,
        127,
      );
    if (path === undefined) return {exitCode: 0, output: text};
    return appendFile(files(path), text).then(
      () => ({exitCode: 0, output: ''}),
      () => notThere('sh: 1: cannot create', path),
    );
  };
