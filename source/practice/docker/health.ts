import type {EngineContainer, Health, HealthCheck, Probe} from './container.ts';
import type {Surroundings} from './surroundings.ts';
import {within} from './within.ts';

const probesKept = 5;
const longestOutput = 4096;

/** What a check runs, as the events of its exec name it. */
const commandOf = ({test}: HealthCheck): string => {
  const [kind, ...rest] = test;
  return kind === 'CMD-SHELL' ? `/bin/sh -c ${rest.join(' ')}` : rest.join(' ');
};

/** The health after a probe: failures count once the start period is over, and `retries` in a row make it unhealthy. */
const judge = (container: EngineContainer, check: HealthCheck, probe: Probe): Health | undefined => {
  if (probe.exitCode === 0) {
    container.failingStreak = 0;
    return 'healthy';
  }
  const age = probe.start - (container.startedAt ?? probe.start);
  if (container.health === 'starting' && age < (check.startPeriod ?? 0)) return container.health;
  container.failingStreak += 1;
  return container.failingStreak >= check.retries ? 'unhealthy' : container.health;
};

/** Probes a running container on its interval, the first time after one interval; returns what ends it. */
export const watchHealth = ({clock, emit, newId}: Surroundings, container: EngineContainer): (() => void) => {
  const {healthCheck: check, program} = container.spec;
  if (check === undefined || program === undefined) return () => {};
  const command = commandOf(check);
  let isOn = true;
  let cancel = (): void => {};
  const probe = async (): Promise<void> => {
    const start = clock.now();
    const execID = newId();
    emit(`exec_create: ${command}`, container, {execID});
    emit(`exec_start: ${command}`, container, {execID});
    const run = Promise.resolve()
      .then(() => program.check())
      .catch(error => ({isHealthy: false, output: String(error)}));
    const answer = await within(clock, check.timeout, run);
    if (!isOn) return;
    const exitCode = answer === undefined ? -1 : answer.isHealthy ? 0 : 1;
    emit('exec_die', container, {execID, exitCode: String(exitCode)});
    const output = answer?.output ?? `Health check exceeded timeout (${check.timeout / 1000}s)`;
    const result: Probe = {start, end: clock.now(), exitCode, output: output.slice(0, longestOutput)};
    container.probes = [...container.probes, result].slice(-probesKept);
    const before = container.health;
    container.health = judge(container, check, result);
    if (container.health !== before) emit(`health_status: ${container.health}`, container);
    next();
  };
  const next = (): void => {
    cancel = clock.after(check.interval, () => void probe());
  };
  next();
  return () => {
    isOn = false;
    cancel();
  };
};
