import {type EngineContainer, isUp, makeRun, type Run} from './container.ts';
import {watchHealth} from './health.ts';
import type {Program, ProgramHost} from './program.ts';
import {Refusal} from './refusal.ts';
import type {Surroundings} from './surroundings.ts';
import {within} from './within.ts';

const stopSecondsByDefault = 10;
const firstBackoff = 100;
const longestBackoff = 60_000;
/** A run of this length makes the wait before the next restart short again. */
const longRun = 10_000;

const changed = (container: EngineContainer): void => {
  for (const watcher of [...container.watchers]) watcher(false);
};

const mayRestart = ({spec, wasStoppedByHand, restarts}: EngineContainer, code: number): boolean => {
  const {name, maximumRetries = 0} = spec.restartPolicy ?? {name: 'no'};
  if (wasStoppedByHand || name === 'no') return false;
  return name !== 'on-failure' || (code !== 0 && (maximumRetries === 0 || restarts < maximumRetries));
};

const scheduleRestart = (around: Surroundings, container: EngineContainer, ranFor: number): void => {
  const tries = ranFor > longRun ? 0 : container.restarts;
  container.state = 'restarting';
  container.cancelRestart = around.clock.after(Math.min(firstBackoff * 2 ** tries, longestBackoff), () => {
    container.restarts += 1;
    // A start that fails has left its reason in the container.
    run(around, container).catch(() => {});
  });
};

/** A run is over, whatever ended it: the first to say so is heard. */
const finish = (
  around: Surroundings,
  container: EngineContainer,
  ofRun: Run | undefined,
  code: number,
): void => {
  if (container.run !== ofRun) return;
  const now = around.clock.now();
  container.run = undefined;
  ofRun?.stopProbing();
  container.state = 'exited';
  container.exitCode = code;
  container.finishedAt = now;
  // As on a real engine, which sends no event of it.
  if (container.spec.healthCheck !== undefined) container.health = 'unhealthy';
  around.emit('die', container, {exitCode: String(code)});
  if (mayRestart(container, code)) scheduleRestart(around, container, now - (container.startedAt ?? now));
  ofRun?.end(code);
  changed(container);
};

/** It ends by itself. */
export const end = (around: Surroundings, container: EngineContainer, code: number): void =>
  finish(around, container, container.run, code);

const begin = (around: Surroundings, container: EngineContainer, ofRun: Run): void => {
  const {clock, emit} = around;
  container.state = 'running';
  container.startedAt = clock.now();
  container.measuredAt = clock.now();
  container.cpuNanos = 0;
  container.exitCode = 0;
  container.error = '';
  container.isOutOfMemory = false;
  if (container.spec.healthCheck !== undefined && container.spec.program !== undefined) {
    container.health = 'starting';
    container.failingStreak = 0;
  }
  emit('start', container);
  ofRun.stopProbing = watchHealth(around, container);
  changed(container);
};

/** Starts the program. A program that ends while it starts is ended once it has started: `start` comes before `die`. */
const run = async (around: Surroundings, container: EngineContainer): Promise<void> => {
  const {program} = container.spec;
  const ofRun = makeRun();
  container.run = ofRun;
  if (program === undefined) return begin(around, container, ofRun);
  let hasBegun = false;
  let early: number | undefined;
  const host: ProgramHost = {
    log(text, stream = 'stdout') {
      if (container.run === ofRun) container.log.add(around.clock.now(), text, stream === 'stdout' ? 1 : 2);
    },
    exit(code) {
      if (hasBegun) finish(around, container, ofRun, code);
      else early ??= code;
    },
  };
  try {
    await program.start(host);
  } catch (error) {
    container.run = undefined;
    container.error = error instanceof Error ? error.message : String(error);
    container.exitCode = 128;
    if (container.state !== 'created') container.state = 'exited';
    changed(container);
    throw new Refusal(500, container.error);
  }
  if (container.run !== ofRun) return program.kill();
  begin(around, container, ofRun);
  hasBegun = true;
  if (early !== undefined) finish(around, container, ofRun, early);
};

/** Whether it was started by this: false where it ran. Rejects with a `Refusal` where it cannot. */
export const start = async (around: Surroundings, container: EngineContainer): Promise<boolean> => {
  if (container.state === 'paused')
    throw new Refusal(409, 'cannot start a paused container, try unpause instead');
  if (container.starting !== undefined) {
    await container.starting;
    return false;
  }
  if (container.state === 'running') return false;
  container.cancelRestart();
  container.wasStoppedByHand = false;
  container.restarts = 0;
  container.starting = run(around, container);
  try {
    await container.starting;
  } finally {
    container.starting = undefined;
  }
  return true;
};

/** A signal to a paused container lets it run again: else it would not see it. */
const thaw = ({emit}: Surroundings, container: EngineContainer): void => {
  if (container.state !== 'paused') return;
  container.spec.program?.unpause();
  container.state = 'running';
  emit('unpause', container);
};

/** SIGTERM, asked for once however often it is sent. */
const terminate = (program: Program, ofRun: Run): Promise<number> => {
  ofRun.stopping ??= program.stop().catch(() => 1);
  return Promise.race([ofRun.stopping, ofRun.ended]);
};

const kill9 = async (around: Surroundings, container: EngineContainer): Promise<void> => {
  const ofRun = container.run;
  around.emit('kill', container, {signal: '9'});
  thaw(around, container);
  await container.spec.program?.kill();
  finish(around, container, ofRun, 137);
};

/** It is due to be started again by its policy, and will not be. */
const giveUp = ({emit}: Surroundings, container: EngineContainer): void => {
  container.cancelRestart();
  container.state = 'exited';
  emit('stop', container);
  changed(container);
};

/**
 * Whether it was stopped by this: false where it did not run. SIGTERM first, and SIGKILL after `seconds`, which are
 * the container's own where they are left out; below 0 there is no end to the wait.
 */
export const stop = async (
  around: Surroundings,
  container: EngineContainer,
  seconds = container.spec.stopSeconds ?? stopSecondsByDefault,
): Promise<boolean> => {
  if (!isUp(container)) return false;
  container.wasStoppedByHand = true;
  if (container.state === 'restarting') {
    giveUp(around, container);
    return true;
  }
  const ofRun = container.run;
  around.emit('kill', container, {signal: String(container.spec.stopSignal ?? 15)});
  thaw(around, container);
  const {program} = container.spec;
  if (program === undefined || ofRun === undefined) finish(around, container, ofRun, 143);
  else {
    const grace = seconds < 0 ? Number.POSITIVE_INFINITY : seconds * 1000;
    const code = await within(around.clock, grace, terminate(program, ofRun));
    if (code !== undefined) finish(around, container, ofRun, code);
    else if (container.run === ofRun) await kill9(around, container);
  }
  around.emit('stop', container);
  return true;
};

const notRunning = (container: EngineContainer): string => `Container ${container.id} is not running`;

/** Signals that end a program as SIGTERM does: HUP, INT and TERM. */
const endingSignals: readonly number[] = [1, 2, 15];

export const kill = async (
  around: Surroundings,
  container: EngineContainer,
  signal: number,
): Promise<void> => {
  if (!isUp(container))
    throw new Refusal(409, `Cannot kill container: ${container.name}: ${notRunning(container)}`);
  container.wasStoppedByHand = true;
  if (container.state === 'restarting') return giveUp(around, container);
  if (signal === 9) return kill9(around, container);
  const ofRun = container.run;
  around.emit('kill', container, {signal: String(signal)});
  thaw(around, container);
  if (!endingSignals.includes(signal)) return;
  const {program} = container.spec;
  const ended = (code: number): void => finish(around, container, ofRun, signal === 15 ? code : 128 + signal);
  if (program === undefined || ofRun === undefined) ended(128 + signal);
  else void terminate(program, ofRun).then(ended);
};

export const pause = (around: Surroundings, container: EngineContainer): void => {
  if (container.state === 'paused') throw new Refusal(409, `Container ${container.id} is already paused`);
  if (container.state !== 'running') throw new Refusal(409, notRunning(container));
  container.run?.stopProbing();
  container.spec.program?.pause();
  container.state = 'paused';
  around.emit('pause', container);
  changed(container);
};

export const unpause = (around: Surroundings, container: EngineContainer): void => {
  if (container.state !== 'paused') throw new Refusal(409, `Container ${container.id} is not paused`);
  thaw(around, container);
  if (container.run !== undefined) container.run.stopProbing = watchHealth(around, container);
  changed(container);
};

export const restart = async (
  around: Surroundings,
  container: EngineContainer,
  seconds: number | undefined,
): Promise<void> => {
  if (isUp(container)) await stop(around, container, seconds);
  await start(around, container);
  around.emit('restart', container);
};

/** Ends it for good, as its removal does; false where it runs and may not be killed. */
export const destroy = async (around: Surroundings, container: EngineContainer): Promise<void> => {
  container.cancelRestart();
  container.wasStoppedByHand = true;
  if (container.state === 'running' || container.state === 'paused') await kill9(around, container);
};
