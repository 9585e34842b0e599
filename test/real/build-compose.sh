#!/bin/bash
# Builds Docker Compose from its Go module, for the check that the compose files load with it. Prints the program's path.
# usage: build-compose.sh VERSION     `go install` refuses the module's exclude lines; a module that requires it does not mind.
set -euo pipefail
version=$1
program=${XDG_CACHE_HOME:-$HOME/.cache}/kafka-lab/compose-$version/docker-compose
if [ -x "$program" ]; then echo "$program"; exit 0; fi
command -v go > /dev/null || { echo "There is no go here: Compose $version is not built." >&2; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export CGO_ENABLED=0 GOFLAGS='-buildvcs=false -mod=mod'
module=github.com/docker/compose/${version%%.*}
{ go mod init wrapper && go get "$module/cmd@$version"; } > build.log 2>&1 || { tail -3 build.log >&2; exit 1; }
mkdir -p "$(dirname "$program")"
go build -trimpath -ldflags "-s -w -X $module/internal.Version=$version" -o "$program" "$module/cmd" >> build.log 2>&1 || { tail -3 build.log >&2; exit 1; }
echo "$program"
