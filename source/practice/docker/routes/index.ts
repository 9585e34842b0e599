import type {Route} from '../call.ts';
import {containerRoutes} from './containers.ts';
import {createRoutes} from './create.ts';
import {eventRoutes} from './events.ts';
import {execRoutes} from './exec.ts';
import {imageRoutes} from './images.ts';
import {inspectRoutes} from './inspect.ts';
import {listRoutes} from './list.ts';
import {logRoutes} from './logs.ts';
import {networkRoutes} from './networks.ts';
import {refusedRoutes} from './refused.ts';
import {statsRoutes} from './stats.ts';
import {systemRoutes} from './system.ts';
import {volumeRoutes} from './volumes.ts';

/** All that the engine answers; the first that fits is taken. */
export const routes: readonly Route[] = [
  ...systemRoutes,
  ...listRoutes,
  ...createRoutes,
  ...inspectRoutes,
  ...containerRoutes,
  ...execRoutes,
  ...logRoutes,
  ...statsRoutes,
  ...eventRoutes,
  ...imageRoutes,
  ...networkRoutes,
  ...volumeRoutes,
  ...refusedRoutes,
];
