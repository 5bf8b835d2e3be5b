/** The dashboard as configuration, made of people and words alone: this is what it is taken over as, and edited. */

import { CARD_TYPE } from "../model/config";
import { DAYS_TYPE, REPORT_TYPE } from "../model/pages";
import { PAGES } from "../text/pages";
import type { CardConfig, DashboardConfig, SectionConfig, ViewConfig } from "./lovelace";
import type { Followed } from "./people";

const PATHS = ["now", "days", "report"] as const;
type Path = (typeof PATHS)[number];
type Tile = keyof typeof PAGES.tiles;

/** Where people are added; it offers that also while there is no account. */
const INTEGRATION = "/config/integrations/integration/librelink_up";
const COLUMNS = 4;
/** A report is as wide as a page, however wide the screen is. */
const PAGE_COLUMNS = 2;

/** What there is of a subject, by the entities' translation keys. */
const SUBJECTS = [
  { heading: "alerts", icon: "mdi:bell-outline", keys: ["acknowledge", "snooze", "silenced", "signal_lost"] },
  { heading: "sensor", icon: "mdi:circle-double", keys: ["sensor_state", "sensor_expires"] },
  { heading: "nightscout", icon: "mdi:cloud-upload-outline", keys: ["nightscout_problem", "nightscout_waiting"] },
] as const;
const PRESSED = { hide_state: true, tap_action: { action: "toggle" }, grid_options: { columns: 12 } };
const DATE = { type: "date", style: "short" };

/** How the tile of an entity differs from any other: by what it does, or by how it says when. */
const TILES: Readonly<Partial<Record<Tile, object>>> = {
  acknowledge: PRESSED,
  snooze: PRESSED,
  sensor_expires: { time_format: DATE },
};

/** There are always the same views: Home Assistant loses its way when the one that is looked at is there no more. */
export function dashboard(people: readonly Followed[], isAdmin: boolean): DashboardConfig {
  const views =
    people.length === 0
      ? PATHS.map((path) => nobody(path, isAdmin))
      : [
          now(people),
          view("days", each(people, DAYS_TYPE, COLUMNS)),
          view("report", each(people, REPORT_TYPE, PAGE_COLUMNS), PAGE_COLUMNS),
        ];
  return { title: "LibreLink Up", views };
}

/** Everybody's card first, however many they are; then what can be done and what else is to be known, by subject. */
export function now(people: readonly Followed[]): ViewConfig {
  const subjects = SUBJECTS.map(({ heading, icon, keys }) => {
    const tiles = people.flatMap((person) => tilesOf(person, keys, people.length > 1));
    return { type: "grid", cards: [{ type: "heading", heading: PAGES[heading], icon }, ...tiles] } as const;
  });
  return view("now", [
    ...each(people, CARD_TYPE, people.length > 1 ? 1 : 2),
    ...subjects.filter(({ cards }) => cards.length > 1),
  ]);
}

/** Everybody's card in one section, for a view that has more than that on it. */
export function section(people: readonly Followed[]): SectionConfig {
  return { type: "grid", cards: people.map((person) => card(CARD_TYPE, person)) };
}

function each(people: readonly Followed[], type: string, span: number): SectionConfig[] {
  return people.map((person) => ({
    type: "grid",
    column_span: span,
    cards: [{ ...card(type, person), grid_options: { columns: "full" } }],
  }));
}

function card(type: string, { entities }: Followed): CardConfig {
  return { type: `custom:${type}`, entity: entities.glucose };
}

function tilesOf({ name, entities }: Followed, keys: readonly Tile[], named: boolean): CardConfig[] {
  const tiles = keys.flatMap((key) => {
    const entity = entities[key];
    return entity ? [{ type: "tile", entity, name: PAGES.tiles[key], ...TILES[key] }] : [];
  });
  return named && tiles.length ? [{ type: "heading", heading: name, heading_style: "subtitle" }, ...tiles] : tiles;
}

function nobody(path: Path, isAdmin: boolean): ViewConfig {
  const button = { text: PAGES.addPeople, tap_action: { action: "navigate", navigation_path: INTEGRATION } };
  const empty = { type: "empty-state", icon: "mdi:account-plus-outline", title: PAGES.nobody, content_only: true };
  return {
    type: "panel",
    title: PAGES[path],
    path,
    cards: [
      isAdmin ? { ...empty, content: PAGES.nobodyToAdd, buttons: [button] } : { ...empty, content: PAGES.nobodyToSee },
    ],
  };
}

function view(path: Path, sections: readonly SectionConfig[], max_columns: number = COLUMNS): ViewConfig {
  return { type: "sections", title: PAGES[path], path, max_columns, dense_section_placement: true, sections };
}
