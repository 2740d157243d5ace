/** The layout of the grid: pictures in rows of equal height that fill the width. Pure. */

export interface Row {
  top: number;
  height: number;
  /** The index of the first picture, and that behind the last. */
  start: number;
  end: number;
}

export interface Shape {
  width: number;
  height: number;
}

export interface Frame {
  /** CSS pixels. */
  width: number;
  target: number;
  gap: number;
}

const NARROWEST = 0.45;
const WIDEST = 3.2;

/** The proportions of a cell: those of the picture, unless it is a strip. */
export function ratio(shape: Shape): number {
  return Math.min(WIDEST, Math.max(NARROWEST, shape.width / Math.max(1, shape.height)));
}

/** Adds the rows of `shapes` from the first that is not in a full row. Keeps the rows of `known` that stay as they are. */
export function layOut(shapes: readonly Shape[], frame: Frame, known: readonly Row[] = []): Row[] {
  const rows = known.slice(0, -1); // the last row may have been short
  const last = rows.at(-1);
  let start = last?.end ?? 0;
  let top = last ? last.top + last.height + frame.gap : 0;
  let sum = 0;
  for (let i = start; i < shapes.length; i++) {
    const before = sum;
    sum += ratio(shapes[i]!);
    const height = (frame.width - (i - start) * frame.gap) / sum;
    if (height > frame.target) {
      continue;
    }
    const without = before === 0 ? Infinity : (frame.width - (i - 1 - start) * frame.gap) / before;
    const shorter = without - frame.target < frame.target - height; // nearer to the target without this picture
    const row = { top, height: shorter ? without : height, start, end: shorter ? i : i + 1 };
    rows.push(row);
    top += row.height + frame.gap;
    start = row.end;
    sum = shorter ? ratio(shapes[i]!) : 0;
  }
  if (start < shapes.length) {
    const height = (frame.width - (shapes.length - 1 - start) * frame.gap) / sum;
    rows.push({ top, height: Math.min(height, frame.target), start, end: shapes.length });
  }
  return rows;
}

export function totalHeight(rows: readonly Row[]): number {
  const last = rows.at(-1);
  return last ? last.top + last.height : 0;
}

/** The index of the first row that ends below `y`; the number of rows if none does. */
export function rowAt(rows: readonly Row[], y: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle]!;
    if (row.top + row.height <= y) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** The index of the row with picture `index`. */
export function rowOf(rows: readonly Row[], index: number): number {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle]!.end <= index) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** The widths of the pictures of a row. */
export function widths(shapes: readonly Shape[], row: Row): number[] {
  return shapes.slice(row.start, row.end).map(shape => ratio(shape) * row.height);
}

/** The picture of another row that is nearest to the middle of picture `index`; `index` if there is no such row. */
export function neighbour(shapes: readonly Shape[], rows: readonly Row[], gap: number, index: number, step: 1 | -1): number {
  const at = rowOf(rows, index);
  const target = rows[at + step];
  if (!target) {
    return index;
  }
  const middles = (row: Row): number[] => {
    let left = 0;
    return widths(shapes, row).map(width => {
      const middle = left + width / 2;
      left += width + gap;
      return middle;
    });
  };
  const from = middles(rows[at]!)[index - rows[at]!.start]!;
  let best = 0;
  const others = middles(target);
  others.forEach((middle, i) => {
    if (Math.abs(middle - from) < Math.abs(others[best]! - from)) {
      best = i;
    }
  });
  return target.start + best;
}
