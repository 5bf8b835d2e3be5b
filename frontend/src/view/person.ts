/** One person on the card: value, curve and what is around them. */

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";

import { type Curve, PersonController, type Trouble } from "../data/controller";
import type { HomeAssistant } from "../data/hass";
import type { Person } from "../data/protocol";
import { type Bounds, ofHours, pan, visible, type Window, zoom } from "../geometry/window";
import type { Part, Settings } from "../model/config";
import type { Formats } from "../model/format";
import { stateAt } from "../model/shown";
import { STATES, TEXT, TROUBLES } from "../text/en";
import * as around from "./around";
import type { Move } from "./curve";
import { spanButtons } from "./hours";
import { personStyles } from "./person_styles";
import { colours, shared } from "./styles";
import { about, notes, number, type Seen, sentence } from "./value";

/** What makes that nothing of a person may be shown, not even what was known. */
const SECRET: ReadonlySet<Trouble> = new Set(["loading", "not_found", "unauthorized"]);

/** From so many pixels on, a curve has larger letters. */
const WIDE = 700;

export class LibreLinkUpPerson extends LitElement {
  static override styles = [colours, shared, personStyles];

  @property({ attribute: false }) hass!: HomeAssistant;
  @property({ attribute: false }) entityId!: string;
  @property({ attribute: false }) settings!: Settings;
  @property({ attribute: false }) formats!: Formats;
  @property({ attribute: false }) window!: Window;
  /** One of several in a card: then there is room for less. */
  @property({ type: Boolean, reflect: true }) small = false;
  @property({ reflect: true }) layout = "normal";
  /** Only the curve, of another day than today: what glucose is now has no place over it. */
  @property({ type: Boolean }) past = false;

  @state() private width = 0;
  @state() private height = 0;
  @state() private pressing = false;
  @state() private failed = false;
  @query(".plot-box") private box!: HTMLElement | null;

  private readonly controller = new PersonController(this);
  /** The last that was known of this person. */
  private last: { entityId: string; person: Person } | undefined;
  private first: number | null = null;
  private readonly sizes = new ResizeObserver(([entry]) => {
    if (entry) {
      this.width = Math.floor(entry.contentRect.width);
      this.height = Math.floor(entry.contentRect.height);
    }
  });
  private observed: HTMLElement | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    // A page that slept shows at once how old everything has become.
    document.addEventListener("visibilitychange", this.wake);
    this.wake();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.wake);
    this.sizes.disconnect();
    this.observed = null;
  }

  private readonly wake = (): void => this.requestUpdate();

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.controller.follow(this.hass, this.entityId);
    if (changed.has("entityId")) {
      this.first = null;
    }
  }

  protected override updated(): void {
    if (this.box !== this.observed) {
      this.sizes.disconnect();
      this.observed = this.box;
      if (this.box) {
        this.sizes.observe(this.box);
        this.width = this.box.clientWidth;
        this.height = this.box.clientHeight;
      }
    }
  }

  private get known(): Person | undefined {
    const { person, trouble } = this.controller;
    if (person) {
      this.last = { entityId: this.entityId, person };
      return person;
    }
    const kept = this.last?.entityId === this.entityId && trouble && !SECRET.has(trouble);
    return kept ? this.last?.person : undefined;
  }

  private shows(part: Part): boolean {
    return this.settings.shown.has(part);
  }

  protected override render(): unknown {
    const person = this.known;
    const { trouble, now } = this.controller;
    if (!person) {
      const reason = trouble ?? "loading";
      // What is about to come needs room: nothing jumps when it is there.
      const room = reason === "loading" && this.layout === "normal" && this.shows("curve") ? "room" : "";
      return html`<div class="nothing ${room}" role="status">${TROUBLES[reason]}</div>`;
    }
    const seen: Seen = {
      person,
      trouble,
      now: now || person.now,
      formats: this.formats,
      name: this.settings.entities.length === 1 ? (this.settings.name ?? person.name) : person.name,
      forecast: this.shows("forecast"),
    };
    return html`<div class="body ${this.layout}">${this.layout === "compact" ? this.compact(seen) : this.whole(seen)}</div>`;
  }

  private compact(seen: Seen): unknown {
    return html`${this.head(seen)}${this.shows("curve") ? this.curve(seen, true) : nothing}`;
  }

  private whole(seen: Seen): unknown {
    const { person, now, formats } = seen;
    return html`
      ${this.past ? nothing : this.head(seen)}${this.shows("buttons") ? this.silence(seen) : nothing}
      ${this.shows("curve") ? [this.curve(seen, false), this.small ? nothing : this.span()] : nothing}
      <div class="around">
        ${this.shows("range") ? around.rangeBar(person, formats) : nothing}
        ${this.shows("sensor") ? around.sensorRing(person, now, formats) : nothing}
        ${this.shows("nightscout") ? around.nightscoutState(person, this.explain) : nothing}
        ${this.shows("told") && !this.small ? around.toldList(person, now, formats) : nothing}
      </div>
    `;
  }

  private head(seen: Seen): TemplateResult {
    const state = seen.trouble ? "no_readings" : stateAt(seen.person, seen.now);
    return html`<button class="head ${state}" aria-label="${sentence(seen)}. ${TEXT.details}" @click=${this.details}>
        <span class="name">${seen.name}</span>${number(seen)}${about(seen)}${notes(seen)}
      </button>
      <span class="spoken" role="status">${seen.name}: ${seen.trouble ? TROUBLES[seen.trouble] : STATES[state]}</span>`;
  }

  private get bounds(): Bounds {
    return { now: this.controller.now, first: this.first, forecast: this.shows("forecast") };
  }

  private curve(seen: Seen, plain: boolean): TemplateResult {
    const window = plain ? ofHours(this.settings.hours) : this.window;
    const span = visible(window, { ...this.bounds, now: seen.now });
    const curve: Curve | null = this.width > 0 ? this.controller.curve(span.start, span.end, this.width) : null;
    this.first = curve?.first ?? this.first;
    return html`<div class="plot-box">
      ${
        curve &&
        html`<librelink-up-curve
          .person=${seen.person}
          .curve=${curve}
          .seen=${span}
          .formats=${this.formats}
          .now=${seen.now}
          .width=${this.width}
          .height=${this.height}
          .text=${this.letters}
          .forecast=${this.shows("forecast") && !seen.trouble}
          .plain=${plain}
          @move=${this.onMove}
        ></librelink-up-curve>`
      }
    </div>`;
  }

  /** The size of the curve's letters, in pixels. */
  private get letters(): number {
    return this.layout === "wall" ? Math.min(Math.max(this.width / 55, 14), 30) : this.width > WIDE ? 13 : 11;
  }

  private span(): unknown {
    return spanButtons(this.window, this.change);
  }

  private silence({ person, now, formats }: Seen): unknown {
    return html`<div class="silence-box" ?inert=${this.pressing}>
      ${around.buttons(person, now, formats, this.press)}${
        this.failed ? html`<span role="alert" class="failed">${TEXT.failed}</span>` : nothing
      }
    </div>`;
  }

  private readonly onMove = ({ detail: move }: CustomEvent<Move>): void => {
    if (move.type === "now") {
      this.change({ ...this.window, end: null });
    } else if (move.type === "pan") {
      this.change(pan(this.window, move.by, this.bounds));
    } else {
      this.change(zoom(this.window, move.factor, move.around, this.bounds));
    }
  };

  private readonly change = (window: Window): void => {
    this.dispatchEvent(new CustomEvent<Window>("window", { detail: window }));
  };

  private readonly details = (): void => {
    this.dispatchEvent(
      new CustomEvent("hass-more-info", { bubbles: true, composed: true, detail: { entityId: this.entityId } }),
    );
  };

  private readonly press = async (entityId: string): Promise<void> => {
    this.pressing = true;
    this.failed = false;
    try {
      await this.hass.callService("button", "press", { entity_id: entityId });
    } catch {
      this.failed = true;
    } finally {
      this.pressing = false;
    }
  };

  private readonly explain = (problem: string): string =>
    this.hass.localize(
      `component.librelink_up.entity.binary_sensor.nightscout_problem.state_attributes.reason.state.${problem}`,
    ) || problem;
}
