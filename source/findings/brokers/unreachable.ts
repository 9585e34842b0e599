import {advertisedBy, docker, kafkaTool} from '../command-lines.ts';
import type {Found, Rule} from '../finding.ts';
import {addressOf, ago, alsoHome, broker, brokersIn, containerNamed, startTime} from '../subjects.ts';

/** A broker that is registered, and whose address takes no connection from here. */
export const brokerUnreachable: Rule = {
  id: 'broker-unreachable',
  rule: 'Metadata names a broker as alive, its container (where there is one) runs, and its address takes no connection from here.',
  concept:
    'That a broker is not reachable from here does not make it dead: its followers and other clients may reach it. Clients take the address from advertised.listeners, so that it must lead to the broker from where the client runs; or the broker has just died and its session has not ended.',
  find: picture =>
    brokersIn(picture, 'unreachable')
      .filter(each => picture.world.probes.get(each.id)?.result !== 'unresolvable')
      .map((each): Found => {
        const probe = picture.world.probes.get(each.id);
        const home = containerNamed(picture, each.container);
        const age = picture.now - (home?.startedAt ?? Number.NEGATIVE_INFINITY);
        const runs = home ? `, though its container ${home.name} runs` : '';
        return {
          severity: 'critical',
          subject: broker(each.id),
          also: alsoHome(each),
          sentence:
            home && age < startTime
              ? `Broker ${each.id} is starting: its container ${home.name} runs for ${Math.max(0, Math.round(age / 1000))} s and ${addressOf(each)} takes no connection yet; the cluster still names it as alive.`
              : `Broker ${each.id} is not reachable from here: ${addressOf(each)} takes no connection${runs}; the cluster names it as alive.`,
          figures: [
            ['advertised', addressOf(each)],
            ['container', each.container ?? '-'],
            ['last tried', probe ? `${ago(probe.at, picture.now).trim()}: ${probe.sentence}` : '-'],
          ],
          commands: [
            kafkaTool(
              picture,
              'kafka-broker-api-versions',
              '',
              'tries every broker at its advertised address',
            ),
            ...(each.container === null
              ? []
              : [
                  advertisedBy(picture, each.container),
                  docker(picture, 'port', each.container, 'shows which ports lead to it'),
                ]),
          ],
        };
      }),
};
