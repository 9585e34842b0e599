import type {ExecResult} from './container.ts';

/** What does the same from outside, for programs that are asked for again and again. */
const instead: readonly (readonly [program: RegExp, advice: string])[] = [
  [/^kafka-topics(\.sh)?$/, '"kafka-lab topics" lists topics, "kafka-lab topic create NAME" makes one.'],
  [/^kafka-consumer-groups(\.sh)?$/, '"kafka-lab groups" lists groups, "kafka-lab groups ID" describes one.'],
  [/^kafka-console-producer(\.sh)?$/, '"kafka-lab produce TOPIC" writes records.'],
  [/^kafka-console-consumer(\.sh)?$/, '"kafka-lab tail TOPIC" reads records.'],
  [/^psql$/, '"kafka-lab sql STATEMENT" runs a statement.'],
];

const anyOther =
  'Programs of this machine reach the lab at the addresses that "kafka-lab practice" prints; "kafka-lab --help" lists what can be done without them.';

/** What a command answers that nothing in the container can run: with the exit code that a real engine has for it. */
export const execRefusal = (container: string, program: string): ExecResult => ({
  exitCode: 127,
  output: `OCI runtime exec failed: exec: ${JSON.stringify(program)}: executable file not found in $PATH: ${container} is a container of the practice lab, and has no programs in it. ${
    instead.find(([name]) => name.test(program.split('/').at(-1) ?? ''))?.[1] ?? anyOther
  }\n`,
});
