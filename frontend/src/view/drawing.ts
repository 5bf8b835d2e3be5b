/** The curve's picture as SVG: from what is known, and a frame, to shapes. */

import { nothing, svg, type TemplateResult } from "lit";

import type { Limits, Mark, Person, Row, Unit } from "../data/protocol";
import { type GlucoseTick, glucoseTicks, timeTicks } from "../geometry/axis";
import { type Dots, dotSizes, dots, extremes, line, place, tenth } from "../geometry/curve";
import { type Frame, xOf, yOf } from "../geometry/frame";
import type { Formats } from "../model/format";
import { HI, stateOfRow } from "../model/glucose";
import { TEXT } from "../text/en";

type Part = TemplateResult | typeof nothing;
type Treatment = Extract<Mark, { type: "treatment" }>;

/** Marks closer than this (pixels) get no words. */
const BETWEEN_WORDS = 34;
/** Dots smaller than this have no room for a hole. */
const HOLLOW = 1.8;

/** The person's own ranges. */
export function bands(frame: Frame, limits: Limits): TemplateResult {
  const band = (name: string, from: number, to: number): Part => {
    const top = yOf(frame, Math.min(to, frame.highest));
    const height = yOf(frame, Math.max(from, frame.lowest)) - top;
    return height > 0
      ? svg`<rect class="band ${name}" x=${frame.left} y=${top} width=${frame.right - frame.left} height=${height} />`
      : nothing;
  };
  return svg`${band("low", frame.lowest, limits.low)}${band("in_range", limits.low, limits.high)}`;
}

/** Lines and labels of both axes. */
export function axes(frame: Frame, limits: Limits, unit: Unit, formats: Formats, text: number): TemplateResult {
  const across = (tick: GlucoseTick): TemplateResult => {
    const y = Math.round(yOf(frame, tick.glucose)) + 0.5;
    return svg`<line class="across ${tick.limit ?? ""}" x1=${frame.left} x2=${frame.right} y1=${y} y2=${y} />
      <text class="label ${tick.limit ? "limit" : ""}" x=${frame.left - 6} y=${y + text * 0.35} text-anchor="end">${formats.glucose(tick.glucose, unit)}</text>`;
  };
  return svg`${glucoseTicks(frame, limits, unit, text).map(across)}${timeTicks(frame, formats, text).map((tick) => {
    const x = Math.round(xOf(frame, tick.time)) + 0.5;
    return svg`<line class="up ${tick.day ? "day" : ""}" x1=${x} x2=${x} y1=${frame.top} y2=${frame.bottom} />
      <text class="label ${tick.day ? "day" : ""}" x=${x} y=${frame.bottom + text * 1.35} text-anchor="middle">${tick.label}</text>`;
  })}`;
}

/** Line and dots of the readings; no dot is larger than `most`. */
export function readings(
  frame: Frame,
  rows: readonly Row[],
  gap: number,
  limits: Limits,
  most: number,
): TemplateResult {
  const sizes = dotSizes(rows, gap, (frame.end - frame.start) / (frame.right - frame.left), most);
  const one = ({ state, origin, shape, path }: Dots): TemplateResult => {
    const size = sizes[origin];
    return svg`<path class="dots ${shape} ${origin} ${state}" d=${path} stroke-width=${shape === "disc" ? tenth(size * 2) : 1} />${
      // What comes from the history is hollow, where there is room for a hole.
      origin === "history" && shape === "disc" && size > HOLLOW
        ? svg`<path class="hole" d=${path} stroke-width=${tenth(size * 1.1)} />`
        : nothing
    }`;
  };
  return svg`<path class="line" d=${line(rows, gap, frame)} />${dots(rows, limits, frame, sizes).map(one)}`;
}

/** The lowest and the highest reading that are seen, in words, where they are out of range. */
export function ends(
  frame: Frame,
  rows: readonly Row[],
  { limits, unit }: Person,
  formats: Formats,
  text: number,
): Part {
  const found = extremes(rows, frame.start, frame.end);
  const label = (row: Row, low: boolean): TemplateResult => {
    const [x, y] = place(frame, row);
    const words = written(row, unit, formats);
    const half = words.length * text * 0.32;
    const at = Math.min(Math.max(x, frame.left + half), frame.right - half);
    // Beside the reading on the far side of the range, but never off the picture.
    const under = low ? y + text * 1.9 < frame.bottom : y - text * 1.7 < 0;
    return svg`<text class="end" x=${tenth(at)} y=${tenth(under ? y + text * 1.5 : y - text * 0.8)} text-anchor="middle">${words}</text>`;
  };
  if (!found) {
    return nothing;
  }
  const { lowest, highest } = found;
  const isLow = ["urgent_low", "low"].includes(stateOfRow(lowest, limits));
  const isHigh = ["high", "urgent_high"].includes(stateOfRow(highest, limits));
  return svg`${isLow ? label(lowest, true) : nothing}${isHigh ? label(highest, false) : nothing}`;
}

/** The number of a reading, without its unit. */
export function written([, glucose, , outOfRange]: Row, unit: Unit, formats: Formats): string {
  return outOfRange ? (outOfRange === HI ? TEXT.hi : TEXT.lo) : formats.glucose(glucose, unit);
}

/** The newest reading, larger than the others: what the number beside it says. */
export function newest(frame: Frame, rows: readonly Row[], limits: Limits, size: number): Part {
  const row = rows.at(-1);
  if (!row || row[3] || row[0] > frame.end) {
    return nothing;
  }
  const [x, y] = place(frame, row);
  return svg`<circle class="newest ${stateOfRow(row, limits)}" cx=${x} cy=${y} r=${tenth(size)} />`;
}

/** Where glucose is expected to go, as dots no closer than they can be told apart; the farthest is always there. */
export function forecast(frame: Frame, person: Person, size: number): Part {
  let path = "";
  let before = Number.POSITIVE_INFINITY;
  const nearest = person.reading ? xOf(frame, person.reading.time) + 2.5 * size : frame.left;
  for (const [time, glucose] of [...person.forecast].reverse()) {
    const x = tenth(xOf(frame, time));
    const held = Math.min(Math.max(glucose, frame.lowest), frame.highest);
    if (x >= nearest && x <= before - 2 * size && x <= frame.right) {
      path += `M${x} ${tenth(yOf(frame, held))}h0`;
      before = x;
    }
  }
  return path ? svg`<path class="forecast" d=${path} stroke-width=${tenth(size)} />` : nothing;
}

/** Now: a line with all that is not yet known right of it. */
export function nowLine(frame: Frame, now: number): Part {
  const x = Math.round(xOf(frame, now)) + 0.5;
  return x > frame.left && x < frame.right
    ? svg`<line class="now" x1=${x} x2=${x} y1=${frame.top} y2=${frame.bottom} />`
    : nothing;
}

const GLYPHS: Readonly<Record<Treatment["kind"], string>> = {
  rapid_insulin: "M-4.500-4h9L0 4.500z",
  long_insulin: "M-5-4h10v2.500L0 4.500-5-1.500z",
  carbs: "M-4 0A4 4 0 1 0 4 0A4 4 0 1 0-4 0z",
  finger_stick: "M0-5.500C2-2 4-.5 4 1.500A4 4 0 0 1-4 1.500C-4-.5-2-2 0-5.500z",
  ketone: "M0-5 5 0 0 5-5 0z",
  note: "M-5-4H5V2.500H0L-2.500 5V2.500H-5z",
};

/** Insulin has a lane above the others': it is often given in the very minute of a meal. */
const LANE = 16;

/** Sensor changes as lines, treatments as glyphs in two lanes of their own; a finger stick stands at its glucose. */
export function marks(frame: Frame, all: readonly Mark[], formats: Formats, lane: number): TemplateResult {
  const last = new Map<number, number>();
  const seen = all.filter(({ time }) => time >= frame.start && time <= frame.end);
  return svg`${seen.map((mark) => {
    const x = tenth(xOf(frame, mark.time));
    if (mark.type === "sensor") {
      return svg`<line class="change" x1=${x} x2=${x} y1=${frame.top} y2=${frame.bottom} />
        <path class="change" transform="translate(${x} ${frame.top})" d="M-5 0H5L0 6z" />`;
    }
    const inBlood = mark.kind === "finger_stick" && mark.amount !== null;
    const y = inBlood
      ? tenth(yOf(frame, Math.min(Math.max(mark.amount as number, frame.lowest), frame.highest)))
      : lane - (mark.kind === "rapid_insulin" || mark.kind === "long_insulin" ? LANE : 0);
    const words = inBlood || x - (last.get(y) ?? -BETWEEN_WORDS) < BETWEEN_WORDS ? null : amountOf(mark, formats);
    if (!inBlood) {
      last.set(y, x);
    }
    return svg`<g class="treatment ${mark.kind}" transform="translate(${x} ${y})"><path d=${GLYPHS[mark.kind]} />${
      words ? svg`<text x="8" y="4">${words}</text>` : nothing
    }</g>`;
  })}`;
}

/** A treatment's amount; null: it has none. A finger stick's is glucose, and written by those who know the unit. */
export function amountOf(mark: Treatment, formats: Formats): string | null {
  if (mark.amount === null || mark.kind === "finger_stick") {
    return null;
  }
  return TEXT.amount(mark.kind, formats.number(mark.amount, Number.isInteger(mark.amount) ? 0 : 1));
}

/** Where somebody reads. */
export function cursor(frame: Frame, row: Row, limits: Limits): TemplateResult {
  const [x, y] = place(frame, row);
  const crisp = Math.round(x) + 0.5;
  return svg`<line class="cursor" x1=${crisp} x2=${crisp} y1=${frame.top} y2=${frame.bottom} />
    <circle class="cursor ${stateOfRow(row, limits)}" cx=${x} cy=${y} r="6" />`;
}
