import {type EngineContainer, isUp, type Run} from './container.ts';
import {watchHealth} from './health.ts';
import type {Program} from './program.ts';
import {Refusal} from './refusal.ts';
import {changed, finish, start} from './run.ts';
import type {Surroundings} from './surroundings.ts';
import {within} from './within.ts';

const stopSecondsByDefault = 10;
const longestKill = 5000;

/** A signal to a paused container lets it run again: else it would not see it. */
const thaw = (around: Surroundings, container: EngineContainer): void => {
  if (container.state !== 'paused') return;
  container.spec.program?.unpause();
  container.state = 'running';
  around.emit('unpause', container);
  if (container.run !== undefined) container.run.stopProbing = watchHealth(around, container);
};

/** SIGTERM, asked for once however often it is sent. */
const terminate = (program: Program, ofRun: Run): Promise<number> => {
  ofRun.stopping ??= Promise.resolve()
    .then(() => program.stop())
    .catch(() => 1);
  return Promise.race([ofRun.stopping, ofRun.ended]);
};

const kill9 = async (around: Surroundings, container: EngineContainer): Promise<void> => {
  const ofRun = container.run;
  // A paused container dies of it too, without an `unpause`.
  around.emit('kill', container, {signal: '9'});
  const {program} = container.spec;
  // Nothing withstands SIGKILL: a program that does is not waited for.
  if (program !== undefined)
    await within(
      around.clock,
      longestKill,
      Promise.resolve()
        .then(() => program.kill())
        .catch(() => {}),
    );
  finish(around, container, ofRun, 137);
};

/** It is due to be started again by its policy, and will not be. */
const giveUp = (container: EngineContainer): void => {
  container.cancelRestart();
  container.state = 'exited';
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
    giveUp(container);
    around.emit('stop', container);
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
  if (container.state === 'restarting') return giveUp(container);
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

/** Ends it for good, as its removal does. */
export const destroy = async (around: Surroundings, container: EngineContainer): Promise<void> => {
  container.cancelRestart();
  container.wasStoppedByHand = true;
  if (container.state === 'running' || container.state === 'paused') await kill9(around, container);
};
