import { render } from "lit";
import { expect, test } from "vitest";

import type { Told } from "../../src/data/protocol";
import { toldList } from "../../src/view/around";
import { formats } from "../locale";
import { MINUTE, NOON, person } from "../traces";

const high: Told = {
  state: "urgent_high",
  start: NOON - 60 * MINUTE,
  end: NOON - 30 * MINUTE,
  extreme: 401,
  out_of_range: 0,
};

/** What is said of each stretch's extreme. */
function extremes(...told: readonly Told[]): (string | undefined)[] {
  const page = document.createElement("div");
  render(toldList(person({ told }), NOON, formats()), page);
  return [...page.querySelectorAll(".extreme")].map((one) => one.textContent?.trim());
}

test("HI and LO are words, whatever number comes with them, and a number is none", () => {
  expect(extremes({ ...high, out_of_range: 1 })).toEqual(["highest HI"]);
  expect(extremes({ ...high, state: "urgent_low", extreme: 100, out_of_range: 2 })).toEqual(["lowest LO"]);
  expect(extremes(high, { ...high, state: "urgent_low", extreme: 39 })).toEqual(["highest 401", "lowest 39"]);
  expect(extremes({ ...high, state: "no_readings", extreme: null })).toEqual([""]);
});
