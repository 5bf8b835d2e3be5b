/** What the cards that look back share: one person, one question, asked again as time goes on. */

import { html, LitElement, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";

import { PersonController } from "../data/controller";
import type { HomeAssistant } from "../data/hass";
import { Latest } from "../data/latest";
import type { Person } from "../data/protocol";
import { type Trouble, troubleOf } from "../data/trouble";
import { stubConfig } from "../editor/choose";
import { GLUCOSE } from "../editor/form";
import { Formats } from "../model/format";
import { entityOf, type PageConfig } from "../model/pages";
import { FIELDS } from "../text/editor";
import { TROUBLES } from "../text/en";

const MINUTE = 60_000;
/** How long an answer is shown before it is asked for again: what looks back changes slowly. */
const KEPT = 5 * MINUTE;

/** `hass` changes with every state in the house; what is drawn here depends on little of it. */
function matters(hass?: HomeAssistant, before?: HomeAssistant): boolean {
  return hass?.connection !== before?.connection || hass?.locale !== before?.locale || hass?.config !== before?.config;
}

export abstract class Page<Answer> extends LitElement {
  @property({ attribute: false, hasChanged: matters }) hass?: HomeAssistant;
  @state() protected answer: Answer | undefined;
  /** Why the last question was not answered. */
  @state() protected failed: Trouble | undefined;
  /** Whether what is on screen answers another question than the one that is asked. */
  @state() protected waiting = false;
  @state() protected entity: string | undefined;

  protected readonly person = new PersonController(this);
  private readonly latest = new Latest();
  /** By the server's clock; undefined: not asked yet. */
  private asked: number | undefined;

  protected abstract question(hass: HomeAssistant, entity: string): Promise<Answer>;
  protected abstract picture(answer: Answer, person: Person, formats: Formats): TemplateResult;

  static getStubConfig(hass: HomeAssistant): Partial<PageConfig> {
    return stubConfig(hass);
  }

  static getConfigForm(): unknown {
    return {
      schema: [{ name: "entity", required: true, selector: { entity: { filter: GLUCOSE } } }],
      computeLabel: () => FIELDS.entity,
    };
  }

  setConfig(config: PageConfig): void {
    this.entity = entityOf(config);
    this.answer = undefined;
    this.anew();
  }

  getCardSize(): number {
    return 8;
  }

  getGridOptions(): unknown {
    return { columns: "full", rows: "auto", min_columns: 6 };
  }

  /** Asks at once. What is on screen answers another question: it stays until there is an answer, and no longer. */
  protected anew(): void {
    this.waiting = true;
    this.asked = undefined;
    this.latest.forget();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.asked = undefined;
    this.latest.forget();
  }

  /** The host is updated every minute, by which the person's age goes: that is the clock here, too. */
  protected override willUpdate(): void {
    this.person.follow(this.hass, this.entity);
    const { person, now } = this.person;
    if (this.hass && this.entity && person && (this.asked === undefined || now - this.asked >= KEPT)) {
      this.asked = now;
      void this.latest.ask(
        this.question(this.hass, this.entity),
        (answer) => {
          this.answer = answer;
          this.failed = undefined;
          this.waiting = false;
        },
        (reason) => {
          this.failed = troubleOf(reason);
          if (this.waiting) {
            this.answer = undefined;
          }
          this.asked = now - KEPT + MINUTE;
        },
      );
    }
  }

  protected override render(): TemplateResult {
    const { person } = this.person;
    const trouble = this.person.trouble ?? this.failed;
    if (!this.hass || !person || !this.answer) {
      return html`<ha-card><p class="trouble" role="status">${TROUBLES[trouble ?? "loading"]}</p></ha-card>`;
    }
    const formats = new Formats(this.hass.locale, this.hass.config.time_zone);
    return html`<ha-card>
      ${trouble ? html`<p class="trouble" role="status">${TROUBLES[trouble]}</p>` : ""}
      ${this.picture(this.answer, person, formats)}
    </ha-card>`;
  }
}
