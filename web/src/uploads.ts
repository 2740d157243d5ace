import { authorization, BASE, json, Problem, problemOf, urlOf, type MediaRecord } from "./api";
import { collection } from "./collection";
import { keep } from "./deletions";
import { groupOf, type Picked } from "./files";
import { itemOf } from "./item";
import * as pending from "./pending";
import { decide } from "./rights";
import { may } from "./session";
import { Store } from "./store";

export type State = "waiting" | "sending" | "storing" | "done" | "duplicate" | "refused";

export interface Upload {
  key: number;
  name: string;
  bytes: number;
  sent: number;
  state: State;
  /** The id of the media, once it is stored. */
  id: string;
  problem: Problem | null;
  /** Tries that have failed for a reason that may pass. */
  tries: number;
  /** The media with the same bytes that was there before, and the group that the upload asked for. */
  there: { name: string; group: string | null; wanted: string } | null;
}

interface Job {
  shown: Upload;
  file: File;
  group: string;
  abort: (() => void) | null;
}

/** At the same time; the server renders with as many processes as it has cores. */
const PARALLEL = 3;
/** From this size on an upload can be resumed in its middle. */
const RESUMABLE_BYTES = 4 << 20;
/** Larger files are not read into memory for their digest. */
const DIGESTED_BYTES = 64 << 20;
const MOST_TRIES = 60;
/** In place of a status: the browser cannot read the file. */
const UNREADABLE = -1;
const LONGEST_WAIT_MILLIS = 15_000;

export const uploads = new Store<readonly Upload[]>([]);
export const paused = new Store(false);

const jobs: Job[] = [];
const keys = new Set<number>(); // of all jobs that there were
let next = Date.now() * 1000; // unique over the tabs of a browser
let running = 0;
let drawing = false;
let resumable: Promise<boolean> | null = null;

function draw(): void {
  if (!drawing) {
    drawing = true;
    setTimeout(() => {
      drawing = false;
      uploads.set(jobs.map(job => ({ ...job.shown })));
    }, 60);
  }
}

/** Adds files to the queue. `group` overrides the names of folders. */
export function upload(files: readonly Picked[], group: string): void {
  for (const { file, folder } of files) {
    enqueue(file, may.change() ? group || groupOf(folder) : "", next++); // a ticket has its own group
  }
  const fresh = jobs.slice(jobs.length - files.length);
  void pending.save(fresh.map(job => ({ key: job.shown.key, file: job.file, group: job.group })));
  work();
}

function enqueue(file: File, group: string, key: number): void {
  const shown: Upload = { key, name: file.name || "picture", bytes: file.size, sent: 0, state: "waiting", id: "", problem: null, tries: 0, there: null };
  jobs.push({ shown, file, group, abort: null });
  keys.add(key);
  draw();
}

/** Goes on with the uploads that the page had when it was closed; returns their number. One tab of a browser does. */
export async function resumePending(): Promise<number> {
  if (!(await pending.claim())) {
    return 0;
  }
  const left = (await pending.load()).filter(one => !keys.has(one.key)); // not those that were added meanwhile
  left.forEach(one => enqueue(one.file, one.group, one.key));
  work();
  return left.length;
}

function work(): void {
  while (running < PARALLEL && !paused.value) {
    const job = jobs.find(waiting => waiting.shown.state === "waiting");
    if (!job) {
      return;
    }
    running++;
    job.shown.state = "sending";
    void run(job).finally(() => {
      running--;
      draw();
      work();
    });
  }
}

export function pauseAll(): void {
  paused.set(true);
  jobs.filter(job => job.shown.state === "sending").forEach(job => {
    job.shown.state = "waiting";
    job.abort?.();
  });
  draw();
}

export function goOn(): void {
  paused.set(false);
  work();
}

export function retry(key: number): void {
  const job = jobs.find(one => one.shown.key === key);
  if (job && job.shown.state === "refused") {
    Object.assign(job.shown, { state: "waiting", problem: null, sent: 0, tries: 0 });
    draw();
    work();
  }
}

/** Removes an upload. The server throws away what was sent of it after a day. */
export function dismiss(key: number): void {
  const at = jobs.findIndex(one => one.shown.key === key);
  if (at >= 0) {
    jobs[at]!.abort?.();
    jobs.splice(at, 1);
    void pending.forget(key);
    draw();
  }
}

/** Removes all that are finished. */
export function clearFinished(): void {
  for (const job of jobs.filter(one => ["done", "duplicate", "refused"].includes(one.shown.state))) {
    dismiss(job.shown.key);
  }
}

async function run(job: Job): Promise<void> {
  const { shown } = job;
  draw();
  try {
    const id = await idOf(job.file);
    await attempt(job, id);
  } catch (error) {
    if (shown.state === "waiting" || !jobs.includes(job)) {
      return; // paused or removed
    }
    shown.state = "refused";
    shown.problem = error instanceof Problem
      ? error
      : new Problem(UNREADABLE, "The file cannot be read", "It may have been moved or changed since it was picked.", "", 0);
  }
  if (shown.state === "done" || shown.state === "duplicate" || shown.problem?.repeatable === false) {
    void pending.forget(shown.key); // a reload of the page does not send it again
  }
}

/** Sends until the server has decided; waits after failures that pass. */
async function attempt(job: Job, id: string): Promise<void> {
  const { shown } = job;
  for (;;) {
    try {
      const large = job.file.size >= RESUMABLE_BYTES;
      if (large && (await isThere(id))) {
        return await stored(job, { id, duplicate: true }); // without sending it
      }
      // a server that was updated after the page was loaded has no such script
      const resumption = large && (await canResume()) ? await import("./resumable").catch(() => null) : null;
      const answer = await (resumption?.sendResumable ?? sendWhole)(job.file, options(job, id), progress(job));
      return await stored(job, answer);
    } catch (error) {
      if (!(error instanceof Problem) || shown.state === "waiting") {
        throw error;
      }
      if (error.slug === "media-differs") {
        return await stored(job, { id, duplicate: true }); // in another group
      }
      if (error.slug === "media-exists" && id) {
        id = ""; // another owner's; this one becomes a media of its own
        continue;
      }
      if (!error.temporary || ++shown.tries > MOST_TRIES) {
        throw error;
      }
      draw();
      await pause(error.retryAfterSeconds * 1000 || Math.min(LONGEST_WAIT_MILLIS, 500 * 2 ** Math.min(shown.tries, 5)), job);
    }
  }
}

async function isThere(id: string): Promise<boolean> {
  if (!id) {
    return false;
  }
  try {
    await json<MediaRecord>(`api/media/${id}`);
    return true;
  } catch (error) {
    if ((error as Problem).status === 404 || (error as Problem).status === 410) {
      return false;
    }
    throw error;
  }
}

function pause(millis: number, job: Job): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, millis);
    job.abort = () => {
      clearTimeout(timer);
      reject(new DOMException("paused", "AbortError"));
    };
  });
}

export interface Options {
  id: string;
  group: string;
  filename: string;
}

export interface Progress {
  sent: (bytes: number) => void;
  abortable: (abort: () => void) => void;
}

export interface Stored {
  id: string;
  /** Whether these bytes were there before. */
  duplicate: boolean;
}

function options(job: Job, id: string): Options {
  return { id, group: job.group, filename: job.file.name };
}

function progress(job: Job): Progress {
  return {
    sent: bytes => {
      job.shown.sent = bytes;
      if (job.shown.state === "sending" && bytes >= job.shown.bytes) {
        job.shown.state = "storing";
      }
      draw();
    },
    abortable: abort => {
      job.abort = abort;
    },
  };
}

/** The id of a file: of its bytes, as `calotype upload` gives it, so that the same file is stored once. Empty lets the server or the ticket choose. */
async function idOf(file: File): Promise<string> {
  if (file.size > DIGESTED_BYTES || !crypto.subtle || !may.change()) {
    return "";
  }
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  return `f-${Array.from(digest.slice(0, 16), byte => byte.toString(16).padStart(2, "0")).join("")}`;
}

function canResume(): Promise<boolean> {
  resumable ??= fetch(urlOf("api/uploads"), { method: "OPTIONS", headers: authorization() })
    .then(answer => answer.headers.has("Tus-Version") || answer.headers.has("Tus-Resumable"))
    .catch(() => {
      resumable = null;
      return true; // found out by the upload itself
    });
  return resumable;
}

/** One request with all bytes. It may be repeated: with an id it is a PUT. */
function sendWhole(file: File, wanted: Options, watcher: Progress): Promise<Stored> {
  const url = urlOf(wanted.id ? `api/media/${wanted.id}` : "api/media");
  url.searchParams.set("filename", wanted.filename || "picture");
  if (wanted.group) {
    url.searchParams.set("group", wanted.group);
  }
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open(wanted.id ? "PUT" : "POST", url);
    Object.entries(authorization()).forEach(([name, value]) => call.setRequestHeader(name, value));
    call.setRequestHeader("Content-Type", "application/octet-stream");
    call.upload.onprogress = event => watcher.sent(event.loaded);
    call.onload = () => {
      if (call.status < 300) {
        const record = JSON.parse(call.responseText) as MediaRecord;
        resolve({ id: record.id, duplicate: call.status === 200 });
      } else {
        reject(problemOf(call.status, call.responseText, call.getResponseHeader("Retry-After")));
      }
    };
    call.onerror = () => reject(problemOf(0, "", null));
    call.onabort = () => reject(new DOMException("paused", "AbortError"));
    watcher.abortable(() => call.abort());
    call.send(file);
  });
}

async function stored(job: Job, answer: Stored): Promise<void> {
  const { shown } = job;
  shown.id = answer.id;
  shown.sent = shown.bytes;
  shown.state = answer.duplicate ? "duplicate" : "done";
  if (!may.list()) {
    return;
  }
  keep(answer.id);
  if (!answer.duplicate) {
    decide([answer.id], true);
  }
  try {
    const record = await json<MediaRecord>(`api/media/${answer.id}`);
    collection.put([record]);
    if (answer.duplicate) {
      shown.there = { name: itemOf(record).name, group: record.group, wanted: job.group };
    }
  } catch {
    // stored all the same; the list shows it at the next load
  }
}

export const endpoint = new URL("api/uploads", BASE).href;

window.addEventListener("online", () => jobs.forEach(job => {
  if (job.shown.state === "sending" && job.shown.tries > 0) {
    job.shown.state = "waiting";
    job.abort?.();
  }
}));

/** Asks before the page is left while files are being sent. They go on when it is opened again. */
window.addEventListener("beforeunload", event => {
  if (jobs.some(job => job.shown.state === "sending" && job.shown.bytes > pending.KEPT_BYTES)) {
    event.preventDefault();
  }
});
