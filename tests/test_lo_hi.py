"""LO and HI, from the answer of the cloud to everything that shows, tells, records or forwards a reading."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.image import async_get_image
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.librelink_up.chart.draw import Chart
from custom_components.librelink_up.glucose import OutOfRange
from simulator.cloud import SimulatedCloud
from simulator.nightscout import SimulatedNightscout
from simulator.people import MISSING, Span

from .conftest import NOW, pass_time
from .test_automations import ANNA, Automate, automate, course, steady
from .test_coordinator import state

__all__ = ["automate"]

type Start = Callable[[], Awaitable[None]]

NUMBERS = [0, None, MISSING, 15, 19, "LO", 112]
BEFORE = {"lo": (110, 97, 84, 71), "hi": (180, 200, 220, 235)}


@pytest.fixture(autouse=True)
def _no_jitter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("custom_components.librelink_up.coordinator._JITTER_SECONDS", 0)


@pytest.mark.parametrize(
    ("end", "glucose", "number"),
    [*(("lo", 39, number) for number in NUMBERS), *(("hi", 501, number) for number in (*NUMBERS, 601, 700, "HI"))],
)
async def test_a_fall_that_ends_in_lo_and_a_rise_that_ends_in_hi_are_missed_by_nobody(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    site: SimulatedNightscout,
    start: Start,
    frozen: FrozenDateTimeFactory,
    set_patient: Callable[..., str],
    nightscout: dict[str, Any],
    automate: Automate,
    monkeypatch: pytest.MonkeyPatch,
    end: str,
    glucose: int,
    number: object,
) -> None:
    drawn: list[Chart] = []

    def draw(chart: Chart, *_: object) -> bytes:
        drawn.append(chart)
        return b"picture"

    monkeypatch.setattr("custom_components.librelink_up.chart.draw.draw", draw)
    set_patient("Anna", nightscout=nightscout)
    steady(cloud)
    course(cloud, "Anna", *BEFORE[end], begin=1)
    begin = NOW + timedelta(minutes=4.5)
    cloud.patient("Anna").out_of_range.append((Span(begin), end, number))
    await start()
    side = "low" if end == "lo" else "high"
    told = await automate(f"triggers: [{{trigger: librelink_up.became_urgent_{side}, target: {ANNA}}}]")
    for _ in range(8):
        await pass_time(hass, frozen, minutes=1)
    assert state(hass, "sensor.anna_example_glucose") == str(glucose)
    assert state(hass, "sensor.anna_example_measuring_range") == end
    assert state(hass, "sensor.anna_example_glucose_state") == f"urgent_{side}"
    assert state(hass, f"binary_sensor.anna_example_{side}") == "on"
    assert state(hass, "binary_sensor.anna_example_signal_lost") == "off"
    assert len(told) == 1
    patient_id = cloud.patient("Anna").patient_id
    recorded = await entry.runtime_data.journal.range(patient_id, begin, NOW + timedelta(hours=1))
    assert recorded
    assert {(one.glucose, one.out_of_range) for one in recorded} == {(glucose, OutOfRange(end))}
    await async_get_image(hass, "image.anna_example_chart")
    assert drawn[-1].value == end.upper()
    assert drawn[-1].readings[-1].out_of_range == end
    sent = [one for one in site.entries if one["date"] > begin.timestamp() * 1000]
    assert {one["sgv"] for one in sent} == {glucose}
    assert len(sent) == len(recorded)
