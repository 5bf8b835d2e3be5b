"""A whole night, minute by minute: exactly the alerts that a person would list by hand, through restarts."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.librelink_up.automation.alerts import SIGNAL_NEWS, News
from custom_components.librelink_up.glucose import Happening
from simulator.cloud import SimulatedCloud
from simulator.nights import AWAY, NIGHT, curve, lose_signal, sleep

from .conftest import NOW, pass_time

type Start = Callable[[], Awaitable[None]]

EVENT = "event.anna_example_glucose_event"
MINUTE = timedelta(minutes=1)

# The night as one would list it by hand: the minute, and what happens then. A reading is seen within a poll.
BY_HAND = [
    (71, "low_predicted"),  # 76 mg/dL and 1.2 down a minute
    (77, "became_low"),
    (103, "back_in_range"),  # Ten percent past 70
    (180, "reading_overdue"),
    (201, "became_low"),  # It fell while nobody could see it.
    (217, "back_in_range"),
    (251, "became_low"),
    (268, "back_in_range"),
    (322, "became_low"),  # The compression low, urgent at once
    (322, "became_urgent_low"),
    (341, "back_in_range"),
    (386, "low_predicted"),  # 79 and 1.8 down a minute
    (391, "became_low"),  # One for all of the dance
    (428, "back_in_range"),
]
# Where the curve is steeper than two a minute over a quarter of an hour.
FAST_BY_HAND = ["rising_fast", "rising_fast", "falling_fast", "rising_fast", "falling_fast", "rising_fast"]


@pytest.fixture(autouse=True)
def _no_jitter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("custom_components.librelink_up.coordinator._JITTER_SECONDS", 0)


@pytest.mark.timeout(180)
@pytest.mark.parametrize("restarts", [(), (62, 79, 190, 205, 253, 330, 400, 415)], ids=["on", "restarted"])
async def test_a_night_has_exactly_the_alerts_of_a_list_made_by_hand(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    restarts: tuple[int, ...],
) -> None:
    anna = cloud.patient("Anna")
    sleep(anna, NOW)
    lose_signal(anna, NOW)
    told: list[tuple[float, str]] = []
    readings: list[float] = []

    @callback
    def _news(news: News) -> None:
        if news.patient_id != anna.patient_id:
            return
        minutes = (news.look.now - NOW) / MINUTE
        told.extend((minutes, one.value) for one in news.happenings if one is not Happening.READING_RECEIVED)
        if news.look.reading:
            readings.append(news.look.reading.time.timestamp())
            assert news.look.now - news.look.reading.time <= 2 * MINUTE + anna.upload_delay

    async_dispatcher_connect(hass, SIGNAL_NEWS, _news)
    await start()
    for minute in range(1, 475):
        if minute in restarts:
            assert await hass.config_entries.async_reload(entry.entry_id)
        await pass_time(hass, frozen, minutes=1)
    found = [(minutes, name) for minutes, name in told if name not in FAST_BY_HAND]
    assert [name for _, name in found] == [name for _, name in BY_HAND]
    assert [name for _, name in told if name in FAST_BY_HAND] == FAST_BY_HAND
    late = [minutes - expected for (minutes, _), (expected, _) in zip(found, BY_HAND, strict=True)]
    assert all(-1 <= one <= 2.5 for one in late), late
    assert len(readings) == len(set(readings))
    assert hass.states.get(EVENT)


def test_the_night_is_as_it_is_described() -> None:
    glucose = curve(NOW, NIGHT)
    assert AWAY[1] - AWAY[0] == 40
    lows = [minute for minute in range(480) if (glucose(NOW + minute * MINUTE) or 99) < 70]
    begins = [minute for minute in lows if minute - 1 not in lows]
    assert begins[:4] == [77, 192, 251, 322]
    assert len(begins) > 6  # The dance crosses 70 again and again.
