/** What Home Assistant's page loads: everything else follows from here. */

import { CARD_TYPE } from "./model/config";
import { register } from "./register";
import { LibreLinkUpCard } from "./view/card";

register({ [CARD_TYPE]: LibreLinkUpCard });
