#!/bin/bash
# The standalone worker with its two file connectors. /data is a volume: what was read and written stays.
set -eu
[ -e /data/input.txt ] || cp /lab/input.txt /data/input.txt
cd /lab
exec connect-standalone worker.properties file-source.json file-sink.json
