import { useEffect, useRef, useState } from "preact/hooks";
import { Problem, send } from "../api";
import { collection, NO_FILTER, type Filter } from "../collection";
import { deleteLater } from "../deletions";
import { download } from "../download";
import { groupOf, picked } from "../files";
import { count, plural } from "../format";
import type { Item } from "../item";
import { askAll, decide, decided, mayChange, OWNERS_ONLY } from "../rights";
import { go } from "../route";
import { clearSelection, selection } from "../selection";
import { may } from "../session";
import { useStore } from "../store";
import { say, unsay } from "../toasts";
import { upload } from "../uploads";
import { Button, Dialog, Notice, Segments, Select } from "./controls";
import { Grid } from "./grid";

export function Gallery({ filter }: { filter: Filter }) {
  const { items, complete, loading, problem } = useStore(collection.listing);
  const key = JSON.stringify(filter);
  useEffect(() => {
    if (JSON.stringify(collection.filter) !== key || collection.listing.value.items.length === 0) {
      clearSelection();
      collection.show(filter);
    }
  }, [key]);
  const filtered = key !== JSON.stringify({ ...NO_FILTER, order: filter.order });
  return (
    <main class="gallery">
      <h1 class="hidden">Pictures and videos</h1>
      <Filters filter={filter} total={complete ? items.length : null} />
      <Grid onDelete={remove} />
      {problem && (
        <Notice icon="warning" title={problem.title}>
          <p>{problem.detail}</p>
          <Button icon="retry" label="Try again" onClick={() => collection.more()} />
        </Notice>
      )}
      {!problem && complete && items.length === 0 && (filtered ? <NothingFound filter={filter} /> : <FirstSteps />)}
      {loading && <p class="loading" role="status">Loading</p>}
      <SelectionBar />
    </main>
  );
}

function remove(ids: string[]): void {
  if (ids.length > 0) {
    clearSelection();
    deleteLater(ids);
  }
}

function NothingFound({ filter }: { filter: Filter }) {
  return (
    <Notice icon="image" title="Nothing matches">
      <Button label="Show all" onClick={() => go({ view: "grid", filter: { ...NO_FILTER, order: filter.order } })} />
    </Notice>
  );
}

/** Whether the page is used with a finger, which drops and pastes no files. */
export function touched(): boolean {
  return matchMedia("(pointer: coarse)").matches;
}

export function dropTitle(): string {
  return touched() ? "Add pictures and videos" : "Drop pictures and videos here";
}

function FirstSteps() {
  return (
    may.change()
      ? (
        <Notice icon="upload" title={dropTitle()}>
          {!touched() && <p>Or a whole folder. You can also paste a picture.</p>}
          <UploadButtons group="" primary />
        </Notice>
      )
      : <Notice icon="image" title="There are no pictures yet" />
  );
}

function Filters({ filter, total }: { filter: Filter; total: number | null }) {
  const groups = useStore(collection.groups);
  const change = (some: Partial<Filter>): void => go({ view: "grid", filter: { ...filter, ...some } });
  const shownGroups = filter.group && !groups.includes(filter.group) ? [filter.group, ...groups] : groups;
  return (
    <div class="filters" role="toolbar" aria-label="Filter">
      <Segments label="Kind" value={filter.kind} onChange={kind => change({ kind })}
        options={[["", "All"], ["image", "Pictures"], ["video", "Videos"]]} />
      <Select label="Group" value={filter.group} onChange={group => change({ group })}
        options={[["", "All groups"], ...shownGroups.map(group => [group, group] as const)]} />
      <Select label="Visibility" value={filter.visibility} onChange={visibility => change({ visibility })}
        options={[["", "Any visibility"], ["public", "Public"], ["private", "Private"]]} />
      <Select label="Order" value={filter.order} onChange={order => change({ order })}
        options={[["newest", "Newest"], ["oldest", "Oldest"]]} />
      <span class="grow" />
      {total !== null && total > 0 && <span class="total">{count(total)}</span>}
      {may.change() && <UploadButtons group={filter.group} />}
    </div>
  );
}

export function UploadButtons({ group, primary }: { group: string; primary?: boolean }) {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const take = (field: HTMLInputElement): void => {
    upload(picked(field), group);
    field.value = "";
  };
  return (
    <span class="upload-buttons">
      <Button icon="upload" label="Upload" tone={primary ? "primary" : "plain"} onClick={() => files.current!.click()} />
      <Button icon="folder" label="Upload a folder" bare onClick={() => folder.current!.click()} />
      <span class="touch-only"><Button icon="camera" label="Take a picture" bare onClick={() => camera.current!.click()} /></span>
      <input ref={files} class="hidden" type="file" multiple tabIndex={-1} aria-label="Files to upload" onChange={event => take(event.currentTarget)} />
      <input ref={folder} class="hidden" type="file" tabIndex={-1} aria-label="Folder to upload" {...{ webkitdirectory: true }} onChange={event => take(event.currentTarget)} />
      <input ref={camera} class="hidden" type="file" accept="image/*" capture="environment" tabIndex={-1} aria-label="Picture of the camera" onChange={event => take(event.currentTarget)} />
    </span>
  );
}

function selectedItems(): Item[] {
  return collection.listing.value.items.filter(item => selection.value.has(item.id));
}

function SelectionBar() {
  const selected = useStore(selection);
  const [moving, setMoving] = useState(false);
  useStore(decided);
  useEffect(() => void askAll(selectedItems()), [selected]);
  if (selected.size === 0) {
    return null;
  }
  const ids = [...selected];
  const refused = selectedItems().filter(item => mayChange(item) === false).length === ids.length;
  return (
    <>
      <div class="selection" role="toolbar" aria-label="Selection">
        <Button icon="close" label="Clear the selection" bare tone="quiet" onClick={clearSelection} />
        <strong aria-live="polite">{plural(ids.length, "selected", "selected")}</strong>
        <span class="grow" />
        <Button icon="download" label="Download" onClick={() => download(ids)} />
        <Button icon="folder" label="Move to a group" disabled={refused} onClick={() => setMoving(true)} />
        <Button icon="trash" label="Delete" tone="danger" disabled={refused} onClick={() => remove(ids)} />
      </div>
      {moving && <MoveDialog ids={ids} onClose={() => setMoving(false)} />}
    </>
  );
}

/** Changes of one kind to many media, some at a time; says how many were refused. */
async function move(ids: readonly string[], group: string | null): Promise<void> {
  const note = say(`Moving ${plural(ids.length, "media", "media")}.`, { life: 600_000 });
  const others: string[] = [];
  let failures = 0;
  let reason = "";
  const left = [...ids];
  const worker = async (): Promise<void> => {
    for (let id = left.pop(); id !== undefined; id = left.pop()) {
      try {
        await send("PATCH", `api/media/${id}`, { group });
      } catch (error) {
        if (error instanceof Problem && error.status === 403) {
          others.push(id);
        } else {
          failures++;
          reason = (error as Error).message;
        }
      }
    }
  };
  await Promise.all([worker(), worker(), worker()]);
  decide(others, false);
  unsay(note);
  if (others.length > 0) {
    say(`Not moved: ${plural(others.length, "media", "media")} of another owner. ${OWNERS_ONLY}`, { tone: "bad", life: 10_000 });
  }
  if (failures > 0) {
    say(`Not moved: ${plural(failures, "media", "media")}. ${reason}`, { tone: "bad", life: 10_000 });
  }
  const moved = ids.length - others.length - failures;
  if (moved > 0) {
    say(group === null ? `${plural(moved, "media", "media")} left the group.` : `Moved ${moved} to ${group}.`);
  }
  await collection.refresh(ids);
}

function MoveDialog({ ids, onClose }: { ids: string[]; onClose: () => void }) {
  const groups = useStore(collection.groups);
  const [name, setName] = useState("");
  const group = groupOf(name);
  const apply = (to: string | null): void => {
    onClose();
    clearSelection();
    void move(ids, to).catch(error => say((error as Error).message, { tone: "bad" }));
  };
  return (
    <Dialog title={`Move ${plural(ids.length, "media", "media")} to a group`} onClose={onClose}>
      <form class="stack" onSubmit={event => {
        event.preventDefault();
        if (group) {
          apply(group);
        }
      }}>
        <label class="field">
          <span>Group</span>
          <input list="known-groups" value={name} autofocus maxLength={128} onInput={event => setName(event.currentTarget.value)} />
        </label>
        <datalist id="known-groups">{groups.map(one => <option key={one} value={one} />)}</datalist>
        {group !== name && group !== "" && <p class="hint">The group is called {group}.</p>}
        <div class="buttons">
          <Button label="No group" onClick={() => apply(null)} />
          <Button type="submit" tone="primary" label="Move" disabled={group === ""} />
        </div>
      </form>
    </Dialog>
  );
}
