"""Where a journal lies: deleted, replaced, locked and doubtful files, and memory until there can be one."""

from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path
import shutil
import sqlite3
import threading

import pytest

from custom_components.librelink_up.journal import Journal, JournalDamaged, JournalTooNew, JournalUnwritable, set_aside
from custom_components.librelink_up.journal.connection import connect, transaction
from custom_components.librelink_up.journal.schema import MIGRATIONS
from custom_components.librelink_up.journal.store import Store

from .test_journal import ALEX, EVER, MINUTE, SITE, T0, current, everything, historic


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "librelink_up" / "journal.db"


@pytest.fixture
async def journal(path: Path) -> AsyncIterator[Journal]:
    opened = await Journal.open(path)
    yield opened
    await opened.close()


def kept(path: Path) -> list[tuple[int]]:
    """What somebody else finds in the file now: what a kill would leave."""
    with closing(sqlite3.connect(path)) as db:
        return [row[0] // 60_000 for row in db.execute("SELECT time - ? FROM reading ORDER BY time", (ms(),))]


def ms() -> int:
    return int(T0.timestamp() * 1000)


def beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def delete(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        beside(path, suffix).unlink()


def delete_the_file(path: Path) -> None:
    path.unlink()


def delete_the_log(path: Path) -> None:
    beside(path, "-wal").unlink()


def delete_the_folder(path: Path) -> None:
    shutil.rmtree(path.parent)


def replace_by_nothing(path: Path) -> None:
    path.rename(beside(path, ".old"))
    path.touch()


def replace_by_an_older_one(path: Path) -> None:
    delete(path)
    store = Store(connect(path.as_uri()))
    store.add(ALEX, [historic(0), current(-5)], T0)
    store.connection.close()


LOST = [delete, delete_the_file, delete_the_log, delete_the_folder, replace_by_nothing]


@pytest.mark.parametrize("lose", LOST)
async def test_a_journal_that_was_deleted_while_open_is_written_anew_with_all_it_had(
    journal: Journal, path: Path, lose: Callable[[Path], None]
) -> None:
    await journal.register_target(ALEX, SITE, since=EVER, spacing=None)
    await journal.keep_watches({ALEX: "watch"})
    await journal.add(ALEX, [current(0), current(1)], received=T0)
    await journal.outbox(ALEX, SITE).delivered([current(0)], T0)
    lose(path)
    assert await journal.latest(ALEX) == current(1)
    await journal.add(ALEX, [current(2)], received=T0)
    assert journal.begun_anew == 1
    await journal.add(ALEX, [current(3)], received=T0)
    assert journal.begun_anew == 1
    assert kept(path) == [0, 1, 2, 3]
    await journal.close()
    again = await Journal.open(path)
    assert await everything(again) == [current(minute) for minute in range(4)]
    assert await again.watches() == {ALEX: "watch"}
    assert await again.outbox(ALEX, SITE).waiting(9) == [current(1), current(2), current(3)]
    await again.close()


async def test_a_journal_that_was_replaced_gets_what_it_lacks(journal: Journal, path: Path) -> None:
    await journal.keep_watches({ALEX: "watch"})
    await journal.add(ALEX, [current(0), current(1)], received=T0)
    replace_by_an_older_one(path)
    await journal.add(ALEX, [current(2)], received=T0)
    assert journal.begun_anew == 1
    assert kept(path) == [-5, 0, 1, 2]
    assert await journal.watches() == {ALEX: "watch"}
    assert await journal.latest(ALEX) == current(2)


async def test_an_empty_journal_that_was_deleted_is_no_loss(journal: Journal, path: Path) -> None:
    delete(path)
    await journal.add(ALEX, [current(0)], received=T0)
    assert journal.begun_anew == 0
    assert kept(path) == [0]


@pytest.mark.parametrize("lose", LOST)
async def test_what_is_deleted_before_the_end_is_written_at_the_end(path: Path, lose: Callable[[Path], None]) -> None:
    journal = await Journal.open(path)
    await journal.add(ALEX, [current(0)], received=T0)
    lose(path)
    await journal.close()
    assert kept(path) == [0]


async def test_where_no_new_file_can_be_begun_what_is_known_stays_known(journal: Journal, path: Path) -> None:
    await journal.add(ALEX, [current(0)], received=T0)
    shutil.rmtree(path.parent)
    path.parent.touch()  # A file in the place of the folder.
    with pytest.raises(JournalUnwritable):
        await journal.add(ALEX, [current(1)], received=T0)
    assert await everything(journal) == [current(0)]
    path.parent.unlink()
    await journal.add(ALEX, [current(1)], received=T0)
    assert kept(path) == [0, 1]
    shutil.rmtree(path.parent)
    path.parent.touch()
    await journal.close()  # Nothing more can be done; nothing is raised.
    path.parent.unlink()


async def test_what_is_no_journal_in_its_place_costs_nothing(journal: Journal, path: Path) -> None:
    await journal.add(ALEX, [current(0)], received=T0)
    delete(path)
    path.write_bytes(b"no database" * 500)
    with pytest.raises(JournalUnwritable):
        await journal.add(ALEX, [current(1)], received=T0)
    assert await everything(journal) == [current(0)]
    path.unlink()
    await journal.add(ALEX, [current(1)], received=T0)
    assert kept(path) == [0, 1]


async def test_a_copy_that_fails_halfway_leaves_the_old_connection_in_use(
    journal: Journal, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await journal.add(ALEX, [current(0)], received=T0)
    replace_by_an_older_one(path)

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("full")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "take_over", full)
        with pytest.raises(JournalUnwritable):
            await journal.add(ALEX, [current(1)], received=T0)
    assert await everything(journal) == [current(0)]
    await journal.add(ALEX, [current(1)], received=T0)
    assert kept(path) == [-5, 0, 1]


async def test_in_memory_until_there_can_be_a_file(path: Path) -> None:
    journal = await Journal.in_memory(path, T0)
    assert not journal.durable
    await journal.keep_watches({ALEX: "watch"})
    await journal.register_target(ALEX, SITE, since=EVER, spacing=None)
    await journal.add(ALEX, [current(0)], received=T0)
    with pytest.raises(JournalUnwritable):
        await journal.outbox(ALEX, SITE).waiting(9)
    path.parent.touch()
    with pytest.raises(JournalUnwritable):
        await journal.settle(path)
    assert not journal.durable
    assert await journal.add(ALEX, [current(1)], received=T0)
    path.parent.unlink()
    await journal.settle(path)
    assert journal.durable
    assert await journal.add(ALEX, [current(2)], received=T0)
    assert kept(path) == [0, 1, 2]
    assert await journal.watches() == {ALEX: "watch"}
    assert await journal.outbox(ALEX, SITE).waiting(9) == [current(0), current(1), current(2)]
    assert journal.begun_anew == 0
    await journal.close()


async def test_memory_is_added_to_the_file_that_was_there_before(path: Path) -> None:
    file = await Journal.open(path)
    await file.register_target(ALEX, SITE, since=EVER, spacing=None)
    await file.keep_watches({ALEX: "old", "sam": "kept"})
    await file.add(ALEX, [current(0)], received=T0)
    await file.outbox(ALEX, SITE).delivered([current(0)], T0)
    await file.add(ALEX, [historic(10)], received=T0)
    await file.close()
    memory = await Journal.in_memory(path, T0)
    await memory.add(ALEX, [historic(0), current(11), current(12)], received=T0)
    await memory.keep_watches({ALEX: "new"})
    await memory.settle(path)
    assert await everything(memory) == [current(0), current(11), current(12)]
    assert await memory.outbox(ALEX, SITE).waiting(9) == [current(11), current(12)]
    assert await memory.watches() == {ALEX: "new", "sam": "kept"}
    await memory.close()


async def test_memory_begins_with_what_can_be_read(path: Path) -> None:
    file = await Journal.open(path)
    await file.add(ALEX, [current(minute) for minute in range(10)], received=T0)
    await file.keep_watches({ALEX: "watch"})
    await file.close()
    memory = await Journal.in_memory(path, T0 + 5 * MINUTE)
    assert await everything(memory) == [current(minute) for minute in range(5, 10)]
    assert await memory.watches() == {ALEX: "watch"}
    await memory.close()


async def test_a_disk_that_becomes_full_while_it_runs(journal: Journal, path: Path) -> None:
    await journal.register_target(ALEX, SITE, since=EVER, spacing=None)
    await journal.keep_watches({ALEX: "watch"})
    await journal.add(ALEX, [current(0), current(1)], received=T0)
    (pages,) = journal._store.connection.execute("PRAGMA page_count").fetchone()
    journal._store.connection.execute(f"PRAGMA max_page_count = {pages}")
    many = [current(minute) for minute in range(2, 2000)]
    with pytest.raises(JournalUnwritable):
        await journal.add(ALEX, many, received=T0)
    for _ in range(2):
        await journal.retreat(T0 + MINUTE)
    assert not journal.durable
    assert await everything(journal) == [current(1)]
    assert await journal.watches() == {ALEX: "watch"}
    assert len(await journal.add(ALEX, many, received=T0)) == len(many)
    await journal.settle(path)
    assert journal.durable
    assert len(await everything(journal)) == len(kept(path)) == 2000
    assert len(await journal.outbox(ALEX, SITE).waiting(9999)) == 2000


async def test_of_a_damaged_file_nothing_is_taken_along(journal: Journal, path: Path) -> None:
    await journal.add(ALEX, [current(0)], received=T0)
    journal._store.connection.execute("DROP TABLE watch")
    await journal.retreat(EVER)
    assert await everything(journal) == []
    await set_aside(path, T0)
    await journal.settle(path)
    assert await journal.add(ALEX, [current(1)], received=T0)
    assert kept(path) == [1]


async def test_a_file_that_can_only_be_read_is_not_begun_with(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await (await Journal.open(path)).close()

    def read_only(address: str) -> sqlite3.Connection:
        connection = connect(address)
        connection.execute("PRAGMA query_only = ON")
        return connection

    with monkeypatch.context() as patch:
        patch.setattr("custom_components.librelink_up.journal.place.connect", read_only)
        with pytest.raises(JournalUnwritable):
            await Journal.open(path)
    await (await Journal.open(path)).close()


async def test_memory_stays_in_memory_before_a_newer_or_damaged_file(path: Path) -> None:
    await (await Journal.open(path)).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA user_version = 99")
    memory = await Journal.in_memory(path, T0)
    await memory.add(ALEX, [current(0)], received=T0)
    with pytest.raises(JournalTooNew):
        await memory.settle(path)
    path.write_bytes(b"no database" * 500)
    with pytest.raises(JournalDamaged):
        await memory.settle(path)
    assert await everything(memory) == [current(0)]
    await memory.close()


async def test_a_commit_that_finds_the_file_busy_is_undone_and_no_damage(journal: Journal, path: Path) -> None:
    journal._store.connection.execute("PRAGMA journal_mode = DELETE")  # Only there a reader is in the way of a COMMIT.
    journal._store.connection.execute("PRAGMA busy_timeout = 10")
    journal._place._inodes = journal._place._now()  # As where there can be no log.
    await journal.add(ALEX, [current(0), current(1)], received=T0)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        reading = other.execute("SELECT * FROM reading")
        reading.fetchone()
        for _ in range(2):
            with pytest.raises(JournalUnwritable):
                await journal.add(ALEX, [current(2)], received=T0)
        assert not journal._store.connection.in_transaction
        reading.close()
    assert await journal.add(ALEX, [current(2)], received=T0) == (current(2),)
    assert kept(path) == [0, 1, 2]


async def test_an_error_of_a_whole_journal_is_no_damage(journal: Journal) -> None:
    await journal.add(ALEX, [current(0)], received=T0)
    journal._store.connection.execute("BEGIN")  # As if something had been left open.
    with pytest.raises(JournalUnwritable):
        await journal.add(ALEX, [current(1)], received=T0)
    assert await journal.add(ALEX, [current(1)], received=T0) == (current(1),)


async def test_an_error_in_memory_is_no_damage_either(path: Path) -> None:
    journal = await Journal.in_memory(path, T0)
    with pytest.raises(JournalUnwritable):
        await journal._run(lambda: journal._store.connection.execute("no statement"))
    await journal.close()


async def test_a_doubt_that_cannot_be_settled_now_is_settled_later(journal: Journal, path: Path) -> None:
    await journal.add(ALEX, [current(0)], received=T0)
    journal._store.connection.execute("BEGIN")
    moved = path.parent.rename(path.parent.with_name("away"))
    path.parent.touch()
    with pytest.raises(JournalUnwritable):
        await journal.keep_watches({})
    with pytest.raises(JournalUnwritable):
        await journal.latest(ALEX)
    path.parent.unlink()
    moved.rename(path.parent)
    assert await journal.latest(ALEX) == current(0)


async def test_a_doubt_that_is_never_settled_does_not_keep_it_from_closing(journal: Journal, path: Path) -> None:
    journal._store.connection.execute("BEGIN")
    shutil.rmtree(path.parent)
    path.parent.touch()
    with pytest.raises(JournalUnwritable):
        await journal.keep_watches({})
    await journal.close()


async def test_a_log_that_comes_into_use_later_is_no_loss(journal: Journal, path: Path) -> None:
    journal._place._inodes = journal._place._inodes[0], None
    await journal.add(ALEX, [current(0)], received=T0)
    assert journal.begun_anew == 0


@pytest.mark.parametrize("damaged", [False, True])
async def test_what_looks_damaged_is_looked_at_again(
    path: Path, monkeypatch: pytest.MonkeyPatch, *, damaged: bool
) -> None:
    journal = await Journal.open(path)
    await journal.add(ALEX, [current(minute) for minute in range(5000)], received=T0)
    await journal.close()
    if damaged:
        content = bytearray(path.read_bytes())
        content[4096 * 10 : 4096 * 40] = b"\xff" * (4096 * 30)
        path.write_bytes(content)
    found = [sqlite3.DatabaseError("passing")]
    found[0].sqlite_errorcode = sqlite3.SQLITE_CORRUPT

    def once(address: str) -> sqlite3.Connection:
        if found:
            raise found.pop()
        return connect(address)

    monkeypatch.setattr("custom_components.librelink_up.journal.place.connect", once)
    if damaged:
        with pytest.raises(JournalDamaged):
            await Journal.open(path)
    else:
        await (await Journal.open(path)).close()
    assert not found


@pytest.mark.parametrize("broken", ["DROP TABLE watch", "ALTER TABLE target DROP COLUMN last_delivery"])
async def test_what_is_missing_is_damage(journal: Journal, broken: str) -> None:
    await journal.register_target(ALEX, SITE, since=EVER, spacing=None)
    journal._store.connection.execute(broken)
    with pytest.raises(JournalDamaged):
        await (journal.watches() if "watch" in broken else journal.outbox(ALEX, SITE).count())


@pytest.mark.parametrize("before", ["nothing", "a journal"])
def test_without_shared_memory_the_log_is_used_alone(path: Path, before: str) -> None:
    """As on some network file systems; this way of locking has no shared memory either."""
    path.parent.mkdir()
    if before == "a journal":
        connect(path.as_uri()).close()
        # A log that is left, as after a kill, makes the file unreadable without shared memory.
    connection = connect(path.as_uri() + "?vfs=unix-dotfile")
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    store = Store(connection)
    assert store.add(ALEX, [current(0)], T0)
    store.checkpoint()
    store.connection.close()
    store = Store(connect(path.as_uri()))
    assert store.latest(ALEX) == current(0)
    store.connection.close()


def test_a_locked_file_is_not_tried_another_way(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("custom_components.librelink_up.journal.connection._BUSY_SECONDS", 0.01)
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            connect(path.as_uri())


def test_a_transaction_that_cannot_even_begin(path: Path) -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.execute("BEGIN")
        with pytest.raises(sqlite3.OperationalError), transaction(db):
            pass
        assert len(MIGRATIONS) >= 2


async def test_its_thread_keeps_no_process_alive(journal: Journal) -> None:
    mine = [thread for thread in threading.enumerate() if thread.name == "librelink_up journal"]
    assert mine
    assert all(thread.daemon for thread in mine)
