import { css } from "lit";

/** The card around its people, and the buttons of the span. */
export const spanStyles = css`
  .span {
    display: flex;
    gap: 2px;
    align-items: center;
    justify-content: center;
    min-height: 44px;
  }
  .span button {
    min-width: 44px;
    height: 44px;
    padding: 0 8px;
    border-radius: 22px;
    font-size: 13px;
    color: var(--lu-faint);
    position: relative;
    direction: ltr;
    unicode-bidi: isolate;
  }
  .span button::before {
    content: "";
    position: absolute;
    inset: 8px 0;
    border-radius: 14px;
    z-index: -1;
  }
  .span {
    position: relative;
    z-index: 0;
  }
  .span button:hover::before {
    background: color-mix(in srgb, var(--lu-faint) 10%, transparent);
  }
  .span button[aria-pressed="true"] {
    color: var(--lu-text);
    font-weight: 600;
  }
  .span button[aria-pressed="true"]::before {
    background: color-mix(in srgb, var(--lu-faint) 16%, transparent);
  }
  .span .back {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    margin-inline-start: auto;
    padding: 0 14px;
    color: var(--lu-text);
    font-weight: 600;
  }
  .span .back::before {
    border: 1px solid var(--lu-line);
  }
  .span .back svg {
    width: 12px;
    height: 12px;
    fill: currentColor;
    stroke: currentColor;
    stroke-width: 1.5px;
  }
`;

export const cardStyles = [
  spanStyles,
  css`
    :host {
      display: block;
      height: 100%;
    }
    ha-card {
      display: flex;
      flex-direction: column;
      height: 100%;
      overflow: hidden;
      color: var(--lu-text);
      container-type: inline-size;
    }
    .people {
      display: grid;
      flex: 1;
      min-height: 0;
    }
    .several .people {
      grid-template-columns: repeat(auto-fit, minmax(min(260px, 100%), 1fr));
      gap: 4px 8px;
      padding: 4px;
    }
    .several > .span {
      padding-bottom: 4px;
    }
    .compact.several .people {
      grid-template-columns: 1fr;
      gap: 1px;
      padding: 0;
    }
    .wall.several .people {
      grid-auto-rows: 1fr;
      grid-template-columns: repeat(auto-fit, minmax(min(480px, 100%), 1fr));
    }
  `,
];
