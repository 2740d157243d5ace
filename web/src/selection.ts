import type { Item } from "./item";
import { Store } from "./store";

/** The ids of the selected media. */
export const selection = new Store<ReadonlySet<string>>(new Set());
let anchor: string | null = null;

export function clearSelection(): void {
  anchor = null;
  selection.set(new Set());
}

export function select(id: string, selected: boolean): void {
  const ids = new Set(selection.value);
  if (selected) {
    ids.add(id);
  } else {
    ids.delete(id);
  }
  anchor = id;
  selection.set(ids);
}

export function toggle(id: string): void {
  select(id, !selection.value.has(id));
}

export function selectAll(items: readonly Item[]): void {
  selection.set(new Set(items.map(item => item.id)));
}

/** Selects everything between the media that was selected last and `id`. */
export function selectThrough(items: readonly Item[], id: string): void {
  const from = items.findIndex(item => item.id === anchor);
  const to = items.findIndex(item => item.id === id);
  if (from < 0 || to < 0) {
    toggle(id);
    return;
  }
  const ids = new Set(selection.value);
  items.slice(Math.min(from, to), Math.max(from, to) + 1).forEach(item => ids.add(item.id));
  selection.set(ids);
}

/** Forgets selected media that are gone. */
export function keepSelected(items: readonly Item[]): void {
  if (selection.value.size === 0) {
    return;
  }
  const there = new Set(items.map(item => item.id));
  const left = [...selection.value].filter(id => there.has(id));
  if (left.length < selection.value.size) {
    selection.set(new Set(left));
  }
}
