// Pages of Next.js, Nuxt and unpic in Chromium, with pictures of a running server. Started by loaders.sh.
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { png } from '../web/test/browser/pictures.mjs'
import { chromium, freePort, kill, Program, start } from './program.mjs'

const [, , folder, ...wanted] = process.argv
const CLIENT = join(folder, 'calotype-client-1.0.0.tgz')
const WIDE = { viewport: { width: 1280, height: 800 } }
const PHONE = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 3, isMobile: true, hasTouch: true }

const server = new Program(join(folder, 'data'))
await server.start()
const put = await fetch(`${server.url}/api/media/dune`, { method: 'PUT', body: png(2400, 1800, 7) })
const dune = await put.json()

/**
 * The frameworks. `files` are those of the project, `build` and `serve` commands of its packages, `paths` its pages. `sizes` are
 * the pixels that a page decodes: of the picture 600 pixels wide, whose `src` is an id, and of that as wide as the page, whose
 * `src` is a link.
 */
const FRAMEWORKS = {
  next: {
    packages: ['next@16.4.6', 'react@19.3.1', 'react-dom@19.3.1'],
    files: {
      'next.config.mjs': `
        export default {
          transpilePackages: ['calotype-client'],
          images: { loader: 'custom', loaderFile: './loader.js' },
        };`,
      'loader.js': "export { default } from 'calotype-client/next';",
      'app/layout.jsx': 'export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html>; }',
      'pages/old.jsx': "export { default } from '../app/page.jsx';",
      'app/page.jsx': `
        import Image from 'next/image';
        export default function Page() {
          return <>
            <Image src="dune" alt="A dune" width={600} height={450} />
            <Image src="${dune.links.image}" alt="A dune" width={2400} height={1800} sizes="100vw" style={{ width: '100%', height: 'auto' }} />
          </>;
        }`,
    },
    build: ['next', 'build'],
    serve: (port) => ['next', 'start', '-H', '127.0.0.1', '-p', String(port)],
    paths: ['/', '/old'], // the app router, and the pages router
    sizes: { wide: ['640x480', '1920x1440'], phone: ['1200x900', '1080x810'] },
  },
  nuxt: {
    packages: ['nuxt@4.5.2', '@nuxt/image@2.1.0', 'node@24.11.1'], // Nuxt needs Node 22 or later
    files: {
      'nuxt.config.js': `
        export default defineNuxtConfig({
          modules: ['@nuxt/image'],
          image: { provider: 'calotype', providers: { calotype: { provider: '~~/calotype.js', options: { baseURL: '${server.url}' } } } },
        });`,
      'calotype.js': `
        import { defineProvider } from '@nuxt/image/runtime';
        import { nuxtImage } from 'calotype-client/loaders';
        export default defineProvider({ getImage: nuxtImage });`,
      'app/app.vue': `
        <template>
          <NuxtImg src="dune" width="600" height="450" alt="A dune" />
          <NuxtImg src="${dune.links.image}" sizes="sm:100vw md:100vw lg:100vw xl:100vw xxl:100vw" alt="A dune" style="width: 100%" />
        </template>`,
    },
    build: ['nuxt', 'build'],
    serve: () => ['node', '.output/server/index.mjs'],
    paths: ['/'],
    sizes: { wide: ['640x480', '1280x960'], phone: ['1200x900', '1280x960'] },
  },
  unpic: {
    packages: ['react@19.3.1', 'react-dom@19.3.1', '@unpic/react@1.0.2'],
    files: {
      'page.jsx': `
        import { createRoot } from 'react-dom/client';
        import { Image } from '@unpic/react/base';
        import { unpicTransformer } from 'calotype-client/loaders';
        const transformer = unpicTransformer('${server.url}');
        createRoot(document.getElementById('app')).render(<>
          <Image src="dune" alt="A dune" layout="fixed" width={600} height={450} transformer={transformer} />
          <Image src="${dune.links.image}" alt="A dune" layout="fullWidth" aspectRatio={4 / 3} transformer={transformer} />
        </>);`,
      'index.html': '<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>unpic</title><div id="app"></div><script type="module" src="/page.js"></script>',
    },
    build: ['esbuild', 'page.jsx', '--bundle', '--minify', '--format=esm', '--jsx=automatic', '--outfile=page.js'],
    serve: (port) => ['esbuild', '--servedir=.', `--serve=127.0.0.1:${port}`],
    paths: ['/'],
    sizes: { wide: ['640x480', '1280x960'], phone: ['1200x900', '1080x810'] },
  },
}

/** The environment of a project's commands: those of its packages are found first. */
const environment = (port, home) => ({
  ...process.env, PATH: `${home}/node_modules/.bin:${folder}/node_modules/.bin:${process.env.PATH}`, CI: '1', NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', NUXT_TELEMETRY_DISABLED: '1',
  NEXT_PUBLIC_CALOTYPE_URL: server.url, PORT: String(port), HOST: '127.0.0.1',
})

function run(command, args, options) {
  try {
    execFileSync(command, args, { stdio: 'pipe', ...options })
  } catch (failed) {
    throw new Error(`${command} ${args.join(' ')}: ${`${failed.stdout}${failed.stderr}`.slice(-3000)}`)
  }
}

function build(name, { packages, files, build: [command, ...args] }, port) {
  const home = join(folder, name)
  for (const [path, text] of Object.entries({ 'package.json': '{"private":true,"type":"module"}', ...files })) {
    mkdirSync(dirname(join(home, path)), { recursive: true })
    writeFileSync(join(home, path), text)
  }
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', '--save-exact', CLIENT, ...packages], { cwd: home })
  run(command, args, { cwd: home, env: environment(port, home) })
  return home
}

/** Waits until the process answers at `port`. */
async function answers(process_, port) {
  let log = ''
  process_.stdout.on('data', (text) => { log += text })
  process_.stderr.on('data', (text) => { log += text })
  for (;;) {
    if (process_.exitCode !== null) throw new Error(`the page's server has ended: ${log.slice(-3000)}`)
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => null)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** The pixels of each picture of the page, once all are decoded. */
const decoded = (page) => page.evaluate(async () => {
  const pixels = async (image) => {
    const alone = Object.assign(new Image(), { src: image.currentSrc }) // its size is that of the file
    await alone.decode()
    return `${alone.naturalWidth}x${alone.naturalHeight}`
  }
  return Promise.all([...document.images].map(pixels))
})

const shown = (page) => page.waitForFunction(
  () => document.images.length === 2 && [...document.images].every((image) => image.complete && image.naturalWidth > 0),
  null, { timeout: 120_000 })

/** Looks at the page twice. */
async function look(browser, url, options, sizes) {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const network = await context.newCDPSession(page)
  const sent = new Map()
  await network.send('Network.enable')
  network.on('Network.requestWillBeSent', ({ requestId, request }) => request.url.startsWith(server.url) && sent.set(requestId, request.url))
  network.on('Network.requestServedFromCache', ({ requestId }) => sent.delete(requestId))
  network.on('Network.responseReceived', ({ requestId, response }) => response.fromDiskCache && sent.delete(requestId))
  const faults = []
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.location().url.endsWith('/favicon.ico')) faults.push(message.text())
  })
  page.on('pageerror', (error) => faults.push(error.message))
  await page.goto(url)
  await shown(page)
  const pixels = await decoded(page)
  const first = [...sent.values()]
  if (pixels.join() !== sizes.join()) throw new Error(`the pictures have ${pixels}, expected ${sizes}: ${first.join('\n')}`)
  if (first.length !== 2) throw new Error(`the first view sent ${first.length} requests: ${first.join('\n')}`)
  await page.goto('about:blank')
  sent.clear()
  await page.goto(url)
  await shown(page)
  if (sent.size > 0) throw new Error(`the second view sent ${[...sent.values()].join('\n')}`)
  if (faults.length > 0) throw new Error(`the page reports ${faults.join('\n')}`)
  await context.close()
}

async function tried(name, browser) {
  const framework = FRAMEWORKS[name]
  const port = await freePort()
  const home = build(name, framework, port)
  const [command, ...args] = framework.serve(port)
  const process_ = start(command, args, { cwd: home, env: environment(port, home) })
  try {
    await answers(process_, port)
    for (const path of framework.paths) {
      const url = `http://127.0.0.1:${port}${path}`
      await look(browser, url, WIDE, framework.sizes.wide)
      await look(browser, url, PHONE, framework.sizes.phone)
    }
  } finally {
    await kill(process_)
  }
}

const browser = await chromium(createRequire(join(folder, 'node_modules/'))('playwright-core'))
let failed = 0
for (const name of wanted.length > 0 ? wanted : Object.keys(FRAMEWORKS)) {
  const { packages, sizes } = FRAMEWORKS[name]
  try {
    await tried(name, browser)
    console.log(`${name}: ok, ${packages.join(' ')}: ${sizes.wide.join(' ')} at 1280 px, ${sizes.phone.join(' ')} on a phone`)
  } catch (error) {
    failed++
    console.log(`${name}: ${error.message}`)
  }
}
await browser.close()
process.exit(failed === 0 ? 0 : 1)
