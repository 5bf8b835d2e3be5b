import { expect, test } from "vitest";

import { numbers, range, timeAt, xOf, yOf } from "../../src/geometry/frame";
import { SEEDS } from "../random";
import { frameOf, LIMITS, NOON, row, trace } from "../traces";

test("times go from left to right, glucose from bottom to top", () => {
  const frame = frameOf([], { start: 0, end: 100, lowest: 40, highest: 240 });
  expect([xOf(frame, 0), xOf(frame, 50), xOf(frame, 100)]).toEqual([30, 230, 430]);
  expect([yOf(frame, 40), yOf(frame, 140), yOf(frame, 240)]).toEqual([210, 110, 10]);
});

test.each(SEEDS)("a place leads back to its time (seed %i)", (seed) => {
  const rows = trace(seed, 20);
  const frame = frameOf(rows);
  for (const [time] of rows) {
    expect(timeAt(frame, xOf(frame, time))).toBeCloseTo(time, 0);
  }
});

test.each(SEEDS)("nothing that is seen lies beyond the axis (seed %i)", (seed) => {
  const rows = trace(seed);
  const { lowest, highest } = range(numbers(rows, 0, NOON * 2), LIMITS);
  for (const [, glucose, , outOfRange] of rows) {
    if (!outOfRange) {
      expect(glucose).toBeGreaterThanOrEqual(lowest);
      expect(glucose).toBeLessThanOrEqual(highest);
    }
  }
});

test("a quiet day has the same axis as any other, and a high one grows by round steps", () => {
  expect(range([100, 150], LIMITS)).toEqual({ lowest: 40, highest: 260 });
  expect(range([253], LIMITS).highest).toBe(300);
  expect(range([300], LIMITS).highest).toBe(350);
  expect(range([45], LIMITS).lowest).toBe(31);
});

test("HI and LO, and what is not seen, move nothing", () => {
  const rows = [row(0, 400, 2, 1), row(1, 40, 2, 2), row(2, 120), row(500, 390)];
  expect([...numbers(rows, NOON, NOON + 60_000 * 60)]).toEqual([120]);
});

test("the person's own limits are always seen", () => {
  expect(range([], { urgent_low: 38, low: 80, high: 240, urgent_high: 300 })).toEqual({ lowest: 38, highest: 290 });
});
