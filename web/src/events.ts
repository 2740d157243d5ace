import { request, type Problem } from "./api";
import { collection } from "./collection";
import { decide } from "./rights";
import { Store } from "./store";

/** One server-sent event: its name, its id and its data. */
export interface ServerEvent {
  name: string;
  id: string;
  data: string;
}

/** Splits a stream of server-sent events, as the HTML standard defines it. */
export class EventParser {
  private rest = "";

  constructor(private readonly receive: (event: ServerEvent) => void) {}

  push(text: string): void {
    const all = this.rest + text;
    const whole = all.endsWith("\r") ? all.length - 1 : all.length; // its line feed may follow
    const blocks = all.slice(0, whole).replace(/\r\n?/g, "\n").split("\n\n");
    this.rest = blocks.pop()! + all.slice(whole);
    blocks.forEach(block => this.block(block));
  }

  private block(block: string): void {
    const event: ServerEvent = { name: "message", id: "", data: "" };
    const data: string[] = [];
    for (const line of block.split("\n")) {
      const colon = line.indexOf(":");
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
      if (field === "event") {
        event.name = value;
      } else if (field === "id") {
        event.id = value;
      } else if (field === "data") {
        data.push(value);
      }
    }
    event.data = data.join("\n");
    if (event.data || event.id) {
      this.receive(event);
    }
  }
}

/** Ids of media that could not be rendered since the page was opened. */
export const failed = new Store<readonly string[]>([]);

const GATHER_MILLIS = 250;
const LONGEST_WAIT_MILLIS = 30_000;

let lastId = "";
let stream: AbortController | null = null;
let changed = new Set<string>();
let gathering = false;

async function apply(): Promise<void> {
  gathering = false;
  const ids = [...changed];
  changed = new Set();
  try {
    await collection.refresh(ids);
  } catch {
    // the next event, or the next load of the page, shows them
  }
}

function look(id: string): void {
  changed.add(id);
  if (!gathering) {
    gathering = true;
    setTimeout(() => void apply(), GATHER_MILLIS);
  }
}

function receive(event: ServerEvent): void {
  if (event.id) {
    lastId = event.id;
  }
  if (event.name === "reset") {
    collection.show(collection.filter);
    return;
  }
  let id = "";
  try {
    id = (JSON.parse(event.data) as { id?: string }).id ?? "";
  } catch {
    return;
  }
  if (event.name === "deleted") {
    changed.delete(id);
    decide([id], null);
    collection.remove([id]);
  } else if (event.name === "uploaded" || event.name === "changed") {
    look(id);
  } else if (event.name === "failed") {
    failed.set([...new Set([...failed.value, id])]);
    look(id);
  }
}

async function read(signal: AbortSignal): Promise<void> {
  const headers: Record<string, string> = { Accept: "text/event-stream" };
  if (lastId) {
    headers["Last-Event-ID"] = lastId;
  }
  const answer = await request("api/events", { headers, signal, cache: "no-store" });
  if (!lastId) {
    void collection.catchUp();
  }
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  const parser = new EventParser(receive);
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parser.push(part.value);
  }
}

async function follow(signal: AbortSignal): Promise<void> {
  let wait = 1000;
  while (!signal.aborted) {
    try {
      await read(signal);
      wait = 1000;
    } catch (error) {
      const status = (error as Problem).status ?? 0;
      if (signal.aborted || status === 401 || status === 403 || status === 404 || status === 405) {
        return;
      }
      wait = Math.min(LONGEST_WAIT_MILLIS, wait * 2);
    }
    await new Promise(resolve => setTimeout(resolve, wait));
  }
}

/**
 * Follows the events of the server while the page is visible. A hidden page gives its connection back: a browser has six
 * for all its tabs.
 */
export function followEvents(): () => void {
  const turn = (): void => {
    if (document.hidden) {
      stream?.abort();
      stream = null;
    } else if (!stream) {
      stream = new AbortController();
      void follow(stream.signal);
    }
  };
  turn();
  document.addEventListener("visibilitychange", turn);
  return () => {
    document.removeEventListener("visibilitychange", turn);
    stream?.abort();
    stream = null;
  };
}
