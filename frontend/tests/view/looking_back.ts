/** What the cards that look back are asked with and answered. */

import type { HomeAssistant } from "../../src/data/hass";
import type { Days, Metrics, Report, Row, Shares } from "../../src/data/protocol";
import type { PageConfig } from "../../src/model/pages";
import type { Page } from "../../src/view/page";
import { ANNA, FakeConnection, person } from "../data/home";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** A quarter past noon on a Wednesday; in UTC, as everything here. */
export const NOW = Date.UTC(2026, 10, 25, 12, 15);
export const MIDNIGHT = Date.UTC(2026, 10, 25);

export function hassOf(connection: FakeConnection): HomeAssistant {
  return {
    connection: connection.connection,
    connected: true,
    states: {},
    entities: {},
    devices: {},
    language: "en",
    locale: {
      language: "en",
      number_format: "language",
      time_format: "24",
      date_format: "language",
      time_zone: "server",
      first_weekday: "language",
    },
    config: { time_zone: "UTC", state: "RUNNING" },
    themes: { darkMode: false },
    localize: (key) => key,
    callService: () => Promise.reject(new Error("nobody is to call a service")),
  };
}

const shares = (start: number, end: number, more: Partial<Shares>): Shares => ({
  start,
  end,
  below: 3,
  in_range: 86,
  above: 11,
  measured: 98,
  ...more,
});

/** A day that many days ago with readings at some of its minutes. */
export function day(ago: number, rows: readonly Row[] = [], more: Partial<Shares> = {}): Days["days"][number] {
  const start = MIDNIGHT - ago * DAY;
  const end = start + DAY;
  return { date: `${ago} days ago`, start, end, shares: shares(start, end, more), mean: 140, rows };
}

export const METRICS: Metrics = {
  start: MIDNIGHT - 14 * DAY,
  end: MIDNIGHT,
  days: 14,
  measured: 97.34,
  mean: 140.2,
  sd: 46.8,
  cv: 33.42,
  gmi: 6.67,
  a1c: 6.5,
  gri: 36.8,
  lbgi: 1.6,
  hbgi: 4.1,
  below_54: 0.4,
  below_70: 3.3,
  in_range: 75.6,
  in_tight_range: 42.3,
  above_180: 21.1,
  above_250: 5.2,
  why: null,
};

export function report(more: Partial<Report> = {}, metrics: Partial<Metrics> = {}): Report {
  return {
    metrics: { ...METRICS, ...metrics },
    limits: person().limits,
    profile: [
      [0, 60, 90, 110, 130, 170],
      [15, 62, 92, 98, 134, 174],
      [30, 64, 94, 150, 190, 260],
    ],
    episodes: { low: 7, very_low: 1, high: 19, very_high: 0, low_minutes: 34.2, high_minutes: 95 },
    pdf: "/api/report.pdf?signed",
    png: "/api/report.png?signed",
    csv: "/api/readings.csv?signed",
    json: "/api/readings.json?signed",
    ...more,
  };
}

export class Opened<Element extends Page<unknown> & HTMLElement> {
  readonly connection = new FakeConnection();
  readonly hass = hassOf(this.connection);
  renders = 0;

  constructor(readonly card: Element) {
    this.card.setConfig({ type: "custom:card", entity: ANNA } satisfies PageConfig);
    this.card.hass = this.hass;
    document.body.append(this.card);
  }

  /** Whoever is followed answers. */
  async hear(more: Parameters<typeof person>[0] = {}): Promise<void> {
    await this.card.updateComplete;
    await this.connection.next("subscribe").answer(null);
    await this.tell(more);
  }

  async tell(more: Parameters<typeof person>[0] = {}): Promise<void> {
    this.connection.send({ type: "person", person: person(more) });
    await this.card.updateComplete;
  }

  async answer(type: "days" | "report", answer: unknown): Promise<Readonly<Record<string, unknown>>> {
    const { message, answer: send } = this.connection.next(type);
    await send(answer);
    await this.card.updateComplete;
    return message;
  }

  async refuse(type: "days" | "report", code: string): Promise<void> {
    await this.connection.next(type).refuse({ code });
    await this.card.updateComplete;
  }

  get root(): ShadowRoot {
    return this.card.shadowRoot as ShadowRoot;
  }

  get text(): string {
    return (this.root.querySelector("ha-card")?.textContent ?? "").replaceAll(/\s+/g, " ").trim();
  }

  all(selector: string): HTMLElement[] {
    return [...this.root.querySelectorAll<HTMLElement>(selector)];
  }

  one(selector: string): HTMLElement {
    const [found, ...more] = this.all(selector);
    if (!found || more.length) {
      throw new Error(`${more.length + (found ? 1 : 0)} of ${selector}: ${this.text}`);
    }
    return found;
  }
}
