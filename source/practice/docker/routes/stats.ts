import {containerOf, flag, type Route, sendJson} from '../call.ts';
import {type EngineContainer, stamp} from '../container.ts';
import {type Measured, machine, measure} from '../usage.ts';

const empty = {cpu_usage: {total_usage: 0, usage_in_kernelmode: 0, usage_in_usermode: 0}};
const throttling = {throttling_data: {periods: 0, throttled_periods: 0, throttled_time: 0}};

const blocks = (value: null | readonly never[]) => ({
  io_service_bytes_recursive: value,
  io_serviced_recursive: value,
  io_queue_recursive: value,
  io_service_time_recursive: value,
  io_wait_time_recursive: value,
  io_merged_recursive: value,
  io_time_recursive: value,
  sectors_recursive: value,
});

interface Frame {
  readonly at: number;
  readonly measured: Measured;
  /** CPU time of the whole machine, in ns, counted from the engine's start. */
  readonly systemNanos: number;
}

/** The machine has run for some time before the engine: a share of 0 would be taken for "not measured". */
const before = 3600 * 1_000_000_000;

const cpu = ({measured, systemNanos}: Frame) => ({
  cpu_usage: {
    total_usage: measured.cpuNanos,
    percpu_usage: Array.from({length: machine.cpus}, () => Math.floor(measured.cpuNanos / machine.cpus)),
    usage_in_kernelmode: Math.floor(measured.cpuNanos / 5),
    usage_in_usermode: measured.cpuNanos - Math.floor(measured.cpuNanos / 5),
  },
  system_cpu_usage: systemNanos,
  online_cpus: machine.cpus,
  ...throttling,
});

const nameOf = ({name, id}: EngineContainer) => ({name: `/${name}`, id});

/** A container that does not run has no figures at all. */
const silence = (container: EngineContainer): unknown => ({
  read: stamp(null),
  preread: stamp(null),
  pids_stats: {},
  blkio_stats: blocks(null),
  num_procs: 0,
  storage_stats: {},
  cpu_stats: {...empty, ...throttling},
  precpu_stats: {...empty, ...throttling},
  memory_stats: {},
  ...nameOf(container),
});

const sample = (container: EngineContainer, now: Frame, last: Frame | undefined): unknown => {
  const {memoryBytes, cacheBytes, receivedBytes, sentBytes} = now.measured;
  const memory = Math.round(memoryBytes);
  return {
    read: stamp(now.at),
    preread: stamp(last?.at ?? null),
    pids_stats: {current: 1},
    blkio_stats: blocks([]),
    num_procs: 0,
    storage_stats: {},
    cpu_stats: cpu(now),
    precpu_stats: last === undefined ? {...empty, ...throttling} : cpu(last),
    memory_stats: {
      usage: memory + cacheBytes,
      max_usage: memory + cacheBytes,
      stats: {cache: cacheBytes, rss: memory, inactive_file: cacheBytes, total_inactive_file: cacheBytes},
      limit: machine.memoryBytes,
    },
    ...nameOf(container),
    networks: {
      eth0: {
        rx_bytes: Math.round(receivedBytes),
        rx_packets: Math.round(receivedBytes / 1000),
        rx_errors: 0,
        rx_dropped: 0,
        tx_bytes: Math.round(sentBytes),
        tx_packets: Math.round(sentBytes / 1000),
        tx_errors: 0,
        tx_dropped: 0,
      },
    },
  };
};

/** GET /containers/{id}/stats: a sample at once and one a second, or one (`stream=0`) after a second, or at once (`one-shot`). */
export const statsRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: /^\/containers\/([^/]+)\/stats$/,
    handle(call) {
      const {engine, query, response} = call;
      const {clock} = engine;
      const container = containerOf(call);
      let last: Frame | undefined;
      const next = (): unknown => {
        if (container.state !== 'running' && container.state !== 'paused') {
          last = undefined;
          return silence(container);
        }
        const at = clock.now();
        const systemNanos = before + (at - engine.startedAt) * 1_000_000 * machine.cpus;
        try {
          const now: Frame = {at, measured: measure(container, at), systemNanos};
          const answer = sample(container, now, last);
          last = now;
          return answer;
        } catch {
          // A program that cannot say what it uses was not measured.
          last = undefined;
          return silence(container);
        }
      };
      if (query.has('stream') && !flag(query, 'stream')) {
        const first = next();
        if (flag(query, 'one-shot') || last === undefined) return sendJson(response, 200, first);
        const cancel = clock.after(1000, () => sendJson(response, 200, next()));
        response.once('close', cancel);
        return;
      }
      const send = (): void => {
        // A client that does not read gets fewer samples, not more memory.
        if (response.writableLength < 65_536) response.write(`${JSON.stringify(next())}\n`);
      };
      const watch = (isRemoved: boolean): void => void (isRemoved && response.end());
      response.writeHead(200, {'content-type': 'application/json'});
      send();
      const stop = clock.every(1000, send);
      container.watchers.add(watch);
      response.once('close', () => {
        stop();
        container.watchers.delete(watch);
      });
    },
  },
];
