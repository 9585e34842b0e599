import type {Advertised} from '../model/advertised.ts';

/** What was answered at an address, in a sentence. */
export const advertisedSentence = ({address, broker, brokers}: Advertised): string => {
  const named = brokers.map(each => `broker ${each.id} at ${each.address}`).join(', ');
  const who = broker === null ? 'a broker answers' : `broker ${broker} answers`;
  const lost = brokers.filter(({trouble}) => trouble !== null).map(({address: where}) => where);
  const away = lost.length === 0 ? '' : `; from this machine ${lost.join(' and ')} cannot be reached`;
  return `${address}: ${who}, and sends clients to ${named}${away}.`;
};
