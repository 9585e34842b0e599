#!/usr/bin/env node
// The first file that runs, on whatever Node the machine has: plain JavaScript, and nothing imported before the
// version is known to be new enough.

const needed = [22, 22];

const isNewEnough = version => {
  const [major, minor] = version.split('.').map(Number);
  return major > needed[0] || (major === needed[0] && minor >= needed[1]);
};

/** Says in a sentence what is wrong and what to do; 64 is what every wrong way to start the program exits with. */
const refuse = sentence => {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 64;
};

/** The Node that the checkout brings for itself (a devDependency), where it was installed. */
const ownNode = async () => {
  const {existsSync} = await import('node:fs');
  const {fileURLToPath} = await import('node:url');
  const names = process.platform === 'win32' ? ['node.exe'] : ['node'];
  return names
    .map(name => fileURLToPath(new URL(`../node_modules/node/bin/${name}`, import.meta.url)))
    .find(existsSync);
};

/**
 * Runs the same command on another Node. The child shares the terminal and the process group, so that ^C, ^Z and
 * `fg` reach it as they would without us; what is sent to us alone is passed on, and it ends us as it ended.
 */
const runOn = async node => {
  const {spawn} = await import('node:child_process');
  const {fileURLToPath} = await import('node:url');
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: {...process.env, KAFKA_LAB_NODE: node},
  });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'];
  const pass = signal => child.kill(signal);
  for (const signal of signals) process.on(signal, pass);
  child.on('error', error => refuse(`${node} could not be started: ${error.message}. Run npm ci once more.`));
  child.on('exit', (code, signal) => {
    for (const each of signals) process.off(each, pass);
    if (signal) process.kill(process.pid, signal);
    else process.exitCode = code;
  });
};

/** Where Node keeps what it compiled, so that the next start need not do it again; undefined where there can be none. */
const cacheFolder = async () => {
  if (process.env.NODE_DISABLE_COMPILE_CACHE) return undefined;
  const {homedir} = await import('node:os');
  const {existsSync, mkdirSync} = await import('node:fs');
  const folder = `${process.env.XDG_CACHE_HOME || `${homedir()}/.cache`}/kafka-lab/compiled`;
  if (existsSync(folder)) return folder;
  // Node would make it, too, but where it may not, as in /proc, it may try for ever.
  const parts = folder.split(/(?=[\\/])/);
  try {
    for (const index of parts.keys()) {
      const parent = parts.slice(0, index + 1).join('');
      if (!existsSync(parent)) mkdirSync(parent);
    }
    return folder;
  } catch {
    return undefined;
  }
};

const run = async () => {
  if (isNewEnough(process.versions.node)) {
    let cli;
    try {
      const {enableCompileCache} = await import('node:module');
      const cache = await cacheFolder();
      if (cache) enableCompileCache(cache);
      cli = await import('../dist/cli.js');
    } catch (error) {
      if (error.code !== 'ERR_MODULE_NOT_FOUND' || !String(error.message).includes('cli.js')) throw error;
      refuse('kafka-lab has not been built yet. Run npm ci in its folder, then try again.');
      return;
    }
    await cli.main(process.argv.slice(2));
    return;
  }
  const node = process.env.KAFKA_LAB_NODE ? undefined : await ownNode();
  if (node) await runOn(node);
  else
    refuse(
      `kafka-lab needs Node ${needed.join('.')} or newer, and this is Node ${process.versions.node}. ` +
        'Install a newer Node, or run npm ci in a checkout, which brings its own.',
    );
};

run().catch(error => refuse(`kafka-lab could not start: ${error.message}`));
