import { describe, expect, test } from "vitest";

import type { Row } from "../../src/data/protocol";
import { apart, dotSizes, dots, extremes, firstFrom, line, place, within } from "../../src/geometry/curve";
import { SEEDS } from "../random";
import { frameOf, GAP, LIMITS, MINUTE, NOON, row, trace } from "../traces";

type Point = readonly [x: number, y: number];
const SIZES = { history: 3, measured: 3, scan: 3 };

/** The strokes of a path, each as its points. */
function strokes(path: string): Point[][] {
  const found: Point[][] = [];
  for (const [, command, x, y] of path.matchAll(/([ML])(-?[\d.]+) (-?[\d.]+)/g)) {
    if (command === "M") {
      found.push([]);
    }
    found.at(-1)?.push([Number(x), Number(y)]);
  }
  return found;
}

describe("the line", () => {
  test.each(SEEDS)("every reading lies on it, every vertex is a reading, in order (seed %i)", (seed) => {
    const rows = trace(seed);
    const frame = frameOf(rows);
    expect(strokes(line(rows, GAP, frame)).flat()).toEqual(rows.map((one) => place(frame, one)));
  });

  test.each(SEEDS)("it never crosses a gap, and ends nowhere else (seed %i)", (seed) => {
    const rows = trace(seed);
    const lengths = strokes(line(rows, GAP, frameOf(rows))).map((stroke) => stroke.length);
    const expected: number[] = [];
    for (const [index, after] of rows.entries()) {
      const before = rows[index - 1];
      const gap = before && (after[0] - before[0] > GAP || after[4] === 1);
      const blind = before && before[3] !== 0 && after[3] !== 0;
      if (!before || gap || blind) {
        expected.push(0);
      }
      expected[expected.length - 1] = (expected.at(-1) ?? 0) + 1;
    }
    expect(lengths).toEqual(expected);
  });

  test("a gap is longer than what belongs together", () => {
    const [one, near, far] = [row(0, 100), row(9.5, 100), row(9.6, 100)];
    expect([apart(one, near, GAP), apart(one, far, GAP)]).toEqual([false, true]);
  });

  test("readings are missing where the answer says so, however near the neighbours are", () => {
    expect(apart(row(0, 100), row(1, 100, 2, 0, 1), GAP)).toBe(true);
  });
});

describe("the dots", () => {
  test.each(SEEDS)("each reading has one, and what has no number is a triangle at its edge (seed %i)", (seed) => {
    const rows = trace(seed);
    const found = dots(rows, LIMITS, frameOf(rows), SIZES);
    const shapes = found.map(({ path }) => path.match(/M/g)?.length ?? 0);
    expect(shapes.reduce((sum, count) => sum + count, 0)).toBe(rows.length);
    const triangles = found
      .filter(({ shape }) => shape === "triangle")
      .map(({ path }) => path.match(/M/g)?.length ?? 0);
    const outside = rows.filter(([, glucose, , out]) => out || glucose < 70 || glucose > 180);
    expect(triangles.reduce((sum, count) => sum + count, 0)).toBe(outside.length);
  });

  test("a disc's place is the reading's, and a triangle points to where glucose is", () => {
    const rows = [row(0, 120), row(10, 200), row(20, 60)];
    const frame = frameOf(rows);
    const [, high, low] = rows.map((one) => place(frame, one));
    const found = dots(rows, LIMITS, frame, SIZES);
    expect(found.map(({ state, shape }) => [state, shape])).toEqual([
      ["in_range", "disc"],
      ["high", "triangle"],
      ["low", "triangle"],
    ]);
    const tips = found.slice(1).map(({ path }) => strokes(path)[0]?.[0]?.[1] ?? 0);
    expect(tips[0]).toBeLessThan(high?.[1] ?? 0);
    expect(tips[1]).toBeGreaterThan(low?.[1] ?? 0);
  });

  test("HI is drawn as urgently high and LO as urgently low, at the edges, whatever the number says", () => {
    const rows = [row(0, 100, 2, 1), row(5, 100, 2, 2)];
    const frame = frameOf(rows);
    expect(dots(rows, LIMITS, frame, SIZES).map(({ state }) => state)).toEqual(["urgent_high", "urgent_low"]);
    expect(rows.map((one) => place(frame, one)[1])).toEqual([frame.top, frame.bottom]);
  });

  test("where readings are a line, those with a number are discs: the limits beside it say the rest", () => {
    const found = dots([row(0, 300), row(1, 400, 2, 1)], LIMITS, frameOf([]), { ...SIZES, measured: 2 });
    expect(found.map(({ shape }) => shape)).toEqual(["disc", "triangle"]);
  });

  test("a minute's own readings are drawn over those of the history", () => {
    const rows = [row(0, 120, 2), row(1, 121, 0), row(2, 122, 1)];
    expect(dots(rows, LIMITS, frameOf(rows), SIZES).map(({ origin }) => origin)).toEqual([
      "history",
      "scan",
      "measured",
    ]);
  });

  test("the closer they stand the smaller they are, each origin for itself, within limits", () => {
    const rows = [...Array.from({ length: 20 }, (_, n) => row(n, 120)), row(25, 120, 0), row(30, 120, 0)];
    const sizes = dotSizes(rows, GAP, MINUTE / 5, 3.3);
    expect(sizes.measured).toBeCloseTo(2.1);
    expect(sizes.history).toBe(3.3);
    expect(dotSizes(rows, GAP, MINUTE, 3.3).measured).toBe(1.5);
  });
});

describe("what is looked at", () => {
  test.each(SEEDS)("the extremes are those of the readings (seed %i)", (seed) => {
    const rows = trace(seed);
    const value = ([, glucose, , out]: Row): number => (out === 1 ? 1000 : out === 2 ? 0 : glucose);
    const found = extremes(rows, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
    expect(found && value(found.lowest)).toBe(Math.min(...rows.map(value)));
    expect(found && value(found.highest)).toBe(Math.max(...rows.map(value)));
  });

  test("of what lies outside nothing counts", () => {
    const rows = [row(0, 40), row(10, 100), row(20, 300)];
    const found = extremes(rows, NOON + MINUTE, NOON + 15 * MINUTE);
    expect([found?.lowest[1], found?.highest[1]]).toEqual([100, 100]);
    expect(extremes(rows, NOON + MINUTE, NOON + 2 * MINUTE)).toBeNull();
  });

  test.each(SEEDS)("a span's readings come with the neighbours at either side (seed %i)", (seed) => {
    const rows = trace(seed);
    const start = rows[50]?.[0] ?? 0;
    const end = rows[120]?.[0] ?? 0;
    expect(within(rows, start, end)).toEqual(rows.slice(49, 121));
    expect(within(rows, start + 1, end + 1)).toEqual(rows.slice(50, 122));
    expect(within(rows, 0, NOON * 2)).toEqual(rows);
  });

  test("the first from a time is found", () => {
    const rows = [row(0, 1), row(1, 1), row(2, 1)];
    expect([-1, 0, 0.5, 2, 3].map((minutes) => firstFrom(rows, NOON + minutes * MINUTE))).toEqual([0, 0, 1, 2, 3]);
  });
});
