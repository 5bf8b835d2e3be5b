// Plays Home Assistant for the card, with traces that are always the same: `stage({...})` puts a card on the page and
// returns what a test needs. Nothing is answered that the integration would not answer.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const GAP = 9.5 * MINUTE;
const LIMITS = { urgent_low: 54, low: 70, high: 180, urgent_high: 250 };

/** Glucose of a person at a time: meals of a day, noise of a sensor. */
export function glucoseAt(seed, time) {
  const hours = (time / HOUR) % 24;
  const meal = (at, size) => {
    const since = hours - at - Math.sin(seed) * 0.7;
    return since < 0 ? 0 : size * since * Math.exp(1 - since / 1.1) * 0.95;
  };
  const day = Math.floor(time / (24 * HOUR)) + seed;
  const chance = (part) => 0.5 + 0.5 * Math.sin(day * 12.9898 + part * 78.233);
  const drift = 14 * Math.sin(time / (5.3 * HOUR) + seed) - 22 * Math.exp(-(((hours - 3) / 1.6) ** 2)) * chance(1);
  const meals = meal(6.5, 70 + 60 * chance(2)) + meal(12, 60 + 70 * chance(3)) + meal(18, 70 + 80 * chance(4));
  const noise = 2 * Math.sin(time / (3.1 * MINUTE) + seed) + 1.5 * Math.sin(time / (7.7 * MINUTE));
  return 104 + drift + meals + noise;
}

/** A person of the stage. `bend` changes glucose (minutes before now, glucose) => glucose; `hole` says where there is none. */
export class Somebody {
  constructor(options) {
    Object.assign(this, { name: "Anna", seed: 1, unit: "mg/dL", days: 90, limits: LIMITS, kindOf: () => 2 }, options);
    this.id = `sensor.${this.name.toLowerCase()}_glucose`;
    this.started ??= Date.now();
  }

  value(time) {
    const before = (this.started - time) / MINUTE;
    return Math.round((this.bend ?? ((_, glucose) => glucose))(before, glucoseAt(this.seed, time)));
  }

  row(time) {
    const glucose = this.value(time);
    const out = glucose > 400 ? 1 : glucose < 40 ? 2 : 0;
    const before = (this.started - time) / MINUTE;
    return [time, Math.min(Math.max(glucose, 40), 400), this.kindOf(before), out];
  }

  /** Readings from a time to before another: each minute, of the history every fifth one. */
  rows(start, end, now) {
    const rows = [];
    const first = Math.ceil(Math.max(start, this.started - this.days * 24 * HOUR) / MINUTE) * MINUTE;
    for (let time = first; time < Math.min(end, now + 1); time += MINUTE) {
      const before = (this.started - time) / MINUTE;
      const row = this.row(time);
      if (!this.hole?.(before) && (row[2] !== 0 || (time / MINUTE) % 5 === 0)) {
        rows.push(row);
      }
    }
    return rows;
  }

  newest(now) {
    return this.rows(now - 26 * HOUR, now, now).at(-1) ?? null;
  }

  person(now) {
    const row = this.newest(now);
    const before = row && this.rows(row[0] - 20 * MINUTE, row[0] - 4 * MINUTE, now).at(-1);
    const slope = before && !row[3] ? (row[1] - before[1]) / ((row[0] - before[0]) / MINUTE) : 0;
    const trends = ["falling_quickly", "falling", "steady", "rising", "rising_quickly"];
    const trend = trends[2 + (slope > 1) + (slope > 2) - (slope < -1) - (slope < -2)];
    const { limits } = this;
    const stale = row && now >= row[0] + 15 * MINUTE;
    const state = !row
      ? "unknown"
      : stale
        ? "no_readings"
        : row[3] === 1 || row[1] > limits.urgent_high
          ? "urgent_high"
          : row[3] === 2 || row[1] < limits.urgent_low
            ? "urgent_low"
            : row[1] < limits.low
              ? "low"
              : row[1] > limits.high
                ? "high"
                : "in_range";
    const midnight = new Date(now).setHours(0, 0, 0, 0);
    const today = this.rows(midnight, now, now);
    const share = (of) => (today.length ? (100 * today.filter(of).length) / today.length : null);
    const low = !stale && row && row[1] < limits.low;
    return {
      entity_id: this.id,
      device_id: `device-${this.name}`,
      name: this.name,
      unit: this.unit,
      limits,
      now,
      reading: row && { time: row[0], glucose: row[1], trend: row[3] ? null : trend, out_of_range: row[3] },
      stale_at: row && row[0] + 15 * MINUTE,
      state,
      since: row && row[0] - 20 * MINUTE,
      change: row && before && !row[3] ? row[1] - before[1] : null,
      pressure: false,
      forecast:
        row && !stale && !row[3]
          ? [1, 2, 3, 4, 5, 6].map((n) => [row[0] + 5 * n * MINUTE, Math.max(row[1] + slope * 5 * n * 0.82 ** n, 40)])
          : [],
      low_in: low ? 0 : slope < -0.7 && row[1] < 110 ? Math.round(((row[1] - limits.low) / -slope) * 60) : null,
      today: {
        start: midnight,
        end: midnight + 24 * HOUR,
        below: share((row) => row[1] < limits.low),
        in_range: share((row) => row[1] >= limits.low && row[1] <= limits.high),
        above: share((row) => row[1] > limits.high),
        measured: 97,
      },
      told: [],
      sensor: {
        state: "active",
        started: now - 9.6 * 24 * HOUR,
        warm: now - 9.5 * 24 * HOUR,
        expires: now + 4.4 * 24 * HOUR,
      },
      nightscout: { waiting: 0, problem: null },
      silence: { silenced: false, until: null, alerting: low, acknowledge: "button.ack", snooze: "button.snooze" },
      ...this.also?.(now),
    };
  }

  /** As the server thins: all, or of each column the lowest and the highest, and both ends of every gap. */
  readings(start, end, width, now) {
    const all = this.rows(start, end, now).map((row, index, rows) =>
      index > 0 && row[0] - rows[index - 1][0] > GAP ? [...row, 1] : row,
    );
    const columns = new Map();
    for (const [index, row] of all.entries()) {
      const column = Math.floor(((row[0] - start) / (end - start)) * width);
      const found = columns.get(column) ?? { lowest: row, highest: row, ends: [] };
      const gap = row[4] === 1 || all[index + 1]?.[4] === 1;
      columns.set(column, {
        lowest: row[1] < found.lowest[1] ? row : found.lowest,
        highest: row[1] > found.highest[1] ? row : found.highest,
        ends: gap ? [...found.ends, row] : found.ends,
      });
    }
    const kept = new Set([...columns.values()].flatMap(({ lowest, highest, ends }) => [lowest, highest, ...ends]));
    const rows = all.length <= 2 * width ? all : all.filter((row) => kept.has(row));
    const steps = rows.map((row, index) => (index > 0 && row[4] !== 1 ? row[0] - rows[index - 1][0] : 0));
    const gap = Math.max(GAP, ...steps);
    const marks = (this.marks?.(this.started) ?? []).filter(({ time }) => time >= start && time < end);
    const first = this.days > 0 ? this.started - this.days * 24 * HOUR : null;
    return { rows, marks, gap, first };
  }
}

/** The connection: counts what is asked, and can be lost. */
class Connection extends EventTarget {
  constructor(people, clock) {
    super();
    this.people = people;
    this.clock = clock;
    this.asked = [];
    this.subscribed = new Map();
    this.down = false;
  }

  somebody(id) {
    const found = this.people.find((one) => one.id === id);
    if (!found) {
      throw { code: "not_found", message: "no such entity" };
    }
    if (found.refuse) {
      throw { code: found.refuse, message: "refused" };
    }
    return found;
  }

  async sendMessagePromise(message) {
    this.asked.push(message);
    if (this.down) {
      throw { code: 3, message: "lost" };
    }
    await new Promise((done) => setTimeout(done, this.delay ?? 0));
    if (message.type !== "librelink_up/readings") {
      throw { code: "unknown_command", message: message.type };
    }
    const { entity_id, start, end, width } = message;
    return this.somebody(entity_id).readings(start, end, width, this.clock());
  }

  async subscribeMessage(listener, message) {
    this.asked.push(message);
    if (message.type !== "librelink_up/subscribe") {
      throw { code: "unknown_command", message: message.type };
    }
    const one = this.somebody(message.entity_id);
    if (one.silent) {
      return async () => {};
    }
    this.subscribed.set(one.id, listener);
    listener({ type: "person", person: one.person(this.clock()) });
    return async () => this.subscribed.delete(one.id);
  }

  /** What the server says when a minute has passed: a new reading of everybody, as far as there is one. */
  tick() {
    const now = this.clock();
    for (const [id, listener] of this.subscribed) {
      const one = this.somebody(id);
      const row = one.newest(now);
      if (row && now - row[0] < MINUTE) {
        listener({ type: "readings", rows: [row] });
      }
      listener({ type: "person", person: one.person(now) });
    }
  }

  lose() {
    this.down = true;
    this.subscribed.clear();
    this.dispatchEvent(new Event("disconnected"));
  }

  find() {
    this.down = false;
    this.dispatchEvent(new Event("ready"));
  }
}

/** Home Assistant's card: a box. */
customElements.define(
  "ha-card",
  class extends HTMLElement {
    constructor() {
      super();
      this.attachShadow({ mode: "open" }).innerHTML = `<style>
        :host { display: block; box-sizing: border-box; border-radius: 12px; border: 1px solid var(--divider-color);
          background: var(--card-background-color); color: var(--primary-text-color); }
      </style><slot></slot>`;
    }
  },
);

export const ENGLISH = {
  language: "en",
  number_format: "language",
  time_format: "24",
  date_format: "language",
  time_zone: "local",
  first_weekday: "language",
};

export function makeHass(people, locale = {}, clock = () => Date.now()) {
  const connection = new Connection(people, clock);
  const pressed = [];
  const states = Object.fromEntries(
    people.map((one) => [one.id, { entity_id: one.id, state: "120", attributes: {}, last_changed: "" }]),
  );
  const hass = {
    connection,
    connected: true,
    states,
    entities: Object.fromEntries(people.map((one) => [one.id, { entity_id: one.id, platform: "librelink_up" }])),
    devices: {},
    locale: { ...ENGLISH, ...locale },
    language: locale.language ?? "en",
    config: { time_zone: "Europe/Berlin", state: "RUNNING", components: ["librelink_up"] },
    themes: { darkMode: false },
    user: { is_admin: true },
    localize: (key) => (key.endsWith("reason.state.unreachable") ? "Site cannot be reached" : ""),
    callService: async (domain, service, data) => {
      if (domain !== "button" || service !== "press") {
        throw new Error("no such service");
      }
      pressed.push(data.entity_id);
    },
  };
  return { hass, connection, pressed };
}

/** Puts a card on the page. */
export async function stage({ people, config = {}, locale, clock, style = {}, dark = false, dir = "ltr" }) {
  document.documentElement.classList.toggle("dark", dark);
  document.dir = dir;
  const made = makeHass(people, locale, clock);
  await customElements.whenDefined("librelink-up-card");
  const card = document.createElement("librelink-up-card");
  const ids = people.map((one) => one.id);
  card.setConfig({
    type: "custom:librelink-up-card",
    ...(ids.length === 1 ? { entity: ids[0] } : { entities: ids }),
    ...config,
  });
  const place = document.getElementById("stage");
  Object.assign(place.style, style);
  const before = performance.now();
  card.hass = made.hass;
  place.replaceChildren(card);
  return { ...made, card, before };
}
