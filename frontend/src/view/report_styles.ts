import { css } from "lit";

export const reportStyles = css`
  fieldset {
    display: flex;
    margin: 0;
    padding: 0;
    border: none;
  }
  .action:has(:checked:not([type="checkbox"])) {
    background: color-mix(in srgb, var(--primary-color, #03a9f4) 20%, transparent);
  }
  .action:has(:focus-visible) {
    outline: 2px solid var(--primary-color, #03a9f4);
  }
  label {
    cursor: pointer;
  }
  .why {
    margin-top: 8px;
    padding: 8px 12px;
    border-radius: 8px;
    background: color-mix(in srgb, var(--lu-text) 6%, transparent);
    color: inherit;
  }
  .all[aria-busy="true"] {
    opacity: 0.5;
  }
  .body {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(260px, 100%), 1fr));
    gap: 24px 48px;
    margin-top: 24px;
  }
  @container (min-width: 700px) {
    .body:has(.profile) {
      grid-template: "ranges profile" auto "episodes profile" 1fr / minmax(250px, 1fr) 2fr;
    }
    .profile {
      grid-area: profile;
    }
  }
  dl > div {
    display: flex;
    justify-content: space-between;
    gap: 16px;
    padding: 4px 0;
  }
  dd {
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  dl small {
    display: block;
  }
  .figures {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(max(110px, 100% / 5), 1fr));
    gap: 8px 16px;
    margin-top: 16px;
  }
  .figures > div {
    display: block;
  }
  .figures dt {
    color: var(--lu-faint);
    font-size: 14px;
  }
  .figures dd {
    font-size: 20px;
    line-height: 28px;
    text-align: start;
  }
  .ranges {
    display: grid;
    grid-template-columns: 24px 1fr;
    gap: 16px;
    margin-top: 8px;
  }
  .ranges .bar {
    flex-direction: column;
    height: auto;
    border-radius: 8px;
  }
  .ranges dt::before {
    content: "";
    display: inline-block;
    width: 10px;
    height: 10px;
    margin-inline-end: 8px;
    border-radius: 2px;
    background: var(--state);
  }
  .plot {
    position: relative;
    height: 240px;
    margin-block: 12px 28px;
    margin-inline: 4px 4px;
    direction: ltr;
    font-size: 12px;
    color: var(--lu-faint);
  }
  .plot svg {
    width: 100%;
    height: 100%;
    overflow: visible;
  }
  .most {
    fill: url(#states);
    opacity: 0.3;
  }
  .half {
    fill: url(#states);
    opacity: 0.6;
  }
  .median {
    fill: none;
    stroke: var(--lu-text);
    stroke-width: 2.5;
    stroke-linejoin: round;
    vector-effect: non-scaling-stroke;
  }
  .y,
  .x {
    position: absolute;
    line-height: 16px;
  }
  .y {
    left: 0;
    transform: translateY(-50%);
  }
  .x {
    top: calc(100% + 6px);
    transform: translateX(-50%);
    font-style: normal;
    white-space: nowrap;
  }
  .x:first-of-type {
    transform: none;
  }
  .x:last-of-type {
    transform: translateX(-100%);
  }
  button.action {
    gap: 8px;
    background: color-mix(in srgb, var(--primary-color, #03a9f4) 16%, transparent);
  }
  button.action:hover:enabled {
    background: color-mix(in srgb, var(--primary-color, #03a9f4) 28%, transparent);
  }
  footer {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    gap: 8px;
    margin-top: 16px;
  }
  footer input {
    width: 20px;
    height: 20px;
    margin-inline-end: 8px;
    accent-color: var(--primary-color, #03a9f4);
  }
`;
