import type {ConnectClient} from '../../clients/connect/client.ts';
import type {DockerClient} from '../../clients/docker/client.ts';
import type {KafkaClient} from '../../clients/kafka/client.ts';
import type {Clock} from '../../clock.ts';
import {quoted, targetWords} from '../../findings/command-lines.ts';
import type {Picture} from '../../model/picture.ts';
import type {Known} from '../../model/reading.ts';
import type {Target} from '../../model/target.ts';
import type {Outcome} from '../action.ts';

/** What a write is planned and done with. The picture is that of the moment it is planned at. */
export interface WriteContext {
  readonly target: Target;
  readonly clock: Clock;
  readonly picture: Picture;
  readonly kafka: KafkaClient;
  readonly connect: readonly ConnectClient[];
  /** The engine that holds the lab; null where none is looked at. */
  readonly docker: Pick<DockerClient, 'exec'> | null;
  /** Offsets as the leaders have them now, by `topic/partition`; null where there is no such record. */
  readonly offsets: (
    partitions: readonly Place[],
    of: 'earliest' | 'latest' | {readonly time: number},
  ) => Promise<ReadonlyMap<string, Known<number | null>>>;
}

export interface Place {
  readonly topic: string;
  readonly partition: number;
}

/** What a write asks for: a line of a form, and a flag of the command line. */
export interface WriteField {
  /** The flag's name, too: `replication-factor`. */
  readonly id: string;
  readonly label: string;
  /** One line: what may stand there, and what an empty one means. */
  readonly help: string;
  readonly choices?: readonly string[];
  /** Nothing can be done while it is empty: a command line has to say it. */
  readonly isNeeded?: true;
}

/** What the user put into the fields; an empty text is nothing. */
export type Values = Readonly<Record<string, string>>;

export type NamedOutcome = Outcome & {readonly name: string};

/** What will be done, worked out from what is there now, to be looked at before it is done. */
export interface Plan {
  /** `Delete topic orders?` */
  readonly question: string;
  /** What follows from it, in sentences with figures. */
  readonly consequences: readonly string[];
  /** What changes, row by row: the cells by their heading, in the order of the first row. */
  readonly preview: readonly Readonly<Record<string, string>>[];
  /** What has to be typed before it is done; null where a yes is enough. */
  readonly typed: string | null;
  /** What stands for it among Kafka's own tools or as a call of an interface; filled in for this target. */
  readonly commandLines: readonly string[];
  /** Does it, and says for each thing what the server answered. Progress is told as sentences. */
  readonly run: (
    signal: AbortSignal,
    onProgress: (sentence: string) => void,
  ) => Promise<readonly NamedOutcome[]>;
}

/** One change of the cluster as data. Form, confirmation, command and `kafka-lab NOUN VERB` are made from it. */
export interface Write<Id extends string = string> {
  /** Noun and verb: `topic.create`. */
  readonly id: Id;
  readonly noun: 'topic' | 'partition' | 'group' | 'connector';
  readonly verb: string;
  /** As the palette shows it: `Create a topic`. */
  readonly title: string;
  /** One sentence for help, without its subject: `makes a topic with …`. */
  readonly help: string;
  /** What it acts on: something new that the user names, one thing that is there, several, or all that there are. */
  readonly on: 'new' | 'one' | 'several' | 'all';
  readonly fields: readonly WriteField[];
  /**
   * What the fields of a form hold at first, where that is not nothing: to be looked at before it is sent. A command line
   * means what it says, and gets it only for what is new.
   */
  readonly initial?: (picture: Picture, name: string) => Values;
  /** Whether it is for things of this kind at all: where it is not, their menu leaves it out. All of the noun without it. */
  readonly isFor?: (picture: Picture, name: string) => boolean;
  /** Why it makes no sense for this thing; null where it does. */
  readonly against?: (picture: Picture, name: string) => string | null;
  /** Works out what would be done. Throws a UserError with what is wrong and what would be right. */
  readonly plan: (context: WriteContext, names: readonly string[], values: Values) => Promise<Plan>;
}

/** The command line of ours for a write: only what was filled in. */
export const ownLine = (write: Write, target: Target, names: readonly string[], values: Values): string => {
  const flags = write.fields.flatMap(({id}) => (values[id] ? [`--${id} ${quoted(values[id])}`] : []));
  const where = targetWords(target, quoted(target.bootstrap.join(',')));
  const line = ['kafka-lab', write.noun, write.verb, ...names.map(quoted), ...flags].join(' ');
  return `${line}${where}${target.kind === 'cluster' ? ' --write' : ''}`;
};

/** A whole number from a field; undefined where it is empty, null where it is none. */
export const wholeOf = (text: string | undefined): number | undefined | null => {
  if (text === undefined || text === '') return undefined;
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
};
