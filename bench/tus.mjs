// Uploads of tus-js-client in Node over a line that is cut, to a server that is killed. Started by tus.sh.
import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { png } from '../web/test/browser/pictures.mjs'
import { Line } from './line.mjs'
import { Program } from './program.mjs'

const [, , data, modules] = process.argv
const tus = createRequire(modules + '/')('tus-js-client')
const CUTS = 20

const server = new Program(data)
const line = new Line()

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

/** Uploads a new picture of `length` bytes and some more. */
async function upload(name, length, options) {
  const bytes = png(64, 64, name.length, length)
  let location = null
  await new Promise((resolve, reject) => {
    new tus.Upload(bytes, {
      endpoint: `${line.url}/api/uploads`,
      retryDelays: Array(400).fill(300),
      metadata: { filename: name + '.png', filetype: 'image/png', group: 'tus' },
      onAfterResponse: (request, response) => { location = response.getHeader('Media-Location') ?? location },
      onError: reject,
      onSuccess: resolve,
      ...options,
    }).start()
  })
  const { cuts } = line
  line.whole()
  await kills
  const record = await (await fetch(server.url + location)).json()
  const expected = createHash('sha256').update(bytes).digest('hex')
  if (record.sha256 !== expected) throw new Error(`${name}: ${JSON.stringify(record)} is not ${expected}`)
  console.log(`tus-js-client, ${name}: ok, ${bytes.length} bytes, ${cuts} cuts, ${await kills} kills`)
  kills = Promise.resolve(0)
}

await server.start()
await line.open()
line.target = server.port
await upload('plain', 3 << 20, {})
line.cutting(700 << 10, CUTS, killing)
await upload('cut and killed', 16 << 20, { chunkSize: Infinity })
line.cutting(700 << 10, CUTS)
await upload('chunks', 16 << 20, { chunkSize: 256 << 10, uploadDataDuringCreation: true })
line.cutting(300 << 10, CUTS)
await upload('parallel', 8 << 20, { parallelUploads: 3 })
process.exit(0)
