import { hasKey, json, request, urlOf, type MediaRecord, type Page } from "./api";
import { bytes, plural } from "./format";
import { contentUrl, itemOf } from "./item";
import { say, unsay } from "./toasts";

/** The browser keeps an archive until it is saved. */
const MOST_BYTES = 1 << 30;
const PAGE = 200;

function save(href: string, name: string): void {
  const link = document.createElement("a");
  link.href = href;
  link.download = name;
  link.click();
}

function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  save(url, name);
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

async function records(ids: readonly string[]): Promise<MediaRecord[]> {
  const found: MediaRecord[] = [];
  for (let at = 0; at < ids.length; at += PAGE) {
    found.push(...(await json<Page>(`api/media?ids=${ids.slice(at, at + PAGE).join(",")}`)).items);
  }
  return found;
}

function nameOf(record: MediaRecord): string {
  return record.filename ?? `${record.id}.${record.facts.format}`;
}

async function one(record: MediaRecord): Promise<void> {
  const item = itemOf(record);
  if (!hasKey() || new URL(record.links.content, urlOf("/")).searchParams.has("t")) {
    const token = new URL(record.links.content, urlOf("/")).searchParams.get("t");
    save(contentUrl(item, { download: "", ...(token ? { t: token } : {}) }), nameOf(record));
  } else {
    saveBlob(await (await request(`api/media/${record.id}/content`)).blob(), nameOf(record));
  }
}

async function many(all: readonly MediaRecord[]): Promise<void> {
  const { distinct, zip } = await import("./zip");
  const names = distinct(all.map(nameOf));
  async function* entries() {
    for (const [i, record] of all.entries()) {
      yield { name: names[i]!, body: await request(`api/media/${record.id}/content`), time: new Date(record.createdAt) };
    }
  }
  saveBlob(await zip(entries()), "calotype.zip");
}

/** Saves one original as a file, several as an archive. */
export async function download(ids: readonly string[]): Promise<void> {
  const note = say(`Fetching ${plural(ids.length, "file")}.`, { life: 600_000 });
  try {
    const all = await records(ids);
    const size = all.reduce((sum, record) => sum + record.bytes, 0);
    if (all.length === 1) {
      await one(all[0]!);
    } else if (size > MOST_BYTES) {
      say(`${bytes(size)} are too much for one archive. Select less than ${bytes(MOST_BYTES)}.`, { tone: "bad", life: 10_000 });
    } else {
      await many(all);
    }
  } catch (error) {
    say((error as Error).message, { tone: "bad", life: 10_000 });
  } finally {
    unsay(note);
  }
}
