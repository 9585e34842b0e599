/** Something thrown, as a JVM prints it: a class, a message, and the lines of its stack. */
export interface Thrown {
  readonly className: string;
  readonly message: string | null;
  /** `package.Class.method(File.java:1)`, the innermost first. */
  readonly frames: readonly string[];
  readonly cause?: Thrown;
}

const headOf = ({className, message}: Thrown): string =>
  message === null ? className : `${className}: ${message}`;

/** How many frames at the outer end two stacks share: the cause's are then left out, and counted. */
const shared = (outer: readonly string[], inner: readonly string[]): number => {
  let count = 0;
  while (count < Math.min(outer.length, inner.length) && outer.at(-1 - count) === inner.at(-1 - count))
    count += 1;
  return count;
};

/** The text of a stack trace, with a newline at its end, as Connect keeps it of a failed task. */
export const traceOf = (thrown: Thrown): string => {
  const lines = [headOf(thrown), ...thrown.frames.map(frame => `\tat ${frame}`)];
  for (let outer = thrown, {cause} = thrown; cause; outer = cause, {cause} = cause) {
    const more = shared(outer.frames, cause.frames);
    lines.push(`Caused by: ${headOf(cause)}`);
    for (const frame of cause.frames.slice(0, cause.frames.length - more)) lines.push(`\tat ${frame}`);
    if (more > 0) lines.push(`\t... ${more} more`);
  }
  return `${lines.join('\n')}\n`;
};

/** A failure that is told in Java's words: in a task's trace, in a worker's answer, in its log. */
export class JavaFailure extends Error {
  override readonly name = 'JavaFailure';
  readonly thrown: Thrown;

  constructor(thrown: Thrown) {
    super(thrown.message ?? thrown.className);
    this.thrown = thrown;
  }
}

/** A `ConnectException` with the frames that it is thrown at. */
export const connectException = (
  message: string,
  frames: readonly string[] = [],
  cause?: Thrown,
): JavaFailure =>
  new JavaFailure({
    className: 'org.apache.kafka.connect.errors.ConnectException',
    message,
    frames,
    ...(cause ? {cause} : {}),
  });

const executor: readonly string[] = [
  'org.apache.kafka.connect.runtime.isolation.Plugins.lambda$withClassLoader$1(Plugins.java:238)',
  'java.base/java.util.concurrent.Executors$RunnableAdapter.call(Executors.java:539)',
  'java.base/java.util.concurrent.FutureTask.run(FutureTask.java:264)',
  'java.base/java.util.concurrent.ThreadPoolExecutor.runWorker(ThreadPoolExecutor.java:1136)',
  'java.base/java.util.concurrent.ThreadPoolExecutor$Worker.run(ThreadPoolExecutor.java:635)',
  'java.base/java.lang.Thread.run(Thread.java:840)',
];

const workerTask = (line: number): readonly string[] => [
  `org.apache.kafka.connect.runtime.WorkerTask.doRun(WorkerTask.java:${line})`,
  'org.apache.kafka.connect.runtime.WorkerTask.run(WorkerTask.java:281)',
];

const sourceRun =
  'org.apache.kafka.connect.runtime.AbstractWorkerSourceTask.run(AbstractWorkerSourceTask.java:79)';

/** The frames below a task's own, by what the worker was doing with it. */
export const framesOf = {
  sinkStart: [
    'org.apache.kafka.connect.runtime.WorkerSinkTask.initializeAndStart(WorkerSinkTask.java:324)',
    'org.apache.kafka.connect.runtime.WorkerTask.doStart(WorkerTask.java:176)',
    ...workerTask(225),
    ...executor,
  ],
  sourceStart: [
    'org.apache.kafka.connect.runtime.AbstractWorkerSourceTask.initializeAndStart(AbstractWorkerSourceTask.java:280)',
    'org.apache.kafka.connect.runtime.WorkerTask.doStart(WorkerTask.java:176)',
    ...workerTask(225),
    sourceRun,
    ...executor,
  ],
  sinkPoll: [
    'org.apache.kafka.connect.runtime.WorkerSinkTask.iteration(WorkerSinkTask.java:247)',
    'org.apache.kafka.connect.runtime.WorkerSinkTask.execute(WorkerSinkTask.java:216)',
    ...workerTask(226),
    ...executor,
  ],
  sourcePoll: [
    'org.apache.kafka.connect.runtime.AbstractWorkerSourceTask.poll(AbstractWorkerSourceTask.java:488)',
    'org.apache.kafka.connect.runtime.AbstractWorkerSourceTask.execute(AbstractWorkerSourceTask.java:360)',
    ...workerTask(226),
    sourceRun,
    ...executor,
  ],
  sourceSend: [
    'org.apache.kafka.connect.runtime.WorkerSourceTask.maybeThrowProducerSendException(WorkerSourceTask.java:343)',
    'org.apache.kafka.connect.runtime.WorkerSourceTask.prepareToSendRecord(WorkerSourceTask.java:135)',
    'org.apache.kafka.connect.runtime.AbstractWorkerSourceTask.sendRecords(AbstractWorkerSourceTask.java:408)',
    'org.apache.kafka.connect.runtime.AbstractWorkerSourceTask.execute(AbstractWorkerSourceTask.java:364)',
    ...workerTask(226),
    sourceRun,
    ...executor,
  ],
} as const;
