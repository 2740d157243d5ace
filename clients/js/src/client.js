import { imageUrl } from './urls.js';

/** The server has refused the request (RFC 9457). */
export class Problem extends Error {
  constructor(status, members, retryAfter) {
    const slug = String(members.type ?? '').split('/').at(-1) || 'unknown';
    super(`${status} ${slug}: ${members.detail || members.title || ''}`);
    this.name = 'Problem';
    Object.assign(this, { status, slug, members, retryAfter, title: members.title ?? '', detail: members.detail ?? '' });
  }

  static async of(response) {
    const members = await response.json().catch(() => ({}));
    return new Problem(response.status, members ?? {}, Number(response.headers.get('Retry-After')) || undefined);
  }
}

const TUS = { 'Tus-Resumable': '1.0.0' };
const PIECE = 4 << 20;

const wait = (seconds, signal) =>
  new Promise((next, stop) => {
    const aborted = () => {
      clearTimeout(timer);
      stop(signal.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', aborted);
      next();
    }, seconds * 1000);
    signal?.addEventListener('abort', aborted, { once: true });
  });

/** How tickets for uploads begin. Their holder may read no record. */
const TICKET = 'calotype-ticket-';

/** The last segment of a link, with its query. The link may begin with a public URL; requests go to the URL of the client. */
const last = link => link.replace(/^[^?]*\//, '');

const base64 = text => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

/** A client of one server. `key` is an API key, a token, or a ticket for uploads. */
export class Calotype {
  constructor(url = '', { key, retries = 4, fetch: send = (...request) => fetch(...request) } = {}) {
    this.url = url.replace(/\/$/, '');
    this.headers = key ? { Authorization: `Bearer ${key}` } : {};
    this.reads = !key?.startsWith(TICKET);
    this.retries = retries;
    this.fetch = send;
  }

  /**
   * Uploads a `Blob`, a `File` or bytes. With `progress`, or from 16 MiB on, it is sent in pieces: after a lost connection
   * it goes on where the server has stopped. With a `store` such as `localStorage`, it does so after a reload too. The holder
   * of a ticket receives only `id` and `links.self` of a media that was sent in pieces.
   */
  async upload(source, options = {}) {
    const { progress, store, signal, resumable, id, attributes, filename, ...labels } = options;
    const file = source instanceof Blob ? source : new Blob([source]);
    const fields = { ...labels, filename: filename ?? source.name };
    for (const [name, value] of Object.entries(attributes ?? {})) fields[`attr.${name}`] = value;
    for (const name of Object.keys(fields)) if (fields[name] === undefined) delete fields[name];
    if (resumable ?? (progress !== undefined || store !== undefined || file.size >= 16 << 20)) {
      const sent = { progress, store, signal, name: source.name ?? '' };
      const media = await this.#inPieces(file, id ? { ...fields, id } : fields, sent);
      if (media) return media; // otherwise the server has no resumable uploads
    }
    const query = new URLSearchParams(fields).toString();
    const path = `/api/media${id ? `/${encodeURIComponent(id)}` : ''}${query ? `?${query}` : ''}`;
    const headers = { 'Content-Type': 'application/octet-stream' };
    const stored = await this.#send(id ? 'PUT' : 'POST', path, { headers, body: file, signal });
    progress?.(file.size, file.size);
    return stored.json();
  }

  async #inPieces(file, fields, { progress, store, signal, name }) {
    const key = `calotype:${this.url}:${name}:${file.size}:${file.lastModified ?? 0}:${JSON.stringify(fields)}`;
    const kept = store?.getItem(key);
    let upload = kept && `/api/uploads/${last(kept)}`;
    let state = upload && (await this.#state(upload, signal));
    if (!state) {
      const metadata = Object.entries(fields).map(([field, value]) => `${field} ${base64(String(value))}`).join(',');
      const headers = { ...TUS, 'Upload-Length': String(file.size), ...(metadata && { 'Upload-Metadata': metadata }) };
      const created = await this.#created(headers, signal);
      if (!created) return null;
      upload = `/api/uploads/${last(created.headers.get('Location'))}`;
      store?.setItem(key, upload);
      state = { offset: 0, media: null };
    }
    for (let lost = 0; !state.media; ) {
      progress?.(state.offset, file.size);
      const next = await this.#piece(upload, file, state.offset, signal);
      lost = next.offset > state.offset || next.media ? 0 : lost + 1;
      if (lost > 5) throw next.failure;
      if (next.failure) await wait(Math.min(8, 2 ** lost / 2), signal);
      state = next.failure ? ((await this.#state(upload, signal)) ?? state) : next;
    }
    store?.removeItem(key);
    progress?.(file.size, file.size);
    if (!this.reads) return { id: decodeURIComponent(last(state.media)), links: { self: state.media } };
    return (await this.#send('GET', `/api/media/${last(state.media)}`, { signal })).json();
  }

  async #created(headers, signal) {
    try {
      return await this.#send('POST', '/api/uploads', { headers, signal });
    } catch (failed) {
      if (failed instanceof Problem && failed.status === 404) return null;
      throw failed;
    }
  }

  async #piece(upload, file, offset, signal) {
    const headers = { ...TUS, ...this.headers, 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' };
    let failure;
    try {
      const body = file.slice(offset, offset + PIECE);
      const answer = await this.fetch(this.url + upload, { method: 'PATCH', headers, body, signal });
      if (answer.ok) return this.#progress(answer);
      failure = await Problem.of(answer);
      if (![409, 423, 429, 503].includes(answer.status)) throw failure;
    } catch (lost) {
      if (lost instanceof Problem && lost !== failure) throw lost;
      if (!(lost instanceof TypeError)) throw lost;
      failure = lost;
    }
    return { offset, media: null, failure };
  }

  #progress(answer) {
    return { offset: Number(answer.headers.get('Upload-Offset')), media: answer.headers.get('Media-Location') };
  }

  /** The state of an upload; null if the server does not know it any more. */
  async #state(upload, signal) {
    try {
      return this.#progress(await this.#send('HEAD', upload, { headers: TUS, signal }));
    } catch (failed) {
      if (failed instanceof Problem && [404, 410].includes(failed.status)) return null;
      throw failed;
    }
  }

  /** Reads a record. */
  async get(id) {
    return (await this.#send('GET', `/api/media/${encodeURIComponent(id)}`)).json();
  }

  /** Iterates over records, page by page. */
  async *list(options = {}) {
    for (let cursor = ''; cursor !== null; ) {
      const query = new URLSearchParams({ limit: '200', ...options, ...(cursor && { cursor }) });
      const page = await (await this.#send('GET', `/api/media?${query}`)).json();
      yield* page.items;
      cursor = page.next;
    }
  }

  /** Changes a record: null removes a value. */
  async patch(id, changes) {
    const headers = { 'Content-Type': 'application/merge-patch+json' };
    const path = `/api/media/${encodeURIComponent(id)}`;
    return (await this.#send('PATCH', path, { headers, body: JSON.stringify(changes) })).json();
  }

  /** Deletes a media. Returns whether it existed. */
  async delete(id) {
    try {
      await this.#send('DELETE', `/api/media/${encodeURIComponent(id)}`);
      return true;
    } catch (failed) {
      if (failed instanceof Problem && failed.status === 404) return false;
      throw failed;
    }
  }

  /** Deletes up to 1000 media. */
  async deleteBatch(ids) {
    return (await this.#json('/api/media/batch-delete', { ids })).json();
  }

  /** Issues tokens for media, by their ids. */
  async sign(ids, expires = 'PT1H') {
    return (await (await this.#json('/api/sign', { ids, expires })).json()).tokens;
  }

  /**
   * Issues a ticket: the key of a page that uploads. `count`, `bytes` and `types` limit its uploads, which have the other
   * options.
   */
  async ticket(options = {}) {
    return (await this.#json('/api/tickets', options)).json();
  }

  /** The absolute URL of a rendition. */
  image(media, options, preset) {
    return this.#absolute(imageUrl(media, options, preset));
  }

  /**
   * Follows events of media, without end. The first one is `reset` if `lastId` is absent or too old: read the list then.
   * It connects again after a lost connection.
   */
  async *events({ lastId = '', signal } = {}) {
    for (let last = lastId; !signal?.aborted; ) {
      try {
        const headers = { ...this.headers, ...(last && { 'Last-Event-ID': last }) };
        const response = await this.fetch(`${this.url}/api/events`, { headers, signal });
        if (!response.ok) throw await Problem.of(response);
        if (!last) yield { id: '', type: 'reset' };
        const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
        for (let text = '', read; !(read = await reader.read()).done; ) {
          const blocks = (text + read.value).split('\n\n');
          text = blocks.pop();
          for (const block of blocks) {
            const fields = Object.fromEntries(block.split('\n').map(line => line.split(/: (.*)/s)));
            last = fields.id ?? last;
            if (fields.event) yield { ...JSON.parse(fields.data), media: JSON.parse(fields.data).id, id: last, type: fields.event };
          }
        }
      } catch (failed) {
        const later = failed instanceof Problem && (failed.status === 429 || failed.status >= 502);
        if (!later && !(failed instanceof TypeError)) throw failed;
      }
      await wait(2, signal);
    }
  }

  #absolute(path) {
    return /^https?:/.test(path) ? path : this.url + path;
  }

  #json(path, content) {
    return this.#send('POST', path, { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(content) });
  }

  /** Sends a request. One that is answered with 503 or 429 is repeated as `Retry-After` says. */
  async #send(method, path, { headers = {}, body, signal } = {}) {
    for (let tries = 0; ; tries++) {
      const sent = { method, headers: { ...this.headers, ...headers }, body, signal };
      const response = await this.fetch(this.url + path, sent);
      if (response.ok) return response;
      const problem = await Problem.of(response);
      if (![429, 503].includes(response.status) || tries >= this.retries) throw problem;
      await wait(Math.min(30, problem.retryAfter ?? 2 ** tries / 2), signal);
    }
  }
}
