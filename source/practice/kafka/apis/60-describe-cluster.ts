import {defineApi} from '../api.ts';
import {operationsNotAsked, writeList} from '../codec.ts';
import {codes} from '../codes.ts';

/*
  DescribeCluster Request (0-1, flexible) => include_cluster_authorized_operations endpoint_type
    include_cluster_authorized_operations => BOOLEAN
    endpoint_type => INT8 (1+)                     1 brokers

  DescribeCluster Response => throttle_time_ms error_code error_message endpoint_type cluster_id controller_id
      [brokers] cluster_authorized_operations
    throttle_time_ms => INT32
    error_code => INT16
    error_message => NULLABLE_STRING
    endpoint_type => INT8 (1+)
    cluster_id => STRING
    controller_id => INT32
    brokers => broker_id INT32, host STRING, port INT32, rack NULLABLE_STRING
    cluster_authorized_operations => INT32
*/
export const describeCluster = defineApi({
  key: 60,
  name: 'DescribeCluster',
  versions: [0, 1],
  flexible: 0,
  read: (r, version) => ({
    includeClusterAuthorizedOperations: r.readBoolean(),
    endpointType: version >= 1 ? r.readInt8() : 1,
  }),
  handle: (_request, {cluster}) => ({
    clusterId: cluster.options.clusterId,
    controllerId: cluster.controllerForAnswer(),
    brokers: cluster.registered(),
  }),
  write(w, {clusterId, controllerId, brokers}, version) {
    w.appendInt32(0).appendInt16(codes.NONE).appendString(null);
    if (version >= 1) w.appendInt8(1);
    w.appendString(clusterId).appendInt32(controllerId);
    writeList(w, true, brokers, (entry, {id, host, port, rack}) =>
      entry.appendInt32(id).appendString(host).appendInt32(port).appendString(rack),
    );
    w.appendInt32(operationsNotAsked);
  },
});
