/** Which stretch of time is on the picture, and how it is moved. Times are epoch milliseconds, stretches milliseconds. */

import { HOURS, type Hours } from "../model/config";

const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** `end` is null while it follows now. */
export interface Window {
  readonly span: number;
  readonly end: number | null;
}

/** What a window is held within. */
export interface Bounds {
  readonly now: number;
  /** The oldest reading that there is; null: none. */
  readonly first: number | null;
  /** Whether there is room for a forecast right of now. */
  readonly forecast: boolean;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

const SHORTEST = 30 * MINUTE;
const LONGEST = 14 * 24 * HOUR;
const LONGEST_AHEAD = 30 * MINUTE;

export function ofHours(hours: Hours): Window {
  return { span: hours * HOUR, end: null };
}

/** The button that stands for a window; null where somebody has chosen a stretch of their own. */
export function hoursOf(window: Window): Hours | null {
  return HOURS.find((hours) => hours * HOUR === window.span) ?? null;
}

/** How much of the future is on the picture: enough for the newest dot, and for a forecast. */
function ahead(span: number, bounds: Bounds): number {
  return bounds.forecast ? Math.min(span / 5, LONGEST_AHEAD) : span / 40;
}

export function visible(window: Window, bounds: Bounds): Span {
  const end = window.end ?? bounds.now + ahead(window.span, bounds);
  return { start: end - window.span, end };
}

/** Moved by some time, towards now where that is positive. */
export function pan(window: Window, by: number, bounds: Bounds): Window {
  return clamp(window.span, visible(window, bounds).end + by, bounds);
}

/** Stretched by a factor; the time `around` stays where it is. */
export function zoom(window: Window, factor: number, around: number, bounds: Bounds): Window {
  const { end } = visible(window, bounds);
  const span = Math.min(Math.max(window.span * factor, SHORTEST), LONGEST);
  return clamp(span, around + ((end - around) * span) / window.span, bounds);
}

/** Nothing is to be seen before the first reading, nor after now: who reaches now follows it. */
function clamp(span: number, end: number, bounds: Bounds): Window {
  const last = bounds.now + ahead(span, bounds);
  const earliest = (bounds.first ?? last) + span * 0.9;
  const held = Math.max(end, earliest);
  return { span, end: held >= last ? null : held };
}
