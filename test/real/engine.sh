#!/bin/bash
# Brings what the real run needs to a bare Debian machine, and starts a Docker Engine by hand where none answers.
# An engine that it did not start is never stopped or started again.
set -euo pipefail
fail() { echo "$1" >&2; exit 1; }
[ "$(id -u)" = 0 ] || fail 'The real run needs root: it builds a root file system and may start a Docker Engine.'
command -v apt-get > /dev/null || fail 'The real run needs a Debian machine.'
missing=()
for package in docker.io iptables debootstrap docker-compose kcat curl maven procps; do
  case $package in maven) command -v mvn > /dev/null && continue;; esac
  dpkg-query -Wf '${Status}' "$package" 2> /dev/null | grep -q 'ok installed' || missing+=("$package")
done
command -v java > /dev/null || missing+=(openjdk-17-jdk-headless)
if [ ${#missing[@]} -gt 0 ]; then
  echo "Installing ${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
fi
if ! docker version > /dev/null 2>&1; then
  folder=${DOCKER_ROOT:-/var/lib/kafka-lab-docker}
  log=${TMPDIR:-/tmp}/kafka-lab-dockerd.log
  nohup dockerd --data-root "$folder" > "$log" 2>&1 &
  for _ in $(seq 300); do docker version > /dev/null 2>&1 && break; sleep 0.1; done
  docker version > /dev/null 2>&1 || { tail -5 "$log" >&2; fail "The Docker Engine did not start: see $log."; }
  echo "Started a Docker Engine with its data in $folder."
fi
docker version --format 'engine {{.Server.Version}}, API {{.Server.APIVersion}}'
