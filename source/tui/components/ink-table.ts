import {createRequire, Module} from 'node:module';
import * as ink from 'ink';
import type InkTable from 'ink-table';

// ink-table is CommonJS and asks for Ink by `require`, which refuses modules with a top-level await. Given the one that
// is loaded already, it works. The bundle needs none of this: the build puts plain imports in the place of this file.
const require = createRequire(import.meta.url);
const id = require.resolve('ink');
require.cache[id] ??= Object.assign(new Module(id), {exports: ink, loaded: true, filename: id});
const loaded: typeof InkTable = require('ink-table');

/** The component of ink-table. */
export const Table = loaded.default;
