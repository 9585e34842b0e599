import type {EngineContainer} from './container.ts';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** A length of time in the words that the `docker` command line knows. */
export const durationWords = (ms: number): string => {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 1) return 'Less than a second';
  if (seconds === 1) return '1 second';
  if (seconds < minute) return `${seconds} seconds`;
  const minutes = Math.floor(seconds / minute);
  if (minutes === 1) return 'About a minute';
  if (minutes < 60) return `${minutes} minutes`;
  const hours = Math.round(seconds / hour);
  if (hours === 1) return 'About an hour';
  if (hours < 48) return `${hours} hours`;
  if (hours < 24 * 14) return `${Math.floor(seconds / day)} days`;
  if (hours < 24 * 60) return `${Math.floor(seconds / day / 7)} weeks`;
  if (hours < 24 * 365 * 2) return `${Math.floor(seconds / day / 30)} months`;
  return `${Math.floor(seconds / day / 365)} years`;
};

/** The `Status` of a container in the list, e.g. `Up 3 hours (healthy)`. */
export const statusOf = (container: EngineContainer, now: number): string => {
  const since = (at: number | null): string => durationWords(now - (at ?? now));
  switch (container.state) {
    case 'created':
      return 'Created';
    case 'exited':
      return `Exited (${container.exitCode}) ${since(container.finishedAt)} ago`;
    case 'restarting':
      return `Restarting (${container.exitCode}) ${since(container.finishedAt)} ago`;
    case 'paused':
      return `Up ${since(container.startedAt)} (Paused)`;
    case 'running': {
      const health = container.health === 'starting' ? 'health: starting' : container.health;
      return `Up ${since(container.startedAt)}${health === undefined ? '' : ` (${health})`}`;
    }
  }
};
