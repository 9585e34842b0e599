/** Where a practice lab is to be reached: the line that it prints when it is ready, and what its endpoints file says. */
export interface PracticeEndpoints {
  /** Of the process that serves it. */
  readonly pid: number;
  /** `host:port` of each broker. */
  readonly bootstrap: readonly string[];
  /** As the variable DOCKER_HOST has it. */
  readonly dockerHost: string;
  readonly connect: readonly {readonly name: string; readonly url: string}[];
  /** The URL of its database; null as long as there is none. */
  readonly postgres: string | null;
  readonly scene: string;
  readonly variant: 'zookeeper' | 'kraft';
  /** How many times shorter than in a real lab it waits. */
  readonly speed: number;
  /** A socket file: the lab goes on for as long as somebody is connected to it. */
  readonly life: string;
}
