/** What is read off the curve: in a small box, and in words. */

import { html, nothing, type TemplateResult } from "lit";

import type { Mark, Person, Row } from "../data/protocol";
import { originOf } from "../geometry/curve";
import { type Frame, xOf } from "../geometry/frame";
import type { Found } from "../geometry/read";
import type { Formats } from "../model/format";
import { stateOfRow } from "../model/glucose";
import { STATES, TEXT, TREATMENTS } from "../text/en";
import { amountOf, written } from "./drawing";
import { stateIcon } from "./icons";

function originWords(row: Row): string | null {
  const origin = originOf(row);
  return origin === "measured" ? null : TEXT[origin];
}

function markWords(mark: Mark, person: Person, formats: Formats): string {
  if (mark.type === "sensor") {
    return TEXT.newSensor;
  }
  const amount =
    mark.kind === "finger_stick" && mark.amount !== null
      ? `${formats.glucose(mark.amount, person.unit)} ${person.unit}`
      : amountOf(mark, formats);
  return [amount, mark.text || TREATMENTS[mark.kind]].filter(Boolean).join(" ");
}

/** As a sentence, for those who listen. */
export function words(
  found: NonNullable<Found>,
  near: readonly Mark[],
  person: Person,
  formats: Formats,
  now: number,
): string {
  if ("hole" in found) {
    const [after, before] = found.hole;
    return TEXT.holeBetween(formats.when(after, now), formats.time(before));
  }
  const { row } = found;
  const value = row[3] ? written(row, person.unit, formats) : `${written(row, person.unit, formats)} ${person.unit}`;
  const state = STATES[stateOfRow(row, person.limits)];
  const more = [originWords(row), ...near.map((mark) => markWords(mark, person, formats))].filter(Boolean);
  return [value, formats.when(row[0], now), state, ...more].join(", ");
}

/** As a box beside the place, on the side where there is room. */
export function tip(
  found: NonNullable<Found>,
  near: readonly Mark[],
  person: Person,
  formats: Formats,
  now: number,
  frame: Frame,
): TemplateResult {
  const time = "row" in found ? found.row[0] : (found.hole[0] + found.hole[1]) / 2;
  const x = Math.min(Math.max(xOf(frame, time), frame.left), frame.right);
  const side = x > (frame.left + frame.right) / 2 ? `right:calc(100% - ${x - 12}px)` : `left:${x + 12}px`;
  if ("hole" in found) {
    return html`<div class="tip" style=${side}>${words(found, near, person, formats, now)}</div>`;
  }
  const { row } = found;
  const origin = originWords(row);
  return html`<div class="tip" style=${side}>
    <span class="what ${stateOfRow(row, person.limits)}"
      >${stateIcon(stateOfRow(row, person.limits))}<b>${written(row, person.unit, formats)}</b> ${row[3] ? nothing : person.unit}</span
    >
    <span>${formats.when(row[0], now)}${origin ? ` · ${origin}` : nothing}</span>
    ${near.map((mark) => html`<span class="mark">${markWords(mark, person, formats)}</span>`)}
  </div>`;
}
