import { css } from "lit";

/** How the curve looks. */
export const curveStyles = css`
  :host {
    display: block;
    position: relative;
    direction: ltr;
  }
  .plot {
    position: relative;
    height: 100%;
    touch-action: pan-y;
    cursor: crosshair;
    border-radius: 6px;
    user-select: none;
    -webkit-user-select: none;
  }
  .plot[aria-hidden] {
    cursor: inherit;
  }
  .plot > svg {
    display: block;
    overflow: visible;
  }
  text {
    fill: var(--lu-faint);
    font-variant-numeric: tabular-nums;
  }
  text.limit,
  text.day {
    fill: var(--lu-text);
    font-weight: 500;
  }
  .band.low {
    fill: color-mix(in srgb, var(--lu-red) 9%, transparent);
  }
  .band.in_range {
    fill: color-mix(in srgb, var(--lu-green) 12%, transparent);
  }
  .across,
  .up {
    stroke: var(--lu-line);
    stroke-opacity: 0.5;
  }
  .up.day {
    stroke: var(--lu-faint);
    stroke-opacity: 0.7;
  }
  .across.low,
  .across.high,
  .across.urgent_low,
  .across.urgent_high {
    stroke: var(--state);
    stroke-opacity: 0.55;
    stroke-dasharray: 5 4;
  }
  .across.urgent_low,
  .across.urgent_high {
    stroke-opacity: 0.35;
    stroke-dasharray: 2 4;
  }
  .now {
    stroke: var(--lu-faint);
    stroke-opacity: 0.3;
  }
  .line {
    fill: none;
    stroke: var(--lu-faint);
    stroke-opacity: 0.6;
    stroke-width: 1.5px;
    stroke-linejoin: round;
    stroke-linecap: round;
  }
  .dots {
    fill: var(--state);
    stroke: var(--state);
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .triangle.history {
    fill: var(--lu-card);
  }
  .hole {
    stroke: var(--lu-card);
    stroke-linecap: round;
  }
  .newest {
    fill: var(--state);
    stroke: var(--lu-card);
    stroke-width: 2px;
  }
  .forecast {
    stroke: var(--lu-faint);
    stroke-linecap: round;
  }
  line.change {
    stroke: var(--primary-color, #03a9f4);
    stroke-dasharray: 1 3;
    stroke-width: 1.5px;
  }
  path.change {
    fill: var(--primary-color, #03a9f4);
  }
  .treatment path {
    fill: var(--primary-color, #03a9f4);
    stroke: var(--lu-card);
    stroke-width: 1px;
  }
  .treatment.carbs path {
    fill: var(--lu-high);
  }
  .treatment.finger_stick path {
    fill: var(--lu-red);
  }
  .end {
    fill: var(--lu-text);
    font-weight: 600;
  }
  .end,
  .treatment text {
    paint-order: stroke;
    stroke: var(--lu-card);
    stroke-width: 3px;
    stroke-linejoin: round;
  }
  line.cursor {
    stroke: var(--lu-text);
    stroke-opacity: 0.5;
  }
  circle.cursor {
    fill: var(--state);
    stroke: var(--lu-card);
    stroke-width: 2px;
  }
  .tip {
    position: absolute;
    top: 4px;
    display: grid;
    gap: 2px;
    max-width: 60%;
    padding: 6px 10px;
    border-radius: 8px;
    background: var(--lu-card);
    color: var(--lu-text);
    border: 1px solid var(--lu-line);
    box-shadow: 0 2px 8px rgba(0, 0, 0, 0.2);
    font-size: 13px;
    line-height: 1.35;
    pointer-events: none;
    z-index: 1;
    font-variant-numeric: tabular-nums;
  }
  .tip b {
    font-size: 17px;
  }
  .tip .icon {
    width: 11px;
    height: 11px;
    color: var(--state);
    margin-inline-end: 5px;
  }
  .empty {
    position: absolute;
    inset: 0;
    display: grid;
    place-items: center;
    color: var(--lu-faint);
    pointer-events: none;
  }
`;
