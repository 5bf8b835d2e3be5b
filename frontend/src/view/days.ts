/** The last days as small curves, each with its time in range; a click opens the day. */

import { html, nothing, svg, type TemplateResult } from "lit";
import { query, state } from "lit/decorators.js";

import * as api from "../data/api";
import type { HomeAssistant } from "../data/hass";
import type { Days, Person } from "../data/protocol";
import { wholePercents } from "../geometry/around";
import { line } from "../geometry/curve";
import { type Frame, numbers, range } from "../geometry/frame";
import type { Window } from "../geometry/window";
import { normalize, PARTS } from "../model/config";
import type { Formats } from "../model/format";
import type { Day } from "../model/pages";
import { TEXT } from "../text/en";
import { PAGES } from "../text/pages";
import { daysStyles, dialogStyles } from "./days_styles";
import { Page } from "./page";
import { pageStyles } from "./page_styles";
import { band, paint } from "./sketch";
import { colours, shared } from "./styles";

const DAYS = 14;
/** The curve's own measure: a reading every five minutes finds its place, whatever size it has on screen. */
const WIDTH = 144;
const HEIGHT = 56;
/** Of the card, a past day needs the curve alone. */
const SETTINGS = normalize({ type: "", entity: "-", hide: PARTS.filter((part) => part !== "curve") });
const HALF_A_DAY = 12 * 3_600_000;

/** `librelink-up-days-card`; `register.ts` gives it its name. */
export class LibreLinkUpDaysCard extends Page<Days> {
  static override styles = [colours, shared, pageStyles, daysStyles, dialogStyles];

  /** What is to be seen of the day that is open. */
  @state() private opened: Window | undefined;
  @query("dialog") private readonly dialog?: HTMLDialogElement;

  protected override question(hass: HomeAssistant, entity: string): Promise<Days> {
    return api.days(hass, entity, DAYS, WIDTH);
  }

  protected override updated(): void {
    if (this.dialog && !this.dialog.open) {
      this.dialog.showModal();
    }
  }

  protected override picture({ days, gap }: Days, person: Person, formats: Formats): TemplateResult {
    const { limits, unit, name } = person;
    const glucose = days.flatMap(({ rows, start, end }) => [...numbers(rows, start, end)]);
    const scale = { left: 0, right: WIDTH, top: 2, bottom: HEIGHT - 2, start: 0, end: 1, ...range(glucose, limits) };
    return html`<header>
        <h2>${name}</h2>
        <p><bdi>${PAGES.targetRange(formats.glucose(limits.low, unit), formats.glucose(limits.high, unit), unit)}</bdi></p>
      </header>
      ${paint(scale, limits)}
      <ol>
        ${days.map((day, index) => {
          const frame = { ...scale, start: day.start, end: day.end };
          return html`<li>${this.button(days, index, frame, gap, person, formats)}</li>`;
        })}
      </ol>
      ${this.opened ? this.day(this.opened, days, name, formats) : nothing}`;
  }

  private button(
    days: readonly Day[],
    index: number,
    frame: Frame,
    gap: number,
    person: Person,
    formats: Formats,
  ): TemplateResult {
    const day = days[index] as Day;
    const date = dateOf(days, index, formats);
    const shares = wholePercents(day.shares);
    const [below, within, above] = (shares ?? [0, 0, 0]).map((share) => formats.number(share)) as [
      string,
      string,
      string,
    ];
    const words = shares ? [TEXT.inRange(within), TEXT.below(below), TEXT.above(above)] : [TEXT.noReadings];
    return html`<button
      aria-label="${date}: ${words.join(", ")}"
      aria-haspopup="dialog"
      @click=${() => this.open(days, index)}
    >
      <span class="date">${date}</span>
      <svg class="picture" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none">
        ${band(frame, person.limits)}
        ${svg`<path class="noon" d="M${WIDTH / 2} 0V${HEIGHT}" />
        <path class="curve" stroke="url(#states)" d=${dotted(line(day.rows, gap, frame))} />`}
      </svg>
      <span class="share"><bdi>${shares ? html`<b>${within}</b> %` : TEXT.noValue}</bdi></span>
      <span class="bar">
        ${
          shares &&
          (["low", "in_range", "high"] as const).map(
            (name, index) => html`<i class=${name} style="flex-grow:${shares[index]}"></i>`,
          )
        }
      </span>
    </button>`;
  }

  /** A day as the card itself shows it: it can be read off, and moved through; its neighbours are a step away. */
  private day(opened: Window, days: readonly Day[], name: string, formats: Formats): TemplateResult {
    const middle = (opened.end ?? this.person.now) - opened.span / 2;
    const index = days.findIndex(({ start }) => start <= middle);
    const step = (to: number, label: string, path: string): TemplateResult =>
      html`<button class="action" aria-label=${label} ?disabled=${!days[to]} @click=${() => this.open(days, to)}>
        <svg viewBox="0 0 24 24">${svg`<path d=${path} />`}</svg>
      </button>`;
    return html`<dialog aria-labelledby="day" @close=${() => this.show()}>
      <div class="head">
        ${step(index < 0 ? -1 : index + 1, PAGES.dayBefore, "M14 6l-6 6 6 6")}
        <h2 id="day">${name}<small>${index < 0 ? formats.day(middle) : dateOf(days, index, formats)}</small></h2>
        ${step(index - 1, PAGES.dayAfter, "M10 6l6 6-6 6")}
        <button class="action" aria-label=${PAGES.close} @click=${() => this.dialog?.close()}>
          <svg viewBox="0 0 24 24"><path d="M6 6l12 12M18 6 6 18" /></svg>
        </button>
      </div>
      <librelink-up-person
        past
        .hass=${this.hass}
        .entityId=${this.entity}
        .settings=${SETTINGS}
        .formats=${formats}
        .window=${opened}
        @window=${({ detail }: CustomEvent<Window>) => this.show(detail)}
      ></librelink-up-person>
    </dialog>`;
  }

  private open(days: readonly Day[], index: number): void {
    const { start, end } = days[index] as Day;
    this.show({ span: end - start, end });
  }

  private show(window?: Window): void {
    this.opened = window;
  }
}

/** A day by the user's calendar; the middle of it is on the same date in most time zones. */
function dateOf(days: readonly Day[], index: number, formats: Formats): string {
  return index === 0 ? PAGES.today : formats.day((days[index] as Day).start + HALF_A_DAY);
}

/** A reading that stands alone is a line without length: its caps make it a dot. */
function dotted(path: string): string {
  return path.replaceAll(/M[^ML]+/g, "$&h0");
}
