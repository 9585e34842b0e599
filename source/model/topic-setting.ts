import type {ConfigEntry} from './cluster.ts';
import type {Known} from './reading.ts';

/** A setting of a topic as its brokers tell it when they are asked for all of it. */
export interface TopicSetting extends ConfigEntry {
  /** What it is where the topic has none of its own, as the brokers are set; null where that is nothing, or sensitive. */
  readonly default: Known<string | null>;
  /** What it does, in the broker's words; null where the broker says nothing. */
  readonly meaning: string | null;
}
