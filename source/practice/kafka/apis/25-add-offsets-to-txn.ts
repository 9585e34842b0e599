import {defineApi} from '../api.ts';
import {codes} from '../codes.ts';
import {transactionRefusal} from '../leader.ts';

/*
  AddOffsetsToTxn Request (0-3, flexible from 3) => transactional_id producer_id producer_epoch group_id
    transactional_id => STRING
    producer_id => INT64
    producer_epoch => INT16
    group_id => STRING

  AddOffsetsToTxn Response => throttle_time_ms error_code
    throttle_time_ms => INT32
    error_code => INT16
*/
export const addOffsetsToTxn = defineApi({
  key: 25,
  name: 'AddOffsetsToTxn',
  versions: [0, 3],
  flexible: 3,
  read: (r, _version, f) => ({
    transactionalId: r.readString(f),
    producerId: Number(r.readInt64()),
    producerEpoch: r.readInt16(),
    groupId: r.readString(f),
  }),
  handle({groupId, ...claim}, context) {
    const {cluster} = context;
    const refusal = transactionRefusal(claim.transactionalId, context);
    if (refusal !== codes.NONE) return refusal;
    if (cluster.faults.isDenied('group', groupId)) return codes.GROUP_AUTHORIZATION_FAILED;
    // The commits themselves are kept until the end: only then are they written to the group's partition.
    return cluster.transactions.add(claim, []);
  },
  write(w, code) {
    w.appendInt32(0).appendInt16(code);
  },
});
