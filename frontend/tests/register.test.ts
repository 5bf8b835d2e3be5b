import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { offer, register } from "../src/register";

/** A registry as the browser's: what is defined stays, and whoever waits is told. */
class Registry {
  private readonly known = new Map<string, CustomElementConstructor>();
  private readonly waiting = new Map<string, () => void>();

  get(name: string): CustomElementConstructor | undefined {
    return this.known.get(name);
  }

  define(name: string, element: CustomElementConstructor): void {
    if (this.known.has(name)) {
      throw new Error(`${name} is defined already`);
    }
    this.known.set(name, element);
    this.waiting.get(name)?.();
  }

  whenDefined(name: string): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.set(name, resolve);
    });
  }
}

const element = (): CustomElementConstructor => class extends HTMLElement {};
const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

describe("elements", () => {
  let browsers: Registry;

  function use(registry: Registry): Registry {
    vi.stubGlobal("customElements", registry);
    window.customElements = registry as unknown as CustomElementRegistry;
    return registry;
  }

  beforeEach(() => {
    vi.useFakeTimers();
    browsers = use(new Registry());
  });

  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  test("are defined at once", () => {
    const card = element();
    register({ "x-card": card });
    expect(browsers.get("x-card")).toBe(card);
  });

  test("are defined in the app's registry as soon as its first element is there", async () => {
    const card = element();
    register({ "x-card": card });
    const apps = use(new Registry());
    browsers.define("home-assistant", element());
    await settled();
    expect(apps.get("x-card")).toBe(card);
  });

  test("are defined in the app's registry some seconds later when nobody says that it is there", async () => {
    const card = element();
    register({ "x-card": card });
    await vi.advanceTimersByTimeAsync(2_000);
    const apps = use(new Registry());
    await vi.advanceTimersByTimeAsync(1_500);
    expect(apps.get("x-card")).toBe(card);
  });

  test("are left alone when this file was loaded twice", async () => {
    const first = element();
    register({ "x-card": first });
    register({ "x-card": element(), "x-other": element() });
    browsers.define("home-assistant", element());
    await vi.advanceTimersByTimeAsync(20_000);
    expect(browsers.get("x-card")).toBe(first);
    expect(browsers.get("x-other")).toBeDefined();
  });
});

describe("lists of the page", () => {
  const page = window as unknown as Record<string, unknown>;

  afterEach(() => {
    delete page.customCards;
  });

  test("get an entry, whoever made the list, and keep their identity", () => {
    const list: unknown[] = [];
    page.customCards = list;
    offer("customCards", { type: "x-card" });
    expect(list).toEqual([{ type: "x-card" }]);
    expect(page.customCards).toBe(list);
  });

  test("get an entry once", () => {
    offer("customCards", { type: "x-card" });
    offer("customCards", { type: "x-card" });
    expect(page.customCards).toHaveLength(1);
  });
});
