"""What the card's questions cost Home Assistant: an answer from a full journal, and pages that stay open."""

import asyncio
from datetime import timedelta
from pathlib import Path
from statistics import median
import time
from types import SimpleNamespace
from typing import Any

from homeassistant.auth.permissions import OwnerPermissions
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.json import json_bytes

from custom_components.librelink_up.frontend.feed import _FEEDS, async_follow
from custom_components.librelink_up.frontend.messages import curve
from custom_components.librelink_up.glucose import REACH, Thresholds
from custom_components.librelink_up.journal import Journal

PAGES = 20
_ROUNDS = 25
_WORKED_OUT_SECONDS = 2.0
"""Then what today was like has been worked out."""
_DAY = timedelta(days=1)
_PHONE, _DESK = 320, 1200  # Pixels.


async def answer_figures(folder: Path) -> list[tuple[str, str, str]]:
    """Return how long the answer with the curve of some time takes, from the full journal to the bytes."""
    journal = await Journal.open(folder / "bench.db")
    newest = await journal.latest("alex")
    assert newest  # noqa: S101

    async def _answer(span: timedelta, width: int) -> float:
        before = time.perf_counter()
        start, end = newest.time - span, newest.time
        readings = await journal.range("alex", start - REACH, end + REACH)
        await journal.treatments("alex", start, end)
        await journal.first_time("alex")
        await asyncio.to_thread(lambda: json_bytes(curve(readings, start, end, width, Thresholds())))
        return (time.perf_counter() - before) * 1000

    day = [await _answer(_DAY, width) for width in (_PHONE, _DESK) for _ in range(_ROUNDS)]
    days = [await _answer(90 * _DAY, _DESK) for _ in range(3)]
    await journal.close()
    return [
        ("the card's 24 hours from a full journal, median", f"{median(day):.1f} ms", "20 ms"),
        ("the card's 90 days from a full journal, beside the loop", f"{median(days):.0f} ms", ""),
    ]


async def page_figure(hass: HomeAssistant, entry: Any) -> float:
    """Return the loop's milliseconds that pages which show somebody add each time that something of them changes."""
    entities = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    glucose = next(one for one in entities if one.unique_id.endswith("_glucose"))
    sent: list[bytes] = []
    user = SimpleNamespace(id="alex", permissions=OwnerPermissions)
    page: Any = SimpleNamespace(user=user, send_message=sent.append)
    ends = [async_follow(hass, glucose, page, number) for number in range(PAGES)]
    await asyncio.sleep(_WORKED_OUT_SECONDS)  # Not until nothing is done any more: the history of 50 people takes long.
    (feed,) = hass.data[_FEEDS].values()
    told = []
    for _ in range(_ROUNDS):
        sent.clear()
        before = time.thread_time()
        feed._async_changed()  # noqa: SLF001 - what the coordinator calls
        told.append((time.thread_time() - before) * 1000)
        assert len(sent) == PAGES  # noqa: S101
    for end in ends:
        end()
    return median(told)
