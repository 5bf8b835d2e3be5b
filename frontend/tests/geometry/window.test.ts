import { describe, expect, test } from "vitest";

import { type Bounds, HOUR, hoursOf, ofHours, pan, visible, type Window, zoom } from "../../src/geometry/window";
import { random, SEEDS } from "../random";
import { MINUTE, NOON } from "../traces";

const BOUNDS: Bounds = { now: NOON, first: NOON - 90 * 24 * HOUR, forecast: true };

describe("a window that follows now", () => {
  test("ends where the forecast does", () => {
    expect(visible(ofHours(3), BOUNDS)).toEqual({ start: NOON - 2.5 * HOUR, end: NOON + 0.5 * HOUR });
    expect(visible(ofHours(1), BOUNDS).end).toBe(NOON + 12 * MINUTE);
  });

  test("has no room for a forecast that is not shown", () => {
    expect(visible(ofHours(3), { ...BOUNDS, forecast: false }).end).toBe(NOON + 4.5 * MINUTE);
  });

  test("goes on with the time", () => {
    const window = ofHours(6);
    const later = visible(window, { ...BOUNDS, now: NOON + HOUR });
    expect(later.start - visible(window, BOUNDS).start).toBe(HOUR);
  });
});

describe("moving", () => {
  test("stands still in the past while time goes on, and comes back to now", () => {
    const past = pan(ofHours(3), -5 * HOUR, BOUNDS);
    expect(past.end).toBe(NOON - 4.5 * HOUR);
    expect(visible(past, { ...BOUNDS, now: NOON + HOUR })).toEqual(visible(past, BOUNDS));
    expect(pan(past, 5 * HOUR, BOUNDS)).toEqual(ofHours(3));
    expect(pan(past, 500 * HOUR, BOUNDS)).toEqual(ofHours(3));
  });

  test("the first reading is the end of the way back", () => {
    const { start } = visible(pan(ofHours(3), -1000 * 24 * HOUR, BOUNDS), BOUNDS);
    expect(start).toBe((BOUNDS.first ?? 0) - 0.1 * 3 * HOUR);
  });

  test("with less in the journal than is seen there is nowhere to go", () => {
    for (const first of [null, NOON - 10 * MINUTE]) {
      expect(pan(ofHours(3), -HOUR, { ...BOUNDS, first })).toEqual(ofHours(3));
    }
  });
});

describe("stretching", () => {
  test("the time under the fingers stays where it is", () => {
    const past = pan(ofHours(6), -24 * HOUR, BOUNDS);
    const seen = visible(past, BOUNDS);
    const around = seen.start + 2 * HOUR;
    const near = visible(zoom(past, 0.5, around, BOUNDS), BOUNDS);
    expect(near.end - near.start).toBe(3 * HOUR);
    expect((around - near.start) / (near.end - near.start)).toBeCloseTo(2 / 6);
  });

  test("half an hour is the least, two weeks are the most", () => {
    expect(zoom(ofHours(1), 0.001, NOON, BOUNDS).span).toBe(HOUR / 2);
    expect(zoom(ofHours(24), 1000, NOON, BOUNDS).span).toBe(14 * 24 * HOUR);
  });

  test("hours that a button stands for are known again", () => {
    expect(hoursOf(ofHours(12))).toBe(12);
    expect(hoursOf(zoom(ofHours(12), 0.9, NOON, BOUNDS))).toBeNull();
  });
});

test.each(SEEDS)("wherever somebody goes, it is between the first reading and now (seed %i)", (seed) => {
  const chance = random(seed);
  let window: Window = ofHours(3);
  for (let number = 0; number < 50; number++) {
    window =
      chance() < 0.5
        ? pan(window, (chance() - 0.6) * 40 * 24 * HOUR, BOUNDS)
        : zoom(window, 0.2 + chance() * 3, NOON - chance() * 90 * 24 * HOUR, BOUNDS);
    const { start, end } = visible(window, BOUNDS);
    expect(start).toBeGreaterThanOrEqual((BOUNDS.first ?? 0) - window.span * 0.1 - 1);
    expect(end).toBeLessThanOrEqual(NOON + HOUR / 2);
  }
});
