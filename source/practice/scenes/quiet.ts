import type {Scene} from './scene.ts';

/** The lab and nothing in it: for tests, and for whoever wants to make everything himself. */
export const quietScene: Scene = {name: 'quiet', topics: [], loads: []};
