import type {Route} from '../call.ts';
import {notHere} from '../refusal.ts';

/** What a real engine does and a practice lab does not, in words that complete "does not". */
const refused: readonly (readonly [method: string, path: RegExp, what: string])[] = [
  ['POST', /^\/(?:volumes|containers|networks|images|build)\/prune$/, 'prune'],
  ['POST', /^\/build$/, 'build images'],
  ['POST', /^\/commit$/, 'make images'],
  ['POST', /^\/images\/(?:load|.+\/(?:push|tag))$/, 'make or push images'],
  ['POST', /^\/containers\/[^/]+\/update$/, 'change a container’s limits'],
  ['GET', /^\/containers\/[^/]+\/(?:archive|export)$/, 'copy files'],
  ['HEAD', /^\/containers\/[^/]+\/archive$/, 'copy files'],
  ['PUT', /^\/containers\/[^/]+\/archive$/, 'copy files'],
  ['GET', /^\/(?:swarm|services|nodes|tasks|secrets|configs)$/, 'make a swarm'],
  ['POST', /^\/swarm\/.*$/, 'make a swarm'],
];

export const refusedRoutes: readonly Route[] = refused.map(([method, path, what]) => ({
  method,
  path,
  handle() {
    throw notHere(what);
  },
}));
