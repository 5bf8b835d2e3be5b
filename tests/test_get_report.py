"""The action get_report, as scripts and templates see it."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
import threading
from typing import Any
from zoneinfo import ZoneInfo

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.librelink_up.account import summary
from custom_components.librelink_up.glucose import Reading, ReadingKind, metrics
from custom_components.librelink_up.journal import Journal, JournalUnwritable
from simulator.cloud import SimulatedCloud
from simulator.people import Span as Away

from .conftest import NOW
from .test_services import device

type Start = Callable[[], Awaitable[None]]
type Ask = Callable[..., Awaitable[dict[str, Any]]]

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
BERLIN = ZoneInfo("Europe/Berlin")
MIDNIGHT = datetime(2026, 11, 21, tzinfo=BERLIN)


@pytest.fixture
async def ask(hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start) -> Ask:
    """Asks for a report of Ben, of whom there are 20 days of even 120 mg/dL, a low each night and a high yesterday."""
    await hass.config.async_set_time_zone("Europe/Berlin")
    for name in ("Anna", "Ben"):
        cloud.patient(name).phone_away.append(Away(NOW - 20 * DAY))
    await start()
    begin = MIDNIGHT - 20 * DAY

    def glucose(time: datetime) -> int:
        local = time.astimezone(BERLIN)
        if local.hour == 3 and local.minute < 30:
            return 60
        return 260 if local.date() == (MIDNIGHT - DAY).date() and local.hour == 18 else 120

    readings = [
        Reading(time := begin + index * 15 * MINUTE, glucose(time), ReadingKind.CURRENT)
        for index in range(20 * 96 + 4 * 12)
    ]
    ben = str(cloud.patient("Ben").patient_id)
    await entry.runtime_data.recorder.async_add(ben, readings)

    async def _ask(**data: Any) -> dict[str, Any]:
        data = {"device_id": device(hass, entry, "Ben Example")} | data
        answer: Any = await hass.services.async_call(
            "librelink_up", "get_report", data, blocking=True, return_response=True
        )
        return dict(answer)

    return _ask


async def test_without_a_span_it_is_of_the_last_14_whole_days(ask: Ask) -> None:
    found = await ask()
    assert (found["from"], found["to"]) == ("2026-11-07T00:00:00+01:00", "2026-11-21T00:00:00+01:00")
    assert (found["unit"], found["days"], found["measured"], found["why_unknown"]) == ("mmol/L", 14, 100, None)
    low, high = 100 * 14 * 0.5 / (14 * 24), 100 / (14 * 24)
    assert found["time_below_range"] == round(low, 1)
    assert found["time_above_range"] == round(high, 1)
    assert found["time_in_range"] == round(100 - low - high, 1)
    mean = 120 + (260 - 120) * high / 100 - 60 * low / 100
    assert (found["mean_mg_dl"], found["mean_mmol_l"]) == (round(mean), round(mean / 18, 1))
    assert (found["lowest_mg_dl"], found["highest_mg_dl"], found["highest_mmol_l"]) == (60, 260, 14.4)
    assert found["gmi"] == round(3.31 + 0.02392 * mean, 1)
    assert found["consensus"]["above_250"] == found["consensus"]["above_180"] == round(high, 1)
    assert found["consensus"]["below_54"] == 0
    assert found["limits"] == {"low_mg_dl": 70, "low_mmol_l": 3.9, "high_mg_dl": 180, "high_mmol_l": 10.0}
    assert "by_day" not in found
    assert "by_hour" not in found


async def test_episodes_are_told_one_by_one_and_all_in_all(ask: Ask) -> None:
    episodes = (await ask())["episodes"]
    assert (episodes["low"]["count"], episodes["low"]["minutes"], episodes["low"]["mean_minutes"]) == (14, 420, 30)
    assert episodes["very_low"] == {"count": 0, "minutes": 0, "mean_minutes": None, "list": []}
    assert episodes["very_high"]["list"] == [
        {
            "start": "2026-11-20T18:00:00+01:00",
            "end": "2026-11-20T19:00:00+01:00",
            "minutes": 60,
            "extreme_mg_dl": 260,
            "extreme_mmol_l": 14.4,
        }
    ]
    assert episodes["high"]["count"] == 1


async def test_a_span_of_days_or_from_and_to(ask: Ask) -> None:
    week = await ask(days=7)
    assert (week["from"], week["days"], week["gmi"], week["why_unknown"]) == (
        "2026-11-14T00:00:00+01:00",
        7,
        None,
        "days",
    )
    evening = await ask(**{"from": "2026-11-20 18:30:00", "to": "2026-11-20 19:30:00"})
    assert (evening["time_above_range"], evening["measured"]) == (50, 100)
    until = await ask(to="2026-11-20 12:00:00")
    assert until["from"] == "2026-11-06T12:00:00+01:00"
    now = await ask(**{"from": "2026-11-21 12:00:00"})
    assert (now["to"], now["why_unknown"]) == ("2026-11-21T13:00:30+01:00", "no_readings")
    assert now["mean_mg_dl"] is now["lowest_mg_dl"] is None


async def test_day_by_day_and_the_hours_of_the_day(ask: Ask) -> None:
    found = await ask(**{"by": ["day", "hour"], "from": "2026-11-19 12:00:00", "to": "2026-11-21 12:00:00"})
    assert [day["date"] for day in found["by_day"]] == ["2026-11-19", "2026-11-20", "2026-11-21"]
    assert [day["time_below_range"] for day in found["by_day"]] == [0, round(100 / 48, 1), round(100 / 24, 1)]
    assert [day["time_above_range"] for day in found["by_day"]] == [0, round(100 / 24, 1), 0]
    assert [hour["hour"] for hour in found["by_hour"]] == list(range(24))
    three = found["by_hour"][3]
    assert (three["time_below_range"], three["mean_mg_dl"], three["measured"]) == (50, 90, 100)
    assert found["by_hour"][18]["time_above_range"] == 50


@pytest.mark.parametrize(
    ("data", "key"),
    [
        ({"from": "2026-11-20 12:00:00", "to": "2026-11-20 12:00:00"}, "from_not_before_to"),
        ({"from": "2026-11-20 12:00:00", "days": 3}, "days_or_from"),
        ({"from": "2025-11-01 12:00:00"}, "span_too_long"),
    ],
)
async def test_what_makes_no_sense_is_refused_in_the_user_s_words(ask: Ask, data: dict[str, Any], key: str) -> None:
    with pytest.raises(ServiceValidationError) as error:
        await ask(**data)
    assert error.value.translation_key == key


async def test_a_journal_that_cannot_be_read(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: Any) -> None:
        raise JournalUnwritable("x")

    monkeypatch.setattr(Journal, "range", broken)
    with pytest.raises(HomeAssistantError) as error:
        await ask()
    assert error.value.translation_key == "journal_unreadable"


async def test_it_is_worked_out_off_the_loop(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: set[int] = set()

    def noted(*args: Any, **limits: Any) -> Any:
        threads.add(threading.get_ident())
        return metrics(*args, **limits)

    monkeypatch.setattr(summary, "metrics", noted)
    await ask()
    assert threads
    assert threading.get_ident() not in threads
