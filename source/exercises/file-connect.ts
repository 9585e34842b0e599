import type {Connector} from '../model/connector.ts';
import type {Picture} from '../model/picture.ts';
import type {Condition, Exercise} from './exercise.ts';
import {committedText, lagOn} from './group-proofs.ts';
import {topicGrown} from './proofs.ts';

const ofClass = ({connectors}: Picture, word: 'Source' | 'Sink'): Connector | undefined =>
  connectors.find(({config}) => (config['connector.class'] ?? '').includes(`FileStream${word}`));

/** The topic that is between the two; the one of the lab where there is no source to ask. */
const topicOf = (picture: Picture): string => ofClass(picture, 'Source')?.config.topic ?? 'input-file-data';

/** The group that a sink reads with. */
const groupOf = (picture: Picture): string => `connect-${ofClass(picture, 'Sink')?.name ?? 'file-sink'}`;

const healthIs = (picture: Picture, word: 'Source' | 'Sink', health: string): Condition => {
  const connector = ofClass(picture, word);
  const isMet = connector?.health === health;
  const name = connector?.name ?? `The file ${word.toLowerCase()}`;
  const now = connector?.health ?? 'not there';
  return {isMet, sentence: isMet ? `${name} is ${health}.` : `${name} is ${now}, and has to be ${health}.`};
};

const topicHas = (evidence: Parameters<Exercise['steps'][0]['proof']>[0], lines: number): Condition => {
  const topic = topicOf(evidence.picture);
  const more = topicGrown(evidence, topic);
  return {
    isMet: more >= lines,
    sentence: `${topic} has ${more} more records than at the start, of ${lines}.`,
  };
};

/** Whether the sink has written, and committed, all that there is. */
const sinkIsThrough = (picture: Picture): Condition => {
  const [topic, group] = [topicOf(picture), groupOf(picture)];
  const lag = lagOn(picture, group, topic);
  return {
    isMet: lag === 0,
    sentence: `${group} has committed ${committedText(picture, group, topic)} of ${topic}, with a lag of ${lag ?? '?'}.`,
  };
};

const isRead = ({connectors}: Picture): boolean => connectors.length > 0;
const row = (id: string) => ({view: 'connect', pane: 'connectors', row: id});
const append = (line: string) => ({
  command: 'connector.append',
  on: row('file-source'),
  answers: {line},
});
const appendLine = (picture: Picture): string =>
  `kafka-lab connector append ${ofClass(picture, 'Source')?.name ?? 'file-source'} --line 'one more line'`;
const sinkLine = (verb: string) => (picture: Picture) =>
  `kafka-lab connector ${verb} ${ofClass(picture, 'Sink')?.name ?? 'file-sink'}`;

export const fileConnect: Exercise = {
  id: 'file-connect',
  chapter: 'Connect',
  title: 'From file to topic to file, without a program',
  concept:
    'Kafka Connect runs connectors: a source brings records in, a sink takes them out, and neither has to be written. A source remembers how far it has read what it watches; a sink is a consumer group like any other, named connect- and its name, with a lag that can be seen. Topic and group keep the two apart: either may pause, and the other does not notice.',
  against: picture =>
    isRead(picture) && (!ofClass(picture, 'Source') || !ofClass(picture, 'Sink'))
      ? 'no Connect worker here runs a file source and a file sink'
      : isRead(picture)
        ? null
        : 'no connector was read: is a Connect worker up',
  setup: [],
  steps: [
    {
      id: 'line',
      text: 'Append a line to the input of file-source (x in view 7). Its topic gets one record more.',
      line: appendLine,
      proof: evidence => [healthIs(evidence.picture, 'Source', 'running'), topicHas(evidence, 1)],
      solution: [append('the first line of mine')],
    },
    {
      id: 'sink',
      text: 'Wait until file-sink has written it to its file: its group has committed all that there is (view 5).',
      proof: ({picture}) => [healthIs(picture, 'Sink', 'running'), sinkIsThrough(picture)],
      solution: [],
    },
    {
      id: 'pause',
      text: 'Pause file-sink (x in view 7).',
      line: sinkLine('pause'),
      proof: ({picture}) => [healthIs(picture, 'Sink', 'paused')],
      solution: [{command: 'connector.pause', on: row('file-sink')}],
    },
    {
      id: 'wait',
      text: 'Append two more lines. The source goes on; what the sink has not written is its lag.',
      line: appendLine,
      proof: evidence => {
        const {picture} = evidence;
        const lag = lagOn(picture, groupOf(picture), topicOf(picture));
        return [
          healthIs(picture, 'Sink', 'paused'),
          healthIs(picture, 'Source', 'running'),
          topicHas(evidence, 3),
          {
            isMet: lag !== undefined && lag >= 2,
            sentence: `${groupOf(picture)} has a lag of ${lag ?? '?'} records, of at least 2.`,
          },
        ];
      },
      solution: [append('a line that waits'), append('and another one')],
    },
    {
      id: 'resume',
      text: 'Resume file-sink, and see its lag go.',
      line: sinkLine('resume'),
      proof: ({picture}) => [healthIs(picture, 'Sink', 'running'), sinkIsThrough(picture)],
      solution: [{command: 'connector.resume', on: row('file-sink')}],
    },
  ],
  hints: [
    'View 7 lists the connectors of both workers; Enter shows what one is set to, and how far it has come.',
    'A sink commits every five seconds in this lab: the lag goes a moment after the lines are written.',
    'What the sink has written: docker exec connect-standalone cat /data/output.txt.',
  ],
};
