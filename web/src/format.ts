/** Numbers and times as text. */

const UNITS = ["bytes", "kB", "MB", "GB", "TB"];

export function bytes(count: number): string {
  let unit = 0;
  let value = count;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}

export function count(value: number): string {
  return value.toLocaleString("en");
}

export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** `1:02:03`, or `0:07`. */
export function duration(millis: number): string {
  const seconds = Math.round(millis / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, i) => (i === 0 ? String(part) : String(part).padStart(2, "0"))).join(":");
}

const FORMATS: Record<string, string> = { jpg: "JPEG", tif: "TIFF", webp: "WebP" };

/** The name of a format, by the ending of its files. */
export function formatName(ending: string): string {
  return FORMATS[ending] ?? ending.toUpperCase();
}

export function dateTime(iso: string): string {
  return new Date(iso).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}

const AGES: readonly (readonly [number, string])[] = [[86_400, "day"], [3600, "hour"], [60, "minute"]];

/** The age of a time: `just now`, `1 minute ago`, `3 days ago`. */
export function ago(iso: string, now = Date.now()): string {
  const seconds = (now - Date.parse(iso)) / 1000;
  const [size, unit] = AGES.find(([each]) => seconds >= each) ?? [0, ""];
  return size === 0 ? "just now" : `${plural(Math.floor(seconds / size), unit)} ago`;
}

export function percent(share: number): string {
  return share > 0 && share < 0.001 ? "less than 0.1%" : `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)}%`;
}

export function millis(value: number): string {
  return value >= 1000 ? `${(value / 1000).toFixed(value >= 10_000 ? 0 : 1)} s` : `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}
