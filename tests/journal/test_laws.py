"""What holds for the journal whatever comes in whatever order."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
import tempfile
from typing import override

from hypothesis import given, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from custom_components.librelink_up.glucose import Reading, ReadingKind
from custom_components.librelink_up.journal.connection import connect
from custom_components.librelink_up.journal.deliveries import Deliveries as Queues, State
from custom_components.librelink_up.journal.store import Store

T0 = datetime(2026, 11, 20, tzinfo=UTC)
EVER, NEVER = datetime.fromtimestamp(0, UTC), T0 + timedelta(days=999)
ALEX, SITE = "alex", "site"
SPACING = timedelta(seconds=270)


def reading(half_minutes: int, kind: ReadingKind) -> Reading:
    # The value follows from time and kind: the cloud does not give one measurement two values.
    return Reading(T0 + timedelta(seconds=30 * half_minutes), 100 + len(kind), kind)


READINGS = st.lists(st.builds(reading, st.integers(0, 60), st.sampled_from(list(ReadingKind))), max_size=25)


def store_in(folder: str, name: str = "x.db") -> Store:
    return Store(connect((Path(folder) / name).as_uri()))


def contents(store: Store) -> list[Reading]:
    return store.range(ALEX, EVER, NEVER)


@given(READINGS, st.randoms())
def test_the_order_of_adding_never_matters(readings: list[Reading], chance: object) -> None:
    shuffled = list(readings)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    with tempfile.TemporaryDirectory() as folder:
        one, other = store_in(folder, "1"), store_in(folder, "2")
        for item in readings:
            one.add(ALEX, [item], T0)
        other.add(ALEX, shuffled[: len(shuffled) // 2], T0)
        other.add(ALEX, shuffled[len(shuffled) // 2 :], T0)
        assert contents(one) == contents(other)
        one.connection.close()
        other.connection.close()


@given(READINGS)
def test_nothing_is_twice_and_nothing_is_lost(readings: list[Reading]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = store_in(folder)
        store.add(ALEX, readings, T0)
        kept = contents(store)
        assert store.add(ALEX, readings, T0) == ()
        assert contents(store) == kept
        times = [item.time for item in kept]
        assert len(times) == len(set(times))
        for item in readings:  # Each is there itself, or a better one within two minutes.
            assert any(abs(time - item.time) <= timedelta(minutes=2) for time in times)
        store.connection.close()


class Deliveries(RuleBasedStateMachine):
    """Readings come, a site takes and refuses them, answers are lost, settings change, the process dies."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = store_in(self.folder.name)
        self.site: set[datetime] = set()

    @property
    def queue(self) -> Queues:
        return self.store.deliveries

    @initialize(spacing=st.sampled_from([None, SPACING]))
    def follow(self, spacing: timedelta | None) -> None:
        self.spacing = spacing
        self.queue.register(ALEX, SITE, EVER, spacing)

    @rule(readings=READINGS)
    def readings_come(self, readings: list[Reading]) -> None:
        self.store.add(ALEX, readings, T0)

    def sent(self, count: int) -> list[Reading]:
        batch = self.queue.offer(ALEX, SITE, self.queue.waiting(ALEX, SITE, count), T0)
        assert not self.site & {item.time for item in batch}, "sent twice"
        return batch

    @rule(count=st.integers(1, 10), meanwhile=READINGS)
    def the_site_takes_them(self, count: int, meanwhile: list[Reading]) -> None:
        batch = self.sent(count)
        self.site |= {item.time for item in batch}
        self.store.add(ALEX, meanwhile, T0)
        self.queue.settle(ALEX, SITE, batch, State.DELIVERED, at=T0)

    @rule(count=st.integers(1, 10), meanwhile=READINGS)
    def the_site_has_them_already(self, count: int, meanwhile: list[Reading]) -> None:
        batch = self.queue.waiting(ALEX, SITE, count)
        self.site |= {item.time for item in batch}
        self.store.add(ALEX, meanwhile, T0)
        self.queue.settle(ALEX, SITE, batch, State.PRESENT)

    @rule(count=st.integers(1, 10), meanwhile=READINGS, state=st.sampled_from([State.REFUSED, None]))
    def the_site_does_not_take_them(self, count: int, meanwhile: list[Reading], state: State | None) -> None:
        batch = self.sent(count)
        self.store.add(ALEX, meanwhile, T0)
        self.queue.withdraw(ALEX, SITE, batch)
        if state is not None:
            self.queue.settle(ALEX, SITE, batch, state, at=T0, reason="422")

    @rule(count=st.integers(1, 10), taken=st.integers(0, 10))
    def the_answer_is_lost(self, count: int, taken: int) -> None:
        self.site |= {item.time for item in self.sent(count)[:taken]}

    @rule(absent=st.booleans())
    def the_site_is_read(self, absent: bool) -> None:
        offered = set(self.queue.offered(ALEX, SITE))
        self.queue.resolve(ALEX, SITE, offered & self.site, T0, absent=absent)

    @rule(before=st.sampled_from([None, T0, T0 + timedelta(1)]))
    def refused_ones_are_tried_again(self, before: datetime | None) -> None:
        self.queue.retry_refused(ALEX, SITE, before)

    @rule()
    def the_process_starts_again(self) -> None:
        self.store.connection.close()
        self.store = store_in(self.folder.name)
        self.queue.register(ALEX, SITE, EVER, self.spacing)

    @rule()
    def another_site_is_used_for_a_while(self) -> None:
        for name in ("other", SITE):
            self.queue.rest(ALEX, name)
            self.queue.register(ALEX, name, EVER, self.spacing)

    @invariant()
    def what_the_site_has_never_waits(self) -> None:
        assert not self.site & {item.time for item in self.queue.waiting(ALEX, SITE, 999)}

    @invariant()
    def what_waits_is_a_reading(self) -> None:
        counted = self.queue.count(ALEX, SITE)
        waiting, offered = self.queue.waiting(ALEX, SITE, 999), self.queue.offered(ALEX, SITE)
        assert counted.waiting == len(waiting) + len(offered)
        assert counted.oldest_waiting == min([*(item.time for item in waiting), *offered], default=None)

    @invariant()
    def every_reading_has_its_place(self) -> None:
        kept = contents(self.store)
        rows = self.store._db.execute(
            "SELECT time, state FROM delivery JOIN target ON id = target WHERE name = ? ORDER BY time", (SITE,)
        ).fetchall()
        if self.spacing is None:
            stored = {int(item.time.timestamp() * 1000) for item in kept}
            assert stored <= {time for time, _ in rows}
        else:
            live = [time for time, state in rows if state in (State.WAITING, State.DELIVERED)]
            waiting = [time for time, state in rows if state == State.WAITING]
            assert all(
                abs(time - other) >= SPACING / timedelta(milliseconds=1)
                for time in waiting
                for other in live
                if time != other
            )

    @override
    def teardown(self) -> None:
        self.queue.retry_refused(ALEX, SITE)
        while self.queue.waiting(ALEX, SITE, 1) or self.queue.offered(ALEX, SITE):
            self.the_site_is_read(absent=True)
            self.the_site_takes_them(10, [])
        if self.spacing is None:  # Each is there itself, or what it has taken the place of.
            assert all(
                any(abs(time - item.time) <= timedelta(minutes=2) for time in self.site)
                for item in contents(self.store)
            )
        self.store.connection.close()
        self.folder.cleanup()


Deliveries.TestCase.settings = settings(max_examples=60, stateful_step_count=15, deadline=None)
TestDeliveries = Deliveries.TestCase
