/** What Home Assistant's page loads: everything else follows from here. */

import { CARD_ENTRY, DASHBOARD_ENTRY } from "./editor/choose";
import { offer, register } from "./register";
import { DAYS_ENTRY, PAGE_ELEMENTS, REPORT_ENTRY } from "./strategy/offers";
import { CARD_ELEMENTS } from "./view/elements";

register({ ...CARD_ELEMENTS, ...PAGE_ELEMENTS });
offer("customCards", CARD_ENTRY);
offer("customCards", DAYS_ENTRY);
offer("customCards", REPORT_ENTRY);
offer("customStrategies", DASHBOARD_ENTRY);
