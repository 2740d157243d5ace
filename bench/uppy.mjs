// Uploads of Uppy in Chromium, from a page of another origin, over a line that is cut, to a server that is killed. Started by
// tus.sh.
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { png } from '../web/test/browser/pictures.mjs'
import { Line } from './line.mjs'
import { chromium, Program } from './program.mjs'

const [, , data, modules] = process.argv
const require = createRequire(modules + '/')
const CUTS = 20

const bundle = await require('esbuild').build({
  entryPoints: [new URL('uppy-page.js', import.meta.url).pathname],
  nodePaths: [modules],
  bundle: true,
  format: 'esm',
  write: false,
})
const files = {
  '/': ['text/html', '<!doctype html><meta charset="utf-8"><title>Uppy</title><input type="file"><script type="module" src="/page.js"></script>'],
  '/page.js': ['text/javascript', bundle.outputFiles[0].contents],
}
const pages = createServer(({ url }, response) => {
  const [type, body] = files[url] ?? []
  response.writeHead(type ? 200 : 404, { 'Content-Type': type ?? 'text/plain' }).end(body)
})
await new Promise((resolve) => pages.listen(0, '127.0.0.1', resolve))
const origin = `http://127.0.0.1:${pages.address().port}`

const server = new Program(data, { CORS_ORIGINS: origin })
const line = new Line()
await server.start()
await line.open()
line.target = server.port
const browser = await chromium(require('playwright-core'))

let kills = Promise.resolve(0)

/** Kills the server at two of the cuts, and starts it again. */
function killing(cut) {
  if (cut !== 7 && cut !== 14) return
  kills = kills.then(async (count) => {
    await server.kill()
    await server.start()
    line.target = server.port
    return count + 1
  })
}

const outcome = (page) => page.waitForFunction(() => window.outcome, null, { timeout: 300_000 }).then((value) => value.jsonValue())

/** Uploads a new picture of `length` bytes and some more. `settings` are those of the plugin for tus. */
async function upload(name, length, settings = {}) {
  const bytes = png(64, 64, name.length, length)
  const path = join(data, '..', `${name}.png`)
  writeFileSync(path, bytes)
  const page = await browser.newPage()
  await page.goto(`${origin}/#${encodeURIComponent(JSON.stringify({ endpoint: `${line.url}/api/uploads`, ...settings }))}`)
  await page.locator('input').setInputFiles(path)
  const { successful, failed } = await outcome(page)
  if (successful !== 1) throw new Error(`${name}: ${failed}`)
  const { cuts } = line
  line.whole()
  await kills
  const location = await page.evaluate(() => window.mediaLocation)
  const record = await (await fetch(server.url + location)).json()
  const expected = createHash('sha256').update(bytes).digest('hex')
  if (record.sha256 !== expected) throw new Error(`${name}: ${JSON.stringify(record)} is not ${expected}`)
  if (record.group !== 'uppy') throw new Error(`${name}: the group is ${record.group}`)
  await page.close()
  console.log(`Uppy, ${name}: ok, ${bytes.length} bytes, ${cuts} cuts, ${await kills} kills`)
  kills = Promise.resolve(0)
}

await upload('plain', 3 << 20)
line.cutting(700 << 10, CUTS, killing)
await upload('cut and killed', 16 << 20)
line.cutting(700 << 10, CUTS)
await upload('chunks', 16 << 20, { chunkSize: 256 << 10 })
await browser.close()
process.exit(0)
