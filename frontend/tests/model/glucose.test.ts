import { expect, test } from "vitest";

import { inUnit, isReadingState, stateOf } from "../../src/model/glucose";
import { LIMITS } from "../traces";

test("a limit itself is in range, what is beyond it is not", () => {
  const states = [53, 54, 69, 70, 180, 181, 250, 251].map((glucose) => stateOf(glucose, 0, LIMITS));
  expect(states).toEqual(["urgent_low", "low", "low", "in_range", "in_range", "high", "high", "urgent_high"]);
});

test("HI and LO are urgent, whatever number comes with them", () => {
  expect([stateOf(120, 1, LIMITS), stateOf(120, 2, LIMITS)]).toEqual(["urgent_high", "urgent_low"]);
});

test("mmol/L is mg/dL by 18, half up, with one decimal", () => {
  expect([70, 180, 40, 400, 99, 100].map((glucose) => inUnit(glucose, "mmol/L"))).toEqual([
    3.9, 10, 2.2, 22.2, 5.5, 5.6,
  ]);
  expect([99.5, 99.4].map((glucose) => inUnit(glucose, "mg/dL"))).toEqual([100, 99]);
});

test("what is said when nothing is known is no reading's state", () => {
  expect(isReadingState("in_range")).toBe(true);
  expect(isReadingState("no_readings")).toBe(false);
});
