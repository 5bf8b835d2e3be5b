/** Reading values off the curve: which reading is meant by a place or a key. */

import type { Mark, Row } from "../data/protocol";
import { apart, firstFrom } from "./curve";

/** What is at a time: a reading, or a hole between two; null: nothing is known of this time. */
export type Found = { readonly row: Row } | { readonly hole: readonly [after: number, before: number] } | null;

/** What is nearest to a time. `reach` is how far away (milliseconds) a reading may still be meant. */
export function readAt(rows: readonly Row[], time: number, gap: number, reach: number): Found {
  const next = firstFrom(rows, time);
  const before = rows[next - 1];
  const after = rows[next];
  const nearest = !before || (after && after[0] - time < time - before[0]) ? after : before;
  if (!nearest) {
    return null;
  }
  const inHole = before && after && apart(before, after, gap);
  if (Math.abs(nearest[0] - time) <= (inHole ? reach : Math.max(reach, gap))) {
    return { row: nearest };
  }
  return inHole ? { hole: [before[0], after[0]] } : null;
}

/** The next reading after a time, or the one before it (`by` 1, -1); from nowhere, and beyond the ends, the last one there. */
export function step(rows: readonly Row[], from: number | null, by: 1 | -1): Row | null {
  const next = from === null ? rows.length : firstFrom(rows, from);
  const onOne = rows[next]?.[0] === from;
  const to = by > 0 && !onOne ? next : next + by;
  return rows[Math.min(Math.max(to, 0), rows.length - 1)] ?? null;
}

/** Marks that belong to a time, as near as `reach` (milliseconds). */
export function marksAt(marks: readonly Mark[], time: number, reach: number): readonly Mark[] {
  return marks.filter((mark) => Math.abs(mark.time - time) <= reach);
}
