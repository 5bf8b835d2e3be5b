/** The profile of a day (AGP) as paths: areas between percentiles, and the median. */

import type { Report } from "../data/protocol";
import { tenth } from "./curve";
import { type Frame, xOf, yOf } from "./frame";

type Profile = Report["profile"];
type Point = Profile[number];

/** Points farther apart than this (minutes) are not joined: nobody knows what is between them. */
const TOGETHER = 45;

/** Stretches without a hole. */
function stretches(profile: Profile): readonly Point[][] {
  const found: Point[][] = [];
  let before: Point | undefined;
  for (const point of profile) {
    if (before && point[0] - before[0] <= TOGETHER) {
      found.at(-1)?.push(point);
    } else {
      found.push([point]);
    }
    before = point;
  }
  return found;
}

/** `x y` of a point's percentile; the frame's times are minutes since midnight. */
function at(frame: Frame, point: Point, percentile: 1 | 2 | 3 | 4 | 5): string {
  return `${tenth(xOf(frame, point[0]))} ${tenth(yOf(frame, point[percentile]))}`;
}

export function medianOf(profile: Profile, frame: Frame): string {
  return stretches(profile)
    .map((points) => `M${points.map((point) => at(frame, point, 3)).join("L")}`)
    .join("");
}

/** The area between a lower and an upper percentile. */
export function areaOf(profile: Profile, frame: Frame, lower: 1 | 2, upper: 4 | 5): string {
  return stretches(profile)
    .map((points) => {
      const there = points.map((point) => at(frame, point, upper));
      const back = points.map((point) => at(frame, point, lower)).reverse();
      return `M${[...there, ...back].join("L")}Z`;
    })
    .join("");
}
