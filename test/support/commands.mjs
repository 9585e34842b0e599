import {spawn} from 'node:child_process';

/** Each command leads a process group of its own, so that whatever it started ends with it. */
const isGrouped = process.platform !== 'win32';

const end = ({pid}) => {
  if (pid === undefined) return;
  if (isGrouped) {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It has ended, and nothing is left of its group.
    }
  } else {
    spawn('taskkill', ['/pid', String(pid), '/t', '/f'], {stdio: 'ignore'});
  }
};

const running = new Set();
// The terminal's ^C reaches this process alone.
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
])
  process.on(signal, () => {
    for (const child of running) end(child);
    process.exit(code);
  });

/** Runs a command with its output shown, and resolves with whether it went well, or `hung` when it was not done in time. */
const run = ([program, ...args], {limit, ...options}) =>
  new Promise(resolve => {
    const child = spawn(program, args, {
      stdio: 'inherit',
      shell: !isGrouped,
      detached: isGrouped,
      ...options,
    });
    running.add(child);
    let isHung = false;
    const timer = setTimeout(() => {
      isHung = true;
      end(child);
    }, limit);
    const done = result => {
      clearTimeout(timer);
      running.delete(child);
      resolve(result);
    };
    child.on('error', error => {
      console.error(error.message);
      done('failed');
    });
    child.on('exit', code => {
      // What a test left behind would hold the output open.
      end(child);
      done(isHung ? 'hung' : code === 0 ? 'fine' : 'failed');
    });
  });

/**
 * Runs commands side by side: `fine`, `failed`, or `hung` where one was not done within `limit` ms; it is then ended with
 * all that it started. Further options are those of `spawn`.
 */
export const runSideBySide = async (commands, options) => {
  const results = await Promise.all(commands.map(command => run(command, options)));
  return results.includes('hung') ? 'hung' : results.includes('failed') ? 'failed' : 'fine';
};
