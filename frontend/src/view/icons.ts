/** Small drawings: what a colour says, a shape says, too. */

import { html, svg, type TemplateResult } from "lit";

import type { GlucoseState, Trend } from "../data/protocol";

const ANGLES: Readonly<Record<Trend, number>> = {
  falling_quickly: 90,
  falling: 45,
  steady: 0,
  rising: -45,
  rising_quickly: -90,
};

/** The trend as an arrow that shows where glucose goes; it points the same way in every language. */
export function arrow(trend: Trend): TemplateResult {
  return html`<svg class="arrow" viewBox="-11 -11 22 22" aria-hidden="true">
    <path transform="rotate(${ANGLES[trend]})" d="M-10 0H8M1-7.5 8.5 0 1 7.5" />
  </svg>`;
}

const TRIANGLE_UP = svg`<path d="M8 2.5 14.5 13.5h-13z" />`;
const TRIANGLE_DOWN = svg`<path d="M8 13.5 1.5 2.5h13z" />`;
const DISC = svg`<circle cx="8" cy="8" r="5.5" />`;
const RING = svg`<circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="3 2.2" />`;

/** A state's shape: a disc in range, triangles that point where glucose is, a broken ring where it is not known. */
export function stateIcon(state: GlucoseState): TemplateResult {
  const shapes: Partial<Record<GlucoseState, TemplateResult>> = {
    urgent_low: TRIANGLE_DOWN,
    low: TRIANGLE_DOWN,
    in_range: DISC,
    high: TRIANGLE_UP,
    urgent_high: TRIANGLE_UP,
  };
  return html`<svg class="icon" viewBox="0 0 16 16" fill="currentColor" aria-hidden="true">${shapes[state] ?? RING}</svg>`;
}
