import {spawn} from 'node:child_process';
import {startBrokers} from '../support/brokers.ts';
import {bin, cleanEnvironment} from '../support/program.ts';
import {type Figure, median} from './report.ts';

const records = 200_000;
const runs = 3;

/** Seconds that a command takes whose output is read and thrown away, and the lines that came. */
const run = (command: string, args: readonly string[]): Promise<{seconds: number; lines: number} | null> =>
  new Promise(resolve => {
    const began = performance.now();
    const child = spawn(command, args, {env: cleanEnvironment(), stdio: ['ignore', 'pipe', 'ignore']});
    let lines = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      for (const byte of chunk) if (byte === 10) lines++;
    });
    child.on('error', () => resolve(null));
    child.on('close', () => resolve({seconds: (performance.now() - began) / 1000, lines}));
  });

/** `tail --json` beside `kcat -J` on the same topic; on a real cluster where KAFKA_BOOTSTRAP and BENCH_TOPIC name one. */
export const tailBesideKcat = async (): Promise<readonly Figure[]> => {
  const {KAFKA_BOOTSTRAP, BENCH_TOPIC} = process.env;
  const servers = KAFKA_BOOTSTRAP && BENCH_TOPIC ? null : await startBrokers({brokers: 1});
  const topic = BENCH_TOPIC ?? 'bench';
  const bootstrap = servers ? servers.bootstrap.join(',') : (KAFKA_BOOTSTRAP ?? '');
  try {
    if (servers) {
      servers.cluster.createTopic({name: topic, partitions: 1});
      for (let batch = 0; batch < records / 1000; batch++)
        servers.cluster.append(
          topic,
          0,
          Array.from({length: 1000}, (_, index) => ({
            key: `key-${index}`,
            value: `${batch} `.padEnd(200, 'x'),
          })),
        );
    }
    const [ours, theirs]: [number[], number[]] = [[], []];
    let lines = 0;
    for (let round = 0; round < runs; round++) {
      const kcat = await run('kcat', [
        '-C',
        '-J',
        '-e',
        '-q',
        '-o',
        'beginning',
        '-b',
        bootstrap,
        '-t',
        topic,
      ]);
      if (!kcat)
        return [
          {
            what: 'tail --json',
            measured: 'not measured: kcat is not installed here',
            budget: 'at least kcat -J',
          },
        ];
      lines = kcat.lines;
      theirs.push(kcat.seconds);
      const mine = await run(process.execPath, [
        bin,
        'tail',
        topic,
        '--from',
        'oldest',
        '--json',
        '--limit',
        String(lines),
        '--bootstrap',
        bootstrap,
      ]);
      if (mine) ours.push(mine.seconds);
    }
    return [
      {
        what: `tail --json of ${lines} records`,
        measured: `${median(ours).toFixed(1)} s, ${(median(theirs) / median(ours)).toFixed(2)} times as fast as kcat -J (${median(theirs).toFixed(1)} s)`,
        budget: 'at least 1',
      },
    ];
  } finally {
    await servers?.close();
  }
};
