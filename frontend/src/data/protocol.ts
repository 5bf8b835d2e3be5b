/**
 * What the integration tells the card over Home Assistant's WebSocket.
 *
 * Glucose is in mg/dL everywhere here, whatever unit the person is shown in; times are epoch milliseconds (UTC).
 * `custom_components/librelink_up/frontend/` is the other end of it: the two change together.
 */

export type GlucoseState =
  | "urgent_low"
  | "low"
  | "in_range"
  | "high"
  | "urgent_high"
  | "no_readings"
  | "sensor_ended"
  | "unknown";

export type Trend = "falling_quickly" | "falling" | "steady" | "rising" | "rising_quickly";

export type Unit = "mg/dL" | "mmol/L";

/** Where a reading comes from: 0 a point of the history, 1 a scan, 2 the current reading of its minute. */
export type Kind = 0 | 1 | 2;

/** 0 a number, 1 HI, 2 LO: then the number is only the end of the measuring range. */
export type OutOfRange = 0 | 1 | 2;

/**
 * A fifth element, 1, says that readings are missing before this one: no line leads to it. In answers, which may be
 * thinned, it is certain; what comes live has it by what is known so far, and rather once too often.
 */
export type Row = readonly [time: number, glucose: number, kind: Kind, outOfRange: OutOfRange, gap?: 1];

export interface Limits {
  urgent_low: number;
  low: number;
  high: number;
  urgent_high: number;
}

/** Shares of time in percent (0 to 100) by the person's own limits; null: there are no readings. */
export interface Shares {
  start: number;
  end: number;
  below: number | null;
  in_range: number | null;
  above: number | null;
  /** How much of the time there are readings for, in percent. */
  measured: number;
}

/**
 * One stretch below or above the limits, named by the worst it came to, or without readings; oldest first. `end` is null
 * while it goes on. `extreme` is its lowest or highest value (null: there are no readings); one HI in a high, one LO in a
 * low is what it came to, and `out_of_range` says so.
 */
export interface Told {
  state: "urgent_low" | "low" | "high" | "urgent_high" | "no_readings";
  start: number;
  end: number | null;
  extreme: number | null;
  out_of_range: OutOfRange;
}

/** Everything of a person but the curve. It is sent anew whenever something of it changes, at least every minute. */
export interface Person {
  entity_id: string;
  device_id: string;
  name: string;
  unit: Unit;
  limits: Limits;
  /** The server's clock when this was sent: ages are counted from it, not from the browser's clock. */
  now: number;
  /** The newest reading that can be shown, however old it is; null: there is none. */
  reading: { time: number; glucose: number; trend: Trend | null; out_of_range: OutOfRange } | null;
  /** When the reading is too old to be shown as current; in the past: it is. */
  stale_at: number | null;
  state: GlucoseState;
  /** Since when it is in that state. */
  since: number | null;
  change: number | null;
  pressure: boolean;
  /** What is expected in 5, 10, … 30 minutes; empty when nothing can be said. */
  forecast: readonly (readonly [time: number, glucose: number])[];
  /** Seconds until it is expected to be low; 0 while it is; null: it is not expected to be. */
  low_in: number | null;
  today: Shares;
  told: readonly Told[];
  sensor: {
    state: string | null;
    started: number;
    /** Until when it warms up. */
    warm: number;
    expires: number;
  } | null;
  /** null: their readings go nowhere. */
  nightscout: { waiting: number; problem: string | null } | null;
  silence: {
    /** Whether alerts keep quiet now. */
    silenced: boolean;
    /** When the silence ends by itself; null: with the episode, or there is none. */
    until: number | null;
    /** Whether something is told that could be acknowledged. */
    alerting: boolean;
    /** Entities that this user may use; null: not there, disabled, or not allowed. */
    acknowledge: string | null;
    snooze: string | null;
  };
}

/** Events of `librelink_up/subscribe` { entity_id }. */
export type PersonEvent =
  | { type: "person"; person: Person }
  /** New readings, in order of time: at most a few. */
  | { type: "readings"; rows: readonly Row[] }
  /** The journal has changed within this span (a backfill, an import): fetch what is on screen anew. */
  | { type: "changed"; start: number; end: number }
  /** The account is not loaded (any more); a person event follows when it is again. */
  | { type: "gone" };

export type Mark =
  | { type: "sensor"; time: number }
  | {
      type: "treatment";
      time: number;
      kind: "rapid_insulin" | "long_insulin" | "carbs" | "finger_stick" | "ketone" | "note";
      /** Units, grams, mg/dL or mmol/L, by its kind. */
      amount: number | null;
      text: string;
    };

/** Answer to `librelink_up/readings` { entity_id, start, end, width }: at most about two readings per pixel of width. */
export interface Readings {
  /** Oldest first; a low or a high is never thinned away. */
  rows: readonly Row[];
  marks: readonly Mark[];
  /** The longest time between two neighbours that belong together: a longer one is a gap, too, and no line crosses it. */
  gap: number;
  /** The oldest reading in the journal that is no scan: scans reach back to before anybody followed. */
  first: number | null;
}

/** Answer to `librelink_up/people` {}: whom this user may see, by name. */
export interface People {
  people: readonly { entity_id: string; device_id: string; name: string }[];
}

/** Metrics by the consensus, as `glucose/metrics.py` has them; null: unknown, and `why` says why. */
export interface Metrics {
  start: number;
  end: number;
  /** Days of the span, and the share of it in percent for which there are readings. */
  days: number;
  measured: number;
  mean: number | null;
  sd: number | null;
  cv: number | null;
  gmi: number | null;
  a1c: number | null;
  gri: number | null;
  lbgi: number | null;
  hbgi: number | null;
  below_54: number | null;
  below_70: number | null;
  in_range: number | null;
  in_tight_range: number | null;
  above_180: number | null;
  above_250: number | null;
  /** Why some are unknown: too little of the time, too few days, or no readings at all. */
  why: "no_readings" | "share" | "days" | null;
}

/**
 * Answer to `librelink_up/days` { entity_id, days, width }: local days, the newest first; today is one of them. `start`
 * and `end` are midnights; the shares, by the person's own limits, are of what has passed of the day.
 */
export interface Days {
  days: readonly {
    date: string;
    start: number;
    end: number;
    shares: Shares;
    mean: number | null;
    rows: readonly Row[];
  }[];
  gap: number;
}

/** Answer to `librelink_up/report` { entity_id, days, named }: of whole local days, the last of them yesterday. */
export interface Report {
  metrics: Metrics;
  limits: Limits;
  /** AGP by time of day: minutes since midnight and the percentiles there; empty when there is too little. */
  profile: readonly (readonly [minute: number, p5: number, p25: number, p50: number, p75: number, p95: number])[];
  /** By the consensus's limits (54, 70, 180, 250); how many minutes a low and a high lasted on average. */
  episodes: {
    low: number;
    very_low: number;
    high: number;
    very_high: number;
    low_minutes: number | null;
    high_minutes: number | null;
  };
  /** Signed paths that are valid for some minutes. */
  pdf: string;
  png: string;
  /** The readings of these days: in LibreView's columns, and as Nightscout's entries. */
  csv: string;
  json: string;
}

/**
 * Errors: `not_found` (no glucose entity of this integration), `unauthorized`, `not_loaded`, `journal_unreadable`, and
 * `invalid_format` for arguments that make no sense: a span that is empty or longer than 400 days, a width that is no
 * whole number from 1 to 10,000, days that are none from 1 to 90. `subscribe` is never `not_loaded`: it sends `gone`,
 * and so it does while this user may not read the entity any more.
 */
