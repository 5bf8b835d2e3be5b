"""What holds for the journal whatever comes in whatever order."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
import tempfile
from typing import override

from hypothesis import given, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from custom_components.librelink_up.glucose import Reading, ReadingKind
from custom_components.librelink_up.journal.connection import connect
from custom_components.librelink_up.journal.store import State, Store

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
    """Readings come, sites confirm and refuse, the process dies and comes back."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = store_in(self.folder.name)
        self.sent: set[datetime] = set()

    @initialize(spacing=st.sampled_from([None, SPACING]))
    def follow(self, spacing: timedelta | None) -> None:
        self.spacing = spacing
        self.store.register_target(ALEX, SITE, EVER, spacing)

    @rule(readings=READINGS)
    def readings_come(self, readings: list[Reading]) -> None:
        self.store.add(ALEX, readings, T0)

    @rule(count=st.integers(1, 10), state=st.sampled_from([State.DELIVERED, State.PRESENT, State.REFUSED]))
    def the_site_answers(self, count: int, state: State) -> None:
        batch = self.store.waiting(ALEX, SITE, count)
        assert batch == sorted(batch)
        self.store.settle(ALEX, SITE, batch, state, at=T0 if state is State.DELIVERED else None)
        if state is not State.REFUSED:
            self.sent |= {item.time for item in batch}

    @rule()
    def refused_ones_are_tried_again(self) -> None:
        self.store.retry_refused(ALEX, SITE)

    @rule()
    def the_process_starts_again(self) -> None:
        self.store.connection.close()
        self.store = store_in(self.folder.name)
        self.store.register_target(ALEX, SITE, EVER, self.spacing)

    @invariant()
    def what_was_sent_never_waits_again(self) -> None:
        assert not self.sent & {item.time for item in self.store.waiting(ALEX, SITE, 999)}

    @invariant()
    def every_reading_has_its_place(self) -> None:
        kept = contents(self.store)
        rows = self.store._db.execute("SELECT time, state FROM delivery ORDER BY time").fetchall()
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
        self.store.connection.close()
        self.folder.cleanup()


Deliveries.TestCase.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)
TestDeliveries = Deliveries.TestCase
