"""Readings of another source in the journal: beside what is there, never twice, and sent on only on wish."""

from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
import sqlite3
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.librelink_up.glucose import SAME_READING, Reading, ReadingKind, Source
from custom_components.librelink_up.journal import Journal, JournalUnwritable
from custom_components.librelink_up.journal.connection import MEMORY, connect
from custom_components.librelink_up.journal.schema import MIGRATIONS, migrate
from custom_components.librelink_up.journal.store import Store

T0 = datetime(2026, 6, 20, 8, tzinfo=UTC)
NOW = T0 + timedelta(days=100)
EVER = datetime.fromtimestamp(0, UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
ALEX, SITE = "alex", "site"
SCAN, HISTORIC, CURRENT = ReadingKind.SCAN, ReadingKind.HISTORIC, ReadingKind.CURRENT


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
async def journal(path: Path) -> AsyncIterator[Journal]:
    opened = await Journal.open(path)
    yield opened
    await opened.close()


def at(minute: float, kind: ReadingKind = HISTORIC, glucose: int = 100) -> Reading:
    return Reading(T0 + minute * MINUTE, glucose, kind)


async def everything(journal: Journal) -> list[Reading]:
    return await journal.range(ALEX, EVER, NOW)


async def add(journal: Journal, *readings: Reading, **options: Any) -> int:
    named = {"source": Source.LIBREVIEW, "within": SAME_READING, "received": NOW, "forward": False, **options}
    compared = await journal.count_new(ALEX, readings, named["source"], within=named["within"])
    imported = await journal.add_from(ALEX, readings, **named)
    assert imported.more == compared
    return imported.more


async def test_what_is_new_is_added_and_again_it_is_not(journal: Journal) -> None:
    readings = [at(minute, glucose=100 + minute) for minute in range(0, 60, 5)]
    assert await add(journal, *readings) == 12
    assert await everything(journal) == readings
    assert await add(journal, *readings) == 0
    assert await add(journal) == 0


@pytest.mark.parametrize("followed", list(ReadingKind))
@pytest.mark.parametrize("imported", list(ReadingKind))
async def test_one_that_was_followed_stays_and_what_is_near_it_is_the_same(
    journal: Journal, followed: ReadingKind, imported: ReadingKind
) -> None:
    seen = at(10, followed)
    await journal.add(ALEX, [seen], received=NOW)
    assert await add(journal, at(8, imported, 200), at(12, imported, 200)) == 0
    assert await everything(journal) == [seen]
    assert await add(journal, at(12.5, imported, 200), at(7.5, imported, 200)) == 2


async def test_how_near_it_is_is_the_files_own(journal: Journal) -> None:
    await journal.add(ALEX, [at(10, CURRENT)], received=NOW)
    minutes = [at(minute, CURRENT) for minute in (8.4, 9.4, 10.4, 11.4)]
    assert await add(journal, *minutes, source=Source.NIGHTSCOUT, within=30 * SECOND) == 3


async def test_two_files_of_different_kinds_have_one_reading_once(journal: Journal) -> None:
    assert await add(journal, at(0), at(5)) == 2
    assert await add(journal, at(0.6, CURRENT), at(5.6, CURRENT), at(10.6, CURRENT), source=Source.NIGHTSCOUT) == 1
    assert await everything(journal) == [at(0), at(5), at(10.6, CURRENT)]


async def test_a_scan_takes_the_place_of_the_point_beside_it(journal: Journal) -> None:
    assert await add(journal, at(0), at(5)) == 2
    assert await add(journal, at(4, SCAN, 111)) == 0  # As many as before.
    assert await everything(journal) == [at(0), at(4, SCAN, 111)]
    assert await add(journal, at(0), at(5)) == 0


@pytest.mark.parametrize("kind", [HISTORIC, SCAN])
async def test_what_the_cloud_tells_later_is_not_added_beside_it(journal: Journal, kind: ReadingKind) -> None:
    await add(journal, at(0, kind))
    assert await journal.add(ALEX, [at(0.7, kind)], received=NOW) == ()
    (current,) = await journal.add(ALEX, [at(0.7, CURRENT)], received=NOW)
    assert await everything(journal) == ([current] if kind is HISTORIC else [at(0, kind), current])


async def test_nothing_of_it_is_sent_on_unless_that_is_wished(journal: Journal) -> None:
    await journal.register_target(ALEX, SITE, since=EVER, spacing=None)
    await add(journal, at(0), at(5))
    outbox = journal.outbox(ALEX, SITE)
    assert (await outbox.waiting(9), (await outbox.count()).waiting) == ([], 0)
    await journal.register_target(ALEX, SITE, since=EVER, spacing=None)  # As at each start.
    assert await outbox.waiting(9) == []
    await add(journal, at(10), forward=True)
    assert await outbox.waiting(9) == [at(10)]


async def test_what_is_sent_on_waits_until_nothing_else_does(journal: Journal) -> None:
    await journal.register_target(ALEX, SITE, since=NOW, spacing=None)  # Also where nothing of the past was wished.
    await add(journal, *(at(minute) for minute in range(0, 50, 5)), forward=True)
    live = Reading(NOW, 120, CURRENT)
    await journal.add(ALEX, [live], received=NOW)
    outbox = journal.outbox(ALEX, SITE)
    assert (await outbox.count()) == (1, 0, None, NOW)  # A site is not behind for what may wait.
    assert await outbox.waiting(4) == [live]
    await outbox.delivered([live], NOW)
    sent: list[Reading] = []
    while batch := await outbox.waiting(4):
        assert len(batch) <= 4
        sent += batch
        await outbox.delivered(batch, NOW)
    assert sent == await everything(journal) == [at(minute) for minute in range(0, 50, 5)]


async def test_a_site_that_wants_few_gets_few(journal: Journal) -> None:
    await journal.register_target(ALEX, SITE, since=EVER, spacing=timedelta(seconds=270))
    await add(journal, *(at(minute, CURRENT) for minute in range(12)), within=30 * SECOND, forward=True)
    assert await journal.outbox(ALEX, SITE).waiting(9) == [at(minute, CURRENT) for minute in (0, 5, 10)]


async def test_a_site_at_rest_gets_none_of_it(journal: Journal) -> None:
    await journal.register_target(ALEX, SITE, since=EVER, spacing=None)
    await journal.rest_targets(ALEX, keep=None)
    await add(journal, at(0), forward=True)
    await journal.register_target(ALEX, SITE, since=EVER, spacing=None)
    assert await journal.outbox(ALEX, SITE).waiting(9) == []


async def test_a_scan_takes_the_place_of_a_point_that_is_to_be_sent(journal: Journal) -> None:
    await journal.register_target(ALEX, SITE, since=EVER, spacing=None)
    await add(journal, at(0), at(5), forward=True)
    await add(journal, at(4, SCAN), forward=True)
    assert await journal.outbox(ALEX, SITE).waiting(9) == [at(0), at(4, SCAN)]


async def test_what_waits_for_a_site_is_not_pruned(journal: Journal) -> None:
    await journal.register_target(ALEX, SITE, since=EVER, spacing=None)
    await add(journal, at(0), forward=True)
    await add(journal, at(5))
    assert await journal.prune(NOW) == 1
    assert await everything(journal) == [at(0)]


async def test_in_memory_nothing_is_taken(journal: Journal) -> None:
    await journal.retreat(EVER)
    with pytest.raises(JournalUnwritable):
        await journal.add_from(ALEX, [at(0)], Source.LIBREVIEW, within=SAME_READING, received=NOW, forward=False)


async def test_by_which_way_it_came_is_kept_on_the_way_through_memory(journal: Journal, path: Path) -> None:
    await journal.register_target(ALEX, SITE, since=EVER, spacing=None)
    await add(journal, at(0), at(5))
    await journal.retreat(EVER)
    await journal.add(ALEX, [at(30)], received=NOW)
    path.unlink()
    await journal.settle(path)
    assert await journal.add(ALEX, [at(0.7)], received=NOW) == ()
    await journal.register_target(ALEX, SITE, since=EVER, spacing=None)
    assert len(await everything(journal)) == 3


async def test_a_file_that_lacks_them_gets_them_from_memory_and_sends_none(journal: Journal, path: Path) -> None:
    await add(journal, at(0), at(5))
    await journal.retreat(EVER)
    path.unlink()
    other = await Journal.open(path)  # Something was there before: it is not just copied.
    await other.register_target(ALEX, SITE, since=EVER, spacing=None)
    await other.close()
    await journal.settle(path)
    assert await everything(journal) == [at(0), at(5)]
    assert await journal.outbox(ALEX, SITE).waiting(9) == []
    assert await add(journal, at(0), at(5)) == 0


async def test_a_journal_from_before_there_were_files_is_taken_over(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        migrate(db, MIGRATIONS[:4])
        db.execute(
            "INSERT INTO reading (patient, time, glucose, rank, out_of_range, received) VALUES (?, ?, 100, 0, 0, 0)",
            (ALEX, T0.timestamp() * 1000),
        )
    journal = await Journal.open(path)
    assert await add(journal, at(1)) == 0
    assert await everything(journal) == [at(0)]
    await journal.close()


FILE = st.lists(
    st.builds(at, st.integers(0, 40), st.sampled_from([HISTORIC, SCAN])),
    max_size=30,
    unique_by=lambda reading: (reading.time, reading.kind),
)


@given(
    st.lists(st.builds(at, st.floats(0, 40), st.sampled_from(ReadingKind)), max_size=6), FILE, st.randoms(), st.data()
)
def test_the_order_and_the_parts_of_a_file_never_matter(
    followed: list[Reading], file: list[Reading], chance: Any, data: st.DataObject
) -> None:
    def imported(*parts: list[Reading]) -> list[Reading]:
        with closing(connect(MEMORY)) as memory:
            store = Store(memory)
            store.add(ALEX, followed, NOW)
            before = more = store.count(ALEX)
            for part in parts:
                more += store.add_from(
                    ALEX, part, Source.LIBREVIEW, within=SAME_READING, received=NOW, forward=False
                ).more
            kept = store.range(ALEX, EVER, NOW)
            assert len(kept) == more >= before
            return kept

    whole = imported(file)
    shuffled = list(file)
    chance.shuffle(shuffled)
    cut = data.draw(st.integers(0, len(file)))
    assert imported(shuffled[:cut], shuffled[cut:]) == whole
    assert imported(file, shuffled) == whole
    for reading in file:  # Nothing is lost.
        assert any(abs(kept.time - reading.time) <= SAME_READING for kept in whole)
