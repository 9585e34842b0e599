import {framesOf, JavaFailure, type Thrown} from '../../java-failure.ts';

const task = 'io.debezium.connector.postgresql.PostgresConnectorTask';
const base = 'io.debezium.connector.common.BaseSourceTask';
const charset = 'io.debezium.connector.postgresql.connection.PostgresConnection.getDatabaseCharset';

const below = {
  start: [
    `${task}.start(PostgresConnectorTask.java:91)`,
    `${base}.start(BaseSourceTask.java:256)`,
    ...framesOf.sourceStart,
  ],
  poll: [
    `${task}.start(PostgresConnectorTask.java:91)`,
    `${base}.startIfNeededAndPossible(BaseSourceTask.java:406)`,
    `${base}.poll(BaseSourceTask.java:316)`,
    ...framesOf.sourcePoll,
  ],
} as const;

/** What fails a task that cannot connect, when it starts or when it tries again. */
export const noDatabase = (database: string, cause: Thrown, when: 'start' | 'poll'): JavaFailure =>
  new JavaFailure({
    className: 'io.debezium.DebeziumException',
    message: `Couldn't obtain encoding for database ${database}`,
    frames: [`${charset}(PostgresConnection.java:599)`, ...below[when]],
    cause: {...cause, frames: [`${charset}(PostgresConnection.java:596)`, ...below[when]]},
  });

/** What fails a task whose slot another one reads. */
export const slotInUse = (slot: string): JavaFailure =>
  new JavaFailure({
    className: 'org.apache.kafka.connect.errors.ConnectException',
    message: 'An exception occurred in the change event producer. This connector will be stopped.',
    frames: [],
    cause: {
      className: 'io.debezium.DebeziumException',
      message:
        'Failed to start replication stream; when setting up multiple connectors for the same database host, please make sure to use a distinct replication slot name for each.',
      frames: [],
      cause: {
        className: 'org.postgresql.util.PSQLException',
        message: `ERROR: replication slot "${slot}" is active`,
        frames: [],
      },
    },
  });
