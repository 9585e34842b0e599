import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {cleanEnvironment} from '../support/program.ts';

/** Runs something with folders of its own, as a user has them: no lab of another is joined, and what was compiled is kept. */
export const inOwnHome = async <T>(run: (env: Record<string, string>) => Promise<T>): Promise<T> => {
  const home = mkdtempSync(path.join(tmpdir(), 'kafka-lab-bench-'));
  const {NODE_DISABLE_COMPILE_CACHE: _, ...env} = cleanEnvironment();
  const own = {
    HOME: home,
    XDG_CONFIG_HOME: home,
    XDG_RUNTIME_DIR: home,
    XDG_STATE_HOME: home,
    XDG_CACHE_HOME: home,
  };
  try {
    return await run({...env, ...own});
  } finally {
    rmSync(home, {recursive: true, force: true});
  }
};
