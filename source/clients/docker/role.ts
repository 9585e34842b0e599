import type {Container} from '../../model/container.ts';
import type {Target} from '../../model/target.ts';

/** What tells a container's role; the rest of the container does not matter. */
export interface RoleFacts {
  readonly name: string;
  readonly project: string | null;
  readonly image: string;
  readonly command: string;
}

/** Names that the lab's containers have in the course sheet, in its later files and in the KRaft variant. */
const labNames =
  /^(?:zookeeper|controller|kafka\d*|akhq|postgres|postgres-debezium|postgres-connector|connect|connect-standalone)$/;

const kafkaImage = /(?:^|[/_-])(?:cp-)?(?:kafka|kcat|kafkacat|zookeeper)(?:[:@/_-]|$)/;
const kafkaTool =
  /(?:^|[\s/"'])(?:kafka-(?!server-start\b)[a-z][a-z-]*|zookeeper-shell|connect-(?:distributed|standalone)|kcat|kafkacat)(?:\.sh)?(?=$|[\s"';])/;

/**
 * What a container is for. With a project the lab is all of that compose project; without one (a lab started by
 * hand) it is the unlabelled containers that have the lab's names. The course's command-line tools run as throw-away
 * containers that compose did not make.
 */
export const roleOf = (
  container: RoleFacts,
  target: Pick<Target, 'kind' | 'project'> | null,
): Container['role'] => {
  if (target !== null && target.project !== null && container.project === target.project) return 'lab';
  if (container.project !== null) return 'other';
  if (kafkaImage.test(container.image) && kafkaTool.test(container.command)) return 'cli-session';
  const isByName = target !== null && target.kind === 'lab' && target.project === null;
  return isByName && labNames.test(container.name) ? 'lab' : 'other';
};
