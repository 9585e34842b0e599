import type {Tone} from '../format/line.ts';
import type {Broker, BrokerState} from '../model/broker.ts';
import {isUnknown, type Known} from '../model/reading.ts';
import {badCell, bytesCell, cell, knownCell, none} from './cell.ts';
import type {Table} from './column.ts';
import {figure, label, shown} from './kinds.ts';

export const brokerTones: Readonly<Record<BrokerState, Tone>> = {
  up: 'good',
  paused: 'warn',
  unregistered: 'warn',
  unreachable: 'warn',
  hung: 'bad',
  stopped: 'bad',
  gone: 'bad',
};

/** Partitions that it leads beyond those that prefer it; below zero it leads fewer. */
const skewOf = ({leaders, preferred}: Broker): Known<number> => {
  if (isUnknown(leaders)) return leaders;
  return isUnknown(preferred) ? preferred : leaders - preferred;
};

const address = ({host, port}: Broker): string | null => (host === null ? null : `${host}:${port ?? '?'}`);

export const brokerTable: Table<Broker> = {
  noun: 'broker',
  id: broker => String(broker.id),
  sort: 'id',
  tone: ({state}) => (isUnknown(state) || state === 'up' ? undefined : brokerTones[state]),
  columns: [
    shown(
      {id: 'id', title: 'id', width: [3, 10], priority: 0},
      broker => broker.id,
      broker => cell(String(broker.id)),
    ),
    shown(
      {id: 'state', title: 'state', width: 12, priority: 0},
      broker => broker.state,
      broker => knownCell(broker.state, state => cell(state, brokerTones[state])),
    ),
    shown(
      {id: 'role', title: 'role', width: 10, priority: 2},
      ({isController}) => (isUnknown(isController) ? isController : isController ? 'controller' : null),
      ({isController}) => knownCell(isController, is => (is ? cell('controller', 'accent') : none)),
    ),
    figure({id: 'leaders', title: 'leads', width: [5, 7], priority: 0}, broker => broker.leaders),
    figure({id: 'replicas', title: 'replicas', width: 8, priority: 3}, broker => broker.replicas),
    figure(
      {id: 'outOfSync', title: 'out of sync', width: 11, priority: 1},
      broker => broker.outOfSync,
      value => badCell(value, 'bad'),
    ),
    shown({id: 'skew', title: 'skew', width: [5, 6], priority: 6, align: 'right'}, skewOf, broker =>
      knownCell(skewOf(broker), skew =>
        skew === 0 ? cell('0', 'muted') : cell(skew > 0 ? `+${skew}` : String(skew), 'info'),
      ),
    ),
    figure({id: 'disk', title: 'disk', width: [8, 9], priority: 5}, broker => broker.logBytes, bytesCell),
    label({id: 'address', title: 'address', width: [15, 30], priority: 4}, address),
    label({id: 'container', title: 'container', width: [9, 20], priority: 7}, broker => broker.container),
    label({id: 'rack', title: 'rack', width: [5, 12], priority: 9}, broker => broker.rack),
    label(
      {id: 'why', title: 'why', width: [24, 70], priority: 8},
      broker => broker.sentence,
      () => 'muted',
    ),
  ],
};
