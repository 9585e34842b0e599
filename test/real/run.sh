#!/bin/bash
# npm run test:real: a real engine, the offline images, and the suites on the ZooKeeper lab and on the KRaft lab.
# usage: run.sh [zookeeper] [kraft]     TAKE_OVER=1 removes containers that hold the lab's names.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
cd "$root"
export PATH=$root/node_modules/.bin:$PATH
unset DOCKER_HOST
variants=("$@"); [ ${#variants[@]} -gt 0 ] || variants=(zookeeper kraft)
names=(zookeeper controller kafka1 kafka2 kafka3 akhq postgres postgres-debezium connect-standalone)
failed=()
begun=$SECONDS
part() { # name, command: runs it, prints its time, and remembers a failure
  local name=$1 since=$SECONDS; shift
  echo "=== $name"
  if "$@"; then echo "ok $name, $((SECONDS - since)) s"; else echo "FAILED $name, $((SECONDS - since)) s"; failed+=("$name"); return 1; fi
}
compose_file() { [ "$1" = kraft ] && echo docker/compose.kraft.yaml || echo docker/compose.yaml; }
compose() { local variant=$1; shift; docker-compose -f "$(compose_file "$variant")" --env-file docker/offline/.env -p kafka-lab "$@"; }

load_files() {
  local programs=(docker-compose) built status=0
  docker compose version > /dev/null 2>&1 && programs+=('docker compose')
  if built=$(bash test/real/build-compose.sh v2.40.3); then programs+=("$built"); fi
  for program in "${programs[@]}"; do
    for file in docker/compose.yaml docker/compose.kraft.yaml; do
      for environment in docker/.env docker/offline/.env; do
        if $program -f "$file" --env-file "$environment" -p kafka-lab config -q; then echo "$program loads $file with $environment"
        else status=1; echo "$program does not load $file with $environment"; fi
      done
    done
  done
  return $status
}

names_free() {
  local held=() name
  for name in "${names[@]}"; do docker container inspect "$name" > /dev/null 2>&1 && held+=("$name"); done
  [ ${#held[@]} -eq 0 ] && return 0
  if [ -n "${TAKE_OVER:-}" ]; then docker rm -fv "${held[@]}" > /dev/null && echo "Removed ${held[*]}." && return 0; fi
  echo "The names of the lab are taken by containers that run here: ${held[*]}. Remove them, or set TAKE_OVER=1."
  return 1
}

take_down() {
  compose "$1" kill > /dev/null 2>&1
  compose "$1" down -v --remove-orphans > /dev/null 2>&1
  [ -z "$(docker ps -aq --filter label=com.docker.compose.project=kafka-lab)" ]
}

bring_up() {
  local flags=(--offline); [ "$1" = kraft ] && flags+=(--kraft)
  node source/bin.js up "${flags[@]}"
}

suite() {
  local files=(test/real/"$1"/*.test.ts)
  LAB_VARIANT=$1 KAFKA_BOOTSTRAP=localhost:29092,localhost:39092 \
    CONNECT_URLS='connect-standalone=http://localhost:8083,postgres-debezium=http://localhost:9090' \
    NODE_ENV=production node --import tsx --test --test-concurrency=1 --test-reporter=spec "${files[@]}"
}

active=
cleanup() { [ -z "$active" ] || take_down "$active"; }
trap cleanup EXIT
trap 'exit 130' INT TERM

part engine bash test/real/engine.sh || exit 1
part images bash docker/offline/build.sh || exit 1
part 'compose files' load_files
part names names_free || exit 1
for variant in "${variants[@]}"; do
  active=$variant
  if part "$variant: up" bring_up "$variant"; then part "$variant: suite" suite "$variant"; fi
  part "$variant: down" take_down "$variant"
  active=
done
if [ ${#failed[@]} -gt 0 ]; then echo "Failed: ${failed[*]}, $((SECONDS - begun)) s in all."; exit 1; fi
echo "All is well, $((SECONDS - begun)) s in all."
