import {type Route, sendError, sendJson} from '../call.ts';

/** GET /images/json, POST /images/create */
export const imageRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: /^\/images\/json$/,
    handle: ({engine, response}) =>
      sendJson(
        response,
        200,
        engine.images.map(image => ({RepoTags: [image]})),
      ),
  },
  {
    method: 'POST',
    path: /^\/images\/create$/,
    handle({engine, query, response}) {
      const image = `${query.get('fromImage')}:${query.get('tag')}`;
      const lines = engine.registry.get(image);
      if (lines === undefined)
        return sendError(
          response,
          404,
          `manifest for ${image} not found: manifest unknown: manifest unknown`,
        );
      response.writeHead(200, {'content-type': 'application/json'});
      for (const line of lines) response.write(`${JSON.stringify(line)}\r\n`);
      engine.images.push(image);
      response.end();
    },
  },
];
