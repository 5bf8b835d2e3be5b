/** What small curves share: one stroke that has the colour of the state it runs through. */

import { html, svg, type TemplateResult } from "lit";

import type { Limits } from "../data/protocol";
import { tenth } from "../geometry/curve";
import { type Frame, yOf } from "../geometry/frame";
import { READING_STATES } from "../model/glucose";

/** Defines the paint `url(#states)` for every picture of the same frame below it. */
export function paint(frame: Frame, limits: Limits): TemplateResult {
  const edges = [frame.lowest, limits.urgent_low, limits.low, limits.high, limits.urgent_high, frame.highest];
  const offset = (glucose: number): number =>
    Math.min(Math.max((yOf(frame, glucose) - frame.top) / (frame.bottom - frame.top), 0), 1);
  const stops = READING_STATES.map(
    (state, index) => svg`<stop class=${state} offset=${offset(edges[index + 1] as number)} stop-color="var(--state)" />
      <stop class=${state} offset=${offset(edges[index] as number)} stop-color="var(--state)" />`,
  ).reverse();
  return html`<svg class="paint" aria-hidden="true"><linearGradient id="states" gradientUnits="userSpaceOnUse"
    x1="0" x2="0" y1=${frame.top} y2=${frame.bottom}>${stops}</linearGradient></svg>`;
}

/** The person's range, across the whole picture. */
export function band(frame: Frame, { low, high }: Pick<Limits, "low" | "high">): TemplateResult {
  const [top, bottom] = [tenth(yOf(frame, high)), tenth(yOf(frame, low))];
  return svg`<rect class="band" x=${frame.left} width=${frame.right - frame.left} y=${top} height=${bottom - top} />`;
}
