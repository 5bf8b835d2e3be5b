"""What the report says, all in one place; times and dates as people of a country write them."""

from datetime import date, timedelta
from typing import Final

from ..glucose import Why

TITLE: Final = "AGP report"
SUBTITLE: Final = "Continuous glucose monitoring"
RANGES: Final = "Time in ranges"
FIGURES: Final = "Glucose metrics"
PROFILE: Final = "Ambulatory glucose profile (AGP)"
PROFILE_NOTE: Final = (
    "All days as if they were one. Line: the median. Darker band: the middle half of the values (25-75 %). Lighter: "
    "nine tenths of them (5-95 %)."
)
DAYS: Final = "Daily glucose profiles"
LAST_DAYS: Final = "Daily glucose profiles of the last 14 days"
DAYS_NOTE: Final = (
    "Each from midnight to midnight, noon in the middle; shaded: the target range {target}. Time without readings is "
    "left empty."
)
EPISODES: Final = "Episodes"
EPISODES_NOTE: Final = "Glucose beyond the limit for at least 15 minutes; over when it was back for 15 minutes."

VERY_HIGH: Final = "Very high"
HIGH: Final = "High"
IN_RANGE: Final = "In range"
LOW: Final = "Low"
VERY_LOW: Final = "Very low"
ABOVE: Final = "above range"
BELOW: Final = "below range"

MEAN: Final = "Mean glucose"
GMI: Final = "Glucose management indicator (GMI)"
CV: Final = "Glucose variability (CV)"
GRI: Final = "Glycemia risk index (GRI)"
GRI_NOTE: Final = "0 is best, 100 is worst"
MEASURED: Final = "Time with readings (CGM active)"
NONE: Final = "none"
TARGET_RANGE: Final = "target", "range"

FOOT: Final = (
    (
        "Limits, goals and definitions: international consensus on time in range (Diabetes Care 2019;42:1593), for "
        "most adults with type 1 or type 2 diabetes; others have other goals."
    ),
    (
        "Shares are weighted by time; time without readings counts for nothing. GMI: Diabetes Care 2018;41:2275. GRI: "
        "Klonoff 2022. Not for treatment decisions without your care team."
    ),
)

_MISSING: Final[dict[Why, tuple[str, ...]]] = {
    "no_readings": ("There are no readings of these days.",),
    "days": ("GMI, GRI and AGP are unknown:", "they need 14 days, and these are {days}."),
    "share": (
        "GMI, GRI and AGP are unknown:",
        "they need readings for 70 % of the time,",
        "and there are some for {measured} %.",
    ),
}
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTH_FIRST: Final = ("US", "PH", "FM", "MH", "PW", "PR", "GU", "AS", "VI", "MP")
"""Where the month is written before the day (after the Unicode CLDR's formats of dates)."""

_MINUTE = timedelta(minutes=1)


def missing(why: Why, *, days: int, measured: int) -> tuple[str, ...]:
    """Return why GMI, GRI and AGP are unknown, in short lines."""
    return tuple(line.format(days=days, measured=measured) for line in _MISSING[why])


def goal(text: str) -> str:
    """Return a goal, as it stands beside a figure."""
    return f"goal {text}"


def between(first: object, last: object) -> str:
    """Return a span of figures or dates."""
    return f"{first} \N{EN DASH} {last}"


def span(days: int) -> str:
    """Return how many days a report is of."""
    return "1 day" if days == 1 else f"{days} days"


def made(day: date, country: str | None, time: str) -> str:
    """Return when and by what a report was made."""
    return f"Made on {date_text(day, country)}, {time}, by LibreLink Up for Home Assistant"


def date_text(day: date, country: str | None) -> str:
    """Return a date that nobody can misread, in the order that people of a country (ISO 3166) are used to."""
    month = _MONTHS[day.month - 1]
    return f"{month} {day.day}, {day.year}" if country in _MONTH_FIRST else f"{day.day} {month} {day.year}"


def day_label(day: date, country: str | None, *, with_month: bool) -> str:
    """Return the day of the month, and where it is wanted the month."""
    month = _MONTHS[day.month - 1]
    if not with_month:
        return str(day.day)
    return f"{month} {day.day}" if country in _MONTH_FIRST else f"{day.day} {month}"


def weekday(day: date) -> str:
    """Return the name of a day of the week."""
    return _WEEKDAYS[day.weekday()]


def length(time: timedelta) -> str:
    """Return how long something is."""
    hours, minutes = divmod(round(time / _MINUTE), 60)
    parts = [f"{hours} h" if hours else "", f"{minutes} min" if minutes or not hours else ""]
    return " ".join(part for part in parts if part)


def a_day(time: timedelta) -> str:
    """Return how much of a day something is."""
    return f"{length(time)} a day"


def per_day(count: int, days: float) -> str:
    """Return how often something was."""
    return f"{count / days:.1f} a day"


def on_average(time: timedelta) -> str:
    """Return how long episodes were."""
    return f"{length(time)} on average"


def longest(time: timedelta) -> str:
    """Return how long the longest episode was."""
    return f"{length(time)} the longest"
