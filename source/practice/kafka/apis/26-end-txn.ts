import {defineApi} from '../api.ts';
import {codes} from '../codes.ts';
import {transactionRefusal} from '../leader.ts';

/*
  EndTxn Request (0-3, flexible from 3) => transactional_id producer_id producer_epoch committed
    transactional_id => STRING
    producer_id => INT64
    producer_epoch => INT16
    committed => BOOLEAN

  EndTxn Response => throttle_time_ms error_code
    throttle_time_ms => INT32
    error_code => INT16
*/
export const endTxn = defineApi({
  key: 26,
  name: 'EndTxn',
  versions: [0, 3],
  flexible: 3,
  read: (r, _version, f) => ({
    transactionalId: r.readString(f),
    producerId: Number(r.readInt64()),
    producerEpoch: r.readInt16(),
    isCommitted: r.readBoolean(),
  }),
  handle({isCommitted, ...claim}, context) {
    const refusal = transactionRefusal(claim.transactionalId, context);
    return refusal !== codes.NONE ? refusal : context.cluster.transactions.end(claim, isCommitted);
  },
  write(w, code) {
    w.appendInt32(0).appendInt16(code);
  },
});
