import { useEffect, useState } from "preact/hooks";
import { json, send, type MediaRecord, type Page, type Problem } from "../api";
import { ago, bytes, count, dateTime, millis, percent, plural } from "../format";
import { askAll, decided, failureText, mayChange } from "../rights";
import { hashOf } from "../route";
import { may } from "../session";
import { byPreset, rates, sample, type Round, type Sample, type Stats, type Times, type Usage } from "../stats";
import { useStore } from "../store";
import { say } from "../toasts";
import { Chart } from "./chart";
import { Bar, Button, Notice, Segments } from "./controls";
import { Icon } from "./icons";

const EVERY_MILLIS = 5000;
/** From the first look to the second one: rates need two. */
const SECOND_MILLIS = 1000;
type Scope = "node" | "cluster";

/** Samples outlive a change of the view. */
const kept: Record<Scope, Sample[]> = { node: [], cluster: [] };

function useStats(scope: Scope): { stats: Stats | null; samples: Sample[]; problem: Problem | null } {
  const [state, setState] = useState<{ stats: Stats | null; samples: Sample[]; problem: Problem | null }>({ stats: null, samples: kept[scope], problem: null });
  useEffect(() => {
    let current = true;
    const look = async (): Promise<void> => {
      if (document.hidden) {
        return;
      }
      try {
        const stats = await json<Stats>(`api/stats?scope=${scope}`);
        kept[scope] = sample(stats, Date.now() / 1000, kept[scope]);
        if (current) {
          setState({ stats, samples: kept[scope], problem: null });
        }
      } catch (problem) {
        if (current) {
          setState(before => ({ ...before, problem: problem as Problem }));
        }
      }
    };
    let second = 0;
    void look().then(() => {
      if (current && kept[scope].length === 1) {
        second = window.setTimeout(() => void look(), SECOND_MILLIS);
      }
    });
    const timer = setInterval(() => void look(), EVERY_MILLIS);
    return () => {
      current = false;
      clearInterval(timer);
      clearTimeout(second);
    };
  }, [scope]);
  return state;
}

export function Dashboard() {
  const [scope, setScope] = useState<Scope>("node");
  const { stats, samples, problem } = useStats(scope);
  if (!stats) {
    return <main class="dashboard">{problem ? <Notice whole icon="warning" title={problem.title}><p>{problem.detail}</p></Notice> : <p class="loading" role="status">Loading</p>}</main>;
  }
  return (
    <main class="dashboard">
      <div class="dashboard-head">
        <h1>Dashboard</h1>
        {stats.nodes.length > 1
          ? <Segments label="Nodes" value={scope} onChange={setScope} options={[["node", stats.node], ["cluster", `All ${stats.nodes.length} nodes`]]} />
          : <span class="hint">{stats.node}</span>}
      </div>
      {problem && <p class="bad" role="alert">{problem.message} The figures are those of the last answer.</p>}
      <Headline stats={stats} samples={samples} />
      <div class="dashboard-columns">
        <Hits samples={samples} stats={stats} />
        <Work samples={samples} />
        <div class="dashboard-column">
          <Disk stats={stats} />
          {may.administer() && <Upkeep />}
        </div>
        <div class="dashboard-column">
          <Latencies title="Renders" empty="Nothing was rendered since the start." times={stats.renders.millis} />
          <Latencies title="Catalog" empty="No calls yet." times={stats.catalog.millis} />
        </div>
      </div>
      <Failures />
    </main>
  );
}

function Figure({ label, value, note, bad }: { label: string; value: string; note: string; bad?: boolean }) {
  return (
    <div class={`figure${bad ? " troubled" : ""}`}>
      <dt>{label}</dt>
      <dd><strong>{value}</strong><span>{note}</span></dd>
    </div>
  );
}

function Headline({ stats, samples }: { stats: Stats; samples: readonly Sample[] }) {
  const all = rates(stats.requests);
  const rate = samples.at(-1)?.rate ?? null;
  const budget = stats.cache.budgetBytes ?? 0;
  const { renders, cache } = stats;
  return (
    <dl class="figures">
      <Figure label="Hit rate" value={all.total === 0 ? "none yet" : percent(1 - all.miss)} note={`of ${plural(all.total, "request")} since the start`} />
      <Figure label="Requests" value={rate === null ? "counting" : `${rate < 10 ? rate.toFixed(1) : count(Math.round(rate))}/s`} note="for renditions, now" />
      <Figure label="Disk" value={bytes(cache.diskBytes)} note={budget > 0 ? `${percent(cache.diskBytes / budget)} of ${bytes(budget)}` : plural(cache.diskEntries, "rendition")} />
      <Figure label="Memory" value={bytes(cache.memoryBytes)} note="of renditions" />
      <Figure label="Queue" value={count(renders.waiting)} note={renders.waiting === 0 ? "no render waits" : "renders wait"} />
      <Figure label="Render memory" value={bytes(renders.memoryBytes)} note="reserved by jobs" />
      <Figure label="Renderers lost" value={count(renders.renderersLost)} note="since the start" bad={renders.renderersLost > 0} />
      <Figure label="Problem answers" value={count(stats.requests.problems)} note="since the start" />
    </dl>
  );
}

function Hits({ samples, stats }: { samples: readonly Sample[]; stats: Stats }) {
  const all = rates(stats.requests);
  const mean = (share: number): number | null => (all.total === 0 ? null : share);
  return (
    <section class="block wide" aria-labelledby="hits-title">
      <h2 id="hits-title">Where answers come from</h2>
      <Chart label="Shares of requests over time" max={1} times={samples.map(one => one.time)} lines={[
        { label: "Memory", color: "--chart-1", values: samples.map(one => one.memory), mean: mean(all.memory), format: percent },
        { label: "Disk", color: "--chart-2", values: samples.map(one => one.disk), mean: mean(all.disk + all.shared), format: percent },
        { label: "Rendered", color: "--chart-3", values: samples.map(one => one.miss), mean: mean(all.miss), format: percent },
      ]} />
      <p class="hint">Since the start, dashed: {percent(all.memory)} memory, {percent(all.disk)} disk{all.shared > 0 ? `, ${percent(all.shared)} shared` : ""}, {percent(all.miss)} rendered.</p>
    </section>
  );
}

function Work({ samples }: { samples: readonly Sample[] }) {
  return (
    <section class="block wide" aria-labelledby="work-title">
      <h2 id="work-title">Load</h2>
      <Chart label="Load over time" times={samples.map(one => one.time)} lines={[
        { label: "Requests a second", color: "--chart-2", values: samples.map(one => one.rate), format: value => String(value < 10 ? Number(value.toFixed(2)) : Math.round(value)) },
        { label: "Renders that wait", color: "--chart-1", values: samples.map(one => one.waiting), format: value => String(Math.round(value)) },
      ]} />
    </section>
  );
}

/** The later one of two counts. */
function later(one: Usage | null, other: Usage | null): Usage | null {
  return one && other ? (one.takenAt > other.takenAt ? one : other) : one ?? other;
}

function Disk({ stats }: { stats: Stats }) {
  const [counted, setCounted] = useState<Usage | null>(null);
  const [counting, setCounting] = useState(false);
  const alone = stats.scope === "node"; // a count is that of one node
  const usage = alone ? later(stats.usage, counted) : stats.usage;
  const budget = stats.cache.budgetBytes ?? 0;
  const run = (): void => {
    setCounting(true);
    json<Usage>("api/admin/usage")
      .then(setCounted)
      .catch(error => say((error as Error).message, { tone: "bad" }))
      .finally(() => setCounting(false));
  };
  return (
    <section class="block wide" aria-labelledby="disk-title">
      <h2 id="disk-title">Disk</h2>
      {budget > 0 && <><Bar share={stats.cache.diskBytes / budget} label="Budget of the cache" /><p class="hint">{bytes(stats.cache.diskBytes)} of {bytes(budget)} for renditions, {count(stats.cache.evictions)} evicted since the start</p></>}
      <div class="block-head">
        <h3>By preset</h3>
        <span class="hint" role="status">{usage
          ? <>Counted <time dateTime={usage.takenAt} title={dateTime(usage.takenAt)}>{ago(usage.takenAt)}</time></>
          : "Not counted yet"}</span>
        {alone && may.administer() && <Button label={counting ? "Counting" : "Count now"} disabled={counting} onClick={run} />}
      </div>
      {usage && <Presets usage={usage} />}
      {usage && (
        <dl class="facts">
          {Object.entries(usage.originals).filter(([, amount]) => amount.count > 0).map(([kind, amount]) => [
            <dt key={kind}>{ORIGINALS[kind] ?? kind}</dt>, <dd key={`${kind} value`}>{count(amount.count)}, {bytes(amount.bytes)}</dd>,
          ])}
        </dl>
      )}
    </section>
  );
}

const ORIGINALS: Record<string, string> = { image: "Pictures", video: "Videos", master: "Masters" };
const COLORS = ["--chart-1", "--chart-2", "--chart-3", "--chart-4"];

function Presets({ usage }: { usage: Usage }) {
  const presets = byPreset(usage);
  const most = presets[0]?.bytes ?? 1;
  const formats = [...new Set(presets.flatMap(preset => preset.formats.map(one => one.format)))].sort();
  const color = (format: string): string => `var(${COLORS[formats.indexOf(format) % COLORS.length]})`;
  return (
    <div class="presets">
      <p class="legend" aria-hidden="true">{formats.map(format => <span key={format}><i style={{ background: color(format) }} />{format}</span>)}</p>
      <table>
        <thead class="hidden"><tr><th scope="col">Preset</th><th scope="col">Formats</th><th scope="col">Renditions</th><th scope="col">Bytes</th></tr></thead>
        <tbody>
          {presets.map(preset => (
            <tr key={preset.preset}>
              <th scope="row">{preset.preset}</th>
              <td class="stack-bar">
                <div aria-hidden="true" style={{ width: `${(preset.bytes / most) * 100}%` }}>
                  {preset.formats.map(one => <i key={one.format} title={`${one.format}: ${bytes(one.bytes)}`} style={{ width: `${(one.bytes / preset.bytes) * 100}%`, background: color(one.format) }} />)}
                </div>
                <span class="hidden">{preset.formats.map(one => `${one.format} ${bytes(one.bytes)}`).join(", ")}</span>
              </td>
              <td class="number">{count(preset.count)}</td>
              <td class="number">{bytes(preset.bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Latencies({ title, times, empty }: { title: string; times: Record<string, Times>; empty: string }) {
  const rows = Object.entries(times).filter(([, time]) => time.count > 0).sort((a, b) => b[1].count - a[1].count);
  return (
    <section class="block" aria-labelledby={`${title}-title`}>
      <h2 id={`${title}-title`}>{title}</h2>
      {rows.length === 0 ? <p class="hint">{empty}</p> : (
        <div class="table" tabIndex={0} role="region" aria-label={`${title} by kind`}>
          <table>
            <thead><tr><th scope="col">Kind</th><th scope="col" class="number">Count</th><th scope="col" class="number">p50</th><th scope="col" class="number">p95</th><th scope="col" class="number">p99</th></tr></thead>
            <tbody>{rows.map(([kind, time]) => (
              <tr key={kind}><th scope="row">{kind}</th><td class="number">{count(time.count)}</td><td class="number">{millis(time.p50)}</td><td class="number">{millis(time.p95)}</td><td class="number">{millis(time.p99)}</td></tr>
            ))}</tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Upkeep() {
  const [running, setRunning] = useState(false);
  const [last, setLast] = useState<Round | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const load = (): Promise<void> => json<Round>("api/admin/upkeep").then(round => {
    setLast(round);
    setProblem(null);
  });
  useEffect(() => {
    load().catch(error => setProblem(error as Problem));
  }, []);
  const run = (): void => {
    setRunning(true);
    send("POST", "api/admin/upkeep", {})
      .then(load)
      .catch(error => say((error as Error).message, { tone: "bad" }))
      .finally(() => setRunning(false));
  };
  return (
    <section class="block" aria-labelledby="upkeep-title">
      <div class="block-head">
        <h2 id="upkeep-title">Upkeep</h2>
        {last?.endedAt && <span class="hint">{dateTime(last.endedAt)}</span>}
        <Button label={running ? "Running" : "Run now"} disabled={running} onClick={run} />
      </div>
      {problem && <p class="bad">{problem.message}</p>}
      {!last ? null : !last.endedAt ? <p class="hint">No round since the start.</p> : (
        <div class="table" tabIndex={0} role="region" aria-label="Chores of the last round">
          <table>
            <thead><tr><th scope="col">Chore</th><th scope="col" class="number">Removed</th><th scope="col" class="number">Bytes</th><th scope="col" class="number">Skipped</th><th scope="col" class="number">Time</th></tr></thead>
            <tbody>{last.chores.map(chore => (
              <tr key={chore.chore} class={chore.failure ? "bad" : ""}>
                <th scope="row">{chore.chore}</th><td class="number">{count(chore.removed)}</td><td class="number">{bytes(chore.bytes)}</td><td class="number">{count(chore.failed)}</td><td class="number">{chore.failure ?? millis(chore.millis)}</td>
              </tr>
            ))}</tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** Media whose renditions could not be made, or whose originals are damaged. */
function Failures() {
  const [page, setPage] = useState<Page | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useStore(decided);
  const load = (): Promise<void> => json<Page>("api/media?problems=true&limit=50")
    .then(found => {
      setPage(found);
      setProblem(null);
      void askAll(found.items);
    })
    .catch(error => setProblem(error as Problem));
  useEffect(() => void load(), []);
  const retry = (id: string): Promise<void> => json<MediaRecord>(`api/media/${id}/retry`, { method: "POST" })
    .then(record => {
      say(record.problems?.length ? "It failed again." : "It works now.", { tone: record.problems?.length ? "bad" : "plain" });
      return load();
    })
    .catch(error => void say(failureText(error, id), { tone: "bad" }));
  return (
    <section class="block" aria-labelledby="failures-title">
      <div class="block-head">
        <h2 id="failures-title">Failures</h2>
        <Button icon="retry" label="Look again" bare tone="quiet" onClick={load} />
      </div>
      {problem && <p class="bad">{problem.message}</p>}
      {page && page.items.length === 0 && <p class="hint">No media has problems.</p>}
      {page && page.items.length > 0 && (
        <ul class="failures">
          {page.items.map(record => (
            <li key={record.id}>
              <Icon name="warning" size={16} />
              <a href={hashOf({ view: "media", id: record.id })}>{record.filename ?? record.id}</a>
              <span>{(record.problems ?? []).map(one => Object.values(one).filter(value => typeof value === "string").join(": ")).join("; ")}</span>
              {mayChange(record) === true && <Button icon="retry" label="Try again" onClick={() => retry(record.id)} />}
            </li>
          ))}
        </ul>
      )}
      {page?.next && <p class="hint">These are the newest; there may be more.</p>}
    </section>
  );
}
