import type { Kind, Limits, OutOfRange, Person, Row } from "../src/data/protocol";
import type { Frame } from "../src/geometry/frame";
import { random } from "./random";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const NOON = Date.UTC(2026, 10, 25, 12);
export const LIMITS: Limits = { urgent_low: 54, low: 70, high: 180, urgent_high: 250 };
export const GAP = 9.5 * MINUTE;

export const row = (minutes: number, glucose: number, kind: Kind = 2, outOfRange: OutOfRange = 0, gap?: 1): Row => {
  const time = NOON + minutes * MINUTE;
  return gap ? [time, glucose, kind, outOfRange, gap] : [time, glucose, kind, outOfRange];
};

/** Readings as they could come: of all kinds, with holes that are told or only seen, with HI and LO. */
export function trace(seed: number, count = 200): readonly Row[] {
  const chance = random(seed);
  const rows: Row[] = [];
  let time = NOON;
  let glucose = 120;
  for (let number = 0; number < count; number++) {
    const hole = chance() < 0.04;
    time += hole ? (10 + Math.floor(chance() * 100)) * MINUTE : (chance() < 0.5 ? 1 : 5) * MINUTE;
    glucose = Math.round(Math.min(Math.max(glucose + (chance() - 0.5) * 40, 20), 480));
    const outOfRange: OutOfRange = glucose > 400 ? 1 : glucose < 40 ? 2 : 0;
    const kind = Math.floor(chance() * 3) as Kind;
    // A thinned answer says where readings are missing, even where neighbours are near.
    rows.push(chance() < 0.03 ? [time, glucose, kind, outOfRange, 1] : [time, glucose, kind, outOfRange]);
  }
  return rows;
}

export function frameOf(rows: readonly Row[], more: Partial<Frame> = {}): Frame {
  return {
    left: 30,
    right: 430,
    top: 10,
    bottom: 210,
    start: rows[0]?.[0] ?? NOON,
    end: rows.at(-1)?.[0] ?? NOON + HOUR,
    lowest: 20,
    highest: 500,
    ...more,
  };
}

export function person(more: Partial<Person> = {}): Person {
  return {
    entity_id: "sensor.anna_glucose",
    device_id: "anna",
    name: "Anna",
    unit: "mg/dL",
    limits: LIMITS,
    now: NOON,
    reading: { time: NOON - 2 * MINUTE, glucose: 120, trend: "rising", out_of_range: 0 },
    stale_at: NOON + 13 * MINUTE,
    state: "in_range",
    since: NOON - HOUR,
    change: 4,
    pressure: false,
    forecast: [5, 10, 15, 20, 25, 30].map((minutes) => [NOON + minutes * MINUTE, 120 + minutes] as const),
    low_in: null,
    today: { start: NOON - 12 * HOUR, end: NOON, below: 3, in_range: 77, above: 20, measured: 96 },
    told: [],
    sensor: null,
    nightscout: null,
    silence: { silenced: false, until: null, alerting: false, acknowledge: null, snooze: null },
    ...more,
  };
}
