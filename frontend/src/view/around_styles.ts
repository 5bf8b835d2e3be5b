import { css } from "lit";

/** What stands below the curve. */
export const aroundStyles = css`
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
    grid-template-columns: 1fr 0.8fr auto;
    gap: 8px;
    padding: 5px 0;
    border-top: 1px solid var(--lu-line);
    font-variant-numeric: tabular-nums;
  }
  @container (max-width: 420px) {
    .told .word {
      position: absolute;
      clip-path: inset(50%);
    }
    li {
      grid-template-columns: auto 1fr auto;
    }
  }
  li .what {
    white-space: nowrap;
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
`;
