#!/usr/bin/env bash
# Tries the loaders of clients/js in a real project of each framework, and checks the URLs in the pages that it builds.
#   bench/loaders.sh [next] [nuxt] [unpic]
# Needs npm and its registry. The projects are made in a temporary folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
package=$work/$(cd clients/js && npm pack --silent --pack-destination "$work")
export NEXT_TELEMETRY_DISABLED=1 NUXT_TELEMETRY_DISABLED=1 CI=1
server=https://media.example.org

project() { # NAME PACKAGE...: an empty project with these packages
  mkdir "$work/$1" && cd "$work/$1"
  echo '{"name":"tried","private":true,"type":"module"}' >package.json
  npm install --silent --no-audit --no-fund "$package" "${@:2}"
}

expect() { # NAME FILE TEXT: the page has this URL
  if sed 's/&amp;/\&/g' "$2" | grep -qF "$3"; then
    echo "$1: ok: $3"
  else
    echo "$1: the page has no $3" >&2
    grep -o "$server[^\" ]*" "$2" | head -5 >&2
    exit 1
  fi
}

next() {
  project next next react react-dom
  mkdir pages
  echo "export default { images: { loader: 'custom', loaderFile: './loader.js' } };" >next.config.mjs
  echo "export { default } from 'calotype-client/next';" >loader.js
  cat >pages/index.js <<'PAGE'
import Image from 'next/image';
export default () => <Image src="dune" alt="A dune" width={600} height={450} />;
PAGE
  NEXT_PUBLIC_CALOTYPE_URL=$server npx next build >build.log 2>&1 || { tail -20 build.log >&2; exit 1; }
  expect next .next/server/pages/index.html "$server/images/dune?w=640&q=75&format=auto"
}

nuxt() {
  project nuxt nuxt @nuxt/image
  cat >nuxt.config.js <<CONFIG
export default defineNuxtConfig({
  modules: ['@nuxt/image'],
  image: { provider: 'calotype', providers: { calotype: { provider: '~~/calotype.js', options: { baseURL: '$server' } } } },
});
CONFIG
  cat >calotype.js <<'PROVIDER'
import { defineProvider } from '@nuxt/image/runtime';
import { nuxtImage } from 'calotype-client/loaders';
export default defineProvider({ getImage: nuxtImage });
PROVIDER
  echo '<template><NuxtImg src="dune" width="600" height="450" alt="A dune" /></template>' >app.vue
  npx nuxi generate >build.log 2>&1 || { tail -20 build.log >&2; exit 1; }
  expect nuxt .output/public/index.html "$server/images/dune?w=640&h=480&format=auto"
}

unpic() {
  project unpic react react-dom @unpic/react
  cat >page.js <<PAGE
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { Image } from '@unpic/react/base';
import { unpicTransformer } from 'calotype-client/loaders';
const transformer = unpicTransformer('$server');
console.log(renderToStaticMarkup(createElement(Image, { src: 'dune', alt: 'A dune', width: 640, height: 480, transformer })));
PAGE
  node page.js >page.html
  expect unpic page.html "$server/images/dune?w=640&h=480&fit=cover&format=auto"
}

for framework in "${@:-next nuxt unpic}"; do
  for one in $framework; do ("$one"); done
done
