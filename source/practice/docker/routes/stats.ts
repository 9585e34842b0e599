import {type Route, sendError} from '../call.ts';
import type {EngineContainer} from '../container.ts';

const second = 1_000_000_000;

const cpu = (seconds: number, cores: number) => ({
  cpu_usage: {total_usage: seconds * 0.05 * second},
  system_cpu_usage: seconds * cores * second,
  online_cpus: cores,
});

/** One sample: five per cent of a core, 100 MiB of which 20 are file cache. */
const sample = (container: EngineContainer, number: number): unknown =>
  container.state === 'running'
    ? {
        cpu_stats: cpu(100 + number, 2),
        precpu_stats: number === 0 ? {cpu_usage: {total_usage: 0}} : cpu(99 + number, 2),
        memory_stats: {
          usage: 100 * 1024 ** 2,
          limit: 8 * 1024 ** 3,
          stats: {total_inactive_file: 20 * 1024 ** 2},
        },
        networks: {eth0: {rx_bytes: 1000 * (number + 1), tx_bytes: 500 * (number + 1)}},
      }
    : {cpu_stats: {cpu_usage: {total_usage: 0}}, precpu_stats: {}, memory_stats: {}};

/** GET /containers/{id}/stats: a sample at once, then one a second. */
export const statsRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: /^\/containers\/([^/]+)\/stats$/,
    handle({engine, match, response}) {
      const container = engine.find(match[1] ?? '');
      if (container === undefined) return sendError(response, 404, `No such container: ${match[1]}`);
      let number = 0;
      const send = (): void => void response.write(`${JSON.stringify(sample(container, number++))}\n`);
      response.writeHead(200, {'content-type': 'application/json'});
      send();
      response.once('close', engine.clock.every(1000, send));
    },
  },
];
