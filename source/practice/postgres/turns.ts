import {message} from './startup.ts';

/** The one connection that the database has. */
export interface Backend {
  /** Rejects where the database has broken down. */
  run(messages: Uint8Array, onData: (bytes: Uint8Array) => void): Promise<void>;
  isInTransaction(): boolean;
}

/** Who asks: each client has one of its own. */
export type Owner = object;

export interface Turn {
  readonly owner: Owner;
  /** Whole messages. */
  readonly messages: Uint8Array;
  /** Whether more belongs to it, so that nobody else may come between. */
  readonly isPart: boolean;
  onData(bytes: Uint8Array): void;
}

/**
 * Lets several clients use the one connection: each in turn, from its first message to the answer that it is ready for
 * another, and from the begin of a transaction to its end. A client that leaves a transaction open keeps all others
 * waiting, which it does not do with a server that has a process for each.
 */
export interface Turns {
  /** Resolves when it was answered; rejects where the database has broken down. */
  take(turn: Turn): Promise<void>;
  /** Rolls back what a client that has gone left open. */
  leave(owner: Owner): Promise<void>;
}

interface Waiting extends Turn {
  readonly isLeaving: boolean;
  resolve(): void;
  reject(error: unknown): void;
}

const rollback = Buffer.concat([message('S'), message('Q', 'ROLLBACK')]);

export const createTurns = (backend: Backend): Turns => {
  const waiting: Waiting[] = [];
  let holder: Owner | null = null;
  let isAtWork = false;

  const next = (): Waiting | undefined => {
    const at = holder === null ? 0 : waiting.findIndex(({owner}) => owner === holder);
    return at < 0 ? undefined : waiting.splice(at, 1)[0];
  };

  const work = async (): Promise<void> => {
    if (isAtWork) return;
    isAtWork = true;
    for (let turn = next(); turn; turn = next()) {
      const {owner, messages, isPart, isLeaving} = turn;
      try {
        if (!isLeaving || holder === owner) await backend.run(messages, turn.onData);
        holder = isPart || backend.isInTransaction() ? owner : null;
        turn.resolve();
      } catch (error) {
        holder = null;
        turn.reject(error);
      }
    }
    isAtWork = false;
  };

  const add = (turn: Turn, isLeaving: boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      waiting.push({...turn, isLeaving, resolve, reject});
      void work();
    });

  return {
    take: turn => add(turn, false),
    leave: owner => add({owner, messages: rollback, isPart: false, onData: () => {}}, true),
  };
};
