/** Texts of the card's editor and of what people choose from, in English. */

import type { CardConfig, Layout, Part } from "../model/config";

export type Field = Exclude<keyof CardConfig, "type">;

export const EDITOR = {
  card: "LibreLink Up",
  cardHelp: "Glucose of the people you follow: the value, its trend, and a curve that can be read off.",
  dashboardHelp: "Everybody you follow: now, the last days, and a report for the clinic. Nothing to fill in.",
  withoutCurve: "Compact",
  notForTheForm: "This can only be changed as text: something in it is not what the form knows.",
} as const;

export const FIELDS: Readonly<Record<Field, string>> = {
  entity: "Person",
  entities: "More people in the same card",
  name: "Title",
  hours: "Hours shown at first",
  layout: "Look",
  hide: "Leave out",
};

export const HELP: Readonly<Record<Field, string>> = {
  entity: "The entity called Glucose of the person.",
  entities: "Each gets a small curve of their own, all over the same time.",
  name: "Leave empty for the person's own name.",
  hours: "Everything else that is recorded can be reached on the card itself.",
  layout:
    "Compact is the value, with a small curve beside it where there is room. Wall is for a screen that is read from across the room.",
  hide: "The value, its age and its trend are always there.",
};

export const LAYOUTS_NAMED: Readonly<Record<Layout, string>> = {
  normal: "Normal",
  compact: "Compact",
  wall: "Wall",
};

export const PARTS_NAMED: Readonly<Record<Part, string>> = {
  curve: "Curve",
  forecast: "Forecast",
  range: "Time in range today",
  sensor: "Life of the sensor",
  nightscout: "Nightscout",
  told: "What happened today",
  buttons: "Acknowledge and snooze",
};

export const hoursNamed = (hours: number): string => (hours === 1 ? "1 hour" : `${hours} hours`);
