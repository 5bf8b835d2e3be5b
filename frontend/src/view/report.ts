/** The report for the clinic: figures, time in ranges, the profile of the day, episodes, and the pages to download. */

import { html, nothing, svg, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";

import * as api from "../data/api";
import type { HomeAssistant } from "../data/hass";
import type { Metrics, Person, Report, Unit } from "../data/protocol";
import { troubleOf } from "../data/trouble";
import { range, yOf } from "../geometry/frame";
import { areaOf, medianOf } from "../geometry/profile";
import type { Formats } from "../model/format";
import { CONSENSUS, SPANS, type Span, sharesOf } from "../model/pages";
import { TEXT } from "../text/en";
import { PAGES } from "../text/pages";
import { Page } from "./page";
import { pageStyles } from "./page_styles";
import { reportStyles } from "./report_styles";
import { band, paint } from "./sketch";
import { colours, shared } from "./styles";

const DAY = 24 * 60;
/** A day in which no clocks change, by its beginning in UTC. */
const SOME_DAY = 86_400_000;
/** From the beginning of a day to its middle, which has the same date in most time zones; in ms. */
const HALF_A_DAY = 43_200_000;
const WIDTH = 720;
const HEIGHT = 240;
const FILES = ["pdf", "png", "csv", "json"] as const;
type File = (typeof FILES)[number];
const DOWNLOAD = html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 4v11m-5-5 5 5 5-5M5 20h14" /></svg>`;

/** `librelink-up-report-card`; `register.ts` gives it its name. */
export class LibreLinkUpReportCard extends Page<Report> {
  static override styles = [colours, shared, pageStyles, reportStyles];

  @state() private days: Span = SPANS[0];
  private named = false;
  /** What is made at this moment, to be downloaded. */
  @state() private making: File | undefined;

  protected override question(hass: HomeAssistant, entity: string): Promise<Report> {
    return api.report(hass, entity, this.days, false);
  }

  protected override picture(report: Report, person: Person, formats: Formats): TemplateResult {
    const { metrics } = report;
    return html`<header>
        <div>
          <h2>${person.name}</h2>
          <p><bdi>${TEXT.span(formats.day(metrics.start + HALF_A_DAY), formats.day(metrics.end - HALF_A_DAY))}</bdi></p>
        </div>
        <fieldset aria-label=${PAGES.span}>${SPANS.map((days) => this.choice(days))}</fieldset>
      </header>
      ${metrics.why ? html`<p class="why"><bdi>${whyOf(metrics, formats)}</bdi></p>` : nothing}
      ${metrics.why === "no_readings" ? nothing : this.body(report, person.unit, formats)}`;
  }

  private body(report: Report, unit: Unit, formats: Formats): TemplateResult {
    return html`<div class="all" aria-busy=${this.waiting}>
      ${figures(report.metrics, unit, formats)}
      <div class="body">${ranges(report.metrics, unit, formats)} ${profile(report, unit, formats)} ${episodes(report)}</div>
      ${this.downloads()}
    </div>`;
  }

  private choice(days: Span): TemplateResult {
    const choose = (): void => {
      this.days = days;
      this.anew();
    };
    return html`<label class="action"
      ><input class="spoken" type="radio" name="days" .checked=${days === this.days} @change=${choose} /><bdi>${PAGES.lastDays(days)}</bdi></label
    >`;
  }

  private downloads(): TemplateResult {
    const name = (event: Event): void => {
      this.named = (event.target as HTMLInputElement).checked;
    };
    return html`<footer>
      <label class="action"><input type="checkbox" @change=${name} />${PAGES.named}</label>
      ${FILES.map((file) => {
        const [short, long] = PAGES.files[file];
        return html`<button
          class="action"
          title=${long}
          aria-label=${long}
          aria-busy=${this.making === file}
          ?disabled=${this.making}
          @click=${() => this.download(file)}
        >
          ${DOWNLOAD}${short}
        </button>`;
      })}
    </footer>`;
  }

  /** Asks for the address of a file at the moment it is wanted, as it is valid for some minutes only. */
  private async download(file: File): Promise<void> {
    if (!this.hass || !this.entity) {
      return;
    }
    this.making = file;
    try {
      const link = document.createElement("a");
      link.href = (await api.report(this.hass, this.entity, this.days, this.named))[file];
      link.download = "";
      link.click();
    } catch (reason) {
      this.failed = troubleOf(reason);
    } finally {
      this.making = undefined;
    }
  }
}

function whyOf({ why, days, measured }: Metrics, formats: Formats): string {
  if (why === "no_readings") {
    return PAGES.noReadings;
  }
  return why === "days"
    ? PAGES.needsDays(formats.number(days))
    : PAGES.needsShare(formats.number(days), formats.number(measured));
}

function figures(metrics: Metrics, unit: Unit, formats: Formats): TemplateResult {
  const percent = (share: number): string => `${formats.number(share, 1)} %`;
  const glucose = (value: number): string => `${formats.glucose(value, unit)} ${unit}`;
  const all: readonly [string, number | null, (value: number) => string][] = [
    [PAGES.mean, metrics.mean, glucose],
    [PAGES.gmi, metrics.gmi, percent],
    [PAGES.cv, metrics.cv, percent],
    [PAGES.sd, metrics.sd, glucose],
    [PAGES.a1c, metrics.a1c, percent],
    [PAGES.gri, metrics.gri, (value) => formats.number(value)],
    [PAGES.tight(formats.glucose(70, unit), glucose(140)), metrics.in_tight_range, percent],
    [PAGES.measured, metrics.measured, percent],
  ];
  return html`<dl class="figures">
    ${all.map(([name, value, write]) => html`<div><dt>${name}</dt><dd><bdi>${value === null ? TEXT.noValue : write(value)}</bdi></dd></div>`)}
  </dl>`;
}

function ranges(metrics: Metrics, unit: Unit, formats: Formats): TemplateResult | typeof nothing {
  const shares = sharesOf(metrics);
  if (!shares) {
    return nothing;
  }
  const g = (value: number): string => formats.glucose(value, unit);
  const limits = {
    urgent_high: PAGES.over(g(250)),
    high: `${g(181)} – ${g(250)}`,
    in_range: `${g(70)} – ${g(180)}`,
    low: `${g(54)} – ${g(69)}`,
    urgent_low: PAGES.under(g(54)),
  };
  return html`<section>
    <h3>${PAGES.ranges}</h3>
    <div class="ranges">
      <span class="bar" aria-hidden="true">${shares.map(([state, share]) => html`<i class=${state} style="flex-grow:${share}"></i>`)}</span>
      <dl>
        ${shares.map(
          ([state, share]) => html`<div class=${state}>
            <dt>${PAGES.states[state]}<small><bdi>${limits[state]} ${unit}</bdi></small></dt>
            <dd><bdi>${formats.number(share, share < 10 ? 1 : 0)} %</bdi><small><bdi>${TEXT.duration(Math.round((share * DAY) / 100))}</bdi></small></dd>
          </div>`,
        )}
      </dl>
    </div>
  </section>`;
}

function profile({ profile }: Report, unit: Unit, formats: Formats): TemplateResult | typeof nothing {
  if (profile.length === 0) {
    return nothing; // Why there is none stands above.
  }
  const scale = range(
    profile.flatMap((point) => [point[1], point[5]]),
    CONSENSUS,
  );
  const frame = { left: 0, right: WIDTH, top: 0, bottom: HEIGHT, start: 0, end: DAY, ...scale };
  const sorted = [...profile].sort((one, other) => one[3] - other[3]);
  const said = [sorted[0], sorted.at(-1)].flatMap((point) =>
    point ? [formats.glucose(point[3], unit), formats.time(timeOf(point[0], formats))] : [],
  ) as [string, string, string, string];
  return html`<section class="profile">
    <h3>${PAGES.profile}</h3>
    ${paint(frame, CONSENSUS)}
    <div class="plot">
      <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label=${PAGES.profileSpoken(...said)}>
        ${band(frame, CONSENSUS)}
        ${svg`<path class="most" d=${areaOf(profile, frame, 1, 5)} /><path class="half" d=${areaOf(profile, frame, 2, 4)} />
        <path class="median" d=${medianOf(profile, frame)} />`}
      </svg>
      ${[54, 70, 180, 250].map((limit) => html`<span class="y" style="top:${(yOf(frame, limit) / HEIGHT) * 100}%">${formats.glucose(limit, unit)}</span>`)}
      ${[0, 6, 12, 18, 24].map((hour) => html`<i class="x" style="left:${(hour / 24) * 100}%">${formats.hour(timeOf(hour * 60, formats))}</i>`)}
    </div>
    <p><bdi>${PAGES.profileHelp}</bdi></p>
  </section>`;
}

/** Some moment at a time of day, by minutes since midnight: only its time is written. */
function timeOf(minute: number, formats: Formats): number {
  return SOME_DAY + minute * 60_000 - formats.offset(SOME_DAY);
}

function episodes({ episodes }: Report): TemplateResult {
  const { low, very_low, high, very_high, low_minutes, high_minutes } = episodes;
  const line = (name: string, all: number, very: number, minutes: number | null): TemplateResult =>
    html`<div><dt>${name}</dt><dd><bdi>${PAGES.episodesOf(all, very, name.toLowerCase())}</bdi>${minutes === null ? nothing : html`<small><bdi>${PAGES.each(TEXT.duration(Math.round(minutes)))}</bdi></small>`}</dd></div>`;
  return html`<section class="episodes">
    <h3>${PAGES.episodes}</h3>
    <dl>${line(PAGES.lows, low, very_low, low_minutes)}${line(PAGES.highs, high, very_high, high_minutes)}</dl>
  </section>`;
}
