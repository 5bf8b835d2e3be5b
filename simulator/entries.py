"""The entries of a simulated Nightscout: found by what the server compares them by, however many there are."""

from collections.abc import Iterator
from contextlib import suppress
import json
from pathlib import Path
from typing import Any

type Entry = dict[str, Any]
type _Key = tuple[object, ...]


class Entries:
    """Entries by `_id`, in the order in which they came; with a file every change is appended to it."""

    def __init__(self, file: Path | None = None) -> None:
        """Begin empty, or with what the file holds."""
        self._by_id: dict[str, Entry] = {}
        self._ids: dict[_Key, dict[str, None]] = {}
        self._last_id = 0
        self._file: Path | None = None
        for change in _changes(file):
            if isinstance(change, str):
                self.remove(self._by_id[change])
            else:
                self.put(change)
        self._file = file

    def __iter__(self) -> Iterator[Entry]:
        """Go through all of them."""
        return iter(self._by_id.values())

    def new_id(self) -> str:
        """Return an `_id` that no entry has had."""
        return f"{self._last_id + 1:024x}"

    def put(self, entry: Entry) -> None:
        """Take an entry in, in the place of the one with the same `_id` if there is one."""
        identity = entry["_id"]
        self._forget(identity)
        self._by_id[identity] = entry
        for key in _keys(entry):
            self._ids.setdefault(key, {})[identity] = None
        self._last_id = max(self._last_id, int(identity, 16))
        self._append(entry)

    def remove(self, entry: Entry) -> None:
        """Let an entry be gone."""
        self._forget(entry["_id"])
        del self._by_id[entry["_id"]]
        self._append(entry["_id"])

    def at(self, sys_time: str, kind: object) -> Entry | None:
        """Return the entry of this `sysTime` and type: what API v1 takes for the same."""
        return self._first("sysTime", sys_time, kind)

    def identified(self, identifier: str) -> Entry | None:
        """Return the entry with this identifier: what API v3 takes for the same."""
        return self._first("identifier", identifier)

    def unidentified(self, date: int, kind: object) -> Entry | None:
        """Return the entry without identifier of this `date` and type: what API v3 takes for the same, too."""
        return self._first("date", date, kind)

    def _first(self, *key: object) -> Entry | None:
        return next((self._by_id[identity] for identity in self._ids.get(key, ())), None)

    def _forget(self, identity: str) -> None:
        for key in _keys(self._by_id.get(identity, {})):
            del self._ids[key][identity]

    def _append(self, change: Entry | str) -> None:
        if self._file:
            with self._file.open("a") as file:
                file.write(f"\n{json.dumps(change)}")


def _changes(file: Path | None) -> Iterator[Entry | str]:
    """Read what was appended to a file: an entry as it was from then on, or the `_id` of one that was removed."""
    if file and file.exists():
        for line in file.read_text().splitlines():
            with suppress(ValueError):  # Nothing, or what a server that was killed did not write to its end.
                yield json.loads(line)


def _keys(entry: Entry) -> Iterator[_Key]:
    kind = entry.get("type")
    if "sysTime" in entry:
        yield "sysTime", entry["sysTime"], kind
    if "identifier" in entry:
        yield "identifier", entry["identifier"]
    elif "date" in entry:
        yield "date", entry["date"], kind
