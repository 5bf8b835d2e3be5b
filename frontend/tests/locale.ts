import type { HassLocale } from "../src/data/hass";
import { Formats } from "../src/model/format";

/** How somebody has set their profile: English, 24 hours, in the home's zone, unless said otherwise. */
export function formats(locale: Partial<HassLocale> = {}, zone = "UTC"): Formats {
  return new Formats(
    {
      language: "en",
      number_format: "language",
      time_format: "24",
      date_format: "language",
      time_zone: "server",
      first_weekday: "language",
      ...locale,
    },
    zone,
  );
}
