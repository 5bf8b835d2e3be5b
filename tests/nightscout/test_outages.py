"""A site that was away has everything within a minute of being back, however it was away."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import override

from hypothesis import given, strategies as st

from custom_components.librelink_up.glucose import Reading, ReadingKind
from custom_components.librelink_up.nightscout import (
    Forwarder,
    Found,
    NightscoutClient,
    NightscoutError,
    ServerTrouble,
    Status,
    Unreachable,
)

from .outbox import MINUTE, NOW, FakeClock, FakeOutbox

READ_SECONDS, WRITE_SECONDS = 20, 60
"""How long a request may take, as in `transport`."""


class AwaySite(NightscoutClient):
    """Is away for a while: refuses connections, shows a page, or swallows what it is sent."""

    def __init__(self, clock: FakeClock, kind: str, back: float) -> None:
        self._clock = clock
        self._kind = kind
        self._back = back
        self.stored: list[datetime] = []

    @override
    async def _check_credential(self) -> None:
        raise NotImplementedError

    def _request(self, seconds: float) -> None:
        if self._clock.seconds >= self._back:
            self._clock.seconds += 0.2
            return
        error: NightscoutError = ServerTrouble("503")
        if self._kind != "page":
            error = Unreachable("", sent=self._kind == "swallows")
        if self._kind == "swallows":
            self._clock.seconds += seconds  # Also when the site is back meanwhile: this request is lost.
        raise error

    @override
    async def upload(self, readings: Sequence[Reading]) -> None:
        self._request(WRITE_SECONDS)
        self.stored += [one.time for one in readings]

    @override
    async def documents(self, start: datetime, end: datetime) -> list[object]:
        raise NotImplementedError

    @override
    async def entries(self, start: datetime, end: datetime) -> list[Found]:
        try:
            self._request(READ_SECONDS)
        except NightscoutError as err:
            err.uncertain = False
            raise
        return [Found(time, ours=True) for time in sorted(self.stored) if start <= time <= end]


async def seconds_to_catch_up(kind: str, away: float, jitter: float) -> float:
    """Return how long after it is back (seconds) a site has every reading; one comes every minute."""
    clock = FakeClock()
    back = clock.seconds + away
    site, outbox = AwaySite(clock, kind, back), FakeOutbox()

    async def told(_: Status) -> None:
        """Nobody listens."""

    delivery = Forwarder(
        site,
        outbox,
        lock=asyncio.Lock(),
        cadence=lambda: MINUTE,
        now=clock.now,
        clock=clock,
        on_change=told,
        jitter=lambda: jitter,
    )
    count = 0
    while True:
        while NOW + count * MINUTE <= clock.now() and clock.seconds <= back:
            outbox.open.append(Reading(NOW + count * MINUTE, 100, ReadingKind.CURRENT))
            count += 1
        pause = await delivery.drain()
        if pause is None and clock.seconds > back:
            assert sorted(site.stored) == [NOW + minute * MINUTE for minute in range(count)]
            return clock.seconds - back
        clock.seconds += pause if pause is not None else 60


@given(
    kind=st.sampled_from(["refuses", "page", "swallows"]),
    away=st.floats(61, 3500),
    jitter=st.floats(0, 1),
)
def test_a_site_that_is_back_has_everything_within_a_minute(kind: str, away: float, jitter: float) -> None:
    assert asyncio.run(seconds_to_catch_up(kind, away, jitter)) <= 60


def test_after_hours_it_takes_five_minutes_at_most() -> None:
    assert asyncio.run(seconds_to_catch_up("page", timedelta(hours=5).total_seconds() + 7, 0.0)) <= 320
