"""The connection to a journal's file: how it is opened, what a transaction is, and what an error of SQLite means."""

from collections.abc import Iterator
from contextlib import contextmanager
import sqlite3
from typing import Final

from .errors import JournalDamaged, JournalUnwritable
from .schema import is_whole, migrate, version

MEMORY: Final = "file::memory:"
"""The address of a journal that lies in no file."""

_BUSY_SECONDS = 5.0
_CACHE_KIBIBYTES = 512

_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
# Some network file systems have no memory that processes share. A log needs none where only one connection uses it.
_NO_SHARED_MEMORY = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PROTOCOL)


def connect(address: str) -> sqlite3.Connection:
    """Open or create a journal by its URI, migrate it, and make sure that it can be read."""
    try:
        connection, journal_mode = _connect(address, "NORMAL")
    except sqlite3.OperationalError as err:
        if _code(err) not in _NO_SHARED_MEMORY:
            raise
        return _connect(address, "EXCLUSIVE")[0]
    if journal_mode == "delete":
        connection.close()
        # Without a log even this way, it is slower and works.
        connection, _ = _connect(address, "EXCLUSIVE")
    return connection


def connect_to_read(address: str) -> sqlite3.Connection:
    """Open a journal that cannot be written, by its URI, to read what its file has; what its log has is left out."""
    return sqlite3.connect(f"{address}?mode=ro&immutable=1", uri=True, isolation_level=None, check_same_thread=False)


def _connect(address: str, locking: str) -> tuple[sqlite3.Connection, str]:
    """Return a connection, and the journal mode that took effect."""
    connection = sqlite3.connect(
        address, uri=True, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute(f"PRAGMA locking_mode = {locking}")
        # Before anything is written: a newer journal is left alone, and one that is there can be read on a full disk.
        if not version(connection):
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIBIBYTES}")
        (journal_mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
        # FULL: a reading that was acknowledged must survive a power cut, and there is about one write a minute.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        migrate(connection)
        connection.execute("SELECT time FROM reading LIMIT 1").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection, journal_mode


def check(connection: sqlite3.Connection) -> None:
    """Read through the whole file; raises JournalDamaged when something in it is broken or missing."""
    with typed_errors():
        found = connection.execute("PRAGMA quick_check(1)").fetchone()
        if found != ("ok",) or not is_whole(connection):
            raise JournalDamaged("the journal's file is damaged")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """BEGIN IMMEDIATE … COMMIT, or ROLLBACK when anything goes wrong, the COMMIT included."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # Some errors (a full disk) have rolled back already.
            connection.execute("ROLLBACK")
        raise


@contextmanager
def typed_errors() -> Iterator[None]:
    """Turn the errors of SQLite and the file system into the journal's own; their texts can hold data.

    JournalDamaged is a suspicion until `check` has confirmed it.
    """
    try:
        yield
    except sqlite3.DatabaseError as err:
        code = _code(err)
        # SQLITE_ERROR says among other things that the tables are not what they should be.
        if code in _DAMAGE or code == sqlite3.SQLITE_ERROR:
            raise JournalDamaged("the journal's file is damaged") from None
        raise JournalUnwritable(f"the journal cannot be used: SQLite error {code}") from None
    except OSError as err:
        raise JournalUnwritable(f"the journal cannot be used: {type(err).__name__}") from None


def _code(err: sqlite3.DatabaseError) -> int:
    """Return SQLite's primary error code; 0 for an error of the Python module's own."""
    return int(getattr(err, "sqlite_errorcode", 0)) & 0xFF
