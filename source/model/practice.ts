/** Where a practice lab is to be reached: the line that it prints when it is ready, and what its endpoints file says. */
export interface PracticeEndpoints {
  /** Of the process that serves it. */
  readonly pid: number;
  /** `host:port` of each broker. */
  readonly bootstrap: readonly string[];
  /** As the variable DOCKER_HOST has it. */
  readonly dockerHost: string;
  readonly connect: readonly {readonly name: string; readonly url: string}[];
  /** The URL of its database; null where there is none. */
  readonly postgres: string | null;
  readonly scene: string;
  readonly variant: 'zookeeper' | 'kraft';
  /** How many times shorter than in a real lab it waits. */
  readonly speed: number;
  /** A socket file: the lab goes on for as long as somebody is connected to it. */
  readonly life: string;
}

/** What each container of a practice lab says that it is made of, by the container's name. */
export const practiceImages = (variant: 'zookeeper' | 'kraft'): Readonly<Record<string, string>> => {
  const kafka = variant === 'kraft' ? 'practice/kafka:4.3' : 'practice/kafka:3.9';
  return {
    ...(variant === 'kraft' ? {controller: kafka} : {zookeeper: 'practice/zookeeper:3.8'}),
    kafka1: kafka,
    kafka2: kafka,
    kafka3: kafka,
    akhq: 'practice/akhq',
    postgres: 'practice/postgres:18',
    'postgres-debezium': 'practice/connect:3.1',
    'connect-standalone': 'practice/connect-standalone:3.9',
  };
};

/** Those that are there only once they are asked for, as a compose profile does it in the real lab. */
export const practiceExtras: readonly string[] = ['kafka3'];

/** How a practice lab is to be served. */
export interface PracticeOptions {
  /** Null is the first of the list. */
  readonly scene: string | null;
  readonly variant: 'zookeeper' | 'kraft';
  /** Free ones, or those of the course sheet. */
  readonly ports: 'free' | 'sheet';
  /** How many times shorter than in a real lab it waits. */
  readonly speed: number;
  /** One line of JSON in place of shell lines. */
  readonly isJson: boolean;
  /** It ends when `input` has ended and nobody uses it any more. */
  readonly untilLeft: boolean;
}
