/**
 * One person, followed for as long as an element is on the page.
 *
 *     private readonly person = new PersonController(this);
 *     willUpdate() { this.person.follow(this.hass, entityId); }         // as often as one likes; cheap
 *     render() {
 *       const { person, trouble } = this.person;                         // everything but the curve
 *       const curve = this.person.curve(from, to, width);                // asks for what is missing, and calls for
 *     }                                                                  // another update when it has come
 */

import type { ReactiveController, ReactiveControllerHost } from "lit";

import type { HomeAssistant } from "./hass";
import type { Mark, Person, Row } from "./protocol";

/** Why there is nothing (new) to show. `disconnected` is told beside the last that was heard; else there is no person. */
export type Trouble =
  /** Nobody has answered yet. */
  | "loading"
  /** Home Assistant cannot be reached. */
  | "disconnected"
  /** The integration is not there (any more). */
  | "not_installed"
  /** No *Glucose* entity of the integration has this name. */
  | "not_found"
  /** The account is not loaded. */
  | "not_loaded"
  /** This user may not see the person. */
  | "unauthorized"
  | "journal_unreadable"
  /** Something else; the console has it. */
  | "failed";

/** The readings of a span, as far as they are known. The same object until something of it changes. */
export interface Curve {
  /** Oldest first, each time once. */
  rows: readonly Row[];
  marks: readonly Mark[];
  /** The longest time in ms between two neighbours that belong together. */
  gap: number;
  /** The oldest reading that there is; null: none, or not known yet. */
  first: number | null;
  /** Whether some of the span is still asked for. */
  loading: boolean;
}

export class PersonController implements ReactiveController {
  /** Everything of the person but the curve; undefined: see `trouble`. */
  person: Person | undefined;
  trouble: Trouble | undefined = "loading";

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  /** The server's clock at this moment, in ms: count ages from it. The host is updated when an age goes up a minute. */
  get now(): number {
    return this.person?.now ?? 0;
  }

  /** Follows a person; undefined: nobody (any more). */
  follow(_hass: HomeAssistant | undefined, _entityId: string | undefined): void {}

  /** The readings between two times in ms, to be drawn in so many pixels. */
  curve(_from: number, _to: number, _width: number): Curve {
    return { rows: [], marks: [], gap: 360_000, first: null, loading: this.host.updateComplete !== undefined };
  }

  hostConnected(): void {}

  hostDisconnected(): void {}
}
