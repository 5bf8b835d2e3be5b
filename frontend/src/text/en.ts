/** Everything that the card says, in English. */

import type { Trouble } from "../data/controller";
import type { GlucoseState, Mark, Trend } from "../data/protocol";

type Treatment = Extract<Mark, { type: "treatment" }>["kind"];

export const STATES: Readonly<Record<GlucoseState, string>> = {
  urgent_low: "Urgent low",
  low: "Low",
  in_range: "In range",
  high: "High",
  urgent_high: "Urgent high",
  no_readings: "No readings",
  sensor_ended: "Sensor ended",
  unknown: "Unknown",
};

export const TRENDS: Readonly<Record<Trend, string>> = {
  falling_quickly: "falling quickly",
  falling: "falling",
  steady: "steady",
  rising: "rising",
  rising_quickly: "rising quickly",
};

export const TROUBLES: Readonly<Record<Trouble, string>> = {
  loading: "Loading …",
  disconnected: "Connection lost",
  not_installed: "LibreLink Up is not installed",
  not_found: "There is no such Glucose entity",
  not_loaded: "LibreLink Up is not running",
  unauthorized: "You may not see this person",
  journal_unreadable: "The recorded readings cannot be read",
  failed: "Something went wrong: Home Assistant's log may say what",
};

export const TREATMENTS: Readonly<Record<Treatment, string>> = {
  rapid_insulin: "rapid-acting insulin",
  long_insulin: "long-acting insulin",
  carbs: "carbohydrates",
  finger_stick: "finger stick",
  ketone: "ketones",
  note: "note",
};

export const SENSOR_STATES: Readonly<Record<string, string>> = {
  none: "No sensor",
  warming_up: "Sensor warms up",
  no_recent_data: "Sensor: no recent data",
  expired: "Sensor expired",
};

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;

/** Minutes as people say them: "25 min", "1 h 5 min", "3 days". */
function duration(minutes: number): string {
  if (minutes < 60) {
    return `${minutes} min`;
  }
  if (minutes < 48 * 60) {
    const rest = minutes % 60;
    return `${Math.floor(minutes / 60)} h${rest ? ` ${rest} min` : ""}`;
  }
  return `${Math.floor(minutes / (24 * 60))} days`;
}

export const TEXT = {
  hi: "HI",
  lo: "LO",
  hiLong: "Above what the sensor can measure",
  loLong: "Below what the sensor can measure",
  noValue: "–",
  noReading: "No reading yet",
  pressure: "May be pressure on the sensor",
  now: "Now",
  backToNow: "Back to now",
  history: "history",
  scan: "scan",
  forecast: "forecast",
  sensor: "Sensor",
  newSensor: "New sensor",
  today: "Today",
  told: "What happened today",
  acknowledge: "Acknowledge",
  snooze: "Snooze",
  silencedEpisode: "Silenced until this is over",
  nightscoutOk: "Nightscout is up to date",
  loadingCurve: "Loading …",
  noReadings: "No readings",
  done: "Done",
  failed: "That did not work",
  duration,
  ago: (minutes: number): string => (minutes < 1 ? "now" : `${duration(minutes)} ago`),
  /** As a screen reader is to say it. */
  agoSpoken: (minutes: number): string => (minutes < 1 ? "now" : `${count(minutes, "minute", "minutes")} ago`),
  noReadingSince: (time: string): string => `No reading since ${time}`,
  inMinutes: (minutes: number, value: string): string => `in ${minutes} min: ${value}`,
  lowIn: (minutes: number): string => `low in about ${minutes} min`,
  since: (time: string): string => `since ${time}`,
  span: (start: string, end: string): string => `${start} – ${end}`,
  lowest: "lowest",
  highest: "highest",
  hours: (hours: number): string => `${hours} h`,
  spanOfCurve: "Hours shown",
  curve: (from: string, to: string): string => `Glucose from ${from} to ${to}`,
  between: (lowest: string, highest: string, unit: string): string => `between ${lowest} and ${highest} ${unit}`,
  curveHelp: "Left and right arrow keys read values, plus and minus change the span, End returns to now",
  reading: (value: string, unit: string, time: string): string => `${value} ${unit}, ${time}`,
  holeBetween: (start: string, end: string): string => `No readings ${start} – ${end}`,
  inRange: (percent: string): string => `${percent} % in range`,
  below: (percent: string): string => `${percent} % low`,
  above: (percent: string): string => `${percent} % high`,
  measured: (percent: string): string => `readings for ${percent} % of the time`,
  ends: (time: string): string => `until ${time}`,
  /** Of what lasts for days the minutes matter only at its end. */
  left: (minutes: number): string => `${duration(minutes < 6 * 60 ? minutes : Math.floor(minutes / 60) * 60)} left`,
  ready: (time: string): string => `ready at ${time}`,
  waiting: (number: number): string => `${count(number, "reading waits", "readings wait")} for Nightscout`,
  nightscoutProblem: (problem: string): string => `Nightscout: ${problem}`,
  silencedUntil: (time: string): string => `Silenced until ${time}`,
  amount: (kind: Treatment, amount: string): string =>
    kind === "carbs" ? `${amount} g` : kind === "ketone" ? `${amount} mmol/L` : `${amount} U`,
  details: "Open details",
} as const;
