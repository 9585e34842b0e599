import assert from 'node:assert/strict';
import {test} from 'node:test';
import {plain} from '../../../source/format/line.ts';
import type {LogView} from '../../../source/store/ui.ts';
import {type LogItem, logLines} from '../../../source/tui/links/log-lines.ts';

const items = (container: string, ...texts: readonly string[]): readonly LogItem[] =>
  texts.map(text => ({container, text, isNotice: false}));

const trace = [
  '[12:00:02] ERROR It broke (kafka.Server)',
  'java.lang.IllegalStateException: no',
  '\tat kafka.A.b(A.java:1)',
  '\tat kafka.A.c(A.java:2)',
  'Caused by: java.io.IOException: full',
  '\t... 2 more',
];

const shown = (
  all: readonly LogItem[],
  view: Partial<LogView> = {},
  dropped = 0,
  containers: readonly string[] = ['kafka1'],
): readonly string[] =>
  logLines(all, dropped, containers, {containers, level: 'all', isFolded: true, ...view}).map(plain);

test('a trace is folded under its line, and whole when it is unfolded', () => {
  const all = items('kafka1', 'INFO a', ...trace, 'INFO b');
  assert.deepEqual(shown(all), ['INFO a', trace[0], trace[1], '    … 4 more lines', 'INFO b']);
  assert.deepEqual(shown(all, {isFolded: false}), ['INFO a', ...trace, 'INFO b']);
});

test('of a level, what is more serious is shown with its traces, and how much is left out', () => {
  const all = items('kafka1', 'INFO a', 'WARN b', '  goes on', 'ERROR c', '\tat x', 'INFO d');
  assert.deepEqual(shown(all, {level: 'warnings'}), [
    ' Only warnings and errors: 2 of 4 entries.',
    'WARN b',
    '  goes on',
    'ERROR c',
    '\tat x',
  ]);
  assert.deepEqual(shown(all, {level: 'errors'}), [' Only errors: 1 of 4 entries.', 'ERROR c', '\tat x']);
});

test('traces of merged logs stay with the container that they are of', () => {
  const all = [
    ...items('kafka1', 'ERROR one'),
    ...items('k2', 'INFO two'),
    ...items('kafka1', '\tat of one'),
    ...items('k2', 'WARN three'),
  ];
  assert.deepEqual(shown(all, {level: 'warnings'}, 7, ['kafka1', 'k2']), [
    ' 7 older lines were dropped.',
    ' Only warnings and errors: 2 of 3 entries.',
    'kafka1 ERROR one',
    'kafka1 \tat of one',
    'k2     WARN three',
  ]);
});

test('what is said of the log itself is never hidden', () => {
  const all = [
    ...items('kafka1', 'INFO a'),
    {container: 'kafka1', text: 'The log comes again.', isNotice: true},
  ];
  assert.ok(shown(all, {level: 'errors'}).includes('The log comes again.'));
});
