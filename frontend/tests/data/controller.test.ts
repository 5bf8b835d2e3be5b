import type { ReactiveController, ReactiveControllerHost } from "lit";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { PersonController } from "../../src/data/controller";
import { ANNA, answer, FakeConnection, person, reading, row } from "./home";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOON = Date.UTC(2026, 10, 21, 12);

class Host implements ReactiveControllerHost {
  updates = 0;
  readonly updateComplete = Promise.resolve(true);
  addController(_controller: ReactiveController): void {}
  removeController(_controller: ReactiveController): void {}
  requestUpdate(): void {
    this.updates += 1;
  }
}

let home: FakeConnection;
let host: Host;
let anna: PersonController;

const follow = (entityId: string | undefined = ANNA): void => anna.follow(home, entityId);
const curve = (from = NOON - 3 * HOUR, to = NOON, width = 400) => anna.curve(from, to, width);
const subscribed = async (): Promise<void> => home.next("subscribe").answer(null);
/** How many timers wait. */
const timers = (): number => vi.getTimerCount();

beforeEach(() => {
  vi.useFakeTimers({ now: NOON });
  home = new FakeConnection();
  host = new Host();
  anna = new PersonController(host);
});

afterEach(() => {
  vi.useRealTimers();
});

describe("one subscription and one timer, or none", () => {
  const steps: readonly (readonly [string, number, (() => Promise<void> | void)[]])[] = [
    ["followed before it is on the page", 0, [follow]],
    ["on the page before somebody is followed", 0, [() => anna.hostConnected()]],
    ["followed on the page", 1, [() => anna.hostConnected(), follow, subscribed]],
    ["followed, then put on the page", 1, [follow, () => anna.hostConnected(), subscribed]],
    ["taken off", 0, [() => anna.hostConnected(), follow, subscribed, () => anna.hostDisconnected()]],
    ["taken off while waiting", 0, [() => anna.hostConnected(), follow, () => anna.hostDisconnected(), subscribed]],
    [
      "moved while waiting",
      1,
      [
        () => anna.hostConnected(),
        follow,
        () => anna.hostDisconnected(),
        () => anna.hostConnected(),
        subscribed,
        subscribed,
      ],
    ],
    [
      "followed again and again",
      1,
      [() => anna.hostConnected(), follow, follow, subscribed, follow, () => expect(home.asked).toEqual([])],
    ],
    [
      "somebody else while waiting",
      1,
      [() => anna.hostConnected(), follow, () => follow("sensor.ben_glucose"), subscribed, subscribed],
    ],
    ["nobody any more", 0, [() => anna.hostConnected(), follow, subscribed, () => anna.follow(undefined, undefined)]],
    [
      "Home Assistant restarted",
      1,
      [() => anna.hostConnected(), follow, subscribed, () => home.lose(), () => home.fire("ready"), subscribed],
    ],
    [
      "Home Assistant restarted while waiting",
      1,
      [() => anna.hostConnected(), follow, () => home.lose(), () => home.fire("ready"), subscribed],
    ],
    [
      "Home Assistant restarted twice",
      1,
      [
        () => anna.hostConnected(),
        follow,
        subscribed,
        () => home.lose(),
        () => home.fire("ready"),
        () => home.fire("ready"),
        subscribed,
        subscribed,
      ],
    ],
    [
      "off the page while Home Assistant restarts",
      0,
      [
        () => anna.hostConnected(),
        follow,
        subscribed,
        () => home.lose(),
        () => anna.hostDisconnected(),
        () => home.fire("ready"),
      ],
    ],
    [
      "refused, and tried again",
      1,
      [
        () => anna.hostConnected(),
        follow,
        () => home.next("subscribe").refuse({ code: "unknown_command" }),
        async () => {
          await vi.advanceTimersByTimeAsync(6_000);
        },
        subscribed,
      ],
    ],
  ];

  test.each(steps)("%s", async (_name, count, actions) => {
    for (const action of actions) {
      await action();
    }
    expect(home.asked).toEqual([]);
    expect(home.subscribed).toHaveLength(count);
    expect(timers()).toBe(count);
    expect(home.listening).toBe(2 * count);
    home.send({ type: "person", person: person() });
    expect(anna.person?.name).toBe(count ? "Anna" : undefined);
  });
});

describe("the person", () => {
  beforeEach(async () => {
    anna.hostConnected();
    follow();
    await subscribed();
  });

  test("is shown as soon as there is word of them", () => {
    expect(anna.person).toBeUndefined();
    expect(anna.trouble).toBe("loading");
    const before = host.updates;
    home.send({ type: "person", person: person() });
    expect(anna.person?.reading?.glucose).toBe(112);
    expect(anna.trouble).toBeUndefined();
    expect(host.updates).toBe(before + 1);
  });

  test("is not another: who was followed before is gone at once", async () => {
    home.send({ type: "person", person: person() });
    follow("sensor.ben_glucose");
    expect(anna.person).toBeUndefined();
    expect(anna.trouble).toBe("loading");
  });

  test("grows older by the minute, also when nothing comes any more", async () => {
    home.send({ type: "person", person: person({ reading: reading(NOON - 90_000) }) });
    const before = host.updates;
    await vi.advanceTimersByTimeAsync(29_000);
    expect(host.updates).toBe(before);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(host.updates).toBe(before + 1);
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    expect(host.updates).toBe(before + 11);
  });

  test("is shown as too old at that moment, not at the next minute", async () => {
    home.send({ type: "person", person: person({ reading: reading(NOON - 10_000), stale_at: NOON + 5_000 }) });
    const before = host.updates;
    await vi.advanceTimersByTimeAsync(5_100);
    expect(host.updates).toBe(before + 1);
    expect(anna.now).toBeGreaterThan(NOON + 5_000);
  });

  test("is still there, and grows older, when Home Assistant cannot be reached", async () => {
    home.send({ type: "person", person: person() });
    home.lose();
    expect(anna.trouble).toBe("disconnected");
    expect(anna.person?.name).toBe("Anna");
    const before = host.updates;
    await vi.advanceTimersByTimeAsync(3 * MINUTE);
    expect(host.updates).toBe(before + 3);
  });

  test("is gone when the account is not loaded any more, and comes back", () => {
    home.send({ type: "person", person: person() });
    home.send({ type: "gone" });
    expect(anna.person).toBeUndefined();
    expect(anna.trouble).toBe("not_loaded");
    home.send({ type: "person", person: person() });
    expect(anna.person?.name).toBe("Anna");
    expect(anna.trouble).toBeUndefined();
  });
});

describe("what is refused is said, and tried again ever more rarely", () => {
  test.each([
    [{ code: "unknown_command" }, "not_installed"],
    [{ code: "not_found" }, "not_found"],
    [{ code: "not_loaded" }, "not_loaded"],
    [{ code: "unauthorized" }, "unauthorized"],
    [{ code: "journal_unreadable" }, "journal_unreadable"],
    [{ code: "constructor" }, "failed"],
    [new Error("what?"), "failed"],
    [undefined, "failed"],
    [3, "disconnected"],
  ])("%o is %s", async (reason, trouble) => {
    anna.hostConnected();
    follow();
    await home.next("subscribe").refuse(reason);
    expect(anna.trouble).toBe(trouble);
    curve();
    expect(home.asked).toEqual([]);
  });

  test("after 5, 10, 20, 40 and each 60 seconds", async () => {
    anna.hostConnected();
    follow();
    for (const seconds of [5, 10, 20, 40, 60, 60]) {
      await home.next("subscribe").refuse({ code: "not_loaded" });
      await vi.advanceTimersByTimeAsync(seconds * 1_000 - 1);
      expect(home.asked).toEqual([]);
      await vi.advanceTimersByTimeAsync(1);
    }
    await subscribed();
    home.send({ type: "person", person: person() });
    expect(anna.trouble).toBeUndefined();
  });
});

describe("the server's clock", () => {
  beforeEach(async () => {
    anna.hostConnected();
    follow();
    await subscribed();
  });

  test("counts, not the browser's", () => {
    home.send({ type: "person", person: person({ now: NOON + 7 * MINUTE }) });
    expect(anna.now).toBe(NOON + 7 * MINUTE);
    vi.setSystemTime(NOON + MINUTE);
    expect(anna.now).toBe(NOON + 8 * MINUTE);
  });

  test("is not set back by a message that was an hour on its way", () => {
    home.send({ type: "person", person: person({ now: NOON }) });
    vi.setSystemTime(NOON + HOUR);
    home.send({ type: "person", person: person({ now: NOON + MINUTE }) });
    expect(anna.now).toBe(NOON + HOUR);
  });

  test("goes on while the browser's is set back, and nothing looks newer for it", () => {
    home.send({ type: "person", person: person({ now: NOON }) });
    vi.advanceTimersByTime(10 * MINUTE);
    vi.setSystemTime(NOON - HOUR);
    expect(anna.now).toBe(NOON + 10 * MINUTE);
    vi.advanceTimersByTime(5 * MINUTE);
    expect(anna.now).toBe(NOON + 15 * MINUTE);
  });

  test("goes on through a sleep, during which no ticks are counted", () => {
    home.send({ type: "person", person: person({ now: NOON }) });
    const ticks = performance.now();
    vi.setSystemTime(NOON + HOUR);
    expect(performance.now()).toBe(ticks);
    expect(anna.now).toBe(NOON + HOUR);
  });

  test("set back, the browser's does not keep anybody from trying again", async () => {
    home.lose();
    home.fire("ready");
    await home.next("subscribe").refuse({ code: "unknown_command" });
    vi.setSystemTime(NOON - HOUR);
    vi.advanceTimersByTime(60_000);
    expect(home.asked.map(({ message }) => message.type)).toEqual(["librelink_up/subscribe"]);
  });

  test("follows the browser's when that is set right", () => {
    home.send({ type: "person", person: person({ now: NOON + HOUR }) });
    for (let minute = 0; minute < 5; minute += 1) {
      home.send({ type: "person", person: person({ now: Date.now() }) });
    }
    expect(anna.now).toBe(NOON);
  });
});

describe("the curve", () => {
  beforeEach(async () => {
    anna.hostConnected();
    follow();
    await subscribed();
    home.send({ type: "person", person: person() });
  });

  test("is asked for once, comes, and is the same until something changes", async () => {
    expect(curve()).toMatchObject({ rows: [], loading: true });
    expect(curve().loading).toBe(true);
    const before = host.updates;
    const asked = home.next("readings");
    expect(home.asked).toEqual([]);
    expect(asked.message).toMatchObject({ entity_id: ANNA });
    expect(asked.message.start).toBeLessThan(NOON - 3 * HOUR);
    expect(asked.message.end).toBeGreaterThan(NOON);
    await asked.answer(answer([row(NOON - HOUR), row(NOON - MINUTE)], { gap: 500_000, first: NOON - 9 * HOUR }));
    expect(host.updates).toBe(before + 1);
    const found = curve();
    expect(found).toMatchObject({ loading: false, gap: 500_000, first: NOON - 9 * HOUR });
    expect(found.rows.map(([time]) => time)).toEqual([NOON - HOUR, NOON - MINUTE]);
    expect(curve()).toBe(found);
    expect(home.asked).toEqual([]);
  });

  test("grows with each reading that comes, also while it is asked for", async () => {
    curve();
    const asked = home.next("readings");
    home.send({ type: "readings", rows: [row(NOON - MINUTE, 90)] });
    await asked.answer(answer([row(NOON - 2 * MINUTE)]));
    home.send({ type: "readings", rows: [row(NOON, 80)] });
    expect(curve().rows.map(([, glucose]) => glucose)).toEqual([100, 90, 80]);
    expect(home.asked).toEqual([]);
  });

  test("asks anew for what has changed, and shows the old until then", async () => {
    curve();
    await home.next("readings").answer(answer([row(NOON - HOUR)]));
    home.send({ type: "changed", start: NOON - 20 * HOUR * 24, end: NOON - 19 * 24 * HOUR });
    expect(curve().loading).toBe(false);
    home.send({ type: "changed", start: NOON - 2 * HOUR, end: NOON - HOUR });
    expect(curve()).toMatchObject({ loading: true, rows: [row(NOON - HOUR)] });
    await home.next("readings").answer(answer([row(NOON - 2 * HOUR), row(NOON - HOUR)]));
    expect(curve()).toMatchObject({ loading: false });
    expect(curve().rows).toHaveLength(2);
  });

  test("asks once more when something has changed while the answer was on its way", async () => {
    curve();
    home.send({ type: "changed", start: NOON - 2 * HOUR, end: NOON - HOUR });
    await home.next("readings").answer(answer([]));
    curve();
    await home.next("readings").answer(answer([row(NOON - HOUR)]));
    expect(curve().rows).toHaveLength(1);
    expect(home.asked).toEqual([]);
  });

  test("drops an answer that was meant for somebody else, or came over a connection that is lost", async () => {
    curve();
    const late = home.next("readings");
    follow("sensor.ben_glucose");
    await subscribed();
    await late.answer(answer([row(NOON - HOUR)]));
    expect(curve().rows).toEqual([]);
    const lost = home.next("readings");
    home.lose();
    await lost.answer(answer([row(NOON - HOUR)]));
    expect(curve().rows).toEqual([]);
  });

  test("is asked for anew after a restart, and shown until then", async () => {
    curve();
    await home.next("readings").answer(answer([row(NOON - HOUR)]));
    home.lose();
    expect(curve()).toMatchObject({ rows: [row(NOON - HOUR)] });
    expect(home.asked).toEqual([]);
    home.fire("ready");
    await subscribed();
    home.send({ type: "person", person: person() });
    expect(curve()).toMatchObject({ rows: [row(NOON - HOUR)], loading: true });
    await home.next("readings").answer(answer([row(NOON - HOUR), row(NOON)]));
    expect(curve().rows).toHaveLength(2);
  });

  test("is not asked for again at once when that was refused", async () => {
    curve();
    await home.next("readings").refuse({ code: "journal_unreadable" });
    curve();
    expect(home.asked).toEqual([]);
    expect(timers()).toBe(1);
    await vi.advanceTimersByTimeAsync(5_000);
    curve();
    await home.next("readings").answer(answer([row(NOON)]));
    expect(curve().rows).toHaveLength(1);
  });

  test("comes as one goes back in time: only what is missing", async () => {
    curve();
    await home.next("readings").answer(answer([row(NOON)]));
    curve(NOON - 48 * HOUR, NOON - 45 * HOUR);
    const { message } = home.next("readings");
    expect(message.end).toBeLessThan(NOON - 24 * HOUR);
    curve(NOON - 48 * HOUR - MINUTE, NOON - 45 * HOUR - MINUTE);
    expect(home.asked).toEqual([]);
  });
});
