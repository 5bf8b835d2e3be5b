/** The buttons that choose how much time is seen. */

import { html, nothing, type TemplateResult } from "lit";

import { hoursOf, ofHours, type Window } from "../geometry/window";
import { HOURS } from "../model/config";
import { TEXT } from "../text/en";

/** One button for each span, and one that leads back to now from where somebody has moved. */
export function spanButtons(window: Window, change: (window: Window) => void): TemplateResult {
  const chosen = hoursOf(window);
  return html`<div class="span" role="group" aria-label=${TEXT.spanOfCurve}>
    ${HOURS.map(
      (hours) =>
        html`<button
          class="hours"
          aria-pressed=${hours === chosen}
          @click=${() => change(ofHours(hours))}
        >
          ${TEXT.hours(hours)}
        </button>`,
    )}
    ${
      window.end === null
        ? nothing
        : html`<button class="back" aria-label=${TEXT.backToNow} @click=${() => change({ ...window, end: null })}>
          ${TEXT.now}<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 3v10l7-5zM12 3v10" /></svg>
        </button>`
    }
  </div>`;
}
