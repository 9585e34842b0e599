import {type Call, jsonBody, type Route, sendJson} from '../call.ts';
import type {ContainerSpec, HealthCheck, Mount, RestartPolicy} from '../container.ts';
import {dig, number, text, textMap, texts} from '../json.ts';
import {notHere, Refusal} from '../refusal.ts';
import {checkName} from './containers.ts';
import {tagged} from './images.ts';

const milliseconds = (nanos: unknown): number | undefined => {
  const value = number(nanos);
  return value === undefined || value <= 0 ? undefined : value / 1_000_000;
};

const healthCheckOf = (body: unknown): HealthCheck | undefined => {
  const test = texts(dig(body, 'Healthcheck', 'Test'));
  if (test === undefined || test.length === 0 || test[0] === 'NONE') return undefined;
  const startPeriod = milliseconds(dig(body, 'Healthcheck', 'StartPeriod'));
  return {
    test,
    interval: milliseconds(dig(body, 'Healthcheck', 'Interval')) ?? 30_000,
    timeout: milliseconds(dig(body, 'Healthcheck', 'Timeout')) ?? 30_000,
    retries: number(dig(body, 'Healthcheck', 'Retries')) || 3,
    ...(startPeriod === undefined ? {} : {startPeriod}),
  };
};

const policies: readonly RestartPolicy['name'][] = ['no', 'always', 'on-failure', 'unless-stopped'];

const restartPolicyOf = (body: unknown): RestartPolicy | undefined => {
  const written = text(dig(body, 'HostConfig', 'RestartPolicy', 'Name'));
  const name = policies.find(policy => policy === written);
  const maximumRetries = number(dig(body, 'HostConfig', 'RestartPolicy', 'MaximumRetryCount')) ?? 0;
  return name === undefined ? undefined : {name, maximumRetries};
};

const mountsOf = (body: unknown): readonly Mount[] | undefined =>
  texts(dig(body, 'HostConfig', 'Binds'))?.flatMap((bind): readonly Mount[] => {
    const [source = '', target = '', mode = ''] = bind.split(':');
    if (target === '') return [];
    const isReadOnly = mode.split(',').includes('ro');
    return [{type: source.startsWith('/') ? 'bind' : 'volume', source, target, isReadOnly}];
  });

const environmentOf = (body: unknown): Readonly<Record<string, string>> | undefined => {
  const lines = texts(dig(body, 'Env'));
  if (lines === undefined) return undefined;
  return Object.fromEntries(
    lines.map(line => {
      const cut = line.indexOf('=');
      return cut < 0 ? [line, ''] : [line.slice(0, cut), line.slice(cut + 1)];
    }),
  );
};

/** What the caller says of the container, the rest left out. */
const asked = (body: unknown): Partial<ContainerSpec> => {
  const image = text(dig(body, 'Image'));
  const labels = textMap(dig(body, 'Labels'));
  const command = texts(dig(body, 'Cmd'));
  const environment = environmentOf(body);
  const healthCheck = healthCheckOf(body);
  const restartPolicy = restartPolicyOf(body);
  const mounts = mountsOf(body);
  const stopSeconds = number(dig(body, 'StopTimeout'));
  return {
    ...(image === undefined ? {} : {image}),
    ...(labels === undefined ? {} : {labels}),
    ...(command === undefined || command.length === 0 ? {} : {command}),
    ...(environment === undefined ? {} : {environment}),
    ...(healthCheck === undefined ? {} : {healthCheck}),
    ...(restartPolicy === undefined ? {} : {restartPolicy}),
    ...(mounts === undefined ? {} : {mounts}),
    ...(stopSeconds === undefined ? {} : {stopSeconds}),
  };
};

/**
 * POST /containers/create?name=…: brings a removed container of the lab back. What it is made of is what the caller
 * says; what runs in it, and the ports where that listens, are the lab's own. Any other container is refused.
 */
const create = (call: Call): void => {
  const {engine, query, response} = call;
  const body = jsonBody(call);
  const image = text(dig(body, 'Image')) ?? '';
  if (image === '') throw new Refusal(400, 'Config cannot be empty in order to create a container');
  const name = (query.get('name') ?? '').replace(/^\//, '');
  const known = name === '' ? undefined : engine.knownSpec(name);
  if (name !== '') checkName(engine, name);
  if (known === undefined) throw notHere(`run ${image}`);
  const isThere = engine.images.includes(tagged(image)) || engine.images.includes(image);
  if (!isThere && known.image !== image) throw new Refusal(404, `No such image: ${tagged(image)}`);
  const spec: ContainerSpec = {...known, ...asked(body), name, state: 'created'};
  const container = engine.add(spec);
  sendJson(response, 201, {Id: container.id, Warnings: []});
};

export const createRoutes: readonly Route[] = [
  {method: 'POST', path: /^\/containers\/create$/, handle: create},
];
