/** Numbers and times as the user has set them in their Home Assistant profile. */

import type { HassLocale } from "../data/hass";
import type { Unit } from "../data/protocol";
import { decimals, inUnit } from "./glucose";

const DAY = 86_400_000;

/** Whose way of writing numbers each setting means. */
const NUMBER_LOCALES: Readonly<Record<string, string | string[] | undefined>> = {
  comma_decimal: ["en-US", "en"],
  decimal_comma: ["de", "es", "it"],
  space_comma: ["fr", "sv", "cs"],
  quote_decimal: ["de-CH"],
  none: "en-US",
};

const ORDERS: Readonly<Record<string, readonly Intl.DateTimeFormatPartTypes[]>> = {
  DMY: ["day", "month", "year"],
  MDY: ["month", "day", "year"],
  YMD: ["year", "month", "day"],
};

/** Everything is written by one of these; it is made anew when the settings change. Times are epoch milliseconds. */
export class Formats {
  readonly language: string;
  /** Whether hours are counted to 12. */
  readonly twelve: boolean;
  private readonly zone: string | undefined;
  private readonly numbers = new Map<number, Intl.NumberFormat>();
  private readonly times = new Map<string, Intl.DateTimeFormat>();

  /** `serverZone` is the home's time zone, for those who have chosen it. */
  constructor(
    private readonly locale: HassLocale,
    serverZone: string,
  ) {
    this.language = locale.language;
    this.zone = locale.time_zone === "server" ? serverZone : undefined;
    this.twelve = isTwelve(locale);
  }

  /** Glucose (mg/dL) in a person's unit, without the unit. */
  glucose(glucose: number, unit: Unit): string {
    return this.number(inUnit(glucose, unit), decimals(unit));
  }

  /** A difference of glucose (mg/dL) in a person's unit with its sign, which is never only a hyphen. */
  change(change: number, unit: Unit): string {
    const size = inUnit(Math.abs(change), unit);
    const sign = size === 0 ? "±" : change < 0 ? "−" : "+";
    return sign + this.number(size, decimals(unit));
  }

  number(value: number, digits = 0): string {
    let format = this.numbers.get(digits);
    if (!format) {
      const chosen = this.locale.number_format;
      const locales = chosen === "language" ? this.language : chosen === "system" ? undefined : NUMBER_LOCALES[chosen];
      format = new Intl.NumberFormat(locales, {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
        useGrouping: chosen !== "none",
      });
      this.numbers.set(digits, format);
    }
    return format.format(value);
  }

  /** A time to the minute: 14:05, 2:05 PM. */
  time(time: number): string {
    return this.format("time", { hour: this.twelve ? "numeric" : "2-digit", minute: "2-digit" }).format(time);
  }

  /** A full hour, for an axis: 14:00, 2 PM. */
  hour(time: number): string {
    return this.twelve ? this.format("hour", { hour: "numeric" }).format(time) : this.time(time);
  }

  /** A day: Wed 25 Nov, or in the order that the user has chosen. */
  day(time: number): string {
    const order = ORDERS[this.locale.date_format];
    if (!order) {
      return this.format("day", { weekday: "short", day: "numeric", month: "short" }).format(time);
    }
    const parts = this.format("date", { year: "numeric", month: "numeric", day: "numeric" }).formatToParts(time);
    const separator = parts.find((part) => part.type === "literal")?.value ?? "/";
    return order.map((type) => parts.find((part) => part.type === type)?.value ?? "").join(separator);
  }

  /** A time with its day, unless that is the day of now. */
  when(time: number, now: number): string {
    return this.dayNumber(time) === this.dayNumber(now) ? this.time(time) : `${this.day(time)}, ${this.time(time)}`;
  }

  /** The number of the local day. */
  dayNumber(time: number): number {
    return Math.floor((time + this.offset(time)) / DAY);
  }

  /** How far local time is ahead of UTC at a time, in milliseconds. */
  offset(time: number): number {
    const parts = new Map(
      this.format("offset", {
        hourCycle: "h23",
        calendar: "gregory",
        numberingSystem: "latn",
        year: "numeric",
        month: "numeric",
        day: "numeric",
        hour: "numeric",
        minute: "numeric",
        second: "numeric",
      })
        .formatToParts(time)
        .map(({ type, value }) => [type, Number(value)] as const),
    );
    const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    const local = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
    return local - Math.floor(time / 1000) * 1000;
  }

  private format(key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    let format = this.times.get(key);
    if (!format) {
      const language = this.locale.date_format === "system" && key !== "time" ? undefined : this.language;
      format = new Intl.DateTimeFormat(key === "offset" ? "en-US" : language, {
        hourCycle: this.twelve ? "h12" : "h23",
        ...options,
        ...(this.zone && { timeZone: this.zone }),
      });
      this.times.set(key, format);
    }
    return format;
  }
}

/** Whether a user reads the time on a 12-hour clock: as they have set it, or as their language or browser does. */
function isTwelve(locale: HassLocale): boolean {
  if (locale.time_format === "12" || locale.time_format === "24") {
    return locale.time_format === "12";
  }
  const language = locale.time_format === "language" ? locale.language : undefined;
  const { hourCycle } = new Intl.DateTimeFormat(language, { hour: "numeric" }).resolvedOptions();
  return hourCycle === "h12" || hourCycle === "h11";
}
