import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Row } from "../../src/data/protocol";
import type { Window } from "../../src/geometry/window";
import { DAYS_TYPE } from "../../src/model/pages";
import { LibreLinkUpDaysCard } from "../../src/view/days";
import { row } from "../data/home";
import { DAY, day, MIDNIGHT, MINUTE, NOW, Opened } from "./looking_back";

customElements.define(DAYS_TYPE, LibreLinkUpDaysCard);

const HOUR = 60 * MINUTE;
const open = () => new Opened(document.createElement(DAYS_TYPE) as LibreLinkUpDaysCard);
const week = (rows: readonly Row[] = []) => ({ days: [0, 1, 2].map((ago) => day(ago, rows)), gap: 6 * MINUTE });

async function shown(answer: unknown = week()): Promise<Opened<LibreLinkUpDaysCard>> {
  const opened = open();
  await opened.hear();
  await opened.answer("days", answer);
  return opened;
}

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
});

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

describe("the last days", () => {
  it("are fourteen, asked for once the person is known", async () => {
    const opened = open();
    await opened.card.updateComplete;
    expect(opened.text).toBe("Loading …");
    await opened.hear();
    expect(await opened.answer("days", week())).toMatchObject({ entity_id: "sensor.anna_glucose", days: 14 });
  });

  it("are buttons that say what they show, the newest first", async () => {
    const opened = await shown({ days: [day(0), day(1, [], { below: 0, in_range: 100, above: 0 })], gap: 1 });
    expect(opened.all("li button").map((button) => button.getAttribute("aria-label"))).toEqual([
      "Today: 86 % in range, 3 % low, 11 % high",
      "Tue, Nov 24: 100 % in range, 0 % low, 0 % high",
    ]);
  });

  it("say it when there are no readings of one", async () => {
    const none = { below: null, in_range: null, above: null, measured: 0 };
    const opened = await shown({ days: [day(0), day(1, [], none)], gap: 1 });
    const [, empty] = opened.all("li button");
    expect(empty?.getAttribute("aria-label")).toBe("Tue, Nov 24: No readings");
    expect(empty?.querySelector(".share")?.textContent).toBe("–");
    expect(empty?.querySelectorAll(".bar i")).toHaveLength(0);
  });

  it("are named in the person's unit", async () => {
    const opened = open();
    await opened.hear({ unit: "mmol/L" });
    await opened.answer("days", week());
    expect(opened.one("header p").textContent).toBe("In range is 3.9 – 10.0 mmol/L");
  });

  it("are drawn on one scale, so that they can be compared", async () => {
    const at = (ago: number, glucose: number) => day(ago, [row(MIDNIGHT - ago * DAY + HOUR, glucose)]);
    const opened = await shown({ days: [at(0, 100), at(1, 390)], gap: 1 });
    const bands = opened.all(".band").map((band) => band.getAttribute("y"));
    expect(new Set(bands).size).toBe(1);
    const [low, high] = opened.all(".curve").map((curve) => Number(curve.getAttribute("d")?.split(/[ h]/)[1]));
    expect(high).toBeLessThan(low as number);
  });

  it("have a dot for a reading that stands alone", async () => {
    const opened = await shown({ days: [day(0, [row(MIDNIGHT + HOUR)])], gap: MINUTE });
    expect(opened.one(".curve").getAttribute("d")).toMatch(/^M6 [\d.]+h0$/);
  });

  it("show what is missing of today as not there yet", async () => {
    const opened = await shown({ days: [day(0, [row(MIDNIGHT + 12 * HOUR)])], gap: MINUTE });
    expect(opened.one(".curve").getAttribute("d")).toMatch(/^M72 /);
  });
});

describe("asking", () => {
  it("is done again after five minutes, not before", async () => {
    const opened = await shown();
    for (let minute = 1; minute < 5; minute += 1) {
      await vi.advanceTimersByTimeAsync(MINUTE);
      await opened.tell();
    }
    expect(opened.connection.asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(MINUTE);
    await opened.tell();
    expect(opened.connection.asked).toHaveLength(1);
  });

  it("is tried again after a minute when it fails, and what is known stays, with a word", async () => {
    const opened = await shown();
    await vi.advanceTimersByTimeAsync(5 * MINUTE);
    await opened.tell();
    await opened.refuse("days", "journal_unreadable");
    expect(opened.text).toContain("The recorded readings cannot be read");
    expect(opened.all("li")).toHaveLength(3);
    await opened.tell();
    expect(opened.connection.asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(MINUTE);
    await opened.tell();
    await opened.answer("days", week());
    expect(opened.text).not.toContain("cannot be read");
  });

  it("says why there is nothing", async () => {
    const opened = open();
    await opened.hear();
    await opened.refuse("days", "unauthorized");
    expect(opened.text).toBe("You may not see this person");
  });

  it("ends when the card goes, and begins when it comes back", async () => {
    const opened = open();
    await opened.hear();
    const late = opened.connection.next("days");
    opened.card.remove();
    await late.answer(week());
    document.body.append(opened.card);
    await opened.hear();
    expect(opened.all("li")).toHaveLength(0);
    await opened.answer("days", week());
    expect(opened.all("li")).toHaveLength(3);
  });

  it("is about the person who is chosen last", async () => {
    const opened = open();
    await opened.hear();
    const late = opened.connection.next("days");
    opened.card.setConfig({ type: "", entity: "sensor.ben_glucose" });
    await opened.hear({ name: "Ben" });
    await late.answer(week());
    expect(opened.all("li")).toHaveLength(0);
    expect(await opened.answer("days", week())).toMatchObject({ entity_id: "sensor.ben_glucose" });
    expect(opened.one("h2").textContent).toBe("Ben");
  });

  it("leaves nothing of somebody else on the card", async () => {
    const opened = await shown();
    opened.card.setConfig({ type: "", entity: "sensor.ben_glucose" });
    await opened.hear({ name: "Ben" });
    expect(opened.text).toBe("Loading …");
  });

  it("has nothing to do with the other states of the house", async () => {
    const opened = await shown();
    const render = vi.spyOn(opened.card as unknown as { render(): unknown }, "render");
    for (let change = 0; change < 1000; change += 1) {
      opened.card.hass = { ...opened.hass, states: {} };
    }
    await opened.card.updateComplete;
    expect(render).not.toHaveBeenCalled();
    opened.card.hass = { ...opened.hass, locale: { ...opened.hass.locale, language: "de" } };
    await opened.card.updateComplete;
    expect(render).toHaveBeenCalledOnce();
  });
});

describe("a day", () => {
  it("opens by a click, in the card itself", async () => {
    const opened = await shown();
    opened.all("li button")[1]?.click();
    await opened.card.updateComplete;
    expect(opened.one("dialog").hasAttribute("open")).toBe(true);
    expect(opened.one("#day").textContent).toBe("AnnaTue, Nov 24");
    const past = opened.one("dialog librelink-up-person") as unknown as { window: Window; entityId: string };
    expect(past.entityId).toBe("sensor.anna_glucose");
    expect(past.window).toEqual({ span: DAY, end: MIDNIGHT });
  });

  it("is called what is seen, when somebody moves on in it", async () => {
    const opened = await shown();
    opened.all("li button")[1]?.click();
    await opened.card.updateComplete;
    const move = async (window: Window): Promise<string | null> => {
      opened.one("librelink-up-person").dispatchEvent(new CustomEvent("window", { detail: window }));
      await opened.card.updateComplete;
      return opened.one("#day small").textContent;
    };
    expect(await move({ span: DAY, end: MIDNIGHT - 10 * HOUR })).toBe("Tue, Nov 24");
    expect(await move({ span: DAY, end: MIDNIGHT - 13 * HOUR })).toBe("Mon, Nov 23");
    expect(await move({ span: 3 * HOUR, end: null })).toBe("Today");
    expect(await move({ span: DAY, end: MIDNIGHT - 40 * DAY })).toBe("Thu, Oct 15");
    const [before, after] = opened.all(".head button") as HTMLButtonElement[];
    expect([before?.disabled, after?.disabled]).toEqual([true, true]);
  });

  it("has neighbours, as far as there are days", async () => {
    const opened = await shown();
    opened.all("li button")[1]?.click();
    await opened.card.updateComplete;
    const [before, after] = opened.all(".head button") as HTMLButtonElement[];
    before?.click();
    await opened.card.updateComplete;
    expect(opened.one("#day small").textContent).toBe("Mon, Nov 23");
    expect(before?.disabled).toBe(true);
    after?.click();
    await opened.card.updateComplete;
    after?.click();
    await opened.card.updateComplete;
    expect(opened.one("#day small").textContent).toBe("Today");
    expect(after?.disabled).toBe(true);
  });

  it("closes", async () => {
    const opened = await shown();
    opened.all("li button")[0]?.click();
    await opened.card.updateComplete;
    opened.one('.head [aria-label="Close"]').click();
    await opened.card.updateComplete;
    expect(opened.all("dialog")).toEqual([]);
  });
});

describe("its configuration", () => {
  it("is one entity, without which there is an error for the user", () => {
    const { card } = open();
    expect(() => card.setConfig({ type: "" })).toThrow("Choose the Glucose entity");
  });
});
