import { render, svg } from "lit";
import { expect, test } from "vitest";

import type { Mark } from "../../src/data/protocol";
import { marks } from "../../src/view/drawing";
import { formats } from "../locale";
import { MINUTE, NOON } from "../traces";

const FRAME = {
  left: 0,
  right: 300,
  top: 0,
  bottom: 200,
  start: NOON,
  end: NOON + 60 * MINUTE,
  lowest: 40,
  highest: 260,
};

function treatment(kind: "rapid_insulin" | "carbs", amount: number, minute = 30): Mark {
  return { type: "treatment", time: NOON + minute * MINUTE, kind, amount, text: "" };
}

/** Where each treatment stands, and what is written beside it. */
function drawn(...all: readonly Mark[]): (string | undefined)[][] {
  const page = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  render(svg`${marks(FRAME, all, formats(), 190)}`, page);
  return [...page.querySelectorAll("g.treatment")].map((one) => [
    one.getAttribute("transform") ?? undefined,
    one.querySelector("text")?.textContent?.trim(),
  ]);
}

test("a meal and its insulin in the same minute are both there to be read", () => {
  const [insulin, food] = drawn(treatment("rapid_insulin", 4), treatment("carbs", 47));
  expect(insulin).toEqual(["translate(150 174)", "4 U"]);
  expect(food).toEqual(["translate(150 190)", "47 g"]);
});

test("of two meals close together only the first has words, or they would run into each other", () => {
  const [first, second] = drawn(treatment("carbs", 20), treatment("carbs", 30, 31));
  expect(first?.[1]).toBe("20 g");
  expect(second?.[1]).toBeUndefined();
});
