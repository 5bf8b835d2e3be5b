"""A disk that is really full and one that can really only be read, each a small one of its own.

They are mounted in a namespace of the user's own, which most machines allow.
"""

from pathlib import Path
import shutil
import subprocess
import sys

import pytest

ROOT = Path(__file__).parents[2]

FULL = """
import asyncio, sys
from pathlib import Path
from custom_components.librelink_up.journal import Journal, JournalUnwritable
from tests.journal.test_journal import ALEX, EVER, SITE, T0, current, everything

DISK = Path(sys.argv[1])
BALLAST = DISK / "ballast"
PATH = DISK / "librelink_up" / "journal.db"

def fill():
    with BALLAST.open("wb", buffering=0) as ballast:
        try:
            while ballast.write(bytes(1024)):
                pass
        except OSError:
            pass

async def refused(action):
    try:
        await action
    except JournalUnwritable:
        return True

async def main():
    fill()
    assert await refused(Journal.open(PATH))
    BALLAST.unlink()
    journal = await Journal.open(PATH)
    await journal.register_target(ALEX, SITE, since=EVER, spacing=None)
    await journal.keep_watches({ALEX: "watch"})
    await journal.add(ALEX, [current(0)], received=T0)
    fill()
    many = [current(minute) for minute in range(1, 3000)]
    assert await refused(journal.add(ALEX, many, received=T0))
    assert await everything(journal) == [current(0)]
    await journal.close()
    assert await refused(Journal.open(PATH))
    journal = await Journal.in_memory(PATH, EVER)
    assert await everything(journal) == [current(0)]
    assert await journal.watches() == {ALEX: "watch"}
    assert len(await journal.add(ALEX, many, received=T0)) == len(many)
    assert await refused(journal.settle(PATH))
    BALLAST.unlink()
    await journal.settle(PATH)
    assert len(await journal.outbox(ALEX, SITE).waiting(9999)) == 3000
    await journal.close()

asyncio.run(main())
"""

READ_ONLY = """
import asyncio, subprocess, sys
from pathlib import Path
from custom_components.librelink_up.journal import Journal, JournalUnwritable
from tests.journal.test_journal import ALEX, EVER, T0, current, everything

DISK = Path(sys.argv[1])
PATH = DISK / "librelink_up" / "journal.db"

def mount(option):
    subprocess.run(["mount", "-o", f"remount,{option}", DISK], check=True)

async def refused(action):
    try:
        await action
    except JournalUnwritable:
        return True

async def main():
    mount("ro")
    assert await refused(Journal.open(PATH))
    mount("rw")
    journal = await Journal.open(PATH)
    await journal.add(ALEX, [current(0)], received=T0)
    await journal.keep_watches({ALEX: "watch"})
    await journal.close()
    mount("ro")
    assert await refused(Journal.open(PATH))
    journal = await Journal.in_memory(PATH, EVER)
    assert await everything(journal) == [current(0)]
    assert await journal.watches() == {ALEX: "watch"}
    await journal.add(ALEX, [current(1)], received=T0)
    assert await refused(journal.settle(PATH))
    mount("rw")
    await journal.settle(PATH)
    assert await everything(journal) == [current(0), current(1)]
    await journal.close()

asyncio.run(main())
"""


def on_a_disk_of_its_own(disk: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Run a script that finds a disk of 800 kB at a place that nobody else sees."""
    commands = 'mount -t tmpfs -o size=800k tmpfs "$1" && exec "$0" -c "$2" "$1"'
    return subprocess.run(  # noqa: S603 - ourselves
        ["unshare", "--map-root-user", "--mount", "sh", "-c", commands, sys.executable, disk, script],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    if not shutil.which("unshare") or on_a_disk_of_its_own(tmp_path, "").returncode:
        pytest.skip("this machine does not let a user mount anything")
    return tmp_path


@pytest.mark.parametrize("script", [FULL, READ_ONLY], ids=["full", "read-only"])
def test_a_disk_that_cannot_be_written(disk: Path, script: str) -> None:
    done = on_a_disk_of_its_own(disk, script)
    assert done.returncode == 0, done.stderr
