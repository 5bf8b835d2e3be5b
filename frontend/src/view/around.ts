/** What stands around the curve; each part is there only when there is something to say. */

import { html, nothing, type TemplateResult } from "lit";

import type { Person, Told } from "../data/protocol";
import { lifeLeft, wholePercents } from "../geometry/around";
import type { Formats } from "../model/format";
import { isSilent } from "../model/shown";
import { SENSOR_STATES, STATES, TEXT } from "../text/en";
import { written } from "./drawing";
import { stateIcon } from "./icons";

const MINUTE = 60_000;
const RING = 15;
const ROUND = 2 * Math.PI * RING;

type Part = TemplateResult | typeof nothing;

/** Time in range today, as a bar with its numbers. */
export function rangeBar({ today }: Person, formats: Formats): Part {
  const shares = wholePercents(today);
  if (!shares) {
    return nothing;
  }
  const [below, inRange, above] = shares;
  const words = [
    below > 0 ? TEXT.below(formats.number(below)) : null,
    TEXT.inRange(formats.number(inRange)),
    above > 0 ? TEXT.above(formats.number(above)) : null,
  ].filter((word) => word !== null);
  return html`<div class="part range">
    <span class="words"><b>${TEXT.today}</b> ${words.join(" · ")}</span>
    <span class="bar" aria-hidden="true"
      >${bar("low", below)}${bar("in_range", inRange)}${bar("high", above)}</span
    >
  </div>`;
}

function bar(state: string, share: number): Part {
  return share > 0 ? html`<i class=${state} style="flex-grow:${share}"></i>` : nothing;
}

/** The sensor's life as a ring, with its end in words. */
export function sensorRing({ sensor }: Person, now: number, formats: Formats): Part {
  if (!sensor) {
    return nothing;
  }
  const left = lifeLeft(sensor, now);
  const minutes = Math.max(Math.ceil((sensor.expires - now) / MINUTE), 0);
  const warming = now < sensor.warm;
  const what = SENSOR_STATES[sensor.state ?? ""] ?? TEXT.sensor;
  const words = warming ? TEXT.ready(formats.when(sensor.warm, now)) : minutes > 0 ? TEXT.left(minutes) : nothing;
  const when = formats.when(sensor.expires, now);
  const end = minutes > 0 ? TEXT.ends(when) : TEXT.since(when);
  const soon = minutes < 24 * 60;
  return html`<div class="part sensor">
    <svg class="ring ${soon ? "high" : "in_range"}" viewBox="0 0 36 36" aria-hidden="true">
      <circle cx="18" cy="18" r=${RING} />
      <circle class="left" cx="18" cy="18" r=${RING} stroke-dasharray="${left * ROUND} ${ROUND}" transform="rotate(-90 18 18)" />
    </svg>
    <span class="words"><b>${what}</b> ${words}<br /><small>${end}</small></span>
  </div>`;
}

/** How it stands with Nightscout. `explain` has a problem's words. */
export function nightscoutState({ nightscout }: Person, explain: (problem: string) => string): Part {
  if (!nightscout) {
    return nothing;
  }
  const words = nightscout.problem
    ? TEXT.nightscoutProblem(explain(nightscout.problem))
    : nightscout.waiting > 0
      ? TEXT.waiting(nightscout.waiting)
      : TEXT.nightscoutOk;
  return html`<div class="part nightscout ${nightscout.problem ? "problem" : nightscout.waiting > 0 ? "" : "well"}">
    <svg class="cloud" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M7 18.5a4.5 4.5 0 0 1-.4-9A6 6 0 0 1 18 10.600a4 4 0 0 1-.5 7.900z" />
      <path d=${nightscout.problem ? "M12 11v3.200M12 16.400v.1" : "m9.500 14 1.900 1.900 3.300-3.600"} />
    </svg>
    <span class="words">${words}</span>
  </div>`;
}

/** What was told today, the newest first. */
export function toldList(person: Person, now: number, formats: Formats): Part {
  if (person.told.length === 0) {
    return nothing;
  }
  const newest = [...person.told].sort((one, other) => other.start - one.start);
  return html`<div class="part told">
    <b>${TEXT.told}</b>
    <ul>
      ${newest.map((stretch) => toldItem(stretch, person, now, formats))}
    </ul>
  </div>`;
}

function toldItem(stretch: Told, person: Person, now: number, formats: Formats): TemplateResult {
  const { state, start, end, extreme, out_of_range } = stretch;
  const times =
    end === null ? TEXT.since(formats.when(start, now)) : `${TEXT.span(formats.when(start, now), formats.time(end))}`;
  const minutes = Math.max(Math.round(((end ?? now) - start) / MINUTE), 0);
  const value = extreme === null ? null : written([start, extreme, 2, out_of_range], person.unit, formats);
  const word = state === "low" || state === "urgent_low" ? TEXT.lowest : TEXT.highest;
  return html`<li class=${state}>
    <span class="what">${stateIcon(state)}${STATES[state]}</span>
    <span class="extreme">${value ? html`<span class="word">${word} </span>${value}` : nothing}</span>
    <span class="times">${times} <small>${TEXT.duration(minutes)}</small></span>
  </li>`;
}

/** Acknowledge and snooze while something is told; until when it is silenced. */
export function buttons(person: Person, now: number, formats: Formats, press: (entityId: string) => void): Part {
  const { acknowledge, snooze, alerting, until } = person.silence;
  const silent = isSilent(person, now);
  if (!silent && !(alerting && (acknowledge || snooze))) {
    return nothing;
  }
  const button = (entityId: string | null, text: string): Part =>
    entityId ? html`<button class="press" @click=${() => press(entityId)}>${text}</button>` : nothing;
  return html`<div class="part silence">
    ${
      silent
        ? html`<span class="words">${until === null ? TEXT.silencedEpisode : TEXT.silencedUntil(formats.when(until, now))}</span>`
        : nothing
    }
    ${alerting && !silent ? [button(acknowledge, TEXT.acknowledge), button(snooze, TEXT.snooze)] : nothing}
  </div>`;
}
