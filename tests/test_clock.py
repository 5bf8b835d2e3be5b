"""A clock that is wrong, or is set: polls, looks and staleness go on, and a minute later what is shown is true."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
import time

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.util import dt as dt_util
import pytest

from custom_components.librelink_up.account.clock import Clock
from custom_components.librelink_up.automation.alerts import SIGNAL_NEWS, News
from custom_components.librelink_up.glucose import Happening
from simulator.cloud import SimulatedCloud
from simulator.people import Span

from .conftest import NOW
from .test_automations import course, pass_minutes, steady
from .test_coordinator import GLUCOSE, state

type Start = Callable[[], Awaitable[None]]

SIGNAL_LOST = "binary_sensor.anna_example_signal_lost"
HOUR = timedelta(hours=1)


class Home:
    """A machine whose wall clock can be set, and which can sleep: its monotonic clock knows nothing of that."""

    def __init__(self, hass: HomeAssistant, frozen: FrozenDateTimeFactory) -> None:
        self._frozen = frozen
        self.wrong = timedelta(0)
        """By how much the wall clock is ahead of the world's."""
        self._unseen = timedelta(0)
        hass.loop.time = lambda: time.monotonic() - self._unseen.total_seconds()  # type: ignore[method-assign]

    def set(self, by: timedelta) -> None:
        """Set the wall clock."""
        self.wrong += by
        self.sleep(by)

    def sleep(self, length: timedelta) -> None:
        """Let the wall clock go on, and the monotonic one stand still."""
        self._unseen += length
        self._frozen.move_to(dt_util.utcnow() + length)

    def world(self) -> datetime:
        return dt_util.utcnow() - self.wrong


@pytest.fixture(autouse=True)
def _no_jitter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("custom_components.librelink_up.coordinator._JITTER_SECONDS", 0)


@pytest.fixture
def home(hass: HomeAssistant, frozen: FrozenDateTimeFactory, cloud: SimulatedCloud) -> Home:
    """The cloud keeps the world's time, whatever this machine's clock says."""
    made = Home(hass, frozen)
    cloud.clock = made.world
    steady(cloud)
    return made


@pytest.fixture
def told(hass: HomeAssistant) -> list[Happening]:
    """What is told of Anna."""
    found: list[Happening] = []

    def _news(news: News) -> None:
        if news.data.patient.name.startswith("Anna"):
            found.extend(one for one in news.happenings if one is not Happening.READING_RECEIVED)

    async_dispatcher_connect(hass, SIGNAL_NEWS, _news)
    return found


@pytest.fixture
def polls(cloud: SimulatedCloud, monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """When (the world's time) the cloud was asked."""
    found: list[datetime] = []
    measurement = cloud.patient("Anna").current

    def _current(now: datetime) -> object:
        found.append(now)
        return measurement(now)

    monkeypatch.setattr(cloud.patient("Anna"), "current", _current)
    return found


STEPS = [timedelta(hours=-1), timedelta(hours=1), timedelta(days=-400), timedelta(minutes=-3), timedelta(hours=13)]


@pytest.mark.parametrize("by", STEPS, ids=str)
async def test_a_clock_that_is_set_costs_a_minute_at_most(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    home: Home,
    start: Start,
    frozen: FrozenDateTimeFactory,
    told: list[Happening],
    polls: list[datetime],
    by: timedelta,
) -> None:
    await start()
    await pass_minutes(hass, frozen, 5)
    home.set(by)
    count = len(polls)
    course(cloud, "Anna", 65, begin=5)
    await pass_minutes(hass, frozen, 2)
    assert (state(hass, GLUCOSE), state(hass, SIGNAL_LOST)) == ("65", "off")
    await pass_minutes(hass, frozen, 10)
    assert len(polls) - count >= 10
    assert (state(hass, GLUCOSE), state(hass, SIGNAL_LOST)) == ("65", "off")
    assert [one for one in told if one is not Happening.FALLING_FAST] == [Happening.BECAME_LOW]


@pytest.mark.parametrize("by", STEPS, ids=str)
@pytest.mark.parametrize("what", ["phone", "cloud"])
async def test_a_value_grows_too_old_whatever_the_clock_is_set_to(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    home: Home,
    start: Start,
    frozen: FrozenDateTimeFactory,
    by: timedelta,
    what: str,
) -> None:
    await start()
    await pass_minutes(hass, frozen, 5)
    if what == "phone":
        cloud.patient("Anna").phone_away.append(Span(home.world()))
    else:
        cloud.away = True
    home.set(by)
    await pass_minutes(hass, frozen, 12)
    if what == "phone" or by < timedelta(0):
        assert (state(hass, GLUCOSE), state(hass, SIGNAL_LOST)) == ("110", "off")
    await pass_minutes(hass, frozen, 5)
    assert (state(hass, GLUCOSE), state(hass, SIGNAL_LOST)) == ("unknown", "on")


@pytest.mark.parametrize("by", [timedelta(hours=-2), timedelta(hours=2), timedelta(days=-30)], ids=str)
async def test_a_clock_that_is_wrong_at_the_start_and_corrected_later_stops_nothing(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    home: Home,
    start: Start,
    frozen: FrozenDateTimeFactory,
    polls: list[datetime],
    caplog: pytest.LogCaptureFixture,
    by: timedelta,
) -> None:
    home.set(by)
    await start()
    await pass_minutes(hass, frozen, 3)
    assert (state(hass, GLUCOSE), state(hass, SIGNAL_LOST)) == ("110", "off")
    home.set(-by)
    count = len(polls)
    await pass_minutes(hass, frozen, 10)
    assert len(polls) - count >= 9
    assert (state(hass, GLUCOSE), state(hass, SIGNAL_LOST)) == ("110", "off")
    assert caplog.text.count("The clock of Home Assistant is wrong by") == 1


@pytest.mark.parametrize("by", [-HOUR, HOUR], ids=str)
async def test_of_two_clocks_that_are_set_alike_the_newer_truth_is_shown(
    hass: HomeAssistant, cloud: SimulatedCloud, home: Home, start: Start, frozen: FrozenDateTimeFactory, by: timedelta
) -> None:
    """The readings from before were measured in the future of the corrected clock."""
    cloud.clock = dt_util.utcnow
    await start()
    await pass_minutes(hass, frozen, 5)
    home.set(by)
    course(cloud, "Anna", 65, begin=5 + by / timedelta(minutes=1))
    await pass_minutes(hass, frozen, 3)
    entity = hass.states.get(GLUCOSE)
    assert entity
    assert (entity.state, state(hass, SIGNAL_LOST)) == ("65", "off")
    assert timedelta(0) <= dt_util.utcnow() - entity.attributes["measured_at"] < timedelta(minutes=3)


async def test_after_a_machine_has_slept_nothing_old_is_shown(
    hass: HomeAssistant, cloud: SimulatedCloud, home: Home, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    await start()
    await pass_minutes(hass, frozen, 5)
    cloud.away = True
    home.sleep(HOUR)
    await pass_minutes(hass, frozen, 3)
    assert (state(hass, GLUCOSE), state(hass, SIGNAL_LOST)) == ("unknown", "on")


async def test_a_clock_believes_only_answers_that_go_on_as_time_does(
    hass: HomeAssistant, frozen: FrozenDateTimeFactory
) -> None:
    clock = Clock(hass)
    stale = NOW - HOUR
    for answered in (stale, stale, None, stale, None):
        clock.hear(answered)
        assert clock.now() == dt_util.utcnow()
        frozen.tick(60)
    clock.hear(dt_util.utcnow() - HOUR)
    clock.hear(dt_util.utcnow() - HOUR)
    assert clock.now() == dt_util.utcnow()  # Two at once prove nothing.
    frozen.tick(60)
    clock.hear(dt_util.utcnow() - HOUR)
    frozen.tick(60)
    assert clock.now() == dt_util.utcnow() - HOUR
    clock.hear(None)
    assert clock.now() == dt_util.utcnow()
