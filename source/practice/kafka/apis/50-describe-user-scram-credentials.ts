import {type Context, defineApi} from '../api.ts';
import {readListOrNull, writeList} from '../codec.ts';
import {codes} from '../codes.ts';

/*
  DescribeUserScramCredentials Request (0, flexible) => [users]
    users => name STRING                           null: all

  DescribeUserScramCredentials Response => throttle_time_ms error_code error_message [results]
    throttle_time_ms => INT32
    error_code => INT16
    error_message => NULLABLE_STRING
    results => user STRING, error_code INT16, error_message NULLABLE_STRING, [credential_infos]

  The lab has no users: who is asked for by name is not there.
*/

const resourceNotFound = 91;

export const describeUserScramCredentials = defineApi({
  key: 50,
  name: 'DescribeUserScramCredentials',
  versions: [0, 0],
  flexible: 0,
  read: r => ({users: readListOrNull(r, true, entry => entry.readString())}),
  handle: ({users}, {cluster}: Context) =>
    cluster.faults.isDenied('cluster')
      ? {errorCode: codes.CLUSTER_AUTHORIZATION_FAILED, users: []}
      : {errorCode: codes.NONE, users: users ?? []},
  write(w, {errorCode, users}) {
    w.appendInt32(0).appendInt16(errorCode).appendString(null);
    writeList(w, true, users, (entry, user) => {
      entry.appendString(user).appendInt16(resourceNotFound);
      entry.appendString(`Attempt to describe a user credential that does not exist: ${user}`);
      writeList(entry, true, [], () => {});
    });
  },
});
