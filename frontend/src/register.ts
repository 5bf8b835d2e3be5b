/** Makes the elements known to the page, and names them where people choose. */

import { later } from "./data/clock";

/** Elements by name. None has another name, or is defined anywhere else. */
type Elements = Readonly<Record<string, CustomElementConstructor>>;

const LOOK_AGAIN_AFTER = [1_000, 3_000, 10_000] as const;

/**
 * Defines elements, and sees to it that they stay defined.
 *
 * In 2026.10 the page loads this file beside the app, and the app puts a registry of its own in the place of the
 * browser's. What was defined before is unknown to it, and cards of that name are errors. So we look again: when the
 * app's first element is there, and some time later.
 */
export function register(elements: Elements): void {
  const atFirst = window.customElements;
  define(elements);
  void atFirst.whenDefined("home-assistant").then(() => define(elements));
  for (const ms of LOOK_AGAIN_AFTER) {
    later(() => define(elements), ms);
  }
}

/** Defines what the registry that the page has at this moment lacks. Another load of this file may have been first. */
function define(elements: Elements): void {
  for (const [name, element] of Object.entries(elements)) {
    if (!window.customElements.get(name)) {
      window.customElements.define(name, element);
    }
  }
}

/** Puts an entry into one of the page's lists, once; the app holds on to the list that it finds. */
export function offer<T extends { type: string }>(list: "customCards" | "customStrategies", entry: T): void {
  const page = window as unknown as Record<typeof list, T[] | undefined>;
  page[list] ??= [];
  const entries = page[list];
  if (!entries.some(({ type }) => type === entry.type)) {
    entries.push(entry);
  }
}
