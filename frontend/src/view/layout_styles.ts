import { css } from "lit";

/** What is different for one of several, on the wall, and where there is little room. */
export const layoutStyles = css`
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
    --value: min(21cqi, 23vh);
    font-size: clamp(14px, min(2.2cqi, 2.6vh), 40px);
  }
  .wall .head {
    padding: 0.3em 1em;
  }
  .wall .about {
    font-size: clamp(12px, 3.5cqi, 1.5em);
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
  .wall .told .word,
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

  @container (max-width: 420px) {
    .wall {
      --value: 26cqi;
    }
    .wall .head {
      grid-template-columns: 1fr;
    }
    .wall .about {
      justify-items: start;
      text-align: start;
      font-size: 1.1em;
    }
  }
  :host([small]) .wall {
    --value: min(20cqi, 12vh);
    font-size: clamp(12px, min(3cqi, 1.9vh), 32px);
  }
  :host([small]) .wall .plot-box {
    min-height: 7vh;
  }
  :host([small]) .wall .around {
    padding-bottom: 6px;
  }
  :host([small]) .wall .around .sensor,
  :host([small]) .wall .around .words {
    display: none;
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
    flex: 1.6 1 0;
    min-width: 0;
    margin: 0;
    border-radius: 0;
    padding: 0.3em 0.9em;
    align-content: center;
    max-width: 100%;
  }
  .compact .plot-box {
    flex: 1 1 0;
    margin: 0;
    min-height: 0;
  }
  @container (max-width: 420px) {
    .compact .unit {
      display: none;
    }
  }
  @container (max-width: 340px) {
    .compact .plot-box {
      display: none;
    }
  }
  @container (max-width: 240px) and (min-height: 90px) {
    .compact {
      --value: clamp(30px, min(42cqh, 26cqi), 64px);
    }
    .compact .head {
      grid-template-columns: 1fr;
      padding: 0.3em 0.8em;
    }
    .compact .about {
      display: flex;
      flex-wrap: wrap;
      gap: 0 0.7em;
      align-items: baseline;
      justify-items: start;
      text-align: start;
      padding: 0;
    }
    .compact .state {
      font-size: 1em;
    }
    .compact .unit,
    .compact .notes,
    .compact .change {
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
  /* Who it is comes before what the colour and the shape say, too. */
  @container (max-height: 90px) and (max-width: 260px) {
    .compact .state {
      font-size: 0;
    }
    .compact .state .icon {
      width: 9px;
      height: 9px;
    }
    .compact .about {
      gap: 0.4em;
    }
    .compact .why {
      font-size: 1em;
    }
  }
`;
