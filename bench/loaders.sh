#!/usr/bin/env bash
# Tries the loaders of clients/js in a real project of each framework: builds it for production, starts it, and looks at its page
# in Debian's Chromium, with pictures of a running server. Prints a line for each framework. Fails if a picture is not of the
# expected size, or if a second view of the page requests a picture.
#   bench/loaders.sh [next] [nuxt] [unpic]
# Installs the frameworks by npm into a temporary folder, which ends with the script.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

npm install --silent --no-save --prefix "$folder" playwright-core@1.65.1 esbuild@0.28.2
(cd "$root/clients/js" && npm pack --silent --pack-destination "$folder" >/dev/null)
node "$root/bench/loaders.mjs" "$folder" "$@"
