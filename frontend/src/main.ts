/** What Home Assistant's page loads: everything else follows from here. */

import { define } from "./register";
import { CARD_ELEMENTS } from "./view/elements";

define(CARD_ELEMENTS);
