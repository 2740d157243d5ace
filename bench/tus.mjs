// Uploads of tus-js-client and of Uppy over a line that is cut, to a server that is killed. Started by tus.sh.
import { createHash, randomBytes } from 'node:crypto'
import { spawn } from 'node:child_process'
import { createServer, connect } from 'node:net'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const [, , root, data, modules, photo] = process.argv
const require = createRequire(modules + '/')
const tus = require('tus-js-client')
const CUTS = 20

let server
async function serve() {
  server = spawn(root + '/calotype', ['serve', '--data', data, '--port', '0'], { detached: true })
  const port = await new Promise((resolve, reject) => {
    let seen = ''
    server.stdout.on('data', (text) => {
      seen += text
      const ready = /http:\/\/127\.0\.0\.1:(\d+)/.exec(seen)
      if (ready) resolve(Number(ready[1]))
    })
    server.on('exit', () => reject(new Error('the server does not start: ' + seen)))
  })
  server.stderr.resume()
  server.removeAllListeners('exit')
  return port
}

async function restart() {
  const ended = new Promise((resolve) => server.on('exit', resolve))
  process.kill(-server.pid, 'SIGKILL')
  await ended
  line.target = await serve()
}

// The line: forwards to `target`, and cuts every connection after `budget` bytes to the server.
const line = { target: 0, budget: Infinity, cuts: 0, onCut: null }
const listener = createServer((client) => {
  const upstream = connect(line.target, '127.0.0.1')
  client.on('data', (bytes) => {
    upstream.write(bytes)
    line.budget -= bytes.length
    if (line.budget <= 0) {
      line.cuts++
      line.budget = line.next()
      client.destroy()
      upstream.destroy()
      line.onCut?.(line.cuts)
    }
  })
  upstream.on('data', (bytes) => client.write(bytes))
  for (const [one, other] of [[client, upstream], [upstream, client]]) {
    one.on('error', () => {})
    one.on('close', () => other.destroy())
  }
})

function large(bytes) {
  const picture = readFileSync(photo)
  return Buffer.concat([picture, randomBytes(bytes - picture.length)]) // decoders ignore the rest
}

async function check(name, location, bytes, base) {
  const record = await (await fetch(base + location)).json()
  const expected = createHash('sha256').update(bytes).digest('hex')
  if (record.sha256 !== expected) throw new Error(`${name}: ${JSON.stringify(record)} is not ${expected}`)
  console.log(`${name}: ${bytes.length} bytes whole, ${line.cuts} cuts`)
}

const retryDelays = Array(400).fill(300)

async function upload(name, bytes, options) {
  let location = null
  line.cuts = 0
  await new Promise((resolve, reject) => {
    new tus.Upload(bytes, {
      endpoint: `http://127.0.0.1:${listener.address().port}/api/uploads`,
      retryDelays,
      metadata: { filename: name + '.jpg', filetype: 'image/jpeg', group: 'tus' },
      onAfterResponse: (request, response) => { location = response.getHeader('Media-Location') ?? location },
      onError: reject,
      onSuccess: resolve,
      ...options,
    }).start()
  })
  line.budget = Infinity
  await check(name, location, bytes, `http://127.0.0.1:${line.target}`)
}

function cutting(each, times) {
  line.next = () => (line.cuts < times ? each : Infinity)
  line.cuts = 0
  line.budget = each
}

async function uppy(bytes) {
  const { default: Uppy } = await import(modules + '/@uppy/core/lib/index.js')
  const { default: Tus } = await import(modules + '/@uppy/tus/lib/index.js')
  const page = new Uppy({ autoProceed: false })
  page.use(Tus, { endpoint: `http://127.0.0.1:${listener.address().port}/api/uploads`, retryDelays, chunkSize: 256 << 10 })
  page.addFile({ name: 'uppy.jpg', type: 'image/jpeg', data: Object.assign(bytes, { size: bytes.length }) }) // Node's tus-js-client takes no Blob
  let location = null
  page.getPlugin('Tus').setOptions({
    onAfterResponse: (request, response) => { location = response.getHeader('Media-Location') ?? location },
  })
  const result = await page.upload()
  if (result.failed.length) throw result.failed[0].error
  line.budget = Infinity
  await check('uppy', location, bytes, `http://127.0.0.1:${line.target}`)
}

await new Promise((resolve) => listener.listen(0, '127.0.0.1', resolve))
line.target = await serve()
try {
  await upload('plain', large(3 << 20), {})
  cutting(700 << 10, CUTS)
  line.onCut = (cut) => { if (cut === 7 || cut === 14) restart() }
  await upload('cut', large(16 << 20), { chunkSize: Infinity })
  line.onCut = null
  cutting(700 << 10, CUTS)
  await upload('chunks', large(16 << 20), { chunkSize: 256 << 10, uploadDataDuringCreation: true })
  await upload('parallel', large(8 << 20), { parallelUploads: 3 })
  cutting(300 << 10, 5)
  await uppy(large(2 << 20))
} finally {
  process.kill(-server.pid, 'SIGKILL')
  listener.close()
}
process.exit(0)
