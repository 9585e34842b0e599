import {createRequire} from 'node:module';
import {it} from 'node:test';
import {calmKafkajs} from '../../source/calm-kafkajs.ts';

const load = createRequire(import.meta.url);

it('ends the fetchers that were made for a consumer that has stopped meanwhile', async () => {
  calmKafkajs();
  const Runner = load('kafkajs/src/consumer/runner');
  const createFetchManager = load('kafkajs/src/consumer/fetchManager');
  let questions = 0;
  const logger = {
    namespace: () => logger,
    debug(text: string) {
      // Without an end they would ask for ever, and no deadline would come to pass.
      if (text.startsWith('consumer not running') && ++questions > 1000)
        throw new Error('They go on asking.');
    },
  };
  const runner = Object.assign(Object.create(Runner.prototype), {
    running: false,
    logger,
    consumerGroup: {groupId: 'billing', memberId: 'one'},
  });
  runner.fetchManager = createFetchManager({
    logger,
    getNodeIds: () => [1, 2],
    fetch: (node: number) => runner.fetch(node),
    handler: async () => {},
  });
  await runner.fetchManager.start();
});
