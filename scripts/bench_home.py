"""The project's figures: a core in this process, real Home Assistants beside it, the simulated cloud on loopback."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
import json
import logging
import os
from pathlib import Path
import random
from statistics import median
import subprocess
import sys
import tempfile
import threading
import time
import tracemalloc
from typing import Any

from homeassistant import loader
from homeassistant.config_entries import ConfigSubentryData
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_test_home_assistant

from custom_components.librelink_up.account.pictures import font_files
from custom_components.librelink_up.chart import Clock
from custom_components.librelink_up.chart.draw import Chart, draw
from custom_components.librelink_up.chart.page import Form, draw_report
from custom_components.librelink_up.chart.report import Style, report
from custom_components.librelink_up.chart.style import LIGHT
from custom_components.librelink_up.glucose import (
    REACH,
    GlucoseUnit,
    Reading,
    ReadingKind,
    Rhythm,
    Tally,
    Thresholds,
    Trend,
    last_days,
    metrics,
    next_poll,
    observe,
)
from custom_components.librelink_up.journal import Journal
from scripts import bench_memory
from scripts.bench_server import PAGES, answer_figures, page_figure
from scripts.home import HOST, ROOT, free_port
from simulator.__main__ import serve
from simulator.cloud import SimulatedCloud
from simulator.people import SimulatedAccount, large_account

_ROUNDS = 5
_READINGS = 130_000
_DAYS = timedelta(days=90, hours=7)
# Nobody has measured a phone's uploads: what follows from these is labelled as assumed.
_UPLOAD_MEAN, _UPLOAD_SPREAD, _UPLOAD_LEAST = 12, 3, 1
_DRAWINGS = 25


class LoopTime:
    """Counts the time that the event loop's thread computes, without what it waits."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self.seconds = 0.0

    async def measure(self, work: Coroutine[Any, Any, Any]) -> float:
        """Return the milliseconds of processor time of this thread that some work takes."""
        before = time.thread_time()
        await work
        return (time.thread_time() - before) * 1000


async def journal_figures(folder: Path) -> list[tuple[str, str, str]]:
    """Return how long opening and reading a full journal take."""
    start = datetime.now(UTC) - _DAYS
    readings = [
        Reading(start + index * timedelta(minutes=1), 100 + index % 80, ReadingKind.CURRENT, Trend.STEADY)
        for index in range(_READINGS)
    ]
    path = folder / "bench.db"
    journal = await Journal.open(path)
    await journal.add("alex", readings, received=start)
    await journal.close()
    opened, read = [], []
    for _ in range(_ROUNDS):
        before = time.perf_counter()
        journal = await Journal.open(path)
        opened.append((time.perf_counter() - before) * 1000)
        before = time.perf_counter()
        found = await journal.range("alex", start, start + 2 * _DAYS)
        read.append((time.perf_counter() - before) * 1000)
        assert len(found) == _READINGS  # noqa: S101
        del found
        await journal.close()
    tracemalloc.start()
    journal = await Journal.open(path)
    await journal.latest("alex")
    await journal.times("alex", datetime.now(UTC) - timedelta(days=1), datetime.now(UTC))
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    await journal.close()
    return [
        (f"open a journal of {_READINGS:,} readings", f"{median(opened):.1f} ms", "50 ms"),
        (f"read {_READINGS:,} readings", f"{median(read):.0f} ms", "200 ms"),
        ("memory of an open journal", f"{size / 2**20:.2f} MiB", "10 MiB, all in all"),
    ]


async def chart_figures(folder: Path) -> list[tuple[str, str, str]]:
    """Return how long a day of readings by the minute takes from the full journal to the picture, the first one too."""
    journal = await Journal.open(folder / "bench.db")
    newest = await journal.latest("alex")
    assert newest  # noqa: S101
    end = newest.time + timedelta(minutes=25)
    start = newest.time - timedelta(days=1)
    drawn = []
    for _ in range(_DRAWINGS):
        before = time.perf_counter()
        readings = await journal.range("alex", start, end)
        chart = Chart(
            readings=readings,
            start=start,
            end=end,
            zone=UTC,
            clock=Clock.TWENTY_FOUR,
            thresholds=Thresholds(),
            ticks=[(float(glucose), str(glucose)) for glucose in range(50, 501, 50)],
            value=str(newest.glucose),
            unit=GlucoseUnit.MG_DL,
            name="Alex",
            measured_at=newest.time,
            trend=newest.trend,
            current=newest,
        )
        await asyncio.to_thread(draw, chart, LIGHT)
        drawn.append((time.perf_counter() - before) * 1000)
        assert len(readings) == 24 * 60 + 1  # noqa: S101
    await journal.close()
    return [
        ("draw the chart of 24 hours, median", f"{median(drawn):.0f} ms", ""),
        (f"draw the chart of 24 hours, longest of {_DRAWINGS}", f"{max(drawn):.0f} ms", ""),
    ]


async def metrics_figures(folder: Path) -> list[tuple[str, str, str]]:
    """Return how long metrics of minute readings take: reading in the journal's thread, the rest in the executor's."""
    journal = await Journal.open(folder / "bench.db")
    newest = await journal.latest("alex")
    assert newest  # noqa: S101
    end = newest.time
    rows = []
    for name, days in (("24 hours", 1), ("90 days", 90)):
        start = end - timedelta(days=days)
        read, worked, blocked = [], [], []
        for _ in range(_ROUNDS):
            before = time.perf_counter()
            readings = await journal.range("alex", start - REACH, end + REACH)
            read.append((time.perf_counter() - before) * 1000)
            before, loop = time.perf_counter(), time.thread_time()
            found = await asyncio.to_thread(metrics, readings, start, end)
            worked.append((time.perf_counter() - before) * 1000)
            blocked.append((time.thread_time() - loop) * 1000)
            assert found.measured > 99  # noqa: PLR2004, S101
        rows += [
            (f"metrics of {name} of minute readings, executor's thread", f"{median(worked):.1f} ms", ""),
            ("  reading them, journal's thread", f"{median(read):.1f} ms", ""),
            ("  on the loop", f"{median(blocked):.2f} ms", ""),
        ]
    tracemalloc.start()
    kept = [Tally.of(readings[day * 1440 :][:1440], end - timedelta(days=90), end) for day in range(14)]
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    await journal.close()
    return [*rows, (f"memory of {len(kept)} days that are kept, a person", f"{size / 2**20:.2f} MiB", "")]


async def report_figures(folder: Path) -> list[tuple[str, str, str]]:
    """Return how long the report of 14 days of readings by the minute takes, from the full journal to the file."""
    journal = await Journal.open(folder / "bench.db")
    newest = await journal.latest("alex")
    assert newest  # noqa: S101
    start, end = last_days(newest.time, 14, UTC)
    style = Style(unit=GlucoseUnit.MG_DL, clock=Clock.TWENTY_FOUR, country=None, zone=UTC, name="Alex")
    rows = []
    for form in Form:
        drawn = []
        for _ in range(_ROUNDS):
            before = time.perf_counter()
            readings = await journal.range("alex", start, end)
            one = await asyncio.to_thread(report, readings, start, end, style=style, made=newest.time)
            await asyncio.to_thread(draw_report, one, form, font_files())
            drawn.append((time.perf_counter() - before) * 1000)
            assert len(readings) == 14 * 24 * 60  # noqa: S101
        rows.append((f"the report of 14 days as {form.upper()}, longest of {_ROUNDS}", f"{max(drawn):.0f} ms", "2 s"))
    await journal.close()
    return rows


@asynccontextmanager
async def home(folder: Path) -> AsyncIterator[HomeAssistant]:
    """A Home Assistant core without anything but this integration."""
    async with async_test_home_assistant(config_dir=str(folder)) as hass:
        hass.data.pop(loader.DATA_CUSTOM_COMPONENTS, None)  # The test core hides them.
        yield hass
        await hass.async_stop(force=True)


def entry_of(hass: HomeAssistant, account: SimulatedAccount) -> MockConfigEntry:
    """Return an account that follows everybody."""
    entry = MockConfigEntry(
        domain="librelink_up",
        title=account.email,
        unique_id=account.user_id,
        data={"email": account.email, "password": account.password, "region": "auto"},
        subentries_data=[
            ConfigSubentryData(
                data={"sensor_life": "learn"},
                subentry_type="patient",
                title=patient.first_name,
                unique_id=patient.patient_id,
            )
            for patient in account.patients
        ],
    )
    entry.add_to_hass(hass)
    return entry


async def account_figures(folder: Path, account: SimulatedAccount) -> tuple[float, float, float, float]:
    """Return the loop's milliseconds for set-up, a poll and open pages, and the calls to the cloud a poll takes."""
    cloud = SimulatedCloud([account])
    port = free_port()
    # The cloud has a loop and a thread of its own: its work is not ours.
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    asyncio.run_coroutine_threadsafe(serve(cloud.app, port), loop).result()
    os.environ["LIBRELINK_UP_CLOUD_URL"] = f"http://{HOST}:{port}"
    (folder / "custom_components").symlink_to(ROOT / "custom_components")
    async with home(folder) as hass:
        entry = entry_of(hass, account)
        import custom_components.librelink_up.sensor  # noqa: F401, PLC0415 - importing is Home Assistant's

        await hass.async_add_executor_job(_import_platforms)
        assert await async_setup_component(hass, "network", {})  # noqa: S101
        clock = LoopTime()
        set_up = await clock.measure(hass.config_entries.async_setup(entry.entry_id))
        coordinator = entry.runtime_data.coordinator
        polls, calls = [], len(cloud.faults.calls)
        for _ in range(_ROUNDS):
            for patient in account.patients:  # A new reading for everybody at every poll.
                patient.upload_delay = timedelta(seconds=0)
                patient.cadence = timedelta(seconds=1)
            await asyncio.sleep(1.1)
            polls.append(await clock.measure(coordinator.async_refresh()))
        calls = sum(path == "/llu/connections" for _, _, path in cloud.faults.calls[calls:])
        pages = await page_figure(hass, entry)
        await hass.config_entries.async_unload(entry.entry_id)
    loop.call_soon_threadsafe(loop.stop)
    return set_up, median(polls), calls / _ROUNDS, pages


def _import_platforms() -> None:
    import custom_components.librelink_up.binary_sensor  # noqa: PLC0415
    import custom_components.librelink_up.button  # noqa: F401, PLC0415


def polling_figures() -> list[tuple[str, str, str]]:
    """Return how long readings wait in the cloud until they are fetched: a simulated day of automatic polling.

    The figures hold for the uploads that it assumes, which the first row names.
    """
    chance = random.Random(1)  # noqa: S311 - the delay of a phone
    start = datetime(2026, 1, 1, tzinfo=UTC)
    arrivals = [
        (
            time := start + minute * timedelta(minutes=1),
            time + timedelta(seconds=max(chance.gauss(_UPLOAD_MEAN, _UPLOAD_SPREAD), _UPLOAD_LEAST)),
        )
        for minute in range(24 * 60)
    ]
    waits: dict[datetime, float] = {}
    rhythm, now, newest, polls = Rhythm(), start + timedelta(minutes=5, seconds=37), 0, 0
    while now < start + timedelta(hours=23):
        while arrivals[newest + 1][1] <= now:
            newest += 1
        time_of_reading, arrived = arrivals[newest]
        waits.setdefault(time_of_reading, (now - arrived).total_seconds())
        rhythm = observe(rhythm, time_of_reading, now)
        now = next_poll([rhythm], now, jitter=1.0)
        polls += 1
    seconds = sorted(waits.values())
    assumed = f"{_UPLOAD_MEAN} ± {_UPLOAD_SPREAD} s (normal, at least {_UPLOAD_LEAST} s)"
    return [
        (f"assumed: a reading a minute, in the cloud {assumed} later, sent on at once", "", ""),
        ("  from the cloud to Nightscout, median", f"{median(seconds):.1f} s", "10 s"),
        ("  from the cloud to Nightscout, 95th percentile", f"{seconds[int(len(seconds) * 0.95)]:.1f} s", "60 s"),
        ("  calls to the cloud a minute", f"{polls / (22 * 60 + 55):.2f}", "1"),
        ("  minute readings seen", f"{len(seconds) / (22 * 60 + 55) * 100:.1f} %", ""),
    ]


def memory_figures() -> list[tuple[str, str, str]]:
    """Return what the integration adds to a real Home Assistant: memory, and the time that it takes to stop."""
    if not bench_memory.POSSIBLE:
        return [("memory over a Home Assistant without it, 2 people", "on Linux", "5 MB")]
    without, following = asyncio.run(bench_memory.figures())
    return [
        (
            "memory over a Home Assistant without it, 2 people",
            f"{following.resident - without.resident:.1f} MB",
            "5 MB",
        ),
        ("Home Assistant stops within", f"{following.stop:.1f} s", ""),
        ("  the same without it", f"{without.stop:.1f} s", ""),
    ]


def account_figures_apart(people: int) -> tuple[float, float, float, float]:
    """Return the figures of an account, measured in a process of its own: Home Assistant keeps state in modules."""
    command = [sys.executable, "-m", "scripts.bench_home", str(people)]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - ourselves
    set_up, poll, calls, pages = json.loads(answer.stdout.splitlines()[-1])
    return set_up, poll, calls, pages


def main() -> None:
    """Measure, and print a table."""
    with tempfile.TemporaryDirectory() as scratch:
        rows = asyncio.run(journal_figures(Path(scratch)))
        rows += asyncio.run(chart_figures(Path(scratch)))
        rows += asyncio.run(metrics_figures(Path(scratch)))
        rows += asyncio.run(report_figures(Path(scratch)))
        rows += asyncio.run(answer_figures(Path(scratch)))
    for people, set_up_limit, poll_limit in ((2, "150 ms", "5 ms"), (50, "", "50 ms")):
        set_up, poll, calls, pages = account_figures_apart(people)
        rows += [
            (f"set-up to first states, {people} people, on the loop", f"{set_up:.0f} ms", set_up_limit),
            (f"a poll with new readings, {people} people, on the loop", f"{poll:.1f} ms", poll_limit),
            (f"calls a poll takes, {people} people", f"{calls:.1f}", "1"),
        ]
    rows.append((f"something changes while {PAGES} pages show it, on the loop", f"{pages:.1f} ms", ""))
    rows += polling_figures()
    rows += memory_figures()
    width = max(len(row[0]) for row in rows)
    print(f"{'':{width}}  {'measured':>10}  promised")
    for name, measured, promised in rows:
        print(f"{name:{width}}  {measured:>10}  {promised}")


def one_account(people: int) -> None:
    """Measure one account and print its figures."""
    logging.disable(logging.CRITICAL)
    account = large_account(people)
    with tempfile.TemporaryDirectory() as scratch:
        print(json.dumps(asyncio.run(account_figures(Path(scratch), account))))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        one_account(int(sys.argv[1]))
    else:
        main()
