import type {ComposeClient} from '../../clients/compose/client.ts';
import type {DockerClient} from '../../clients/docker/client.ts';
import type {PullProgress} from '../../clients/docker/pull.ts';
import type {Clock} from '../../clock.ts';
import type {Metadata} from '../../model/cluster.ts';
import type {Gate} from './gates.ts';

/** What happens while a lab is brought up, pulled or taken down, for whoever shows it. */
export type LabProgress =
  | {readonly kind: 'step'; readonly sentence: string}
  /** A line that compose or a build printed. */
  | {readonly kind: 'output'; readonly line: string}
  | {readonly kind: 'pull'; readonly progress: PullProgress}
  /** What each service waits for now. */
  | {readonly kind: 'gates'; readonly gates: readonly Gate[]};

/** What the lab's own actions work with. */
export interface LabContext {
  readonly docker: DockerClient;
  readonly compose: ComposeClient;
  readonly clock: Clock;
  /** Reads the cluster's metadata from one `host:port`; rejects where no answer came. */
  readonly readMetadata: (address: string) => Promise<Metadata>;
  readonly onProgress: (progress: LabProgress) => void;
  /** Aborted when the user cancels. */
  readonly signal: AbortSignal;
}
