import { useState } from "preact/hooks";
import { NO_FILTER } from "../collection";
import { bytes, plural } from "../format";
import { hashOf } from "../route";
import { selection } from "../selection";
import { may } from "../session";
import { useStore } from "../store";
import { clearFinished, dismiss, goOn, pauseAll, paused, retry, uploads, type Upload } from "../uploads";
import { Bar, Button } from "./controls";
import { Icon, type IconName } from "./icons";

const MOST_LINES = 120;
const FINISHED = new Set(["done", "duplicate"]);
/** Refusals come first, then uploads in progress. */
const ORDER = ["refused", "sending", "storing", "waiting", "duplicate", "done"];

function summary(all: readonly Upload[]): string {
  const number = (state: Upload["state"]): number => all.filter(one => one.state === state).length;
  const [done, duplicate, refused] = [number("done"), number("duplicate"), number("refused")];
  if (done + duplicate + refused < all.length) {
    return `Uploading: ${done + duplicate} of ${plural(all.length, "file")}`;
  }
  if (done === all.length) {
    return `${plural(done, "file")} uploaded`;
  }
  return `${done} uploaded${duplicate > 0 ? `, ${duplicate} already here` : ""}${refused > 0 ? `, ${refused} refused` : ""}`;
}

export function UploadPanel() {
  const all = useStore(uploads);
  const halted = useStore(paused);
  const selected = useStore(selection);
  const [open, setOpen] = useState(true);
  if (all.length === 0) {
    return null;
  }
  const total = all.reduce((sum, one) => sum + one.bytes, 0);
  const sent = all.reduce((sum, one) => sum + (FINISHED.has(one.state) || one.state === "refused" ? one.bytes : one.sent), 0);
  const active = all.some(one => one.state === "sending" || one.state === "storing" || one.state === "waiting");
  const lines = [...all].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || a.key - b.key);
  return (
    <section class={`uploads${selected.size > 0 ? " raised" : ""}`} aria-label="Uploads">
      <header>
        <h2>{summary(all)}</h2>
        {active && (halted
          ? <Button icon="play" label="Continue" bare tone="quiet" onClick={goOn} />
          : <Button icon="pause" label="Pause" bare tone="quiet" onClick={pauseAll} />)}
        <Button icon={open ? "down" : "up"} label={open ? "Hide the list" : "Show the list"} bare tone="quiet" onClick={() => setOpen(!open)} />
        {!active && <Button icon="close" label="Close" bare tone="quiet" onClick={clearFinished} />}
      </header>
      <Bar share={total === 0 ? 1 : sent / total} label="All uploads" />
      {open && (
        <ul tabIndex={0} aria-label="Files">
          {lines.slice(0, MOST_LINES).map(one => <Line key={one.key} upload={one} halted={halted} />)}
          {lines.length > MOST_LINES && <li class="more">and {plural(lines.length - MOST_LINES, "more file")}</li>}
        </ul>
      )}
    </section>
  );
}

const ICONS: Partial<Record<Upload["state"], IconName>> = { done: "check", duplicate: "check", refused: "warning" };

function note(upload: Upload, halted: boolean): string {
  switch (upload.state) {
    case "waiting":
      return halted ? `Paused, ${bytes(upload.bytes)}` : `Waiting, ${bytes(upload.bytes)}`;
    case "sending":
      return upload.tries > 0 && upload.problem === null && upload.sent === 0
        ? "The connection is down. Trying again"
        : `${bytes(upload.sent)} of ${bytes(upload.bytes)}`;
    case "storing":
      return "Making previews";
    case "done":
      return bytes(upload.bytes);
    case "duplicate":
      return "Already here";
    case "refused":
      // the title of a bad request says nothing about the file; its detail is below
      return upload.problem === null || upload.problem.slug === "bad-request" ? "Refused" : upload.problem.title;
  }
}

function Line({ upload, halted }: { upload: Upload; halted: boolean }) {
  const icon = ICONS[upload.state];
  return (
    <li class={`upload ${upload.state}`}>
      <div class="upload-text">
        {icon && <Icon name={icon} size={16} />}
        {upload.id && may.list()
          ? <a class="upload-name" href={hashOf({ view: "media", id: upload.id })}>{upload.name}</a>
          : <span class="upload-name">{upload.name}</span>}
        <span class="upload-note">{note(upload, halted)}</span>
        {upload.state === "refused" && upload.problem?.repeatable && <Button icon="retry" label={`Try ${upload.name} again`} bare tone="quiet" onClick={() => retry(upload.key)} />}
        {!FINISHED.has(upload.state) && <Button icon="close" label={`Remove ${upload.name}`} bare tone="quiet" onClick={() => dismiss(upload.key)} />}
      </div>
      {upload.there && <There id={upload.id} there={upload.there} />}
      {upload.problem?.detail && <p class="upload-detail">{upload.problem.detail}</p>}
      {(upload.state === "sending" || upload.state === "storing") && (
        <Bar share={upload.bytes === 0 ? 1 : upload.sent / upload.bytes} label={upload.name} tone={upload.state} />
      )}
    </li>
  );
}

/** Leads to the media that has the bytes of an upload, and to its group. */
function There({ id, there: { name, group, wanted } }: { id: string; there: NonNullable<Upload["there"]> }) {
  return (
    <p class="upload-detail">
      Stored as <a href={hashOf({ view: "media", id })}>{name}</a>
      {group === null ? " without a group." : <> in the group <a href={hashOf({ view: "grid", filter: { ...NO_FILTER, group } })}>{group}</a>.</>}
      {wanted !== "" && wanted !== group && ` It was not moved to ${wanted}.`}
    </p>
  );
}
