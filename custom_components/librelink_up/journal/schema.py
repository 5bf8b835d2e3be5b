"""The tables of a journal, and how an older file becomes a newer one.

`PRAGMA user_version` counts the migrations that a file has been through. A shipped migration is never changed: the next
one is added at the end.
"""

from contextlib import closing
import sqlite3
from typing import Final

from .errors import JournalTooNew

# Times are epoch milliseconds. A reading is unique by patient and time: the table holds that, not the code.
# `rank` orders kinds: 0 historic, 1 scan, 2 current; what ranks higher replaces what ranks lower at the same time.
# `trend` is 1 to 5 or null; `out_of_range` 0 no, 1 HI, 2 LO. `packed` is all that in one number, for reading many.
_FIRST: Final = """
CREATE TABLE reading (
    patient TEXT NOT NULL,
    time INTEGER NOT NULL,
    glucose INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    trend INTEGER,
    out_of_range INTEGER NOT NULL,
    received INTEGER NOT NULL,
    packed INTEGER NOT NULL AS ((glucose << 8) | (rank << 6) | (ifnull(trend, 0) << 2) | out_of_range) STORED,
    PRIMARY KEY (patient, time)
) STRICT, WITHOUT ROWID;

CREATE TABLE target (
    id INTEGER PRIMARY KEY,
    patient TEXT NOT NULL,
    name TEXT NOT NULL,
    spacing INTEGER NOT NULL,
    since INTEGER NOT NULL,
    last_delivery INTEGER,
    UNIQUE (patient, name)
) STRICT;

-- What a target is to get or has got; state: 0 waiting, 1 delivered, 2 present there already, 3 refused.
CREATE TABLE delivery (
    target INTEGER NOT NULL REFERENCES target (id) ON DELETE CASCADE,
    time INTEGER NOT NULL,
    state INTEGER NOT NULL,
    reason TEXT,
    PRIMARY KEY (target, time)
) STRICT, WITHOUT ROWID;

CREATE INDEX delivery_open ON delivery (target, time) WHERE state = 0;
CREATE INDEX delivery_refused ON delivery (target) WHERE state = 3;
"""

# What has been told of a patient, as the alerts keep it: a JSON document that only they read.
_WATCHES: Final = """
CREATE TABLE watch (
    patient TEXT PRIMARY KEY,
    document TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""

# State 4 of a delivery: offered, its fate not known; `at` is when it was offered, delivered or refused. A reason stays
# with what was refused until it is taken. A target at rest is not delivered to, but what it has is remembered.
_OFFERS: Final = """
ALTER TABLE delivery ADD COLUMN at INTEGER;
ALTER TABLE target ADD COLUMN in_use INTEGER NOT NULL DEFAULT 1;
CREATE INDEX delivery_offered ON delivery (target, time) WHERE state = 4;
CREATE INDEX delivery_minded ON delivery (target) WHERE reason IS NOT NULL;
"""

# A source may know a treatment's second or only its minute: what happened in one minute and says the same is one. Where
# there is an amount, the words beside it do not count.
_TREATMENTS: Final = """
CREATE TABLE treatment (
    patient TEXT NOT NULL,
    time INTEGER NOT NULL,
    kind TEXT NOT NULL,
    amount REAL,
    text TEXT NOT NULL
) STRICT;

CREATE INDEX treatment_time ON treatment (patient, time);
CREATE UNIQUE INDEX treatment_once ON treatment (patient, time / 60000, kind, ifnull(amount, text));
"""

# `source` says by which way a reading came (0: followed). State 5 of a delivery: it waits until nothing else does.
_IMPORTS: Final = """
ALTER TABLE reading ADD COLUMN source INTEGER NOT NULL DEFAULT 0;
CREATE INDEX delivery_later ON delivery (target, time) WHERE state = 5;
"""

MIGRATIONS: Final[tuple[str, ...]] = (_FIRST, _WATCHES, _OFFERS, _TREATMENTS, _IMPORTS)


def version(connection: sqlite3.Connection, migrations: tuple[str, ...] = MIGRATIONS) -> int:
    """Return how many migrations a file has been through; raises JournalTooNew when they are more than are known."""
    found = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if found > len(migrations):
        raise JournalTooNew("a newer version has written this journal")
    return found


def migrate(connection: sqlite3.Connection, migrations: tuple[str, ...] = MIGRATIONS) -> None:
    """Bring a file to the newest schema, each step in one transaction; raises as `version` does."""
    begin = version(connection, migrations)
    for number, migration in enumerate(migrations[begin:], begin + 1):
        connection.executescript(f"BEGIN IMMEDIATE; {migration} PRAGMA user_version = {number}; COMMIT;")


def is_whole(connection: sqlite3.Connection) -> bool:
    """Return whether a file that has been through all migrations has the tables and columns that they make."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as model:
        migrate(model)
        return _columns(connection) >= _columns(model)


def _columns(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    return set(
        connection.execute(
            "SELECT item.name, part.name FROM sqlite_master AS item, pragma_table_xinfo(item.name) AS part"
            " WHERE item.type = 'table'"
        )
    )
