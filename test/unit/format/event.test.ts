import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {eventSentence, eventTone} from '../../../source/format/event.ts';
import type {EventKind, LabEvent} from '../../../source/model/event.ts';

const event = (kind: EventKind, subject: string, from: string | null, to: string | null): LabEvent => ({
  at: 0,
  kind,
  subject,
  from,
  to,
});

describe('an event is told in a sentence', () => {
  const sentences: readonly (readonly [LabEvent, string])[] = [
    [event('leader', 'orders-0', '1', '2'), 'orders-0: leader 1 -> 2'],
    [event('leader', 'orders-0', '1', null), 'orders-0: leader 1 -> none'],
    [event('isr', 'orders-0', '1 2', '1'), 'orders-0: in-sync replicas shrank {1 2} -> {1}'],
    [event('isr', 'orders-0', '1', '1 2'), 'orders-0: in-sync replicas grew {1} -> {1 2}'],
    [event('elections', 'orders-0', null, '3'), 'orders-0: 3 elections since the last reading'],
    [event('broker-registered', '2', 'registered', null), 'broker 2 left the cluster'],
    [event('container-died', 'kafka1', 'running', '137'), 'container kafka1 ended with exit code 137'],
    [event('container-died', 'kafka1', 'running', null), 'container kafka1 ended with exit code ?'],
    [event('config', 'orders retention.ms', null, '1000'), 'orders retention.ms default -> 1000'],
    [event('action', 'stop kafka1', null, null), 'you: stop kafka1'],
    [event('action', 'stop kafka1', null, 'stopped'), 'you: stop kafka1: stopped'],
  ];
  for (const [what, sentence] of sentences) test(sentence, () => assert.equal(eventSentence(what), sentence));
});

describe('a set of in-sync replicas', () => {
  test('that loses its last one shrank, and that is bad news', () => {
    const emptied = event('isr', 'orders-0', '2', '');
    assert.equal(eventSentence(emptied), 'orders-0: in-sync replicas shrank {2} -> {}');
    assert.equal(eventTone(emptied), 'warn');
  });

  test('that gets its first one grew', () => {
    const filled = event('isr', 'orders-0', '', '2');
    assert.equal(eventSentence(filled), 'orders-0: in-sync replicas grew {} -> {2}');
    assert.equal(eventTone(filled), 'good');
  });

  test('of as many others neither shrank nor grew', () => {
    const moved = event('isr', 'orders-0', '1', '2');
    assert.equal(eventSentence(moved), 'orders-0: in-sync replicas changed {1} -> {2}');
    assert.equal(eventTone(moved), 'info');
  });
});

describe('the tone of an event', () => {
  const tones: readonly (readonly [LabEvent, string])[] = [
    [event('leader', 'orders-0', '1', '2'), 'info'],
    [event('leader', 'orders-0', '1', null), 'bad'],
    [event('controller', 'cluster', '1', null), 'bad'],
    [event('container-died', 'kafka1', 'running', '143'), 'warn'],
    [event('container-died', 'kafka1', 'running', '137'), 'bad'],
    [event('offsets-lost', 'orders-0', '9', '1'), 'bad'],
    [event('offsets-rewound', 'billing on orders-0', '9', '1'), 'warn'],
    [event('broker', '2', 'up', 'hung'), 'bad'],
    [event('broker', '2', 'hung', 'up'), 'good'],
    [event('worker', 'connect-standalone', 'answers', 'unreachable'), 'bad'],
    [event('worker', 'connect-standalone', 'unreachable', 'answers'), 'good'],
    [event('task', 'customers task 0', 'RUNNING', 'FAILED'), 'bad'],
    [event('topic-created', 'orders', null, '3'), 'none'],
  ];
  for (const [what, tone] of tones)
    test(`${eventSentence(what)} is ${tone}`, () => assert.equal(eventTone(what), tone));
});
