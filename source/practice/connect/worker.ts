import type {Program} from '../docker/program.ts';
import {connectException} from './java-failure.ts';
import {type ConnectWorkerOptions, createRun, type Run, StartFailure} from './run.ts';
import type {WorkerContext} from './tasks/task-run.ts';

export type {ConnectWorkerOptions} from './run.ts';

/** A Connect worker as the process of its container. */
export interface ConnectWorker extends Program {
  /** Where its REST interface listens; null while it does not. */
  readonly url: string | null;
}

/** How long a JVM takes until it asks the brokers (ms); the first time, when the lab begins, it takes less. */
const startTime = 2500;
const firstStartTime = 300;
const terminated = 143;
const memoryBytes = 165 * 1024 * 1024;

const tell = ({log, settings}: WorkerContext, {failure, code}: StartFailure): void => {
  if (settings.mode === 'standalone' || code === 2)
    log.error('Stopping due to error', 'cli.AbstractConnectCli', failure);
  else
    log.error(
      `[Worker clientId=connect-${settings.id}, groupId=${settings.group}] Uncaught exception in herder work thread, exiting: `,
      'runtime.distributed.DistributedHerder',
      failure,
    );
};

/** A Connect worker, distributed or standalone, that really moves records between files and the lab's brokers. */
export const connectWorker = (options: ConnectWorkerOptions): ConnectWorker => {
  const {clock} = options;
  let run: Run | null = null;
  let hasRun = false;
  let load = {at: clock.now(), bytes: 0, cores: 0.02};

  return {
    get url() {
      return run?.server ? `http://127.0.0.1:${run.server.port}` : null;
    },
    async start(host) {
      const own = createRun(options, host);
      run = own;
      const wait = hasRun ? startTime : firstStartTime;
      hasRun = true;
      void own.begin(wait).catch(async (error: unknown) => {
        if (run !== own) return;
        const failure =
          error instanceof StartFailure
            ? error
            : new StartFailure(connectException(error instanceof Error ? error.message : String(error)), 1);
        tell(own.context, failure);
        await own.kill();
        run = null;
        host.exit(failure.code);
      });
    },
    async stop() {
      const own = run;
      await own?.stop();
      if (run === own) run = null;
      return terminated;
    },
    async kill() {
      const own = run;
      run = null;
      await own?.kill();
    },
    pause() {
      run?.context.thawed.set(false);
      run?.context.sockets.freeze();
    },
    unpause() {
      run?.context.sockets.thaw();
      run?.context.thawed.set(true);
    },
    check: async () => ({
      isHealthy: run?.isReady === true && run.context.thawed.isOn,
      output: JSON.stringify([...(run?.herder?.connectors.keys() ?? [])]),
    }),
    usage() {
      const {received = 0, sent = 0} = run?.context.sockets.counts ?? {};
      const seconds = Math.max(0.001, (clock.now() - load.at) / 1000);
      const bytes = received + sent;
      if (seconds >= 0.5)
        load = {at: clock.now(), bytes, cores: 0.02 + Math.max(0, bytes - load.bytes) / seconds / 20_000_000};
      return {
        cores: run?.isReady ? Math.min(1, load.cores) : 0.6,
        memoryBytes,
        receivedBytes: received,
        sentBytes: sent,
      };
    },
  };
};
