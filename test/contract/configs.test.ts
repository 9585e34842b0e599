import assert from 'node:assert/strict';
import {readConfigs} from '../../source/queries/configs.ts';
import {runContract} from '../support/contract/suite.ts';

runContract('configs', contract => {
  contract(
    "a topic's own settings, with where each comes from, and the defaults that are always shown",
    async hand => {
      const topic = await hand.topic([[1, 2]], {'retention.ms': '60000', 'cleanup.policy': 'compact,delete'});
      const {configs, missing} = await readConfigs(await hand.link(2), [topic]);
      assert.deepEqual(missing, []);
      const entry = (name: string) => configs.get(topic)?.find(each => each.name === name);
      assert.deepEqual(entry('retention.ms'), {
        name: 'retention.ms',
        value: '60000',
        source: 'topic',
        isReadOnly: false,
        isSensitive: false,
      });
      assert.equal(entry('cleanup.policy')?.value, 'compact,delete');
      const policy = entry('min.insync.replicas');
      assert.equal(policy?.value, '1');
      assert.deepEqual(
        [entry('max.message.bytes')?.value, entry('max.message.bytes')?.source],
        ['1048588', 'default'],
      );
      assert.equal(entry('flush.ms'), undefined, 'a default that nobody asks for is left out');
    },
  );

  contract('a topic that does not exist is missing, beside one that does', async hand => {
    const topic = await hand.topic();
    const phantom = hand.name('phantom');
    const {configs, missing} = await readConfigs(await hand.link(1), [topic, phantom]);
    assert.deepEqual([...configs.keys()], [topic]);
    assert.deepEqual(
      missing.map(({path, why}) => [path, why]),
      [[phantom, 'not-read']],
    );
    assert.match(missing[0]?.sentence ?? '', /UNKNOWN_TOPIC_OR_PARTITION/);
  });
});
