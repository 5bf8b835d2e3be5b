/** The card. */

import { html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";

import type { HomeAssistant } from "../data/hass";
import { stubConfig } from "../editor/choose";
import { configForm } from "../editor/form";
import { type CardConfig, normalize, type Settings } from "../model/config";

/** `librelink-up-card`; `register.ts` gives it its name, never a decorator: see there. */
export class LibreLinkUpCard extends LitElement {
  static getConfigForm = configForm;
  static getStubConfig = stubConfig;

  @property({ attribute: false }) hass?: HomeAssistant;
  @state() private settings?: Settings;

  setConfig(config: CardConfig): void {
    this.settings = normalize(config);
  }

  protected override render(): unknown {
    const hass = this.hass;
    if (!hass || !this.settings) {
      return nothing;
    }
    return html`<ha-card>${this.settings.entities.map((id) => html`<p>${hass.states[id]?.state ?? "–"}</p>`)}</ha-card>`;
  }
}
