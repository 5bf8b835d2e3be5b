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

  test.each([
    [{ type: TYPE }, /Choose the Glucose entity/],
    [{ type: TYPE, entities: [] }, /Choose the Glucose entity/],
    [{ type: TYPE, entity: "sensor.a", hours: 5 }, /hours is one of/],
    [{ type: TYPE, entity: "sensor.a", layout: "tall" }, /layout is/],
  ])("%o makes no sense", (config, text) => {
    expect(() => normalize(config as never)).toThrow(text);
  });
});
