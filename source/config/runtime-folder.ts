import {tmpdir, userInfo} from 'node:os';
import path from 'node:path';

/**
 * The folder of what lives as long as a program that runs: `kafka-lab` in XDG_RUNTIME_DIR, else one of this user's in
 * the folder for temporary files. Practice labs keep their endpoints files there, `practice-PID.json`, each beside a
 * folder of the lab's own, `practice-PID`. It may not be there yet; who makes it, makes it for its owner alone (0700).
 */
export const runtimeFolder = (environment: Readonly<Record<string, string | undefined>>): string => {
  const {XDG_RUNTIME_DIR: runtime} = environment;
  // The XDG rule: a path that is not absolute is as none.
  return runtime !== undefined && path.isAbsolute(runtime)
    ? path.join(runtime, 'kafka-lab')
    : path.join(tmpdir(), `kafka-lab-${userInfo().username}`);
};
