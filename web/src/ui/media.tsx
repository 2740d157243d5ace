import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { json, send, urlOf, type MediaRecord, type Problem } from "../api";
import { collection } from "../collection";
import { deleteLater } from "../deletions";
import { download } from "../download";
import { groupOf } from "../files";
import { bytes, dateTime, duration } from "../format";
import { contentUrl, imageUrl, itemOf, placeholder, presetUrl, type Item } from "../item";
import { askAll, decided, failureText, mayChange } from "../rights";
import { go, hashOf, lastFilter } from "../route";
import { keyless, noteRefusal, signable } from "../signing";
import { useStore } from "../store";
import { say } from "../toasts";
import { Builder } from "./builder";
import { CopyButton } from "./clipboard";
import { Button, Dialog, Notice, Select } from "./controls";
import { Icon } from "./icons";
import { backdrop, needsKey, useSource } from "./picture";

export function MediaPage({ id }: { id: string }) {
  const [record, setRecord] = useState<MediaRecord | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const { items } = useStore(collection.listing);
  const index = items.findIndex(item => item.id === id);
  const listed = items[index];

  useEffect(() => {
    let current = true;
    setProblem(null);
    json<MediaRecord>(`api/media/${id}`)
      .then(found => current && setRecord(found))
      .catch(error => current && setProblem(error as Problem));
    if (items.length === 0) {
      collection.show(lastFilter); // for the neighbours
    }
    return () => {
      current = false;
    };
  }, [id]);
  useEffect(() => {
    window.scrollTo(0, 0);
    title.current?.focus({ preventScroll: true });
  }, [id]);

  const known = record?.id === id ? record : listed;
  const visibility = known?.visibility;
  useStore(decided);
  useEffect(() => void (visibility && askAll([{ id, visibility }])), [id, visibility]);
  const mine = known !== undefined && mayChange(known) === true;

  const step = (by: number): void => {
    const next = items[index + by];
    if (next) {
      go({ view: "media", id: next.id }, true);
    }
  };
  useLayoutEffect(() => { // before the page is visible: an effect would miss a key pressed at once
    const onKey = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLElement && event.target.closest("input, select, textarea, dialog, video, pre, .focus-point, .pswp");
      if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector(".pswp, dialog[open]")) {
        return;
      }
      if (event.key === "ArrowLeft") {
        step(-1);
      } else if (event.key === "ArrowRight") {
        step(1);
      } else if (event.key === "Escape") {
        go({ view: "grid", filter: lastFilter });
      }
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  });

  if (problem) {
    return (
      <main>
        <Notice whole icon="warning" title={problem.status === 404 || problem.status === 410 ? "This picture is not here" : problem.title}>
          <p>{problem.detail}</p>
          <Button icon="back" label="All pictures" onClick={() => go({ view: "grid", filter: lastFilter })} />
        </Notice>
      </main>
    );
  }
  const shown = record?.id === id ? record : null;
  const item = shown ? itemOf(shown) : listed;
  const remove = (): void => {
    deleteLater([id]);
    const next = items[index + 1] ?? items[index - 1];
    go(next ? { view: "media", id: next.id } : { view: "grid", filter: lastFilter }, true);
  };
  const change = (changed: MediaRecord): void => {
    setRecord(changed);
    collection.put([changed]);
  };
  return (
    <main class="media">
      <div class="media-head">
        <a class="button quiet bare" href={hashOf({ view: "grid", filter: lastFilter })} aria-label="All pictures" title="All pictures"><Icon name="back" /></a>
        <h1 ref={title} tabIndex={-1}>{item?.name ?? id}</h1>
        <Button icon="back" label="Previous" bare tone="quiet" disabled={index <= 0} onClick={() => step(-1)} />
        <Button icon="next" label="Next" bare tone="quiet" disabled={index < 0 || index >= items.length - 1} onClick={() => step(1)} />
        <Button icon="download" label="Download" bare onClick={() => download([id])} />
        {mine && <Button icon="trash" label="Delete" bare tone="danger" onClick={remove} />}
      </div>
      {item && (
        <div class="media-columns">
          <div class="media-main">
            <Preview key={item.id} item={item} />
            {shown && <Builder key={`${shown.id} ${shown.focus ?? ""}`} record={shown} item={item} onChange={change} />}
            {shown && <Renditions record={shown} />}
          </div>
          {shown && <Aside record={shown} item={item} onChange={change} />}
        </div>
      )}
    </main>
  );
}

function Preview({ item }: { item: Item }) {
  const [shown, setShown] = useState(false);
  const [broken, setBroken] = useState(false);
  const keyed = needsKey(item);
  const large = useSource(presetUrl(item, "large"), keyed);
  const ratio = { aspectRatio: `${item.width} / ${item.height}`, maxWidth: `min(100%, ${(item.width / item.height) * 68}vh, ${item.width}px)` };
  const background = backdrop(item, shown);
  if (item.kind === "video") {
    return <div class="preview"><Film item={item} poster={large ?? ""} style={{ ...ratio, ...background }} /></div>;
  }
  const zoom = (): void => void import("./lightbox").then(({ openLightbox }) => openLightbox(item))
    .catch(() => say("A part of the page could not be loaded. Load the page again.", { tone: "bad" }));
  return (
    <div class="preview">
      <button type="button" class="zoom" aria-label={`Zoom ${item.name}`} onClick={zoom} style={{ ...ratio, ...background }}>
        {large && !broken && <img src={large} alt={item.name} width={item.width} height={item.height} decoding="async" onLoad={() => setShown(true)} onError={() => setBroken(true)}
          {...(keyed ? {} : { srcset: `${presetUrl(item, "large")} 800w, ${imageUrl(item, { w: "1600" })} 1600w, ${imageUrl(item, { w: "2560" })} 2560w`, sizes: "(max-width: 900px) 100vw, 60vw" })} />}
        {(broken || large === null) && <span class="broken"><Icon name="warning" />No preview</span>}
        <span class="zoom-hint" aria-hidden="true"><Icon name="zoom" /></span>
      </button>
    </div>
  );
}

function Film({ item, poster, style }: { item: Item; poster: string; style: Record<string, string | undefined> }) {
  const keyed = needsKey(item);
  const source = useSource(contentUrl(item), keyed);
  return <video controls playsInline preload="metadata" poster={poster || undefined} src={source || undefined} style={style} aria-label={item.name} />;
}

interface Made {
  preset: string;
  width: number;
  height: number;
  format: string;
  quality: number | null;
  bytes: number;
  usedAt: string;
  url: string | null;
}

function Renditions({ record }: { record: MediaRecord }) {
  const [made, setMade] = useState<readonly Made[] | null>(null);
  const load = (): Promise<void> => json<{ items: Made[] }>(`api/media/${record.id}/renditions`)
    .then(answer => setMade(answer.items))
    .catch(error => void say(`The renditions are not known. ${(error as Error).message}`, { tone: "bad" }));
  useEffect(() => void load(), [record.id]);
  if (made === null) {
    return null;
  }
  return (
    <section class="block" aria-labelledby="renditions-title">
      <div class="block-head">
        <h2 id="renditions-title">Renditions in the cache</h2>
        <span class="hint">{made.length}, {bytes(made.reduce((sum, one) => sum + one.bytes, 0))}</span>
        <Button icon="retry" label="Look again" bare tone="quiet" onClick={load} />
      </div>
      <div class="table stacked" tabIndex={0} role="region" aria-label="List of renditions">
        <table>
          <thead><tr><th scope="col">Name</th><th scope="col">Size</th><th scope="col">Format</th><th scope="col" class="number">Bytes</th><th scope="col">Last used</th><th scope="col"><span class="hidden">Address</span></th></tr></thead>
          <tbody>
            {made.map(one => {
              const url = one.url === null ? null : new URL(one.url, urlOf("/")).href;
              return (
                <tr key={`${one.preset} ${one.width} ${one.height} ${one.format} ${one.quality} ${one.url}`}>
                  <td>{url ? <a href={url} target="_blank" rel="noopener">{one.preset}</a> : one.preset}</td>
                  <td>{one.width} × {one.height}</td>
                  <td>{one.format}{one.quality === null ? "" : `, quality ${one.quality}`}</td>
                  <td class="number">{bytes(one.bytes)}</td>
                  <td>{dateTime(one.usedAt)}</td>
                  <td>{url && <CopyButton text={url} label="Copy the address" />}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Aside({ record, item, onChange }: { record: MediaRecord; item: Item; onChange: (record: MediaRecord) => void }) {
  const facts = record.facts;
  const [signing, setSigning] = useState(false);
  useStore(keyless);
  return (
    <aside class="media-aside" aria-label="About this media">
      {record.problems && record.problems.length > 0 && <Problems record={record} onChange={onChange} />}
      {mayChange(record) === true && <Labels key={record.id} record={record} onChange={onChange} />}
      <section class="block">
        <h2>Facts</h2>
        <dl class="facts">
          <dt>Id</dt><dd class="copyable"><code>{record.id}</code><CopyButton text={record.id} label="Copy the id" /></dd>
          {record.filename && <><dt>File</dt><dd>{record.filename}</dd></>}
          <dt>Type</dt><dd>{record.type}</dd>
          <dt>Size</dt><dd>{record.width} × {record.height}, {(record.width * record.height / 1e6).toFixed(1)} MP</dd>
          <dt>Bytes</dt><dd title={`${record.bytes} bytes`}>{bytes(record.bytes)}</dd>
          {record.durationMillis !== undefined && <><dt>Duration</dt><dd>{duration(record.durationMillis)}</dd></>}
          {facts.codecs && <><dt>Codecs</dt><dd>{[facts.codecs.video, facts.codecs.audio].filter(one => one).join(", ")}</dd></>}
          {facts.frames > 1 && <><dt>Frames</dt><dd>{facts.frames}</dd></>}
          <dt>Uploaded</dt><dd>{dateTime(record.createdAt)}</dd>
          {record.expiresAt && <><dt>Expires</dt><dd>{dateTime(record.expiresAt)}</dd></>}
          {mayChange(record) !== true && <><dt>Group</dt><dd>{record.group ?? "none"}</dd><dt>Visibility</dt><dd>{record.visibility}</dd></>}
          <dt>Colours</dt><dd>{facts.profile ?? "sRGB"}{facts.alpha ? (facts.opaque ? ", alpha unused" : ", transparent") : ""}</dd>
          {facts.position && <><dt>Place</dt><dd>The file has coordinates. Renditions have none.</dd></>}
          {Object.entries(record.attributes).map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name} value`}>{value}</dd>])}
          <dt>SHA-256</dt><dd class="copyable"><code class="short">{record.sha256}</code><CopyButton text={record.sha256} label="Copy the digest" /></dd>
        </dl>
      </section>
      <section class="block">
        <h2>Share</h2>
        {signable(item)
          ? <div class="buttons start"><Button icon="link" label="Sign a link" onClick={() => setSigning(true)} /></div>
          : <p class="hint">Links cannot be signed: this server has no key for it. Its operator sets <code>CALOTYPE_SIGNING_KEYS</code> to a long secret.</p>}
        {signing && <SignDialog item={item} record={record} onClose={() => setSigning(false)} />}
      </section>
      {record.placeholder && (
        <section class="block">
          <h2>Placeholder</h2>
          <div class="placeholder">
            <img src={placeholder(record.placeholder.thumbhash)} alt="Blurred preview" width={64} height={Math.round(64 * record.height / record.width)} />
            <span class="swatch" style={{ backgroundColor: record.placeholder.color }} />
            <div>
              <p class="copyable"><code class="short">{record.placeholder.thumbhash}</code><CopyButton text={record.placeholder.thumbhash} label="Copy the ThumbHash" /></p>
              <p><code>{record.placeholder.color}</code></p>
            </div>
          </div>
        </section>
      )}
      {record.kind === "image" && <Exif key={record.id} id={record.id} />}
    </aside>
  );
}

function Problems({ record, onChange }: { record: MediaRecord; onChange: (record: MediaRecord) => void }) {
  const retry = (): Promise<void> => json<MediaRecord>(`api/media/${record.id}/retry`, { method: "POST" })
    .then(changed => {
      onChange(changed);
      say(changed.problems?.length ? "It failed again." : "It works now.", { tone: changed.problems?.length ? "bad" : "plain" });
    })
    .catch(error => void say(failureText(error, record.id), { tone: "bad" }));
  return (
    <section class="block troubled">
      <h2><Icon name="warning" size={16} /> Problems</h2>
      <ul>{record.problems!.map((one, i) => <li key={i}>{Object.values(one).filter(value => typeof value === "string").join(": ")}</li>)}</ul>
      {mayChange(record) === true && <Button icon="retry" label="Try again" onClick={retry} />}
    </section>
  );
}

function Labels({ record, onChange }: { record: MediaRecord; onChange: (record: MediaRecord) => void }) {
  const groups = useStore(collection.groups);
  const [title, setTitle] = useState(record.attributes["title"] ?? "");
  const [group, setGroup] = useState(record.group ?? "");
  const patch = (change: object): void => {
    send<MediaRecord>("PATCH", `api/media/${record.id}`, change)
      .then(changed => {
        onChange(changed);
        say("Saved.", { life: 2000 });
      })
      .catch(error => say(failureText(error, record.id), { tone: "bad", life: 8000 }));
  };
  return (
    <section class="block">
      <h2>Labels</h2>
      <div class="stack">
        <label class="field">
          <span>Title</span>
          <input value={title} maxLength={300} onInput={event => setTitle(event.currentTarget.value)}
            onChange={() => title !== (record.attributes["title"] ?? "") && patch({ attributes: { title: title || null } })} />
        </label>
        <label class="field">
          <span>Group</span>
          <input list="groups-of-media" value={group} maxLength={128} onInput={event => setGroup(event.currentTarget.value)}
            onChange={() => groupOf(group) !== (record.group ?? "") && patch({ group: groupOf(group) || null })} />
          <datalist id="groups-of-media">{groups.map(one => <option key={one} value={one} />)}</datalist>
        </label>
        <Select label="Visibility" value={record.visibility} onChange={visibility => patch({ visibility })}
          options={[["public", "Public"], ["private", "Private"]]} />
      </div>
    </section>
  );
}

/** A name such as `DateTimeOriginal`, which may break before its capitals. */
function breakable(name: string): ComponentChildren {
  return name.split(/(?<=[a-z])(?=[A-Z])/).map((word, i) => (i === 0 ? word : [<wbr key={i} />, word]));
}

function Exif({ id }: { id: string }) {
  const [exif, setExif] = useState<Record<string, string> | Problem | null>(null);
  const load = (open: boolean): void => {
    if (open && exif === null) {
      json<MediaRecord>(`api/media/${id}?exif=true`).then(record => setExif(record.exif ?? {})).catch(error => setExif(error as Problem));
    }
  };
  return (
    <details class="details block" onToggle={event => load(event.currentTarget.open)}>
      <summary>EXIF</summary>
      {exif instanceof Error && <p class="bad">{exif.message}</p>}
      {exif && !(exif instanceof Error) && (
        Object.keys(exif).length === 0
          ? <p class="hint">The file has none.</p>
          : <dl class="facts">{Object.entries(exif).map(([name, value]) => [<dt key={name}>{breakable(name)}</dt>, <dd key={`${name} value`}>{value}</dd>])}</dl>
      )}
    </details>
  );
}

const LIVES = [["PT1H", "an hour"], ["P1D", "a day"], ["P7D", "a week"], ["P30D", "30 days"], ["P365D", "a year"]] as const;

function SignDialog({ item, record, onClose }: { item: Item; record: MediaRecord; onClose: () => void }) {
  const [life, setLife] = useState<string>("P1D");
  const [size, setSize] = useState<string>("content");
  const [link, setLink] = useState("");
  const [ends, setEnds] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const sign = (): void => {
    setProblem(null);
    setBusy(true);
    send<{ tokens: Record<string, string>; expiresAt: string }>("POST", "api/sign", { ids: [record.id], expires: life })
      .then(answer => {
        const signed = { ...item, t: answer.tokens[record.id] ?? "" };
        setLink(new URL(size === "content" ? contentUrl(signed) : imageUrl(signed, size === "whole" ? {} : { w: size }), location.href).href);
        setEnds(answer.expiresAt);
      })
      .catch(error => {
        noteRefusal(error as Problem);
        setProblem(error as Problem);
      })
      .finally(() => setBusy(false));
  };
  return (
    <Dialog title="Sign a link" onClose={onClose}>
      <form class="stack" onSubmit={event => {
        event.preventDefault();
        sign();
      }}>
        <p class="hint">Everyone with the link sees this media and all of its sizes, until it ends. It cannot be taken back earlier.</p>
        <Select label="It shows" value={size} onChange={setSize}
          options={[["content", "The original"], ["whole", "The whole picture as WebP"], ["800", "800 pixels"], ["1600", "1600 pixels"]]} />
        <Select label="It ends in" value={life} onChange={setLife} options={LIVES} />
        {problem && <p class="bad" role="alert">{problem.detail || problem.message}</p>}
        {link && (
          <label class="field">
            <span>Until {dateTime(ends)}</span>
            <span class="copyable"><input readOnly value={link} onFocus={event => event.currentTarget.select()} /><CopyButton text={link} label="Copy the link" /></span>
          </label>
        )}
        <div class="buttons"><Button type="submit" tone="primary" icon="link" label={busy ? "Signing" : "Sign"} disabled={busy || !signable(item)} /></div>
      </form>
    </Dialog>
  );
}
