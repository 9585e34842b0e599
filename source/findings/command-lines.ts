import type {Picture} from '../model/picture.ts';
import type {CommandLine} from './finding.ts';

const plain = /^[\w@%+=:,./-]+$/;

/** A word as a POSIX shell takes it. */
export const quoted = (word: string): string =>
  plain.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

export const command = (line: string, does: string): CommandLine => ({line, does});

const bootstrap = ({world}: Picture): string => quoted(world.target?.bootstrap.join(',') ?? 'localhost:9092');

/** A command line of one of Kafka's tools, with the target's addresses filled in. */
export const kafkaTool = (picture: Picture, tool: string, words: string, does: string): CommandLine =>
  command(`${tool} --bootstrap-server ${bootstrap(picture)} ${words}`, does);

export const describeTopic = (picture: Picture, topic: string): CommandLine =>
  kafkaTool(
    picture,
    'kafka-topics',
    `--describe --topic ${quoted(topic)}`,
    'shows leader, replicas and ISR of each partition',
  );

export const describeGroup = (picture: Picture, group: string): CommandLine =>
  kafkaTool(
    picture,
    'kafka-consumer-groups',
    `--describe --group ${quoted(group)}`,
    'shows offsets, lag and members',
  );

export const docker = (verb: string, name: string, does: string): CommandLine =>
  command(`docker ${verb} ${quoted(name)}`, does);
