// A connection that is cut: forwards bytes from a port of its own to a server.
import { connect, createServer } from 'node:net'

/** Cuts every connection after a number of bytes to the server, `cuts` times. */
export class Line {
  target = 0
  cuts = 0
  #budget = Infinity
  #plan = { every: Infinity, times: 0, onCut: () => {} }

  async open() {
    this.listener = createServer((client) => this.#forward(client))
    await new Promise((resolve) => this.listener.listen(0, '127.0.0.1', resolve))
    this.url = `http://127.0.0.1:${this.listener.address().port}`
  }

  close() {
    this.listener.close()
  }

  /** Begins to cut: after `every` bytes, `times` times. `onCut` gets the number of the cut. */
  cutting(every, times, onCut = () => {}) {
    this.cuts = 0
    this.#budget = every
    this.#plan = { every, times, onCut }
  }

  whole() {
    this.cutting(Infinity, 0)
  }

  #forward(client) {
    const upstream = connect(this.target, '127.0.0.1')
    client.on('data', (bytes) => {
      upstream.write(bytes)
      this.#budget -= bytes.length
      if (this.#budget <= 0) this.#cut(client, upstream)
    })
    upstream.on('data', (bytes) => client.write(bytes))
    for (const [one, other] of [[client, upstream], [upstream, client]]) {
      one.on('error', () => {})
      one.on('close', () => other.destroy())
    }
  }

  #cut(client, upstream) {
    this.cuts++
    this.#budget = this.cuts < this.#plan.times ? this.#plan.every : Infinity
    client.destroy()
    upstream.destroy()
    this.#plan.onCut(this.cuts)
  }
}
