import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const format = await load("format.ts");
const { groupOf } = await load("files.ts");
const { EventParser } = await load("events.ts");
const { hashOf, parseRoute } = await load("route.ts");
const { distinct, zip } = await load("zip.ts");

test("bytes_anyCount_hasItsUnit", () => {
  assert.equal(format.bytes(0), "0 bytes");
  assert.equal(format.bytes(1500), "1.5 kB");
  assert.equal(format.bytes(123_456_789), "123 MB");
});

test("ago_anyTime_hasItsUnit", () => {
  const now = Date.parse("2026-11-30T12:00:00Z");
  assert.equal(format.ago("2026-11-30T11:59:20.5Z", now), "just now");
  assert.equal(format.ago("2026-11-30T11:58:59Z", now), "1 minute ago");
  assert.equal(format.ago("2026-11-30T09:00:00Z", now), "3 hours ago");
  assert.equal(format.ago("2026-11-20T09:00:00Z", now), "10 days ago");
});

test("duration_ofAVideo_isReadable", () => {
  assert.equal(format.duration(7400), "0:07");
  assert.equal(format.duration(3_723_000), "1:02:03");
});

test("formatName_anyEnding_isTheNameOfTheFormat", () => {
  assert.deepEqual(["gif", "webp", "png", "jpg", "tif"].map(format.formatName), ["GIF", "WebP", "PNG", "JPEG", "TIFF"]);
});

test("groupOf_aFolder_isAGroup", () => {
  assert.equal(groupOf("Été à Nice (2024)"), "Ete-a-Nice-2024");
  assert.equal(groupOf("…"), "");
  assert.equal(groupOf("x".repeat(300)).length, 128);
});

test("parser_streamInAnyPieces_givesEachEventOnce", () => {
  const text = ": hello\n\nid: 7\nevent: uploaded\ndata: {\"id\":\"a\"}\n\nretry: 5\n\nid:8\r\nevent:deleted\r\ndata:{\"id\":\r\ndata:\"b\"}\r\n\r\n";
  for (const size of [1, 3, 1000]) {
    const seen = [];
    const parser = new EventParser(event => seen.push(event));
    for (let at = 0; at < text.length; at += size) {
      parser.push(text.slice(at, at + size));
    }
    assert.deepEqual(seen, [
      { name: "uploaded", id: "7", data: '{"id":"a"}' },
      { name: "deleted", id: "8", data: '{"id":\n"b"}' },
    ]);
  }
});

test("route_ofAnyView_isReadBack", () => {
  const filter = { kind: "video", group: "album", visibility: "private", order: "oldest" };
  for (const route of [{ view: "grid", filter }, { view: "media", id: "a-b_c" }, { view: "dashboard" }]) {
    assert.deepEqual(parseRoute(hashOf(route)), route);
  }
  assert.deepEqual(parseRoute("#/?kind=all&order=up"), parseRoute(""));
});

test("distinct_sameNames_getNumbers", () => {
  assert.deepEqual(distinct(["a.jpg", "A.jpg", "a.jpg", "b"]), ["a.jpg", "A (2).jpg", "a (3).jpg", "b"]);
});

test("zip_twoFiles_hasTheirBytesAndDirectory", async () => {
  const time = new Date(2026, 10, 30, 12, 0, 0);
  async function* entries() {
    yield { name: "é.txt", body: new Response("123456789"), time };
    yield { name: "b.txt", body: new Response("hello"), time };
  }
  const archive = new DataView(await (await zip(entries())).arrayBuffer());
  const end = archive.byteLength - 22;
  const directory = archive.getUint32(end + 16, true);
  assert.equal(archive.getUint32(end, true), 0x06054b50);
  assert.equal(archive.getUint16(end + 10, true), 2);
  assert.equal(archive.getUint32(directory, true), 0x02014b50);
  assert.equal(archive.getUint32(directory + 16, true), 0xcbf43926); // the checksum of that text in the standard
  assert.equal(archive.getUint16(directory + 8, true) & 0x0800, 0x0800); // names are UTF-8
});
