import { authorization, send, urlOf } from "./api";
import { collection } from "./collection";
import { plural } from "./format";
import { say, unsay } from "./toasts";

const UNDO_MILLIS = 10_000;
const BATCH = 1000;

interface Pending {
  ids: string[];
  timer: number;
  toast: number;
}

const pending = new Set<Pending>();

interface Answer {
  deleted: number;
  missing: string[];
  refused: string[];
  failed?: string[];
}

/** Hides media at once, and deletes them after ten seconds, unless it is undone. */
export function deleteLater(ids: readonly string[]): void {
  const batch: Pending = { ids: [...ids], timer: 0, toast: 0 };
  collection.hide(batch.ids);
  batch.timer = window.setTimeout(() => void run(batch), UNDO_MILLIS);
  batch.toast = say(ids.length === 1 ? "Deleted." : `Deleted ${plural(ids.length, "media", "media")}.`, {
    life: UNDO_MILLIS,
    action: { label: "Undo", run: () => undo(batch) },
  });
  pending.add(batch);
}

function undo(batch: Pending): void {
  clearTimeout(batch.timer);
  unsay(batch.toast);
  if (pending.delete(batch)) {
    collection.unhide(batch.ids).catch(error => say(String((error as Error).message), { tone: "bad" }));
  }
}

/** Keeps a media that was uploaded again. */
export function keep(id: string): void {
  for (const batch of pending) {
    if (batch.ids.includes(id)) {
      batch.ids = batch.ids.filter(other => other !== id);
      void collection.unhide([id]);
    }
  }
}

async function run(batch: Pending): Promise<void> {
  pending.delete(batch);
  for (let at = 0; at < batch.ids.length; at += BATCH) {
    const ids = batch.ids.slice(at, at + BATCH);
    try {
      const answer = await send<Answer>("POST", "api/media/batch-delete", { ids });
      const kept = [...answer.refused, ...(answer.failed ?? [])];
      if (kept.length > 0) {
        await collection.unhide(kept);
        say(`${plural(kept.length, "media", "media")} could not be deleted: only their owner or an admin may.`, { tone: "bad" });
      }
    } catch (error) {
      say(`Nothing was deleted. ${(error as Error).message}`, { tone: "bad", life: 10_000 });
      await collection.unhide(ids).catch(() => undefined);
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
