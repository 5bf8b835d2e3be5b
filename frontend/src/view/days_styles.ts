import { css } from "lit";

export const daysStyles = css`
  ol {
    display: flex;
    flex-direction: column;
    margin-top: 8px;
    list-style: none;
  }
  li button {
    display: grid;
    grid-template: "date curve share" 1fr "date bar share" auto / 84px 1fr auto;
    gap: 2px 8px;
    align-items: center;
    width: 100%;
    min-height: 56px;
    padding: 4px 8px;
    border-radius: 8px;
    text-align: start;
    font-size: 14px;
  }
  li button:hover {
    background: color-mix(in srgb, var(--lu-text) 6%, transparent);
  }
  .date {
    grid-area: date;
    white-space: nowrap;
    font-size: 13px;
  }
  .share {
    grid-area: share;
    min-width: 3em;
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  .bar {
    grid-area: bar;
  }
  .picture {
    grid-area: curve;
    width: 100%;
    height: 44px;
    direction: ltr;
  }
  .curve {
    fill: none;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
    vector-effect: non-scaling-stroke;
  }
  .noon {
    stroke: var(--lu-line);
    vector-effect: non-scaling-stroke;
  }
  @container (min-width: 620px) {
    ol {
      flex-flow: row-reverse wrap;
      gap: 8px 0;
    }
    li {
      width: calc(100% / 7);
    }
    li button {
      grid-template: "date date" auto "curve curve" 1fr "bar share" auto / 1fr auto;
      gap: 2px 8px;
    }
    .picture {
      height: 72px;
    }
  }
`;

export const dialogStyles = css`
  dialog {
    width: min(960px, 100vw - 32px);
    max-width: none;
    max-height: 100dvh;
    padding: 8px;
    border: none;
    border-radius: 24px;
    background: var(--ha-dialog-surface-background, var(--lu-card));
    color: inherit;
  }
  dialog::backdrop {
    background: rgba(0, 0, 0, 0.5);
  }
  .head {
    display: flex;
    align-items: center;
  }
  .head h2 {
    flex: 1;
    text-align: center;
  }
  .head small {
    display: block;
  }
  .action {
    padding: 0;
  }
  @media (max-width: 600px) {
    dialog {
      width: 100vw;
      border-radius: 0;
    }
  }
`;
