import type {ConnectionOptions as TlsOptions} from 'node:tls';

/** A SASL login. */
export interface Sasl {
  readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
  readonly username: string;
  readonly password: string;
}

/** How brokers are spoken to; null where it is not used. */
export interface Security {
  readonly tls: TlsOptions | null;
  readonly sasl: Sasl | null;
}

export const plaintext: Security = {tls: null, sasl: null};
