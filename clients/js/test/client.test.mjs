// Tests against the server at CALOTYPE_URL. CALOTYPE_KEY is the key of an editor.
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { crc32, deflateSync } from 'node:zlib';
import { Calotype, imageUrl, mediaToken, Problem, srcset, step, widths } from '../src/index.js';
import { nextLoader, nuxtImage, unpicTransformer } from '../src/loaders.js';

const URL_ = process.env.CALOTYPE_URL;
const KEY = process.env.CALOTYPE_KEY;
const SIGNING_KEY = process.env.CALOTYPE_SIGNING_KEYS;
const PIECES = (await fetch(`${URL_}/api/uploads`, { method: 'OPTIONS' })).status === 204;
const skip = PIECES ? false : 'this test needs a server with resumable uploads';
const calotype = new Calotype(URL_, { key: KEY });

/** A picture with `noise` bytes of an ancillary chunk. */
function png(width = 64, height = 48, noise = 0) {
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const parts = [Buffer.alloc(4), body, Buffer.alloc(4)];
    parts[0].writeUInt32BE(data.length);
    parts[2].writeUInt32BE(crc32(body));
    return Buffer.concat(parts);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2], 8);
  const rows = Array.from({ length: height }, () => Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, randomBytes(3))]));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), ...(noise ? [chunk('prVt', randomBytes(noise))] : []),
    chunk('IDAT', deflateSync(Buffer.concat(rows))), chunk('IEND', Buffer.alloc(0)),
  ]);
}

const content = async id =>
  Buffer.from(await (await fetch(`${URL_}/api/media/${id}/content`, { headers: { Authorization: `Bearer ${KEY}` } })).arrayBuffer());

test('upload in one request keeps bytes and options', async () => {
  const sent = png();
  const media = await calotype.upload(sent, { group: 'js', attributes: { title: 'Düne' }, filename: 'a.png' });
  assert.deepEqual([media.type, media.group, media.attributes, media.filename], ['image/png', 'js', { title: 'Düne' }, 'a.png']);
  assert.deepEqual(await content(media.id), sent);
});

test('upload in pieces reports its progress', { skip }, async () => {
  const sent = png(64, 48, 9_000_000);
  const seen = [];
  const media = await calotype.upload(new Blob([sent]), { id: randomUUID(), progress: (...now) => seen.push(now) });
  assert.deepEqual(seen, [[0, sent.length], [4 << 20, sent.length], [8 << 20, sent.length], [sent.length, sent.length]]);
  assert.deepEqual(await content(media.id), sent);
});

test('upload in pieces goes on after lost connections', { skip }, async () => {
  const sent = png(64, 48, 5_000_000);
  let lost = 0;
  const cut = (url, request) => {
    if (request.method === 'PATCH' && lost < 2) {
      lost++;
      return Promise.reject(new TypeError('cut'));
    }
    return fetch(url, request);
  };
  const media = await new Calotype(URL_, { key: KEY, fetch: cut }).upload(sent, { resumable: true });
  assert.equal(lost, 2);
  assert.deepEqual(await content(media.id), sent);
});

test('upload goes on after a reload of the page', { skip }, async () => {
  const file = new File([png(64, 48, 9_000_000)], 'a.png', { lastModified: 1 });
  const kept = new Map();
  const store = { getItem: key => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: key => kept.delete(key) };
  const stop = new AbortController();
  const first = calotype.upload(file, { store, signal: stop.signal, progress: sent => sent > 0 && stop.abort(new Error('reload')) });
  await assert.rejects(first, /reload/);
  assert.equal(kept.size, 1);
  const seen = [];
  const media = await calotype.upload(file, { store, progress: sent => seen.push(sent) });
  assert.equal(seen[0], 4 << 20);
  assert.equal(kept.size, 0);
  assert.deepEqual(await content(media.id), Buffer.from(await file.arrayBuffer()));
});

test('upload in pieces stays at the configured URL', async () => {
  const site = 'https://media.example.org/site';
  const requests = [];
  const answers = {
    POST: () => new Response(null, { status: 201, headers: { Location: `${site}/api/uploads/u?a=b/c` } }),
    HEAD: () => new Response(null, { headers: { 'Upload-Offset': '0' } }),
    PATCH: () => new Response(null, { status: 204, headers: { 'Media-Location': `${site}/api/media/m` } }),
    GET: () => Response.json({ id: 'm' }),
  };
  const server = async (url, { method }) => {
    requests.push(`${method} ${url}`);
    return answers[method]();
  };
  const upload = (key, options) => new Calotype('http://calotype.internal/', { key, fetch: server }).upload('bytes', options);
  const urls = ['PATCH http://calotype.internal/api/uploads/u?a=b/c', 'GET http://calotype.internal/api/media/m'];

  assert.equal((await upload('secret', { resumable: true })).id, 'm');
  assert.deepEqual(requests.splice(0), ['POST http://calotype.internal/api/uploads', ...urls]);

  const store = { getItem: () => `${site}/api/uploads/u?a=b/c`, setItem: assert.fail, removeItem: () => {} };
  assert.equal((await upload('secret', { store })).id, 'm');
  assert.deepEqual(requests.splice(0), [urls[0].replace('PATCH', 'HEAD'), ...urls]);

  const holder = await upload('calotype-ticket-t', { resumable: true });
  assert.deepEqual(holder, { id: 'm', links: { self: `${site}/api/media/m` } });
  assert.deepEqual(requests.slice(1), urls.slice(0, 1));
});

test('refused upload is a problem', async () => {
  for (const resumable of [false, PIECES]) {
    await assert.rejects(calotype.upload('no picture', { resumable }), error => error instanceof Problem && error.slug === 'unsupported-media');
  }
});

test('records are listed, changed and deleted', async () => {
  const group = randomUUID();
  const ids = [];
  for (let i = 0; i < 3; i++) ids.push((await calotype.upload(png(), { group })).id);
  const listed = [];
  for await (const media of calotype.list({ group, limit: '2' })) listed.push(media.id);
  assert.deepEqual(listed, ids.toReversed());
  assert.equal((await calotype.patch(ids[0], { group: null, visibility: 'private' })).visibility, 'private');
  assert.deepEqual(await calotype.deleteBatch([ids[0], 'gone']), { deleted: 1, missing: ['gone'], refused: [] });
  assert.equal(await calotype.delete(ids[1]), true);
  assert.equal(await calotype.delete(ids[1]), false);
});

test('tokens of server and client open a private media', async () => {
  const media = await calotype.upload(png(), { visibility: 'private' });
  const tokens = [(await calotype.sign([media.id]))[media.id], await mediaToken(media.id, SIGNING_KEY, 60)];
  assert.equal((await fetch(calotype.image(media.id, {}, 'small'))).status, 404);
  for (const t of tokens) assert.equal((await fetch(calotype.image(media.id, { t }, 'small'))).status, 200);
});

test('holder of a ticket uploads as it says', async () => {
  const { ticket, expiresAt } = await calotype.ticket({ group: 'js', types: ['image/*'], count: PIECES ? 2 : 1, expires: 'PT5M' });
  assert.ok(Date.parse(expiresAt) > Date.now());
  const holder = new Calotype(URL_, { key: ticket });
  const ids = [(await holder.upload(png(), { filename: 'a.png' })).id];
  if (PIECES) ids.push((await holder.upload(png(), { resumable: true })).id);
  for (const id of ids) assert.equal((await calotype.get(id)).group, 'js');
  await assert.rejects(holder.upload(png()), error => error instanceof Problem && error.slug === 'ticket-refused');
});

test('events follow and resume', async () => {
  const stop = new AbortController();
  const events = calotype.events({ signal: stop.signal });
  assert.equal((await events.next()).value.type, 'reset');
  const media = await calotype.upload(png());
  const about = async source => {
    for (;;) {
      const { value } = await source.next();
      if (value.media === media.id) return value;
    }
  };
  const first = await about(events);
  assert.equal(first.type, 'uploaded');
  stop.abort();
  await events.return();
  await calotype.delete(media.id);
  const again = new AbortController();
  const resumed = calotype.events({ lastId: first.id, signal: again.signal });
  assert.equal((await about(resumed)).type, 'deleted');
  again.abort();
  await resumed.return();
});

test('URLs of every loader are served', async () => {
  const media = await calotype.upload(png(800, 600));
  const src = media.links.image;
  const urls = [
    calotype.image(media, { w: 320, format: 'jpeg', q: 70 }),
    URL_ + srcset(media).split(' ')[0],
    nextLoader(URL_)({ src: media.id, width: 640, quality: 75 }),
    URL_ + nextLoader()({ src, width: 100 }),
    nextLoader(URL_)({ src, width: 100 }),
    nuxtImage(media.id, { baseURL: URL_, modifiers: { width: 300, height: 200, fit: 'cover', quality: 80 } }).url,
    nuxtImage(`/${media.id}`, { baseURL: URL_, modifiers: { width: 300 } }).url,
    unpicTransformer(URL_)(media.id, { width: 300, height: 200 }),
  ];
  for (const url of urls) assert.equal((await fetch(url)).status, 200, url);
});

test('example of docs/clients.md runs', async () => {
  const page = await readFile(new URL('../../../docs/clients.md', import.meta.url), 'utf8');
  const [, example] = page.match(/^```js\n([^]*?)^```$/m);
  const folder = await mkdtemp(join(tmpdir(), 'calotype-'));
  const index = new URL('../src/index.js', import.meta.url);
  await writeFile(join(folder, 'example.mjs'), example.replace("'calotype-client'", `'${index}'`));
  Object.assign(globalThis, { url: URL_, key: KEY, file: new File([png()], 'beach.png'), bar: {} });
  const { html } = await import(pathToFileURL(join(folder, 'example.mjs')));
  assert.match(html, /^<img src=".*\/medium\?v=.*" srcset="\/images\/.* 320w"/);
  assert.equal(globalThis.bar.value, 1);
  await rm(folder, { recursive: true });
});

test('widths are steps, and one beyond the picture', () => {
  assert.deepEqual(widths(800), [320, 640, 960]);
  assert.deepEqual(widths(9000), [320, 640, 960, 1280, 1920, 2560]);
  assert.deepEqual([step(300), step(320), step(9999)], [320, 320, 3840]);
  assert.equal(imageUrl('a/b', { w: 320 }, 'small'), '/images/a%2Fb/small?w=320');
});

test('overloaded server is asked again', async () => {
  let requests = 0;
  const busy = createServer((request, response) => {
    request.resume();
    response.writeHead(++requests < 3 ? 503 : 200, { 'Retry-After': '0' }).end('{}');
  });
  await new Promise(listening => busy.listen(0, '127.0.0.1', listening));
  const client = new Calotype(`http://127.0.0.1:${busy.address().port}`);
  await client.get('a');
  assert.equal(requests, 3);
  await new Promise(closed => busy.close(closed));
  await assert.rejects(client.get('a'), TypeError);
});
