import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { byPreset, rates, sample } = await load("stats.ts");
const { DEFAULT_RECIPE, options, query, shape, snippets, widthsFor } = await load("transform.ts");

const stats = (memoryHits, diskHits, misses) => ({
  requests: { memoryHits, diskHits, sharedHits: 0, misses, problems: 0 }, renders: { waiting: 0 },
});

test("sample_betweenTwoLooks_hasTheirShares", () => {
  const first = sample(stats(100, 0, 0), 10, []);
  assert.equal(first[0].memory, null);
  const [, second] = sample(stats(103, 1, 0), 12, first);
  assert.deepEqual([second.memory, second.disk, second.miss, second.rate], [0.75, 0.25, 0, 2]);
});

test("sample_afterARestart_hasNoShares", () => {
  const [, second] = sample(stats(3, 0, 0), 12, sample(stats(100, 0, 0), 10, []));
  assert.equal(second.memory, null);
  assert.equal(second.rate, null);
});

test("sample_withoutEnd_isBounded", () => {
  let samples = [];
  for (let i = 0; i < 1000; i++) {
    samples = sample(stats(i, 0, 0), i, samples);
  }
  assert.equal(samples.length, 720);
});

test("rates_withoutRequests_areZero", () => {
  assert.deepEqual(rates(stats(0, 0, 0).requests), { memory: 0, disk: 0, shared: 0, miss: 0, total: 0 });
});

test("byPreset_severalFormats_areAdded", () => {
  const use = byPreset({ renditions: { byPresetAndFormat: [
    { preset: "small", format: "jpg", count: 1, bytes: 5 }, { preset: "large", format: "webp", count: 1, bytes: 50 },
    { preset: "small", format: "webp", count: 2, bytes: 4 },
  ] } });
  assert.deepEqual(use.map(one => [one.preset, one.count, one.bytes]), [["large", 1, 50], ["small", 3, 9]]);
});

test("options_ofARecipe_leaveDefaultsOut", () => {
  assert.deepEqual(options(DEFAULT_RECIPE), { w: "800" });
  assert.deepEqual(options({ ...DEFAULT_RECIPE, size: 0, density: 2, ratio: "1:1" }), {});
  assert.deepEqual(
    options({ ...DEFAULT_RECIPE, size: 400, side: "h", ratio: "16:9", fit: "cover", focus: { x: 0.123, y: 1 }, format: "avif", quality: 50, density: 2 }),
    { h: "400", ar: "16:9", fit: "cover", focus: "0.12,1", dpr: "2", format: "avif", q: "50" });
  assert.deepEqual(options({ ...DEFAULT_RECIPE, format: "png", quality: 40 }), { w: "800", format: "png" });
});

test("query_ratioAndFocus_needNoEscapes", () => {
  assert.equal(query({ ar: "16:9", focus: "0.1,0.2", t: "a b" }), "?ar=16:9&focus=0.1,0.2&t=a+b");
  assert.equal(query({}), "");
});

test("widthsFor_aSmallPicture_areNotBeyondIt", () => {
  assert.ok(widthsFor(DEFAULT_RECIPE, 900).every(width => width <= 900));
  assert.deepEqual(widthsFor(DEFAULT_RECIPE, 90), [90]);
});

test("shape_ofACrop_isThatOfTheBox", () => {
  const picture = { width: 1200, height: 800 };
  assert.deepEqual(shape({ ...DEFAULT_RECIPE, size: 400, ratio: "1:1", fit: "cover" }, picture), { width: 400, height: 400 });
  assert.deepEqual(shape({ ...DEFAULT_RECIPE, size: 2400 }, picture), picture);
});

test("snippets_titleWithMarkup_isEscaped", () => {
  const all = snippets(DEFAULT_RECIPE, { base: "https://a.b/images/x", fixed: { v: "1" }, width: 1200, height: 800, title: '<b> & "c"' });
  assert.match(all[0].text, /alt="&lt;b> &amp; &quot;c&quot;"/);
  assert.match(all[0].text, /\?w=800&amp;v=1"/);
  assert.equal(all.length, 5);
});
