import {defineApi} from '../api.ts';
import {codes} from '../codes.ts';
import {transactionRefusal} from '../leader.ts';

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

  A transactional id is given to the producer that asks: the one before is fenced by its epoch.
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
  handle({transactionalId, transactionTimeoutMs, producerId, producerEpoch}, context) {
    const {cluster} = context;
    const refused = (errorCode: number) => ({errorCode, producerId: -1, producerEpoch: -1});
    if (cluster.faults.isDenied('cluster')) return refused(codes.CLUSTER_AUTHORIZATION_FAILED);
    if (transactionalId !== null) {
      const refusal = transactionRefusal(transactionalId, context);
      if (refusal !== codes.NONE) return refused(refusal);
      const longest = Number(cluster.brokerConfig('transaction.max.timeout.ms'));
      if (transactionTimeoutMs <= 0 || transactionTimeoutMs > longest)
        return refused(codes.INVALID_TRANSACTION_TIMEOUT);
      const given = cluster.transactions.begin(transactionalId, transactionTimeoutMs);
      return {errorCode: codes.NONE, producerId: given.producerId, producerEpoch: given.epoch};
    }
    const isNew = producerId === -1;
    return {
      errorCode: codes.NONE,
      producerId: isNew ? cluster.ids.nextProducer() : producerId,
      producerEpoch: isNew ? 0 : producerEpoch + 1,
    };
  },
  write(w, {errorCode, producerId, producerEpoch}) {
    w.appendInt32(0).appendInt16(errorCode).appendInt64(BigInt(producerId)).appendInt16(producerEpoch);
  },
});
