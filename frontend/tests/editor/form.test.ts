import { describe, expect, test } from "vitest";
import type { HassEntityEntry } from "../../src/data/hass";
import { CARD_ENTRY, stubConfig, suggestions } from "../../src/editor/choose";
import { configForm } from "../../src/editor/form";
import { CARD_TYPE, type CardConfig, normalize } from "../../src/model/config";

const TYPE = `custom:${CARD_TYPE}`;

const entity = (entity_id: string, platform: string, translation_key: string): [string, HassEntityEntry] => [
  entity_id,
  { entity_id, platform, translation_key },
];
const hass = {
  entities: Object.fromEntries([
    entity("sensor.other_glucose", "dexcom", "glucose"),
    entity("sensor.zoe_glucose", "librelink_up", "glucose"),
    entity("sensor.anna_trend", "librelink_up", "trend"),
    entity("sensor.anna_glucose", "librelink_up", "glucose"),
  ]),
};

describe("the form", () => {
  const form = configForm();

  test("has a name and a help text for every field", () => {
    for (const field of form.schema) {
      expect(form.computeLabel(field)).toMatch(/^[A-Z].*[^.]$/);
      expect(form.computeHelper(field)).toMatch(/^[A-Z].*\.$/);
    }
  });

  test("leaves fields of others to others", () => {
    expect(form.computeLabel({ name: "constructor" })).toBeUndefined();
    expect(form.computeHelper({ name: "grid_options" })).toBeUndefined();
  });

  test("has a field for everything that can be written", () => {
    const everything: Required<CardConfig> = {
      type: TYPE,
      entity: "sensor.a",
      entities: ["sensor.b"],
      name: "A",
      hours: 6,
      layout: "wall",
      hide: ["curve"],
    };
    expect(["type", ...form.schema.map(({ name }) => name)].sort()).toEqual(Object.keys(everything).sort());
    expect(() => form.assertConfig(everything)).not.toThrow();
  });

  test("offers people of the integration only", () => {
    const selectors = JSON.stringify(form.schema.filter(({ name }) => name.startsWith("entit")));
    expect(selectors.match(/"integration":"librelink_up"/g)).toHaveLength(2);
  });

  test.each<Partial<Record<keyof CardConfig, unknown>>>([
    {},
    { entity: "" },
    { entities: [] },
    { hours: "6" },
    { hours: 24, layout: "compact", hide: ["told", "buttons"] },
  ])("shows %o", (config) => {
    expect(() => form.assertConfig({ type: TYPE, ...config } as CardConfig)).not.toThrow();
  });

  test.each<Partial<Record<keyof CardConfig, unknown>>>([
    { entity: 7 },
    { entities: "sensor.a" },
    { entities: [{ entity: "sensor.a" }] },
    { name: { type: "entity" } },
    { hours: 5 },
    { layout: "tall" },
    { hide: "curve" },
    { hide: ["value"] },
  ])("leaves %o to the text editor", (config) => {
    expect(() => form.assertConfig({ type: TYPE, ...config } as CardConfig)).toThrow(/as text/);
  });
});

describe("where people choose", () => {
  test("the first person is shown at first", () => {
    expect(stubConfig(hass)).toEqual({ entity: "sensor.anna_glucose" });
    expect(stubConfig({ entities: {} })).toEqual({ entity: "" });
  });

  test("the card is suggested for every glucose of ours", () => {
    for (const id of ["sensor.anna_glucose", "sensor.zoe_glucose"]) {
      const found = suggestions(hass, id);
      expect(found?.map(({ config }) => normalize(config).entities)).toEqual([[id], [id]]);
    }
    expect(CARD_ENTRY.getEntitySuggestion).toBe(suggestions);
  });

  test.each(["sensor.other_glucose", "sensor.anna_trend", "sensor.nobody", "constructor"])("not for %s", (id) => {
    expect(suggestions(hass, id)).toBeNull();
  });
});
