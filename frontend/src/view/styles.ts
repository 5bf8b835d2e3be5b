/** Colours by Home Assistant's theme alone, and what every part shares. */

import { css } from "lit";

/**
 * Colours of the states as the wearer's app has them. Mixed with the text's colour they become darker on a light theme and
 * lighter on a dark one: yellow can be seen on white, too.
 */
export const colours = css`
  :host {
    --lu-text: var(--primary-text-color, #141414);
    --lu-faint: var(--secondary-text-color, #5e5e5e);
    --lu-line: var(--divider-color, rgba(127, 127, 127, 0.3));
    --lu-card: var(--ha-card-background, var(--card-background-color, #fff));
    --lu-red: var(--red-color, #f44336);
    --lu-green: var(--green-color, #4caf50);
    --lu-yellow: var(--amber-color, #ffc107);
    --lu-orange: var(--deep-orange-color, #ff6f22);
    --lu-urgent-low: color-mix(in srgb, var(--lu-red) 78%, var(--lu-text));
    --lu-low: color-mix(in srgb, var(--lu-red) 92%, var(--lu-text));
    --lu-in-range: color-mix(in srgb, var(--lu-green) 80%, var(--lu-text));
    --lu-high: color-mix(in srgb, var(--lu-yellow) 68%, var(--lu-text));
    --lu-urgent-high: color-mix(in srgb, var(--lu-orange) 88%, var(--lu-text));
  }
  .urgent_low {
    --state: var(--lu-urgent-low);
    --block: color-mix(in srgb, var(--lu-red) 72%, #000);
    --on-block: #fff;
  }
  .low {
    --state: var(--lu-low);
    --block: color-mix(in srgb, var(--lu-red) 84%, #000);
    --on-block: #fff;
  }
  .in_range {
    --state: var(--lu-in-range);
    --block: color-mix(in srgb, var(--lu-green) 16%, transparent);
    --on-block: var(--lu-text);
  }
  .high {
    --state: var(--lu-high);
    --block: color-mix(in srgb, var(--lu-yellow) 80%, var(--lu-card));
    --on-block: #1a1a1a;
  }
  .urgent_high {
    --state: var(--lu-urgent-high);
    --block: var(--lu-orange);
    --on-block: #1a1a1a;
  }
  .no_readings,
  .sensor_ended,
  .unknown {
    --state: var(--lu-faint);
    --block: color-mix(in srgb, var(--lu-faint) 14%, transparent);
    --on-block: var(--lu-text);
  }
`;

export const shared = css`
  * {
    box-sizing: border-box;
  }
  button {
    font: inherit;
    color: inherit;
    background: none;
    border: none;
    margin: 0;
    padding: 0;
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
  }
  :focus-visible {
    outline: 2px solid var(--primary-color, #03a9f4);
    outline-offset: 2px;
  }
  .spoken {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
