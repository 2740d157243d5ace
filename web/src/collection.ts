import { json, type MediaRecord, type Page, type Problem } from "./api";
import { itemOf, type Item } from "./item";
import { Store } from "./store";

export interface Filter {
  kind: "" | "image" | "video";
  group: string;
  visibility: "" | "public" | "private";
  order: "newest" | "oldest";
}

export const NO_FILTER: Filter = { kind: "", group: "", visibility: "", order: "newest" };

export interface Listing {
  items: readonly Item[];
  /** Whether all pages are loaded. */
  complete: boolean;
  loading: boolean;
  problem: Problem | null;
  /** Counts changes other than additions at the end: the layout starts anew. */
  edition: number;
}

const EMPTY: Listing = { items: [], complete: false, loading: false, problem: null, edition: 0 };
const PAGE = 200;
const FIRST_PAGE = 60;

/** The media that the grid shows, in the order of the server, one page after the other. */
export class Collection {
  readonly listing = new Store<Listing>(EMPTY);
  readonly groups = new Store<readonly string[]>([]);
  filter: Filter = NO_FILTER;
  private cursor: string | null = null;
  private known = new Set<string>();
  private hidden = new Set<string>();
  private turn = 0;

  /** Shows the media of `filter` from the first page. */
  show(filter: Filter): void {
    this.filter = filter;
    this.turn++;
    this.cursor = null;
    this.known = new Set();
    this.listing.set({ ...EMPTY, edition: this.listing.value.edition + 1 });
    void this.more();
  }

  private query(limit: number): URLSearchParams {
    const query = new URLSearchParams({ limit: String(limit), order: this.filter.order });
    for (const name of ["kind", "group", "visibility"] as const) {
      if (this.filter[name]) {
        query.set(name, this.filter[name]);
      }
    }
    if (this.cursor) {
      query.set("cursor", this.cursor);
    }
    return query;
  }

  /** Loads the next page, unless it is being loaded or there is none. */
  async more(): Promise<void> {
    const { loading, complete, items } = this.listing.value;
    if (loading || complete) {
      return;
    }
    const turn = this.turn;
    this.listing.update({ loading: true, problem: null });
    try {
      const page = await json<Page>(`api/media?${this.query(items.length === 0 ? FIRST_PAGE : PAGE)}`);
      if (turn === this.turn) {
        this.append(page);
      }
    } catch (problem) {
      if (turn === this.turn) {
        this.listing.update({ loading: false, problem: problem as Problem });
      }
    }
  }

  private append(page: Page): void {
    this.cursor = page.next;
    const items = page.items.filter(record => this.admit(record.id)).map(itemOf);
    this.learnGroups(items);
    this.listing.update({
      items: items.length === 0 ? this.listing.value.items : this.listing.value.items.concat(items),
      complete: page.next === null,
      loading: false,
    });
    if (page.next !== null && items.length === 0) {
      void this.more(); // a filtered page may be empty and not the last
    }
  }

  private admit(id: string): boolean {
    if (this.known.has(id) || this.hidden.has(id)) {
      return false;
    }
    this.known.add(id);
    return true;
  }

  private learnGroups(items: readonly Item[]): void {
    const groups = new Set(this.groups.value);
    const before = groups.size;
    items.forEach(item => item.group && groups.add(item.group));
    if (groups.size > before) {
      this.groups.set([...groups].sort());
    }
  }

  private accepts(item: Item): boolean {
    const { kind, group, visibility } = this.filter;
    return (!kind || item.kind === kind) && (!group || item.group === group)
      && (!visibility || item.visibility === visibility);
  }

  /** Adds or replaces media that were uploaded or changed. */
  put(records: readonly MediaRecord[]): void {
    const fresh = new Map(records.filter(record => !this.hidden.has(record.id)).map(record => [record.id, itemOf(record)]));
    if (fresh.size === 0) {
      return;
    }
    this.learnGroups([...fresh.values()]);
    let items = this.listing.value.items.flatMap(item => {
      const replaced = fresh.get(item.id);
      if (!replaced) {
        return [item];
      }
      fresh.delete(item.id);
      if (this.accepts(replaced)) {
        return [replaced];
      }
      this.known.delete(item.id);
      return [];
    });
    const added = [...fresh.values()].filter(item => this.accepts(item) && this.belongs(item));
    added.forEach(item => this.known.add(item.id));
    if (added.length > 0) {
      items = items.concat(added);
      const sign = this.filter.order === "newest" ? -1 : 1;
      items.sort((a, b) => sign * (a.created < b.created ? -1 : a.created > b.created ? 1 : a.id < b.id ? -1 : 1));
    }
    this.replace(items);
  }

  /** Whether a media lies in the loaded part of the list. */
  private belongs(item: Item): boolean {
    const { items, complete } = this.listing.value;
    const last = items.at(-1);
    return complete || (last !== undefined
      && (this.filter.order === "newest" ? item.created > last.created : item.created < last.created));
  }

  private replace(items: readonly Item[]): void {
    this.listing.update({ items, edition: this.listing.value.edition + 1 });
  }

  /** Adds what was uploaded between the first page of the list and the first event. */
  async catchUp(): Promise<void> {
    const query = new URLSearchParams({ limit: String(FIRST_PAGE) });
    try {
      this.put((await json<Page>(`api/media?${query}`)).items);
    } catch {
      // the list itself says what is wrong
    }
  }

  /** Removes media that are gone. */
  remove(ids: Iterable<string>): void {
    const gone = new Set(ids);
    const items = this.listing.value.items.filter(item => !gone.has(item.id));
    gone.forEach(id => this.known.delete(id));
    if (items.length !== this.listing.value.items.length) {
      this.replace(items);
    }
  }

  /** Hides media until they are deleted, or shown again. */
  hide(ids: readonly string[]): void {
    ids.forEach(id => this.hidden.add(id));
    this.remove(ids);
  }

  /** Shows hidden media again. */
  async unhide(ids: readonly string[]): Promise<void> {
    ids.forEach(id => this.hidden.delete(id));
    await this.refresh(ids);
  }

  /** Reads the records of `ids` again. */
  async refresh(ids: readonly string[]): Promise<void> {
    for (let at = 0; at < ids.length; at += PAGE) {
      const some = ids.slice(at, at + PAGE);
      const page = await json<Page>(`api/media?ids=${some.join(",")}`);
      const found = new Set(page.items.map(record => record.id));
      this.remove(some.filter(id => !found.has(id)));
      this.put(page.items);
    }
  }
}

export const collection = new Collection();
