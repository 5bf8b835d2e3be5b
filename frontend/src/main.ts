/** What Home Assistant's page loads: everything else follows from here. */

import { CARD_ENTRY } from "./editor/choose";
import { CARD_TYPE } from "./model/config";
import { offer, register } from "./register";
import { DASHBOARD_ENTRY, DAYS_ENTRY, PAGE_ELEMENTS, REPORT_ENTRY } from "./strategy/offers";
import { LibreLinkUpCard } from "./view/card";

register({ [CARD_TYPE]: LibreLinkUpCard, ...PAGE_ELEMENTS });
offer("customCards", CARD_ENTRY);
offer("customCards", DAYS_ENTRY);
offer("customCards", REPORT_ENTRY);
offer("customStrategies", DASHBOARD_ENTRY);
