#!/usr/bin/env bash
# The real run: a real engine, the offline images, and the suites on both labs, one after the other.
#
# run.sh [zookeeper] [kraft]   TAKE_OVER=1 removes containers, volumes and networks that are in the way.
#
# Suites are the files test/real/*.test.ts, once, before there is a lab; then on each lab test/real/lab/, the folder of
# its variant and test/contract/, and in the end test/exercises/. They find the lab by their environment: LAB_VARIANT,
# DOCKER_HOST, KAFKA_BOOTSTRAP, CONNECT_URLS (name=url,…), POSTGRES_URL, and COMPOSE_PROGRAMS, one a line.
set -euo pipefail
cd "$(dirname "$0")/../.."
export PATH=$PWD/node_modules/.bin:$PATH
cache=${XDG_CACHE_HOME:-$HOME/.cache}/kafka-lab
project=kafka-lab
containers=(zookeeper controller kafka1 kafka2 kafka3 akhq postgres postgres-debezium connect-standalone)
variants=("$@")
[ $# -gt 0 ] || variants=(zookeeper kraft)
for variant in "${variants[@]}"; do
  case $variant in
    zookeeper | kraft) ;;
    *)
      echo "run.sh: there is no variant $variant, only zookeeper and kraft." >&2
      exit 64
      ;;
  esac
done

# What a test sees must not depend on who runs it.
while read -r name; do unset "$name"; done < <(compgen -e | grep -E '^(KAFKA_LAB_|COMPOSE_|CI$|NO_COLOR$|FORCE_COLOR$|NODE_OPTIONS$)')

begun=$SECONDS
failed=()
part() { # name, command...: prints how long it took, and remembers that it failed
  local name=$1 since=$SECONDS
  shift
  echo "=== $name"
  if "$@"; then
    echo "ok $name, $((SECONDS - since)) s"
  else
    echo "FAILED $name, $((SECONDS - since)) s"
    failed+=("$name")
    return 1
  fi
}

file_of() { if [ "$1" = kraft ]; then echo docker/compose.kraft.yaml; else echo docker/compose.yaml; fi; }
# Every profile, so that take-down finds all.
compose() {
  local variant=$1
  shift
  COMPOSE_PROFILES=akhq,scale docker-compose -p $project --env-file docker/offline/.env -f "$(file_of "$variant")" "$@"
}

ours() { docker "$1" ls -q --filter "label=com.docker.compose.project=$project"; }
held() {
  docker ps -a --format '{{.Names}}' | grep -xF "$(printf '%s\n' "${containers[@]}")" || true
  docker ps -a --format '{{.Names}}' --filter "label=com.docker.compose.project=$project"
}
make_way() {
  local names volumes
  names=$(held | sort -u | xargs)
  volumes=$(ours volume | xargs)
  [ -n "$names$volumes" ] || return 0
  if [ -z "${TAKE_OVER:-}" ]; then
    echo "In the way of the real run: ${names:+containers $names}${names:+${volumes:+; }}${volumes:+volumes $volumes}."
    echo 'Take that lab down (kafka-lab down --volumes), or let this run remove it: TAKE_OVER=1.'
    return 1
  fi
  echo "Removing $names $volumes."
  # shellcheck disable=SC2086
  [ -z "$names" ] || docker rm -fv $names > /dev/null || return 1
  # shellcheck disable=SC2086
  [ -z "$volumes" ] || docker volume rm -f $volumes > /dev/null || return 1
  ours network | xargs -r docker network rm > /dev/null
}

bring_up() {
  local flags=(--offline)
  [ "$1" != kraft ] || flags+=(--kraft)
  LAB_HEALTH_INTERVAL=1s node source/bin.js up "${flags[@]}"
}
take_down() {
  local variant=$1
  compose "$variant" kill > /dev/null 2>&1 || true
  compose "$variant" down -v --remove-orphans > /dev/null 2>&1
  [ -z "$(held)$(ours volume)$(ours network)" ]
}
keep_logs() {
  local folder=$cache/real-run/$1 name
  mkdir -p "$folder"
  for name in $(held | sort -u); do docker logs "$name" > "$folder/$name.log" 2>&1; done
  echo "The containers' logs are in $folder."
}

tests() { # pattern...
  local files
  mapfile -t files < <(compgen -G "$1"; for more in "${@:2}"; do compgen -G "$more"; done; true)
  [ ${#files[@]} -gt 0 ] || { echo "There are no tests for $*."; return 1; }
  # A test that hangs ends here; those that wait have deadlines of their own.
  # kafkajs, as a client of the tests, counts a timer below zero where a broker is slow.
  node --disable-warning=TimeoutNegativeWarning --import tsx --test --test-concurrency=1 --test-timeout=900000 --test-reporter=spec "${files[@]}"
}
fuzz() { FUZZ_ROUNDS=100000 RANDOM_STEPS=500 tests test/practice/fuzz.test.ts test/practice/random-run.test.ts; }
exchange() { EXCHANGE_RECORDS=100000 tests test/practice/exchange.test.ts; }
on_lab() { # variant, pattern...
  LAB_VARIANT=$1 KAFKA_BOOTSTRAP=localhost:29092,localhost:39092 \
    CONNECT_URLS=postgres-debezium=http://localhost:9090,connect-standalone=http://localhost:8083 \
    POSTGRES_URL=postgres://postgres:postgres@localhost:5433/postgres \
    tests "${@:2}"
}
suite() { on_lab "$1" 'test/real/lab/*.test.ts' "test/real/$1/*.test.ts" 'test/contract/*.test.ts'; }
# Last on a lab: who does them changes its tables and its input as a student does.
exercises() { on_lab "$1" 'test/exercises/*.test.ts'; }

# Connections of the practice labs, and of whoever else is here, take any free port from 32768 on. A broker whose port
# is taken at that moment is made, and does not start.
reserved=/proc/sys/net/ipv4/ip_local_reserved_ports
reserved_before=$(cat $reserved 2> /dev/null || true)
reserve_ports() { [ ! -w $reserved ] || echo "${reserved_before:+$reserved_before,}39092,49092" > $reserved; }
give_ports_back() { [ ! -w $reserved ] || echo "$reserved_before" > $reserved; }

compose_programs() {
  wait "$compose_job" || return 1
  COMPOSE_PROGRAMS=$(
    command -v docker-compose
    if docker compose version > /dev/null 2>&1; then echo 'docker compose'; fi
    cat "$scratch/compose"
  )
  export COMPOSE_PROGRAMS
}

active=
compose_job=
scratch=$(mktemp -d)
engine_pid=$scratch/engine
finish() {
  trap - EXIT
  [ -z "$compose_job" ] || kill -- "-$compose_job" 2> /dev/null || true
  [ -z "$active" ] || part "$active: down" take_down "$active" || true
  give_ports_back
  if [ -s "$engine_pid" ]; then
    echo 'Ending the Docker engine that this run started.'
    kill "$(cat "$engine_pid")" 2> /dev/null || true
    tail --pid="$(cat "$engine_pid")" -f /dev/null
  fi
  rm -rf "$scratch"
  [ ${#failed[@]} -eq 0 ] || { echo "Failed: ${failed[*]}; $((SECONDS - begun)) s in all."; exit 1; }
}
trap finish EXIT
trap 'exit 130' INT TERM

part engine bash test/real/engine.sh "$engine_pid" || exit 1
export DOCKER_HOST=${DOCKER_HOST:-unix:///var/run/docker.sock}
part 'the way is free' make_way || exit 1
reserve_ports
part bundle node .build.mjs || exit 1
# Beside the images, as a process group of its own, so that all of it can be ended.
set -m
bash test/real/build-compose.sh > "$scratch/compose" &
compose_job=$!
set +m
part images bash docker/offline/build.sh || exit 1
part 'Compose from its Go module' compose_programs || exit 1
part 'compose files, and tools of others on the practice lab' tests 'test/real/*.test.ts' || true
for variant in "${variants[@]}"; do
  active=$variant
  # The built Compose, where there is one, brings up the second lab.
  [ "$variant" != kraft ] || [ ! -s "$scratch/compose" ] || PATH=$(dirname "$(cat "$scratch/compose")"):$PATH
  if part "$variant: up" bring_up "$variant"; then
    part "$variant: suite" suite "$variant" || keep_logs "$variant"
    part "$variant: exercises" exercises "$variant" || keep_logs "$variant"
  else
    keep_logs "$variant"
  fi
  part "$variant: down" take_down "$variant" || true
  active=
done
part '100,000 records a codec on practice brokers' exchange || true
# Last: the ports of its many connections are not free at once, and the labs need theirs.
part 'noise and random faults on the practice lab' fuzz || true
[ ${#failed[@]} -gt 0 ] || echo "All is well, $((SECONDS - begun)) s in all."
