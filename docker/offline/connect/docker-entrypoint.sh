#!/bin/bash
# A distributed worker: these names of the environment, and every CONNECT_A_B, which is the key a.b.
set -eu
[ "${1:-}" = start ] || exec "$@"
properties=/etc/kafka/connect-distributed.properties

for name in BOOTSTRAP_SERVERS GROUP_ID CONFIG_STORAGE_TOPIC OFFSET_STORAGE_TOPIC STATUS_STORAGE_TOPIC \
  KEY_CONVERTER VALUE_CONVERTER OFFSET_FLUSH_INTERVAL_MS; do
  [ -z "${!name:-}" ] || export "CONNECT_$name=${!name}"
done
for name in CONFIG_STORAGE_TOPIC OFFSET_STORAGE_TOPIC; do
  given=CONNECT_$name
  [ -n "${!given:-}" ] || { echo "$name is required." >&2; exit 1; }
done

default() { [ -n "${!1:-}" ] || export "$1=$2"; }
default CONNECT_BOOTSTRAP_SERVERS 0.0.0.0:9092
default CONNECT_GROUP_ID 1
default CONNECT_STATUS_STORAGE_TOPIC connect-status
default CONNECT_KEY_CONVERTER org.apache.kafka.connect.json.JsonConverter
default CONNECT_VALUE_CONVERTER org.apache.kafka.connect.json.JsonConverter
default CONNECT_OFFSET_FLUSH_INTERVAL_MS 60000
default CONNECT_CONFIG_STORAGE_REPLICATION_FACTOR 1
default CONNECT_OFFSET_STORAGE_REPLICATION_FACTOR 1
default CONNECT_STATUS_STORAGE_REPLICATION_FACTOR 1
default CONNECT_PLUGIN_PATH /kafka/connect,/usr/share/filestream-connectors
default CONNECT_LISTENERS "http://0.0.0.0:${REST_PORT:-8083}"
default CONNECT_REST_ADVERTISED_HOST_NAME "${ADVERTISED_HOST_NAME:-$(hostname -i)}"
default CONNECT_REST_ADVERTISED_PORT "${ADVERTISED_PORT:-8083}"
export KAFKA_HEAP_OPTS=${HEAP_OPTS:--Xms64m -Xmx256m}

while IFS='=' read -r -d '' name value; do
  case $name in
    CONNECT_*)
      key=${name#CONNECT_}
      key=${key,,}
      echo "${key//_/.}=$value"
      ;;
  esac
done < <(env -0) > $properties
exec connect-distributed $properties
