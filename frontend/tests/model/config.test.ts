import { describe, expect, test } from "vitest";

import { CARD_TYPE, normalize, PARTS } from "../../src/model/config";

const TYPE = `custom:${CARD_TYPE}`;

describe("what users write", () => {
  test("one person is enough: everything else has a default", () => {
    expect(normalize({ type: TYPE, entity: "sensor.anna_glucose" })).toEqual({
      entities: ["sensor.anna_glucose"],
      name: null,
      hours: 3,
      layout: "normal",
      shown: new Set(PARTS),
    });
  });

  test("nobody is shown twice, and parts can be switched off", () => {
    const settings = normalize({ type: TYPE, entities: ["sensor.a", "sensor.b", "sensor.a"], hide: ["sensor"] });
    expect(settings.entities).toEqual(["sensor.a", "sensor.b"]);
    expect(settings.shown).toEqual(new Set(PARTS.filter((part) => part !== "sensor")));
  });

  test("one person and more people are all shown, in that order", () => {
    const config = { type: TYPE, entity: "sensor.b", entities: ["sensor.a", "sensor.b"] };
    expect(normalize(config).entities).toEqual(["sensor.b", "sensor.a"]);
  });

  test("what the form leaves behind when a field is emptied counts as not written", () => {
    const config = { type: TYPE, entity: "sensor.a", entities: [], name: "", hide: [] };
    expect(normalize(config)).toEqual(normalize({ type: TYPE, entity: "sensor.a" }));
  });

  test("hours may be a text, as the form writes them", () => {
    expect(normalize({ type: TYPE, entity: "sensor.a", hours: "12" }).hours).toBe(12);
  });

  test.each([
    [{ type: TYPE }, /Choose the Glucose entity/],
    [{ type: TYPE, entities: [] }, /Choose the Glucose entity/],
    [{ type: TYPE, entity: "sensor.a", hours: 5 }, /hours is one of/],
    [{ type: TYPE, entity: "sensor.a", layout: "tall" }, /layout is/],
    [{ type: TYPE, entity: "sensor.a", entities: [1] }, /Choose the Glucose entity/],
    [{ type: TYPE, entity: 7 }, /Choose the Glucose entity/],
  ])("%o makes no sense", (config, text) => {
    expect(() => normalize(config as never)).toThrow(text);
  });
});
