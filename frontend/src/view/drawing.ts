/** The curve's picture as SVG: from what is known, and a frame, to shapes. */

import { nothing, svg, type TemplateResult } from "lit";

import type { Limits, Mark, Person, Row, Unit } from "../data/protocol";
import { type GlucoseTick, glucoseTicks, timeTicks } from "../geometry/axis";
import { dotSize, dots, extremes, line, place, tenth } from "../geometry/curve";
import { type Frame, xOf, yOf } from "../geometry/frame";
import type { Formats } from "../model/format";
import { stateOfRow } from "../model/glucose";
import { TEXT } from "../text/en";

type Part = TemplateResult | typeof nothing;
type Treatment = Extract<Mark, { type: "treatment" }>;

/** Marks closer than this (pixels) get no words. */
const BETWEEN_WORDS = 34;

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
  return svg`${glucoseTicks(frame, limits, unit).map(across)}${timeTicks(frame, formats).map((tick) => {
    const x = Math.round(xOf(frame, tick.time)) + 0.5;
    return svg`<line class="up ${tick.day ? "day" : ""}" x1=${x} x2=${x} y1=${frame.top} y2=${frame.bottom} />
      <text class="label ${tick.day ? "day" : ""}" x=${x} y=${frame.bottom + text * 1.35} text-anchor="middle">${tick.label}</text>`;
  })}`;
}

/** Line and dots of the readings. */
export function readings(frame: Frame, rows: readonly Row[], gap: number, limits: Limits, most: number): TemplateResult {
  const size = Math.min(dotSize(rows.length, frame.right - frame.left), most);
  return svg`<path class="line" d=${line(rows, gap, frame)} />${dots(rows, limits, frame, size).map(
    ({ state, origin, path }) =>
      svg`<path class="dots ${origin} ${state}" d=${path} stroke-width=${tenth(size * (origin === "scan" ? 2.6 : 2))} />${
        origin === "history" && size > 1.7
          ? svg`<path class="dots hollow ${state}" d=${path} stroke-width=${tenth(size * 1.05)} />`
          : nothing
      }`,
  )}`;
}

/** The numbers of the lowest and the highest reading that are seen, where they are out of range. */
export function ends(frame: Frame, rows: readonly Row[], limits: Limits, unit: Unit, formats: Formats, text: number): Part {
  const found = extremes(rows, frame.start, frame.end);
  const label = (row: Row, below: boolean): Part => {
    const state = stateOfRow(row, limits);
    if (state === "in_range") {
      return nothing;
    }
    const [x, y] = place(frame, row);
    const words = formats.glucose(row[1], unit);
    const half = words.length * text * 0.32;
    const at = Math.min(Math.max(x, frame.left + half), frame.right - half);
    return svg`<text class="end" x=${tenth(at)} y=${below ? y + text * 1.35 : y - text * 0.7} text-anchor="middle">${words}</text>`;
  };
  if (!found) {
    return nothing;
  }
  const { lowest, highest } = found;
  return svg`${lowest[1] < limits.low ? label(lowest, true) : nothing}${highest[1] > limits.high ? label(highest, false) : nothing}`;
}

/** Where glucose is expected to go. */
export function forecast(frame: Frame, person: Person, size: number): Part {
  const ahead = person.forecast.filter(([time]) => time <= frame.end && time >= frame.start);
  const path = ahead.map(([time, glucose]) => {
    const held = Math.min(Math.max(glucose, frame.lowest), frame.highest);
    return `M${tenth(xOf(frame, time))} ${tenth(yOf(frame, held))}h0`;
  });
  return path.length > 0 ? svg`<path class="forecast" d=${path.join("")} stroke-width=${size} />` : nothing;
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

/** Sensor changes as lines, treatments as glyphs in a lane of their own; a finger stick stands at its glucose. */
export function marks(frame: Frame, all: readonly Mark[], formats: Formats, lane: number): TemplateResult {
  let last = Number.NEGATIVE_INFINITY;
  const seen = all.filter(({ time }) => time >= frame.start && time <= frame.end);
  return svg`${seen.map((mark) => {
    const x = tenth(xOf(frame, mark.time));
    if (mark.type === "sensor") {
      return svg`<line class="change" x1=${x} x2=${x} y1=${frame.top} y2=${frame.bottom} />
        <path class="change" transform="translate(${x} ${frame.top})" d="M-5 0H5L0 6z" />`;
    }
    const inBlood = mark.kind === "finger_stick" && mark.amount !== null;
    const y = inBlood ? tenth(yOf(frame, Math.min(Math.max(mark.amount as number, frame.lowest), frame.highest))) : lane;
    const words = inBlood || x - last < BETWEEN_WORDS ? null : amountOf(mark, formats);
    last = inBlood ? last : x;
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
  return svg`<line class="cursor" x1=${x} x2=${x} y1=${frame.top} y2=${frame.bottom} />
    <circle class="cursor ${stateOfRow(row, limits)}" cx=${x} cy=${y} r="6" />`;
}
