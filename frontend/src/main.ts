/** What Home Assistant's page loads: everything else follows from here. */

import { CARD_ENTRY } from "./editor/choose";
import { CARD_TYPE } from "./model/config";
import { offer, register } from "./register";
import { LibreLinkUpCard } from "./view/card";

register({ [CARD_TYPE]: LibreLinkUpCard });
offer("customCards", CARD_ENTRY);
