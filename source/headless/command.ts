import type {DockerClient} from '../clients/docker/client.ts';
import type {EngineChoice} from '../clients/docker/hosts.ts';
import type {Security} from '../clients/kafka/security.ts';
import type {Clock} from '../clock.ts';
import type {Config} from '../config.ts';
import type {Target} from '../model/target.ts';
import type {FlagValues} from './flag.ts';
import type {Described} from './help.ts';
import type {Io} from './io.ts';

/** An engine's address, who named it, and the client that speaks to it. */
export interface OpenEngine {
  readonly choice: EngineChoice;
  readonly docker: DockerClient;
}

/** What a command runs with. */
export interface Context {
  /** The words after the command. */
  readonly names: readonly string[];
  readonly flags: FlagValues;
  readonly config: Config;
  readonly clock: Clock;
  readonly io: Io;
  /** All commands, for completions. */
  readonly commands: readonly Command[];
  /** Opens the engine that the user means, whether it answers or not; closed after the command. */
  readonly openEngine: () => OpenEngine;
  /** Chooses the target, for a command that needs one for some of its verbs only. */
  readonly openTarget: () => Promise<TargetContext>;
}

export interface EngineContext extends Context, OpenEngine {}

export interface TargetContext extends Context {
  readonly target: Target;
  /** The client of the target's engine; null where none is looked at. */
  readonly docker: DockerClient | null;
  readonly security: Security;
}

/** A one-shot command as data; `run` resolves with the exit code. Help and completions are made from it. */
export type Command = Described &
  (
    | {readonly needs: 'nothing'; readonly run: (context: Context) => Promise<number>}
    | {readonly needs: 'engine'; readonly run: (context: EngineContext) => Promise<number>}
    | {readonly needs: 'target'; readonly run: (context: TargetContext) => Promise<number>}
  );
