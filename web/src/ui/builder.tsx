import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { json, Problem, request, send, urlOf, type MediaRecord } from "../api";
import { bytes, formatName, millis, percent } from "../format";
import { imageUrl, placeholder, presetUrl, type Item } from "../item";
import { failureText, mayChange } from "../rights";
import { may } from "../session";
import { say } from "../toasts";
import { DEFAULT_QUALITY, DEFAULT_RECIPE, GRAVITIES, options, RATIOS, snippets, STEPS, type Recipe } from "../transform";
import { CopyButton } from "./clipboard";
import { Button, Segments, Select } from "./controls";
import { needsKey, useSource } from "./picture";

interface Result {
  url: string;
  bytes: number;
  type: string;
  millis: number;
  rendered: number | null;
  cache: string;
  width: number;
  height: number;
}

type Outcome = { state: "working" } | { state: "done"; result: Result } | { state: "refused"; problem: Problem };

const SETTLE_MILLIS = 250;

function renderMillis(timing: string | null): number | null {
  const found = /render;dur=([0-9.]+)/.exec(timing ?? "");
  return found ? Number(found[1]) : null;
}

async function measure(url: string, signal: AbortSignal): Promise<Result> {
  const begun = performance.now();
  const answer = await request(urlOf(url), { signal, headers: { Accept: "image/avif,image/webp,*/*;q=0.8" } });
  const blob = await answer.blob();
  const took = performance.now() - begun;
  const picture = await createImageBitmap(blob);
  const { width, height } = picture;
  picture.close();
  return {
    url: URL.createObjectURL(blob), bytes: blob.size, type: blob.type, millis: took,
    rendered: renderMillis(answer.headers.get("Server-Timing")), cache: answer.headers.get("Cache-Status") ?? "", width, height,
  };
}

function useOutcome(path: string): Outcome {
  const [outcome, setOutcome] = useState<Outcome>({ state: "working" });
  useEffect(() => {
    const abort = new AbortController();
    let made = "";
    setOutcome({ state: "working" });
    const timer = setTimeout(() => {
      measure(path, abort.signal).then(result => {
        made = result.url;
        setOutcome({ state: "done", result });
      }).catch(error => {
        if (!abort.signal.aborted) {
          const problem = error instanceof Problem ? error : new Problem(0, "The rendition cannot be shown", "", "", 0);
          setOutcome({ state: "refused", problem });
        }
      });
    }, SETTLE_MILLIS);
    return () => {
      clearTimeout(timer);
      abort.abort();
      URL.revokeObjectURL(made);
    };
  }, [path]);
  return outcome;
}

function focusOf(record: MediaRecord): { x: number; y: number } | null {
  const [x, y] = (record.focus ?? "").split(",").map(Number);
  return record.focus && x !== undefined && y !== undefined ? { x, y } : null;
}

export function Builder({ record, item, onChange }: { record: MediaRecord; item: Item; onChange: (record: MediaRecord) => void }) {
  const [recipe, setRecipe] = useState<Recipe>({ ...DEFAULT_RECIPE, focus: focusOf(record) });
  const change = (some: Partial<Recipe>): void => setRecipe({ ...recipe, ...some });
  const chosen = options(recipe);
  const path = imageUrl(item, chosen).replace(urlOf("/").pathname, "");
  const outcome = useOutcome(path);
  const cropped = recipe.size > 0 && recipe.ratio !== "" && recipe.fit === "cover";
  const quality = recipe.quality || DEFAULT_QUALITY[recipe.format];
  const steps = STEPS.filter(step => step <= Math.max(record.width, record.height) || step === recipe.size);
  return (
    <section class="block" aria-labelledby="builder-title">
      <h2 id="builder-title">Build a rendition</h2>
      <div class="builder">
        <div class="builder-options">
          <Select label="Size" value={String(recipe.size)} onChange={size => change({ size: Number(size) })}
            options={[["0", "The whole picture"], ...steps.map(step => [String(step), `${step} pixels`] as const)]} />
          <Segments label="Side" value={recipe.side} onChange={side => change({ side })} options={[["w", "Width"], ["h", "Height"]]} />
          <Select label="Aspect ratio" value={recipe.ratio} onChange={ratio => change({ ratio, fit: ratio && recipe.fit === "inside" ? "cover" : recipe.fit })}
            options={[["", "As the picture"], ...RATIOS.map(ratio => [ratio, ratio] as const)]} />
          {recipe.ratio && (
            <Segments label="Fit" value={recipe.fit} onChange={fit => change({ fit })} options={[["cover", "Crop"], ["contain", "Pad"], ["inside", "Inside"]]} />
          )}
          {cropped && (
            <Select label="Keep in view" value={recipe.focus ? "focus" : recipe.gravity}
              onChange={gravity => change(gravity === "focus"
                ? { focus: recipe.focus ?? { x: 0.5, y: 0.5 } }
                : { focus: null, gravity: gravity as Recipe["gravity"] })}
              options={[["focus", "A point that I choose"], ...GRAVITIES.map(one => [one, one] as const)]} />
          )}
          {recipe.ratio && recipe.fit === "contain" && (
            <label class="field">
              <span>Background</span>
              <input type="color" value={`#${recipe.background}`} onInput={event => change({ background: event.currentTarget.value.slice(1) })} />
            </label>
          )}
          <Segments label="Format" value={recipe.format} onChange={format => change({ format, quality: 0 })}
            options={[["webp", "WebP"], ["avif", "AVIF"], ["jpeg", "JPEG"], ["png", "PNG"], ["auto", "Auto"]]} />
          {recipe.format !== "png" && (
            <label class="field">
              <span>Quality {quality}{recipe.quality === 0 || recipe.quality === DEFAULT_QUALITY[recipe.format] ? ", the default" : ""}</span>
              <input type="range" min={1} max={100} value={quality} onInput={event => change({ quality: Number(event.currentTarget.value) })} />
            </label>
          )}
          {recipe.size > 0 && (
            <Segments label="Density" value={String(recipe.density)} onChange={density => change({ density: Number(density) as Recipe["density"] })}
              options={[["1", "1×"], ["1.5", "1.5×"], ["2", "2×"], ["3", "3×"]]} />
          )}
        </div>
        <Comparison record={record} item={item} outcome={outcome} focus={cropped ? recipe.focus : null} onFocus={focus => change({ focus })} />
      </div>
      {cropped && recipe.focus && mayChange(record) === true && (
        <p class="hint focus-save">
          This point can be the default of all crops of this picture.
          <Button label="Keep it" onClick={() => keepFocus(record, recipe.focus!, onChange)} />
        </p>
      )}
      <Address path={path} outcome={outcome} />
      {may.administer() && <Explanation path={path} />}
      <Snippets record={record} item={item} recipe={recipe} />
    </section>
  );
}

async function keepFocus(record: MediaRecord, focus: { x: number; y: number }, onChange: (record: MediaRecord) => void): Promise<void> {
  try {
    onChange(await send<MediaRecord>("PATCH", `api/media/${record.id}`, { focus: `${focus.x.toFixed(2)},${focus.y.toFixed(2)}` }));
    say("The point is kept.");
  } catch (error) {
    say(failureText(error, record.id), { tone: "bad" });
  }
}

interface ComparisonProps {
  record: MediaRecord;
  item: Item;
  outcome: Outcome;
  focus: { x: number; y: number } | null;
  onFocus: (focus: { x: number; y: number }) => void;
}

function Comparison({ record, item, outcome, focus, onFocus }: ComparisonProps) {
  const source = useSource(presetUrl(item, "large"), needsKey(item));
  const last = useRef<Result | null>(null);
  if (outcome.state === "done") {
    last.current = outcome.result;
  }
  const shown = outcome.state === "done" ? outcome.result : null;
  return (
    <div class="compare" aria-busy={outcome.state === "working"}>
      <figure>
        <div class="frame">
          <div class="focus-box">
            {source && <img src={source} alt="The original" width={record.width} height={record.height} />}
            {focus && <FocusPoint focus={focus} onFocus={onFocus} />}
          </div>
        </div>
        <figcaption><strong>Original</strong> {record.width} × {record.height}, {formatName(record.facts.format)}, {bytes(record.bytes)}</figcaption>
      </figure>
      <figure>
        <div class={`frame ${outcome.state}`}>
          {shown && <img src={shown.url} alt="The rendition" width={shown.width} height={shown.height} />}
          {outcome.state === "working" && <img src={placeholder(item.thumbhash) || undefined} class="blurred" alt="" />}
          {outcome.state === "refused" && <p class="refusal" role="alert"><strong>{outcome.problem.title}</strong> {outcome.problem.detail}</p>}
        </div>
        <figcaption aria-live="polite">
          {shown
            ? <><strong>Rendition</strong> {shown.width} × {shown.height}, {shown.type.replace("image/", "").toUpperCase()}, {bytes(shown.bytes)}, {percent(shown.bytes / record.bytes)} of the original, in {millis(shown.millis)}</>
            : <strong>{outcome.state === "working" ? "Rendering" : "Refused"}</strong>}
        </figcaption>
      </figure>
    </div>
  );
}

/** The point that crops keep in view: dragged, or moved by the arrow keys. */
function FocusPoint({ focus, onFocus }: { focus: { x: number; y: number }; onFocus: (focus: { x: number; y: number }) => void }) {
  const handle = useRef<HTMLButtonElement>(null);
  const [live, setLive] = useState(focus);
  useEffect(() => setLive(focus), [focus.x, focus.y]);
  const limit = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 100) / 100;
  const at = (event: PointerEvent): { x: number; y: number } => {
    const box = handle.current!.parentElement!.getBoundingClientRect();
    return { x: limit((event.clientX - box.left) / box.width), y: limit((event.clientY - box.top) / box.height) };
  };
  const steps: Record<string, [number, number]> = { ArrowLeft: [-0.02, 0], ArrowRight: [0.02, 0], ArrowUp: [0, -0.02], ArrowDown: [0, 0.02] };
  return (
    <button ref={handle} type="button" class="focus-point" style={{ left: `${live.x * 100}%`, top: `${live.y * 100}%` }}
      aria-label={`Point to keep in view: ${Math.round(live.x * 100)} % from the left, ${Math.round(live.y * 100)} % from the top. Arrow keys move it.`}
      onPointerDown={event => {
        handle.current!.setPointerCapture(event.pointerId);
        event.preventDefault();
        handle.current!.focus();
      }}
      onPointerMove={event => handle.current!.hasPointerCapture(event.pointerId) && setLive(at(event))}
      onPointerUp={event => onFocus(at(event))}
      onKeyDown={event => {
        const step = steps[event.key];
        if (step) {
          event.preventDefault();
          onFocus({ x: limit(live.x + step[0]), y: limit(live.y + step[1]) });
        }
      }} />
  );
}

function Address({ path, outcome }: { path: string; outcome: Outcome }) {
  const url = decodeURIComponent(urlOf(path).href);
  const result = outcome.state === "done" ? outcome.result : null;
  return (
    <div class="address">
      <code tabIndex={0} role="textbox" aria-readonly="true" aria-label="Address of the rendition">{url}</code>
      <CopyButton text={url} label="Copy the address" />
      {result && <span class="hint">{result.rendered === null ? cacheWords(result.cache) : `rendered in ${millis(result.rendered)}`}</span>}
    </div>
  );
}

function cacheWords(status: string): string {
  return status.includes("detail=memory") ? "from memory"
    : status.includes("detail=disk") ? "from disk"
    : status.includes("detail=shared") ? "from the shared store"
    : status.includes("fwd=miss") ? "rendered" : "";
}

interface Explained {
  access?: string;
  status?: number;
  means?: { spec: string; sameAs: string | null; width: number; height: number };
  format?: { chosen: string; why: string[] };
  cache?: { result: string; why: string };
  headers?: { cacheControl?: string; cacheControlWhy?: string[]; varyWhy?: string[] };
}

/** Reasons as sentences. One that begins with the name of an option, such as `v`, stays as it is. */
function sentences(all: readonly (string | undefined)[]): string {
  return all.filter(one => one).map(one => `${/^[b-z]\b/.test(one!) ? one![0]! : one![0]!.toUpperCase()}${one!.slice(1)}.`).join(" ");
}

/** The server's own reasons for its answer. */
function Explanation({ path }: { path: string }) {
  const [open, setOpen] = useState(false);
  const [explained, setExplained] = useState<Explained | Problem | null>(null);
  useEffect(() => {
    if (!open) {
      return;
    }
    let current = true;
    setExplained(null);
    json<Explained>(`api/admin/explain?url=${encodeURIComponent(`/${path}`)}&accept=${encodeURIComponent("image/avif,image/webp,*/*;q=0.8")}`)
      .then(answer => current && setExplained(answer))
      .catch(error => current && setExplained(error as Problem));
    return () => {
      current = false;
    };
  }, [open, path]);
  return (
    <details class="details" onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>Why does the server answer this way?</summary>
      {explained instanceof Problem && <p class="bad">{explained.message}</p>}
      {explained && !(explained instanceof Problem) && (
        <dl class="facts">
          <dt>Access</dt><dd>{explained.access}</dd>
          {explained.means && <><dt>Picture</dt><dd>{explained.means.width} × {explained.means.height}{explained.means.sameAs ? `, the same as ${explained.means.sameAs}` : ""}</dd></>}
          {explained.format && <><dt>Format</dt><dd>{explained.format.chosen}. {sentences(explained.format.why)}</dd></>}
          {explained.cache && <><dt>Cache</dt><dd>{explained.cache.result}. {sentences([explained.cache.why])}</dd></>}
          {explained.headers?.cacheControl && <><dt>Kept by browsers</dt><dd><code>{explained.headers.cacheControl}</code> {sentences(explained.headers.cacheControlWhy ?? [])}</dd></>}
        </dl>
      )}
    </details>
  );
}

function Snippets({ record, item, recipe }: { record: MediaRecord; item: Item; recipe: Recipe }) {
  const [shown, setShown] = useState(0);
  const all = useMemo(() => {
    const link = new URL(record.links.image, urlOf("/"));
    const fixed: Record<string, string> = {};
    if (item.v) {
      fixed["v"] = item.v;
    }
    if (item.t) {
      fixed["t"] = item.t;
    }
    return snippets(recipe, { base: link.origin + link.pathname, fixed, width: record.width, height: record.height, title: item.name });
  }, [record, item, recipe]);
  const snippet = all[shown]!;
  return (
    <div class="snippets">
      <div class="snippets-head">
        <Segments label="Use it in" value={String(shown)} onChange={index => setShown(Number(index))}
          options={all.map((one, i) => [String(i), one.name] as const)} />
        <CopyButton text={snippet.text} label={`Copy as ${snippet.name}`} />
      </div>
      <pre tabIndex={0} role="region" aria-label={`As ${snippet.name}`}>{snippet.text}</pre>
      {item.t && <p class="hint">The token in these addresses ends in an hour or two. Sign a link for a longer time.</p>}
    </div>
  );
}
