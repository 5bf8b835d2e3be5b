import { describe, expect, test } from "vitest";

import { ageOf, expected, isCurrent, isSilent, lowIn, stateAt } from "../../src/model/shown";
import { MINUTE, NOON, person } from "../traces";

const STALE = NOON + 13 * MINUTE;

describe("an old value is never a current one", () => {
  test("from the stale limit on, without a word from anybody", () => {
    const anna = person();
    expect([isCurrent(anna, STALE - 1), isCurrent(anna, STALE)]).toEqual([true, false]);
    expect([stateAt(anna, STALE - 1), stateAt(anna, STALE)]).toEqual(["in_range", "no_readings"]);
  });

  test("what nobody knows the limit of is old", () => {
    expect(isCurrent(person({ stale_at: null }), NOON)).toBe(false);
    expect(isCurrent(person({ reading: null }), NOON)).toBe(false);
  });

  test("nothing is foretold from it", () => {
    const anna = person({ low_in: 900 });
    expect([expected(anna, STALE), lowIn(anna, STALE)]).toEqual([null, null]);
  });

  test("why there are no readings stays said", () => {
    expect(stateAt(person({ state: "sensor_ended" }), STALE)).toBe("sensor_ended");
    expect(stateAt(person({ state: "unknown", reading: null, stale_at: null }), NOON)).toBe("unknown");
  });
});

test("the age is in whole minutes, and never negative", () => {
  expect([0, 59, 60].map((seconds) => ageOf(person(), NOON + seconds * 1000))).toEqual([2, 2, 3]);
  expect(ageOf(person(), NOON - 5 * MINUTE)).toBe(0);
  expect(ageOf(person({ reading: null }), NOON)).toBeNull();
});

describe("the forecast", () => {
  test("is told 20 minutes ahead, also when it was made some time ago", () => {
    expect(expected(person(), NOON)).toEqual({ minutes: 20, glucose: 140 });
    expect(expected(person(), NOON + 2.5 * MINUTE)).toEqual({ minutes: 20, glucose: 142.5 });
  });

  test("is told as far as it reaches", () => {
    expect(expected(person({ forecast: [[NOON + 10 * MINUTE, 90]] }), NOON)).toEqual({ minutes: 10, glucose: 90 });
    expect(expected(person({ forecast: [] }), NOON)).toBeNull();
    expect(expected(person({ forecast: [[NOON, 90]] }), NOON)).toBeNull();
  });

  test("a low comes nearer with each minute, and is not foretold while it is here", () => {
    const anna = person({ low_in: 15 * 60 });
    expect([lowIn(anna, NOON), lowIn(anna, NOON + 5 * MINUTE)]).toEqual([15, 10]);
    expect(lowIn(person({ low_in: 60 }), NOON + 5 * MINUTE)).toBe(0);
    expect([lowIn(person({ low_in: 0 }), NOON), lowIn(person(), NOON)]).toEqual([null, null]);
  });
});

test("silence ends by itself", () => {
  const silence = { silenced: true, until: NOON + MINUTE, alerting: true, acknowledge: null, snooze: null };
  expect([0, MINUTE].map((after) => isSilent(person({ silence }), NOON + after))).toEqual([true, false]);
  expect(isSilent(person({ silence: { ...silence, until: null } }), NOON + MINUTE)).toBe(true);
  expect(isSilent(person(), NOON)).toBe(false);
});
