/** The card's configuration: what users write (`CardConfig`), and the same with every default filled in (`Settings`). */

export const LAYOUTS = ["normal", "compact", "wall"] as const;
export type Layout = (typeof LAYOUTS)[number];
export type Hours = 1 | 3 | 6 | 12 | 24;
export const HOURS: readonly Hours[] = [1, 3, 6, 12, 24];

/** Parts around the value and the curve; each can be switched off. */
export const PARTS = ["curve", "forecast", "range", "sensor", "nightscout", "told", "buttons"] as const;
export type Part = (typeof PARTS)[number];

export interface CardConfig {
  type: string;
  /** A person's *Glucose* entity, ... */
  entity?: string;
  /** ... and those of more people, as small multiples in one card. */
  entities?: readonly string[];
  name?: string;
  /** The editor's form writes it as a text. */
  hours?: Hours | `${Hours}`;
  layout?: Layout;
  /** Parts that are not shown. */
  hide?: readonly Part[];
}

export interface Settings {
  entities: readonly string[];
  name: string | null;
  hours: Hours;
  layout: Layout;
  shown: ReadonlySet<Part>;
}

export const CARD_TYPE = "librelink-up-card";

/** Fills in the defaults; throws an error with a text for the user when the configuration makes no sense. */
export function normalize(config: CardConfig): Settings {
  const more: unknown = config.entities ?? [];
  const entities: unknown[] = [...(config.entity ? [config.entity] : []), ...(Array.isArray(more) ? more : [more])];
  if (entities.length === 0 || !entities.every((id) => typeof id === "string")) {
    throw new Error("Choose the Glucose entity of a person (entity), or of several (entities).");
  }
  const hours = HOURS.find((some) => some === Number(config.hours ?? 3));
  if (!hours) {
    throw new Error(`hours is one of ${HOURS.join(", ")}.`);
  }
  const layout = config.layout ?? "normal";
  if (!LAYOUTS.includes(layout)) {
    throw new Error(`layout is one of ${LAYOUTS.join(", ")}.`);
  }
  const hide = new Set(config.hide ?? []);
  return {
    entities: [...new Set(entities)],
    name: config.name || null,
    hours,
    layout,
    shown: new Set(PARTS.filter((part) => !hide.has(part))),
  };
}
