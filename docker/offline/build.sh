#!/usr/bin/env bash
# Builds the images of the offline lab from Debian packages and Maven artifacts, without an image registry.
#
# build.sh [--rebuild]   With --rebuild nothing that is there already is used.
#
# It needs root on Debian, a Docker engine, and the mirrors that apt and Maven are set up for. What it downloads and logs
# is in $WORK, else in the user's cache folder. Where all images are there and nothing here has changed, it does nothing.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
work=${WORK:-${XDG_CACHE_HOME:-$HOME/.cache}/kafka-lab}
vendor=kafka-lab-offline
images=(kafka:3.9 kafka4:4.3 zookeeper:3.8 connect:3.1 connect-standalone:3.9 postgres:15)
# The packages that the Dockerfiles name are this release's, whatever release the machine has.
suite=bookworm

fail() {
  echo "build.sh: $*" >&2
  exit 1
}

rebuild=
case "${1:-}" in
  '') ;;
  --rebuild) rebuild=yes ;;
  *)
    echo 'build.sh: the only option is --rebuild.' >&2
    exit 64
    ;;
esac

command -v docker > /dev/null || fail 'there is no docker program; on Debian: apt-get install docker.io'
answer=$(timeout 20 docker version 2>&1) ||
  fail "no Docker engine answers; start one, or name it in DOCKER_HOST: $(tail -n 1 <<< "$answer")"

# What the images are made of, in one word: it is their label, and tells whether they are up to date.
recipe=$(cd "$here" && find . -type f ! -name .env ! -name build.sh -exec sha256sum {} + | sort -k 2 | sha256sum | cut -c 1-16)

are_built() {
  local built
  built=$(docker image inspect --format '{{index .Config.Labels "io.kafka-lab.recipe"}}' "${images[@]/#/$vendor/}" 2> /dev/null) &&
    [ "$(sort -u <<< "$built")" = "$recipe" ]
}

done_already() {
  echo 'The images of the offline lab are there.'
  exit 0
}

[ -n "$rebuild" ] || ! are_built || done_already

mkdir -p "$work/log" || fail "$work cannot be written; name another folder in WORK."
exec 9> "$work/lock"
if ! flock --nonblock 9; then
  echo 'Another build is running: waiting for it.'
  flock 9
  ! are_built || done_already
fi

# In MiB; nothing where the folder is not here but beside a remote engine.
free_in() { df -Pm "$1" 2> /dev/null | awk 'NR == 2 {print $4}'; }
room() { # folder, MiB
  local free
  free=$(free_in "$1")
  [ "${free:-$2}" -ge "$2" ] || fail "$1 has only $free MiB free, and the build needs $2: make room there."
}
room "$work" 1000
room "$(docker info --format '{{.DockerRootDir}}')" 2000

# A part of the build: its output goes to a log, and what is printed is its time, or why it failed in one sentence. It is
# one command, or its commands are chained: bash goes on after a failed one in a function whose result is asked for.
part() { # name, command...
  local name=$1 since=$SECONDS log
  log=$work/log/$(tr -c 'a-z0-9.\n' '-' <<< "$name").log
  shift
  if "$@" > "$log" 2>&1 < /dev/null; then
    printf '%-36s %3d s\n' "$name" $((SECONDS - since))
  elif grep -qi 'no space left on device' "$log" || [ "$(free_in "$work")" -lt 20 ]; then
    fail "$name: the disk is full; make room in $work and in the engine's folder (docker system df), then run it again."
  else
    fail "$name failed: $(grep -v '^\s*$' "$log" | tail -n 1 | cut -c 1-300) (all of it: $log)"
  fi
}

# Work beside the main line is a process group of its own, so that all of it can be ended with the script.
beside() {
  set -m
  "$@" &
  set +m
}
end() {
  local job
  for job in $(jobs -p); do kill -- "-$job" 2> /dev/null || true; done
  wait
}
trap end EXIT
trap 'exit 130' INT TERM

install() {
  # A slim Debian has no folder for the manual of Java, and its package cannot be set up without it.
  mkdir -p /usr/share/man/man1 &&
    apt-get update -qq &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}

mirror() {
  apt-cache policy | awk -v main="$(. /etc/os-release && echo "$VERSION_CODENAME")/main" \
    '$2 ~ /^https?:/ && $3 == main {print $2; exit}'
}

# An interrupted run may have left its /proc mounted there.
remove_root() {
  umount "$root/proc" "$root/sys" 2> /dev/null || true
  rm -rf --one-file-system "$root"
}
root=$work/root
import_root() {
  tar -c --exclude='./proc/*' --exclude='./sys/*' --exclude='./dev/*' \
    --exclude='./var/cache/apt/*' --exclude='./var/lib/apt/lists/*' \
    --exclude='./usr/share/doc/*' --exclude='./usr/share/man/*' --exclude='./usr/share/info/*' --exclude='./usr/share/locale/*' \
    -C "$root" . |
    docker import -c 'ENV LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' -c 'CMD ["bash"]' - "$vendor/debian:12"
}

copy_jars() { # profile, folder, option...
  mvn -B -q -f "$here/pom.xml" -P "$1" dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$2" "${@:3}"
}

# The jars of all class paths, once for each pom.xml.
jars=$work/jars-$(sha256sum "$here/pom.xml" | cut -c 1-16)
all_jars() {
  [ -z "$rebuild" ] || rm -rf "$jars"
  [ ! -e "$jars/complete" ] || return 0
  rm -rf "$work"/jars-*
  part 'jars of Kafka 3' copy_jars kafka3 "$jars/kafka3/libs"
  part 'jars of Kafka 4' copy_jars kafka4 "$jars/kafka4/libs"
  part 'jars of the file connectors' copy_jars file-connectors "$jars/connect/file-connectors"
  part 'the PostgreSQL connector' copy_jars debezium "$jars/connect" -Dmdep.stripVersion=true
  touch "$jars/complete"
}

# The context is the image's folder here and, where one is named, a folder of jars.
build() { # image, folder, folder of jars or nothing, option...
  local image=$1 folder=$2 more=$3
  shift 3
  tar -c -C "$here/$folder" . ${more:+-C "$more" .} |
    docker build -q --network host ${rebuild:+--no-cache} "$@" -t "$vendor/$image" -
}
labelled() {
  part "image $1" build "$@" --label "io.kafka-lab.recipe=$recipe"
}

missing=()
command -v debootstrap > /dev/null || missing+=(debootstrap)
command -v mvn > /dev/null || missing+=(maven)
command -v java > /dev/null || missing+=(default-jre-headless)
has_debian=
[ -n "$rebuild" ] || ! docker image inspect "$vendor/debian:12" > /dev/null 2>&1 || has_debian=yes
if [ ${#missing[@]} -gt 0 ] || [ -z "$has_debian" ]; then
  [ "$(. /etc/os-release && echo "$ID")" = debian ] || fail 'the images can be built on Debian only: debootstrap takes its packages from the mirror of apt.'
  [ "$(id -u)" = 0 ] || fail 'debootstrap and apt-get need root: run it with sudo.'
fi
[ ${#missing[@]} -eq 0 ] || part "apt-get install ${missing[*]}" install "${missing[@]}"

beside all_jars
jars_job=$!
if [ -z "$has_debian" ]; then
  from=$(mirror)
  [ -n "$from" ] || { part 'apt-get update' apt-get update -qq; from=$(mirror); }
  [ -n "$from" ] || fail 'apt knows no mirror of Debian: see /etc/apt/sources.list.'
  remove_root
  part debootstrap debootstrap --variant=minbase --include=ca-certificates $suite "$root" "$from"
  printf 'path-exclude=/usr/share/%s/*\n' doc man info locale > "$root/etc/dpkg/dpkg.cfg.d/small"
  part 'image debian:12' import_root
  remove_root
fi
beside labelled postgres:15 postgres ''
postgres_job=$!
part 'image jre:17' build jre:17 jre ''
wait $jars_job
labelled kafka:3.9 kafka "$jars/kafka3" --build-arg LINE=3
labelled kafka4:4.3 kafka "$jars/kafka4" --build-arg LINE=4
labelled zookeeper:3.8 zookeeper ''
labelled connect:3.1 connect "$jars/connect"
labelled connect-standalone:3.9 connect-standalone ''
wait $postgres_job
echo "The images of the offline lab are built, in $SECONDS s."
