import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {type TestContext, test} from 'node:test';
import {practiceLab} from '../support/practice-lab.ts';
import {run, until} from './support.ts';

/*
  The docker command line, which nobody here wrote, at the engine of a practice lab.
*/

const dockerOf = async (context: TestContext) => {
  const lab = await practiceLab(context);
  return (...words: readonly string[]): Promise<string> =>
    run(['docker', '--host', lab.endpoints.dockerHost, ...words]);
};

test('the docker command line lists the containers, with their ports and health', async context => {
  const docker = await dockerOf(context);
  const names = (await docker('ps', '--format', '{{.Names}}')).trim().split('\n').sort();
  assert.deepEqual(names, [
    'akhq',
    'connect-standalone',
    'kafka1',
    'kafka2',
    'postgres',
    'postgres-debezium',
    'zookeeper',
  ]);
  await until(
    'kafka1 is healthy',
    () => docker('ps', '--filter', 'name=kafka1', '--format', '{{.Status}} {{.Ports}}'),
    line => /^Up .*\(healthy\).*127\.0\.0\.1:\d+->\d+\/tcp/.test(line),
  );
  const labelled = await docker('ps', '-q', '--filter', 'label=com.docker.compose.project=kafka-lab');
  assert.equal(labelled.trim().split('\n').length, 7);
});

test('it stops, kills, pauses and starts containers, and says how they ended', async context => {
  const docker = await dockerOf(context);
  const state = () => docker('inspect', '--format', '{{.State.Status}} {{.State.ExitCode}}', 'kafka2');
  assert.equal((await docker('stop', 'kafka2')).trim(), 'kafka2');
  assert.equal((await state()).trim(), 'exited 143');
  await docker('start', 'kafka2');
  await docker('pause', 'kafka2');
  assert.equal((await state()).trim(), 'paused 0');
  await docker('unpause', 'kafka2');
  await docker('kill', 'kafka2');
  assert.equal((await state()).trim(), 'exited 137');
  await assert.rejects(docker('stop', 'nobody'), /No such container: nobody/);
});

test('it shows logs, what is used, and what happened', async context => {
  const docker = await dockerOf(context);
  const since = String(Math.floor(Date.now() / 1000));
  const logs = await docker('logs', '--tail', '2', 'kafka1');
  assert.match(logs, /\[KafkaServer id=1\] started/);
  assert.equal(logs.trim().split('\n').length, 2);
  const stats = await docker(
    'stats',
    '--no-stream',
    '--format',
    '{{.Name}} {{.CPUPerc}} {{.MemUsage}}',
    'kafka1',
  );
  assert.match(stats, /^kafka1 \d+\.\d+% \d+(\.\d+)?MiB/);
  await docker('restart', 'postgres');
  const end = String(Math.floor(Date.now() / 1000) + 1);
  const events = await docker(
    'events',
    ...['--since', since, '--until', end, '--filter', 'container=postgres', '--format', '{{.Action}}'],
  );
  const actions = events.trim().split('\n');
  for (const action of ['die', 'stop', 'start', 'restart']) assert.ok(actions.includes(action), action);
});

test('it follows logs and events for as long as it is let', async context => {
  const {endpoints} = await practiceLab(context);
  /** What a command of it has printed so far. */
  const follow = (...words: readonly string[]): (() => string) => {
    const child = spawn('docker', ['--host', endpoints.dockerHost, ...words], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    context.after(() => child.kill());
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      printed += chunk;
    });
    return () => printed;
  };
  const docker = (...words: readonly string[]) => run(['docker', '--host', endpoints.dockerHost, ...words]);
  const events = follow('events', '--filter', 'container=kafka2', '--format', '{{.Action}}');
  // The command line says nothing until something happens: it is made to happen until it is told.
  await until(
    'events are followed',
    async () => {
      await docker('pause', 'kafka2');
      await docker('unpause', 'kafka2');
      return events();
    },
    text => text.includes('unpause'),
  );
  await docker('restart', 'kafka2');
  const logs = follow('logs', '--follow', '--tail', '1', 'kafka2');
  await until(
    'the new start is in the log that is followed',
    async () => logs(),
    text => /\[KafkaServer id=2\] started/.test(text),
  );
  await docker('stop', 'kafka2');
  await until(
    'the end is in both',
    async () => `${logs()}\n${events()}`,
    text => /shut down completed.*restart\n.*die\nstop\n/s.test(text),
  );
  const told = events()
    .trim()
    .split('\n')
    .filter(action => !/^(un)?pause$|^exec_|^health_status/.test(action));
  assert.deepEqual(told, ['kill', 'die', 'stop', 'start', 'restart', 'kill', 'die', 'stop']);
});
