import {defaultScene} from './default.ts';
import {quietScene} from './quiet.ts';
import type {Scene} from './scene.ts';

/** Every scene; the first is the one without a name. A new one is a file and a line above. */
export const scenes: readonly Scene[] = [defaultScene, quietScene];
