import {type Member, startMember} from '../../support/exchange/group.ts';
import {run} from '../support.ts';
import type {ToolContainer, ToolLine} from './practice-tools.ts';

let members = 0;

/** A console consumer with these settings and words, which says where each record was, and can be killed. */
export const consoleMember = (
  line: ToolLine['line'],
  tools: ToolContainer,
  settings: readonly string[],
  words: readonly string[],
): Member => {
  const [property, formatter] =
    line === '3.9' ? ['--consumer-property', '--property'] : ['--command-property', '--formatter-property'];
  const shown = ['print.partition=true', 'print.offset=true'].flatMap(each => [formatter, each]);
  const how = settings.flatMap(each => [property, each]);
  members += 1;
  // The end of the docker program alone would leave the tool running.
  const file = `/tmp/member-${process.pid}-${members}`;
  const kept = ['sh', '-c', 'echo $$ > "$0"; exec "$@"', file];
  return startMember(tools.within(...kept, 'kafka-console-consumer', ...words, ...shown, ...how), () =>
    run([...tools.within('sh', '-c', 'kill -9 "$(cat "$0")"', file)]).catch(() => {}),
  );
};
