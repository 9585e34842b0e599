import type {EventKind, LabEvent} from '../event.ts';
import type {Change} from './change.ts';

/** A change of one partition, before it is known how many of its topic changed alike. */
export interface PartitionChange {
  readonly kind: Extract<EventKind, 'leader' | 'isr' | 'elections' | 'offsets-lost' | 'offsets-rewound'>;
  /** What the partitions belong to: the topic, or `group on topic`. */
  readonly owner: string;
  readonly partition: number;
  readonly from: string | number | null;
  readonly to: string | number | null;
}

/** So many partitions of a topic are told one by one; of more, one event tells the number. */
const toldAlone = 4;

/** Offsets are added up, and elections told by the most; leaders and in-sync sets are gathered where they are the same. */
const isMeasured = ({kind}: PartitionChange): boolean => kind !== 'leader' && kind !== 'isr';

const measure = (changes: readonly PartitionChange[], side: 'from' | 'to'): number | null => {
  const numbers = changes.map(change => change[side]).filter(value => typeof value === 'number');
  if (numbers.length === 0) return null;
  return changes[0]?.kind === 'elections'
    ? Math.max(...numbers)
    : numbers.reduce((sum, value) => sum + value, 0);
};

/**
 * Events of partitions. A broker that stops moves every second partition of the cluster: the log tells that by topic,
 * `orders (12 partitions)`, and not in a thousand lines.
 */
export const gather = (changes: readonly PartitionChange[], change: Change): readonly LabEvent[] => {
  const alike = new Map<string, PartitionChange[]>();
  for (const each of changes) {
    const {kind, owner, from, to} = each;
    const key = isMeasured(each) ? `${kind} ${owner}` : `${kind} ${owner} ${from} ${to}`;
    const list = alike.get(key);
    if (list) list.push(each);
    else alike.set(key, [each]);
  }
  return [...alike.values()].flatMap((list): readonly LabEvent[] => {
    const [first] = list;
    if (!first) return [];
    if (list.length <= toldAlone)
      return list.map(({kind, owner, partition, from, to}) =>
        change(kind, `${owner}-${partition}`, from, to),
      );
    const [from, to] = isMeasured(first)
      ? [measure(list, 'from'), measure(list, 'to')]
      : [first.from, first.to];
    return [change(first.kind, `${first.owner} (${list.length} partitions)`, from, to)];
  });
};
