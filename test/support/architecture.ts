import {readdirSync, readFileSync} from 'node:fs';
import {builtinModules} from 'node:module';
import path from 'node:path';

/**
 * The rules of who may import whom, and who may touch what, as functions over a set of source texts: the test runs
 * them over `source/`, and over small made-up trees that break one rule each.
 */

/** Source texts by their path below `source/`, with forward slashes. */
export type Tree = ReadonlyMap<string, string>;

export const readTree = (root: string): Tree =>
  new Map(
    readdirSync(root, {recursive: true, withFileTypes: true})
      .filter(entry => entry.isFile() && /\.(ts|tsx|js)$/.test(entry.name))
      .map(entry => path.join(entry.parentPath, entry.name))
      .map(file => [path.relative(root, file).split(path.sep).join('/'), readFileSync(file, 'utf8')]),
  );

/** Later may import earlier. Those of one step do not import each other. */
const arrow: readonly (readonly string[])[] = [
  ['model'],
  ['format'],
  ['findings', 'tables'],
  ['clients'],
  ['queries', 'actions'],
  ['target'],
  ['workloads'],
  ['store'],
  ['feeds'],
  ['exercises'],
  ['commands'],
  ['keys'],
  ['tui', 'headless'],
  ['cli'],
];

/** Anyone may import them; they import nothing of ours but each other and the model's types. */
const leaves = ['config', 'errors', 'clock', 'calm-kafkajs'];

/** The part of the program that a file belongs to: its folder, or its own name at the top. */
const partOf = (file: string): string => file.split('/')[0]?.replace(/\.(ts|tsx|js)$/, '') ?? '';

const stepOf = (part: string): number => arrow.findIndex(step => step.includes(part));

const withoutComments = (text: string): string =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, comment => comment.replace(/[^\n]/g, ' '))
    .replace(/^(\s*)\/\/.*$/gm, '$1');

const importPattern =
  /^\s*(?:import|export)\s(?:[^'";]*?\sfrom\s)?\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|\bimport\(\s*`([^`]+)`/gm;

export interface Import {
  readonly from: string;
  readonly to: string;
  /** Whether `to` is a file of ours (a path below `source/`), else it names a package. */
  readonly isOurs: boolean;
}

/** All imports of a tree: static, dynamic, of types, and re-exports. */
export const importsOf = (tree: Tree): readonly Import[] =>
  [...tree].flatMap(([file, text]) =>
    [...withoutComments(text).matchAll(importPattern)].map(match => {
      const to = match[1] ?? match[2] ?? match[3] ?? '';
      const isOurs = to.startsWith('.');
      return {from: file, to: isOurs ? path.posix.join(path.posix.dirname(file), to) : to, isOurs};
    }),
  );

type Check = (tree: Tree) => readonly string[];

/** Why one part may not import another, or nothing. */
const refusal = (from: string, to: string): string | undefined => {
  if (from === to || leaves.includes(to)) return undefined;
  if (leaves.includes(from)) return to === 'model' ? undefined : 'a leaf imports only leaves and the model';
  if (from === 'practice')
    return to === 'model' ? undefined : 'practice/ imports only the model, leaves and libraries';
  if (to === 'practice') return from === 'cli' ? undefined : 'only cli.ts imports practice/';
  const [fromStep, toStep] = [stepOf(from), stepOf(to)];
  if (fromStep === -1) return `${from} has no place in the arrow of imports`;
  if (toStep === -1) return `${to} has no place in the arrow of imports`;
  if (fromStep === toStep) return `${from} and ${to} do not import each other`;
  return fromStep < toStep ? `${from} comes before ${to}` : undefined;
};

export const arrowPointsOneWay: Check = tree =>
  importsOf(tree)
    .filter(({from, isOurs}) => isOurs && from !== 'bin.js')
    .flatMap(({from, to}) => {
      if (!tree.has(to))
        return to.startsWith('../package.json') ? [] : [`${from} imports ${to}, which is not there`];
      const why = refusal(partOf(from), partOf(to));
      return why ? [`${from} imports ${to}: ${why}`] : [];
    });

export const thereAreNoCycles: Check = tree => {
  const edges = new Map<string, string[]>();
  for (const {from, to, isOurs} of importsOf(tree))
    if (isOurs) edges.set(from, [...(edges.get(from) ?? []), to]);
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) {
      found.push(`a cycle: ${[...way.slice(way.indexOf(file)), file].join(' -> ')}`);
      return;
    }
    if (done.has(file)) return;
    for (const next of edges.get(file) ?? []) walk(next, [...way, file]);
    done.add(file);
  };
  for (const file of tree.keys()) walk(file, []);
  return found;
};

export const binImportsNothingStatically: Check = tree =>
  /^\s*import\s/m.test(withoutComments(tree.get('bin.js') ?? '')) ? ['bin.js has a static import'] : [];

/** The model and the texts made of it run anywhere: no libraries of Node's or of others. */
export const pureParts: Check = tree =>
  importsOf(tree)
    .filter(({from, isOurs}) => !isOurs && ['model', 'findings', 'tables'].includes(partOf(from)))
    .map(({from, to}) => `${from} imports ${to}: ${partOf(from)}/ imports no library`);

/** React and Ink are the screen's: a one-shot command never loads them. */
export const reactStaysInTui: Check = tree =>
  importsOf(tree)
    .filter(({from, to, isOurs}) => !isOurs && /^(react|ink|ink-.*)(\/|$)/.test(to) && partOf(from) !== 'tui')
    .map(({from, to}) => `${from} imports ${to}: only tui/ draws with it`);

const lines = (
  tree: Tree,
  pattern: RegExp,
  isAllowed: (file: string) => boolean,
  why: string,
): readonly string[] =>
  [...tree]
    .filter(([file]) => !isAllowed(file))
    .flatMap(([file, text]) =>
      withoutComments(text)
        .split('\n')
        .flatMap((line, index) =>
          pattern.test(line) ? [`${file}:${index + 1} ${why}: ${line.trim()}`] : [],
        ),
    );

const processFiles = ['bin.js', 'cli.ts', 'config.ts', 'tui/ink.ts'];
const processFolders = ['clients/compose/', 'clients/practice/', 'practice/'];

export const processIsTouchedAtTheEdge: Check = tree =>
  lines(
    tree,
    /(^|[^.\w'])process\.[a-z]|from 'node:process'/,
    file => processFiles.includes(file) || processFolders.some(folder => file.startsWith(folder)),
    'touches process',
  );

export const timeComesFromTheClock: Check = tree =>
  lines(
    tree,
    /(^|[^.\w])(setTimeout|setInterval)\(|\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(|node:timers|AbortSignal\.timeout\(/,
    file => file === 'clock.ts',
    'makes its own timer or now',
  );

/** A literal of SGR escapes or a colour's name given to Ink. */
export const coloursComeFromTheTheme: Check = tree =>
  lines(
    tree,
    /(\\u001b|\\x1b|\\e)\[[0-9;]+m|\b(color|backgroundColor|borderColor)=["'{]["']?[a-z]+["']|#[0-9a-fA-F]{6}\b|from 'chalk'/,
    file => file === 'tui/theme.ts',
    'has a colour of its own',
  );

export const namesAreKebabCase: Check = tree =>
  [...tree.keys()]
    .filter(file => !file.split('/').every(part => /^[a-z0-9]+(-[a-z0-9]+)*(\.(ts|tsx|js))?$/.test(part)))
    .map(file => `${file} is not in kebab-case`);

/** Only what the package brings for a user, or Node itself, is imported: never a tool of ours. */
export const packagesAreDependencies = (tree: Tree, dependencies: readonly string[]): readonly string[] =>
  importsOf(tree)
    .filter(({isOurs, to}) => !isOurs && !to.startsWith('node:'))
    .filter(({to}) => !dependencies.includes(to.split('/', to.startsWith('@') ? 2 : 1).join('/')))
    .map(({from, to}) =>
      builtinModules.includes(to)
        ? `${from} imports ${to} without node:`
        : `${from} imports ${to}, no dependency`,
    );
