import { describe, expect, test } from "vitest";

import type { Mark } from "../../src/data/protocol";
import { marksAt, readAt, step } from "../../src/geometry/read";
import { random, SEEDS } from "../random";
import { GAP, MINUTE, NOON, row, trace } from "../traces";

const ROWS = [row(0, 100), row(5, 110), row(60, 120), row(61, 130)];
const at = (minutes: number, reach = 2) => readAt(ROWS, NOON + minutes * MINUTE, GAP, reach * MINUTE);

describe("a place", () => {
  test("means the nearest reading", () => {
    expect([at(1), at(4), at(60.4), at(60.6)]).toEqual([0, 1, 2, 3].map((index) => ({ row: ROWS[index] })));
  });

  test("in a hole means the hole, unless it is right beside a reading", () => {
    expect(at(30)).toEqual({ hole: [NOON + 5 * MINUTE, NOON + 60 * MINUTE] });
    expect(at(58.5)).toEqual({ row: ROWS[2] });
    expect(readAt([row(0, 1), row(8, 1, 2, 0, 1)], NOON + 4 * MINUTE, GAP, MINUTE)).toHaveProperty("hole");
  });

  test("beyond the last reading means it for a while, then nothing", () => {
    expect(at(70)).toEqual({ row: ROWS[3] });
    expect(at(80)).toBeNull();
    expect(readAt([], NOON, GAP, MINUTE)).toBeNull();
  });

  test.each(SEEDS)("no reading is nearer than the one that is meant (seed %i)", (seed) => {
    const rows = trace(seed);
    const chance = random(seed);
    const [first, last] = [rows[0]?.[0] ?? 0, rows.at(-1)?.[0] ?? 0];
    for (let number = 0; number < 20; number++) {
      const time = first + chance() * (last - first);
      const found = readAt(rows, time, GAP, MINUTE);
      if (found && "row" in found) {
        expect(Math.abs(found.row[0] - time)).toBe(Math.min(...rows.map(([one]) => Math.abs(one - time))));
      } else {
        expect(rows.some(([one]) => Math.abs(one - time) <= MINUTE)).toBe(false);
      }
    }
  });
});

describe("a key", () => {
  test("begins with the newest reading, and goes on one by one to the ends", () => {
    expect(step(ROWS, null, -1)).toEqual(ROWS[3]);
    expect(step(ROWS, NOON + 61 * MINUTE, -1)).toEqual(ROWS[2]);
    expect(step(ROWS, NOON, -1)).toEqual(ROWS[0]);
    expect(step(ROWS, NOON, 1)).toEqual(ROWS[1]);
    expect(step(ROWS, NOON + 61 * MINUTE, 1)).toEqual(ROWS[3]);
    expect(step([], null, 1)).toBeNull();
  });

  test("goes on from between two readings to the next in its direction", () => {
    expect(step(ROWS, NOON + 30 * MINUTE, -1)).toEqual(ROWS[1]);
    expect(step(ROWS, NOON + 30 * MINUTE, 1)).toEqual(ROWS[2]);
  });
});

test("marks belong to what is near them", () => {
  const marks: Mark[] = [
    { type: "sensor", time: NOON },
    { type: "treatment", time: NOON + 3 * MINUTE, kind: "carbs", amount: 20, text: "" },
  ];
  expect(marksAt(marks, NOON + MINUTE, MINUTE)).toEqual([marks[0]]);
});
