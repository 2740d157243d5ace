// A running Calotype, Debian's Chromium and free ports, for the scripts in Node of this folder. All processes end with the script.
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'

const ROOT = new URL('..', import.meta.url).pathname

const groups = new Set()

/** Starts a process in a group of its own, which ends with this script. */
export function start(command, args, options = {}) {
  const process_ = spawn(command, args, { detached: true, ...options })
  groups.add(process_)
  process_.once('exit', () => groups.delete(process_))
  return process_
}

/** Kills the group of a process, and waits for the end of the process. */
export async function kill(process_) {
  if (process_.exitCode !== null || process_.signalCode !== null) return
  const ended = new Promise((resolve) => process_.once('exit', resolve))
  process.kill(-process_.pid, 'SIGKILL')
  await ended
}

process.on('exit', () => groups.forEach(({ pid }) => process.kill(-pid, 'SIGKILL')))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1))

/** `./calotype serve` on a free port. `settings` are environment variables without their prefix. */
export class Program {
  constructor(data, settings = {}) {
    this.data = data
    this.env = { ...process.env }
    for (const [name, value] of Object.entries(settings)) this.env[`CALOTYPE_${name}`] = value
  }

  async start() {
    this.process = start(ROOT + 'calotype', ['serve', '--data', this.data, '--port', '0'], { env: this.env })
    let log = ''
    this.port = await new Promise((resolve, reject) => {
      const read = (text) => {
        log = (log + text).slice(-20_000)
        const ready = /ready at http:\/\/127\.0\.0\.1:(\d+)/.exec(log)
        if (ready) resolve(Number(ready[1]))
      }
      this.process.stdout.on('data', read)
      this.process.stderr.on('data', read)
      this.process.once('exit', (code) => reject(new Error(`the server has ended with ${code}: ${log}`)))
    })
    this.url = `http://127.0.0.1:${this.port}`
  }

  kill() {
    return kill(this.process)
  }
}

/** Starts Debian's Chromium. `playwright` is the module playwright-core. */
export function chromium(playwright) {
  return playwright.chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update'],
  })
}

/** A port that no process listens on now. */
export async function freePort() {
  const server = createServer()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}
