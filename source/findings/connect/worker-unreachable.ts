import {command, docker, quoted, revive} from '../command-lines.ts';
import type {Found, Rule} from '../finding.ts';
import {ago, container, containerNamed, isDown} from '../subjects.ts';

/** A Connect worker that does not answer: its connectors are not known, which is not none. */
export const workerUnreachable: Rule = {
  id: 'worker-unreachable',
  rule: 'The REST interface of a Connect worker does not answer.',
  concept:
    'A Connect worker is a process of its own that runs connectors and their tasks; its REST interface is how it is asked and told. While that is silent data may go on flowing or not: its connectors are unknown, which is not none.',
  find: picture =>
    [...picture.world.workers].flatMap(([name, reading]): Found[] => {
      if (reading.state !== 'failed' && reading.state !== 'stale') return [];
      const url = picture.world.target?.connect.find(address => address.name === name)?.url ?? '';
      const home = containerNamed(picture, name);
      const why = home && isDown(home) ? `its container is ${home.state}.` : reading.error.sentence;
      const old =
        reading.state === 'stale' ? ` Its connectors were last read${ago(reading.at, picture.now)}.` : '';
      return [
        {
          severity: home && isDown(home) ? 'warning' : 'critical',
          subject: {kind: 'worker', id: name},
          also: home ? [container(home.name)] : [],
          sentence: `Connect worker ${name} does not answer: ${why}${old}`,
          figures: [
            ['address', url],
            ['error', reading.error.sentence],
            ['container', home ? home.state : '-'],
          ],
          commands: [
            command(`curl -s ${quoted(`${url}/connectors?expand=status`)}`, 'asks it for its connectors'),
            ...(home && isDown(home) ? revive(picture, home.name) : []),
            ...(home ? [docker(picture, 'logs --tail 50', home.name, 'shows its last lines')] : []),
          ],
        },
      ];
    }),
};
