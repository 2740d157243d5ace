#!/usr/bin/env bash
# tus-js-client in Node, and Uppy in Debian's Chromium, against the program: over a line that is cut twenty times, to a server
# that is killed twice. Compares the SHA-256 of each result. Installs the clients by npm into a temporary folder, which ends
# with the script.
#   bench/tus.sh
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

npm install --silent --no-save --prefix "$folder" \
  tus-js-client@4.3.1 @uppy/core@6.3.1 @uppy/tus@6.0.0 esbuild@0.28.2 playwright-core@1.65.1
node "$root/bench/tus.mjs" "$folder/tus" "$folder/node_modules"
node "$root/bench/uppy.mjs" "$folder/uppy" "$folder/node_modules"
