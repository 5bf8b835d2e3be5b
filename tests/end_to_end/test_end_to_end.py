"""A real Home Assistant, a cloud and two Nightscout sites, on a clock that runs sixty times as fast as the world's.

It is killed in the middle of an upload, Nightscout goes away for half an hour, the cloud for half an hour, it is
restarted, and the clocks go back an hour at night: afterwards each site holds every reading of its person exactly once.
"""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from scripts.demo_home import set_up
from scripts.home import Home
from simulator.nightscout import SimulatedNightscout
from simulator.people import SimulatedPatient

from .world import World

# In the zone of the home the clocks go from 3:00 back to 2:00 at 1:00 UTC.
START = datetime(2026, 10, 25, 0, 35, tzinfo=UTC)
SAME = timedelta(minutes=2)


@pytest.fixture
async def world(tmp_path: Path, socket_enabled: None) -> AsyncIterator[World]:
    made = World(tmp_path / "home", START)
    await made.open()
    yield made
    await made.close()


async def recorded(home: Home, name: str) -> list[dict[str, Any]]:
    """What the home has recorded of a person, by its own action."""
    devices = await home.command(type="config/device_registry/list")
    device = next(one["id"] for one in devices if one["name"] == name)
    answer = await home.post(
        "/api/services/librelink_up/get_readings?return_response",
        {"device_id": device, "from": (START - timedelta(hours=24)).isoformat()},
    )
    return list(answer["service_response"]["readings"])


def assert_whole(site: SimulatedNightscout, patient: SimulatedPatient, end: datetime) -> None:
    """Every entry is a measurement of the person with its own value, none is twice, and none is missing."""
    dates = sorted(entry["date"] for entry in site.entries)
    assert len(dates) == len(set(dates))
    times = [datetime.fromtimestamp(date / 1000, UTC) for date in dates]
    values = {entry["date"]: entry["sgv"] for entry in site.entries}
    assert {date: values[date] for date in dates} == {
        date: max(patient.measure(time).glucose, 39) for date, time in zip(dates, times, strict=True)
    }
    # The sensor's own history, as the cloud shows it at the end: each point is there, itself or as a minute reading.
    for point in patient.history(end):
        assert any(abs(time - point.time) <= SAME for time in times), point.time
    # A point beside a minute reading is that reading: no moment is there twice under two times.
    seconds = {time.second for time in times if time > START}
    points = [time for time in times if any(time == point.time for point in patient.history(time + timedelta(hours=1)))]
    assert len(seconds) >= 2
    assert not [one for one in points for other in times if other not in points and abs(one - other) < SAME]
    reach = START - timedelta(hours=11)
    covered = [time for time in times if time >= reach]
    assert max(later - earlier for earlier, later in pairwise(covered)) <= timedelta(minutes=9)


@pytest.mark.timeout(900)
@pytest.mark.xdist_group("end_to_end")  # One at a time: each is a whole house in a hurry.
async def test_after_all_that_can_happen_each_site_holds_every_reading_exactly_once(world: World) -> None:
    home, sites = world.home, world.sites
    await home.start()
    await home.onboard()
    await home.until_running()
    await set_up(home, world.ports[1:])
    await world.hurry()
    await world.until(lambda: all(len(site.entries) > 130 for site in sites))

    # Killed while an upload is under way: it is written, but the answer never comes.
    asked = len(sites[0].faults.calls)
    sites[0].faults.add("write_then_hang", times=1, **{"for": 5})
    await world.until(lambda: len(sites[0].faults.calls) > asked)
    await world.restart(killed=True)

    # Nightscout away for 30 minutes; meanwhile the clocks go back.
    for site in sites:
        site.faults.add("drop", seconds=1800)
    await world.pass_time(20)
    # The cloud away for 30 minutes, the last ten of Nightscout's absence among them.
    world.cloud.away = True
    await world.pass_time(30)
    world.cloud.away = False

    await world.restart()
    # The history of what was missed comes 17 minutes late.
    await world.pass_time(22)

    async def settled() -> bool:
        states = await home.states()
        # They go oldest first: with the newest, all are there. What is on its way does not count as waiting.
        newest = (max(entry["date"] for entry in site.entries) for site in sites)
        return all(world.clock().timestamp() - date / 1000 < 420 for date in newest) and all(
            states[f"sensor.{name}_nightscout_waiting"]["state"] == "0"
            and states[f"sensor.{name}_readings_missing_in_24_h"]["state"] == "0"
            for name in ("anna", "ben")
        )

    try:
        await world.until(settled)
    except TimeoutError:
        pytest.fail(f"not settled at {world.clock()}: {await home.states()}")
    assert world.clock() > datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    for site in sites:
        site.faults.add("status", status=503)  # What comes from now on is not looked at.
    await world.pass_time(1)
    for patient in world.account.patients:
        name = patient.first_name
        readings = await recorded(home, name)
        newest = datetime.fromisoformat(readings[-1]["time"])
        site = next(one for one in sites if one.entries[-1]["sgv"] and matches(one, patient))
        assert_whole(site, patient, min(newest, world.clock()) - timedelta(minutes=2))
        sent = {entry["date"] for entry in site.entries}
        kept = {int(datetime.fromisoformat(reading["time"]).timestamp() * 1000) for reading in readings}
        assert len(sent - kept) <= 2  # A scan that took the place of a point that was sent.
    logins = sum(path.endswith("/auth/login") for _, _, path in world.cloud.faults.calls)
    assert logins == 2  # At the global host and in the region, once, through every restart.


def matches(site: SimulatedNightscout, patient: SimulatedPatient) -> bool:
    """Whether a site is this person's."""
    entry = site.entries[0]
    return bool(patient.measure(datetime.fromtimestamp(entry["date"] / 1000, UTC)).glucose == entry["sgv"])
