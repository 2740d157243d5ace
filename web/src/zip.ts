import { crc32 } from "./crc";

export interface Entry {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
  time: Date;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
const UTF8_NAMES = 0x0800;

function fields(length: number, write: (view: DataView<ArrayBuffer>) => void): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(length));
  write(view);
  return new Uint8Array(view.buffer);
}

/** Date and time of MS-DOS, in steps of two seconds. */
function stamp(time: Date): number {
  const date = ((Math.max(1980, time.getFullYear()) - 1980) << 9) | ((time.getMonth() + 1) << 5) | time.getDate();
  const clock = (time.getHours() << 11) | (time.getMinutes() << 5) | (time.getSeconds() >> 1);
  return ((date << 16) | clock) >>> 0;
}

/** A ZIP archive without compression: pictures do not get shorter. Less than 4 GiB in all. */
export function zip(entries: readonly Entry[]): Blob {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const { name, bytes, time } of entries) {
    const title = new TextEncoder().encode(name);
    const common = (view: DataView, at: number): void => {
      view.setUint16(at, VERSION, true);
      view.setUint16(at + 2, UTF8_NAMES, true);
      view.setUint32(at + 6, stamp(time), true);
      view.setUint32(at + 10, crc32(bytes), true);
      view.setUint32(at + 14, bytes.length, true);
      view.setUint32(at + 18, bytes.length, true);
      view.setUint16(at + 22, title.length, true);
    };
    parts.push(fields(30, view => {
      view.setUint32(0, LOCAL, true);
      common(view, 4);
    }), title, bytes);
    directory.push(fields(46, view => {
      view.setUint32(0, CENTRAL, true);
      view.setUint16(4, VERSION, true);
      common(view, 6);
      view.setUint32(42, offset, true);
    }), title);
    offset += 30 + title.length + bytes.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = fields(22, view => {
    view.setUint32(0, END, true);
    view.setUint16(8, entries.length, true);
    view.setUint16(10, entries.length, true);
    view.setUint32(12, size, true);
    view.setUint32(16, offset, true);
  });
  return new Blob([...parts, ...directory, end], { type: "application/zip" });
}

/** Names for the entries, each once: `a.jpg`, `a (2).jpg`. */
export function distinct(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map(name => {
    const dot = name.lastIndexOf(".");
    const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
    let unique = name;
    for (let n = 2; taken.has(unique.toLowerCase()); n++) {
      unique = `${stem} (${n})${ending}`;
    }
    taken.add(unique.toLowerCase());
    return unique;
  });
}
