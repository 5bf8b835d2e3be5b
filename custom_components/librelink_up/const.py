"""Constants of the LibreLink Up integration."""

from datetime import timedelta
from typing import Final

from homeassistant.const import Platform

DOMAIN: Final = "librelink_up"
MANUFACTURER: Final = "Abbott"

SUBENTRY_TYPE_PATIENT: Final = "patient"

PLATFORMS: Final = [
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.EVENT,
    Platform.IMAGE,
    Platform.SELECT,
    Platform.SENSOR,
]

# Set to the address of a stand-in for the cloud (the simulator); never set in normal use.
CLOUD_URL_VARIABLE: Final = "LIBRELINK_UP_CLOUD_URL"

ATTR_GLUCOSE_STATE: Final = "glucose_state"
ATTR_MEASURED_AT: Final = "measured_at"
ATTR_SINCE: Final = "since"
ATTR_TREND: Final = "trend"
ATTR_UNTIL: Final = "until"

# Options of the account.
CONF_POLLING: Final = "polling"
CONF_STALE_LIMIT: Final = "stale_limit"
CONF_RETENTION: Final = "retention"

POLLING_AUTOMATIC: Final = "automatic"
POLLING_MINUTES: Final = tuple(str(minutes) for minutes in range(1, 16))
DEFAULT_STALE_LIMIT: Final = timedelta(minutes=15)
DEFAULT_RETENTION: Final = timedelta(days=90)

# Settings of a patient.
CONF_SENSOR_LIFE: Final = "sensor_life"
CONF_UNIT: Final = "unit"
CONF_THRESHOLDS: Final = "thresholds"
CONF_NIGHTSCOUT: Final = "nightscout"
CONF_NIGHTSCOUT_URL: Final = "url"
CONF_NIGHTSCOUT_SECRET: Final = "secret"  # noqa: S105 - the name of a field
CONF_NIGHTSCOUT_API: Final = "api"
CONF_NIGHTSCOUT_SEND: Final = "send"
CONF_NIGHTSCOUT_SINCE: Final = "since"

SENSOR_LIFE_LEARN: Final = "learn"
SEND_EVERY_READING: Final = "every_reading"
SEND_FIVE_MINUTES: Final = "five_minutes"
SINCE_NOW: Final = "now"
SINCE_DAY: Final = "day"
SINCE_EVER: Final = "ever"

# The chart.
CHART_SPANS: Final = ("3", "6", "12", "24")  # Hours; the first is what it shows at first.
CHART_AUTOMATIC: Final = "automatic"
CHART_LIGHT: Final = "light"
CHART_DARK: Final = "dark"
CLOCK_AUTOMATIC: Final = "automatic"
CLOCK_24: Final = "24"
CLOCK_12: Final = "12"
CHOICE_CLOCK: Final = "chart_clock"

# For how long the button snoozes, in minutes.
SNOOZES: Final = ("15", "30", "60", "120")
DEFAULT_SNOOZE: Final = "30"

# The report, and files of readings.
REPORT_DAYS: Final = 14
MOST_REPORT_DAYS: Final = 90
REPORT_FORMATS: Final = ("pdf", "png")
READINGS_FORMATS: Final = ("csv", "json")
DATE_ORDERS: Final = ("day_first", "month_first")  # What is chosen where a file leaves open which number is the day.
