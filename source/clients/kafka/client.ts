import type {Clock} from '../../clock.ts';
import {type Address, addressName} from './address.ts';
import {createLink, type Link} from './link.ts';
import type {Security} from './security.ts';

export interface KafkaClientOptions {
  /** Where to start. */
  readonly bootstrap: readonly Address[];
  readonly security: Security;
  readonly clock: Clock;
  /** Milliseconds that an answer may take; default 1.5 s. */
  readonly deadline?: number;
  /** Milliseconds that a connection may take, TLS and login included; default 1.5 s, with those 5 s. */
  readonly connectTimeout?: number;
}

/** Links to brokers by address. It does nothing by itself: no timer runs and no request is sent unasked. */
export interface KafkaClient {
  readonly clock: Clock;
  readonly bootstrap: readonly Link[];
  /** The link to an address, the same one each time. */
  link(address: Address): Link;
  /** A name for connections that nobody else uses, e.g. `tail 2`. */
  channel(purpose: string): string;
  /** Closes one channel of every broker, or all of them. */
  close(channel?: string): void;
}

export const createKafkaClient = (options: KafkaClientOptions): KafkaClient => {
  const {clock, security, deadline = 1500} = options;
  // TLS and a login take several round trips, and are not used on the next machine.
  const {connectTimeout = security.tls || security.sasl ? 5000 : 1500} = options;
  let channels = 0;
  const links = new Map<string, Link>();
  const link = (address: Address): Link => {
    const key = addressName(address);
    const there = links.get(key);
    if (there) return there;
    const made = createLink(address, {clientId: 'kafka-lab', security, clock, deadline, connectTimeout});
    links.set(key, made);
    return made;
  };
  return {
    clock,
    bootstrap: options.bootstrap.map(link),
    link,
    channel(purpose) {
      channels += 1;
      return `${purpose} ${channels}`;
    },
    close(channel) {
      for (const each of links.values()) each.close(channel);
    },
  };
};
