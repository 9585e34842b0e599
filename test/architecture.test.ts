import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';
import * as rules from './support/architecture.ts';

const root = path.resolve(import.meta.dirname, '..');
const source = rules.readTree(path.join(root, 'source'));
const {dependencies} = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

/** Each rule with a small tree that breaks it, and nothing else: the test shows both, that it holds and that it can fail. */
const cases: readonly {
  readonly name: string;
  readonly check: (tree: rules.Tree) => readonly string[];
  readonly broken: readonly Readonly<Record<string, string>>[];
}[] = [
  {
    name: 'imports point one way',
    check: rules.arrowPointsOneWay,
    broken: [
      {'model/a.ts': "import type {B} from '../format/b.ts';", 'format/b.ts': ''},
      {'tables/a.ts': "import {b} from '../findings/b.ts';", 'findings/b.ts': ''},
      {'queries/a.ts': "import {\n  b,\n} from '../actions/b.ts';", 'actions/b.ts': ''},
      {'clock.ts': "export {b} from './format/b.ts';", 'format/b.ts': ''},
      {'practice/a.ts': "import {b} from '../format/b.ts';", 'format/b.ts': ''},
      {'tui/a.tsx': "const b = await import('../practice/b.ts');", 'practice/b.ts': ''},
      {'tui/a.tsx': "import {b} from '../headless/b.ts';", 'headless/b.ts': ''},
      {'cli.ts': "import './other/b.ts';", 'other/b.ts': ''},
      {'cli.ts': "import './headless/nowhere.ts';"},
    ],
  },
  {
    name: 'there are no cycles',
    check: rules.thereAreNoCycles,
    broken: [{'model/a.ts': "import type {B} from './b.ts';", 'model/b.ts': "import {a} from './a.ts';"}],
  },
  {
    name: 'bin.js imports nothing before it has looked at the version',
    check: rules.binImportsNothingStatically,
    broken: [{'bin.js': "import {spawn} from 'node:child_process';"}],
  },
  {
    name: 'the model, findings and tables use no library',
    check: rules.pureParts,
    broken: [{'model/a.ts': "import {readFileSync} from 'node:fs';"}],
  },
  {
    name: 'React and Ink stay in tui/',
    check: rules.reactStaysInTui,
    broken: [
      {'headless/a.ts': "import {Text} from 'ink';"},
      {'store/a.ts': "import {useState} from 'react';"},
    ],
  },
  {
    name: 'process is touched only at the edge',
    check: rules.processIsTouchedAtTheEdge,
    broken: [
      {'feeds/a.ts': 'const columns = process.stdout.columns;'},
      {'tui/app.tsx': "import process from 'node:process';"},
    ],
  },
  {
    name: 'time comes from the clock',
    check: rules.timeComesFromTheClock,
    broken: [
      {'feeds/a.ts': 'setTimeout(run, 10);'},
      {'feeds/a.ts': 'const timer = setInterval(run, 10);'},
      {'model/a.ts': 'const now = Date.now();'},
      {'model/a.ts': 'const now = new Date();'},
      {'clients/a.ts': 'fetch(url, {signal: AbortSignal.timeout(1000)});'},
    ],
  },
  {
    name: 'colours come from the theme',
    check: rules.coloursComeFromTheTheme,
    broken: [{'tui/a.tsx': '<Text color="red">'}, {'headless/a.ts': "out.write('\\u001b[31mred');"}],
  },
  {
    name: 'files are named in kebab-case',
    check: rules.namesAreKebabCase,
    broken: [{'model/groupLag.ts': ''}, {'model/Group.ts': ''}],
  },
  {
    name: 'every imported package is a dependency',
    check: tree => rules.packagesAreDependencies(tree, Object.keys(dependencies)),
    broken: [{'clients/a.ts': "import {build} from 'esbuild';"}, {'clients/a.ts': "import fs from 'fs';"}],
  },
];

for (const {name, check, broken} of cases) {
  test(name, () => {
    assert.deepEqual(check(source), []);
    for (const tree of broken) {
      const found = check(new Map(Object.entries(tree)));
      assert.equal(
        found.length,
        1,
        `finds what is wrong with ${JSON.stringify(tree)}, found ${JSON.stringify(found)}`,
      );
    }
  });
}
