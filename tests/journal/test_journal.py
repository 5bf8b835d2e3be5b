import asyncio
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
import signal
import sqlite3
import subprocess
import sys

import pytest

from custom_components.librelink_up.glucose import OutOfRange, Reading, ReadingKind, Trend
from custom_components.librelink_up.journal import (
    Journal,
    JournalClosed,
    JournalDamaged,
    JournalTooNew,
    JournalUnwritable,
    Outbox,
    remove,
    set_aside,
)
from custom_components.librelink_up.journal.schema import MIGRATIONS, migrate

T0 = datetime(2026, 11, 20, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
EVER = datetime.fromtimestamp(0, UTC)
ALEX, SAM = "alex", "sam"
SITE = "site"


def current(minute: float, glucose: int = 100, kind: ReadingKind = ReadingKind.CURRENT) -> Reading:
    return Reading(time=T0 + minute * MINUTE, glucose=glucose, kind=kind, trend=Trend.RISING)


def historic(minute: float, glucose: int = 90) -> Reading:
    return Reading(time=T0 + minute * MINUTE, glucose=glucose, kind=ReadingKind.HISTORIC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "librelink_up" / "journal.db"


@pytest.fixture
async def journal(path: Path) -> AsyncIterator[Journal]:
    opened = await Journal.open(path)
    yield opened
    await opened.close()


async def everything(journal: Journal, patient: str = ALEX) -> list[Reading]:
    return await journal.range(patient, EVER, T0 + timedelta(days=999))


async def test_a_reading_comes_back_as_it_went_in_also_after_a_restart(path: Path) -> None:
    readings = [
        Reading(T0, 100, ReadingKind.CURRENT, Trend.FALLING_QUICKLY),
        Reading(T0 + 5 * MINUTE, 500, ReadingKind.SCAN, None, OutOfRange.HI),
        Reading(T0 + 10 * MINUTE, 20, ReadingKind.HISTORIC, None, OutOfRange.LO),
    ]
    journal = await Journal.open(path)
    assert await journal.add(ALEX, readings, received=T0) == tuple(readings)
    await journal.close()
    journal = await Journal.open(path)
    assert await everything(journal) == readings
    await journal.close()


async def test_the_questions_it_answers(journal: Journal) -> None:
    assert await journal.latest(ALEX) is None
    assert await journal.first_time(ALEX) is None
    assert await journal.delay(ALEX) is None
    await journal.add(ALEX, [current(0), current(1), current(2)], received=T0 + 2 * MINUTE + timedelta(seconds=20))
    assert await journal.latest(ALEX) == current(2)
    assert await journal.first_time(ALEX) == T0
    assert await journal.count(ALEX) == 3
    assert await journal.count(SAM) == 0
    assert await journal.range(ALEX, T0, T0 + MINUTE) == [current(0)]
    assert await journal.times(ALEX, T0 + MINUTE, T0 + 3 * MINUTE) == [T0 + MINUTE, T0 + 2 * MINUTE]
    assert await journal.delay(ALEX) == timedelta(seconds=80)
    assert await journal.add(ALEX, [], received=T0) == ()


async def test_adding_again_adds_nothing(journal: Journal) -> None:
    await journal.add(ALEX, [current(0)], received=T0)
    assert await journal.add(ALEX, [current(0, 222)], received=T0) == ()
    assert await everything(journal) == [current(0)]


async def test_what_knows_more_replaces_what_knows_less_never_the_other_way_round(journal: Journal) -> None:
    scan = current(0, 101, ReadingKind.SCAN)
    await journal.add(ALEX, [historic(0)], received=T0)
    assert await journal.add(ALEX, [scan], received=T0) == (scan,)
    assert await journal.add(ALEX, [current(0)], received=T0) == (current(0),)
    assert await journal.add(ALEX, [scan, historic(0)], received=T0) == ()
    assert await everything(journal) == [current(0)]


async def test_a_historic_point_beside_a_current_reading_is_the_same_reading(journal: Journal) -> None:
    await journal.add(ALEX, [current(10)], received=T0)
    assert await journal.add(ALEX, [historic(8), historic(12), historic(12.1)], received=T0) == (historic(12.1),)
    assert await everything(journal) == [current(10), historic(12.1)]


async def test_a_current_reading_takes_the_place_of_a_point_that_waits(journal: Journal) -> None:
    await journal.register_target(ALEX, SITE, since=EVER, spacing=None)
    await journal.add(ALEX, [historic(10)], received=T0)
    await journal.add(ALEX, [current(11)], received=T0)
    assert await journal.outbox(ALEX, SITE).waiting(9) == [current(11)]


async def test_a_site_that_has_the_point_does_not_get_the_reading_too(journal: Journal) -> None:
    await journal.register_target(ALEX, SITE, since=EVER, spacing=None)
    outbox = journal.outbox(ALEX, SITE)
    for minute, now in ((10, 11), (20, 20)):
        await journal.add(ALEX, [historic(minute)], received=T0)
        await outbox.delivered([historic(minute)], T0)
        await journal.add(ALEX, [current(now)], received=T0)
        assert await outbox.waiting(9) == []
    assert await everything(journal) == [current(11), current(20)]


async def test_a_reading_that_comes_while_a_site_is_asked_for_its_point_is_there_when_the_point_is(
    journal: Journal,
) -> None:
    await journal.register_target(ALEX, SITE, since=EVER, spacing=None)
    outbox = journal.outbox(ALEX, SITE)
    await journal.add(ALEX, [historic(10)], received=T0)
    asked = await outbox.waiting(9)
    await journal.add(ALEX, [current(11)], received=T0)
    assert await outbox.waiting(9) == [current(11)]
    await outbox.present(asked)
    assert await outbox.waiting(9) == []


async def test_two_patients_and_two_sites_do_not_mix(journal: Journal) -> None:
    await journal.register_target(ALEX, SITE, since=EVER, spacing=None)
    await journal.register_target(SAM, SITE, since=EVER, spacing=None)
    await journal.register_target(ALEX, "other", since=EVER, spacing=None)
    await journal.add(ALEX, [current(0)], received=T0)
    await journal.add(SAM, [current(0, 200)], received=T0)
    await journal.outbox(ALEX, SITE).delivered([current(0)], T0)
    assert await journal.outbox(ALEX, SITE).waiting(9) == []
    assert await journal.outbox(ALEX, "other").waiting(9) == [current(0)]
    assert await journal.outbox(SAM, SITE).waiting(9) == [current(0, 200)]


@pytest.mark.parametrize(("since", "waits"), [(T0 + 9 * MINUTE, []), (T0 + 2 * MINUTE, [2, 3]), (EVER, [0, 1, 2, 3])])
async def test_how_much_of_the_past_a_new_site_gets(journal: Journal, since: datetime, waits: list[int]) -> None:
    await journal.add(ALEX, [current(minute) for minute in range(4)], received=T0)
    await journal.register_target(ALEX, SITE, since=since, spacing=None)
    assert await journal.outbox(ALEX, SITE).waiting(9) == [current(minute) for minute in waits]


async def test_what_comes_late_from_before_the_beginning_is_not_sent(journal: Journal) -> None:
    await journal.register_target(ALEX, SITE, since=T0, spacing=None)
    await journal.add(ALEX, [historic(-10), historic(10)], received=T0)
    assert await journal.outbox(ALEX, SITE).waiting(9) == [historic(10)]


async def test_a_known_site_is_not_given_the_past_again(journal: Journal) -> None:
    await journal.add(ALEX, [current(0)], received=T0)
    for _ in range(2):
        await journal.register_target(ALEX, SITE, since=EVER, spacing=None)
        await journal.outbox(ALEX, SITE).delivered([current(0)], T0)
    assert await journal.outbox(ALEX, SITE).waiting(9) == []


async def test_one_reading_per_five_minutes_whenever_they_come(journal: Journal) -> None:
    await journal.register_target(ALEX, SITE, since=EVER, spacing=timedelta(seconds=270))
    for minute in range(12):
        await journal.add(ALEX, [current(minute)], received=T0)
    outbox = journal.outbox(ALEX, SITE)
    assert await outbox.waiting(9) == [current(0), current(5), current(10)]
    await outbox.delivered(await outbox.waiting(9), T0)
    await journal.add(ALEX, [historic(-3), historic(-8)], received=T0)
    assert await outbox.waiting(9) == [historic(-8)]


async def test_spacing_can_be_changed(journal: Journal) -> None:
    await journal.register_target(ALEX, SITE, since=EVER, spacing=timedelta(seconds=270))
    await journal.register_target(ALEX, SITE, since=EVER, spacing=None)
    await journal.add(ALEX, [current(0), current(1)], received=T0)
    assert len(await journal.outbox(ALEX, SITE).waiting(9)) == 2


async def test_the_ways_out_of_the_outbox(journal: Journal) -> None:
    await journal.register_target(ALEX, SITE, since=EVER, spacing=None)
    outbox = journal.outbox(ALEX, SITE)
    await journal.add(ALEX, [current(minute) for minute in range(4)], received=T0)
    assert await outbox.waiting(2) == [current(0), current(1)]
    await outbox.delivered([current(0)], T0 + MINUTE)
    await outbox.present([current(1)])
    await outbox.refused([current(2)], "422", T0)
    assert await outbox.waiting(9) == [current(3)]
    assert await outbox.count() == (1, 1, T0 + MINUTE, current(3).time)
    assert await outbox.retry_refused() == 1
    assert await outbox.waiting(9) == [current(2), current(3)]
    assert await outbox.waiting(1, newest=True) == [current(3)]
    assert (await outbox.count()).refused == 0


async def test_what_is_tried_again_by_the_day_counts_as_refused_until_it_is_taken(journal: Journal) -> None:
    await journal.register_target(ALEX, SITE, since=EVER, spacing=None)
    outbox = journal.outbox(ALEX, SITE)
    await journal.add(ALEX, [current(0), current(1)], received=T0)
    await outbox.refused([current(0)], "422", T0)
    await outbox.refused([current(1)], "422", T0 + MINUTE)
    assert await outbox.retry_refused(T0 + MINUTE) == 1
    assert await outbox.waiting(9) == await outbox.offer([current(0)], T0) == [current(0)]
    await outbox.withdraw([current(0)])
    assert await outbox.count() == (1, 2, None, T0)
    await outbox.offer([current(0)], T0)
    await outbox.delivered([current(0)], T0)
    assert (await outbox.count()).refused == 1


async def test_what_is_offered_stays_so_until_it_is_known_whether_it_arrived(path: Path) -> None:
    journal = await Journal.open(path)
    await journal.register_target(ALEX, SITE, since=EVER, spacing=None)
    await journal.add(ALEX, [current(minute) for minute in range(5)], received=T0)
    assert await journal.outbox(ALEX, SITE).offer([current(0), current(1), current(2)], T0) != []
    await journal.close()
    journal = await Journal.open(path)
    await journal.register_target(ALEX, SITE, since=EVER, spacing=None)
    outbox = journal.outbox(ALEX, SITE)
    assert await outbox.waiting(9) == [current(3), current(4)]
    assert await outbox.offered() == [T0, T0 + MINUTE, T0 + 2 * MINUTE]
    assert await outbox.count() == (5, 0, None, T0)
    assert await outbox.offer([current(0)], T0) == []
    await outbox.resolve([T0 + MINUTE], T0 + 9 * MINUTE, absent=False)
    assert await outbox.offered() == [T0, T0 + 2 * MINUTE]
    assert (await outbox.count()).last_delivery == T0 + 9 * MINUTE
    await outbox.resolve([T0], T0 + 9 * MINUTE, absent=True)
    assert await outbox.offered() == []
    assert await outbox.waiting(9) == [current(2), current(3), current(4)]
    await journal.close()


async def test_an_unknown_target_takes_and_has_nothing(journal: Journal) -> None:
    outbox = journal.outbox(ALEX, "nobody")
    await journal.add(ALEX, [current(0)], received=T0)
    assert await outbox.offer([current(0)], T0) == []
    await outbox.withdraw([current(0)])
    await outbox.resolve([T0], T0, absent=True)
    assert await outbox.offered() == []
    assert await outbox.count() == (0, 0, None, None)


# A point of the history is on its way when a scan takes its place.


async def in_flight(journal: Journal) -> Outbox:
    await journal.register_target(ALEX, SITE, since=EVER, spacing=None)
    await journal.add(ALEX, [historic(0)], received=T0)
    outbox = journal.outbox(ALEX, SITE)
    assert await outbox.offer([historic(0)], T0) == [historic(0)]
    await journal.add(ALEX, [current(1, kind=ReadingKind.SCAN)], received=T0)
    assert await outbox.waiting(9) == []
    return outbox


async def test_a_point_that_arrives_is_the_reading(journal: Journal) -> None:
    outbox = await in_flight(journal)
    await outbox.delivered([historic(0)], T0)
    assert (await outbox.waiting(9), await outbox.offered()) == ([], [])


async def test_a_point_that_is_found_is_the_reading(journal: Journal) -> None:
    outbox = await in_flight(journal)
    assert await outbox.offered() == [T0, T0 + MINUTE]
    await outbox.resolve([T0], T0, absent=False)
    assert (await outbox.waiting(9), await outbox.offered()) == ([], [])


@pytest.mark.parametrize("withdrawn", [True, False])
async def test_for_a_point_that_did_not_arrive_the_reading_is_sent(journal: Journal, withdrawn: bool) -> None:
    outbox = await in_flight(journal)
    if withdrawn:
        await outbox.withdraw([historic(0)])
        assert await outbox.offered() == [T0 + MINUTE]
    await outbox.resolve([], T0, absent=True)
    assert await outbox.offered() == []
    assert await outbox.waiting(9) == [current(1, kind=ReadingKind.SCAN)]
    assert (await outbox.count()).waiting == 1


async def test_a_point_that_was_replaced_before_it_was_sent_is_not_offered(journal: Journal) -> None:
    await journal.register_target(ALEX, SITE, since=EVER, spacing=None)
    await journal.add(ALEX, [historic(0)], received=T0)
    await journal.add(ALEX, [current(1)], received=T0)
    outbox = journal.outbox(ALEX, SITE)
    assert await outbox.offer([historic(0)], T0) == []
    assert await outbox.waiting(9) == [current(1)]


async def test_for_a_point_that_was_refused_the_reading_is_sent(journal: Journal) -> None:
    await journal.register_target(ALEX, SITE, since=EVER, spacing=None)
    await journal.add(ALEX, [historic(0)], received=T0)
    outbox = journal.outbox(ALEX, SITE)
    await outbox.refused([historic(0)], "422", T0)
    await journal.add(ALEX, [current(1)], received=T0)
    assert await outbox.waiting(9) == [current(1)]
    assert (await outbox.count()).refused == 0


async def test_a_site_that_comes_back_goes_on_where_it_was(journal: Journal) -> None:
    await journal.register_target(ALEX, SITE, since=T0, spacing=None)
    await journal.add(ALEX, [current(-1), current(0)], received=T0)
    await journal.outbox(ALEX, SITE).delivered([current(0)], T0)
    await journal.rest_targets(ALEX, keep="other")
    await journal.register_target(ALEX, "other", since=EVER, spacing=None)
    await journal.add(ALEX, [current(1)], received=T0)
    assert len(await journal.outbox(ALEX, "other").waiting(9)) == 3
    await journal.rest_targets(ALEX, keep=SITE)
    await journal.register_target(ALEX, SITE, since=T0 + 9 * MINUTE, spacing=None)
    assert await journal.outbox(ALEX, SITE).waiting(9) == [current(1)]


async def test_more_of_the_past_can_be_asked_for_later(journal: Journal) -> None:
    await journal.add(ALEX, [current(minute) for minute in range(4)], received=T0)
    await journal.register_target(ALEX, SITE, since=T0 + 2 * MINUTE, spacing=None)
    await journal.outbox(ALEX, SITE).delivered([current(2), current(3)], T0)
    await journal.register_target(ALEX, SITE, since=EVER, spacing=None)
    assert await journal.outbox(ALEX, SITE).waiting(9) == [current(0), current(1)]


async def test_one_per_five_minutes_off_and_on_again_sends_nothing_of_the_past(journal: Journal) -> None:
    spacing = timedelta(seconds=270)
    await journal.register_target(ALEX, SITE, since=EVER, spacing=spacing)
    outbox = journal.outbox(ALEX, SITE)
    await journal.add(ALEX, [current(minute) for minute in range(-60, 0)], received=T0)
    await outbox.delivered(await outbox.waiting(99), T0)
    for sent in (None, spacing):
        await journal.register_target(ALEX, SITE, since=EVER, spacing=sent)
        assert await outbox.waiting(99) == []
    await journal.rest_targets(ALEX, keep=None)
    await journal.register_target(ALEX, SITE, since=T0 - 30 * MINUTE, spacing=spacing)
    assert await outbox.waiting(99) == []


async def test_who_is_not_followed_any_more_is_forgotten(journal: Journal) -> None:
    for patient in (ALEX, SAM):
        await journal.add(patient, [current(0)], received=T0)
    await journal.forget_patients(keep=[ALEX])
    assert (await journal.count(ALEX), await journal.count(SAM)) == (1, 0)


async def test_old_readings_go_unless_somebody_waits_for_them(journal: Journal) -> None:
    await journal.register_target(ALEX, SITE, since=EVER, spacing=None)
    await journal.add(ALEX, [current(0), current(1), current(2)], received=T0)
    await journal.outbox(ALEX, SITE).delivered([current(0)], T0)
    assert await journal.prune(T0 + 2 * MINUTE) == 1
    assert await everything(journal) == [current(1), current(2)]
    assert len(await journal.outbox(ALEX, SITE).waiting(9)) == 2


async def test_what_is_offered_or_refused_is_not_deleted_unseen(journal: Journal) -> None:
    await journal.register_target(ALEX, SITE, since=EVER, spacing=None)
    await journal.add(ALEX, [current(minute) for minute in range(4)], received=T0)
    outbox = journal.outbox(ALEX, SITE)
    await outbox.delivered([current(0)], T0)
    await outbox.refused([current(1)], "422", T0)
    await outbox.offer([current(2)], T0)
    assert await journal.prune(T0 + 9 * MINUTE) == 1
    assert await everything(journal) == [current(1), current(2), current(3)]
    assert await outbox.count() == (2, 1, T0, T0 + 2 * MINUTE)


async def test_a_site_at_rest_keeps_nothing_for_longer(journal: Journal) -> None:
    await journal.register_target(ALEX, SITE, since=EVER, spacing=None)
    await journal.add(ALEX, [current(minute) for minute in range(4)], received=T0)
    await journal.outbox(ALEX, SITE).offer([current(0)], T0)
    await journal.rest_targets(ALEX, keep=None)
    assert await journal.prune(T0 + 2 * MINUTE) == 2
    await journal.register_target(ALEX, SITE, since=EVER, spacing=None)
    outbox = journal.outbox(ALEX, SITE)
    assert (await outbox.waiting(9), await outbox.offered()) == ([current(2), current(3)], [])


async def test_what_a_site_has_is_remembered_as_long_as_the_reading_is_kept(journal: Journal) -> None:
    for name in (SITE, "slow"):
        await journal.register_target(ALEX, name, since=T0, spacing=None)
    await journal.add(ALEX, [current(0)], received=T0)
    await journal.outbox(ALEX, SITE).delivered([current(0)], T0)
    assert await journal.prune(T0 + 9 * MINUTE) == 0
    await journal.register_target(ALEX, SITE, since=EVER, spacing=None)
    assert await journal.outbox(ALEX, SITE).waiting(9) == []


async def test_the_file_shrinks_again(journal: Journal, path: Path) -> None:
    await journal.add(ALEX, [current(minute) for minute in range(20000)], received=T0)
    await journal.checkpoint()
    full = path.stat().st_size
    await journal.prune(T0 + timedelta(days=400))
    await journal.checkpoint()
    assert path.stat().st_size < full / 4


async def test_a_copy_made_during_a_backup_is_whole(journal: Journal, path: Path, tmp_path: Path) -> None:
    await journal.add(ALEX, [current(0)], received=T0)
    await journal.checkpoint()
    before = path.read_bytes()
    await journal.add(ALEX, [current(minute) for minute in range(1, 9000)], received=T0)
    assert path.read_bytes() == before
    await journal.resume()
    copy = tmp_path / "copy.db"
    copy.write_bytes(before)
    restored = await Journal.open(copy)
    assert await everything(restored) == [current(0)]
    await restored.close()


@pytest.mark.parametrize("content", [b"", b"this is no database" * 300])
async def test_a_file_that_is_no_journal(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    if not content:
        journal = await Journal.open(path)  # As empty as a new one.
    else:
        with pytest.raises(JournalDamaged):
            await Journal.open(path)
        aside = await set_aside(path, T0)
        assert aside.read_bytes() == content
        journal = await Journal.open(path)
    assert await everything(journal) == []
    await journal.close()


async def test_another_programs_database_is_damage(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("CREATE TABLE reading (x)")
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    with pytest.raises(JournalDamaged):
        await Journal.open(path)


async def test_damage_that_shows_later_is_damage_then(path: Path) -> None:
    journal = await Journal.open(path)
    await journal.add(ALEX, [current(minute) for minute in range(5000)], received=T0)
    await journal.close()
    content = bytearray(path.read_bytes())
    content[4096 * 20 : 4096 * 40] = b"\xff" * (4096 * 20)
    path.write_bytes(content)
    journal = await Journal.open(path)
    with pytest.raises(JournalDamaged):
        await everything(journal)
    await journal.close()


async def test_a_journal_of_a_newer_version_is_left_alone(path: Path) -> None:
    await (await Journal.open(path)).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(JournalTooNew):
        await Journal.open(path)
    assert path.read_bytes() == before


def test_an_older_file_goes_through_the_migrations_that_it_lacks(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
    migrate(db, ("CREATE TABLE a (x);",))
    migrate(db, ("CREATE TABLE a (x);", "CREATE TABLE b (x);"))
    assert db.execute("PRAGMA user_version").fetchone() == (2,)
    assert {row[0] for row in db.execute("SELECT name FROM sqlite_master")} == {"a", "b"}
    db.close()


async def test_what_the_alerts_keep_is_there_after_a_restart(path: Path) -> None:
    journal = await Journal.open(path)
    await journal.keep_watches({ALEX: "1", "sam": "2"})
    await journal.keep_watches({ALEX: "3"})
    await journal.close()
    journal = await Journal.open(path)
    assert await journal.watches() == {ALEX: "3", "sam": "2"}
    await journal.forget_patients(keep=[ALEX])
    assert await journal.watches() == {ALEX: "3"}
    await journal.close()


async def test_a_journal_from_before_the_alerts_is_taken_over(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        migrate(db, MIGRATIONS[:1])
    journal = await Journal.open(path)
    assert await journal.watches() == {}
    await journal.close()


async def test_a_full_disk_loses_nothing_and_passes(journal: Journal) -> None:
    await journal.add(ALEX, [current(0)], received=T0)
    await journal.checkpoint()
    pages = journal._store._db.execute("PRAGMA page_count").fetchone()[0]
    journal._store._db.execute(f"PRAGMA max_page_count = {pages + 1}")
    with pytest.raises(JournalUnwritable):
        await journal.add(ALEX, [current(minute) for minute in range(1, 20000)], received=T0)
    assert await everything(journal) == [current(0)]
    journal._store._db.execute("PRAGMA max_page_count = 1000000")
    assert await journal.add(ALEX, [current(1)], received=T0)


async def test_a_batch_that_fails_halfway_leaves_nothing(journal: Journal) -> None:
    nonsense = current(1)._replace(glucose=None)  # type: ignore[arg-type]
    with pytest.raises(JournalUnwritable):
        await journal.add(ALEX, [current(0), nonsense], received=T0)
    assert await everything(journal) == []
    assert await journal.add(ALEX, [current(0)], received=T0)


async def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(JournalUnwritable):
        await Journal.open(tmp_path / "file" / "journal.db")


async def test_a_file_that_another_process_holds(journal: Journal, path: Path) -> None:
    journal._store._db.execute("PRAGMA busy_timeout = 10")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(JournalUnwritable):
        await journal.add(ALEX, [current(0)], received=T0)
    other.execute("ROLLBACK")
    other.close()
    assert await journal.add(ALEX, [current(0)], received=T0)


async def test_a_closed_journal_says_so(path: Path) -> None:
    journal = await Journal.open(path)
    await journal.close()
    await journal.close()
    with pytest.raises(JournalClosed):
        await journal.latest(ALEX)
    with pytest.raises(JournalClosed):
        await journal.settle(path)


async def test_a_cancelled_call_harms_nothing(journal: Journal) -> None:
    tasks = [asyncio.create_task(journal.add(ALEX, [current(minute)], received=T0)) for minute in range(20)]
    await asyncio.sleep(0)
    for task in tasks[::2]:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert await everything(journal) == [current(minute) for minute in range(20)]  # What was begun is done.


async def test_removing_leaves_nothing(path: Path) -> None:
    journal = await Journal.open(path)
    await journal.close()
    await set_aside(path, T0)
    await (await Journal.open(path)).close()
    await remove(path)
    assert list(path.parent.iterdir()) == []


WRITER = """
import asyncio, sys
from datetime import timedelta
from pathlib import Path
from custom_components.librelink_up.journal import Journal
from tests.journal.test_journal import ALEX, T0, current

async def main():
    journal = await Journal.open(Path(sys.argv[1]))
    minute = await journal.count(ALEX)
    while True:
        await journal.add(ALEX, [current(minute)], received=T0)
        print(minute, flush=True)
        minute += 1

asyncio.run(main())
"""


async def test_what_was_acknowledged_survives_a_kill(path: Path) -> None:
    acknowledged = -1
    for lines in (3, 40, 11):
        process = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True)  # noqa: ASYNC220, S603
        assert process.stdout
        for _ in range(lines):
            acknowledged = int(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        journal = await Journal.open(path)
        kept = await everything(journal)
        assert kept[: acknowledged + 1] == [current(minute) for minute in range(acknowledged + 1)]
        assert journal._store._db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        await journal.close()


async def test_a_time_that_was_sent_is_not_sent_again_by_way_of_a_twin(journal: Journal) -> None:
    await journal.register_target(ALEX, SITE, since=EVER, spacing=None)
    outbox = journal.outbox(ALEX, SITE)
    await journal.add(ALEX, [historic(1)], received=T0)
    await outbox.delivered(await outbox.waiting(9), T0)
    await journal.add(ALEX, [current(0)], received=T0)
    await journal.add(ALEX, [current(1)], received=T0)
    assert await outbox.waiting(9) == []
