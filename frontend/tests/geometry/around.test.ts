import { expect, test } from "vitest";

import { lifeLeft, wholePercents } from "../../src/geometry/around";
import { random, SEEDS } from "../random";

const shares = (below: number | null, in_range: number | null, above: number | null) => ({
  start: 0,
  end: 1,
  below,
  in_range,
  above,
  measured: 90,
});

test.each(SEEDS)("percentages are whole, 100 together, and none is off by one (seed %i)", (seed) => {
  const chance = random(seed);
  const [one, two, three] = [chance(), chance(), chance()];
  const sum = one + two + three;
  const exact = [one, two, three].map((part) => (100 * part) / sum) as [number, number, number];
  const whole = wholePercents(shares(...exact));
  expect(whole?.reduce((total, part) => total + part, 0)).toBe(100);
  for (const [index, part] of whole?.entries() ?? []) {
    expect(Math.abs(part - (exact[index] ?? 0))).toBeLessThan(1);
  }
});

test("what is whole stays as it is, and what is unknown is not told", () => {
  expect(wholePercents(shares(0, 100, 0))).toEqual([0, 100, 0]);
  expect(wholePercents(shares(null, null, null))).toBeNull();
});

test("a sensor's life ends at nothing, and is never more than whole", () => {
  const sensor = { started: 0, expires: 100 };
  expect([-5, 0, 25, 100, 200].map((now) => lifeLeft(sensor, now))).toEqual([1, 1, 0.75, 0, 0]);
  expect(lifeLeft({ started: 5, expires: 5 }, 1)).toBe(0);
});
