// Runs ./calotype and Debian's Chromium for the tests of this folder. Prints a line for each test: `ok NAME` or `not ok NAME`.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";

const ROOT = new URL("../../../", import.meta.url).pathname;
const CHROMIUM = "/usr/bin/chromium";
const START_MILLIS = 300_000;
/** The machine may be busy with other tests. */
export const PATIENCE_MILLIS = 90_000;
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A running server. `settings` are configuration keys without their prefix. */
export class Server {
  static all = [];

  /** Stops those that a failed test has left too. */
  static stopAll() {
    return Promise.all(Server.all.map(server => server.stop()));
  }

  constructor(data, settings = {}) {
    this.data = data;
    this.settings = settings;
    this.port = 0;
    Server.all.push(this);
  }

  async start() {
    const environment = { ...process.env };
    for (const [key, value] of Object.entries({ RENDER_WORKERS: "2", PREGENERATE: "small,medium", ...this.settings })) {
      environment[`CALOTYPE_${key}`] = value;
    }
    const command = process.env.GALLERY_SERVER ?? join(ROOT, "calotype");
    this.process = spawn(command, ["serve", "--port", String(this.port), "--data", this.data], { env: environment, stdio: ["ignore", "pipe", "pipe"] });
    this.log = "";
    const ended = new Promise((_, reject) => this.process.once("exit", code => reject(new Error(`the server has ended with ${code}: ${this.log}`))));
    const ready = new Promise(resolve => {
      const read = bytes => {
        this.log += bytes;
        const found = /ready at (http:\/\/[0-9.]+:([0-9]+))/.exec(this.log);
        if (found) {
          resolve(found);
        }
      };
      this.process.stdout.on("data", read);
      this.process.stderr.on("data", read);
    });
    ended.catch(() => undefined);
    const found = await Promise.race([ready, ended, new Promise((_, reject) => setTimeout(reject, START_MILLIS, new Error("no start")).unref())]);
    this.port = Number(found[2]);
    this.url = `${found[1]}/`;
  }

  /** Ends it as a crash does. */
  async kill() {
    const gone = new Promise(resolve => this.process.once("exit", resolve));
    this.process.kill("SIGKILL");
    await gone;
  }

  async stop() {
    if (this.process && this.process.exitCode === null && this.process.signalCode === null) {
      const gone = new Promise(resolve => this.process.once("exit", resolve));
      this.process.kill("SIGTERM");
      await gone;
    }
  }

  async put(id, body, options = "", headers = {}) {
    const answer = await fetch(`${this.url}api/media/${id}${options}`, { method: "PUT", body, headers });
    if (!answer.ok) {
      throw new Error(`${id}: ${await answer.text()}`);
    }
    return answer.json();
  }
}

export function launch(folder, ...more) {
  mkdirSync(folder, { recursive: true });
  return chromium.launch({
    executablePath: CHROMIUM,
    env: { ...process.env, TMPDIR: folder },
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", ...more,
    ],
  });
}

let opened = null;

/** A page that notes what must not happen: violations of its policy, exceptions, and errors in the console. */
export async function open(browser, url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(PATIENCE_MILLIS);
  const page = await context.newPage();
  opened = page;
  page.faults = [];
  page.on("pageerror", error => page.faults.push(`exception: ${error.message}`));
  page.on("console", message => message.type() === "error" && !/Failed to load resource/.test(message.text()) && page.faults.push(message.text()));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", event => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
  });
  await page.goto(url);
  return page;
}

/** The text of the page that was opened last, for a test that has failed. */
async function lastText() {
  const text = await opened?.locator("body").innerText({ timeout: 5_000 }).catch(error => error.message);
  return `the page shows: ${text?.slice(0, 1_000)} ${opened?.faults.join("; ")}`;
}

/** What axe finds on the page, as one line for each rule. */
export async function axe(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations.map(one => `${one.id}: ${one.nodes.map(node => `${node.target} ${node.failureSummary}`).join(" | ")}`);
}


const tests = [];
export function test(name, run) {
  tests.push([name, run]);
}

/** Runs all tests, one after the other; the expression `pattern` selects some by their names. */
export async function runAll(pattern) {
  let failed = 0;
  for (const [name, run] of tests.filter(([each]) => new RegExp(pattern ?? "").test(each))) {
    const begun = Date.now();
    try {
      await run();
      console.log(`ok ${name} ${Date.now() - begun} ms`);
    } catch (error) {
      failed++;
      const text = `${error.stack ?? error}\n${await lastText()}`;
      console.log(`not ok ${name} ${text.replaceAll("\n", "\\n")}`);
    }
  }
  return failed;
}
