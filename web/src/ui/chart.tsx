import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { useStore } from "../store";
import { theme } from "../theme";

export interface Line {
  label: string;
  /** A custom property of the style sheet. */
  color: string;
  values: (number | null)[];
  /** The mean since the start of the server, drawn as a dashed line: it is known at the first look. */
  mean?: number | null;
  format: (value: number) => string;
}

const HEIGHT = 190;
/** A chart with a few points does not show days. */
const SHORTEST_SECONDS = 120;

/** From the first point to the last one. uPlot itself adds a day to a single point. */
function span(plot: uPlot): [number, number] {
  const times = plot.data[0];
  const last = times.at(-1) ?? 0;
  return [Math.min(times[0] ?? 0, last - SHORTEST_SECONDS), last];
}

function clock(seconds: number): string {
  return new Date(seconds * 1000).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
}

function drawMeans(plot: uPlot, lines: readonly Line[], color: (name: string) => string): void {
  const { ctx, bbox: { left, width } } = plot;
  ctx.save();
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([5 * devicePixelRatio, 4 * devicePixelRatio]);
  for (const { mean, color: name } of lines) {
    if (typeof mean === "number") {
      const y = Math.round(plot.valToPos(mean, "y", true));
      ctx.strokeStyle = color(name);
      ctx.beginPath();
      ctx.moveTo(left, y);
      ctx.lineTo(left + width, y);
      ctx.stroke();
    }
  }
  ctx.restore();
}

/** A chart over time. The numbers are in the legend too, and in a sentence for those who do not see it. */
export function Chart({ times, lines, max, label }: { times: number[]; lines: Line[]; max?: number; label: string }) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const chosen = useStore(theme);
  const drawn = useRef(lines);
  drawn.current = lines;
  const data: uPlot.AlignedData = [times, ...lines.map(line => line.values)];
  useEffect(() => {
    const style = getComputedStyle(document.documentElement);
    const color = (name: string): string => style.getPropertyValue(name).trim();
    const axis = { stroke: color("--soft"), grid: { stroke: color("--line"), width: 1 }, ticks: { stroke: color("--line"), width: 1 }, font: "12px system-ui" };
    const made = new uPlot({
      width: box.current!.clientWidth,
      height: HEIGHT,
      hooks: { draw: [self => drawMeans(self, drawn.current, color)] },
      cursor: { y: false, drag: { x: false, y: false } },
      scales: { x: { time: true, range: span }, y: { range: (_plot, _low, high) => [0, max ?? Math.max(1, high * 1.15)] } },
      axes: [{ ...axis, space: 90, values: (_plot, splits) => splits.map(clock) }, { ...axis, size: 56, values: (_plot, splits) => splits.map(value => lines[0]!.format(value)) }],
      series: [{ label: "At", value: (_plot: uPlot, value: number | null) => (value === null ? "" : clock(value)) }, ...lines.map(line => ({
        label: line.label, stroke: color(line.color), fill: `${color(line.color)}1c`, width: 2, spanGaps: true, points: { show: times.length < 3 },
        value: (_plot: uPlot, value: number | null) => (value === null ? "none" : line.format(value)),
      }))],
    }, data, box.current!);
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: box.current!.clientWidth, height: HEIGHT }));
    observer.observe(box.current!);
    return () => {
      observer.disconnect();
      made.destroy();
    };
  }, [chosen, lines.map(line => line.label).join()]);
  useEffect(() => {
    plot.current?.setData(data);
    if (plot.current && plot.current.cursor.left! < 0) {
      // The latest figures, while no pointer asks for others. uPlot draws in a microtask, which clears the legend of a new chart.
      queueMicrotask(() => plot.current?.setLegend({ idx: times.length - 1 }));
    }
  }, [times.at(-1), times.length, chosen]);
  const spoken = lines.map(line => {
    const last = line.values.findLast(value => value !== null) ?? null;
    const mean = typeof line.mean === "number" ? `, ${line.format(line.mean)} since the start` : "";
    return `${line.label}: ${last === null ? "none yet" : line.format(last)}${mean}`;
  }).join(", ");
  return <div ref={box} class="chart" role="img" aria-label={`${label}. ${spoken}`} />;
}
