/** What a client is told that begins at an address: who answers there, and where it is sent for everything else. */
export interface Advertised {
  /** `host:port`, as it was asked. */
  readonly address: string;
  /** The broker that names this address as its own; null where none does. */
  readonly broker: number | null;
  readonly brokers: readonly {
    readonly id: number;
    /** `host:port`, as the cluster names it to whoever asks here. */
    readonly address: string;
    /** Why it cannot be reached from this machine; null where it can. */
    readonly trouble: string | null;
  }[];
}
