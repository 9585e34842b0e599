import assert from 'node:assert/strict';
import {readTopicSettings} from '../../source/queries/topic-settings.ts';
import {change} from '../support/contract/change.ts';
import {runContract} from '../support/contract/suite.ts';

runContract('settings of a topic', contract => {
  contract('each is told with its source, its default and what it does; its own come first', async hand => {
    const topic = await hand.topic([[1, 2]], {'retention.ms': '60000'});
    const settings = await readTopicSettings(hand.kafka, topic);
    const [first] = settings;
    assert.deepEqual(
      [first?.name, first?.value, first?.source, first?.default],
      ['retention.ms', '60000', 'topic', '604800000'],
    );
    assert.match(first?.meaning ?? '', /segment/i);
    assert.doesNotMatch(first?.meaning ?? '', /[<>]/);
    const policy = settings.find(({name}) => name === 'cleanup.policy');
    assert.deepEqual([policy?.value, policy?.default], ['delete', 'delete']);
    assert.ok(settings.length > 10, `${settings.length} settings`);
  });

  contract(
    'what is given back shows its default before, and a topic that is not there is refused',
    async hand => {
      const topic = await hand.topic([[1, 2]], {'retention.ms': '60000'});
      const {preview} = await change(hand, 'topic.configure', [topic], {unset: 'retention.ms'});
      assert.deepEqual(preview, [
        {setting: 'retention.ms', before: '60000', after: '604800000 (the default)'},
      ]);
      await assert.rejects(readTopicSettings(hand.kafka, hand.name('nowhere')), {name: 'UserError'});
    },
  );
});
