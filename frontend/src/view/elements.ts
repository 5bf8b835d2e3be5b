/** The elements of which the card is made, by their names. */

import { CARD_TYPE } from "../model/config";
import { LibreLinkUpCard } from "./card";
import { LibreLinkUpCurve } from "./curve";
import { LibreLinkUpPerson } from "./person";

/** Whoever registers the card registers all of these, in the same registry. */
export const CARD_ELEMENTS = {
  [CARD_TYPE]: LibreLinkUpCard,
  "librelink-up-curve": LibreLinkUpCurve,
  "librelink-up-person": LibreLinkUpPerson,
} as const;
