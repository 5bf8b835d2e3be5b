import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import override

from hypothesis import given, strategies as st
import pytest

from custom_components.librelink_up.glucose import Reading, ReadingKind
from custom_components.librelink_up.nightscout import (
    CredentialRejected,
    Forwarder,
    Found,
    HttpsNeeded,
    Moved,
    NightscoutClient,
    NightscoutError,
    Problem,
    Rejected,
    ServerTrouble,
    SignOnNeeded,
    Status,
    TlsError,
    TooLarge,
    Unreachable,
    UploadForbidden,
)
from custom_components.librelink_up.nightscout.forwarder import SETTLE, back_off

from .outbox import MINUTE, NOW, FakeClock, FakeOutbox, reading

REFUSED = Unreachable("x", sent=False)
"""The connection was refused: nothing was sent."""


class FakeSite(NightscoutClient):
    """Keeps entries by time, as the real one does; goes wrong as told, before or after writing."""

    def __init__(self) -> None:
        self.stored: dict[datetime, int] = {}
        self.order: list[datetime] = []
        self.failures: list[tuple[NightscoutError, bool]] = []
        self.minds: set[datetime] = set()
        self.most = 1000
        self.theirs: list[datetime] = []
        self.looks = 0
        self.look_failures: list[NightscoutError] = []

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
            assert one.time not in self.stored, "sent twice"
            self.stored[one.time] = one.glucose
            self.order.append(one.time)
        if failure:
            raise failure

    @override
    async def documents(self, start: datetime, end: datetime) -> list[object]:
        raise NotImplementedError

    @override
    async def entries(self, start: datetime, end: datetime) -> list[Found]:
        self.looks += 1
        if self.look_failures:
            raise self.look_failures.pop(0)
        found = [Found(time, ours=False) for time in self.theirs] + [Found(time, ours=True) for time in self.stored]
        return sorted(entry for entry in found if start <= entry.time <= end)


def forwarder(
    site: FakeSite,
    outbox: FakeOutbox,
    told: list[Status] | None = None,
    *,
    clock: FakeClock | None = None,
    spacing: timedelta | None = None,
) -> Forwarder:
    async def tell(status: Status) -> None:
        if told is not None:
            told.append(status)

    clock = clock or FakeClock()
    return Forwarder(
        site,
        outbox,
        lock=asyncio.Lock(),
        cadence=lambda: 5 * MINUTE,
        now=clock.now,
        on_change=tell,
        spacing=spacing,
        jitter=lambda: 0.0,
        clock=clock,
    )


async def drained(delivery: Forwarder, clock: FakeClock, rounds: int = 60) -> list[float]:
    """Drain until nothing is left; gives the pauses that were kept."""
    pauses: list[float] = []
    for _ in range(rounds):
        if (pause := await delivery.drain()) is None:
            return pauses
        pauses.append(pause)
        clock.seconds += pause
    raise AssertionError("never done")


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
        (REFUSED, Problem.UNREACHABLE, 5),
        (ServerTrouble("x"), Problem.SERVER, 5),
        (ServerTrouble("x", detail="Site disabled", retry_after=77), Problem.SERVER, 77),
        (TlsError("x"), Problem.TLS, 5),
        (SignOnNeeded("x"), Problem.SIGN_ON, 5),
    ],
)
async def test_a_failure_is_told_and_waited_out(error: NightscoutError, problem: Problem, pause: float) -> None:
    told: list[Status] = []
    clock = FakeClock()
    site, outbox = FakeSite(), FakeOutbox([1])
    site.failures = [(error, False)]
    delivery = forwarder(site, outbox, told, clock=clock)
    assert await delivery.drain() == pause
    detail = getattr(error, "detail", "")
    next_try = NOW + timedelta(seconds=pause)
    assert told == [Status(problem=problem, detail=detail, since=NOW, next_try=next_try, behind=True)]
    assert await outbox.offered() == ([reading(1).time] if error.uncertain else [])
    await drained(delivery, clock)
    assert delivery.status == Status()
    assert outbox.done == [reading(1)]


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (CredentialRejected("x"), Problem.CREDENTIAL),
        (UploadForbidden("x"), Problem.FORBIDDEN),
        (HttpsNeeded("x"), Problem.HTTPS_NEEDED),
        (Moved("x"), Problem.MOVED),
    ],
)
async def test_that_the_user_must_help_is_only_believed_the_second_time_minutes_later(
    error: NightscoutError, problem: Problem
) -> None:
    clock = FakeClock()
    site, outbox = FakeSite(), FakeOutbox([1])
    site.failures = [(error, False), (error, False)]
    delivery = forwarder(site, outbox, clock=clock)
    assert await delivery.drain() == 120
    assert delivery.status.problem is Problem.UNSURE
    clock.seconds += 60
    site.failures.insert(0, (error, False))
    assert await delivery.drain() == 120  # Once more, but not minutes later.
    assert delivery.status.problem is Problem.UNSURE
    clock.seconds += 120
    assert await delivery.drain() == 900
    assert delivery.status.problem is problem
    await drained(delivery, clock)
    site.failures = [(error, False)]
    outbox.open = [reading(0)]
    await delivery.drain()
    assert delivery.status.problem is Problem.UNSURE  # A success lies between.


async def test_pauses_grow_to_25_seconds_and_after_an_hour_to_five_and_start_anew_after_a_success() -> None:
    clock = FakeClock()
    site, outbox = FakeSite(), FakeOutbox([1])
    site.failures = [(REFUSED, False)] * 150
    delivery = forwarder(site, outbox, clock=clock)
    pauses = await drained(delivery, clock, 200)
    assert pauses[:5] == [5, 10, 20, 25, 25]
    first_hour = [pause for index, pause in enumerate(pauses) if sum(pauses[:index]) < 3600]
    assert max(first_hour) == 25
    assert set(pauses[len(first_hour) :]) == {300}
    outbox.open = [reading(0)]
    site.failures = [(REFUSED, False)]
    assert await delivery.drain() == 5


def test_jitter_keeps_many_homes_apart_and_never_makes_a_pause_longer() -> None:
    assert back_off(0, 0, 1.0) == 3.75
    assert back_off(10**6, 3599, 0.0) == 25
    assert back_off(10**6, 3600, 0.0) == 300


@pytest.mark.parametrize(
    ("error", "problem"), [(OSError("disk full"), Problem.JOURNAL), (KeyError("a bug"), Problem.INTERNAL)]
)
async def test_whatever_fails_stops_nothing_for_good_and_is_called_by_its_name(
    error: Exception, problem: Problem
) -> None:
    outbox = FakeOutbox([1])
    outbox.broken = error
    delivery = forwarder(FakeSite(), outbox)
    assert await delivery.drain() == 5
    assert delivery.status.problem is problem
    outbox.broken = None
    assert await delivery.drain() is None


async def test_a_journal_that_fails_after_the_upload_sends_nothing_again(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = FakeClock()
    site, outbox = FakeSite(), FakeOutbox([1])

    async def full(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(outbox, "delivered", full)
        delivery = forwarder(site, outbox, clock=clock)
        await delivery.drain()
    assert await outbox.offered() == [reading(1).time]
    assert await drained(delivery, clock) == []
    assert (outbox.done, len(site.order)) == ([reading(1)], 1)


# What has become of it?


async def test_an_upload_whose_answer_was_lost_is_found_by_reading() -> None:
    clock = FakeClock()
    site, outbox = FakeSite(), FakeOutbox([1, 2])
    site.failures = [(Unreachable("x"), True)]
    delivery = forwarder(site, outbox, clock=clock)
    assert await drained(delivery, clock) == [5]
    assert (site.looks, len(outbox.done), len(site.order)) == (1, 2, 2)


async def test_what_is_not_there_is_sent_only_after_a_second_look_a_while_later() -> None:
    clock = FakeClock()
    site, outbox = FakeSite(), FakeOutbox([1])
    site.failures = [(Unreachable("x"), False)]
    delivery = forwarder(site, outbox, clock=clock)
    assert await drained(delivery, clock) == [5, SETTLE]
    assert (site.looks, site.order) == (2, [reading(1).time])


async def test_what_arrives_between_two_looks_is_not_sent_again() -> None:
    clock = FakeClock()
    site, outbox = FakeSite(), FakeOutbox([1])
    site.failures = [(Unreachable("x"), False)]
    delivery = forwarder(site, outbox, clock=clock)
    clock.seconds += await delivery.drain() or 0
    clock.seconds += await delivery.drain() or 0
    site.stored[reading(1).time] = 1  # The site was still at it.
    assert await delivery.drain() is None
    assert (outbox.done, site.order) == ([reading(1)], [])


async def test_a_look_that_took_long_proves_nothing() -> None:
    clock = FakeClock()
    site, outbox = FakeSite(), FakeOutbox([1])
    site.failures = [(Unreachable("x"), False)]
    entries = site.entries

    async def slow(start: datetime, end: datetime) -> list[Found]:
        found = await entries(start, end)
        clock.seconds += 15 if site.looks <= 3 else 1  # As long as its database hangs.
        return found

    site.entries = slow  # type: ignore[method-assign]
    delivery = forwarder(site, outbox, clock=clock)
    assert await drained(delivery, clock) == [5, SETTLE, SETTLE, SETTLE]
    assert (site.looks, len(site.order)) == (4, 1)


async def test_a_look_that_comes_too_early_only_finds() -> None:
    clock = FakeClock()
    site, outbox = FakeSite(), FakeOutbox([1])
    site.failures = [(Unreachable("x"), False)]
    delivery = forwarder(site, outbox, clock=clock)
    clock.seconds += await delivery.drain() or 0
    clock.seconds += await delivery.drain() or 0
    clock.seconds -= 4
    assert await delivery.drain() == 4
    assert site.order == []


async def test_an_outage_between_two_looks_begins_the_wait_anew() -> None:
    clock = FakeClock()
    site, outbox = FakeSite(), FakeOutbox([1])
    site.failures = [(Unreachable("x"), False)]
    delivery = forwarder(site, outbox, clock=clock)
    clock.seconds += await delivery.drain() or 0
    clock.seconds += await delivery.drain() or 0
    site.look_failures = [Unreachable("x")]
    assert await drained(delivery, clock) == [10, SETTLE]
    assert site.looks == 4


async def test_of_a_batch_only_what_is_missing_is_sent_again() -> None:
    clock = FakeClock()
    site, outbox = FakeSite(), FakeOutbox(range(6))
    upload = site.upload

    async def cut(readings: Sequence[Reading]) -> None:
        site.upload = upload  # type: ignore[method-assign]
        await upload(readings[:4])
        raise Unreachable("x")

    site.upload = cut  # type: ignore[method-assign]
    await drained(forwarder(site, outbox, clock=clock), clock)
    assert len(site.order) == len(set(site.order)) == len(outbox.done) == 6


async def test_what_was_confirmed_before_a_failure_is_delivered() -> None:
    clock = FakeClock()
    site, outbox = FakeSite(), FakeOutbox(range(6))
    upload = site.upload

    async def one_by_one(readings: Sequence[Reading]) -> None:
        site.upload = upload  # type: ignore[method-assign]
        await upload(readings[:4])
        error = CredentialRejected("x")
        error.confirmed = 4
        raise error

    site.upload = one_by_one  # type: ignore[method-assign]
    delivery = forwarder(site, outbox, clock=clock)
    await delivery.drain()
    assert (len(outbox.done), len(outbox.open), outbox.sent) == (4, 2, [])


async def test_what_was_offered_when_home_assistant_was_killed_is_looked_for_first() -> None:
    clock = FakeClock()
    site, outbox = FakeSite(), FakeOutbox([3, 2, 1])
    await outbox.offer([reading(3), reading(2)], NOW)
    site.stored[reading(3).time] = 1
    assert await drained(forwarder(site, outbox, clock=clock), clock) == [SETTLE]
    assert site.order == [reading(2).time, reading(1).time]
    assert len(outbox.done) == 3


async def test_a_reading_that_was_replaced_before_it_was_sent_is_not_sent() -> None:
    site, outbox = FakeSite(), FakeOutbox([30])
    entries = site.entries

    async def replaced_meanwhile(start: datetime, end: datetime) -> list[Found]:
        outbox.open.clear()
        return await entries(start, end)

    site.entries = replaced_meanwhile  # type: ignore[method-assign]
    assert await forwarder(site, outbox).drain() is None
    assert site.order == []


# What the site minds


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


@pytest.mark.parametrize("too_large", [False, True])
async def test_a_site_that_refuses_everything_is_not_believed_reading_by_reading(too_large: bool) -> None:
    clock = FakeClock()
    site, outbox = FakeSite(), FakeOutbox()
    site.minds = set() if too_large else {reading(minute).time for minute in range(60)}
    site.most = 0 if too_large else 1000
    delivery = forwarder(site, outbox, clock=clock)
    for minute in range(59, -1, -1):  # They come live, one a minute: each is its own batch.
        outbox.open = sorted([*outbox.open, reading(minute)])
        assert await delivery.drain()
        assert delivery.status.problem is Problem.REFUSES_ALL
        clock.seconds += 60
    assert (outbox.aside, len(outbox.open)) == ([], 60)
    site.minds, site.most = set(), 1000
    await drained(delivery, clock)
    assert len(outbox.done) == 60
    assert delivery.status == Status()


async def test_a_site_that_refuses_is_asked_with_other_neighbours_the_next_time() -> None:
    clock = FakeClock()
    site, outbox = FakeSite(), FakeOutbox([3, 2, 1, 0])
    site.most, site.minds = 1, {reading(3).time, reading(0).time}
    delivery = forwarder(site, outbox, clock=clock)
    delivery._batch = 1
    await drained(delivery, clock)
    assert (outbox.done, outbox.aside) == ([reading(2), reading(1)], [reading(3), reading(0)])


async def test_a_refusal_is_believed_when_the_next_reading_is_taken() -> None:
    clock = FakeClock()
    site, outbox = FakeSite(), FakeOutbox([2])
    site.minds = {reading(2).time}
    delivery = forwarder(site, outbox, clock=clock)
    await delivery.drain()
    assert (outbox.aside, delivery.status.problem) == ([], Problem.REFUSES_ALL)
    outbox.open = [reading(2), reading(1)]
    await drained(delivery, clock)
    assert (outbox.aside, outbox.reasons, outbox.done) == ([reading(2)], ["422"], [reading(1)])


async def test_many_bad_readings_in_a_row_do_not_stop_the_good_ones_behind_them() -> None:
    clock = FakeClock()
    site, outbox = FakeSite(), FakeOutbox(range(100))
    site.minds = {reading(minute).time for minute in range(60, 100)}
    delivery = forwarder(site, outbox, clock=clock)
    assert await drained(delivery, clock) == []
    assert len(outbox.aside) == 40
    assert len(outbox.done) == 60


async def test_what_is_refused_is_tried_again_every_day() -> None:
    clock = FakeClock()
    site, outbox = FakeSite(), FakeOutbox([2, 1])
    site.minds = {reading(2).time}
    delivery = forwarder(site, outbox, clock=clock)
    await drained(delivery, clock)
    assert outbox.aside == [reading(2)]
    site.minds = set()
    clock.seconds += 23 * 3600
    await drained(delivery, clock)
    assert outbox.aside == [reading(2)]
    clock.seconds += 2 * 3600
    await drained(delivery, clock)
    assert outbox.done == [reading(1), reading(2)]


async def test_a_listener_that_fails_does_not_end_the_delivery() -> None:
    site, outbox = FakeSite(), FakeOutbox([1])

    async def broken(_: Status) -> None:
        raise OSError("disk full")

    delivery = forwarder(site, outbox)
    delivery._on_change = broken
    assert await delivery.drain() is None
    assert outbox.done == [reading(1)]


# What is there already


async def test_what_another_uploader_put_there_is_left_alone() -> None:
    site, outbox = FakeSite(), FakeOutbox([60, 50, 40])
    site.theirs = [NOW - 60 * MINUTE + timedelta(seconds=149), NOW - 50 * MINUTE + timedelta(seconds=151)]
    await forwarder(site, outbox).drain()
    assert outbox.there == [reading(60)]
    assert outbox.done == [reading(50), reading(40)]
    assert len(site.order) == 2


async def test_after_a_reinstall_the_history_of_what_was_sent_is_not_sent_again() -> None:
    site, outbox = FakeSite(), FakeOutbox([60, 40])
    before = {NOW - 60 * MINUTE + timedelta(seconds=70): 1, NOW - 40 * MINUTE + timedelta(seconds=151): 2}
    site.stored = dict(before)
    outbox.open = [one._replace(kind=ReadingKind.HISTORIC) for one in outbox.open]
    await forwarder(site, outbox).drain()
    assert [one.time for one in outbox.there] == [NOW - 60 * MINUTE]
    assert set(site.stored) == {*before, NOW - 40 * MINUTE}


@pytest.mark.parametrize("kind", list(ReadingKind))
async def test_a_reading_of_any_kind_that_was_sent_in_an_earlier_life_is_not_sent_again(kind: ReadingKind) -> None:
    site, outbox = FakeSite(), FakeOutbox()
    outbox.open = [reading(60, kind)]
    site.stored = {reading(60).time: 1}
    await forwarder(site, outbox).drain()
    assert (outbox.there, site.order) == ([reading(60, kind)], [])


async def test_one_per_five_minutes_keeps_to_what_is_there_whatever_its_phase() -> None:
    site, outbox = FakeSite(), FakeOutbox(range(20, 300, 5))
    site.stored = {reading(minute).time: 1 for minute in range(22, 202, 5)}
    before = set(site.stored)
    await forwarder(site, outbox, spacing=timedelta(seconds=270)).drain()
    times = sorted(site.stored)
    assert before <= set(times)
    assert min(later - earlier for earlier, later in pairwise(times)) >= timedelta(seconds=270)
    assert len(times) == 55


async def test_one_per_five_minutes_looks_before_a_live_reading_too() -> None:
    site, outbox = FakeSite(), FakeOutbox([0])
    site.stored = {reading(3).time: 1}
    await forwarder(site, outbox, spacing=timedelta(seconds=270)).drain()
    assert (outbox.there, site.order) == ([reading(0)], [])


async def test_when_everything_is_there_nothing_is_sent() -> None:
    site, outbox = FakeSite(), FakeOutbox([60])
    site.theirs = [NOW - 60 * MINUTE]
    await forwarder(site, outbox).drain()
    assert (outbox.there, site.order) == ([reading(60)], [])


async def test_a_live_reading_costs_no_look() -> None:
    site = FakeSite()
    await forwarder(site, FakeOutbox([0])).drain()
    assert site.looks == 0


async def test_another_uploader_who_sends_live_is_noticed_and_so_is_that_he_has_stopped() -> None:
    clock = FakeClock()
    told: list[Status] = []
    site, outbox = FakeSite(), FakeOutbox([2, 1])
    delivery = forwarder(site, outbox, told, clock=clock)
    await drained(delivery, clock)
    assert not any(status.others for status in told)

    async def hours_later(hours: float, both: bool) -> bool | None:
        clock.seconds += hours * 3600
        site.stored = {clock.now() - minute * MINUTE: 1 for minute in range(0, 50, 5)}
        site.theirs = [clock.now() - minute * MINUTE - timedelta(seconds=40) for minute in range(0, 50, 5)]
        if not both:
            site.theirs = site.theirs[-3:-1]
        await drained(delivery, clock)
        return delivery.status.others

    assert await hours_later(0.5, both=True)
    assert [status.others for status in told].count(True) == 1
    looks = site.looks
    assert await hours_later(3, both=True)
    assert site.looks == looks  # That is looked at four times a day.
    assert await hours_later(4, both=False)  # Once can be a phone that was off.
    site.look_failures = [Unreachable("x")]
    assert await hours_later(6, both=False)
    assert not await hours_later(6, both=False)


# Running


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


async def test_it_looks_for_what_is_due_although_nothing_new_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("custom_components.librelink_up.nightscout.forwarder._IDLE", 0.001)
    site, outbox = FakeSite(), FakeOutbox()
    task = asyncio.create_task(forwarder(site, outbox).run())
    outbox.open = [reading(0)]
    for _ in range(100):
        await asyncio.sleep(0.001)
        if outbox.done:
            break
    assert outbox.done
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


def failures() -> st.SearchStrategy[list[tuple[NightscoutError, bool]]]:
    """What can go wrong with an upload, and whether it was carried out all the same."""
    uncertain = [Unreachable("x"), ServerTrouble("x"), ServerTrouble("x", retry_after=400)]
    certain = [TooLarge("x"), CredentialRejected("x"), TlsError("x"), REFUSED, Rejected("400")]
    return st.lists(
        st.tuples(st.sampled_from(uncertain), st.booleans())
        | st.tuples(st.sampled_from(certain), st.just(value=False)),
        max_size=12,
    )


@given(
    minutes=st.sets(st.integers(0, 600), max_size=60),
    failures=failures(),
    minds=st.sets(st.integers(0, 600), max_size=4),
)
def test_whatever_goes_wrong_each_reading_is_sent_exactly_once(
    minutes: set[int], failures: list[tuple[NightscoutError, bool]], minds: set[int]
) -> None:
    async def live() -> None:
        clock = FakeClock()
        site, outbox = FakeSite(), FakeOutbox(sorted(minutes))
        site.failures = list(failures)
        site.minds = {reading(minute).time for minute in minds}
        delivery = forwarder(site, outbox, clock=clock)
        for _ in range(3 * len(failures) + 3):
            if (pause := await delivery.drain()) is None:
                break
            clock.seconds += pause
        wanted = {reading(minute).time: reading(minute).glucose for minute in minutes}
        if outbox.open:  # Only readings that the site minds are left, and no other that would prove it.
            assert delivery.status.problem is Problem.REFUSES_ALL
            assert {one.time for one in outbox.open} <= site.minds
        aside = {one.time for one in (*outbox.aside, *outbox.open)}
        assert outbox.sent == []
        assert set(site.stored) | aside == set(wanted)  # The site itself makes sure that nothing is sent twice.
        assert all(wanted[time] == glucose for time, glucose in site.stored.items())

    asyncio.run(live())
