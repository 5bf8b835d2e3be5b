"""What the integration adds to a real Home Assistant: its memory, and how long it takes to stop.

Two homes run side by side that differ in one thing: one follows two people, the readings of one of whom go to
Nightscout. Nobody asks for a chart, which would load Pillow's fonts (1.4 MB). Both are set up, stopped and started
again, so that what only the dialogs need is not counted. Memory is the resident set (Rss, Linux) once it has settled;
the difference of the two is what the integration costs.
"""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median
import tempfile
import time
from typing import NamedTuple

from scripts.demo_home import set_up, start_simulator
from scripts.home import HOST, Home, free_port

POSSIBLE = Path("/proc/self/smaps_rollup").exists()
"""Whether this machine tells the resident set of a process."""

_HISTORY_SECONDS = 30  # The readings of the hours before come in the background.
_SETTLE_SECONDS = 90
_LOOKS, _LOOK_SECONDS = 10, 3


class Figures(NamedTuple):
    """What one home takes."""

    resident: float
    """MB of memory."""
    stop: float
    """Seconds from the signal to the end of the process."""


def resident(pid: int) -> float:
    """Return the resident set of a process in MB."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Rss:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("no resident set is told")


async def measure(folder: Path, ports: tuple[int, int] | None) -> Figures:
    """Return what a home takes; with the ports of a cloud and a Nightscout, it follows two people."""
    env = {"LIBRELINK_UP_CLOUD_URL": f"http://{HOST}:{ports[0]}"} if ports else {}
    home = Home(folder, port=free_port(), env=env, log_level="warning")
    async with AsyncExitStack() as stack:
        stack.push_async_callback(home.close)
        await home.start()
        await home.onboard()
        await home.until_running()
        if ports:
            await set_up(home, [ports[1], None])
        await asyncio.sleep(_HISTORY_SECONDS)
        await home.stop()
        await home.start()
        await home.until_running()
        await asyncio.sleep(_SETTLE_SECONDS)
        looks = []
        for _ in range(_LOOKS):
            await asyncio.sleep(_LOOK_SECONDS)
            looks.append(resident(home.pid))
        begin = time.monotonic()
        await home.stop()
        return Figures(median(looks), time.monotonic() - begin)


async def figures() -> tuple[Figures, Figures]:
    """Return what a home takes without the integration, and with it."""
    async with AsyncExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        ports = free_port(), free_port()
        simulator = await start_simulator(scratch / "simulator.log", ports[0], [ports[1]])
        stack.push_async_callback(simulator.stop)
        async with asyncio.TaskGroup() as group:
            without = group.create_task(measure(scratch / "without", None))
            following = group.create_task(measure(scratch / "with", ports))
        return without.result(), following.result()


if __name__ == "__main__":
    one, other = asyncio.run(figures())
    print(f"without: {one.resident:.1f} MB, stops in {one.stop:.1f} s")
    print(f"with:    {other.resident:.1f} MB, stops in {other.stop:.1f} s: {other.resident - one.resident:.1f} MB more")
