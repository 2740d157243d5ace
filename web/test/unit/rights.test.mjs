import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { load } from "./load.mjs";

const { askAll, decide, decided, deleteLater, collection, mayChange, session, toasts } =
  await load("rights.ts", "deletions.ts", "collection.ts", "session.ts", "toasts.ts");
const media = (id, visibility = "public") => ({ id, visibility });
const record = id => ({
  ...media(id), kind: "image", type: "image/png", bytes: 1, width: 3, height: 2, createdAt: `2026-11-30T12:00:0${id.length}Z`, group: null,
  attributes: {}, filename: `${id}.png`, facts: { frames: 1, format: "png", alpha: false, opaque: true }, placeholder: null, links: { image: `/images/${id}` },
});
const answer = (status, body) => new Response(JSON.stringify(body), { status });
let asked = [];

/** A server with the media of `mine` and of others. Its editor may change those of `mine`. */
function serve(mine, others) {
  globalThis.fetch = async (url, init = {}) => {
    const { pathname, searchParams } = new URL(url);
    const id = pathname.split("/").pop();
    asked.push(`${init.method ?? "GET"} ${id}`);
    if (init.method === "PATCH") {
      return mine.includes(id) ? answer(200, record(id)) : answer(403, { type: "/problems/forbidden", title: "Forbidden" });
    }
    const wanted = searchParams.get("ids")?.split(",") ?? [...mine, ...others];
    return answer(200, { items: wanted.map(record), next: null });
  };
}

async function listed(count) {
  collection.show(collection.filter);
  await settled(() => collection.listing.value.items.length === count);
}

async function settled(condition) {
  while (!condition()) {
    await new Promise(resolve => setImmediate(resolve));
  }
}

beforeEach(() => {
  asked = [];
  decided.set(new Map());
  toasts.set([]);
  globalThis.window.setTimeout = () => 0; // what waits ten seconds is not sent
});

test("mayChange_eachRole_isThatOfTheTableOfRoles", () => {
  const rights = role => {
    session.update({ role });
    return [mayChange(media("a")), mayChange(media("b", "private"))];
  };
  assert.deepEqual(rights("admin"), [true, true]);
  assert.deepEqual(rights("editor"), [null, true]);
  assert.deepEqual(rights("viewer"), [false, false]);
  assert.deepEqual(rights("ticket"), [false, false]);
});

test("askAll_publicMediaOfAnEditor_areAskedOnce", async () => {
  session.update({ role: "editor" });
  serve(["mine"], ["other"]);
  const all = [media("mine"), media("other"), media("hidden", "private")];
  await Promise.all([askAll(all), askAll(all)]);
  await askAll(all);
  assert.deepEqual(asked.sort(), ["PATCH mine", "PATCH other"]);
  assert.deepEqual(all.map(mayChange), [true, false, true]);
  decide(["other"], null);
  assert.equal(mayChange(media("other")), null);
});

test("askAll_serverUnreachable_leavesThemUndecided", async () => {
  session.update({ role: "editor" });
  globalThis.fetch = () => Promise.reject(new TypeError("no connection"));
  await askAll([media("a")]);
  assert.equal(mayChange(media("a")), null);
});

test("deleteLater_mediaOfAnotherOwner_appearsAgainAtOnce", async () => {
  session.update({ role: "editor" });
  serve(["mine"], ["other"]);
  await listed(2);
  deleteLater(["mine", "other"]);
  assert.equal(collection.listing.value.items.length, 0);
  await settled(() => collection.listing.value.items.length === 1);
  assert.deepEqual(collection.listing.value.items.map(item => item.id), ["other"]);
  assert.deepEqual(toasts.value.map(toast => toast.text), ["Not deleted: 1 media of another owner. Only the owner or an admin may.", "Deleted."]);
  deleteLater(["other"]); // now known
  assert.deepEqual(collection.listing.value.items.map(item => item.id), ["other"]);
});
