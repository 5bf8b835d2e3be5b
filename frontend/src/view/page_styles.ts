/** What the cards that look back share in looks. */

import { css } from "lit";

export const pageStyles = css`
  :host {
    display: block;
    color: var(--lu-text);
  }
  ha-card {
    display: block;
    padding: 16px;
    container-type: inline-size;
  }
  h2,
  h3,
  p,
  ol,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }
  h2 {
    font-size: 20px;
    font-weight: 500;
    line-height: 28px;
  }
  h3 {
    font-size: 16px;
    font-weight: 500;
    line-height: 24px;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 4px 16px;
  }
  p,
  small,
  .faint {
    color: var(--lu-faint);
    font-size: 14px;
    line-height: 20px;
  }
  .action {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    min-width: 44px;
    min-height: 44px;
    padding: 0 16px;
    border-radius: 22px;
    font-weight: 500;
  }
  .action svg {
    width: 24px;
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
  }
  .action:hover,
  .action[aria-checked="true"] {
    background: color-mix(in srgb, var(--primary-color, #03a9f4) 16%, transparent);
  }
  .action:disabled {
    opacity: 0.5;
    cursor: default;
  }
  .paint {
    position: absolute;
    width: 0;
    height: 0;
  }
  .band {
    fill: color-mix(in srgb, var(--lu-green) 16%, transparent);
  }
  .bar {
    display: flex;
    gap: 1px;
    height: 6px;
    border-radius: 3px;
    overflow: hidden;
    background: var(--lu-line);
  }
  .bar i {
    flex: 0 1 0;
    background: var(--state);
  }
`;
