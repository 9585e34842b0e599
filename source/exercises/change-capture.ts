import type {Connector} from '../model/connector.ts';
import {partitionKey} from '../model/history.ts';
import type {Picture} from '../model/picture.ts';
import {isPostgresSource} from '../model/pipelines-of.ts';
import {deleteTold, insertTold, lateTold, updateTold} from './change-proofs.ts';
import type {Condition, Evidence, Exercise} from './exercise.ts';
import {partitionsOf} from './proofs.ts';

const worker = 'postgres-debezium';
const name = 'customers';
const lateRows = 5;

const source = ({connectors}: Picture): Connector | undefined =>
  connectors.find(each => each.name === name && isPostgresSource(each)) ?? connectors.find(isPostgresSource);

const topicOf = (picture: Picture): string =>
  `${source(picture)?.config['topic.prefix'] ?? 'myserver'}.public.customers`;

const connectorIs = (picture: Picture, health: Connector['health']): Condition => {
  const connector = source(picture);
  const now = connector ? `${connector.name} is ${connector.health}` : `No connector captures ${name}`;
  const isMet = connector?.health === health;
  return {isMet, sentence: isMet ? `${now}.` : `${now}, and has to be ${health}.`};
};

/** Whether the rows of the table were told, all of them: however many it has left, nothing more comes. */
const told = ({picture}: Evidence): Condition => {
  const topic = topicOf(picture);
  const found = picture.topics.find(({name}) => name === topic);
  if (!found && source(picture)?.health === 'running')
    return {
      isMet: false,
      sentence: `${topic} is not there yet. If it stays away, the worker remembers an earlier ${name} and where it had come to: stop the connector, reset its offsets, and resume it (x in view 7).`,
    };
  const end = partitionsOf(picture, topic)[0]?.end;
  const [before, last] = (picture.world.history.ends.get(partitionKey(topic, 0)) ?? []).slice(-2);
  const isQuiet = before !== undefined && before.value === last?.value;
  return {
    isMet: typeof end === 'number' && end > 0 && isQuiet,
    sentence: `${topic} ends at ${typeof end === 'number' ? end : '?'}, and has to have the rows of the table${isQuiet ? '' : ', and two readings have to find the same end'}.`,
  };
};

const sql = (statement: string) => ({
  command: 'sql.prompt',
  on: {view: 'containers', pane: 'containers', row: 'postgres'},
  answers: {statement},
});
const insert = "INSERT INTO customers (name, email, city) VALUES ('Ida', 'ida@example.com', 'Aarhus')";
const update = "UPDATE customers SET city = 'Odense' WHERE name = 'Ida'";
const remove = "DELETE FROM customers WHERE name = 'Ida'";
const five =
  "INSERT INTO customers (name, email, city) SELECT 'Five', md5(random()::text) || '@example.com', 'Ribe' FROM generate_series(1, 5)";
const sqlLine = (statement: string) => (): string => `kafka-lab sql "${statement}"`;

export const changeCapture: Exercise = {
  id: 'change-capture',
  chapter: 'Connect',
  title: 'Every change of a table becomes an event',
  concept:
    'A database keeps a log of its own, and change data capture reads that: each insert, update and delete of a row becomes an event with the row before and after it, keyed by its primary key. At first the rows that are there are told, as a snapshot. A connector that was stopped goes on where it was: what changed meanwhile is not lost.',
  against: ({world, containers}) => {
    if (!containers.some(each => each.name === 'postgres' || each.service === 'postgres'))
      return 'it has no container postgres';
    return world.target?.connect.some(each => each.name === worker)
      ? null
      : `it has no Connect worker ${worker}`;
  },
  setup: [],
  reads: picture => [topicOf(picture)],
  steps: [
    {
      id: 'capture',
      text: `Create the connector ${name} on ${worker}, from the lab's definition ${name} (x in view 7). It tells first what is in the table.`,
      line: () => `kafka-lab connector create ${name} --file ${name} --worker ${worker}`,
      isBaseline: true,
      proof: evidence => [connectorIs(evidence.picture, 'running'), told(evidence)],
      solution: [{command: 'connector.create', answers: {name, file: name, worker}}],
    },
    {
      id: 'insert',
      text: 'Insert a row into customers (x on postgres in view 2: a form, or SQL): one event, with nothing before it.',
      line: sqlLine(insert),
      proof: evidence => insertTold(evidence, topicOf(evidence.picture)),
      solution: [sql(insert)],
    },
    {
      id: 'update',
      text: 'Change that row: one event, with the row before and after.',
      line: sqlLine(update),
      proof: evidence => updateTold(evidence, topicOf(evidence.picture)),
      solution: [sql(update)],
    },
    {
      id: 'delete',
      text: 'Delete it: two records, the event and a tombstone, so that compaction may forget the key.',
      line: sqlLine(remove),
      proof: evidence => deleteTold(evidence, topicOf(evidence.picture)),
      solution: [sql(remove)],
    },
    {
      id: 'stop',
      text: `Stop the connector ${name} (x in view 7).`,
      line: () => `kafka-lab connector stop ${name}`,
      isBaseline: true,
      proof: ({picture}) => [connectorIs(picture, 'stopped')],
      solution: [
        {command: 'connector.stop', on: {view: 'connect', pane: 'connectors', row: name}},
        sql(five),
      ],
    },
    {
      id: 'resume',
      text: 'Insert five rows while it is stopped, and then resume it: their events come late, and none is missing.',
      line: () => `kafka-lab connector resume ${name}`,
      proof: evidence => [
        connectorIs(evidence.picture, 'running'),
        ...lateTold(evidence, topicOf(evidence.picture), lateRows),
      ],
      solution: [{command: 'connector.resume', on: {view: 'connect', pane: 'connectors', row: name}}],
    },
  ],
  hints: [
    'The lowest pane of view 7 has a line for each captured database: slot, task, topic, readers.',
    'View 6 shows the events as they come: op is r, c, u or d.',
    'One statement makes five rows: INSERT … SELECT … FROM generate_series(1, 5); e-mail addresses have to differ.',
    'Where the connector was made before and deleted with its topic, the worker still knows how far it had come and tells no row again: make it, stop it, reset its offsets (x), and resume it.',
    'The connector stays when the exercise is over: without it PostgreSQL would keep its log for nobody.',
  ],
};
