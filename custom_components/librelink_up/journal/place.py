"""Where a journal lies: in its file, or in memory until there can be one. All of it runs in the journal's thread."""

from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
import sqlite3
from typing import Self

from .connection import MEMORY, check, connect, connect_to_read, typed_errors
from .errors import JournalDamaged, JournalError, JournalTooNew, JournalUnwritable
from .store import Store

LOG, INDEX = "-wal", "-shm"

type _Inode = tuple[int, int] | None


class Place:
    """Keeps a store's connection on its file: opened anew when it is in doubt, begun anew when it was deleted."""

    def __init__(self, path: Path | None, connection: sqlite3.Connection) -> None:
        """Use `in_file` or `in_memory`."""
        self.path = path
        self.begun_anew = 0
        """How often the file was deleted or replaced while it was open, and begun anew."""
        self.store = Store(connection)
        self._is_open = True
        self._inodes = self._now()

    @classmethod
    def in_file(cls, path: Path) -> Self:
        """Begin in a file, which is created when it is missing. Raises a JournalError when it cannot be written."""
        return cls(path, _open(path))

    @classmethod
    def in_memory(cls, path: Path, since: datetime) -> Self:
        """Begin in memory, with what can be read, from a time (UTC) on, of a file that cannot be written."""
        memory = connect(MEMORY)
        for way in (connect, connect_to_read):
            with suppress(JournalError), typed_errors(), closing(way(_address(path))) as file:
                Store(memory).copy_recent(Store(file), since)
                break
        return cls(None, memory)

    def close(self) -> None:
        """Close the file; one that was deleted is written once more."""
        if self._is_open:
            with suppress(JournalError):
                self.guard()
        self._is_open = False
        self.store.connection.close()

    def retreat(self, since: datetime) -> None:
        """Go on in memory, with what can be read of the file from a time (UTC) on."""
        if self.path is None:
            return
        memory = connect(MEMORY)
        with suppress(JournalError), typed_errors():
            Store(memory).copy_recent(self.store, since)
        self.store.connection.close()
        self.store.use(memory)
        self._is_open = True
        self.path = None
        self._inodes = self._now()

    def settle(self, path: Path) -> None:
        """Go over from memory to a file, with everything that memory has; when that fails, memory goes on."""
        self._go_over(path)
        self.path = path
        self._inodes = self._now()

    def ensure(self) -> None:
        """Open the file again if it had to be closed and could not be opened since."""
        if self.path and not self._is_open:
            self._reopen(self.path)

    def guard(self) -> None:
        """Begin the file anew, with everything that is known, if it was deleted or replaced while it was open.

        What the open connection has is all still there; only nobody would find it again once it is closed. Raises
        JournalUnwritable when that cannot be.
        """
        (main, log), now = self._inodes, self._now()
        if self.path is None or now == self._inodes:
            return
        with typed_errors():
            if now[0] != main:
                self._leave_behind(self.path)
                try:
                    self.begun_anew += self._go_over(self.path)
                except (JournalDamaged, JournalTooNew) as err:
                    raise JournalUnwritable("something else lies in the journal's place") from err
            elif log is not None:
                self.store.checkpoint()  # Only the log is gone: the file gets what was in it.
                self._reopen(self.path)
                self.begun_anew += 1
        self._inodes = self._now()

    def confirm_damage(self) -> None:
        """Look at a file in doubt through a new connection; raises JournalDamaged when it is damaged indeed."""
        if self.path is not None:
            self._reopen(self.path)
        check(self.store.connection)

    def _reopen(self, path: Path) -> None:
        self._is_open = False
        self.store.connection.close()
        with typed_errors():
            self.store.use(connect(_address(path)))
        self._is_open = True
        self._inodes = self._now()

    def _go_over(self, path: Path) -> bool:
        """Continue in a file with everything that is known; returns whether it lacked something."""
        connection = _open(path)
        found = Store(connection)
        try:
            with typed_errors():
                lacked = found.extent() != self.store.extent()
                if found.is_empty():
                    self.store.connection.backup(connection)
                else:
                    found.take_over(self.store)
        except BaseException:
            connection.close()
            raise
        self.store.connection.close()
        self.store.use(connection)
        return lacked

    def _leave_behind(self, path: Path) -> None:
        """Part from files that are not ours any more: closing must neither write to them nor delete their namesakes."""
        self.store.connection.setconfig(sqlite3.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, True)  # noqa: FBT003
        if _inode(_beside(path, LOG)) == self._inodes[1]:
            for suffix in (LOG, INDEX):
                _beside(path, suffix).unlink(missing_ok=True)

    def _now(self) -> tuple[_Inode, _Inode]:
        """Return what lies there now: the file and its log."""
        return (_inode(self.path), _inode(_beside(self.path, LOG))) if self.path else (None, None)


def _open(path: Path) -> sqlite3.Connection:
    """Open a file, and make sure that it can be written; one that looks damaged is looked at twice."""
    with typed_errors():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        return _proved(path)
    except JournalDamaged:
        with typed_errors(), closing(connect(_address(path))) as connection:
            check(connection)
        return _proved(path)


def _proved(path: Path) -> sqlite3.Connection:
    with typed_errors():
        connection = connect(_address(path))
        try:
            Store(connection).prove()
        except BaseException:
            connection.close()
            raise
    return connection


def _address(path: Path) -> str:
    return path.absolute().as_uri()


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _inode(path: Path) -> _Inode:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
