import { describe, expect, it } from "vitest";

import { areaOf, medianOf } from "../../src/geometry/profile";

/** A minute a pixel, 1 mg/dL a pixel. */
const FRAME = { left: 0, right: 1440, top: 0, bottom: 400, start: 0, end: 1440, lowest: 0, highest: 400 };

type Point = readonly [number, number, number, number, number, number];
const at = (minute: number, median = 100): Point => [
  minute,
  median - 40,
  median - 20,
  median,
  median + 20,
  median + 40,
];

describe("the profile of a day", () => {
  it("has a line through each median", () => {
    expect(medianOf([at(0), at(15, 110), at(30)], FRAME)).toBe("M0 300L15 290L30 300");
  });

  it("has areas around it, there above and back below", () => {
    expect(areaOf([at(0), at(15)], FRAME, 2, 4)).toBe("M0 280L15 280L15 320L0 320Z");
    expect(areaOf([at(0), at(15)], FRAME, 1, 5)).toBe("M0 260L15 260L15 340L0 340Z");
  });

  it("has nothing over a time of which nothing is known", () => {
    const hole = [at(0), at(15), at(61), at(76)];
    expect(medianOf(hole, FRAME)).toBe("M0 300L15 300M61 300L76 300");
    expect(areaOf(hole, FRAME, 1, 5).match(/M/g)).toHaveLength(2);
    expect(medianOf([at(0), at(45)], FRAME)).toBe("M0 300L45 300");
  });

  it("is nothing when nothing is known", () => {
    expect(medianOf([], FRAME) + areaOf([], FRAME, 1, 5)).toBe("");
  });
});
