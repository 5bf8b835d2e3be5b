import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { REPORT_TYPE } from "../../src/model/pages";
import { LibreLinkUpReportCard } from "../../src/view/report";
import { DAY, MIDNIGHT, MINUTE, NOW, Opened, report } from "./looking_back";

customElements.define(REPORT_TYPE, LibreLinkUpReportCard);

type Shown = Opened<LibreLinkUpReportCard>;

async function shown(answer: unknown = report(), person = {}): Promise<Shown> {
  const opened = new Opened(document.createElement(REPORT_TYPE) as LibreLinkUpReportCard);
  await opened.hear(person);
  await opened.answer("report", answer);
  return opened;
}

async function choose(opened: Shown, days: number): Promise<void> {
  const label = opened.all("fieldset label").find(({ textContent }) => textContent?.includes(`${days} days`));
  label?.querySelector("input")?.click();
  await opened.card.updateComplete;
}

/** A list's lines, each as "name: value". */
const lines = (opened: Shown, list: string): string[] =>
  opened.all(`${list} > div`).map((line) => [...line.children].map((part) => part.textContent?.trim()).join(": "));

const button = (opened: Shown, name: string): HTMLButtonElement =>
  opened.all("footer button").find((one) => one.getAttribute("aria-label") === name) as HTMLButtonElement;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
});

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

describe("the report", () => {
  it("has what a clinic looks at first", async () => {
    expect(lines(await shown(), ".figures")).toEqual([
      "Mean glucose: 140 mg/dL",
      "GMI: 6.7 %",
      "Variability (CV): 33.4 %",
      "Standard deviation: 47 mg/dL",
      "Estimated A1c: 6.5 %",
      "Risk index (GRI): 37",
      "From 70 to 140 mg/dL: 42.3 %",
      "Time with readings: 97.3 %",
    ]);
  });

  it("has the five ranges of the consensus, which are the whole time", async () => {
    expect(lines(await shown(), ".ranges dl")).toEqual([
      "Very highover 250 mg/dL: 5.2 %1 h 15 min",
      "High181 – 250 mg/dL: 16 %3 h 49 min",
      "In range70 – 180 mg/dL: 76 %18 h 9 min",
      "Low54 – 69 mg/dL: 2.9 %42 min",
      "Very lowunder 54 mg/dL: 0.4 %6 min",
    ]);
  });

  it("is in the person's unit", async () => {
    const opened = await shown(report(), { unit: "mmol/L" });
    expect(lines(opened, ".figures")[0]).toBe("Mean glucose: 7.8 mmol/L");
    expect(lines(opened, ".ranges dl")[1]).toContain("10.1 – 13.9 mmol/L");
    expect(opened.all(".y").map(({ textContent }) => textContent)).toEqual(["3.0", "3.9", "10.0", "13.9"]);
  });

  it("draws the profile of the day, and says what it shows", async () => {
    const opened = await shown();
    expect(opened.one(".plot svg").getAttribute("aria-label")).toBe("The median goes from 98 at 00:15 to 150 at 00:30");
    expect(opened.all(".x").map(({ textContent }) => textContent)).toEqual([
      "00:00",
      "06:00",
      "12:00",
      "18:00",
      "00:00",
    ]);
  });

  it("counts episodes", async () => {
    const opened = await shown();
    expect(lines(opened, ".episodes dl")).toEqual([
      "Low: 7, of these 1 very low34 min each",
      "High: 191 h 35 min each",
    ]);
  });

  it("has none of what there was not", async () => {
    const none = { low: 0, very_low: 0, high: 0, very_high: 0, low_minutes: null, high_minutes: null };
    expect(lines(await shown(report({ episodes: none })), ".episodes dl")).toEqual(["Low: none", "High: none"]);
  });
});

describe("what is unknown", () => {
  it("says that there are too few days", async () => {
    const opened = await shown(report({ profile: [] }, { why: "days", days: 7, gmi: null, gri: null }));
    expect(opened.one(".why").textContent).toBe("GMI, GRI and the profile need 14 days; these are 7.");
    expect(lines(opened, ".figures")).toContain("GMI: –");
    expect(opened.all(".profile")).toEqual([]);
    expect(opened.all(".ranges")).toHaveLength(1);
  });

  it("says that too much is missing", async () => {
    const opened = await shown(report({ profile: [] }, { why: "share", measured: 41.6, gmi: null, gri: null }));
    expect(opened.one(".why").textContent).toContain("need readings for 70 % of these 14 days; there are for 42 %");
  });

  it("is everything when there are no readings", async () => {
    const none = { below_54: null, below_70: null, in_range: null, above_180: null, above_250: null };
    const opened = await shown(report({ profile: [] }, { why: "no_readings", ...none }));
    expect(opened.one(".why").textContent).toBe("There are no readings of these days.");
    expect(opened.all(".all")).toEqual([]);
    expect(opened.all("fieldset")).toHaveLength(1);
  });
});

describe("its days", () => {
  it("are 14 at first, and asked for without a name", async () => {
    const opened = new Opened(document.createElement(REPORT_TYPE) as LibreLinkUpReportCard);
    await opened.hear();
    expect(await opened.answer("report", report())).toMatchObject({ days: 14, named: false });
  });

  it("are chosen; until the answer comes, what is shown is faint", async () => {
    const opened = await shown();
    await choose(opened, 90);
    expect(opened.one(".all").getAttribute("aria-busy")).toBe("true");
    const message = await opened.answer("report", report({}, { start: MIDNIGHT - 90 * DAY }));
    expect(message).toMatchObject({ days: 90 });
    expect(opened.one(".all").getAttribute("aria-busy")).toBe("false");
    expect(opened.one("header p").textContent).toBe("Thu, Aug 27 – Tue, Nov 24");
  });

  it("show nothing of other days when there is no answer", async () => {
    const opened = await shown();
    await choose(opened, 30);
    await opened.refuse("report", "journal_unreadable");
    expect(opened.text).toBe("The recorded readings cannot be read");
  });

  it("are those that were chosen last", async () => {
    const opened = await shown();
    await choose(opened, 30);
    const late = opened.connection.next("report");
    await choose(opened, 90);
    await opened.answer("report", report({}, { mean: 90 }));
    await late.answer(report({}, { mean: 30 }));
    await opened.card.updateComplete;
    expect(lines(opened, ".figures")[0]).toBe("Mean glucose: 90 mg/dL");
  });
});

describe("its pages", () => {
  let fetched: HTMLAnchorElement[];

  beforeEach(() => {
    fetched = [];
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
      fetched.push(this);
    });
  });

  it("are downloaded from an address of this moment", async () => {
    const opened = await shown();
    await vi.advanceTimersByTimeAsync(2 * MINUTE);
    button(opened, "Download PDF").click();
    await opened.card.updateComplete;
    expect(opened.all("footer button").every((one) => (one as HTMLButtonElement).disabled)).toBe(true);
    expect(await opened.answer("report", report({ pdf: "/new.pdf?signed" }))).toMatchObject({ days: 14, named: false });
    expect(fetched.map((link) => [link.getAttribute("href"), link.hasAttribute("download")])).toEqual([
      ["/new.pdf?signed", true],
    ]);
    expect(button(opened, "Download PDF").disabled).toBe(false);
  });

  it("are of the days that are shown, with the name only when that is wished", async () => {
    const opened = await shown();
    await choose(opened, 30);
    await opened.answer("report", report());
    opened.one('footer input[type="checkbox"]').click();
    button(opened, "Download picture").click();
    await opened.card.updateComplete;
    expect(await opened.answer("report", report())).toMatchObject({ days: 30, named: true });
    expect(fetched[0]?.getAttribute("href")).toBe("/api/report.png?signed");
  });

  it.each([
    ["Download PDF", "/api/report.pdf?signed"],
    ["Download picture", "/api/report.png?signed"],
    ["Download the readings as CSV", "/api/readings.csv?signed"],
    ["Download the readings as JSON, for Nightscout", "/api/readings.json?signed"],
  ])("are each its own: %s", async (name, path) => {
    const opened = await shown();
    button(opened, name).click();
    await opened.card.updateComplete;
    await opened.answer("report", report());
    expect(fetched.map((link) => link.getAttribute("href"))).toEqual([path]);
  });

  it("say it when they cannot be made", async () => {
    const opened = await shown();
    button(opened, "Download PDF").click();
    await opened.card.updateComplete;
    await opened.refuse("report", "not_loaded");
    expect(opened.text).toContain("LibreLink Up is not running");
    expect(fetched).toEqual([]);
    expect(button(opened, "Download PDF").disabled).toBe(false);
  });
});
