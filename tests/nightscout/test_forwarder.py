import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import override

from hypothesis import given, strategies as st
import pytest

from custom_components.librelink_up.glucose import Reading, ReadingKind
from custom_components.librelink_up.nightscout import (
    CredentialRejected,
    Forwarder,
    Found,
    HttpsNeeded,
    NightscoutClient,
    NightscoutError,
    Problem,
    Rejected,
    ServerTrouble,
    Status,
    TlsError,
    TooLarge,
    Unreachable,
    UploadForbidden,
)
from custom_components.librelink_up.nightscout.forwarder import back_off

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def reading(minute: int) -> Reading:
    return Reading(NOW - minute * MINUTE, 100 + minute % 50, ReadingKind.CURRENT)


class FakeOutbox:
    def __init__(self, minutes: range | Sequence[int] = ()) -> None:
        self.open = sorted(reading(minute) for minute in minutes)
        self.done: list[Reading] = []
        self.there: list[Reading] = []
        self.aside: list[Reading] = []
        self.broken = False

    async def waiting(self, limit: int) -> list[Reading]:
        if self.broken:
            raise OSError("disk full")
        return self.open[:limit]

    async def delivered(self, readings: Sequence[Reading], at: datetime) -> None:
        self._leave(readings, self.done)

    async def present(self, readings: Sequence[Reading]) -> None:
        self._leave(readings, self.there)

    async def refused(self, readings: Sequence[Reading], reason: str) -> None:
        self._leave(readings, self.aside)

    def _leave(self, readings: Sequence[Reading], where: list[Reading]) -> None:
        self.open = [one for one in self.open if one not in readings]
        where += readings


class FakeSite(NightscoutClient):
    """Keeps entries by time, as the real one does; goes wrong as told, before or after writing."""

    def __init__(self) -> None:
        self.stored: dict[datetime, int] = {}
        self.order: list[datetime] = []
        self.failures: list[tuple[NightscoutError, bool]] = []
        self.minds: set[datetime] = set()
        self.most = 1000
        self.theirs: list[datetime] = []
        self.asked_for_others = 0

    @override
    async def _check_credential(self) -> None:
        raise NotImplementedError

    @override
    async def upload(self, readings: Sequence[Reading]) -> None:
        assert readings
        failure, after_writing = self.failures.pop(0) if self.failures else (None, False)
        if failure and not after_writing:
            raise failure
        if len(readings) > self.most:
            raise TooLarge("")
        if any(one.time in self.minds for one in readings):
            raise Rejected("422")
        for one in readings:
            self.stored[one.time] = one.glucose
            self.order.append(one.time)
        if failure:
            raise failure

    @override
    async def entries(self, start: datetime, end: datetime) -> list[Found]:
        self.asked_for_others += 1
        found = [Found(time, ours=False) for time in self.theirs] + [Found(time, ours=True) for time in self.stored]
        return [entry for entry in found if start <= entry.time <= end]


def forwarder(site: FakeSite, outbox: FakeOutbox, told: list[Status] | None = None) -> Forwarder:
    async def tell(status: Status) -> None:
        if told is not None:
            told.append(status)

    return Forwarder(
        site,
        outbox,
        lock=asyncio.Lock(),
        cadence=lambda: 5 * MINUTE,
        now=lambda: NOW,
        on_change=tell,
        jitter=lambda: 0.0,
    )


async def test_everything_is_delivered_oldest_first_in_batches() -> None:
    told: list[Status] = []
    site, outbox = FakeSite(), FakeOutbox(range(450))
    assert await forwarder(site, outbox, told).drain() is None
    assert site.order == [reading(minute).time for minute in range(449, -1, -1)]
    assert (len(outbox.done), outbox.open) == (450, [])
    assert len(told) == 3


@pytest.mark.parametrize(
    ("error", "problem", "pause"),
    [
        (Unreachable("x"), Problem.UNREACHABLE, 5),
        (ServerTrouble("x"), Problem.SERVER, 5),
        (ServerTrouble("x", retry_after=77), Problem.SERVER, 77),
        (TlsError("x"), Problem.TLS, 5),
        (CredentialRejected("x"), Problem.CREDENTIAL, 3600),
        (UploadForbidden("x"), Problem.FORBIDDEN, 3600),
        (HttpsNeeded("x"), Problem.HTTPS_NEEDED, 3600),
    ],
)
async def test_a_failure_is_told_and_waited_out(error: NightscoutError, problem: Problem, pause: float) -> None:
    told: list[Status] = []
    site, outbox = FakeSite(), FakeOutbox([1])
    site.failures = [(error, False)]
    delivery = forwarder(site, outbox, told)
    assert await delivery.drain() == pause
    assert told == [Status(problem=problem, next_try=NOW + timedelta(seconds=pause))]
    assert outbox.open == [reading(1)]
    assert await delivery.drain() is None
    assert delivery.status == Status()
    assert outbox.done == [reading(1)]


async def test_pauses_grow_and_start_anew_after_a_success() -> None:
    site, outbox = FakeSite(), FakeOutbox([1])
    site.failures = [(Unreachable("x"), False)] * 9
    delivery = forwarder(site, outbox)
    assert [await delivery.drain() for _ in range(9)] == [5, 10, 20, 40, 80, 160, 320, 640, 900]
    assert await delivery.drain() is None
    outbox.open = [reading(0)]
    site.failures = [(Unreachable("x"), False)]
    assert await delivery.drain() == 5


def test_jitter_keeps_many_homes_apart() -> None:
    assert back_off(0, 1.0) == 6.25
    assert back_off(10**6, 0.0) == 900


async def test_a_journal_that_fails_stops_nothing_for_good(caplog: pytest.LogCaptureFixture) -> None:
    outbox = FakeOutbox([1])
    outbox.broken = True
    delivery = forwarder(FakeSite(), outbox)
    assert await delivery.drain() == 5
    assert delivery.status.problem is Problem.JOURNAL
    outbox.broken = False
    assert await delivery.drain() is None


async def test_a_reading_that_the_site_minds_is_found_and_set_aside() -> None:
    site, outbox = FakeSite(), FakeOutbox(range(100))
    site.minds = {reading(37).time, reading(38).time}
    assert await forwarder(site, outbox).drain() is None
    assert outbox.aside == [reading(38), reading(37)]
    assert len(outbox.done) == 98


async def test_a_batch_that_is_too_large_is_halved_and_stays_small() -> None:
    site, outbox = FakeSite(), FakeOutbox(range(200))
    site.most = 60
    delivery = forwarder(site, outbox)
    assert await delivery.drain() is None
    assert len(outbox.done) == 200
    assert delivery._batch < 200


async def test_a_site_that_refuses_everything_is_not_believed() -> None:
    site, outbox = FakeSite(), FakeOutbox(range(100))
    site.minds = {reading(minute).time for minute in range(100)}
    delivery = forwarder(site, outbox)
    assert await delivery.drain() == 5
    assert delivery.status.problem is Problem.SERVER
    assert len(outbox.open) >= 95


async def test_a_listener_that_fails_does_not_end_the_delivery() -> None:
    site, outbox = FakeSite(), FakeOutbox([1])

    async def broken(_: Status) -> None:
        raise OSError("disk full")

    delivery = forwarder(site, outbox)
    delivery._on_change = broken
    assert await delivery.drain() is None
    assert outbox.done == [reading(1)]


async def test_a_single_reading_that_is_too_large_is_set_aside() -> None:
    site, outbox = FakeSite(), FakeOutbox([1])
    site.most = 0
    assert await forwarder(site, outbox).drain() is None
    assert outbox.aside == [reading(1)]


async def test_what_another_uploader_put_there_is_left_alone() -> None:
    site, outbox = FakeSite(), FakeOutbox([60, 50, 40])
    site.theirs = [NOW - 60 * MINUTE + timedelta(seconds=149), NOW - 50 * MINUTE + timedelta(seconds=151)]
    await forwarder(site, outbox).drain()
    assert outbox.there == [reading(60)]
    assert outbox.done == [reading(50), reading(40)]
    assert len(site.order) == 2


async def test_after_a_reinstall_the_history_of_what_was_sent_is_not_sent_again() -> None:
    site, outbox = FakeSite(), FakeOutbox([60, 40])
    before = {NOW - 60 * MINUTE + timedelta(seconds=70): 1, NOW - 40 * MINUTE + timedelta(seconds=121): 2}
    site.stored = dict(before)
    outbox.open = [one._replace(kind=ReadingKind.HISTORIC) for one in outbox.open]
    await forwarder(site, outbox).drain()
    assert [one.time for one in outbox.there] == [NOW - 60 * MINUTE]
    assert set(site.stored) == {*before, NOW - 40 * MINUTE}
    outbox.open = [reading(60)]  # A minute reading is sent as it is: its key makes it one.
    await forwarder(site, outbox).drain()
    assert NOW - 60 * MINUTE in site.stored


async def test_when_everything_is_there_nothing_is_sent() -> None:
    site, outbox = FakeSite(), FakeOutbox([60])
    site.theirs = [NOW - 60 * MINUTE]
    await forwarder(site, outbox).drain()
    assert (outbox.there, site.order) == ([reading(60)], [])


async def test_a_live_reading_costs_no_look() -> None:
    site = FakeSite()
    await forwarder(site, FakeOutbox([0])).drain()
    assert site.asked_for_others == 0


async def test_it_runs_for_ever_and_wakes_for_new_readings(monkeypatch: pytest.MonkeyPatch) -> None:
    site, outbox = FakeSite(), FakeOutbox([1])
    site.failures = [(Unreachable("x"), True)]
    slept: list[float] = []
    sleep = asyncio.sleep

    async def hurry(seconds: float) -> None:
        slept.append(seconds)
        await sleep(0)

    monkeypatch.setattr("custom_components.librelink_up.nightscout.forwarder.asyncio.sleep", hurry)
    delivery = forwarder(site, outbox)
    task = asyncio.create_task(delivery.run())
    for _ in range(20):
        await sleep(0)
    assert (slept, outbox.done) == ([5], [reading(1)])
    outbox.open = [reading(0)]
    delivery.wake()
    for _ in range(20):
        await sleep(0)
    assert outbox.done == [reading(1), reading(0)]
    task.cancel()


async def test_one_upload_at_a_time_per_site() -> None:
    site = FakeSite()
    lock, running, most = asyncio.Lock(), 0, 0
    upload = site.upload

    async def watched(readings: Sequence[Reading]) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        await upload(readings)
        running -= 1

    site.upload = watched  # type: ignore[method-assign]
    deliveries = [forwarder(site, FakeOutbox([minute])) for minute in range(5)]
    for delivery in deliveries:
        delivery._lock = lock
    await asyncio.gather(*(delivery.drain() for delivery in deliveries))
    assert (most, len(site.stored)) == (1, 5)


FAILURES = st.tuples(
    st.sampled_from([Unreachable("x"), ServerTrouble("x"), TooLarge("x"), CredentialRejected("x"), TlsError("x")]),
    st.booleans(),
)


@given(
    minutes=st.sets(st.integers(0, 600), max_size=60),
    failures=st.lists(FAILURES, max_size=12),
    minds=st.sets(st.integers(0, 600), max_size=4),
)
def test_whatever_goes_wrong_each_reading_arrives_exactly_once(
    minutes: set[int], failures: list[tuple[NightscoutError, bool]], minds: set[int]
) -> None:
    async def live() -> None:
        site, outbox = FakeSite(), FakeOutbox(sorted(minutes))
        # "Too large" is no failure of a single reading, and never comes after writing.
        site.failures = [(error, after and not isinstance(error, TooLarge)) for error, after in failures]
        site.minds = {reading(minute).time for minute in minds}
        delivery = forwarder(site, outbox)
        for _ in range(len(failures) + 1):
            await delivery.drain()
        aside = {one.time for one in outbox.aside}
        wanted = {reading(minute).time: reading(minute).glucose for minute in minutes}
        assert outbox.open == []
        assert set(site.stored) | aside == set(wanted)
        assert all(wanted[time] == glucose for time, glucose in site.stored.items())
        assert len(outbox.done) + len(outbox.aside) == len(wanted)

    asyncio.run(live())
