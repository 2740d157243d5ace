/** Statistics of the server, and what changed between two looks. Pure. */

export interface Times {
  count: number;
  p50: number;
  p95: number;
  p99: number;
}

export interface Amount {
  count: number;
  bytes: number;
}

export interface Usage {
  takenAt: string;
  renditions: Amount & { byPresetAndFormat: (Amount & { preset: string; format: string })[]; byAge: Record<string, Amount> };
  originals: Record<string, Amount>;
}

export interface Stats {
  scope: "node" | "cluster";
  node: string;
  nodes: string[];
  missing?: string[];
  requests: { memoryHits: number; diskHits: number; sharedHits: number; misses: number; problems: number };
  cache: {
    diskEntries: number; diskBytes: number; budgetBytes?: number; memoryBytes: number; evictions: number; repairs: number; faults: number;
  };
  renders: { waiting: number; memoryBytes: number; renderersLost: number; failures: number; millis: Record<string, Times> };
  catalog: { millis: Record<string, Times> };
  usage: Usage | null;
}

/** A round of upkeep. */
export interface Round {
  endedAt: string | null;
  chores: { chore: string; removed: number; bytes: number; failed: number; millis: number; failure: string | null }[];
}

/** One point of the charts. */
export interface Sample {
  /** Unix seconds. */
  time: number;
  /** Requests for renditions a second; null at the first look. */
  rate: number | null;
  /** Shares of the requests since the look before, 0 to 1; null without requests. */
  memory: number | null;
  disk: number | null;
  miss: number | null;
  waiting: number;
  problems: number;
  totals: Stats["requests"];
}

const MOST_SAMPLES = 720;

/** Adds a look to the samples. A server that was started again begins at 0: that look has no shares. */
export function sample(stats: Stats, time: number, before: readonly Sample[]): Sample[] {
  const now = stats.requests;
  const last = before.at(-1);
  const change = (name: keyof Stats["requests"]): number => (last ? now[name] - last.totals[name] : 0);
  const memory = change("memoryHits");
  const disk = change("diskHits") + change("sharedHits");
  const misses = change("misses");
  const all = memory + disk + misses;
  const known = last !== undefined && memory >= 0 && disk >= 0 && misses >= 0 && time > last.time;
  const share = (part: number): number | null => (known && all > 0 ? part / all : null);
  return [...before.slice(1 - MOST_SAMPLES), {
    time, rate: known ? all / (time - last.time) : null, memory: share(memory), disk: share(disk), miss: share(misses),
    waiting: stats.renders.waiting, problems: Math.max(0, change("problems")), totals: now,
  }];
}

export interface Rates {
  memory: number;
  disk: number;
  shared: number;
  miss: number;
  total: number;
}

/** The shares of all requests since the start. */
export function rates({ memoryHits, diskHits, sharedHits, misses }: Stats["requests"]): Rates {
  const total = memoryHits + diskHits + sharedHits + misses;
  const share = (part: number): number => (total === 0 ? 0 : part / total);
  return { memory: share(memoryHits), disk: share(diskHits), shared: share(sharedHits), miss: share(misses), total };
}

export interface PresetUse {
  preset: string;
  bytes: number;
  count: number;
  formats: { format: string; bytes: number; count: number }[];
}

/** The renditions on disk by preset, the largest first. */
export function byPreset(usage: Usage): PresetUse[] {
  const presets = new Map<string, PresetUse>();
  for (const { preset, format, bytes, count } of usage.renditions.byPresetAndFormat) {
    const use = presets.get(preset) ?? { preset, bytes: 0, count: 0, formats: [] };
    use.bytes += bytes;
    use.count += count;
    use.formats.push({ format, bytes, count });
    presets.set(preset, use);
  }
  return [...presets.values()].sort((a, b) => b.bytes - a.bytes);
}
