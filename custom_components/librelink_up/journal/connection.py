"""The connection to a journal's file: how it is opened, and what a transaction is."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
import sqlite3

from .schema import migrate, version

_BUSY_SECONDS = 5.0


def connect(path: Path) -> sqlite3.Connection:
    """Open or create a journal's file, migrate it, and make sure that it can be read."""
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        version(connection)  # Before anything is written: a newer journal is left alone.
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        connection.execute("PRAGMA journal_mode = WAL")
        # FULL: a reading that was acknowledged must survive a power cut, and there is about one write a minute.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        migrate(connection)
        connection.execute("SELECT time FROM reading LIMIT 1").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """BEGIN IMMEDIATE … COMMIT, or ROLLBACK when anything goes wrong."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:  # Some errors (a full disk) have rolled back already.
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
