/** Where times and glucose are on the picture. Times are epoch milliseconds, glucose mg/dL, lengths pixels. */

import type { Limits, Row } from "../data/protocol";

/** What is to be seen, and the rectangle in which it is drawn. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly start: number;
  readonly end: number;
  readonly lowest: number;
  readonly highest: number;
}

/** The lowest glucose that a sensor tells as a number; its axis begins there. */
const LOWEST = 40;
/** The axis always reaches so far: a quiet day does not look like a wild one. */
const HIGHEST = 260;
const STEP = 50;
const HEADROOM = 8;
/** What is so near to the lower end (mg/dL) moves it: the lowest values have room below them. */
const DEPTH = 14;

export function xOf(frame: Frame, time: number): number {
  return frame.left + ((time - frame.start) / (frame.end - frame.start)) * (frame.right - frame.left);
}

export function yOf(frame: Frame, glucose: number): number {
  const part = (glucose - frame.lowest) / (frame.highest - frame.lowest);
  return frame.bottom - part * (frame.bottom - frame.top);
}

export function timeAt(frame: Frame, x: number): number {
  return frame.start + ((x - frame.left) / (frame.right - frame.left)) * (frame.end - frame.start);
}

/** The ends of the glucose axis: all that is seen fits between them. HI and LO are only ends, and move nothing. */
export function range(glucose: Iterable<number>, limits: Limits): { lowest: number; highest: number } {
  let lowest = Math.min(LOWEST, limits.urgent_low);
  let highest = Math.max(HIGHEST, limits.high + STEP);
  for (const value of glucose) {
    if (value < lowest + DEPTH) {
      lowest = Math.min(lowest, value - DEPTH);
    }
    if (value > highest - HEADROOM) {
      highest = Math.ceil((value + HEADROOM) / STEP) * STEP;
    }
  }
  return { lowest, highest };
}

/** The glucose of rows that are numbers, within a span. */
export function* numbers(rows: readonly Row[], start: number, end: number): Generator<number> {
  for (const [time, glucose, , outOfRange] of rows) {
    if (!outOfRange && time >= start && time <= end) {
      yield glucose;
    }
  }
}
