#!/usr/bin/env bash
# Makes a bare Debian machine ready for the real run: installs what is missing and, where no Docker engine answers,
# starts one by hand. An engine that answers is used as it is; it is never stopped or started again.
#
# engine.sh [PID_FILE]   The process id of an engine that was started is written to PID_FILE; its starter ends it.
set -euo pipefail

fail() {
  echo "engine.sh: $*" >&2
  exit 1
}
answers() { timeout 20 docker version > /dev/null 2>&1; }

# program=package
missing=()
for pair in docker=docker.io docker-compose=docker-compose debootstrap=debootstrap mvn=maven java=default-jdk-headless \
  kcat=kcat jq=jq curl=curl; do
  command -v "${pair%=*}" > /dev/null || missing+=("${pair#*=}")
done
answers || for pair in dockerd=docker.io iptables=iptables; do
  command -v "${pair%=*}" > /dev/null || [[ " ${missing[*]} " == *" ${pair#*=} "* ]] || missing+=("${pair#*=}")
done
if [ ${#missing[@]} -gt 0 ]; then
  command -v apt-get > /dev/null || fail "there is no ${missing[*]} here, and no apt-get to install it with: the real run needs Debian."
  [ "$(id -u)" = 0 ] || fail "there is no ${missing[*]} here, and installing it needs root."
  echo "Installing ${missing[*]}."
  log=$(mktemp)
  # A slim Debian has no folder for the manual of Java, and its package cannot be set up without it.
  mkdir -p /usr/share/man/man1
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } > "$log" 2>&1 ||
    fail "apt-get failed: $(tail -n 1 "$log") (all of it: $log)"
  rm -f "$log"
fi

if answers; then
  echo "A Docker engine answers: $(docker version --format '{{.Server.Version}}')."
  exit 0
fi
[ -z "${DOCKER_HOST:-}" ] || fail "no Docker engine answers at DOCKER_HOST=$DOCKER_HOST."
[ "$(id -u)" = 0 ] || fail 'no Docker engine answers, and starting one needs root.'
log=${TMPDIR:-/tmp}/kafka-lab-dockerd.log
nohup dockerd > "$log" 2>&1 < /dev/null &
pid=$!
for _ in $(seq 150); do
  if answers; then
    [ -z "${1:-}" ] || echo $pid > "$1"
    echo "Started a Docker engine, $(docker version --format '{{.Server.Version}}'), process $pid; its log is $log."
    exit 0
  fi
  kill -0 $pid 2> /dev/null || break
  sleep 0.2
done
kill $pid 2> /dev/null || true
fail "the Docker engine does not start: $(tail -n 1 "$log") (all of it: $log)"
