/**
 * One person, followed for as long as an element is on the page.
 *
 *     private readonly person = new PersonController(this);
 *     willUpdate() { this.person.follow(this.hass, entityId); }         // as often as one likes; cheap
 *     render() {
 *       const { person, trouble } = this.person;                         // everything but the curve
 *       const curve = this.person.curve(from, to, width);                // asks for what is missing, and calls for
 *     }                                                                  // another update when it has come
 *
 * There is one subscription and at most one timer while the element is on the page and follows somebody, else none.
 */

import type { ReactiveController, ReactiveControllerHost } from "lit";

import { readings, subscribe } from "./api";
import { later, now, ServerClock } from "./clock";
import type { Connection, HomeAssistant } from "./hass";
import type { Mark, Person, PersonEvent, Readings, Row } from "./protocol";
import { joined, levelOf, type Span, Tiles, type Wanted, widthOf } from "./tiles";
import { type Trouble, troubleOf } from "./trouble";

export type { Trouble } from "./trouble";

/** The readings of a span, as far as they are known. The same object until something of it changes. */
export interface Curve {
  /** Oldest first, each time once; also the last before the span and the first after it, when they are near. */
  rows: readonly Row[];
  marks: readonly Mark[];
  /** The longest time in ms between two neighbours that belong together. */
  gap: number;
  /** The oldest reading that there is; null: none, or not known yet. */
  first: number | null;
  /** Whether some of the span is still asked for. */
  loading: boolean;
}

/** Until somebody says otherwise, 6 minutes: never longer than what the integration takes for a gap. */
const GAP = 360_000;
const MINUTE = 60_000;
const FIRST_RETRY = 5_000;
const LAST_RETRY = 60_000;

interface Asked extends Wanted {
  /** What came, or has changed, while the answer was on its way. */
  meanwhile: Row[];
  stale: boolean;
}

export class PersonController implements ReactiveController {
  /** Everything of the person but the curve; undefined: see `trouble`. */
  person: Person | undefined;
  trouble: Trouble | undefined = "loading";

  private connection: Connection | undefined;
  private entityId: string | undefined;
  private onPage = false;
  /** Goes up with each try to subscribe and each end: what belongs to an earlier one counts no more. */
  private turn = 0;
  private unsubscribe: (() => Promise<void>) | undefined;
  private failures = 0;
  private subscribeAt = Number.POSITIVE_INFINITY;
  private askAgainAt = Number.POSITIVE_INFINITY;
  private stopTimer: (() => void) | undefined;

  private readonly clock = new ServerClock();
  private tiles = new Tiles();
  private asked: Asked[] = [];
  private gap = GAP;
  private first: number | null = null;
  private last: { from: number; to: number; width: number; curve: Curve } | undefined;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  /** The server's clock at this moment, in ms: count ages from it. The host is updated when an age goes up a minute. */
  get now(): number {
    return this.clock.now;
  }

  /** Follows a person; undefined: nobody (any more). */
  follow(hass: Pick<HomeAssistant, "connection"> | undefined, entityId: string | undefined): void {
    if (hass?.connection === this.connection && entityId === this.entityId) {
      return;
    }
    this.end();
    this.connection = hass?.connection;
    this.entityId = entityId;
    this.person = undefined;
    this.trouble = "loading";
    this.tiles = new Tiles();
    this.first = null;
    this.gap = GAP;
    this.begin();
  }

  /** The readings between two times in ms, to be drawn in so many pixels. */
  curve(from: number, to: number, width: number): Curve {
    const last = this.last;
    if (last && last.from === from && last.to === to && last.width === width) {
      return last.curve;
    }
    const level = levelOf(to - from, width);
    const missing = this.tiles.missing(from, to, level);
    this.ask(missing, level);
    const { rows, marks } = this.tiles.known(from, to, level);
    const curve = { rows, marks, gap: this.gap, first: this.first, loading: missing.length > 0 };
    this.last = { from, to, width, curve };
    return curve;
  }

  hostConnected(): void {
    this.onPage = true;
    this.begin();
  }

  hostDisconnected(): void {
    this.onPage = false;
    this.end();
  }

  private begin(): void {
    if (this.onPage && this.connection && this.entityId) {
      this.connection.addEventListener("ready", this.onReady);
      this.connection.addEventListener("disconnected", this.onDisconnected);
      // Whatever came while nobody listened is not among what is known.
      this.tiles.changed({ start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY });
      this.subscribe(this.connection, this.entityId);
    }
  }

  private end(): void {
    this.turn += 1;
    this.connection?.removeEventListener("ready", this.onReady);
    this.connection?.removeEventListener("disconnected", this.onDisconnected);
    void this.unsubscribe?.().catch(() => undefined);
    this.unsubscribe = undefined;
    this.forgetWhatIsAsked();
    this.subscribeAt = Number.POSITIVE_INFINITY;
    this.failures = 0;
    this.stopTimer?.();
    this.stopTimer = undefined;
  }

  private subscribe(connection: Connection, entityId: string): void {
    const turn = ++this.turn;
    this.subscribeAt = Number.POSITIVE_INFINITY;
    const mine = (event: PersonEvent): void => {
      if (turn === this.turn) {
        this.heard(event);
      }
    };
    subscribe({ connection }, entityId, mine).then(
      (unsubscribe) => {
        if (turn === this.turn) {
          this.unsubscribe = unsubscribe;
          this.failures = 0;
        } else {
          void unsubscribe().catch(() => undefined);
        }
      },
      (reason: unknown) => {
        if (turn === this.turn) {
          this.refused(troubleOf(reason));
        }
      },
    );
    this.setTimer();
  }

  private refused(trouble: Trouble): void {
    this.trouble = trouble;
    if (trouble !== "disconnected") {
      this.person = undefined;
    }
    this.subscribeAt = now() + Math.min(FIRST_RETRY * 2 ** this.failures, LAST_RETRY);
    this.failures += 1;
    this.update();
  }

  private readonly onDisconnected = (): void => {
    this.turn += 1;
    this.unsubscribe = undefined; // It belongs to the connection that is lost.
    this.subscribeAt = Number.POSITIVE_INFINITY;
    this.forgetWhatIsAsked();
    this.trouble = "disconnected";
    this.update();
  };

  private readonly onReady = (): void => {
    this.unsubscribe = undefined;
    this.failures = 0;
    this.forgetWhatIsAsked();
    if (this.connection && this.entityId) {
      this.tiles.changed({ start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY });
      this.subscribe(this.connection, this.entityId);
    }
    this.update();
  };

  private heard(event: PersonEvent): void {
    switch (event.type) {
      case "person":
        this.person = event.person;
        this.trouble = undefined;
        this.clock.heard(event.person.now);
        break;
      case "readings":
        this.tiles.add(event.rows);
        for (const asked of this.asked) {
          asked.meanwhile.push(...event.rows);
        }
        break;
      case "changed":
        this.changed(event.start, event.end);
        break;
      case "gone":
        this.person = undefined;
        this.trouble = "not_loaded";
        this.changed(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
        break;
    }
    this.update();
  }

  private changed(start: number, end: number): void {
    this.tiles.changed({ start, end });
    for (const asked of this.asked) {
      asked.stale ||= asked.start < end && start < asked.end;
    }
  }

  /** Asks for tiles, unless they are asked for already, somebody was refused a moment ago, or nobody would answer. */
  private ask(missing: readonly Span[], level: number): void {
    const { connection, entityId, trouble, askAgainAt } = this;
    const answers = trouble === undefined || trouble === "loading";
    if (!this.onPage || !connection || !entityId || !answers || askAgainAt !== Number.POSITIVE_INFINITY) {
      return;
    }
    const isAsked = ({ start }: Span): boolean =>
      this.asked.some((one) => one.level === level && one.start <= start && start < one.end);
    for (const wanted of joined(
      missing.filter((tile) => !isAsked(tile)),
      level,
    )) {
      void this.askFor(connection, entityId, { ...wanted, meanwhile: [], stale: false });
    }
  }

  private async askFor(connection: Connection, entityId: string, asked: Asked): Promise<void> {
    this.asked.push(asked);
    const isWanted = (): boolean => this.asked.includes(asked);
    try {
      const answer = await readings({ connection }, entityId, asked.start, asked.end, widthOf(asked));
      if (isWanted()) {
        this.answered(asked, answer);
      }
    } catch {
      if (isWanted()) {
        this.askAgainAt = now() + FIRST_RETRY;
      }
    }
    if (isWanted()) {
      this.asked = this.asked.filter((one) => one !== asked);
      this.update();
    }
  }

  private answered(asked: Asked, answer: Readings): void {
    this.tiles.put(asked, answer.rows, answer.marks, asked.stale);
    this.tiles.add(asked.meanwhile);
    this.gap = answer.gap;
    this.first = answer.first;
  }

  private forgetWhatIsAsked(): void {
    this.asked = [];
    this.askAgainAt = Number.POSITIVE_INFINITY;
    this.last = undefined;
  }

  /** Something is to be shown. */
  private update(): void {
    this.last = undefined;
    this.setTimer();
    this.host.requestUpdate();
  }

  /** Waits for whatever is due first: another try, or a value that grows older. */
  private setTimer(): void {
    this.stopTimer?.();
    this.stopTimer = undefined;
    if (this.onPage && this.connection && this.entityId) {
      const due = Math.min(this.subscribeAt, this.askAgainAt, now() + this.untilOlder());
      this.stopTimer = later(this.onTimer, Math.max(0, due - now()));
    }
  }

  private readonly onTimer = (): void => {
    this.stopTimer = undefined;
    if (this.askAgainAt <= now()) {
      this.askAgainAt = Number.POSITIVE_INFINITY;
    }
    if (this.subscribeAt <= now() && this.connection && this.entityId) {
      this.subscribe(this.connection, this.entityId);
    }
    this.update();
  };

  /** In how many ms the reading's age goes up a minute, or it becomes too old. */
  private untilOlder(): number {
    const { reading, stale_at } = this.person ?? { reading: null, stale_at: null };
    if (!reading) {
      return MINUTE;
    }
    const older = MINUTE - ((((this.now - reading.time) % MINUTE) + MINUTE) % MINUTE);
    const stale = stale_at === null || stale_at <= this.now ? MINUTE : stale_at - this.now;
    return Math.min(older, stale);
  }
}
