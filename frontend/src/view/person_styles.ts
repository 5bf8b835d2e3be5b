import { css } from "lit";

import { aroundStyles } from "./around_styles";
import { spanStyles } from "./card_styles";
import { layoutStyles } from "./layout_styles";

/** How a person is laid out: by the width that there is. */
export const personStyles = [
  spanStyles,
  css`
    :host {
      display: block;
      container-type: inline-size;
      min-width: 0;
      min-height: 0;
      color: var(--lu-text);
    }
    .body {
      display: flex;
      flex-direction: column;
      height: 100%;
      font-size: 14px;
    }
    .nothing {
      display: grid;
      place-items: center;
      height: 100%;
      padding: 24px 16px;
      color: var(--lu-faint);
      text-align: center;
      min-height: 56px;
    }
    .nothing.room {
      min-height: clamp(330px, 96cqi, 540px);
    }
    /* English stays English where the page is read from right to left. */
    .age,
    .why,
    .times,
    .words,
    .notes span {
      direction: ltr;
      unicode-bidi: isolate;
      text-align: -webkit-match-parent;
      text-align: match-parent;
    }
    .head {
      display: grid;
      grid-template-columns: 1fr auto;
      align-items: end;
      gap: 0 0.85em;
      margin: 8px 8px 4px;
      padding: 0.7em 1em;
      border-radius: calc(var(--ha-card-border-radius, 12px) - 2px);
      background: var(--block);
      color: var(--on-block);
      text-align: start;
      font-size: inherit;
      transition: background-color 0.3s;
    }
    .name {
      grid-column: 1 / -1;
      font-weight: 500;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .number {
      display: inline-flex;
      align-items: baseline;
      white-space: nowrap;
      font-variant-numeric: tabular-nums;
      direction: ltr;
      justify-self: start;
    }
    .value {
      font-size: var(--value, clamp(44px, 15cqi, 76px));
      line-height: 1.05;
      font-weight: 600;
      letter-spacing: -0.02em;
    }
    .value s {
      text-decoration-thickness: 0.05em;
    }
    .old .value {
      opacity: 0.6;
      font-weight: 400;
    }
    .arrow {
      width: calc(var(--value, clamp(44px, 15cqi, 76px)) * 0.56);
      align-self: center;
      margin-inline: calc(var(--value, 60px) * 0.12) 0;
      fill: none;
      stroke: currentColor;
      stroke-width: 3px;
      stroke-linecap: round;
      stroke-linejoin: round;
      overflow: visible;
      flex: none;
    }
    .unit {
      margin-inline-start: 0.6em;
    }
    .about {
      display: grid;
      justify-items: end;
      text-align: end;
      gap: 0.1em;
      padding-bottom: 0.5em;
      font-variant-numeric: tabular-nums;
    }
    .state {
      display: inline-flex;
      align-items: center;
      gap: 0.35em;
      font-size: 1.15em;
      font-weight: 600;
      white-space: nowrap;
    }
    .icon {
      width: 0.8em;
      height: 0.8em;
      flex: none;
    }
    .in_range .state .icon {
      color: var(--state);
    }
    .age {
      white-space: nowrap;
    }
    .why {
      font-size: 1.05em;
      font-weight: 600;
      max-width: 14em;
      text-wrap: balance;
    }
    .notes {
      grid-column: 1 / -1;
      display: flex;
      flex-wrap: wrap;
      gap: 0.1em 1em;
    }
    .plot-box {
      flex: 1 1 clamp(150px, 46cqi, 340px);
      min-height: 110px;
      margin: 4px 8px 0;
      overflow: hidden;
      contain: strict;
    }
    .span {
      margin: 0 8px;
      flex: none;
    }
    .silence-box .part {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
      align-items: center;
      margin: 4px 8px;
    }
    .press {
      flex: 1;
      min-height: 44px;
      padding: 0 16px;
      border-radius: 22px;
      font-weight: 600;
      border: 1px solid var(--lu-line);
      background: color-mix(in srgb, var(--lu-faint) 10%, transparent);
    }
    [inert] .press {
      opacity: 0.5;
    }
    .failed {
      color: var(--lu-low);
      margin: 0 16px;
    }
    @media (prefers-reduced-motion: reduce) {
      .head {
        transition: none;
      }
    }
  `,
  aroundStyles,
  layoutStyles,
];
