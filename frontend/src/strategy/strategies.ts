/** What Home Assistant asks for a dashboard, a view or a section: `custom:librelink-up` as the type of a strategy. */

import type { HomeAssistant } from "../data/hass";
import { dashboard, now, section } from "./generate";
import type { DashboardConfig, SectionConfig, ViewConfig } from "./lovelace";
import { differs, followed } from "./people";

/** What all three share: they are looked at anew when people come or go, not at every state that changes. */
class Strategy extends HTMLElement {
  static shouldRegenerate(_config: unknown, before: HomeAssistant, after: HomeAssistant): boolean {
    return differs(before, after);
  }
}

/** The dashboard. There is nothing to choose: whoever wants it otherwise takes it over. */
export class DashboardStrategy extends Strategy {
  static readonly noEditor = true;

  static getCreateSuggestions(): { title: string; icon: string } {
    return { title: "LibreLink Up", icon: "mdi:diabetes" };
  }

  static async generate(_config: unknown, hass: HomeAssistant): Promise<DashboardConfig> {
    return dashboard(followed(hass), hass.user?.is_admin ?? false);
  }
}

/** The view *Now*, for somebody's own dashboard. */
export class ViewStrategy extends Strategy {
  static async generate(_config: unknown, hass: HomeAssistant): Promise<ViewConfig> {
    return now(followed(hass));
  }
}

/** Everybody's card as one section, for somebody's own view. */
export class SectionStrategy extends Strategy {
  static async generate(_config: unknown, hass: HomeAssistant): Promise<SectionConfig> {
    return section(followed(hass));
  }
}

/** By the names under which Home Assistant looks for them. */
export const STRATEGIES = {
  "ll-strategy-dashboard-librelink-up": DashboardStrategy,
  "ll-strategy-view-librelink-up": ViewStrategy,
  "ll-strategy-section-librelink-up": SectionStrategy,
} as const;
