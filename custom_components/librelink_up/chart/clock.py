"""How times are written in a chart: on a 12- or a 24-hour clock."""

from datetime import datetime
from enum import StrEnum

_TWELVE_HOUR_COUNTRIES = (
    "AE AG AL AS AU BB BD BH BM BN BS BT CA CO CY DJ DM DO DZ EG ER ET FJ FM GD GH GM GR GU GY HK IN IQ JM JO KH KI KN "
    "KR KW KY LB LC LR LS LY MH MO MP MR MW MY NA NZ OM PA PG PH PK PR PS PW QA SA SB SD SG SL SO SS SY SZ TC TD TN TO "
    "TT TW US VC VE VG VI VU WS YE ZM"
)
"""Where most people read the time on a 12-hour clock (after the Unicode CLDR's preferred hour cycles)."""


class Clock(StrEnum):
    """How the hours of a day are counted."""

    TWELVE = "12"
    TWENTY_FOUR = "24"

    def hour(self, time: datetime) -> str:
        """Return a full hour, for an axis."""
        if self is Clock.TWELVE:
            return f"{time.hour % 12 or 12} {'AM' if time.hour < 12 else 'PM'}"  # noqa: PLR2004 - noon
        return f"{time:%H:%M}"

    def minute(self, time: datetime) -> str:
        """Return a time to the minute."""
        if self is Clock.TWELVE:
            hour, half = self.hour(time).split()
            return f"{hour}:{time:%M} {half}"
        return f"{time:%H:%M}"


def clock_of(country: str | None, language: str) -> Clock:
    """Return the clock that people of a country (ISO 3166, two letters) are used to; without a country, 24 hours.

    Canadians who speak French read 24 hours.
    """
    twelve = country in _TWELVE_HOUR_COUNTRIES.split() and not (country == "CA" and language.startswith("fr"))
    return Clock.TWELVE if twelve else Clock.TWENTY_FOUR
