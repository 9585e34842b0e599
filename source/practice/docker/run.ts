import {type EngineContainer, makeRun, type Run} from './container.ts';
import {watchHealth} from './health.ts';
import type {ProgramHost} from './program.ts';
import {Refusal} from './refusal.ts';
import type {Surroundings} from './surroundings.ts';

const firstBackoff = 100;
const longestBackoff = 60_000;
/** A run of this length makes the wait before the next restart short again. */
const longRun = 10_000;

/** Tells who waits for a container's state. */
export const changed = (container: EngineContainer): void => {
  for (const watcher of [...container.watchers]) watcher(false);
};

const isChecked = ({spec}: EngineContainer): boolean =>
  spec.healthCheck !== undefined && spec.program !== undefined;

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
export const finish = (
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
  if (isChecked(container)) container.health = 'unhealthy';
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
  if (isChecked(container)) {
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
