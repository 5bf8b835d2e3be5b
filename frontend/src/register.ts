/** Makes the elements known to the page; `define` may be called as often as one likes. */

/** What the page has under a name: an element's class. */
type Elements = Readonly<Record<string, CustomElementConstructor>>;

/** Defines those of the elements that the page does not have yet, in the registry that it uses at this moment. */
export function define(elements: Elements): void {
  for (const [name, element] of Object.entries(elements)) {
    if (!window.customElements.get(name)) {
      window.customElements.define(name, element);
    }
  }
}
