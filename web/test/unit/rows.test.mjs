import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { layOut, neighbour, ratio, rowAt, rowOf, totalHeight, widths } = await load("rows.ts");
const FRAME = { width: 1000, target: 200, gap: 4 };
const shapes = Array.from({ length: 500 }, (_, i) => ({ width: 300 + ((i * 7919) % 900), height: 200 + ((i * 104729) % 700) }));

test("layOut_manyPictures_fillsEveryRowButTheLast", () => {
  const rows = layOut(shapes, FRAME);
  for (const row of rows.slice(0, -1)) {
    const across = widths(shapes, row).reduce((sum, width) => sum + width, 0) + (row.end - row.start - 1) * FRAME.gap;
    assert.ok(Math.abs(across - FRAME.width) < 0.01);
    assert.ok(row.height < 1.6 * FRAME.target && row.height > 0.5 * FRAME.target);
  }
});

test("layOut_manyPictures_hasEachOnceAndInOrder", () => {
  const rows = layOut(shapes, FRAME);
  assert.equal(rows[0].start, 0);
  assert.equal(rows.at(-1).end, shapes.length);
  rows.slice(1).forEach((row, i) => {
    assert.equal(row.start, rows[i].end);
    assert.ok(row.top >= rows[i].top + rows[i].height);
  });
});

test("layOut_inParts_equalsThatOfTheWhole", () => {
  let rows = [];
  for (let end = 0; end <= shapes.length; end += 37) {
    rows = layOut(shapes.slice(0, end), FRAME, rows);
  }
  assert.deepEqual(layOut(shapes, FRAME, rows), layOut(shapes, FRAME));
});

test("layOut_shortLastRow_isNoHigherThanTheTarget", () => {
  const rows = layOut([{ width: 10, height: 10 }], FRAME);
  assert.deepEqual(rows, [{ top: 0, height: 200, start: 0, end: 1 }]);
});

test("ratio_ofAStrip_isLimited", () => {
  assert.equal(ratio({ width: 16000, height: 2 }), 3.2);
  assert.equal(ratio({ width: 2, height: 16000 }), 0.45);
});

test("rowAt_anyOffset_isTheFirstRowThatEndsBelow", () => {
  const rows = layOut(shapes, FRAME);
  for (let y = -10; y < totalHeight(rows) + 300; y += 61) {
    const expected = rows.findIndex(row => row.top + row.height > y);
    assert.equal(rowAt(rows, y), expected < 0 ? rows.length : expected);
  }
});

test("rowOf_anyPicture_containsIt", () => {
  const rows = layOut(shapes, FRAME);
  shapes.forEach((_, i) => {
    const row = rows[rowOf(rows, i)];
    assert.ok(row.start <= i && i < row.end);
  });
});

test("neighbour_downAndUp_staysInTheColumn", () => {
  const squares = Array.from({ length: 30 }, () => ({ width: 1, height: 1 }));
  const rows = layOut(squares, FRAME);
  const down = neighbour(squares, rows, 4, 2, 1);
  assert.equal(down, rows[1].start + 2);
  assert.equal(neighbour(squares, rows, 4, down, -1), 2);
  assert.equal(neighbour(squares, rows, 4, 2, -1), 2);
});
