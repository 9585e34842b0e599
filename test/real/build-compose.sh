#!/usr/bin/env bash
# Builds Docker Compose from its Go module into the cache folder and prints the path of the program, or nothing where
# there is no go. `go install` refuses a module with exclude lines; a module that needs it does not mind them.
#
# build-compose.sh [VERSION]
set -euo pipefail
version=${1:-v2.40.3}
program=${XDG_CACHE_HOME:-$HOME/.cache}/kafka-lab/compose-$version/docker-compose

if [ ! -x "$program" ]; then
  command -v go > /dev/null || { echo "There is no go here: Compose $version is left out." >&2; exit 0; }
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  cd "$folder"
  export CGO_ENABLED=0 GOFLAGS='-buildvcs=false -mod=mod'
  module=github.com/docker/compose/${version%%.*}
  {
    go mod init wrapper &&
      go get "$module/cmd@$version" &&
      go build -trimpath -ldflags "-s -w -X $module/internal.Version=$version" -o built "$module/cmd"
  } > log 2>&1 || { echo "build-compose.sh: Compose $version cannot be built: $(tail -n 1 log)" >&2; exit 1; }
  mkdir -p "$(dirname "$program")"
  mv built "$program"
fi
echo "$program"
