import { describe, expect, it } from "vitest";

import { differs, followed } from "../../src/strategy/people";
import { entry, having, home, PERSON, state } from "./home";

const names = (known: Parameters<typeof followed>[0]): string[] => followed(known).map(({ name }) => name);

describe("who is on a dashboard", () => {
  it("is everybody with a glucose entity, by name", () => {
    expect(names(home({ Zoe: PERSON, anna: PERSON, Ben: PERSON }))).toEqual(["anna", "Ben", "Zoe"]);
  });

  it("is told with the entities that there are of them", () => {
    const [anna] = followed(home({ Anna: { glucose: "sensor", snooze: "button" } }));
    expect(anna).toEqual({
      device: "device of Anna",
      name: "Anna",
      entities: { glucose: "sensor.anna_glucose", snooze: "button.anna_snooze" },
    });
  });

  it("is called what the user calls them", () => {
    const known = home({ Anna: PERSON });
    const devices = { "device of Anna": { id: "device of Anna", name: "Anna", name_by_user: "Annie" } };
    expect(names({ ...known, devices })).toEqual(["Annie"]);
  });

  it("is nobody whose states the user may not read", () => {
    const known = home({ Anna: PERSON, Ben: PERSON });
    const { "sensor.ben_glucose": _, ...states } = known.states;
    expect(names({ ...known, states })).toEqual(["Anna"]);
  });

  it("is nobody whose glucose is hidden, and nothing else that is hidden", () => {
    const known = home({ Anna: PERSON, Ben: PERSON });
    const hide = (id: string) => ({ [id]: { ...known.entities[id], entity_id: id, hidden: true } });
    const [anna, ...others] = followed(having(known, { ...hide("sensor.ben_glucose"), ...hide("button.anna_snooze") }));
    expect(others).toEqual([]);
    expect(anna?.entities).not.toHaveProperty("snooze");
  });

  it("is nobody of another integration that has something of the same name", () => {
    const stranger = entry("sensor.cat_glucose", { platform: "cats", device_id: "cat", translation_key: "glucose" });
    const known = having(home({ Anna: PERSON }), { "sensor.cat_glucose": stranger });
    const states = { ...known.states, "sensor.cat_glucose": state("sensor.cat_glucose") };
    expect(names({ ...known, states })).toEqual(["Anna"]);
  });
});

describe("a dashboard is made anew", () => {
  const before = home({ Anna: PERSON });

  it("when somebody comes, and when somebody goes", () => {
    const after = home({ Anna: PERSON, Ben: PERSON });
    expect(differs(before, after)).toBe(true);
    expect(differs(after, before)).toBe(true);
  });

  it("when somebody's states come after they were registered", () => {
    const after = home({ Anna: PERSON, Ben: PERSON });
    const registered = { ...after, states: before.states };
    expect(differs(before, registered)).toBe(false);
    expect(differs(registered, after)).toBe(true);
  });

  it("when somebody is called something else", () => {
    const devices = { "device of Anna": { id: "device of Anna", name: "Annie" } };
    expect(differs(before, { ...before, devices })).toBe(true);
  });

  it("when an entity is renamed", () => {
    const after = having(before, {
      "sensor.anna_glucose": null,
      "sensor.a": entry("sensor.a", { device_id: "device of Anna", translation_key: "glucose" }),
    });
    expect(differs(before, { ...after, states: { ...before.states, "sensor.a": state("sensor.a") } })).toBe(true);
  });

  it("when the language changes, in which people are sorted and everything is said", () => {
    expect(differs(before, { ...before, language: "de" })).toBe(true);
  });

  it("not when a state changes, whosever it is", () => {
    for (const id of ["light.lamp", "sensor.anna_glucose"]) {
      const states = { ...before.states, [id]: state(id, "something else") };
      expect(differs(before, { ...before, states })).toBe(false);
    }
  });

  it("not when something that is not on it comes", () => {
    const after = having(before, { "light.new": { entity_id: "light.new", platform: "hue" } });
    expect(differs(before, { ...after, states: { ...before.states, "light.new": state("light.new") } })).toBe(false);
  });
});
