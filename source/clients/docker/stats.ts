import type {ContainerStats} from '../../model/container.ts';
import {dig, entries, list, number} from '../json.ts';

/**
 * GET /containers/{id}/stats, one document a second; what is read of it:
 *
 * cpu_stats, precpu_stats {cpu_usage {total_usage percpu_usage[]} system_cpu_usage online_cpus}
 * memory_stats {usage limit stats {total_inactive_file (cgroup v1) | inactive_file (v2)}}
 * networks {eth0 {rx_bytes tx_bytes}}
 *
 * A container that does not run sends zeros or nothing: it was not measured, which is not 0.
 */

/** Share of one core, from the growth of the container's and of the machine's CPU time between two samples. */
const cpuPercent = (value: unknown): number | null => {
  const used = number(dig(value, 'cpu_stats', 'cpu_usage', 'total_usage'));
  const usedBefore = number(dig(value, 'precpu_stats', 'cpu_usage', 'total_usage'));
  const system = number(dig(value, 'cpu_stats', 'system_cpu_usage'));
  const systemBefore = number(dig(value, 'precpu_stats', 'system_cpu_usage'));
  // The first sample of a stream has nothing before it: its zeros are no reading.
  if (used === undefined || usedBefore === undefined || system === undefined || !systemBefore) return null;
  if (system <= systemBefore || used < usedBefore) return null;
  const cores =
    number(dig(value, 'cpu_stats', 'online_cpus')) ||
    list(dig(value, 'cpu_stats', 'cpu_usage', 'percpu_usage')).length ||
    1;
  return ((used - usedBefore) / (system - systemBefore)) * cores * 100;
};

/** Memory in use without the file cache that the kernel gives back, as `docker stats` counts it. */
const memoryBytes = (value: unknown): number | null => {
  const usage = number(dig(value, 'memory_stats', 'usage'));
  if (!usage) return null;
  const stats = dig(value, 'memory_stats', 'stats');
  const inactive = number(dig(stats, 'total_inactive_file')) ?? number(dig(stats, 'inactive_file')) ?? 0;
  return inactive < usage ? usage - inactive : usage;
};

const networkBytes = (value: unknown, field: 'rx_bytes' | 'tx_bytes'): number | null => {
  const networks = entries(dig(value, 'networks'));
  if (networks.length === 0) return null;
  return networks.reduce((sum, [, network]) => sum + (number(dig(network, field)) ?? 0), 0);
};

export const decodeStats = (value: unknown, at: number): ContainerStats => ({
  at,
  cpuPercent: cpuPercent(value),
  memoryBytes: memoryBytes(value),
  memoryLimitBytes: number(dig(value, 'memory_stats', 'limit')) || null,
  receivedBytes: networkBytes(value, 'rx_bytes'),
  sentBytes: networkBytes(value, 'tx_bytes'),
});
