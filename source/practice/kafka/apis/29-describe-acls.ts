import {defineApi} from '../api.ts';
import {writeList} from '../codec.ts';
import {codes} from '../codes.ts';

/*
  DescribeAcls Request (1-3, flexible from 2) => resource_type_filter resource_name_filter pattern_type_filter
      principal_filter host_filter operation permission_type
    resource_type_filter, pattern_type_filter, operation, permission_type => INT8
    resource_name_filter, principal_filter, host_filter => NULLABLE_STRING

  DescribeAcls Response => throttle_time_ms error_code error_message [resources]
    throttle_time_ms => INT32
    error_code => INT16
    error_message => NULLABLE_STRING
    resources => none here

  The lab's brokers have no authorizer, and say so.
*/
export const describeAcls = defineApi({
  key: 29,
  name: 'DescribeAcls',
  versions: [1, 3],
  flexible: 2,
  read: (r, _version, f) => ({
    resourceType: r.readInt8(),
    resourceName: r.readNullableString(f),
    patternType: r.readInt8(),
    principal: r.readNullableString(f),
    host: r.readNullableString(f),
    operation: r.readInt8(),
    permissionType: r.readInt8(),
  }),
  handle: () => 'No Authorizer is configured on the broker',
  write(w, message, _version, f) {
    w.appendInt32(0).appendInt16(codes.SECURITY_DISABLED).appendString(message, f);
    writeList(w, f, [], () => {});
  },
});
