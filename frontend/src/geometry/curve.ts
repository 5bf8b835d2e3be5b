/** The curve: readings in, paths out. Every vertex is a reading, and no line crosses a gap. */

import type { Limits, Row } from "../data/protocol";
import { HI, type ReadingState, stateOfRow } from "../model/glucose";
import { type Frame, xOf, yOf } from "./frame";

/** How a reading is marked: by where it comes from. */
export type Origin = "measured" | "history" | "scan";

/** Dots that look the same, as one path. Discs are lines without length, to be drawn with round caps as wide as they are. */
export interface Dots {
  readonly state: ReadingState;
  readonly origin: Origin;
  readonly shape: "disc" | "triangle";
  readonly path: string;
}

/** By a row's kind; also the order in which they are drawn. */
const ORIGINS: readonly Origin[] = ["history", "scan", "measured"];

/** A tenth of a pixel is enough for every screen, and keeps paths short. */
export function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Where a reading is drawn; HI and LO stand at the edge that they are beyond. */
export function place(frame: Frame, row: Row): readonly [x: number, y: number] {
  const [time, glucose, , outOfRange] = row;
  const y = outOfRange ? (outOfRange === HI ? frame.top : frame.bottom) : yOf(frame, glucose);
  return [tenth(xOf(frame, time)), tenth(y)];
}

/** Rows of a span, with the neighbour at either side: a line that leaves the picture is drawn to its edge. */
export function within(rows: readonly Row[], start: number, end: number): readonly Row[] {
  const first = firstFrom(rows, start);
  const after = firstFrom(rows, end);
  return rows.slice(Math.max(first - 1, 0), after + 1);
}

/** The index of the first row at a time or later. */
export function firstFrom(rows: readonly Row[], time: number): number {
  let from = 0;
  let to = rows.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((rows[middle] as Row)[0] < time) {
      from = middle + 1;
    } else {
      to = middle;
    }
  }
  return from;
}

/** Whether readings are missing between two neighbours: the answer says so, or the time between them does. */
export function apart(before: Row, after: Row, gap: number): boolean {
  return after[4] === 1 || after[0] - before[0] > gap;
}

/** Whether a line joins two neighbours: not over a gap, nor between two without a number, which say nothing of the way. */
export function joined(before: Row, after: Row, gap: number): boolean {
  return !apart(before, after, gap) && !(before[3] && after[3]);
}

/** The line through the readings. */
export function line(rows: readonly Row[], gap: number, frame: Frame): string {
  let path = "";
  let before: Row | undefined;
  for (const row of rows) {
    const [x, y] = place(frame, row);
    path += `${before && joined(before, row, gap) ? "L" : "M"}${x} ${y}`;
    before = row;
  }
  return path;
}

/** Dots smaller than this have no shape that could be seen. */
const SHAPED = 2.6;
const SMALLEST = 1.5;

/**
 * What a reading is drawn as: a disc in range, a triangle out of it. Where readings stand so close that they are a line, only
 * those without a number are triangles: the limits beside the line say the same.
 */
function shapeOf(row: Row, state: ReadingState, size: number): Dots["shape"] {
  return row[3] || (state !== "in_range" && size >= SHAPED) ? "triangle" : "disc";
}

/** A triangle that points up above the range, down below it. One that stands for HI or LO has its tip at the edge. */
function triangle(row: Row, [x, y]: readonly [number, number], state: ReadingState, dot: number): string {
  const size = row[3] ? Math.max(dot, SHAPED) : dot;
  const up = state === "high" || state === "urgent_high" ? 1 : -1;
  const half = tenth(size * 1.2);
  const height = tenth(size * 2.1 * up);
  const tip = row[3] ? y : tenth(y - height / 2);
  return `M${x} ${tip}l${half} ${height}h${-2 * half}z`;
}

/** All readings' dots, those of the history below, so that a minute's own reading is never hidden by them. */
export function dots(
  rows: readonly Row[],
  limits: Limits,
  frame: Frame,
  sizes: Readonly<Record<Origin, number>>,
): readonly Dots[] {
  const found = new Map<string, { -readonly [Key in keyof Dots]: Dots[Key] }>();
  for (const row of rows) {
    const at = place(frame, row);
    const state = stateOfRow(row, limits);
    const origin = originOf(row);
    const size = sizes[origin];
    const shape = shapeOf(row, state, size);
    const key = origin + state + shape;
    const same = found.get(key) ?? { state, origin, shape, path: "" };
    same.path += shape === "disc" ? `M${at[0]} ${at[1]}h0` : triangle(row, at, state, size);
    found.set(key, same);
  }
  return [...found.values()].sort((one, other) => ORIGINS.indexOf(one.origin) - ORIGINS.indexOf(other.origin));
}

export function originOf(row: Row): Origin {
  return ORIGINS[row[2]] as Origin;
}

/** How large a reading's dot may be where so many milliseconds are a pixel, by where it comes from. */
export function dotSizes(
  rows: readonly Row[],
  gap: number,
  perPixel: number,
  most: number,
): Readonly<Record<Origin, number>> {
  const size = (origin: Origin): number => {
    let joint = 0;
    let time = 0;
    let before: Row | undefined;
    for (const row of rows) {
      if (originOf(row) === origin) {
        if (before && row[0] - before[0] <= gap) {
          joint += 1;
          time += row[0] - before[0];
        }
        before = row;
      }
    }
    // What stands close is drawn small, and never so small as to vanish.
    return joint > 0 ? Math.min(Math.max((time / joint / perPixel) * 0.42, SMALLEST), most) : most;
  };
  return { history: size("history"), measured: size("measured"), scan: most };
}

/** The lowest and the highest reading of a span, the first of equals: LO is below every number, and HI above. */
export function extremes(rows: readonly Row[], start: number, end: number): { lowest: Row; highest: Row } | null {
  let lowest: Row | null = null;
  let highest: Row | null = null;
  for (const row of rows) {
    if (row[0] < start || row[0] > end) {
      continue;
    }
    if (!lowest || rank(row) < rank(lowest)) {
      lowest = row;
    }
    if (!highest || rank(row) > rank(highest)) {
      highest = row;
    }
  }
  return lowest && highest && { lowest, highest };
}

function rank([, glucose, , outOfRange]: Row): number {
  return outOfRange ? (outOfRange === HI ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY) : glucose;
}
