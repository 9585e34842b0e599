import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {findingsOf} from '../../../source/findings/index.ts';
import {labTarget} from '../../support/lab-parts.ts';
import {createLab, healthyLab, type SeededLab} from '../../support/worlds.ts';

const elsewhere = {...labTarget('zookeeper'), dockerHost: 'tcp://10.0.0.5:2375'};

const dockerLines = (lab: SeededLab): readonly string[] =>
  findingsOf(lab.picture()).flatMap(({commands}) =>
    commands.map(({line}) => line).filter(line => line.startsWith('docker ')),
  );

describe('a line of Docker names an engine that is not the usual one', () => {
  for (const how of ['refused', 'unresolvable', 'silent'] as const)
    test(`for a broker that is ${how}`, () => {
      const lines = dockerLines(healthyLab({target: elsewhere}).silence(2, how).poll(2));
      assert.ok(lines.length > 0);
      for (const line of lines) assert.match(line, /^docker -H tcp:\/\/10\.0\.0\.5:2375 /);
    });

  test('and leaves the usual one out', () => {
    const lines = dockerLines(healthyLab().silence(2, 'refused').poll(2));
    assert.ok(lines.includes('docker exec kafka2 env | grep ADVERTISED'), lines.join('\n'));
    assert.ok(lines.includes('docker port kafka2'), lines.join('\n'));
  });
});

describe('a container that has ended', () => {
  const ended = {state: 'exited', exitCode: 137, health: null} as const;
  const about = (lab: SeededLab, name: string): readonly string[] =>
    findingsOf(lab.picture())
      .filter(({subject, also}) =>
        [subject, ...also].some(each => each.kind === 'container' && each.id === name),
      )
      .map(({id}) => id);

  test('and is known for a broker by its port or name alone is told as the broker', () => {
    const lab = healthyLab()
      .container('kafka2', {...ended, nodeId: null, nodeRole: null})
      .silence(2, 'refused')
      .notice(2)
      .poll();
    assert.deepEqual(about(lab, 'kafka2'), ['broker-stopped']);
  });

  test('and is no known broker is told all the same, whatever it was made to be', () => {
    const lab = createLab();
    lab.container('postgres', {...ended, name: 'kafka7', nodeId: null, nodeRole: 'broker'});
    assert.deepEqual(about(lab.poll(), 'kafka7'), ['container-exited']);
  });
});
