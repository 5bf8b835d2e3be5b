/** What the card is where people choose one: its name, a first configuration, and what fits to an entity. */

import type { HomeAssistant } from "../data/hass";
import { CARD_TYPE, type CardConfig } from "../model/config";
import { EDITOR } from "../text/editor";

type Entities = Pick<HomeAssistant, "entities">;

const TYPE = `custom:${CARD_TYPE}`;

/** Whether an entity is the *Glucose* of a person. */
export function isGlucose(hass: Entities, entityId: string): boolean {
  const entity = hass.entities[entityId];
  return entity?.platform === "librelink_up" && entity.translation_key === "glucose";
}

/** A first configuration: the first person there is. */
export function stubConfig(hass: Entities): Omit<CardConfig, "type"> {
  const [first] = Object.keys(hass.entities)
    .filter((entityId) => isGlucose(hass, entityId))
    .sort();
  return { entity: first ?? "" };
}

interface Suggestion {
  label?: string;
  config: CardConfig;
}

/** What fits to an entity; null: it is not ours. */
export function suggestions(hass: Entities, entityId: string): Suggestion[] | null {
  if (!isGlucose(hass, entityId)) {
    return null;
  }
  return [
    { config: { type: TYPE, entity: entityId } },
    { label: EDITOR.withoutCurve, config: { type: TYPE, entity: entityId, layout: "compact" } },
  ];
}

export const CARD_ENTRY = {
  type: CARD_TYPE,
  name: EDITOR.card,
  description: EDITOR.cardHelp,
  preview: true,
  getEntitySuggestion: suggestions,
} as const;

/** `librelink-up` in *Add dashboard*; `ll-strategy-dashboard-librelink-up` is what stands behind it. */
export const DASHBOARD_ENTRY = {
  type: "librelink-up",
  strategyType: "dashboard",
  name: EDITOR.card,
  description: EDITOR.dashboardHelp,
} as const;
