/** The card: its configuration, whom it shows, and the stretch of time that they share. */

import { html, LitElement, nothing } from "lit";
import { state } from "lit/decorators.js";

import type { HomeAssistant } from "../data/hass";
import { stubConfig } from "../editor/choose";
import { configForm } from "../editor/form";
import { ofHours, type Window } from "../geometry/window";
import { type CardConfig, normalize, type Settings } from "../model/config";
import { Formats } from "../model/format";
import { cardStyles } from "./card_styles";
import { spanButtons } from "./hours";
import { colours, shared } from "./styles";

/** Whether something has changed that the card is drawn from: states of entities are none of it. */
function matters(before: HomeAssistant | undefined, after: HomeAssistant): boolean {
  return (
    !before ||
    before.connection !== after.connection ||
    before.connected !== after.connected ||
    before.locale !== after.locale ||
    before.config.time_zone !== after.config.time_zone ||
    before.localize !== after.localize
  );
}

/** `librelink-up-card`; `register.ts` gives it its name, never a decorator: see there. */
export class LibreLinkUpCard extends LitElement {
  static override styles = [colours, shared, cardStyles];
  static getConfigForm = configForm;
  static getStubConfig = stubConfig;

  @state() private settings?: Settings;
  @state() private window: Window = ofHours(3);
  private used?: HomeAssistant;
  private formats?: Formats;

  setConfig(config: CardConfig): void {
    const settings = normalize(config);
    if (settings.hours !== this.settings?.hours) {
      this.window = ofHours(settings.hours);
    }
    this.settings = settings;
  }

  set hass(hass: HomeAssistant) {
    if (matters(this.used, hass)) {
      this.used = hass;
      this.formats = new Formats(hass.locale, hass.config.time_zone);
      this.requestUpdate();
    }
  }

  getCardSize(): number {
    const { layout, entities } = this.settings ?? { layout: "normal", entities: [""] };
    return layout === "compact" ? entities.length : 7 * entities.length;
  }

  getGridOptions(): object {
    const { layout, entities } = this.settings ?? { layout: "normal", entities: [""] };
    switch (layout) {
      case "compact":
        return entities.length > 1
          ? { columns: 12, rows: entities.length, min_columns: 4, min_rows: entities.length }
          : { columns: 6, rows: 2, min_columns: 3, min_rows: 1 };
      case "wall":
        return { columns: "full", rows: 10, min_columns: 6, min_rows: 6 };
      default:
        return { columns: 12, rows: "auto", min_columns: 6 };
    }
  }

  protected override render(): unknown {
    const { settings, used, formats } = this;
    if (!settings || !used || !formats) {
      return nothing;
    }
    const several = settings.entities.length > 1;
    return html`<ha-card class="${settings.layout} ${several ? "several" : ""}">
      <div class="people">
        ${settings.entities.map(
          (entityId) =>
            html`<librelink-up-person
              .hass=${used}
              .entityId=${entityId}
              .settings=${settings}
              .formats=${formats}
              .window=${this.window}
              .layout=${settings.layout}
              ?small=${several}
              @window=${this.onWindow}
            ></librelink-up-person>`,
        )}
      </div>
      ${several && settings.layout !== "compact" && settings.shown.has("curve") ? spanButtons(this.window, this.change) : nothing}
    </ha-card>`;
  }

  private readonly onWindow = ({ detail }: CustomEvent<Window>): void => this.change(detail);

  private readonly change = (window: Window): void => {
    this.window = window;
  };
}
