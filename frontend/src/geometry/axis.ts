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
];
/** Labels closer than this (pixels) would run into each other. */
const BETWEEN_TIMES = 60;
const BETWEEN_GLUCOSE = 14;
/** mg/dL between the lines across: 3 mmol/L are 54. */
const GLUCOSE_STEPS: Readonly<Record<Unit, number>> = { "mg/dL": 50, "mmol/L": 54 };
const LIMITS = ["low", "high", "urgent_low", "urgent_high"] as const;

/** Round times of the user's clock, as many as there is room for; those right at the edges are left out. */
export function timeTicks(frame: Frame, formats: Formats): readonly TimeTick[] {
  const { start, end } = frame;
  const perLabel = ((end - start) * BETWEEN_TIMES) / (frame.right - frame.left);
  const step = STEPS.find((one) => one >= perLabel) ?? (STEPS.at(-1) as number);
  const ticks: TimeTick[] = [];
  let offset = formats.offset(start);
  for (let local = Math.ceil((start + offset) / step) * step; local - offset <= end; local += step) {
    // Over a change of the clocks the same local time is another one of the world's.
    offset = formats.offset(local - offset);
    const time = local - offset;
    const day = formats.offset(time) + time === local && local % DAY === 0;
    if (time > end || time < start || xOf(frame, time) < frame.left + 12 || xOf(frame, time) > frame.right - 12) {
      continue;
    }
    const label = day ? formats.day(time) : step < HOUR ? formats.time(time) : formats.hour(time);
    ticks.push({ time, label, day });
  }
  return ticks;
}

/** The person's limits first, then round numbers where there is room beside them. */
export function glucoseTicks(frame: Frame, limits: Limits, unit: Unit): readonly GlucoseTick[] {
  const ticks: GlucoseTick[] = [];
  const add = (glucose: number, limit: keyof Limits | null, room: number): void => {
    const inside = glucose > frame.lowest && glucose < frame.highest;
    const near = ticks.some((tick) => Math.abs(yOf(frame, tick.glucose) - yOf(frame, glucose)) < room);
    if (inside && !near) {
      ticks.push({ glucose, limit });
    }
  };
  for (const limit of LIMITS) {
    add(limits[limit], limit, BETWEEN_GLUCOSE);
  }
  const step = GLUCOSE_STEPS[unit];
  for (let glucose = step; glucose < frame.highest; glucose += step) {
    add(glucose, null, 2 * BETWEEN_GLUCOSE);
  }
  return ticks;
}
