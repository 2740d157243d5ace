// The gallery in Chromium, over a running server. Arguments: a folder for data and profiles, and a part of the names of the
// tests to run.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { axe, launch, open, PATIENCE_MILLIS, runAll, Server, test } from "./harness.mjs";
import { png } from "./pictures.mjs";

const folder = process.argv[2];
mkdirSync(folder, { recursive: true });
const browser = await launch(join(folder, "chromium"));
const server = new Server(join(folder, "data"));
await server.start();

const sha256 = bytes => createHash("sha256").update(bytes).digest("hex");
const narrow = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

function files(name, count, seed) {
  const into = join(folder, name);
  mkdirSync(into, { recursive: true });
  return Array.from({ length: count }, (_, i) => {
    const path = join(into, `${name}-${String(i).padStart(2, "0")}.png`);
    writeFileSync(path, png(320 + (i % 5) * 40, 240 + (i % 3) * 80, seed + i));
    return path;
  });
}

/** Waits until `count` cells with decoded pictures are in the grid. */
async function shown(page, count) {
  await page.waitForFunction(
    wanted => document.querySelectorAll(".grid .thumb.shown").length >= wanted, count, { timeout: PATIENCE_MILLIS });
}

/** Waits until every cell that is drawn has its picture. */
function allShown(page) {
  return page.waitForFunction(
    () => document.querySelectorAll(".thumb").length > 10 && document.querySelectorAll(".thumb:not(.shown)").length === 0,
    null, { timeout: PATIENCE_MILLIS });
}

async function clean(page) {
  assert.deepEqual(page.faults, []);
  await page.context().close();
}

/** Fails if the page, or a part that is not made for scrolling sideways, is wider than its place. */
async function fits(page, name) {
  const wide = await page.evaluate(() => [...document.querySelectorAll("html, .filters, .table, .snippets-head, .uploads, .selection, dialog")]
    .filter(part => part.scrollWidth > part.clientWidth)
    .map(part => `${part.className || part.tagName} ${part.scrollWidth} > ${part.clientWidth}`));
  assert.deepEqual(wide, [], name);
}

async function list(query = "") {
  const answer = await fetch(`${server.url}api/media?limit=200${query}`);
  return (await answer.json()).items;
}

test("upload_fiftyFiles_allAppear", async () => {
  const page = await open(browser, server.url);
  await page.getByRole("heading", { name: "Drop pictures and videos here" }).waitFor();
  await page.getByLabel("Files to upload").first().setInputFiles(files("many", 50, 100));
  await page.getByRole("heading", { name: "50 files uploaded" }).waitFor();
  assert.equal((await list()).length, 50);
  await shown(page, 15);
  await page.getByRole("button", { name: "Close" }).click();
  await page.locator(".uploads").waitFor({ state: "detached" });
  await clean(page);
});

test("upload_sameFile_isSaidToBeThere", async () => {
  const page = await open(browser, server.url);
  await page.getByLabel("Files to upload").first().setInputFiles(join(folder, "many", "many-00.png"));
  await page.getByText("Already here", { exact: true }).waitFor();
  assert.equal((await list()).length, 50);
  await page.goto(`${server.url}#/?group=elsewhere`);
  await page.getByLabel("Files to upload").first().setInputFiles(join(folder, "many", "many-01.png"));
  await page.getByText("Stored as many-01.png without a group. It was not moved to elsewhere.").waitFor();
  await page.locator(".upload-detail").getByRole("link", { name: "many-01.png" }).click();
  await page.getByRole("heading", { name: "many-01.png" }).waitFor();
  await clean(page);
});

test("upload_folder_becomesAGroup", async () => {
  const page = await open(browser, server.url);
  files("Été 2026", 3, 200);
  await page.getByLabel("Folder to upload").first().setInputFiles(join(folder, "Été 2026"));
  await page.getByRole("heading", { name: "3 files uploaded" }).waitFor();
  assert.equal((await list("&group=Ete-2026")).length, 3);
  await page.getByRole("combobox", { name: "Group" }).selectOption("Ete-2026");
  await page.waitForFunction(() => document.querySelectorAll(".grid .cell").length === 3);
  await page.goto(`${server.url}#/dashboard`);
  await page.goto(`${server.url}#/`);
  await page.getByLabel("Files to upload").first().setInputFiles(join(folder, "Été 2026", "Été 2026-01.png"));
  await page.getByText("Stored as Été 2026-01.png in the group Ete-2026.").waitFor();
  await page.locator(".upload-detail").getByRole("link", { name: "Ete-2026" }).click();
  await page.waitForFunction(() => document.querySelectorAll(".grid .cell").length === 3);
  await clean(page);
});

test("upload_dropAndPaste_areTaken", async () => {
  const page = await open(browser, server.url);
  const bytes = [...png(300, 200, 300)];
  await page.evaluate(picture => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(picture)], "dropped.png", { type: "image/png" }));
    document.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }, bytes);
  await page.locator(".upload-name", { hasText: "dropped.png" }).waitFor();
  await page.evaluate(picture => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(picture)], "pasted.png", { type: "image/png" }));
    document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true }));
  }, [...png(300, 200, 301)]);
  await page.getByRole("heading", { name: "2 files uploaded" }).waitFor();
  await clean(page);
});

test("upload_refused_saysWhyBesideTheName", async () => {
  const page = await open(browser, server.url);
  await page.getByLabel("Files to upload").first().setInputFiles([
    { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("no picture") },
    { name: "cut.png", mimeType: "image/png", buffer: png(300, 200, 5).subarray(0, 90) },
    { name: "empty.png", mimeType: "image/png", buffer: Buffer.alloc(0) },
  ]);
  await page.getByRole("heading", { name: "0 uploaded, 3 refused" }).waitFor();
  assert.match(await page.locator(".upload", { hasText: "empty.png" }).innerText(), /Refused\s+The file is empty\./);
  const line = page.locator(".upload", { hasText: "notes.txt" });
  assert.match(await line.innerText(), /not accepted|Unsupported|type/i);
  assert.ok((await line.locator(".upload-detail").innerText()).length > 10);
  assert.equal(await page.getByRole("button", { name: /^Try .* again/ }).count(), 0);
  assert.deepEqual(await axe(page), []);
  await page.reload();
  await page.locator(".grid .cell").first().waitFor();
  assert.equal(await page.getByText("continue").count(), 0); // a reload does not send them again
  await clean(page);
});

test("upload_diskFull_offersAnotherTry", async () => {
  const page = await open(browser, server.url);
  const full = { type: "/problems/storage-full", title: "Storage full", status: 507, detail: "The disk is full. Nothing was stored." };
  await page.route("**/api/media/*", route => route.request().method() === "PUT"
    ? route.fulfill({ status: 507, contentType: "application/problem+json", body: JSON.stringify(full) })
    : route.continue());
  await page.getByLabel("Files to upload").first().setInputFiles({ name: "full.png", mimeType: "image/png", buffer: png(300, 200, 6) });
  const again = page.getByRole("button", { name: "Try full.png again" });
  await again.waitFor();
  await page.unroute("**/api/media/*");
  await again.click();
  await page.getByRole("heading", { name: "1 file uploaded" }).waitFor();
  await clean(page);
});

test("upload_whileThePageLooksForInterruptedOnes_isSentOnce", async () => {
  const page = await open(browser, server.url);
  await page.addInitScript(() => {
    const request = navigator.locks.request.bind(navigator.locks);
    navigator.locks.request = (...wanted) => new Promise(grant => (window.grant = grant)).then(() => request(...wanted));
  });
  await page.reload();
  let send;
  const held = new Promise(resolve => (send = resolve));
  await page.route("**/api/media/*", async route => {
    await held;
    await route.continue();
  });
  await page.getByLabel("Files to upload").first().setInputFiles({ name: "once.png", mimeType: "image/png", buffer: png(300, 200, 8) });
  await page.locator(".upload", { hasText: "once.png" }).waitFor();
  await page.waitForFunction(async () => {
    const open = indexedDB.open("calotype-uploads");
    const database = await new Promise(resolve => (open.onsuccess = () => resolve(open.result)));
    const all = database.transaction("files").objectStore("files").getAll();
    return new Promise(resolve => (all.onsuccess = () => resolve(all.result.length === 1)));
  });
  await page.evaluate(() => window.grant());
  await page.waitForFunction(async () => (await navigator.locks.query()).held.length === 1);
  await page.evaluate(() => new Promise(resolve => setTimeout(resolve, 500))); // the page reads what was left
  send();
  await page.getByRole("heading", { name: "1 file uploaded" }).waitFor();
  assert.equal(await page.locator(".upload").count(), 1);
  await clean(page);
});

test("upload_serverKilledAndPageReloaded_goesOn", async () => {
  const page = await open(browser, server.url);
  const big = png(64, 64, 7, 24 << 20);
  const path = join(folder, "big.png");
  writeFileSync(path, big);
  const network = await page.context().newCDPSession(page);
  await network.send("Network.enable");
  const slow = session => session.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 3 << 20 });
  await slow(network);
  const begun = () => page.waitForFunction(() => /[1-9][0-9.]* MB of/.test(document.querySelector(".upload-note")?.textContent ?? ""), null, { timeout: PATIENCE_MILLIS });
  await page.getByLabel("Files to upload").first().setInputFiles(path);
  await begun();
  await server.kill();
  await server.start();
  await begun();
  page.once("dialog", dialog => void dialog.accept());
  await page.reload();
  await page.getByText("1 upload continue").waitFor();
  await network.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
  await page.getByRole("heading", { name: "1 file uploaded" }).waitFor();
  const stored = (await list()).find(record => record.filename === "big.png");
  assert.equal(stored.sha256, sha256(big));
  await clean(page);
});

test("view_again_asksForNoPicture", async () => {
  const page = await open(browser, server.url);
  await allShown(page);
  await page.goto("about:blank");
  const network = await page.context().newCDPSession(page);
  const asked = new Set();
  await network.send("Network.enable");
  network.on("Network.requestWillBeSent", event => event.request.url.includes("/images/") && asked.add(event.requestId));
  network.on("Network.requestServedFromCache", event => asked.delete(event.requestId));
  network.on("Network.responseReceived", event => event.response.fromDiskCache && asked.delete(event.requestId));
  await page.goto(server.url);
  await allShown(page);
  assert.equal(asked.size, 0);
  await clean(page);
});

test("page_ofAPicture_buildsRenditions", async () => {
  await server.put("scene", png(1200, 800, 9), "?attr.title=Scene");
  const page = await open(browser, `${server.url}#/media/scene`);
  await page.getByRole("heading", { name: "Scene" }).waitFor();
  const caption = page.locator(".compare figcaption").nth(1);
  await caption.getByText("800 × 533, WEBP").waitFor();
  await page.getByRole("combobox", { name: "Aspect ratio" }).selectOption("1:1");
  await page.getByRole("combobox", { name: "Size" }).selectOption("400");
  await caption.getByText("400 × 400, WEBP").waitFor();
  await page.getByRole("combobox", { name: "Keep in view" }).selectOption("focus");
  const point = page.getByRole("button", { name: /Point to keep in view/ });
  await point.hover();
  const box = await page.locator(".focus-box").boundingBox();
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.1, box.y + box.height * 0.9, { steps: 4 });
  await page.mouse.up();
  await page.waitForFunction(() => /focus=0\.1,0\.9/.test(document.querySelector(".address code").textContent));
  await point.press("ArrowRight");
  await page.waitForFunction(() => /focus=0\.12,0\.9/.test(document.querySelector(".address code").textContent));
  await page.getByRole("group", { name: "Format" }).getByRole("button", { name: "AVIF" }).click();
  await caption.getByText("400 × 400, AVIF").waitFor();
  const url = (await page.locator(".address code").innerText()).trim();
  assert.equal((await fetch(url)).headers.get("content-type"), "image/avif");
  await page.getByText("Why does the server answer this way?").click();
  await page.getByText("image/avif.").waitFor();
  for (const name of ["<picture>", "CSS", "Markdown", "curl", "<img>"]) {
    await page.getByRole("group", { name: "Use it in" }).getByRole("button", { name, exact: true }).click();
    assert.match(await page.locator(".snippets pre").innerText(), /images\/scene/);
  }
  const markup = await page.locator(".snippets pre").innerText();
  const sources = [...markup.matchAll(/(http[^ "]+) [0-9]+w/g)].map(match => match[1].replaceAll("&amp;", "&"));
  assert.ok(sources.length > 1);
  assert.deepEqual(await Promise.all(sources.map(async source => (await fetch(source)).status)), sources.map(() => 200));
  const table = page.getByRole("region", { name: "List of renditions" });
  await page.getByRole("button", { name: "Look again" }).click();
  await table.getByRole("link", { name: "small" }).first().waitFor();
  for (const link of await table.getByRole("link").all()) {
    assert.equal((await fetch(await link.getAttribute("href"))).status, 200);
  }
  assert.deepEqual(await axe(page), []);
  await clean(page);
});

test("page_withoutSigningKey_saysWhatTheOperatorSets", async () => {
  await server.put("hidden", png(200, 200, 10), "?visibility=private");
  const page = await open(browser, `${server.url}#/media/hidden`);
  await page.getByText("Links cannot be signed").waitFor(); // its links have no token
  await page.goto(`${server.url}#/media/scene`);
  await page.getByRole("button", { name: "Sign a link" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Sign", exact: true }).click();
  await page.getByRole("dialog").getByText("CALOTYPE_SIGNING_KEYS").waitFor();
  await page.keyboard.press("Escape");
  await page.getByText("Links cannot be signed").waitFor();
  assert.equal(await page.getByRole("button", { name: "Sign a link" }).count(), 0);
  await clean(page);
});

test("page_ofAPicture_zoomsAndSwipes", async () => {
  const page = await open(browser, server.url);
  await shown(page, 3);
  await page.locator(".grid .cell a").first().click();
  await page.locator(".zoom").click();
  await page.locator(".pswp--ui-visible").waitFor();
  const counter = () => page.locator(".pswp__counter").innerText();
  for (const before = await counter(); (await counter()) === before;) {
    await page.keyboard.press("ArrowRight"); // without effect while the viewer opens
  }
  const first = page.url();
  await page.keyboard.press("Escape");
  await page.waitForFunction(before => location.href !== before, first);
  assert.match(page.url(), /#\/media\//);
  await clean(page);
});

test("grid_afterAPicture_isWhereItWas", async () => {
  const page = await open(browser, server.url, { viewport: { width: 700, height: 500 } });
  await shown(page, 5);
  await page.mouse.move(350, 300);
  await page.mouse.wheel(0, 900);
  await page.waitForFunction(() => scrollY > 500);
  const before = await page.evaluate(() => scrollY);
  await page.mouse.click(350, 300);
  await page.locator("main.media").waitFor();
  await page.goBack();
  await page.locator(".grid").waitFor();
  await page.waitForFunction(wanted => Math.abs(scrollY - wanted) < 120, before);
  await clean(page);
});

test("selection_deletedAndUndone_isThere", async () => {
  const page = await open(browser, `${server.url}#/?group=Ete-2026`);
  await page.clock.install();
  await page.waitForFunction(() => document.querySelectorAll(".grid .cell").length === 3);
  await page.locator(".cell").nth(0).hover();
  await page.locator(".cell .tick").nth(0).click();
  await page.locator(".cell a").nth(2).click({ modifiers: ["Shift"] });
  await page.getByText("3 selected").waitFor();
  await page.locator(".cell a").nth(1).click({ modifiers: ["Control"] });
  await page.getByText("2 selected").waitFor();
  await page.getByRole("button", { name: "Delete" }).click();
  await page.waitForFunction(() => document.querySelectorAll(".grid .cell").length === 1);
  await page.getByRole("button", { name: "Undo" }).click();
  await page.waitForFunction(() => document.querySelectorAll(".grid .cell").length === 3);
  await page.clock.fastForward(11_000);
  assert.equal((await list("&group=Ete-2026")).length, 3);
  await page.locator(".cell").nth(0).hover();
  await page.locator(".cell .tick").nth(0).click();
  await page.getByRole("button", { name: "Delete" }).click();
  const answer = page.waitForResponse(response => response.url().includes("batch-delete"));
  await page.clock.fastForward(11_000);
  assert.deepEqual(await (await answer).json(), { deleted: 1, missing: [], refused: [] });
  assert.equal((await list("&group=Ete-2026")).length, 2);
  await clean(page);
});

test("selection_movedToAGroup_isInIt", async () => {
  const page = await open(browser, `${server.url}#/?group=Ete-2026`);
  await page.waitForFunction(() => document.querySelectorAll(".grid .cell").length === 2);
  await page.locator(".cell a").nth(0).click({ modifiers: ["Control"] });
  const modal = await page.getByRole("button", { name: "Move to a group" }).evaluate(async button => {
    button.click();
    await new Promise(resolve => requestAnimationFrame(resolve));
    return document.querySelector("dialog").open;
  });
  assert.ok(modal); // before it is drawn: a key may follow at once
  await page.getByRole("dialog").getByLabel("Group").fill("winter");
  assert.deepEqual(await axe(page), []);
  await page.getByRole("dialog").getByRole("button", { name: "Move", exact: true }).click();
  await page.getByText("Moved 1 to winter.").waitFor();
  assert.equal((await list("&group=winter")).length, 1);
  await page.waitForFunction(() => document.querySelectorAll(".grid .cell").length === 1);
  await clean(page);
});

test("download_several_isAnArchive", async () => {
  const page = await open(browser, server.url);
  await shown(page, 3);
  await page.locator(".cell a").nth(0).click({ modifiers: ["Control"] });
  await page.locator(".cell a").nth(2).click({ modifiers: ["Shift"] });
  const download = page.waitForEvent("download");
  let send;
  const held = new Promise(resolve => (send = resolve));
  await page.route("**/content", async route => {
    await held;
    await route.continue();
  });
  await page.getByRole("button", { name: "Download" }).click();
  await page.locator('.selection [aria-busy="true"]').waitFor();
  send();
  const path = join(folder, "saved.zip");
  await (await download).saveAs(path);
  const listed = execFileSync("python3", ["-c", "import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(len(z.namelist()))", path]);
  assert.equal(listed.toString().trim(), "3");
  await clean(page);
});

test("keyboard_alone_reachesEverything", async () => {
  const page = await open(browser, server.url);
  await shown(page, 10);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter"); // skip to the content
  for (let i = 0; i < 12 && !(await page.evaluate(() => document.activeElement?.closest(".cell") !== null)); i++) {
    await page.keyboard.press("Tab");
  }
  const index = () => page.evaluate(() => Number(document.activeElement.closest(".cell")?.dataset.index));
  assert.equal(await index(), 0);
  await page.keyboard.press("ArrowRight");
  assert.equal(await index(), 1);
  await page.keyboard.press("ArrowDown");
  const below = await index();
  assert.ok(below > 1);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Space");
  await page.getByText("1 selected").waitFor();
  await page.keyboard.press("Shift+ArrowRight");
  await page.getByText("2 selected").waitFor();
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => document.querySelector(".selection") === null);
  const opened = await index();
  await page.keyboard.press("Enter");
  await page.locator("main.media").waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".grid").waitFor();
  await page.waitForFunction(wanted => Number(document.activeElement?.closest(".cell")?.dataset.index) === wanted, opened);
  await clean(page);
});

test("views_narrowAndDark_areUsable", async () => {
  for (const [scheme, options] of [["dark", narrow], ["light", {}]]) {
    const page = await open(browser, server.url, { ...options, colorScheme: scheme });
    for (const hash of ["#/", "#/media/scene", "#/dashboard"]) {
      await page.goto(server.url + hash);
      await (hash === "#/" ? shown(page, 4) : page.locator("main .block").first().waitFor());
      if (hash === "#/media/scene") {
        await page.getByRole("region", { name: "List of renditions" }).waitFor();
      }
      for (const width of scheme === "dark" ? [320, 360] : [1280]) {
        await page.setViewportSize({ width, height: 740 });
        await fits(page, `${hash} ${scheme} ${width}`);
      }
      const paper = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      assert.equal(paper, scheme === "dark" ? "rgb(20, 20, 21)" : "rgb(251, 250, 248)");
      assert.deepEqual(await axe(page), [], `${hash} ${scheme}`);
    }
    await clean(page);
  }
});

test("dialogsAndUploads_narrow_fit", async () => {
  const page = await open(browser, server.url, narrow);
  await shown(page, 4);
  await page.getByLabel("Files to upload").first().setInputFiles([
    { name: "many-02.png", mimeType: "image/png", buffer: readFileSync(join(folder, "many", "many-02.png")) },
    { name: `${"long-".repeat(20)}.txt`, mimeType: "text/plain", buffer: Buffer.from("no picture") },
  ]);
  await page.getByText("Stored as many-02.png").waitFor();
  await page.getByRole("heading", { name: "0 uploaded, 1 already here, 1 refused" }).waitFor();
  await fits(page, "uploads");
  assert.deepEqual(await axe(page), []);
  await page.getByRole("button", { name: "Close" }).click();
  await page.locator(".cell .tick").first().dispatchEvent("click");
  await fits(page, "selection");
  await page.getByRole("button", { name: "Move to a group" }).click();
  await fits(page, "move");
  await page.keyboard.press("Escape");
  await page.goto(`${server.url}#/media/${(await list("&visibility=public"))[0].id}`);
  await page.getByRole("button", { name: "Sign a link" }).click();
  await fits(page, "sign");
  await clean(page);
});

test("dashboard_firstLook_isDrawn", async () => {
  const page = await open(browser, server.url);
  await shown(page, 4); // the server has answered with renditions
  let looks = 0;
  await page.route("**/api/stats?*", route => (looks++ === 0 ? route.continue() : undefined)); // later ones have no answer
  await page.goto(`${server.url}#/dashboard`);
  const chart = page.getByRole("img", { name: /^Shares of requests over time\. Memory: none yet, [0-9.]+% since the start/ });
  await chart.waitFor();
  await page.waitForFunction(() => {
    const probe = document.createElement("canvas").getContext("2d");
    probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue("--chart-1").trim();
    probe.fillRect(0, 0, 1, 1);
    const [red, green, blue] = probe.getImageData(0, 0, 1, 1).data;
    const canvas = document.querySelector(".chart canvas");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let painted = 0;
    for (let at = 0; at < data.length; at += 4) {
      painted += Math.abs(data[at] - red) + Math.abs(data[at + 1] - green) + Math.abs(data[at + 2] - blue) < 12 && data[at + 3] > 100 ? 1 : 0;
    }
    return painted > 100; // the dashed line of hits in memory
  });
  await clean(page);
});

test("dashboard_always_showsFigures", async () => {
  const page = await open(browser, `${server.url}#/dashboard`);
  await page.getByRole("heading", { name: "Where answers come from" }).waitFor();
  assert.match(await page.locator(".figures").innerText(), /Hit rate\s+[0-9]+/);
  assert.match(await page.locator(".figures").innerText(), /of 10\.7 GB/);
  await page.getByRole("button", { name: "Run now" }).click();
  await page.getByRole("rowheader", { name: "orphans" }).waitFor();
  await page.getByText("No media has problems.").waitFor();
  await page.getByRole("button", { name: "Count now" }).click();
  await page.getByText("Counted just now").waitFor();
  await page.locator(".presets").getByRole("rowheader", { name: "small" }).waitFor();
  await clean(page);
});

test("media_uploadedElsewhere_appears", async () => {
  const page = await open(browser, server.url);
  await shown(page, 3);
  await server.put("elsewhere", png(300, 300, 11));
  await page.locator('.cell[data-id="elsewhere"]').waitFor();
  await fetch(`${server.url}api/media/elsewhere`, { method: "DELETE" });
  await page.waitForFunction(() => document.querySelector('.cell[data-id="elsewhere"]') === null);
  await clean(page);
});

test("scroll_twentyThousandMedia_dropsNone", async () => {
  await server.put("base", png(300, 200, 12));
  await server.stop();
  const one = "SELECT 'n' || printf('%05d', value), type, kind, bytes, sha256, 300 + (value * 7919) % 500, 200 + (value * 104729) % 400, opaque, thumbhash, color, 'thousands', visibility, attributes, 1700000000000 + value, NULL FROM media, generate_series(1, 20000) WHERE id = 'base'";
  execFileSync("sqlite3", [join(folder, "data", "catalog.db"),
    `INSERT INTO media (id, type, kind, bytes, sha256, width, height, opaque, thumbhash, color, grp, visibility, attributes, created, expires) ${one}`]);
  await server.start();
  const blind = await launch(join(folder, "blind"), "--blink-settings=imagesEnabled=false"); // only the first has an original
  const page = await open(blind, `${server.url}#/?group=thousands`, { viewport: { width: 1280, height: 1600 } });
  await page.locator(".cell").first().waitFor();
  const end = await page.evaluate(async () => {
    const frame = () => new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
    const result = { last: -1, most: 0, stops: 0, gaps: [] };
    while (result.last < 19_999) {
      const before = scrollY;
      scrollBy(0, innerHeight * 8);
      await frame();
      await frame();
      if (scrollY === before) {
        await new Promise(resolve => setTimeout(resolve, 50)); // the next page of the list is on its way
      }
      const cells = [...document.querySelectorAll(".grid .cell")];
      const indices = cells.map(cell => Number(cell.dataset.index)).sort((x, y) => x - y);
      const boxes = cells.map(cell => cell.getBoundingClientRect());
      const whole = indices.every((index, i) => i === 0 || index === indices[i - 1] + 1);
      const covered = Math.min(...boxes.map(box => box.top)) <= 0 && Math.max(...boxes.map(box => box.bottom)) >= innerHeight - 200; // the end of what is loaded has a margin
      if (!whole || !covered) {
        result.gaps.push(indices[0]);
      }
      result.stops++;
      result.last = indices.at(-1);
      result.most = Math.max(result.most, cells.length);
    }
    return result;
  });
  assert.deepEqual(end.gaps, []);
  assert.ok(end.stops > 20);
  assert.ok(end.most < 300, `${end.most} cells at a time`);
  const network = await page.context().newCDPSession(page);
  await network.send("HeapProfiler.collectGarbage");
  const { usedSize } = await network.send("Runtime.getHeapUsage");
  assert.ok(usedSize < 60 << 20, `${usedSize} bytes of heap`);
  await clean(page);
  await blind.close();
});

test("signIn_eachRole_seesWhatItMay", async () => {
  const key = role => `key-of-${role}-0123456789`;
  const roles = ["viewer", "editor", "admin", "metrics"];
  const secured = new Server(join(folder, "secured"), {
    API_KEYS: roles.map(role => `${role}:${role}:${sha256(key(role))}`).join(","),
    SIGNING_KEYS: "a-secret-for-signing-0123456789",
  });
  await secured.start();
  const header = { Authorization: `Bearer ${key("editor")}` };
  await secured.put("secret", png(640, 480, 21), "?visibility=private&attr.title=Secret", header);
  await secured.put("open", png(640, 480, 22), "?attr.title=Open", header);
  await secured.put("other", png(640, 480, 23), "?attr.title=Other", { Authorization: `Bearer ${key("admin")}` });
  const page = await open(browser, secured.url);
  const enter = async text => {
    await page.getByLabel("Key, token or ticket").fill(text);
    await page.getByRole("button", { name: "Sign in" }).click();
  };
  const leave = () => page.getByRole("button", { name: "Sign out" }).click();
  await enter("wrong");
  await page.getByText("does not know this key").waitFor();
  assert.deepEqual(await axe(page), []);
  await page.setViewportSize({ width: 360, height: 740 });
  await fits(page, "sign-in");
  await page.setViewportSize({ width: 1280, height: 800 });
  for (const role of ["viewer", "editor", "admin"]) {
    await enter(key(role));
    await shown(page, 3); // the private one too, by the token in its links
    const changes = role !== "viewer";
    assert.equal(await page.getByRole("button", { name: "Upload", exact: true }).count(), changes ? 1 : 0);
    assert.equal(await page.locator(".tick").count(), changes ? 3 : 0);
    await page.getByRole("link", { name: /^Secret/ }).click();
    await page.getByRole("heading", { name: "Facts" }).waitFor();
    assert.equal(await page.getByRole("button", { name: "Delete" }).count(), changes ? 1 : 0);
    await page.locator(".compare figcaption").nth(1).getByText("WEBP").waitFor();
    assert.equal(await page.getByText("Why does the server").count(), role === "admin" ? 1 : 0);
    assert.deepEqual(await axe(page), []);
    if (role === "viewer") {
      await page.getByRole("button", { name: "Sign a link" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Sign", exact: true }).click();
      const link = await page.getByRole("dialog").locator("input").inputValue();
      assert.equal((await fetch(link)).headers.get("content-type"), "image/png");
      await page.keyboard.press("Escape");
    }
    assert.ok(!page.url().includes(key(role)));
    assert.deepEqual(await page.context().cookies(), []);
    await page.goto(secured.url);
    await shown(page, 3); // still signed in
    if (role === "editor") {
      await page.getByRole("link", { name: /^Other/ }).click({ modifiers: ["Control"] });
      await page.locator(".selection .danger:disabled").waitFor(); // it is of another owner
      await page.keyboard.press("Escape");
      for (const [title, offered] of [["Open", 1], ["Other", 0]]) {
        await page.goto(`${secured.url}#/media/${title.toLowerCase()}`);
        await page.getByRole("heading", { name: title }).waitFor();
        await page.getByRole("heading", { name: "Facts" }).waitFor();
        await page.waitForFunction(wanted => document.querySelectorAll(".media-head .danger").length === wanted, offered);
        await page.waitForFunction(wanted => [...document.querySelectorAll("h2")].filter(one => one.textContent === "Labels").length === wanted, offered);
      }
      await page.goto(secured.url);
    }
    await leave();
  }
  await enter(key("metrics"));
  await page.getByText("This key reads metrics only").waitFor();
  assert.deepEqual(await axe(page), []);
  await leave();
  await enter(`calotype-ticket-${"x".repeat(43)}`);
  await page.getByText("no such ticket").waitFor();
  const issued = await fetch(`${secured.url}api/tickets`, {
    method: "POST", headers: { ...header, "Content-Type": "application/json" }, body: JSON.stringify({ group: "guests", types: ["image/*"] }),
  });
  await enter((await issued.json()).ticket);
  const refused = [];
  page.on("response", response => response.status() >= 400 && refused.push(response.request().method()));
  await page.getByRole("heading", { name: "Drop pictures and videos here" }).waitFor();
  assert.equal(await page.getByRole("link", { name: /Pictures|Dashboard/ }).count(), 0);
  const take = seed => page.getByLabel("Files to upload").setInputFiles({ name: `guest-${seed}.png`, mimeType: "image/png", buffer: png(300, 200, seed) });
  await take(31);
  await page.getByRole("heading", { name: "1 file uploaded" }).waitFor();
  assert.deepEqual(refused, []);
  await take(32); // the ticket permits one
  await page.getByRole("heading", { name: "1 uploaded, 1 refused" }).waitFor();
  assert.deepEqual(refused, ["POST"]);
  assert.deepEqual(await axe(page), []);
  const guests = await (await fetch(`${secured.url}api/media?group=guests`, { headers: header })).json();
  assert.deepEqual(guests.items.map(record => record.filename), ["guest-31.png"]);
  await clean(page);
  await secured.stop();
});

let failed = 1;
try {
  failed = await runAll(process.argv[3]);
} finally {
  await browser.close();
  await Server.stopAll();
}
process.exit(failed === 0 ? 0 : 1);
