import {type Context, defineApi} from '../api.ts';
import {readValuesOrNull, writeList} from '../codec.ts';
import {codes} from '../codes.ts';

/*
  FindCoordinator Request (0-4, flexible from 3) => key key_type | key_type [coordinator_keys]
    key => STRING (0-3)
    key_type => INT8 (1+)                          0 group, 1 transaction
    coordinator_keys => STRING (4+)

  FindCoordinator Response => throttle_time_ms error_code error_message node_id host port
      | throttle_time_ms [coordinators]
    throttle_time_ms => INT32 (1+)
    error_code => INT16
    error_message => NULLABLE_STRING (1+)
    node_id => INT32
    host => STRING
    port => INT32
    coordinators => key STRING, node_id, host, port, error_code, error_message (4+)

  The first search for a group's coordinator makes __consumer_offsets, and is told to come again; that for a
  transactional id makes __transaction_state.
*/

interface Found {
  readonly key: string;
  readonly errorCode: number;
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
}

const find = (key: string, keyType: number, {cluster}: Context): Found => {
  const none = (errorCode: number): Found => ({key, errorCode, nodeId: -1, host: '', port: -1});
  const isGroup = keyType === 0;
  if (isGroup && cluster.faults.isDenied('group', key)) return none(codes.GROUP_AUTHORIZATION_FAILED);
  const leader = (isGroup ? cluster.groupPartition(key) : cluster.transactionPartition(key))?.leader;
  if (leader === undefined) {
    if (isGroup) cluster.createOffsetsTopic();
    else cluster.createTransactionsTopic();
  }
  const broker = cluster.brokers.get(leader ?? -1);
  if (!broker) return none(codes.COORDINATOR_NOT_AVAILABLE);
  return {key, errorCode: codes.NONE, nodeId: broker.id, host: broker.host, port: broker.port};
};

export const findCoordinator = defineApi({
  key: 10,
  name: 'FindCoordinator',
  versions: [0, 4],
  flexible: 3,
  read(r, version, f) {
    const first = version < 4 ? r.readString(f) : '';
    const keyType = version >= 1 ? r.readInt8() : 0;
    const keys = version < 4 ? [first] : (readValuesOrNull(r, f, value => value.readString(f)) ?? []);
    return {keyType, keys};
  },
  handle: ({keys, keyType}, context) => keys.map(key => find(key, keyType, context)),
  write(w, found, version, f) {
    if (version >= 1) w.appendInt32(0);
    if (version >= 4) {
      writeList(w, f, found, (entry, {key, errorCode, nodeId, host, port}) => {
        entry.appendString(key, f).appendInt32(nodeId).appendString(host, f).appendInt32(port);
        entry.appendInt16(errorCode).appendString(null, f);
      });
      return;
    }
    const [first] = found;
    w.appendInt16(first?.errorCode ?? codes.COORDINATOR_NOT_AVAILABLE);
    if (version >= 1) w.appendString(null, f);
    w.appendInt32(first?.nodeId ?? -1)
      .appendString(first?.host ?? '', f)
      .appendInt32(first?.port ?? -1);
  },
});
