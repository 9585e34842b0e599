#!/bin/bash
# Builds the images of the lab from Debian packages and Maven artifacts, without an image registry.
# usage: build.sh [--rebuild]     Needs Debian, root, and a Docker Engine. About two minutes, then seconds.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=${KAFKA_LAB_WORK:-${XDG_CACHE_HOME:-$HOME/.cache}/kafka-lab}
prefix=kafka-lab-offline
rebuild=; [ "${1:-}" != --rebuild ] || rebuild=1

fail() { echo "$1" >&2; exit 1; }
now() { date +%s%N; }
started=$(now)
took() { printf '%-34s %6d ms\n' "$1" $((($(now) - $2) / 1000000)); }
have() { [ -z "$rebuild" ] && docker image inspect "$1" > /dev/null 2>&1; }

images=(debian:12 jre:17 kafka:3.9 kafka:4.3 zookeeper:3.9 connect:3.1 postgres:15)
# Images are named by what they are built from, so that a change of a file here is seen.
stamp=$(cd "$here" && find build.sh pom.xml images -type f | sort | xargs sha256sum | sha256sum | cut -c1-16)
is_current() {
  for image in "${images[@]}"; do have "$prefix/$image" || return 1; done
  [ "$(cat "$work/stamp" 2>/dev/null)" = "$stamp" ]
}

docker version > /dev/null 2>&1 || fail 'No Docker Engine answers: start one, then build again.'
mkdir -p "$work" || fail "$work cannot be made: set KAFKA_LAB_WORK to a folder that can."
if is_current; then echo 'The images are there already.'; exit 0; fi
[ "$(id -u)" = 0 ] || fail 'debootstrap needs root: run this with sudo.'
command -v apt-get > /dev/null || fail 'This builds from Debian packages and needs a Debian machine.'
free=$(df -Pk "$work" | awk 'NR==2 {print $4}')
[ "$free" -gt 3000000 ] || fail "$work has $((free / 1024)) MiB free and the build needs 3 GiB: make room, or set KAFKA_LAB_WORK."

missing=()
command -v debootstrap > /dev/null || missing+=(debootstrap)
command -v mvn > /dev/null || missing+=(maven)
command -v java > /dev/null || missing+=(openjdk-17-jdk-headless)
if [ ${#missing[@]} -gt 0 ]; then
  t=$(now)
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } > "$work/apt.log" 2>&1 ||
    fail "apt-get could not install ${missing[*]}: see $work/apt.log."
  took "installed ${missing[*]}" "$t"
fi

# The mirror that this machine's own apt uses.
mirror() { apt-cache policy | awk '/bookworm\/main/ {print $2; exit}'; }
jars() {
  local t; t=$(now)
  mvn -B -q -f "$here/pom.xml" -P "$1" dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$work/jars/$1.part" < /dev/null &&
    rm -rf "$work/jars/$1" && mv "$work/jars/$1.part" "$work/jars/$1" && took "jars $1" "$t"
}
all_jars() { for profile in kafka3 kafka4 file-connectors debezium; do [ -d "$work/jars/$profile" ] || jars "$profile" || return 1; done; }
root() {
  local t; t=$(now)
  [ -n "$(mirror)" ] || apt-get update -qq
  rm -rf "$work/rootfs"
  debootstrap --variant=minbase bookworm "$work/rootfs" "$(mirror)" > "$work/debootstrap.log" || { tail -3 "$work/debootstrap.log" >&2; return 1; }
  printf 'path-exclude=/usr/share/%s/*\n' doc man info locale > "$work/rootfs/etc/dpkg/dpkg.cfg.d/small"
  # tar reads --exclude only where it stands before the folder.
  tar --exclude='./var/cache/apt/*' --exclude='./var/lib/apt/lists/*' --exclude='./usr/share/doc/*' --exclude='./usr/share/man/*' \
    --exclude='./usr/share/info/*' --exclude='./usr/share/locale/*' --exclude='./proc/*' --exclude='./sys/*' --exclude='./dev/*' -C "$work/rootfs" -c . |
    docker import -c 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8' -c 'CMD ["bash"]' - "$prefix/debian:12" > /dev/null
  rm -rf "$work/rootfs"
  took "image $prefix/debian:12" "$t"
}
image() { # tag, folder of its Dockerfile, build arguments: the context is that folder and what was put beside it
  local tag=$1 folder=$2 t; shift 2; t=$(now)
  mkdir -p "$work/context/$tag"
  cp -r "$here/images/$folder/." "$work/context/$tag/"
  docker build -q -t "$prefix/$tag" "$@" "$work/context/$tag" > /dev/null 2> "$work/build-${tag%:*}.log" ||
    { tail -5 "$work/build-${tag%:*}.log" >&2; fail "Building $prefix/$tag failed: see $work/build-${tag%:*}.log."; }
  took "image $prefix/$tag" "$t"
}
put() { rm -rf "$work/context/$1"; mkdir -p "$work/context/$1"; }

all_jars & maven=$!
have "$prefix/debian:12" || root || fail 'debootstrap failed.'
have "$prefix/jre:17" || image jre:17 jre
image postgres:15 postgres & postgres=$!
wait "$maven" || fail 'Maven could not bring the jars: check that its repository is reachable.'
put kafka:3.9; cp -r "$work/jars/kafka3" "$work/context/kafka:3.9/libs"; image kafka:3.9 kafka --build-arg LINE=3
put kafka:4.3; cp -r "$work/jars/kafka4" "$work/context/kafka:4.3/libs"; image kafka:4.3 kafka --build-arg LINE=4
put zookeeper:3.9; image zookeeper:3.9 zookeeper
put connect:3.1; cp -r "$work/jars/file-connectors" "$work/context/connect:3.1/"; cp "$work"/jars/debezium/*.tar.gz "$work/context/connect:3.1/debezium.tar.gz"
image connect:3.1 connect
wait "$postgres" || fail 'Building the PostgreSQL image failed.'
echo "$stamp" > "$work/stamp"
took 'all' "$started"
