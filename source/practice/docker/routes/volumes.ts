import {type Call, jsonBody, part, type Route, sendJson} from '../call.ts';
import {stamp} from '../container.ts';
import type {EngineVolume, PracticeEngine} from '../engine.ts';
import {filtersOf, fits, fitsLabels, fitsName} from '../filters.ts';
import {dig, text, textMap} from '../json.ts';
import {Refusal} from '../refusal.ts';

const labelsOf = ({name, project, labels}: EngineVolume): Readonly<Record<string, string>> => ({
  ...(project === ''
    ? {}
    : {
        'com.docker.compose.project': project,
        'com.docker.compose.volume': name.startsWith(`${project}_`) ? name.slice(project.length + 1) : name,
      }),
  ...labels,
});

const described = (engine: PracticeEngine, volume: EngineVolume) => ({
  CreatedAt: stamp(engine.startedAt),
  Driver: 'local',
  Labels: labelsOf(volume),
  Mountpoint: `/volumes/${volume.name}/_data`,
  Name: volume.name,
  Options: null,
  Scope: 'local',
});

const users = (engine: PracticeEngine, name: string): readonly string[] =>
  engine.containers
    .filter(({spec}) => spec.mounts?.some(({type, source}) => type === 'volume' && source === name))
    .map(({id}) => id);

const found = (call: Call): EngineVolume => {
  const name = part(call);
  const volume = call.engine.volumes.find(one => one.name === name);
  if (volume === undefined) throw new Refusal(404, `get ${name}: no such volume`);
  return volume;
};

/** GET /volumes, GET and DELETE /volumes/{name}, POST /volumes/create */
export const volumeRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: /^\/volumes$/,
    handle({engine, query, response}) {
      const filters = filtersOf(query, ['name', 'label', 'driver', 'dangling']);
      const isWanted = (volume: EngineVolume): boolean =>
        fits(filters, 'name', wanted => fitsName(wanted, volume.name)) &&
        fits(filters, 'driver', wanted => wanted === 'local') &&
        fits(
          filters,
          'dangling',
          wanted => ['true', '1'].includes(wanted) === (users(engine, volume.name).length === 0),
        ) &&
        fitsLabels(filters, labelsOf(volume));
      const volumes = engine.volumes.filter(isWanted).map(volume => described(engine, volume));
      sendJson(response, 200, {Volumes: volumes, Warnings: null});
    },
  },
  {
    method: 'GET',
    path: /^\/volumes\/([^/]+)$/,
    handle: call => sendJson(call.response, 200, described(call.engine, found(call))),
  },
  {
    method: 'POST',
    path: /^\/volumes\/create$/,
    handle(call) {
      const {engine, response} = call;
      const body = jsonBody(call);
      const labels = textMap(dig(body, 'Labels')) ?? {};
      const name = text(dig(body, 'Name')) || engine.newId();
      const volume = engine.addVolume(name, labels['com.docker.compose.project'] ?? '', labels);
      sendJson(response, 201, described(engine, volume));
    },
  },
  {
    method: 'DELETE',
    path: /^\/volumes\/([^/]+)$/,
    handle(call) {
      const {engine, response} = call;
      const volume = found(call);
      const by = users(engine, volume.name);
      if (by.length > 0)
        throw new Refusal(409, `remove ${volume.name}: volume is in use - [${by.join(', ')}]`);
      engine.volumes.splice(engine.volumes.indexOf(volume), 1);
      response.writeHead(204).end();
    },
  },
];
