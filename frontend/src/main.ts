/** What Home Assistant's page loads: everything else follows from here. */

import { CARD_ENTRY } from "./editor/choose";
import { offer, register } from "./register";
import { CARD_ELEMENTS } from "./view/elements";

register(CARD_ELEMENTS);
offer("customCards", CARD_ENTRY);
