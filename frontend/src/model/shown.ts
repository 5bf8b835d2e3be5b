/** What may be said of a person at a moment of the server's clock. An old value is never current. */

import type { GlucoseState, Person } from "../data/protocol";
import { isReadingState } from "./glucose";

const MINUTE = 60_000;
/** How far ahead the forecast is told. */
const FORECAST = 20 * MINUTE;

/** Whether the newest reading is young enough to be shown as what glucose is now. */
export function isCurrent(person: Person, now: number): boolean {
  return person.reading !== null && person.stale_at !== null && now < person.stale_at;
}

/** The state at a moment: what was said of glucose ends with the reading that it was said of. */
export function stateAt(person: Person, now: number): GlucoseState {
  return isReadingState(person.state) && !isCurrent(person, now) ? "no_readings" : person.state;
}

/** The age of the newest reading in whole minutes. */
export function ageOf(person: Person, now: number): number | null {
  return person.reading && Math.max(Math.floor((now - person.reading.time) / MINUTE), 0);
}

/** What is expected in 20 minutes, or as far as the forecast reaches; null: nothing can be said, or it is past. */
export function expected(person: Person, now: number): { minutes: number; glucose: number } | null {
  const ahead = person.forecast.filter(([time]) => time > now);
  const last = ahead.at(-1);
  if (!last || !isCurrent(person, now)) {
    return null;
  }
  const at = Math.min(now + FORECAST, last[0]);
  const after = ahead.findIndex(([time]) => time >= at);
  const [time, glucose] = ahead[after] ?? last;
  const [time0, glucose0] = ahead[after - 1] ?? [time, glucose];
  const part = time > time0 ? (at - time0) / (time - time0) : 0;
  return { minutes: Math.round((at - now) / MINUTE), glucose: glucose0 + (glucose - glucose0) * part };
}

/** Minutes until a low is expected, told only before it; null: none is expected, or it is here. */
export function lowIn(person: Person, now: number): number | null {
  if (person.low_in === null || person.low_in <= 0 || !isCurrent(person, now)) {
    return null;
  }
  return Math.max(Math.round((person.now + person.low_in * 1000 - now) / MINUTE), 0);
}

/** Whether alerts keep quiet at a moment. */
export function isSilent(person: Person, now: number): boolean {
  const { silenced, until } = person.silence;
  return silenced && (until === null || now < until);
}
