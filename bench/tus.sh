#!/usr/bin/env bash
# tus-js-client and Uppy against the program: over a line that is cut twenty times, to a server that is killed twice. Compares
# the SHA-256 of each result. Installs both clients by npm into a temporary folder, which ends with the script.
#   bench/tus.sh PHOTO.jpg
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
photo=$(readlink -f "${1:?a photograph is missing: bench/tus.sh PHOTO.jpg}")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

npm install --silent --no-save --prefix "$folder" tus-js-client@4.3.1 @uppy/core@6.3.1 @uppy/tus@6.0.0
node "$root/bench/tus.mjs" "$root" "$folder/data" "$folder/node_modules" "$photo"
