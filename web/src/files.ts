/** Files that a person drops, pastes or picks. */

export interface Picked {
  file: File;
  /** The name of the folder that was dropped or picked; empty for single files. */
  folder: string;
}

const JUNK = /^(\..*|Thumbs\.db|desktop\.ini)$/i;

function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  return new Promise((resolve, reject) => {
    const next = (): void => reader.readEntries(some => {
      if (some.length === 0) {
        resolve(all);
      } else {
        all.push(...some);
        next();
      }
    }, reject);
    next();
  });
}

async function walk(entry: FileSystemEntry, folder: string): Promise<Picked[]> {
  if (JUNK.test(entry.name)) {
    return [];
  }
  if (entry.isDirectory) {
    const inside = await entriesOf(entry as FileSystemDirectoryEntry);
    const found: Picked[] = [];
    for (const one of inside) {
      found.push(...(await walk(one, folder || entry.name)));
    }
    return found;
  }
  const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
  return [{ file, folder }];
}

/** The files of a drop, those in folders too. Must be called in the event itself. */
export async function dropped(transfer: DataTransfer): Promise<Picked[]> {
  const entries = [...transfer.items].map(item => item.webkitGetAsEntry?.() ?? null);
  const plain = [...transfer.files];
  if (entries.some(entry => entry !== null)) {
    return (await Promise.all(entries.map(entry => (entry ? walk(entry, "") : [])))).flat();
  }
  return plain.map(file => ({ file, folder: "" }));
}

/** The files of a file field; those of a folder carry its name. */
export function picked(field: HTMLInputElement): Picked[] {
  return [...(field.files ?? [])]
    .filter(file => !JUNK.test(file.name))
    .map(file => ({ file, folder: file.webkitRelativePath.split("/").slice(0, -1)[0] ?? "" }));
}

/** The pictures of a paste. A screenshot has no name of its own. */
export function pasted(clipboard: DataTransfer): Picked[] {
  return [...clipboard.files].map(file => ({ file, folder: "" }));
}

/** A name of a folder as a group: 1 to 128 of `A-Z a-z 0-9 _ -`. */
export function groupOf(folder: string): string {
  return folder.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/[^A-Za-z0-9_-]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 128);
}
