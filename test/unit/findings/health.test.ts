import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {findingsOf, healthSentence, isReady, notReady} from '../../../source/findings/index.ts';
import {pictureOf} from '../../../source/model/picture.ts';
import {unknown} from '../../../source/model/reading.ts';
import {faults, variants} from '../../support/faults.ts';
import {clusterTarget, noon} from '../../support/lab-parts.ts';
import {healthyLab, type SeededLab, unreadWorld} from '../../support/worlds.ts';

const health = (lab: SeededLab): string => {
  const picture = lab.picture();
  return healthSentence(picture, findingsOf(picture));
};

describe('the health of the lab is one sentence', () => {
  test('all is well, with its figures', () =>
    assert.equal(
      health(healthyLab()),
      'All is well: 2 brokers up; controller 1; every partition led and in sync; 3 topics, 2 groups; 2 Connect workers answering.',
    ));

  test('what is worst, with its reason', () =>
    assert.match(
      health(faults['broker-stopped']()),
      /^Broker 2 is stopped \(exit code 143\): 1 partition without/,
    ));

  test('a hint does not make a lab unwell', () =>
    assert.match(health(faults['leader-not-preferred']()), /^All is well/));

  test('nothing was read yet, or there is nothing to read', () => {
    const waiting = pictureOf(unreadWorld(), noon);
    assert.match(healthSentence(waiting, findingsOf(waiting)), /^Nothing was read of localhost:29092/);
    const none = pictureOf(unreadWorld(null), noon);
    assert.match(healthSentence(none, []), /nothing to watch/);
  });
});

describe('the lab is ready', () => {
  const expectNot = (lab: SeededLab, why: RegExp): void => {
    assert.match(notReady(lab.picture()) ?? 'ready', why);
    assert.equal(isReady(lab.picture()), false);
  };

  test('when all is well, whatever the groups do', () => {
    assert.equal(isReady(healthyLab().picture()), true);
    assert.equal(isReady(faults['group-stalled']().picture()), true);
  });

  test('not before it was read', () => assert.equal(isReady(pictureOf(unreadWorld(), noon)), false));
  test('not with a broker that is not up', () => expectNot(faults['broker-hung'](), /broker 2 is not up/));
  test('not with old metadata', () => expectNot(variants.allStopped(), /metadata/));
  test('not without controller', () => expectNot(faults['no-controller'](), /no controller/));
  test('not with a controller that is not known', () =>
    expectNot(
      healthyLab().change(world => ({...world, controller: {state: 'waiting'}})),
      /controller is not known/,
    ));
  test('not without ZooKeeper, though Metadata names a controller', () =>
    expectNot(faults['quorum-down'](), /zookeeper is exited/));
  test('not with anything under-replicated, or without leader', () => {
    const lab = healthyLab().partitions(each => (each.id === 0 ? {...each, isr: [1]} : each), 'payments');
    expectNot(lab.poll(), /1 partition is under-replicated/);
    expectNot(variants.nothingElected(), /leader/);
  });
  test('not with a Connect worker that does not answer, or was not asked yet', () => {
    expectNot(faults['worker-unreachable'](), /connect-standalone does not answer/);
    expectNot(
      healthyLab().change(world => ({...world, workers: new Map()})),
      /postgres-debezium, connect-standalone do not answer/,
    );
  });
  test('not before PostgreSQL accepts', () => {
    expectNot(healthyLab().container('postgres', {health: 'starting'}).poll(), /PostgreSQL is starting/);
    expectNot(faults['container-exited'](), /PostgreSQL is exited/);
  });
  test('not while the engine is silent: nobody can tell of PostgreSQL', () =>
    expectNot(faults['engine-silent'](), /containers were not read/));
  test('with an AKHQ that starts, or is not installed', () =>
    assert.equal(
      isReady(healthyLab().container('connect-standalone', {health: 'starting'}).poll().picture()),
      true,
    ));

  test('and so is a named cluster that does not say who its controller is, or hides a topic', () => {
    const lab = healthyLab({target: clusterTarget});
    const refused = unknown('not-authorised', 'no');
    lab
      .metadata(metadata => ({
        ...metadata,
        topics: metadata.topics.map(topic =>
          topic.name === 'orders' ? {...topic, partitions: refused} : topic,
        ),
      }))
      .poll()
      .change(world => ({...world, controller: {state: 'waiting'}}));
    assert.equal(notReady(lab.picture()), null);
  });
});
