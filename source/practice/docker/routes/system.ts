import {type Route, sendJson} from '../call.ts';

/** GET /_ping, GET /version, GET /info, GET /volumes */
export const systemRoutes: readonly Route[] = [
  {method: 'GET', path: /^\/_ping$/, handle: ({response}) => void response.writeHead(200).end('OK')},
  {
    method: 'GET',
    path: /^\/version$/,
    handle: ({engine, response}) =>
      sendJson(response, 200, {
        Version: '20.10.24',
        ApiVersion: engine.apiVersion,
        MinAPIVersion: engine.minApiVersion,
        Os: 'linux',
        Arch: 'amd64',
      }),
  },
  {
    method: 'GET',
    path: /^\/info$/,
    handle: ({engine, response}) =>
      sendJson(response, 200, {
        Containers: engine.containers.length,
        OperatingSystem: 'practice',
        NCPU: 2,
        MemTotal: 8 * 1024 ** 3,
        DockerRootDir: '/',
      }),
  },
  {
    method: 'GET',
    path: /^\/volumes$/,
    handle({engine, query, response}) {
      const asked: unknown = JSON.parse(query.get('filters') ?? '{}');
      const labels = typeof asked === 'object' && asked !== null && 'label' in asked ? asked.label : [];
      const wanted = Array.isArray(labels) ? labels : [];
      const volumes = engine.volumes.filter(
        ({project}) => wanted.length === 0 || wanted.includes(`com.docker.compose.project=${project}`),
      );
      sendJson(response, 200, {
        Volumes: volumes.map(({name, project}) => ({
          Name: name,
          Labels: {'com.docker.compose.project': project},
        })),
        Warnings: null,
      });
    },
  },
];
