import { authorization, send, urlOf } from "./api";
import { collection } from "./collection";
import { plural } from "./format";
import { askAll, decide, mayChange } from "./rights";
import { say, unsay } from "./toasts";

const UNDO_MILLIS = 10_000;
const BATCH = 1000;

interface Pending {
  ids: string[];
  timer: number;
  toast: number;
  /** When the server deletes, in milliseconds. */
  due: number;
}

const pending = new Set<Pending>();

interface Answer {
  deleted: number;
  missing: string[];
  refused: string[];
  failed?: string[];
}

/** Hides media at once, and deletes them after ten seconds, unless it is undone. Media of other owners appear again. */
export function deleteLater(ids: readonly string[]): void {
  const chosen = new Set(ids);
  const listed = collection.listing.value.items.filter(item => chosen.has(item.id));
  const others = new Set(listed.filter(item => mayChange(item) === false).map(item => item.id));
  const batch: Pending = { ids: ids.filter(id => !others.has(id)), timer: 0, toast: 0, due: Date.now() + UNDO_MILLIS };
  sayRefused(others.size);
  if (batch.ids.length === 0) {
    return;
  }
  collection.hide(batch.ids);
  batch.timer = window.setTimeout(() => void run(batch), UNDO_MILLIS);
  announce(batch);
  pending.add(batch);
  const doubtful = listed.filter(item => mayChange(item) === null);
  void askAll(doubtful).then(() => {
    const refused = doubtful.filter(item => mayChange(item) === false).map(item => item.id);
    if (refused.length > 0 && pending.has(batch)) {
      sayRefused(refused.length);
      spare(batch, refused);
    }
  });
}

function announce(batch: Pending): void {
  unsay(batch.toast);
  batch.toast = say(batch.ids.length === 1 ? "Deleted." : `Deleted ${plural(batch.ids.length, "media", "media")}.`, {
    life: Math.max(0, batch.due - Date.now()),
    action: { label: "Undo", run: () => undo(batch) },
  });
}

function sayRefused(count: number): void {
  if (count > 0) {
    say(`Not deleted: ${plural(count, "media", "media")} of another owner. Only the owner or an admin may.`, { tone: "bad", life: 10_000 });
  }
}

function showAgain(ids: readonly string[]): Promise<void> {
  return collection.unhide(ids).catch(error => void say((error as Error).message, { tone: "bad" }));
}

/** Takes media out of a batch, and shows them again. */
function spare(batch: Pending, ids: readonly string[]): void {
  batch.ids = batch.ids.filter(id => !ids.includes(id));
  if (batch.ids.length === 0) {
    clearTimeout(batch.timer);
    unsay(batch.toast);
    pending.delete(batch);
  } else {
    announce(batch);
  }
  void showAgain(ids);
}

function undo(batch: Pending): void {
  clearTimeout(batch.timer);
  unsay(batch.toast);
  if (pending.delete(batch)) {
    void showAgain(batch.ids);
  }
}

/** Keeps a media that was uploaded again. */
export function keep(id: string): void {
  for (const batch of pending) {
    if (batch.ids.includes(id)) {
      spare(batch, [id]);
    }
  }
}

async function run(batch: Pending): Promise<void> {
  pending.delete(batch);
  for (let at = 0; at < batch.ids.length; at += BATCH) {
    const ids = batch.ids.slice(at, at + BATCH);
    try {
      const { refused, failed = [] } = await send<Answer>("POST", "api/media/batch-delete", { ids });
      decide(refused, false);
      sayRefused(refused.length);
      if (failed.length > 0) {
        say(`Not deleted: ${plural(failed.length, "media", "media")}. Try again.`, { tone: "bad", life: 10_000 });
      }
      await showAgain([...refused, ...failed]);
    } catch (error) {
      say(`Not deleted: ${plural(ids.length, "media", "media")}. ${(error as Error).message}`, { tone: "bad", life: 10_000 });
      await showAgain(ids);
    }
  }
}

/** Deletes at once what waits: the page is being closed. */
window.addEventListener("pagehide", () => {
  for (const batch of pending) {
    clearTimeout(batch.timer);
    for (let at = 0; at < batch.ids.length; at += BATCH) {
      void fetch(urlOf("api/media/batch-delete"), {
        method: "POST",
        keepalive: true,
        headers: { ...authorization(), "Content-Type": "application/json" },
        body: JSON.stringify({ ids: batch.ids.slice(at, at + BATCH) }),
      });
    }
  }
  pending.clear();
});
