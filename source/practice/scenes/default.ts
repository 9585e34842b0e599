import type {Scene} from './scene.ts';

const customers = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank'] as const;
const goods = ['tea', 'bread', 'lamp', 'chair', 'book'] as const;

const order = (number: number, now: number): {key: string; value: string} => {
  const customer = customers[(number * 7) % customers.length] ?? 'alice';
  const value = {
    order: number,
    customer,
    item: goods[(number * 3) % goods.length],
    amount: ((number * 37) % 900) / 10 + 5,
    at: new Date(now).toISOString(),
  };
  return {key: customer, value: JSON.stringify(value)};
};

/** A small shop: `billing` keeps up with the orders, `shipping` falls behind, `reports` has stopped. */
export const defaultScene: Scene = {
  name: 'default',
  topics: [
    {name: 'orders', partitions: 3, replicationFactor: 2},
    {name: 'payments', partitions: 2, replicationFactor: 2, configs: {'min.insync.replicas': '2'}},
    {name: 'audit', partitions: 1, replicationFactor: 1},
  ],
  loads: [
    {kind: 'producer', topic: 'orders', perSecond: 4, record: order},
    {
      kind: 'producer',
      topic: 'payments',
      perSecond: 1,
      record: number => ({
        key: `order-${number}`,
        value: JSON.stringify({order: number, paid: number % 9 !== 0}),
      }),
    },
    {kind: 'consumer', group: 'billing', topic: 'orders', perSecond: 100},
    {kind: 'consumer', group: 'shipping', topic: 'orders', perSecond: 2},
    {kind: 'consumer', group: 'reports', topic: 'payments', perSecond: 100, leavesAfter: 8000},
  ],
};
