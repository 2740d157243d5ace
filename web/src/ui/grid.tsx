import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { collection } from "../collection";
import { duration } from "../format";
import { presetUrl, srcset, type Item } from "../item";
import { go, hashOf, lastMedia } from "../route";
import { layOut, neighbour, rowAt, rowOf, totalHeight, widths, type Row } from "../rows";
import { clearSelection, keepSelected, select, selectAll, selection, selectThrough, toggle } from "../selection";
import { may } from "../session";
import { memo, useStore } from "../store";
import { Icon } from "./icons";
import { backdrop, needsKey, useSource } from "./picture";

const GAP = 4;
/** Rows are drawn this far beyond the window, and pages are loaded this many windows ahead. */
const OVERSCAN_PIXELS = 600;
const AHEAD_WINDOWS = 4;

/** Where the grid was left: a picture's page takes its place. */
const left = { filter: "", top: 0 };

interface Range {
  from: number;
  to: number;
}

function targetHeight(width: number): number {
  return width < 600 ? 130 : width < 1600 ? 210 : 250;
}

/** The rows of the grid; earlier rows stay as they are while the list grows at its end. */
function useRows(items: readonly Item[], edition: number, width: number): Row[] {
  const last = useRef<{ rows: Row[]; edition: number; width: number }>({ rows: [], edition: -1, width: 0 });
  return useMemo(() => {
    if (width === 0) {
      return [];
    }
    const same = last.current.edition === edition && last.current.width === width;
    const rows = layOut(items, { width, target: targetHeight(width), gap: GAP }, same ? last.current.rows : []);
    last.current = { rows, edition, width };
    return rows;
  }, [items, edition, width]);
}

export function Grid({ onDelete }: { onDelete: (ids: string[]) => void }) {
  const { items, edition, complete, loading } = useStore(collection.listing);
  const selected = useStore(selection);
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const rows = useRows(items, edition, width);
  const [range, setRange] = useState<Range>({ from: 0, to: 0 });
  const [focus, setFocus] = useState(0);
  const wantsFocus = useRef(false);
  const top = useRef(left.top);

  useLayoutEffect(() => {
    const observer = new ResizeObserver(() => setWidth(box.current!.clientWidth));
    observer.observe(box.current!);
    setWidth(box.current!.clientWidth);
    return () => observer.disconnect();
  }, []);

  const look = useCallback(() => {
    if (!box.current) {
      return; // another view has taken its place
    }
    left.top = window.scrollY;
    const top = -box.current!.getBoundingClientRect().top;
    const from = rowAt(rows, top - OVERSCAN_PIXELS);
    const to = Math.min(rows.length, rowAt(rows, top + window.innerHeight + OVERSCAN_PIXELS) + 1);
    setRange(now => (now.from === from && now.to === to ? now : { from, to }));
    if (rows.length > 0 && totalHeight(rows) - top < window.innerHeight * AHEAD_WINDOWS) {
      void collection.more();
    }
  }, [rows]);

  useLayoutEffect(look, [look, loading]);
  useLayoutEffect(() => {
    window.addEventListener("scroll", look, { passive: true });
    window.addEventListener("resize", look, { passive: true });
    return () => {
      window.removeEventListener("scroll", look);
      window.removeEventListener("resize", look);
    };
  }, [look]);

  useAnchor(rows, items, edition, box);
  useEffect(() => keepSelected(items), [items]);

  useLayoutEffect(() => {
    if (wantsFocus.current) {
      const cell = box.current!.querySelector<HTMLElement>(`[data-index="${focus}"] a`);
      if (cell) {
        wantsFocus.current = false;
        cell.focus({ preventScroll: true });
      }
    }
  });

  const moveTo = (index: number): void => {
    const row = rows[rowOf(rows, index)];
    if (!row) {
      return;
    }
    const top = box.current!.getBoundingClientRect().top + row.top;
    const bar = box.current!.parentElement!.querySelector(".filters"); // over the grid; two lines on a phone
    const header = (bar?.getBoundingClientRect().bottom ?? 112) + 8;
    if (top < header) {
      window.scrollBy(0, top - header);
    } else if (top + row.height > window.innerHeight) {
      window.scrollBy(0, top + row.height - window.innerHeight + 24);
    }
    wantsFocus.current = true;
    setFocus(index);
    look();
  };

  // The way back from a picture's page leads to that picture, in the place where it was.
  const returned = useRef(false);
  useLayoutEffect(() => {
    if (returned.current || rows.length === 0) {
      return;
    }
    returned.current = true;
    const filter = JSON.stringify(collection.filter);
    const index = items.findIndex(item => item.id === lastMedia);
    if (left.filter === filter) {
      window.scrollTo(0, top.current);
      if (index >= 0) {
        moveTo(index);
      }
    }
    left.filter = filter;
  }, [rows]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const moves: Record<string, () => number> = {
      ArrowRight: () => Math.min(items.length - 1, focus + 1),
      ArrowLeft: () => Math.max(0, focus - 1),
      ArrowDown: () => neighbour(items, rows, GAP, focus, 1),
      ArrowUp: () => neighbour(items, rows, GAP, focus, -1),
      Home: () => 0,
      End: () => items.length - 1,
    };
    const move = moves[event.key];
    const item = items[focus];
    if (move) {
      const next = move();
      if (event.shiftKey && may.change()) {
        if (selection.value.size === 0 && item) {
          select(item.id, true);
        }
        selectThrough(items, items[next]!.id);
      }
      moveTo(next);
    } else if (event.key === " " && item && may.change()) {
      toggle(item.id);
    } else if (event.key === "Delete" && may.change()) {
      onDelete(selection.value.size > 0 ? [...selection.value] : item ? [item.id] : []);
    } else if (event.key.toLowerCase() === "a" && (event.ctrlKey || event.metaKey) && may.change()) {
      selectAll(items);
    } else if (event.key === "Escape" && selection.value.size > 0) {
      clearSelection();
    } else {
      return;
    }
    event.preventDefault();
  };

  const shown = visible(rows, range, items.length > 0 ? rowOf(rows, Math.min(focus, items.length - 1)) : -1, box.current);
  const inSight = rows[range.from] !== undefined && shown.some(at => rows[at]!.start <= focus && focus < rows[at]!.end);
  const stop = inSight ? focus : rows[range.from]?.start ?? 0;
  return (
    <div ref={box} class="grid-box">
      {items.length > 0 && (
        <div class={`grid${selected.size > 0 ? " selecting" : ""}`} role="grid" aria-label="Pictures and videos"
          aria-multiselectable={may.change()} aria-rowcount={complete ? rows.length : -1}
          style={{ height: `${totalHeight(rows)}px` }} onKeyDown={onKeyDown}>
          {shown.map(at => {
            const row = rows[at]!;
            const across = widths(items, row);
            return (
              <div key={row.start} role="row" aria-rowindex={at + 1} class="row"
                style={{ transform: `translateY(${row.top}px)`, height: `${row.height}px` }}>
                {across.map((cell, i) => {
                  const item = items[row.start + i]!;
                  return (
                    <Cell key={item.id} item={item} index={row.start + i} width={cell} height={row.height}
                      selected={selected.has(item.id)} selecting={selected.size > 0} tabbable={row.start + i === stop}
                      onFocus={setFocus} />
                  );
                })}
              </div>
            );
          })}
        </div>
      )}
    </div>
  );
}

/** The rows to draw: those in the window, and the one with the focus, so that it is not lost by scrolling. */
function visible(rows: readonly Row[], range: Range, focused: number, box: HTMLElement | null): number[] {
  const shown: number[] = [];
  for (let at = range.from; at < Math.min(range.to, rows.length); at++) {
    shown.push(at);
  }
  const held = box !== null && box.contains(document.activeElement);
  if (held && focused >= 0 && focused < rows.length && !shown.includes(focused)) {
    shown.push(focused);
  }
  return shown;
}

/** Keeps the pictures in the window where they are when others appear or go above them, or the width changes. */
function useAnchor(rows: readonly Row[], items: readonly Item[], edition: number, box: { current: HTMLDivElement | null }): void {
  const before = useRef<{ id: string; offset: number; edition: number; width: number } | null>(null);
  useLayoutEffect(() => {
    const top = -box.current!.getBoundingClientRect().top;
    const width = box.current!.clientWidth;
    const last = before.current;
    if (last && top > 0 && (last.edition !== edition || last.width !== width)) {
      const index = items.findIndex(item => item.id === last.id);
      const row = index < 0 ? undefined : rows[rowOf(rows, index)];
      if (row) {
        window.scrollBy(0, row.top - last.offset - top);
      }
    }
  }, [rows]);
  useLayoutEffect(() => {
    const remember = (): void => {
      if (!box.current) {
        return;
      }
      const top = -box.current!.getBoundingClientRect().top;
      const row = rows[rowAt(rows, top)];
      const item = row && items[row.start];
      before.current = row && item
        ? { id: item.id, offset: row.top - top, edition, width: box.current!.clientWidth }
        : null;
    };
    remember();
    window.addEventListener("scroll", remember, { passive: true });
    return () => window.removeEventListener("scroll", remember);
  }, [rows, items, edition]);
}

interface CellProps {
  item: Item;
  index: number;
  width: number;
  height: number;
  selected: boolean;
  selecting: boolean;
  tabbable: boolean;
  onFocus: (index: number) => void;
}

function describe(item: Item): string {
  const kind = item.kind === "video" ? `, video, ${duration(item.millis)}` : "";
  return `${item.name}${kind}${item.visibility === "private" ? ", private" : ""}${item.troubled ? ", has problems" : ""}`;
}

const LONG_PRESS_MILLIS = 450;

/** Selects by a long press, as phones do; the click that follows does not open the picture. */
function useLongPress(act: () => void): { handlers: object; taken: () => boolean } {
  const timer = useRef(0);
  const done = useRef(false);
  const stop = (): void => clearTimeout(timer.current);
  return {
    handlers: {
      onPointerDown: (event: PointerEvent) => {
        done.current = false;
        if (event.pointerType === "touch") {
          timer.current = window.setTimeout(() => {
            done.current = true;
            navigator.vibrate?.(10);
            act();
          }, LONG_PRESS_MILLIS);
        }
      },
      onPointerUp: stop,
      onPointerCancel: stop,
      onPointerLeave: stop,
      onContextMenu: (event: Event) => done.current && event.preventDefault(),
    },
    taken: () => done.current,
  };
}

const Cell = memo(function Cell({ item, index, width, height, selected, selecting, tabbable, onFocus }: CellProps) {
  const press = useLongPress(() => may.change() && !selecting && toggle(item.id));
  const onClick = (event: MouseEvent): void => {
    if (press.taken()) {
      event.preventDefault();
      return;
    }
    if (!may.change() || (!selecting && !event.shiftKey && !event.ctrlKey && !event.metaKey)) {
      return; // the link opens the page of the picture
    }
    event.preventDefault();
    if (event.shiftKey) {
      selectThrough(collection.listing.value.items, item.id);
    } else {
      toggle(item.id);
    }
  };
  return (
    <div role="gridcell" aria-selected={selected} class={`cell${selected ? " selected" : ""}`} data-index={index} data-id={item.id}
      style={{ width: `${width}px`, height: `${height}px` }}>
      <a href={hashOf({ view: "media", id: item.id })} aria-label={describe(item)} tabIndex={tabbable ? 0 : -1}
        onFocus={() => onFocus(index)} onClick={onClick} {...press.handlers}
        onKeyDown={event => {
          if (event.key === "Enter") {
            event.preventDefault();
            go({ view: "media", id: item.id });
          }
        }}>
        <Thumb item={item} width={width} height={height} />
      </a>
      {may.change() && (
        <button type="button" class="tick" tabIndex={-1} aria-label={`Select ${item.name}`} aria-pressed={selected}
          onClick={event => (event.shiftKey ? selectThrough(collection.listing.value.items, item.id) : toggle(item.id))}>
          <Icon name="check" size={16} />
        </button>
      )}
      <div class="badges" aria-hidden="true">
        {item.troubled && <span class="badge"><Icon name="warning" size={14} /></span>}
        {item.visibility === "private" && <span class="badge"><Icon name="lock" size={14} /></span>}
        {item.kind === "video" && <span class="badge"><Icon name="play" size={12} />{duration(item.millis)}</span>}
        {item.animation && <span class="badge">{item.animation}</span>}
      </div>
    </div>
  );
});

function Thumb({ item, width, height }: { item: Item; width: number; height: number }) {
  const [state, setState] = useState<"loading" | "shown" | "broken">("loading");
  const [moving, setMoving] = useState(false);
  const keyed = needsKey(item);
  const source = useSource(presetUrl(item, "medium"), keyed);
  const broken = state === "broken" || source === null;
  return (
    <div class={`thumb ${broken ? "broken" : state}`} style={backdrop(item, state === "shown")}
      onMouseEnter={() => setMoving(item.kind === "video" && !keyed)} onMouseLeave={() => setMoving(false)}>
      {source && (
        <img src={source} alt="" width={Math.round(width)} height={Math.round(height)} loading="lazy" decoding="async" draggable={false}
          {...(keyed ? {} : { srcset: srcset(item), sizes: `${Math.ceil(width)}px` })}
          onLoad={() => setState("shown")} onError={() => setState("broken")} />
      )}
      {moving && <img class="moving" src={presetUrl(item, "preview")} alt="" />}
      {broken && <span class="broken"><Icon name="warning" />No preview</span>}
    </div>
  );
}
