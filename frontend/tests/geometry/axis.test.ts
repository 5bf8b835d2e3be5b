import { describe, expect, test } from "vitest";

import { glucoseTicks, timeTicks } from "../../src/geometry/axis";
import { xOf, yOf } from "../../src/geometry/frame";
import { formats } from "../locale";
import { frameOf, HOUR, LIMITS, MINUTE, NOON } from "../traces";

const over = (start: number, hours: number, more = {}) =>
  frameOf([], { start, end: start + hours * HOUR, lowest: 40, highest: 260, ...more });

describe("times", () => {
  test("are round on the user's clock, also where it is a quarter of an hour off", () => {
    const kathmandu = formats({ time_zone: "server" }, "Asia/Kathmandu");
    expect(timeTicks(over(NOON, 3), kathmandu, 11).map(({ label }) => label)).toEqual([
      "18:00",
      "18:30",
      "19:00",
      "19:30",
      "20:00",
      "20:30",
    ]);
  });

  test("have room, however long the span and large the letters are", () => {
    for (const hours of [0.5, 1, 3, 6, 12, 24, 100, 336]) {
      for (const text of [11, 28]) {
        const frame = over(NOON, hours);
        const places = timeTicks(frame, formats(), text).map(({ time }) => xOf(frame, time));
        expect(places.length).toBeGreaterThan(0);
        for (const [index, x] of places.entries()) {
          expect(x - (places[index - 1] ?? -1000)).toBeGreaterThan(text * 5);
        }
      }
    }
  });

  test("a day's beginning is named by the day", () => {
    const [first, ...others] = timeTicks(over(NOON, 24), formats(), 11).filter(({ day }) => day);
    expect([first?.label, others]).toEqual(["Thu, Nov 26", []]);
  });

  test("over a change of the clocks they stay round, and none is there twice", () => {
    const berlin = formats({ time_zone: "server" }, "Europe/Berlin");
    for (const midnight of [Date.UTC(2026, 2, 28, 23), Date.UTC(2026, 9, 24, 22)]) {
      const ticks = timeTicks(over(midnight - HOUR, 8, { right: 900 }), berlin, 11);
      expect(ticks.every(({ label }) => label.endsWith(":00") || label.startsWith("Sun"))).toBe(true);
      expect(new Set(ticks.map(({ time }) => time)).size).toBe(ticks.length);
    }
  });

  test("on a 12-hour clock full hours have no minutes", () => {
    expect(timeTicks(over(NOON + MINUTE, 6), formats({ time_format: "12" }), 11).map(({ label }) => label)).toEqual([
      "1 PM",
      "2 PM",
      "3 PM",
      "4 PM",
      "5 PM",
    ]);
  });
});

describe("glucose", () => {
  test("the limits come first, then round numbers that do not run into them", () => {
    const frame = over(NOON, 3);
    const ticks = glucoseTicks(frame, LIMITS, "mg/dL", 11);
    expect(ticks.filter(({ limit }) => limit).map(({ glucose }) => glucose)).toEqual([70, 180, 54, 250]);
    const places = ticks.map(({ glucose }) => yOf(frame, glucose)).sort((one, other) => one - other);
    for (const [index, y] of places.entries()) {
      expect(y - (places[index - 1] ?? -1000)).toBeGreaterThanOrEqual(14);
    }
  });

  test("in mmol/L they are whole", () => {
    const ticks = glucoseTicks(over(NOON, 3, { bottom: 1000, highest: 400 }), LIMITS, "mmol/L", 11);
    expect(ticks.filter(({ limit }) => !limit).map(({ glucose }) => glucose / 18)).toEqual([6, 9, 12, 15, 18, 21]);
  });

  test("limits that lie together are told once", () => {
    const same = { urgent_low: 70, low: 70, high: 180, urgent_high: 180 };
    expect(glucoseTicks(over(NOON, 3), same, "mg/dL", 11).filter(({ limit }) => limit)).toHaveLength(2);
  });
});
