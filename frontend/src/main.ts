/** What Home Assistant's page loads: everything else follows from here. */

import { CARD_TYPE } from "./model/config";
import { define } from "./register";
import { LibreLinkUpCard } from "./view/card";

define({ [CARD_TYPE]: LibreLinkUpCard });
