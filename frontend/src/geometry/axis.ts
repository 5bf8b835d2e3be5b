/** What stands at the axes. */

import type { Limits, Unit } from "../data/protocol";
import type { Formats } from "../model/format";
import { type Frame, xOf, yOf } from "./frame";

export interface TimeTick {
  readonly time: number;
  readonly label: string;
  /** Whether a day begins here. */
  readonly day: boolean;
}

export interface GlucoseTick {
  readonly glucose: number;
  /** Whether it is one of the person's limits; which, by its name. */
  readonly limit: keyof Limits | null;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  4 * DAY,
  8 * DAY,
];
/** The room that a label needs, by the size of its letters. */
const TIME_WIDTH = 5.6;
const GLUCOSE_HEIGHT = 1.3;
/** So near to the left edge (pixels) a label would stand below the other axis. */
const EDGE = 8;
/** mg/dL between the lines across: 3 mmol/L are 54. */
const GLUCOSE_STEPS: Readonly<Record<Unit, number>> = { "mg/dL": 50, "mmol/L": 54 };
const LIMITS = ["low", "high", "urgent_low", "urgent_high"] as const;

/** Round times of the user's clock, as many as there is room for in letters of a size; none is cut at the edges. */
export function timeTicks(frame: Frame, formats: Formats, text: number): readonly TimeTick[] {
  const { start, end } = frame;
  const between = text * TIME_WIDTH;
  const perLabel = ((end - start) * between) / (frame.right - frame.left);
  const step = STEPS.find((one) => one >= perLabel) ?? (STEPS.at(-1) as number);
  const ticks: TimeTick[] = [];
  let offset = formats.offset(start);
  for (let local = Math.ceil((start + offset) / step) * step; local - offset <= end; local += step) {
    // Over a change of the clocks the same local time is another one of the world's, and one hour is not there at all.
    offset = formats.offset(local - offset);
    const time = local - offset;
    const x = xOf(frame, time);
    const isThere = time + formats.offset(time) === local;
    if (!isThere || x < frame.left + EDGE || x > frame.right - between * 0.42) {
      continue;
    }
    const day = local % DAY === 0;
    const label = day ? formats.day(time) : step < HOUR ? formats.time(time) : formats.hour(time);
    ticks.push({ time, label, day });
  }
  return ticks;
}

/** The person's limits first, then round numbers where there is room beside them. */
export function glucoseTicks(frame: Frame, limits: Limits, unit: Unit, text: number): readonly GlucoseTick[] {
  const height = text * GLUCOSE_HEIGHT;
  const ticks: GlucoseTick[] = [];
  const add = (glucose: number, limit: keyof Limits | null, room: number): void => {
    const inside = glucose > frame.lowest && glucose < frame.highest;
    const near = ticks.some((tick) => Math.abs(yOf(frame, tick.glucose) - yOf(frame, glucose)) < room);
    if (inside && !near) {
      ticks.push({ glucose, limit });
    }
  };
  for (const limit of LIMITS) {
    add(limits[limit], limit, height);
  }
  const step = GLUCOSE_STEPS[unit];
  for (let glucose = step; glucose < frame.highest; glucose += step) {
    add(glucose, null, 2 * height);
  }
  return ticks;
}
