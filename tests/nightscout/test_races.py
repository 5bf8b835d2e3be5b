"""A server that finds, then inserts, and works on what a client has given up: nothing is twice, nothing is lost."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import override

from hypothesis import given, strategies as st

from custom_components.librelink_up.glucose import Reading
from custom_components.librelink_up.nightscout import Forwarder, Found, NightscoutClient, Status, Unreachable
from custom_components.librelink_up.nightscout.forwarder import SETTLE

from .outbox import MINUTE, FakeClock, FakeOutbox, reading


@dataclass
class Upload:
    """What becomes of one upload, in seconds after it was sent."""

    gives_up: float
    """When the client stops waiting."""
    finds: float
    """When the server looks whether it has the reading; at the end of a freeze when it is frozen then."""
    takes: float
    """How long it takes from there to the insertion."""
    kill: bool
    """Whether Home Assistant is killed then, and begins again."""
    freeze: float
    """For how long after the request the server's database stands still."""


class SlowServer(NightscoutClient):
    """Carries uploads out as time goes by, whatever the client thinks; a frozen database answers nobody."""

    def __init__(self, clock: FakeClock, uploads: list[Upload]) -> None:
        self._clock = clock
        self._uploads = uploads
        self._frozen_until = 0.0
        self._steps: list[tuple[float, str, Reading]] = []
        self._inserts: list[tuple[float, Reading]] = []
        self.stored: list[Reading] = []
        self.killed = False

    def work(self) -> None:
        """Do what is due by now, in its order."""
        while due := sorted(step for step in self._steps if step[0] <= self._clock.seconds):
            when, step, one = due[0]
            self._steps.remove(due[0])
            if step == "insert":
                self.stored.append(one)
            elif one not in self.stored:
                self._steps.append((when + self._takes, "insert", one))

    _takes = 0.0

    @override
    async def _check_credential(self) -> None:
        raise NotImplementedError

    @override
    async def upload(self, readings: Sequence[Reading]) -> None:
        for number, one in enumerate(readings):
            fate = self._uploads.pop(0) if self._uploads else Upload(9, 0, 0, kill=False, freeze=0)
            begun = self._clock.seconds
            self._takes = fate.takes
            if fate.freeze:
                self._frozen_until = begun + fate.freeze
            finds = max(begun + fate.finds, self._frozen_until)
            self._steps.append((finds, "find", one))
            done = finds + fate.takes
            self._clock.seconds = min(begun + fate.gives_up, done)
            self.work()
            if done > begun + fate.gives_up:
                self.killed = fate.kill
                error = Unreachable("given up")
                error.confirmed = number
                raise error

    @override
    async def documents(self, start: datetime, end: datetime) -> list[object]:
        raise NotImplementedError

    @override
    async def entries(self, start: datetime, end: datetime) -> list[Found]:
        begun = self._clock.seconds
        if self._frozen_until > begun + 20:
            self._clock.seconds += 20
            raise Unreachable("no answer in time")
        self._clock.seconds = max(begun, self._frozen_until) + 0.1
        self.work()
        return sorted({Found(one.time, ours=True) for one in self.stored if start <= one.time <= end})


# What was on its way is done some seconds after the server answers again; that is what SETTLE is for.
SECONDS = st.floats(0, SETTLE / 2 - 0.2)
UPLOADS = st.lists(
    st.builds(
        Upload,
        gives_up=st.sampled_from([0.0, 0.001, 0.05, 1.0, 60.0]),
        finds=SECONDS,
        takes=SECONDS,
        kill=st.booleans(),
        freeze=st.sampled_from([0.0, 0.0, 3.0, 30.0, 200.0]),
    ),
    max_size=8,
)


@given(minutes=st.sets(st.integers(0, 9), min_size=1, max_size=6), uploads=UPLOADS)
def test_whatever_the_server_is_still_doing_each_reading_is_there_once(
    minutes: set[int], uploads: list[Upload]
) -> None:
    async def told(_: Status) -> None:
        """Nobody listens."""

    async def live() -> None:
        clock = FakeClock()
        server, outbox = SlowServer(clock, list(uploads)), FakeOutbox(sorted(minutes))

        def begin() -> Forwarder:
            return Forwarder(
                server,
                outbox,
                lock=asyncio.Lock(),
                cadence=lambda: MINUTE,
                now=lambda: reading(0).time + timedelta(minutes=1),
                clock=clock,
                on_change=told,
                jitter=lambda: 1.0,
            )

        delivery = begin()
        for _ in range(400):
            pause = await delivery.drain()
            if pause is None:
                break
            if server.killed:
                server.killed, delivery, pause = False, begin(), 0.0
            clock.seconds += pause
            server.work()
        clock.seconds += 1000
        server.work()
        assert sorted(server.stored) == sorted(reading(minute) for minute in minutes)

    asyncio.run(live())
