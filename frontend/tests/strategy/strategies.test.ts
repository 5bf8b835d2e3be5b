import { beforeAll, describe, expect, it } from "vitest";

import type { CardConfig, ViewConfig } from "../../src/strategy/lovelace";
import { DashboardStrategy, SectionStrategy, STRATEGIES, ViewStrategy } from "../../src/strategy/strategies";
import { type Home, home, PERSON, WITH_NIGHTSCOUT } from "./home";

const CONFIG = { type: "custom:librelink-up" };

async function views(known: Home): Promise<readonly ViewConfig[]> {
  return (await DashboardStrategy.generate(CONFIG, known)).views;
}

function cards(view: ViewConfig | undefined): readonly CardConfig[] {
  return view?.type === "sections" ? view.sections.flatMap((section) => section.cards) : (view?.cards ?? []);
}

const entities = (view: ViewConfig | undefined): unknown[] =>
  cards(view).flatMap(({ entity }) => (entity ? [entity] : []));

beforeAll(() => {
  for (const [name, strategy] of Object.entries(STRATEGIES)) {
    customElements.define(name, strategy);
  }
});

describe("the dashboard", () => {
  it("is found by the name that Home Assistant looks for", () => {
    expect(customElements.get("ll-strategy-dashboard-librelink-up")).toBe(DashboardStrategy);
  });

  it("names itself, so that there is nothing to fill in", () => {
    expect(DashboardStrategy.getCreateSuggestions()).toMatchObject({ title: "LibreLink Up" });
    expect(DashboardStrategy.noEditor).toBe(true);
  });

  it("has three views, with everybody's card on each", async () => {
    const [now, days, report, ...more] = await views(home({ Ben: PERSON, Anna: PERSON }));
    expect(more).toEqual([]);
    expect([now, days, report].map((view) => view?.path)).toEqual(["now", "days", "report"]);
    for (const [view, type] of [
      [now, "custom:librelink-up-card"],
      [days, "custom:librelink-up-days-card"],
      [report, "custom:librelink-up-report-card"],
    ] as const) {
      const own = cards(view).filter((card) => card.type.startsWith("custom:"));
      expect(own.map((card) => [card.type, card.entity])).toEqual([
        [type, "sensor.anna_glucose"],
        [type, "sensor.ben_glucose"],
      ]);
    }
  });

  it("has all values above everything else, so that a phone shows them first", async () => {
    const [now] = await views(home({ Anna: PERSON, Ben: PERSON }));
    const types = cards(now).map((card) => card.type);
    expect(types.lastIndexOf("custom:librelink-up-card")).toBeLessThan(types.indexOf("heading"));
  });

  it("offers alerts, sensor and Nightscout, for whom there is such a thing", async () => {
    const [now] = await views(home({ Anna: WITH_NIGHTSCOUT, Ben: PERSON }));
    const headings = cards(now).flatMap(({ heading }) => (heading ? [heading] : []));
    expect(headings).toEqual(["Alerts", "Anna", "Ben", "Sensor", "Anna", "Ben", "Nightscout", "Anna"]);
    expect(entities(now)).toContain("binary_sensor.anna_nightscout_problem");
    expect(entities(now)).toContain("sensor.ben_sensor_expires");
  });

  it("presses buttons by a tap, and only buttons", async () => {
    const [now] = await views(home({ Anna: PERSON }));
    const tapped = cards(now).filter((card) => "tap_action" in card);
    expect(tapped.map((card) => card.entity)).toEqual(["button.anna_acknowledge", "button.anna_snooze"]);
  });

  it("has no section about Nightscout when nobody has a site", async () => {
    const [now] = await views(home({ Anna: PERSON }));
    expect(cards(now).map((card) => card.heading)).not.toContain("Nightscout");
  });

  it("names nobody over tiles when there is only one", async () => {
    const [now] = await views(home({ Anna: WITH_NIGHTSCOUT }));
    expect(cards(now).map((card) => card.heading)).not.toContain("Anna");
  });

  it("says what to do when nobody is followed, and leads there", async () => {
    const [view] = await views(home());
    const [card] = cards(view);
    expect(card?.content).toContain("Add your LibreLinkUp account");
    expect(JSON.stringify(card?.buttons)).toContain("/config/integrations/integration/librelink_up");
  });

  it("has the same views when nobody is followed: whoever looks at one stays there", async () => {
    const paths = async (known: Home) => (await views(known)).map(({ path, title }) => [path, title]);
    expect(await paths(home())).toEqual(await paths(home({ Anna: PERSON })));
  });

  it("leads nobody who may not go there", async () => {
    const [view] = await views({ ...home(), user: { is_admin: false } });
    const [card] = cards(view);
    expect(card?.content).toContain("whom you may see");
    expect(card).not.toHaveProperty("buttons");
  });

  it("can be kept as it is: nothing in it is but plain configuration", async () => {
    const made = await DashboardStrategy.generate(CONFIG, home({ Anna: WITH_NIGHTSCOUT, Ben: PERSON }));
    expect(JSON.parse(JSON.stringify(made))).toEqual(made);
    expect(JSON.stringify(made)).not.toContain("strategy");
  });

  it("follows who comes and goes", () => {
    const [alone, both] = [home({ Anna: PERSON }), home({ Anna: PERSON, Ben: PERSON })];
    expect(DashboardStrategy.shouldRegenerate(CONFIG, alone, both)).toBe(true);
    expect(DashboardStrategy.shouldRegenerate(CONFIG, both, { ...both })).toBe(false);
  });
});

describe("for somebody's own dashboard", () => {
  it("there is a view", async () => {
    const known = home({ Anna: PERSON });
    expect(await ViewStrategy.generate(CONFIG, known)).toEqual((await views(known))[0]);
  });

  it("there is a section", async () => {
    expect(await SectionStrategy.generate(CONFIG, home({ Anna: PERSON, Ben: PERSON }))).toEqual({
      type: "grid",
      cards: ["anna", "ben"].map((name) => ({ type: "custom:librelink-up-card", entity: `sensor.${name}_glucose` })),
    });
  });
});
