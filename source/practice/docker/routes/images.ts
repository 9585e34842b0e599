import {type Call, flag, part, type Route, sendJson} from '../call.ts';
import type {PracticeEngine} from '../engine.ts';
import {filtersOf, fits} from '../filters.ts';
import {dig} from '../json.ts';
import {idOf} from '../networks.ts';
import {Refusal} from '../refusal.ts';

/** A reference as users write it, with its tag (`latest` where it has none): the command line sends a longer one. */
export const tagged = (reference: string): string => {
  const short = reference.replace(/^(?:index\.)?docker\.io\//, '').replace(/^library\//, '');
  return /:[^/]+$/.test(short) || short.includes('@') ? short : `${short}:latest`;
};

export const imageId = (image: string): string => `sha256:${idOf('image', image)}`;

const findImage = (engine: PracticeEngine, reference: string): string | undefined =>
  engine.images.find(image => image === tagged(reference) || image === reference) ??
  engine.images.find(image => {
    const digits = reference.replace(/^sha256:/, '');
    return digits.length >= 6 && imageId(image).slice('sha256:'.length).startsWith(digits);
  });

const summary = (image: string, createdAt: number) => ({
  Containers: -1,
  Created: Math.floor(createdAt / 1000),
  Id: imageId(image),
  Labels: null,
  ParentId: '',
  RepoDigests: null,
  RepoTags: [image],
  SharedSize: -1,
  Size: 0,
  VirtualSize: 0,
});

const isListed = (wanted: string, image: string): boolean => {
  const pattern = wanted.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*');
  return new RegExp(`^${pattern}(?::[^/]*)?$`).test(image);
};

const pull = ({engine, query, response}: Call): void => {
  const from = query.get('fromImage') ?? '';
  if (from === '') throw new Refusal(400, 'The practice lab pulls images, and imports none');
  const tag = query.get('tag') ?? '';
  const image = tagged(tag === '' ? from : `${from}:${tag}`);
  const lines = engine.registry.get(image);
  if (lines === undefined)
    throw new Refusal(404, `manifest for ${image} not found: manifest unknown: manifest unknown`);
  response.writeHead(200, {'content-type': 'application/json'}).flushHeaders();
  const hasFailed = lines.some(line => dig(line, 'error') !== undefined);
  const done = (): void => {
    if (!hasFailed) {
      if (!engine.images.includes(image)) engine.images.push(image);
      engine.emitImage('pull', image);
    }
    response.end();
  };
  const write = (line: unknown): void => void response.write(`${JSON.stringify(line)}\r\n`);
  if (engine.pullInterval <= 0) {
    for (const line of lines) write(line);
    done();
    return;
  }
  const left = [...lines];
  const stop = engine.clock.every(engine.pullInterval, () => {
    const line = left.shift();
    if (line !== undefined) return write(line);
    stop();
    done();
  });
  // A client that goes away ends its pull.
  response.once('close', stop);
};

const remove = (call: Call): void => {
  const {engine, query, response} = call;
  const name = part(call);
  const image = findImage(engine, name);
  if (image === undefined) throw new Refusal(404, `No such image: ${tagged(name)}`);
  const user = engine.containers.find(({spec}) => spec.image === image);
  if (user !== undefined && !flag(query, 'force'))
    throw new Refusal(
      409,
      `conflict: unable to remove repository reference "${name}" (must force) - container ${user.id.slice(0, 12)} is using its referenced image ${imageId(image).slice(7, 19)}`,
    );
  engine.images.splice(engine.images.indexOf(image), 1);
  engine.emitImage('untag', image);
  sendJson(response, 200, [{Untagged: image}]);
};

/** GET /images/json, GET /images/{name}/json, POST /images/create, DELETE /images/{name} */
export const imageRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: /^\/images\/json$/,
    handle({engine, query, response}) {
      const filters = filtersOf(query, ['reference', 'dangling', 'label', 'before', 'since']);
      const isWanted = (image: string): boolean =>
        fits(filters, 'reference', wanted => isListed(wanted, image)) &&
        fits(filters, 'dangling', wanted => !['true', '1'].includes(wanted)) &&
        !filters.has('label');
      sendJson(
        response,
        200,
        engine.images.filter(isWanted).map(image => summary(image, engine.startedAt)),
      );
    },
  },
  {
    method: 'GET',
    path: /^\/images\/(.+)\/json$/,
    handle(call) {
      const {engine, response} = call;
      const name = part(call);
      const image = findImage(engine, name);
      if (image === undefined)
        throw new Refusal(404, `no such image: ${name}: No such image: ${tagged(name)}`);
      const user = engine.containers.find(({spec}) => spec.image === image)?.spec;
      sendJson(response, 200, {
        Id: imageId(image),
        RepoTags: [image],
        RepoDigests: [],
        Parent: '',
        Comment: '',
        Created: new Date(engine.startedAt).toISOString(),
        DockerVersion: '',
        Author: '',
        Config: {
          Cmd: user?.command ?? null,
          Entrypoint: null,
          Env: [],
          ExposedPorts: null,
          Labels: null,
          Volumes: null,
          WorkingDir: '',
        },
        ContainerConfig: {},
        Architecture: 'amd64',
        Os: 'linux',
        Size: 0,
        VirtualSize: 0,
        GraphDriver: {Data: null, Name: 'practice'},
        RootFS: {Type: 'layers', Layers: []},
        Metadata: {LastTagTime: '0001-01-01T00:00:00Z'},
      });
    },
  },
  {method: 'POST', path: /^\/images\/create$/, handle: pull},
  {method: 'DELETE', path: /^\/images\/(.+)$/, handle: remove},
];
