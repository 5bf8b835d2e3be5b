/** What can be asked of the integration, typed by `protocol.ts`. Each rejects with an error that has a `code`. */

import type { HomeAssistant } from "./hass";
import type { Days, People, PersonEvent, Readings, Report } from "./protocol";

type Asking = Pick<HomeAssistant, "connection">;

/** Whom this user may see. */
export function people(hass: Asking): Promise<People> {
  return hass.connection.sendMessagePromise({ type: "librelink_up/people" });
}

/** Readings and marks from `start` to before `end` (ms), at most about two for each pixel. */
export function readings(hass: Asking, entityId: string, start: number, end: number, width: number): Promise<Readings> {
  return hass.connection.sendMessagePromise({
    type: "librelink_up/readings",
    entity_id: entityId,
    start,
    end,
    width,
  });
}

/** The last local days, today too, each drawn in so many pixels. */
export function days(hass: Asking, entityId: string, count: number, width: number): Promise<Days> {
  return hass.connection.sendMessagePromise({ type: "librelink_up/days", entity_id: entityId, days: count, width });
}

/** The report of the last days; `named`: with the person's name on its pages. */
export function report(hass: Asking, entityId: string, count: number, named: boolean): Promise<Report> {
  return hass.connection.sendMessagePromise({ type: "librelink_up/report", entity_id: entityId, days: count, named });
}

/**
 * Follows a person. A lost connection ends it without a word, and what is returned must not be called then:
 * `PersonController` begins anew by itself.
 */
export function subscribe(
  hass: Asking,
  entityId: string,
  listener: (event: PersonEvent) => void,
): Promise<() => Promise<void>> {
  return hass.connection.subscribeMessage(
    listener,
    { type: "librelink_up/subscribe", entity_id: entityId },
    {
      resubscribe: false,
    },
  );
}
