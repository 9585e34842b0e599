/** What it is called where a user looks: it has Debezium's class and settings, and is not Debezium. */
export const stand = {
  version: '3.1.3-practice',
  words:
    "This is the practice lab's stand-in for the Debezium connector for PostgreSQL: its events come from triggers, as there is no replication slot",
} as const;
