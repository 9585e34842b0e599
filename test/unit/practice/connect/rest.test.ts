import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {createConnectClient} from '../../../../source/clients/connect/client.ts';
import {systemClock} from '../../../../source/clock.ts';
import {ask, makeLab, sink, source} from './lab.ts';

const noTopic =
  'Connector configuration is invalid and contains the following 1 error(s):\nMissing required configuration "topic" which has no default value.\nYou can also find the above list of errors at the endpoint `/connector-plugins/{connectorType}/config/validate`';
const noClass = 'Connector config {name=a} contains no connector type';

/** Requests that are refused, as a worker of Kafka Connect 3.9.2 refuses them. */
const refused: readonly (readonly [
  request: string,
  body: unknown,
  status: number,
  message: string | RegExp,
])[] = [
  ['GET /nowhere', undefined, 404, 'HTTP 404 Not Found'],
  ['PUT /connectors', undefined, 405, 'HTTP 405 Method Not Allowed'],
  ['POST /connectors', 'no JSON', 500, /^Unrecognized token 'no'/],
  ['POST /connectors', {nope: 1}, 500, /^Unrecognized field "nope"/],
  ['POST /connectors', {name: 'a', config: {}}, 400, noClass],
  [
    'POST /connectors',
    {name: 'a', config: {'connector.class': 'Nope'}},
    500,
    /^Failed to find any class that implements Connector and which name matches Nope, available connectors are: PluginDesc/,
  ],
  ['POST /connectors', source('a', {}), 400, noTopic],
  [
    'POST /connectors',
    source('a', {name: 'b', topic: 't'}),
    400,
    "Connector name configuration (b) doesn't match connector name in the URL (a)",
  ],
  [
    'POST /connectors',
    sink('a', {}),
    400,
    /2 error\(s\):\nMust configure one of topics or topics.regex\nMust/,
  ],
  [
    'POST /connectors',
    source('a', {topic: 't', 'tasks.max': 'x'}),
    400,
    /Invalid value x for configuration tasks.max: Not a number of type INT\nInvalid value null for/,
  ],
  [
    'POST /connectors',
    {name: 'a', config: {'connector.class': 'MirrorSourceConnector'}},
    400,
    /MirrorSourceConnector does not run in the practice lab/,
  ],
  ['POST /connectors', sink('a', {'topics.regex': '['}), 500, /PatternSyntaxException/],
  [
    'POST /connectors',
    source('a', {
      topic: 't',
      transforms: 'x',
      'transforms.x.type': 'org.apache.kafka.connect.transforms.Filter',
    }),
    400,
    /1 error\(s\):\norg.apache.kafka.connect.transforms.Filter does not run in the practice lab/,
  ],
  [
    'POST /connectors',
    source('a', {topic: 't', 'value.converter': 'Nope'}),
    400,
    /1 error\(s\):\nInvalid value Nope for configuration value.converter: Class Nope could not be found/,
  ],
  ['GET /connectors/zz', undefined, 404, 'Connector zz not found'],
  ['GET /connectors/zz/status', undefined, 404, 'No status found for connector zz'],
  ['GET /connectors/zz/tasks/0/status', undefined, 404, 'No status found for task zz-0'],
  ['DELETE /connectors/zz', undefined, 404, 'Connector zz not found'],
  ['PUT /connectors/zz/pause', undefined, 404, 'Unknown connector zz'],
  ['PUT /connectors/zz/stop', undefined, 500, 'No connector `zz` configured'],
  ['POST /connectors/zz/restart?includeTasks=true', undefined, 404, 'Unknown connector: zz'],
  [
    'PATCH /connectors/zz/offsets',
    {offsets: []},
    400,
    'Partitions / offsets need to be provided for an alter offsets request',
  ],
  ['GET /connector-plugins/nope/config', undefined, 404, 'Unknown plugin nope.'],
  ['POST /connectors', source('here', {topic: 't'}), 409, 'Connector here already exists'],
  ['POST /connectors/here/tasks/1/restart', undefined, 404, 'Task here-1 not found'],
  ['DELETE /connectors/here/offsets', undefined, 400, /^Connectors must be in the STOPPED state before/],
];

describe("a worker's REST interface", () => {
  it('refuses with the status and the words of Kafka Connect', async t => {
    const lab = await makeLab(t, {connectors: [source('here', {file: '/tmp/here', topic: 't'})]});
    await lab.start();
    for (const [request, body, status, message] of refused) {
      const answer = await ask(lab, request, body);
      assert.equal(answer.status, status, request);
      assert.ok(typeof answer.body === 'object' && answer.body !== null && 'message' in answer.body);
      const text = String(answer.body.message);
      if (typeof message === 'string') assert.equal(text, message, request);
      else assert.match(text, message, request);
    }
  });

  it('makes, changes and takes away a connector', async t => {
    const lab = await makeLab(t);
    await lab.start();
    const made = await ask(lab, 'POST /connectors', {
      name: 'in',
      config: {'connector.class': 'FileStreamSource', topic: 't', 'tasks.max': 1},
    });
    assert.equal(made.status, 201);
    assert.equal(made.headers.get('location'), `${lab.worker.url}/connectors/in`);
    assert.deepEqual(made.body, {
      name: 'in',
      config: {'connector.class': 'FileStreamSource', topic: 't', 'tasks.max': '1', name: 'in'},
      tasks: [{connector: 'in', task: 0}],
      type: 'source',
    });
    const changed = await ask(lab, 'PATCH /connectors/in/config', {file: '/tmp/in', 'tasks.max': null});
    assert.equal(changed.status, 200);
    assert.deepEqual((await ask(lab, 'GET /connectors/in/config')).body, {
      'connector.class': 'FileStreamSource',
      topic: 't',
      name: 'in',
      file: '/tmp/in',
    });
    assert.deepEqual((await ask(lab, 'GET /connectors')).body, ['in']);
    assert.deepEqual(
      Object.keys(Object((await ask(lab, 'GET /connectors?expand=status&expand=info')).body)),
      ['in'],
    );
    assert.equal((await ask(lab, 'DELETE /connectors/in')).status, 204);
    assert.deepEqual((await ask(lab, 'GET /connectors')).body, []);
  });

  it('says of each field what is wrong with it, and lists what it can run', async t => {
    const lab = await makeLab(t, {mode: 'distributed'});
    await lab.start();
    const client = createConnectClient({address: {name: 'x', url: lab.worker.url ?? ''}, clock: systemClock});
    assert.deepEqual(
      await client.validate('FileStreamSource', {
        'connector.class': 'FileStreamSource',
        name: 'x',
        'tasks.max': '0',
      }),
      [
        {
          field: 'tasks.max',
          errors: ['Invalid value 0 for configuration tasks.max: Value must be at least 1'],
        },
        {field: 'topic', errors: ['Missing required configuration "topic" which has no default value.']},
      ],
    );
    const plugins = (await ask(lab, 'GET /connector-plugins')).body;
    assert.ok(Array.isArray(plugins));
    assert.deepEqual(
      plugins.map((plugin: {class: string}) => plugin.class.split('.').at(-1)),
      [
        'FileStreamSinkConnector',
        'PostgresConnector',
        'FileStreamSourceConnector',
        'MirrorCheckpointConnector',
        'MirrorHeartbeatConnector',
        'MirrorSourceConnector',
      ],
    );
  });

  it('refuses a body that is too large, and goes on', async t => {
    const lab = await makeLab(t);
    await lab.start();
    const large = JSON.stringify({name: 'a', config: {x: 'x'.repeat(5_000_000)}});
    assert.equal((await ask(lab, 'POST /connectors', large)).status, 413);
    assert.equal((await ask(lab, 'GET /')).status, 200);
  });
});
