import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseArgv, type Usage} from '../../../source/headless/argv.ts';
import {jsonFlag, targetFlags} from '../../../source/headless/flag.ts';

const commands: readonly Usage[] = [
  {name: 'containers', arguments: '', flags: [...targetFlags, jsonFlag]},
  {name: 'topics', arguments: '[NAME]', flags: [...targetFlags, jsonFlag]},
  {
    name: 'tail',
    arguments: 'TOPIC...',
    flags: [
      jsonFlag,
      {name: 'limit', type: 'whole', help: ''},
      {name: 'for', type: 'duration', help: ''},
      {name: 'rate', type: 'number', help: ''},
      {name: 'header', type: 'text', isMultiple: true, help: ''},
      {name: 'grep', type: 'text', help: ''},
    ],
  },
];

const lab: readonly Usage[] = [
  {name: 'exec', arguments: 'NAME COMMAND...', isVerbatim: true, flags: [...targetFlags, jsonFlag]},
];

test('the command line of another program is taken as it is', () => {
  const ways = [
    ['exec', '--lab', 'docker', 'kafka1', 'sh', '-c', 'a  b', '--json', '--', '007'],
    ['--lab', 'docker', 'exec', 'kafka1', '--', 'sh', '-c', 'a  b', '--json', '--', '007'],
  ];
  for (const way of ways)
    assert.deepEqual(parseArgv(way, lab), {
      kind: 'command',
      name: 'exec',
      names: ['kafka1', 'sh', '-c', 'a  b', '--json', '--', '007'],
      flags: {lab: 'docker'},
    });
  assert.equal(parseArgv(['exec', '--help'], lab).kind, 'help');
  assert.equal(parseArgv(['exec'], lab).kind, 'wrong');
});

const parse = (line: string) => parseArgv(line === '' ? [] : line.split(' '), commands);

const wrong = (line: string): string => {
  const parsed = parse(line);
  assert.equal(parsed.kind, 'wrong', `${line} is refused`);
  return parsed.kind === 'wrong' ? `${parsed.sentence} ${parsed.next}` : '';
};

test('without a command it is the monitor, with the flags of the target', () => {
  assert.deepEqual(parse(''), {kind: 'monitor', flags: {}});
  assert.deepEqual(
    parse('--bootstrap a:1,b:2 --connect x=http://a --connect y=http://b --no-color --interval 500ms'),
    {
      kind: 'monitor',
      flags: {
        bootstrap: 'a:1,b:2',
        connect: ['x=http://a', 'y=http://b'],
        'no-color': true,
        interval: 500,
      },
    },
  );
});

test('flags may stand before and after the names; what follows -- is a name', () => {
  assert.deepEqual(parse('--json tail orders --limit 10 payments --for 1.5m --rate=2.5 -- --odd'), {
    kind: 'command',
    name: 'tail',
    names: ['orders', 'payments', '--odd'],
    flags: {json: true, limit: 10, for: 90_000, rate: 2.5},
  });
});

test('a number in a text stays a text, and a text may begin with a dash after =', () => {
  const parsed = parse('tail 007 --grep=-1 --header a=1 --header b=2');
  assert.deepEqual(parsed, {
    kind: 'command',
    name: 'tail',
    names: ['007'],
    flags: {grep: '-1', header: ['a=1', 'b=2']},
  });
});

test('a dash alone may be the value of a flag', () => {
  const flags = {grep: '-'};
  for (const line of ['tail orders --grep -', 'tail --grep - orders', 'tail --grep=- orders'])
    assert.deepEqual(parse(line), {kind: 'command', name: 'tail', names: ['orders'], flags}, line);
});

test('help and version', () => {
  assert.deepEqual(parse('--help'), {kind: 'help', name: null});
  assert.deepEqual(parse('tail --help'), {kind: 'help', name: 'tail'});
  assert.deepEqual(parse('--version'), {kind: 'version'});
});

test('what is not known is refused with the nearest name that is', () => {
  assert.match(wrong('contaners'), /no command contaners. Did you mean containers\?/);
  assert.match(wrong('frobnicate'), /no command frobnicate. Try kafka-lab --help./);
  assert.match(wrong('tail x --limt 3'), /tail has no flag --limt. Did you mean --limit\?/);
  assert.match(wrong('containers --limit 3'), /containers has no flag --limit/);
  assert.match(wrong('topics -x'), /topics has no flag -x/);
  assert.match(wrong('--josn'), /kafka-lab has no flag --josn/);
});

test('values that make no sense are refused', () => {
  assert.match(wrong('tail x --limit many'), /--limit is a whole number, e.g. 10, not many/);
  assert.match(wrong('tail x --limit -3'), /--limit/);
  assert.match(wrong('tail x --limit 1.5'), /--limit is a whole number/);
  assert.match(wrong('tail x --for soon'), /--for is a time/);
  assert.match(wrong('tail x --grep'), /--grep needs a value/);
  assert.match(wrong('tail x --limit 1 --limit 2'), /--limit is given more than once/);
  assert.match(wrong('--lab moon'), /--lab is docker or practice, not moon/);
});

test('names are counted', () => {
  assert.match(wrong('tail'), /tail needs TOPIC/);
  assert.match(wrong('topics a b'), /topics takes one name/);
  assert.match(wrong('containers a'), /containers takes no names/);
});
