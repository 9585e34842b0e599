import {known} from '../../model/reading.ts';
import {docker, kafkaTool} from '../command-lines.ts';
import type {Found, Rule} from '../finding.ts';
import {alsoHome, broker, brokersIn, containerNamed, modeOf, quorumDown, startTime} from '../subjects.ts';

/** A broker that runs, or answers, and is no member of the cluster. */
export const brokerUnregistered: Rule = {
  id: 'broker-unregistered',
  rule: 'A broker answers or its container runs, and Metadata does not name it as a live broker.',
  concept:
    'A broker becomes a member of the cluster by registering with ZooKeeper or with the KRaft controller, and stays one as long as its session is kept alive. A process that runs is therefore not yet a broker that takes part.',
  find: picture =>
    brokersIn(picture, 'unregistered').map((each): Found => {
      const home = containerNamed(picture, each.container);
      const age = picture.now - (home?.startedAt ?? Number.NEGATIVE_INFINITY);
      const isStarting = age < startTime;
      const [judge] = quorumDown(picture);
      const why = judge ? `: ${judge.name} is ${judge.state}` : '';
      const runs = home ? `its container ${home.name} runs` : 'it answers';
      return {
        // What it leaves without leader or replica is as bad, and has its cause here.
        severity: isStarting && known(each.replicas) === 0 ? 'warning' : 'critical',
        subject: broker(each.id),
        also: alsoHome(each),
        sentence: isStarting
          ? `Broker ${each.id} is starting: its container runs for ${Math.max(0, Math.round(age / 1000))} s and has not registered yet${why}.`
          : `Broker ${each.id} is not a member of the cluster, though ${runs}${why}.`,
        figures: [
          ['container', home ? `${home.name}, ${home.state}` : '-'],
          ['answers us', picture.world.probes.get(each.id)?.sentence ?? 'was not tried'],
          ['registers with', modeOf(picture) === 'kraft' ? 'the KRaft controller' : 'ZooKeeper'],
        ],
        commands: [
          ...(home ? [docker(picture, 'logs --tail 50 --follow', home.name, 'shows how far it is')] : []),
          kafkaTool(picture, 'kafka-broker-api-versions', '', 'lists the members, each with its address'),
        ],
      };
    }),
};
