import type {Variant} from '../support/contract/lab.ts';

/** Something that the real labs have and the practice servers do not have yet. */
export interface Lack {
  readonly reason: string;
  /** How a test that needs it fails on the practice servers: any other failure is a failure. */
  readonly fails: RegExp;
  readonly variants: readonly Variant[];
}

/**
 * What the practice servers lack, by the name that a test gives as its need. Such a test has to fail there as said here:
 * when it succeeds the line goes. The real labs know no list, and run everything.
 */
export const lacks = {
  'consumer-protocol': {
    reason: 'the practice brokers have no ConsumerGroupHeartbeat and no ConsumerGroupDescribe',
    fails: /Unsupported API ConsumerGroupHeartbeat|not support/i,
    variants: ['kraft'],
  },
} as const satisfies Readonly<Record<string, Lack>>;

export type Need = keyof typeof lacks;
