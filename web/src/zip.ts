import { downloadZip } from "client-zip";

export interface Entry {
  name: string;
  body: Response;
  time: Date;
}

/** A ZIP archive without compression: pictures do not get shorter. Reads one body after the other. */
export function zip(entries: AsyncIterable<Entry>): Promise<Blob> {
  return downloadZip(inputs(entries)).blob();
}

async function* inputs(entries: AsyncIterable<Entry>) {
  for await (const { name, body, time } of entries) {
    yield { name, input: body, lastModified: time };
  }
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
