import {defineApi} from '../api.ts';
import {codes} from '../codes.ts';

/*
  InitProducerId Request (0-4, flexible from 2) => transactional_id transaction_timeout_ms producer_id producer_epoch
    transactional_id => NULLABLE_STRING
    transaction_timeout_ms => INT32
    producer_id => INT64 (3+)                      -1: a new one
    producer_epoch => INT16 (3+)

  InitProducerId Response => throttle_time_ms error_code producer_id producer_epoch
    throttle_time_ms => INT32
    error_code => INT16
    producer_id => INT64
    producer_epoch => INT16

  There are no transactions yet: an id for them is refused.
*/
export const initProducerId = defineApi({
  key: 22,
  name: 'InitProducerId',
  versions: [0, 4],
  flexible: 2,
  read: (r, version, f) => ({
    transactionalId: r.readNullableString(f),
    transactionTimeoutMs: r.readInt32(),
    producerId: version >= 3 ? Number(r.readInt64()) : -1,
    producerEpoch: version >= 3 ? r.readInt16() : -1,
  }),
  handle({transactionalId, producerId, producerEpoch}, {cluster}) {
    const refused = (errorCode: number) => ({errorCode, producerId: -1, producerEpoch: -1});
    if (cluster.faults.isDenied('cluster')) return refused(codes.CLUSTER_AUTHORIZATION_FAILED);
    if (transactionalId !== null) return refused(codes.TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
    const isNew = producerId === -1;
    return {
      errorCode: codes.NONE,
      producerId: isNew ? cluster.nextProducerId() : producerId,
      producerEpoch: isNew ? 0 : producerEpoch + 1,
    };
  },
  write(w, {errorCode, producerId, producerEpoch}) {
    w.appendInt32(0).appendInt16(errorCode).appendInt64(BigInt(producerId)).appendInt16(producerEpoch);
  },
});
