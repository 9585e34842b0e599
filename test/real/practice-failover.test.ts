import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {after, before, describe, it, test} from 'node:test';
import {type Feeder, failOver, topic} from '../support/exchange/failover.ts';
import {startTools, type ToolContainer, toolLines} from './support/practice-tools.ts';

/*
  Idempotent producers that nobody here wrote, while the containers of leaders are killed in a practice lab.
*/

/** A program that sends what it reads, line by line. */
const feed = (words: readonly string[]): Feeder => {
  const [program = '', ...args] = words;
  const child = spawn(program, args, {stdio: ['pipe', 'ignore', 'pipe']});
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk;
  });
  const ended = new Promise<number | null>(resolve => child.on('close', resolve));
  return {
    send: values => void child.stdin.write(`${values.join('\n')}\n`),
    async end() {
      child.stdin.end();
      assert.equal(await ended, 0, said.slice(0, 3000));
    },
    abort: () => void child.kill('SIGKILL'),
  };
};

for (const variant of ['zookeeper', 'kraft'] as const)
  test(`an idempotent kcat loses and doubles nothing, on ${variant}`, context =>
    failOver(context, {variant, isTwice: false}, async bootstrap => {
      const how = ['enable.idempotence=true', 'linger.ms=5', 'reconnect.backoff.max.ms=500'];
      const set = how.flatMap(each => ['-X', each]);
      return feed(['kcat', '-P', '-b', bootstrap.join(), '-t', topic, '-p', '0', ...set]);
    }));

for (const toolLine of toolLines)
  describe(`the console producer of ${toolLine.line}`, () => {
    let tools: ToolContainer;
    before(async () => {
      tools = await startTools(toolLine);
    });
    after(() => tools.remove());

    it('loses and doubles nothing, since it is idempotent by itself', context =>
      failOver(context, {variant: toolLine.mode, isTwice: toolLine.line !== '3.9'}, async bootstrap => {
        const at = ['--bootstrap-server', bootstrap.join(), '--topic', topic];
        const retries = ['--message-send-max-retries', '1000'];
        return feed(tools.within('kafka-console-producer', ...at, ...retries));
      }));
  });
