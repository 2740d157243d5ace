import { thumbHashToDataURL } from "thumbhash";
import { BASE, type MediaRecord } from "./api";
import { formatName } from "./format";

/** The part of a record that the grid keeps in memory for each media. */
export interface Item {
  id: string;
  kind: "image" | "video";
  width: number;
  height: number;
  /** The version and the token of the media in its links; empty if there is none. */
  v: string;
  t: string;
  thumbhash: string;
  color: string;
  name: string;
  group: string | null;
  visibility: "public" | "private";
  created: string;
  millis: number;
  /** The name of the format of an animation; empty for other media. */
  animation: string;
  /** Whether something behind the picture can be seen through it. */
  transparent: boolean;
  troubled: boolean;
}

export function itemOf(record: MediaRecord): Item {
  const options = new URL(record.links.image, BASE).searchParams;
  return {
    id: record.id,
    kind: record.kind,
    width: record.width,
    height: record.height,
    v: options.get("v") ?? "",
    t: options.get("t") ?? "",
    thumbhash: record.placeholder?.thumbhash ?? "",
    color: record.placeholder?.color ?? "",
    name: record.attributes["title"] ?? record.filename ?? record.id,
    group: record.group,
    visibility: record.visibility,
    created: record.createdAt,
    millis: record.durationMillis ?? 0,
    animation: record.kind === "image" && record.facts.frames > 1 ? formatName(record.facts.format) : "",
    transparent: record.facts.alpha && !record.facts.opaque,
    troubled: (record.problems?.length ?? 0) > 0,
  };
}

/** Adds the version and the token of a media to `options`. */
function versioned(item: Pick<Item, "v" | "t">, options: Record<string, string>): string {
  const query = new URLSearchParams(options);
  if (item.v) {
    query.set("v", item.v);
  }
  if (item.t) {
    query.set("t", item.t);
  }
  return query.size === 0 ? "" : `?${query}`;
}

export type Preset = "small" | "medium" | "large";
const SIDES: Record<Preset, number> = { small: 200, medium: 400, large: 800 };

/** A preset as WebP: made at the upload, and immutable under its URL, so that a browser asks once. */
export function presetUrl(item: Item, preset: string): string {
  return `${BASE.pathname}images/${item.id}/${preset}${versioned(item, {})}`;
}

/** Any rendition. */
export function imageUrl(item: Item, options: Record<string, string> = {}): string {
  return `${BASE.pathname}images/${item.id}${versioned(item, options)}`;
}

export function contentUrl(item: Item, options: Record<string, string> = {}): string {
  return `${BASE.pathname}api/media/${item.id}/content${versioned(item, options)}`;
}

/** The presets of an item for `srcset`, without those that would be the same picture. */
export function srcset(item: Item): string {
  const longer = Math.max(item.width, item.height);
  const candidates: string[] = [];
  for (const preset of ["small", "medium", "large"] as const) {
    const width = Math.round(item.width * Math.min(1, SIDES[preset] / longer));
    candidates.push(`${presetUrl(item, preset)} ${Math.max(1, width)}w`);
    if (longer <= SIDES[preset]) {
      break;
    }
  }
  return candidates.join(", ");
}

const placeholders = new Map<string, string>();
const MOST_PLACEHOLDERS = 600;

/** A short URL for the same picture: style sheets parse a `data:` URL of 4 kB each time. */
function blobUrl(dataUrl: string): string {
  const bytes = Uint8Array.from(atob(dataUrl.slice(dataUrl.indexOf(",") + 1)), c => c.charCodeAt(0));
  return URL.createObjectURL(new Blob([bytes], { type: "image/png" }));
}

/** The URL of a blurred picture from a ThumbHash; empty if there is none. The last 600 are kept. */
export function placeholder(thumbhash: string): string {
  if (!thumbhash) {
    return "";
  }
  let url = placeholders.get(thumbhash);
  if (url === undefined) {
    try {
      url = blobUrl(thumbHashToDataURL(Uint8Array.from(atob(thumbhash), c => c.charCodeAt(0))));
    } catch {
      url = "";
    }
    if (placeholders.size >= MOST_PLACEHOLDERS) {
      const [oldest, gone] = placeholders.entries().next().value!;
      placeholders.delete(oldest);
      URL.revokeObjectURL(gone);
    }
    placeholders.set(thumbhash, url);
  }
  return url;
}
