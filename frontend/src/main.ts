/** What Home Assistant's page loads: everything else follows from here. */

import { CARD_TYPE } from "./model/config";
import { DAYS_TYPE, REPORT_TYPE } from "./model/pages";
import { offer, register } from "./register";
import { STRATEGIES } from "./strategy/strategies";
import { PAGES } from "./text/pages";
import { LibreLinkUpCard } from "./view/card";
import { LibreLinkUpDaysCard } from "./view/days";
import { LibreLinkUpReportCard } from "./view/report";

register({
  [CARD_TYPE]: LibreLinkUpCard,
  [DAYS_TYPE]: LibreLinkUpDaysCard,
  [REPORT_TYPE]: LibreLinkUpReportCard,
  ...STRATEGIES,
});

offer("customCards", { type: DAYS_TYPE, name: "LibreLink Up: days", description: PAGES.daysCard });
offer("customCards", { type: REPORT_TYPE, name: "LibreLink Up: report", description: PAGES.reportCard });
offer("customStrategies", {
  type: "librelink-up",
  strategyType: "dashboard",
  name: "LibreLink Up",
  description: PAGES.about,
});
