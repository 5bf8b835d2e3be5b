/** The curve: readings in, paths out. Every vertex is a reading, and no line crosses a gap. */

import type { Limits, Row } from "../data/protocol";
import { HI, type ReadingState, stateOfRow } from "../model/glucose";
import { type Frame, xOf, yOf } from "./frame";

/** How a reading is marked: by where it comes from. */
export type Origin = "measured" | "history" | "scan";

/** Dots that look the same, as one path. Discs are lines without length: their caps make them round. */
export interface Dots {
  readonly state: ReadingState;
  readonly origin: Origin;
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

/** Whether two neighbours belong together: then a line joins them. Two that have no number say nothing of the way. */
export function joined(before: Row, after: Row, gap: number): boolean {
  return after[0] - before[0] <= gap && !(before[3] && after[3]);
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

/** A reading's shape, as path: a disc in range, above it a triangle that points up, below it one that points down. */
function shape(x: number, y: number, state: ReadingState, size: number): string {
  if (state === "in_range") {
    return `M${x} ${y}h0`;
  }
  const up = state === "high" || state === "urgent_high" ? 1 : -1;
  const half = tenth(size * 1.1);
  const rise = tenth(size * 0.95) * up;
  return `M${tenth(x - half)} ${tenth(y + rise)}h${tenth(2 * half)}l${-half} ${tenth(-2 * rise)}z`;
}

/** All readings' dots, those of the history below, so that a minute's own reading is never hidden by them. */
export function dots(rows: readonly Row[], limits: Limits, frame: Frame, size: number): readonly Dots[] {
  const paths = new Map<string, string>();
  for (const row of rows) {
    const [x, y] = place(frame, row);
    const state = stateOfRow(row, limits);
    const key = `${originOf(row)} ${state}`;
    // What is beyond an edge stands inside of it.
    const inside = row[3] ? (row[3] === HI ? size * 1.5 : -size * 1.5) : 0;
    paths.set(key, (paths.get(key) ?? "") + shape(x, tenth(y + inside), state, size));
  }
  return [...paths]
    .map(([key, path]) => {
      const [origin, state] = key.split(" ") as [Origin, ReadingState];
      return { origin, state, path };
    })
    .sort((one, other) => ORIGINS.indexOf(one.origin) - ORIGINS.indexOf(other.origin));
}

export function originOf(row: Row): Origin {
  return ORIGINS[row[2]] as Origin;
}

/** How large a dot is drawn when so many share a width: what stands close is drawn small, and never so small as to vanish. */
export function dotSize(count: number, width: number): number {
  const room = count > 0 ? width / count : width;
  return Math.min(Math.max(room * 0.42, 1.5), 3.5);
}

/** The lowest and the highest reading of a span that have a number; the first of equals. */
export function extremes(rows: readonly Row[], start: number, end: number): { lowest: Row; highest: Row } | null {
  let lowest: Row | null = null;
  let highest: Row | null = null;
  for (const row of rows) {
    if (row[3] || row[0] < start || row[0] > end) {
      continue;
    }
    if (!lowest || row[1] < lowest[1]) {
      lowest = row;
    }
    if (!highest || row[1] > highest[1]) {
      highest = row;
    }
  }
  return lowest && highest && { lowest, highest };
}
