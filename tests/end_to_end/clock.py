"""A clock that several processes share: it runs faster than the world's, and waits for who is slow.

It stands in a small file that each process maps. Times are Unix seconds; what belongs to them in the world is the
machine's own monotonic clock, which is the same for all processes.
"""

from datetime import UTC, datetime
import math
import mmap
from pathlib import Path
import struct
from time import monotonic
from typing import Self

_RECORD = struct.Struct("dddd")  # What was shown, since which moment, how fast it runs on, and how far at most.
_SIZE = 1 + 2 * _RECORD.size


class SharedClock:
    """Reads and sets the clock in a file."""

    def __init__(self, file: Path) -> None:
        """Open the clock of another process."""
        with file.open("r+b") as opened:
            self._memory = mmap.mmap(opened.fileno(), _SIZE)

    @classmethod
    def create(cls, file: Path, start: datetime) -> Self:
        """Make a clock that begins at a moment and runs as the world's does."""
        file.write_bytes(bytes(_SIZE))
        clock = cls(file)
        clock._write(start.timestamp(), 1)
        return clock

    def _write(self, shown: float, factor: float, limit: float = math.inf) -> None:
        # One record is written while the other is read; the first byte says which of them counts.
        other = 1 - self._memory[0]
        _RECORD.pack_into(self._memory, 1 + other * _RECORD.size, shown, monotonic(), factor, limit)
        self._memory[0] = other

    def _read(self) -> tuple[float, float, float, float]:
        return _RECORD.unpack_from(self._memory, 1 + self._memory[0] * _RECORD.size)

    @property
    def factor(self) -> float:
        """Return how many times as fast as the world's it runs."""
        return self._read()[2]

    def time(self) -> float:
        """Return what it shows."""
        shown, since, factor, limit = self._read()
        return min(shown + (monotonic() - since) * factor, limit)

    def __call__(self) -> datetime:
        """Return what it shows (UTC)."""
        return datetime.fromtimestamp(self.time(), UTC)

    def run(self, factor: float, *, at_most: float = math.inf) -> None:
        """Run on at a pace from now on, for so many of its seconds at most; then it stands still."""
        now = self.time()
        self._write(now, factor, now + at_most)
