import assert from 'node:assert/strict';
import {test} from 'node:test';
import {exercises} from '../../../source/exercises/index.ts';
import {run} from '../../../source/headless/commands/completion.ts';
import {commands} from '../../../source/headless/commands.ts';
import {commandHelp, programHelp} from '../../../source/headless/help.ts';
import {createContext} from '../../support/headless.ts';

test('completions name every command and every flag of it, for each shell', async () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const {context, out} = createContext({names: [shell]});
    assert.equal(await run({...context, commands}), 0);
    for (const {name, flags} of commands) {
      assert.ok(out().includes(name), `${shell} knows ${name}`);
      for (const flag of flags) assert.ok(out().includes(flag.name), `${shell} knows --${flag.name}`);
    }
  }
});

test('completions know the verbs of a command, the exercises, and the words that a flag takes', async () => {
  const {context, out} = createContext({names: ['bash']});
  await run({...context, commands});
  const offered = (place: string): readonly string[] => {
    const line = out()
      .split('\n')
      .find(each => each.trim().startsWith(`${place})`));
    return (/-W '([^']*)'/.exec(line ?? '')?.[1] ?? '').split(' ');
  };
  assert.deepEqual(offered('topic').slice(0, 3), ['create', 'configure', 'add-partitions']);
  assert.deepEqual(offered('learn').slice(0, 4), ['list', 'start', 'check', 'report']);
  for (const verb of ['start', 'check'])
    assert.deepEqual(
      offered(`'learn ${verb}'`).slice(0, exercises.length),
      exercises.map(({id}) => id),
    );
  assert.deepEqual(offered('--time-form'), ['relative', 'clock', 'iso']);
  assert.match(out(), /--command-config\|.*--file.*\) COMPREPLY=\(\$\(compgen -f /);
});

test('an unknown shell is wrong usage', async () => {
  await assert.rejects(run(createContext({names: ['csh']}).context), {code: 64});
});

test('help names every command, and for each of them its flags, in lines that fit', () => {
  const all = programHelp(commands, 80);
  for (const command of commands) {
    assert.ok(all.includes(command.name));
    const help = commandHelp(command, 80);
    for (const flag of command.flags)
      assert.ok(help.includes(`--${flag.name}`), `${command.name} --${flag.name}`);
    for (const line of `${help}${all}`.split('\n')) assert.ok(line.length <= 80, line);
  }
});

test('a flag means the same type with every command', () => {
  const types = new Map<string, string>();
  for (const {flags} of commands)
    for (const {name, type, isMultiple = false} of flags) {
      const kind = `${type} ${isMultiple}`;
      assert.equal(types.get(name) ?? kind, kind, `--${name}`);
      types.set(name, kind);
    }
});
