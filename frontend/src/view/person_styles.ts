import { css } from "lit";

import { spanStyles } from "./card_styles";

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
      opacity: 0.85;
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
      opacity: 0.75;
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
    .around {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(13.5em, 100%), 1fr));
      gap: 0.7em 1.4em;
      padding: 4px 16px 14px;
      align-items: center;
    }
    .around:empty {
      display: none;
    }
    .words {
      color: var(--lu-faint);
    }
    .words b,
    .told b {
      color: var(--lu-text);
      font-weight: 600;
    }
    .range {
      grid-column: 1 / -1;
      display: grid;
      gap: 6px;
    }
    .bar {
      display: flex;
      gap: 2px;
      height: 0.7em;
      border-radius: 0.35em;
      overflow: hidden;
    }
    .bar i {
      background: var(--state);
      flex-basis: 0;
    }
    .sensor,
    .nightscout {
      display: flex;
      align-items: center;
      gap: 12px;
    }
    .ring {
      width: 2.6em;
      flex: none;
      fill: none;
      stroke-width: 5px;
      stroke: color-mix(in srgb, var(--lu-faint) 20%, transparent);
    }
    .ring .left {
      stroke: var(--state);
    }
    .cloud {
      width: 2em;
      margin: 0 0.3em;
      flex: none;
      fill: none;
      stroke: var(--lu-faint);
      stroke-width: 1.6px;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
    .problem .cloud {
      stroke: var(--lu-low);
    }
    .problem .words {
      color: var(--lu-text);
    }
    .told {
      grid-column: 1 / -1;
    }
    ul {
      list-style: none;
      margin: 4px 0 0;
      padding: 0;
    }
    li {
      display: grid;
      grid-template-columns: 1fr 1fr auto;
      gap: 8px;
      padding: 5px 0;
      border-top: 1px solid var(--lu-line);
      font-variant-numeric: tabular-nums;
    }
    li .what {
      display: inline-flex;
      align-items: center;
      gap: 7px;
    }
    li .icon {
      color: var(--state);
    }
    small {
      font-size: 0.93em;
      color: var(--lu-faint);
    }
    .times {
      text-align: end;
    }

    :host([small]) .around {
      grid-template-columns: 1fr 1fr;
      font-size: 13px;
      gap: 6px 12px;
    }
    :host([small]) .ring,
    :host([small]) .cloud {
      width: 24px;
      margin: 0;
    }
    :host([small]) .sensor br,
    :host([small]) .sensor small {
      display: none;
    }
    :host([small]) .sensor,
    :host([small]) .nightscout {
      gap: 8px;
    }
    :host([small]) .well {
      display: none;
    }

    /* Read from across the room: a digit is about a sixth of the screen high. */
    .wall {
      --value: min(24cqi, 23vh);
      font-size: clamp(14px, min(2.2cqi, 2.6vh), 40px);
    }
    .wall .head {
      padding: 0.3em 1em;
    }
    .wall .about {
      font-size: 1.5em;
      padding-bottom: 0.7em;
    }
    .wall .state {
      font-size: 1.35em;
    }
    .wall .name,
    .wall .notes {
      font-size: 1.25em;
    }
    .wall .plot-box {
      flex-basis: 120px;
      min-height: 24vh;
    }
    .wall .span button {
      font-size: clamp(13px, 0.7em, 20px);
    }
    .wall .around {
      grid-template-columns: repeat(auto-fit, minmax(min(16em, 100%), 1fr));
    }
    .wall .told {
      grid-column: auto;
    }
    .wall .told > b,
    .wall li:nth-child(n + 3) {
      display: none;
    }
    .wall ul {
      margin: 0;
    }
    .wall li:first-child {
      border: none;
    }
    .wall .press {
      font-size: 1.1em;
      padding: 0.4em 1em;
      border-radius: 2em;
    }

    :host([layout="compact"]) {
      container-type: size;
      min-height: 56px;
      height: 100%;
    }
    .compact {
      --value: clamp(26px, min(38cqh, 16cqi), 64px);
      flex-direction: row;
      font-size: clamp(11px, 12cqh, 14px);
    }
    .compact .head {
      flex: 1 0 auto;
      margin: 0;
      border-radius: 0;
      padding: 0.3em 0.9em;
      align-content: center;
      max-width: 100%;
    }
    .compact .plot-box {
      flex: 1.5 1 0;
      margin: 0;
      min-height: 0;
    }
    @container (max-width: 300px) {
      .compact .plot-box {
        display: none;
      }
    }
    @container (max-height: 90px) {
      .compact .name {
        grid-column: 2;
        grid-row: 1;
        text-align: end;
      }
      .compact .number {
        grid-row: 1 / 3;
        align-self: center;
      }
      .compact .about {
        display: flex;
        gap: 0.8em;
        align-items: baseline;
        padding: 0;
      }
      .compact .state {
        font-size: 1em;
      }
      .compact .notes,
      .compact .unit {
        display: none;
      }
    }
    @container (max-height: 90px) and (max-width: 260px) {
      .compact .name {
        display: none;
      }
      .compact .about {
        display: grid;
        grid-row: 1 / 3;
        align-self: center;
      }
    }
    @media (prefers-reduced-motion: reduce) {
      .head {
        transition: none;
      }
    }
  `,
];
