/** The value and what belongs to it: what is read from across the room. */

import { html, nothing, type TemplateResult } from "lit";

import type { Trouble } from "../data/controller";
import type { Person } from "../data/protocol";
import type { Formats } from "../model/format";
import { HI } from "../model/glucose";
import { ageOf, expected, isCurrent, lowIn, stateAt } from "../model/shown";
import { STATES, TEXT, TRENDS, TROUBLES } from "../text/en";
import { arrow, stateIcon } from "./icons";

/** What the value is drawn from. */
export interface Seen {
  readonly person: Person;
  readonly trouble: Trouble | undefined;
  /** The server's clock. */
  readonly now: number;
  readonly formats: Formats;
  readonly name: string;
  readonly forecast: boolean;
}

/** The number as it is written: HI and LO are words. */
export function valueText({ person, formats }: Seen): string {
  const reading = person.reading;
  if (!reading) {
    return TEXT.noValue;
  }
  if (reading.out_of_range) {
    return reading.out_of_range === HI ? TEXT.hi : TEXT.lo;
  }
  return formats.glucose(reading.glucose, person.unit);
}

/** Whether the value may be taken for what glucose is now. */
export function isLive(seen: Seen): boolean {
  return !seen.trouble && isCurrent(seen.person, seen.now);
}

/** Why there is no current value, in words; null: there is one. */
export function whyNot({ person, trouble, now, formats }: Seen): string | null {
  if (trouble) {
    return TROUBLES[trouble];
  }
  if (isCurrent(person, now)) {
    return null;
  }
  const since = person.reading ? TEXT.noReadingSince(formats.when(person.reading.time, now)) : TEXT.noReading;
  return person.state === "sensor_ended" ? `${STATES.sensor_ended}. ${since}` : since;
}

/** The whole of it as a sentence, for those who listen. */
export function sentence(seen: Seen): string {
  const { person, now, name } = seen;
  const reading = person.reading;
  const why = whyNot(seen);
  if (why || !reading) {
    return `${name}: ${why ?? TEXT.noReading}`;
  }
  const outOfRange = reading.out_of_range && (reading.out_of_range === HI ? TEXT.hiLong : TEXT.loLong);
  const value = outOfRange ? `${valueText(seen)}, ${outOfRange}` : `${valueText(seen)} ${person.unit}`;
  const trend = reading.trend ? `, ${TRENDS[reading.trend]}` : "";
  const pressure = person.pressure ? `, ${TEXT.pressure}` : "";
  return `${name}: ${value}${trend}, ${TEXT.agoSpoken(ageOf(person, now) ?? 0)}, ${STATES[stateAt(person, now)]}${pressure}`;
}

/** Number, arrow and unit. */
export function number(seen: Seen): TemplateResult {
  const { person } = seen;
  const live = isLive(seen);
  const trend = person.reading?.trend;
  return html`<span class="number ${live ? "" : "old"}"
    ><span class="value">${live || !person.reading ? valueText(seen) : html`<s>${valueText(seen)}</s>`}</span
    >${live && trend ? arrow(trend) : nothing}${
      person.reading && !person.reading.out_of_range ? html`<span class="unit">${person.unit}</span>` : nothing
    }</span
  >`;
}

/** State, age and change, or why there is no value. */
export function about(seen: Seen): TemplateResult {
  const { person, now, formats } = seen;
  const why = whyNot(seen);
  if (why) {
    return html`<span class="about"><span class="why">${why}</span></span>`;
  }
  const state = stateAt(person, now);
  const change = person.change === null ? null : formats.change(person.change, person.unit);
  return html`<span class="about">
    <span class="state">${stateIcon(state)}${STATES[state]}</span>
    <span class="age"
      >${TEXT.ago(ageOf(person, now) ?? 0)}${change ? html`<span class="change"> · ${change}</span>` : nothing}</span
    >
  </span>`;
}

/** What is to be known beside the number: what it may not be, and where it goes. */
export function notes(seen: Seen): TemplateResult | typeof nothing {
  const { person, now, formats } = seen;
  if (!isLive(seen)) {
    return nothing;
  }
  const outOfRange = person.reading?.out_of_range;
  const ahead = seen.forecast ? expected(person, now) : null;
  const low = seen.forecast ? lowIn(person, now) : null;
  const found = [
    outOfRange ? (outOfRange === HI ? TEXT.hiLong : TEXT.loLong) : null,
    person.pressure ? TEXT.pressure : null,
    low === null ? null : TEXT.lowIn(low),
    ahead && TEXT.inMinutes(ahead.minutes, formats.glucose(ahead.glucose, person.unit)),
  ].filter((note) => note !== null);
  return found.length === 0
    ? nothing
    : html`<span class="notes">${found.map((note) => html`<span>${note}</span>`)}</span>`;
}
