import {createServer, type Server} from 'node:http';

/** What a worker answers, by path with its query; a function decides anew at each request, `hang` never answers. */
export type Answers = Record<string, unknown>;

export interface TestWorker {
  readonly url: string;
  readonly answers: Answers;
  readonly requests: string[];
  readonly server: Server;
}

/** A status with a body, for an answer that is no success. */
export class Status {
  readonly code: number;
  readonly body: unknown;

  constructor(code: number, message: string) {
    this.code = code;
    this.body = {error_code: code, message};
  }
}

export const list = '/connectors?expand=status&expand=info';

/** A Connect worker's REST interface on a free port of 127.0.0.1; it ends with the test, or whatever else has an end. */
export const startWorker = async (
  context: {after(end: () => unknown): void},
  answers: Answers,
): Promise<TestWorker> => {
  const requests: string[] = [];
  const all: Answers = {
    '/': {version: '3.9.2', commit: 'x', kafka_cluster_id: 'cluster'},
    [list]: {},
    ...answers,
  };
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const answer = all[request.url ?? ''] ?? new Status(404, 'HTTP 404 Not Found');
    if (answer === 'hang') return;
    const isText = typeof answer === 'string';
    const body = answer instanceof Status ? answer.body : answer;
    response.writeHead(answer instanceof Status ? answer.code : 200, {'content-type': 'application/json'});
    response.end(isText ? answer : JSON.stringify(body));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  context.after(() => {
    server.closeAllConnections();
    return new Promise(resolve => server.close(resolve));
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {url: `http://127.0.0.1:${port}`, answers: all, requests, server};
};

/** A connector as the worker describes it. */
export const connector = (
  type: 'source' | 'sink',
  config: Readonly<Record<string, string>>,
  states: {
    readonly connector?: string;
    readonly tasks?: readonly (readonly [state: string, trace?: string])[];
  } = {},
): unknown => ({
  status: {
    type,
    connector: {state: states.connector ?? 'RUNNING', worker_id: 'worker:8083'},
    tasks: (states.tasks ?? [['RUNNING']]).map(([state, trace], id) => ({
      id,
      state,
      worker_id: 'worker:8083',
      ...(trace === undefined ? {} : {trace}),
    })),
  },
  info: {type, config, tasks: []},
});
