/** The dashboard and its cards, by their names, and as they stand where people choose. */

import { DAYS_TYPE, REPORT_TYPE } from "../model/pages";
import { PAGES } from "../text/pages";
import { LibreLinkUpDaysCard } from "../view/days";
import { LibreLinkUpReportCard } from "../view/report";
import { STRATEGIES } from "./strategies";

/** Whoever registers the card registers all of these, in the same registry. */
export const PAGE_ELEMENTS = {
  [DAYS_TYPE]: LibreLinkUpDaysCard,
  [REPORT_TYPE]: LibreLinkUpReportCard,
  ...STRATEGIES,
} as const;

export const DAYS_ENTRY = { type: DAYS_TYPE, name: "LibreLink Up: days", description: PAGES.daysCard };
export const REPORT_ENTRY = { type: REPORT_TYPE, name: "LibreLink Up: report", description: PAGES.reportCard };
