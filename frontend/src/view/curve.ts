/** The curve as an element: it draws, is read from, and says how somebody wants to move. */

import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";

import type { Curve } from "../data/controller";
import type { Person, Row } from "../data/protocol";
import { extremes, within } from "../geometry/curve";
import { type Frame, numbers, range, timeAt } from "../geometry/frame";
import { type Found, marksAt, readAt, step } from "../geometry/read";
import type { Span } from "../geometry/window";
import type { Formats } from "../model/format";
import { TEXT } from "../text/en";
import { curveStyles } from "./curve_styles";
import * as draw from "./drawing";
import { listen } from "./gestures";
import { colours, shared } from "./styles";
import { tip, words } from "./tip";

/** How somebody wants to move: by a part of what is seen, by a factor around a time, or back to now. */
export type Move =
  | { readonly type: "pan"; readonly by: number }
  | { readonly type: "zoom"; readonly factor: number; readonly around: number }
  | { readonly type: "now" };

/** Pixels from a reading within which it is meant, also beside a hole. */
const REACH = 14;

/** What changes while somebody reads: the picture below stays as it is. */
const READING: ReadonlySet<PropertyKey> = new Set(["at", "said"]);

export class LibreLinkUpCurve extends LitElement {
  static override styles = [colours, shared, curveStyles];

  @property({ attribute: false }) person!: Person;
  @property({ attribute: false }) curve!: Curve;
  @property({ attribute: false }) seen!: Span;
  @property({ attribute: false }) formats!: Formats;
  @property({ attribute: false }) now = 0;
  @property({ attribute: false }) width = 0;
  @property({ attribute: false }) height = 0;
  /** The size of its words, in pixels. */
  @property({ attribute: false }) text = 11;
  /** Only the curve: nothing is written, and nothing can be read. */
  @property({ attribute: false }) plain = false;
  @property({ attribute: false }) forecast = true;
  /** The time that is read; null: nothing is. */
  @state() private at: number | null = null;
  /** What a screen reader is told. */
  @state() private said = "";
  @query(".plot") private plot!: HTMLElement;

  private frame!: Frame;
  private rows: readonly Row[] = [];
  private unlisten?: () => void;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) {
      this.listen();
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unlisten?.();
  }

  protected override firstUpdated(): void {
    this.listen();
  }

  private listen(): void {
    if (this.plain) {
      return;
    }
    const perPixel = (): number => (this.seen.end - this.seen.start) / (this.frame.right - this.frame.left);
    this.unlisten = listen(
      this.plot,
      {
        read: (x) => {
          this.at = x === null ? null : timeAt(this.frame, x);
        },
        pan: (by) => this.move({ type: "pan", by: -by * perPixel() }),
        zoom: (factor, x) => this.move({ type: "zoom", factor, around: timeAt(this.frame, x) }),
      },
      () => this.renderRoot instanceof ShadowRoot && this.renderRoot.activeElement === this.plot,
    );
  }

  private move(move: Move): void {
    this.dispatchEvent(new CustomEvent<Move>("move", { detail: move }));
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if ([...changed.keys()].some((key) => !READING.has(key))) {
      const { start, end } = this.seen;
      this.rows = within(this.curve.rows, start, end);
      const text = this.plain ? 0 : this.text;
      this.frame = {
        left: text * 2.9,
        right: this.width - (this.plain ? 2 : 6),
        top: this.plain ? 4 : 8,
        bottom: this.height - (this.plain ? 4 : text * 1.8),
        start,
        end,
        ...range(this.everyNumber(), this.person.limits),
      };
    }
  }

  private *everyNumber(): Generator<number> {
    yield* numbers(this.rows, this.seen.start, this.seen.end);
    if (this.forecast && this.now <= this.seen.end) {
      yield* this.person.forecast.map(([, glucose]) => glucose);
    }
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const span = this.seen.end - this.seen.start;
    const around = this.at ?? this.seen.end;
    const keys: Record<string, () => void> = {
      ArrowLeft: () => (event.shiftKey ? this.move({ type: "pan", by: -span / 4 }) : this.readNext(-1)),
      ArrowRight: () => (event.shiftKey ? this.move({ type: "pan", by: span / 4 }) : this.readNext(1)),
      PageUp: () => this.move({ type: "pan", by: -span }),
      PageDown: () => this.move({ type: "pan", by: span }),
      Home: () => this.readRow(this.rows[0] ?? null),
      End: () => this.move({ type: "now" }),
      "+": () => this.move({ type: "zoom", factor: 0.5, around }),
      "-": () => this.move({ type: "zoom", factor: 2, around }),
      Escape: () => this.readRow(null),
    };
    const key = keys[event.key];
    if (key && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      key();
    }
  };

  private readNext(by: 1 | -1): void {
    const row = step(this.curve.rows, this.at, by);
    this.readRow(row);
    // Who reads on beyond the edge takes the picture along.
    const { start, end } = this.seen;
    if (row && (row[0] < start || row[0] > end)) {
      this.move({ type: "pan", by: row[0] < start ? row[0] - start : row[0] - end });
    }
  }

  private readRow(row: Row | null): void {
    this.at = row ? row[0] : null;
    this.said = row ? words({ row }, [], this.person, this.formats, this.now) : "";
  }

  private get found(): Found {
    return this.at === null ? null : readAt(this.curve.rows, this.at, this.curve.gap, REACH * this.perPixel);
  }

  private get perPixel(): number {
    return (this.frame.end - this.frame.start) / Math.max(this.frame.right - this.frame.left, 1);
  }

  protected override render(): unknown {
    if (this.width <= 0 || this.height <= 0) {
      return html`<div class="plot"></div>`;
    }
    return this.plain ? html`<div class="plot" aria-hidden="true">${this.picture(null)}</div>` : this.readable();
  }

  private readable(): unknown {
    const { person, formats, now, frame } = this;
    const found = this.found;
    const near = found && "row" in found ? marksAt(this.curve.marks, found.row[0], REACH * this.perPixel) : [];
    return html`<div
        class="plot"
        tabindex="0"
        role="application"
        aria-roledescription="curve"
        aria-label=${this.summary()}
        aria-describedby="help"
        @keydown=${this.onKey}
        @blur=${() => {
          this.at = null;
        }}
      >
        ${this.picture(found)}${found ? tip(found, near, person, formats, now, frame) : nothing}${
          this.rows.length === 0
            ? html`<span class="empty">${this.curve.loading ? TEXT.loadingCurve : TEXT.noReadings}</span>`
            : nothing
        }
      </div>
      <span id="help" class="spoken">${TEXT.curveHelp}</span>
      <span class="spoken" aria-live="polite">${this.said}</span>`;
  }

  private summary(): string {
    const { seen, formats, now, person } = this;
    const span = TEXT.curve(formats.when(seen.start, now), formats.when(Math.min(seen.end, now), now));
    const found = extremes(this.rows, seen.start, seen.end);
    if (!found) {
      return span;
    }
    const [lowest, highest] = [found.lowest, found.highest].map((row) => draw.written(row, person.unit, formats));
    return `${span}, ${TEXT.between(lowest ?? "", highest ?? "", person.unit)}`;
  }

  private picture(found: Found): unknown {
    const { frame, person, curve, formats, rows, text, now } = this;
    const { limits, unit } = person;
    const written = !this.plain;
    return html`<svg width=${this.width} height=${this.height} style="font-size:${text}px" aria-hidden="true">
      <clipPath id="inside"><rect x=${frame.left} y="0" width=${frame.right - frame.left} height=${this.height} /></clipPath>
      ${draw.bands(frame, limits)}${written ? draw.axes(frame, limits, unit, formats, text) : nothing}
      <g clip-path="url(#inside)">
        ${draw.nowLine(frame, now)}${draw.readings(frame, rows, curve.gap, limits, text / 3.4)}
        ${this.forecast ? draw.forecast(frame, person, text / 3.4) : nothing}
        ${written ? draw.marks(frame, curve.marks, formats, frame.bottom - 9) : nothing}
        ${found && "row" in found ? draw.cursor(frame, found.row, limits) : nothing}
      </g>
      ${draw.newest(frame, curve.rows, limits, text / 2.2)}${written ? draw.ends(frame, rows, person, formats, text) : nothing}
    </svg>`;
  }
}
