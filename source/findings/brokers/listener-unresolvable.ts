import {advertisedBy, command, kafkaTool, quoted} from '../command-lines.ts';
import type {Found, Rule} from '../finding.ts';
import {addressOf, alsoHome, broker, brokersIn} from '../subjects.ts';

/** A broker that advertises a name which means nothing here. */
export const listenerUnresolvable: Rule = {
  id: 'listener-unresolvable',
  rule: 'The host name that a broker advertises does not resolve from here.',
  concept:
    'A client asks one address for the metadata and then connects to the address that each broker advertises. Inside the network of the containers that is kafka1:9092; from the host only a listener that advertises localhost and a published port works.',
  find: picture =>
    brokersIn(picture, 'unreachable')
      .filter(each => picture.world.probes.get(each.id)?.result === 'unresolvable')
      .map(
        (each): Found => ({
          severity: 'critical',
          subject: broker(each.id),
          also: alsoHome(each),
          sentence: `Broker ${each.id} advertises ${addressOf(each)}, a name that does not resolve from here: clients here find it and cannot reach it.`,
          figures: [
            ['advertised', addressOf(each)],
            ['asked at', picture.world.target?.bootstrap.join(', ') ?? '-'],
          ],
          commands: [
            kafkaTool(
              picture,
              'kafka-broker-api-versions',
              '',
              'tries every broker at its advertised address',
            ),
            command(
              `getent hosts ${quoted(each.host ?? '')}`,
              'asks for the name, and prints nothing where there is none',
            ),
            ...(each.container === null ? [] : [advertisedBy(picture, each.container)]),
          ],
        }),
      ),
};
