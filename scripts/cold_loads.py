"""Loads a dashboard with the card again and again, each time in a browser that has never been there.

    python -m scripts.cold_loads [--loads 200] [--at-once 1] [--updates 10] [--ha .venv-2026.11.0] [--seed 1]

Network and processor are throttled, differently each time: which of the page's files comes first is what matters.
A load is good when the card shows a person's value within 90 s, and no card of the page is an error. Then the
integration is updated under a browser that keeps its cache and its service worker: after each update the card must be
there at once, and be the new one when the page is opened once more.
"""

import argparse
import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
import json
from pathlib import Path
import random
import shutil
from statistics import median
import sys
import tempfile
import time
from typing import Any

from playwright.async_api import Browser, Error, Page, async_playwright

from scripts.demo_home import set_up, start_simulator
from scripts.home import HOST, ROOT, Home, free_port

DASHBOARD = "cold-loads"
PICTURES = Path(tempfile.gettempdir()) / "cold-loads-pictures"
_INTEGRATION = "custom_components/librelink_up"
_CARD = "frontend/librelink-up-card.js"
_PATIENCE_SECONDS = 90
_ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",
]
# Notes whether the card was defined before the app had put its own registry in the place of the browser's.
_NOTE_RACE = """(() => {
    const registry = window.customElements;
    const define = registry.define.bind(registry);
    registry.define = (name, ...rest) => {
        if (name === "librelink-up-card") window.definedEarly = window.customElements === registry;
        return define(name, ...rest);
    };
})()"""
_SHOWN = """() => {
    const below = (root) => [...root.querySelectorAll("*")].flatMap((one) => [one, ...inside(one)]);
    const inside = (element) => element.shadowRoot ? below(element.shadowRoot) : [];
    const elements = below(document);
    if (elements.some((one) => one.localName === "hui-error-card" && one.style.display !== "none")) return "error card";
    const cards = elements.filter((one) => one.localName === "librelink-up-card");
    const isValue = (one) => !one.children.length && /^([0-9]|HI|LO)/.test(one.textContent.trim());
    const hasValue = (card) => inside(card).some(isValue);
    return cards.length && cards.every(hasValue) ? "shown" : null;
}"""


@dataclass(frozen=True, slots=True)
class Conditions:
    """How bad the connection and the processor of a browser are."""

    milliseconds: int
    kilobytes: int
    """Per second, in both directions."""
    slower: float

    @classmethod
    def drawn(cls, dice: random.Random) -> Conditions:
        """Return something between a good home network and a phone on a train."""
        return cls(dice.choice((5, 20, 60, 150, 300)), dice.choice((400, 800, 1600, 4000)), dice.choice((1, 2, 4, 6)))

    async def hold(self, page: Page) -> None:
        """Throttle a page."""
        session = await page.context.new_cdp_session(page)
        await session.send("Network.enable")
        speed = self.kilobytes * 1000
        await session.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": self.milliseconds, "downloadThroughput": speed, "uploadThroughput": speed},
        )
        await session.send("Emulation.setCPUThrottlingRate", {"rate": self.slower})


@dataclass(frozen=True, slots=True)
class Load:
    """What became of one load."""

    conditions: Conditions
    found: str
    seconds: float
    early: bool
    """Whether the card was defined in a registry that was then replaced, or would have been: the race."""


def logged_in(home: Home, url: str) -> Any:
    """Return what a browser keeps in which the owner has logged in."""
    tokens = {
        "access_token": home.authorized["Authorization"].removeprefix("Bearer "),
        "token_type": "Bearer",
        "expires_in": 10**9,
        "expires": 10**13,
        "hassUrl": url,
        "clientId": f"{url}/",
        "refresh_token": "",
    }
    kept = [{"name": "hassTokens", "value": json.dumps(tokens)}]
    return {"cookies": [], "origins": [{"origin": url, "localStorage": kept}]}


async def look(page: Page, url: str) -> str:
    """Open the dashboard and return what it shows: `shown`, or what went wrong."""
    try:
        await page.goto(f"{url}/{DASHBOARD}/0", timeout=_PATIENCE_SECONDS * 1000)
        shown = await page.wait_for_function(_SHOWN, timeout=_PATIENCE_SECONDS * 1000, polling=250)
        return str(await shown.json_value())
    except Error as err:
        return f"nothing: {err.message.splitlines()[0]}"


async def keep_picture(page: Page, name: str) -> None:
    """Keep what a page shows that does not show the card, and what it has logged."""
    PICTURES.mkdir(exist_ok=True)
    await page.screenshot(path=PICTURES / f"{name}.png")
    (PICTURES / f"{name}.txt").write_text(await page.locator("body").aria_snapshot(), "utf-8")


async def cold_load(browser: Browser, home: Home, conditions: Conditions) -> Load:
    """Load the dashboard in a browser that has kept nothing but the log-in."""
    context = await browser.new_context(storage_state=logged_in(home, home.url))
    try:
        page = await context.new_page()
        await page.add_init_script(_NOTE_RACE)
        await conditions.hold(page)
        before = time.monotonic()
        found = await look(page, home.url)
        seconds = time.monotonic() - before
        if found != "shown":
            await keep_picture(page, f"{time.time():.0f}")
        early = bool(await page.evaluate("window.definedEarly"))
        return Load(conditions, found, seconds, early)
    finally:
        await context.close()


async def updates(browser: Browser, home: Home, count: int) -> list[tuple[str, str, bool]]:
    """Update the integration under one browser; returns what it shows at first, and then, and if that is the new card.

    The browser goes to localhost, where pages may have a service worker.
    """
    url = home.url.replace(HOST, "localhost")
    card = home.folder / _INTEGRATION / _CARD
    source = card.read_text("utf-8")
    context = await browser.new_context(storage_state=logged_in(home, url))
    found = []
    try:
        page = await context.new_page()
        await look(page, url)
        await page.wait_for_timeout(3000)  # The service worker takes over.
        for number in range(count):
            await home.stop()
            card.write_text(f"{source}\nwindow.cardNumber = {number};\n", "utf-8")
            await home.start()
            await home.until_running()
            at_first = await look(page, url)
            await page.wait_for_timeout(1000)  # The service worker fetches what it has just shown anew.
            then = await look(page, url)
            found.append((at_first, then, await page.evaluate("window.cardNumber") == number))
    finally:
        await context.close()
    return found


@asynccontextmanager
async def home_with_card(python: Path | None) -> AsyncIterator[Home]:
    """Start a home with two people, and a dashboard with a card for each; the integration is a copy."""
    async with AsyncExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="cold-loads-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        cloud, nightscout = free_port(), free_port()
        simulator = await start_simulator(folder / "simulator.log", cloud, [nightscout])
        stack.push_async_callback(simulator.stop)
        shutil.copytree(ROOT / _INTEGRATION, folder / "home" / _INTEGRATION)
        (folder / "home/custom_components/__init__.py").touch()
        home = Home(
            folder / "home",
            port=free_port(),
            env={"LIBRELINK_UP_CLOUD_URL": f"http://{HOST}:{cloud}", "PYTHONSAFEPATH": "1"},
            launcher=[str(python), "-m", "homeassistant"] if python else None,
        )
        stack.push_async_callback(home.close)
        await home.start()
        await home.onboard()
        await set_up(home, [None, None])
        people = [entity["entity_id"] for entity in await home.entities() if entity["translation_key"] == "glucose"]
        await home.command(
            type="lovelace/dashboards/create",
            url_path=DASHBOARD,
            title="Cold loads",
            mode="storage",
            show_in_sidebar=True,
            require_admin=False,
        )
        cards = [{"type": "custom:librelink-up-card", "entity": entity_id} for entity_id in people]
        view = {"title": "People", "type": "sections", "sections": [{"type": "grid", "cards": cards}]}
        await home.command(type="lovelace/config/save", url_path=DASHBOARD, config={"views": [view]})
        yield home


def table(loads: list[Load]) -> str:
    """Return the figures of cold loads."""
    lines = [f"{'':32}{'loads':>7}{'failed':>8}{'raced':>7}{'median s':>10}{'most s':>8}"]

    def line(name: str, some: list[Load]) -> None:
        seconds = [load.seconds for load in some]
        failed = sum(load.found != "shown" for load in some)
        early = sum(load.early for load in some)
        lines.append(f"{name:32}{len(some):7}{failed:8}{early:7}{median(seconds):10.1f}{max(seconds):8.1f}")

    for slower in sorted({load.conditions.slower for load in loads}):
        line(f"processor {slower} times slower", [load for load in loads if load.conditions.slower == slower])
    for kilobytes in sorted({load.conditions.kilobytes for load in loads}):
        line(f"network {kilobytes} kB/s", [load for load in loads if load.conditions.kilobytes == kilobytes])
    line("all", loads)
    lines += [f"{found}: {count}" for found, count in Counter(load.found for load in loads).items() if found != "shown"]
    return "\n".join(lines)


async def run(arguments: argparse.Namespace) -> int:
    """Measure, print, and return the exit status."""
    dice = random.Random(arguments.seed)  # noqa: S311 - no secret
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-headless-shell"))))
    loads: list[Load] = []
    async with (
        home_with_card(arguments.ha / "bin/python" if arguments.ha else None) as home,
        async_playwright() as played,
    ):
        browser = await played.chromium.launch(executable_path=path, args=_ARGUMENTS)
        version = (await home.get("/api/config"))["version"]
        turns = asyncio.Semaphore(arguments.at_once)

        async def one(conditions: Conditions) -> None:
            async with turns:
                load = await cold_load(browser, home, conditions)
            loads.append(load)
            if load.found != "shown" or len(loads) % 20 == 0:
                print(f"{len(loads)}: {load}", file=sys.stderr, flush=True)

        await asyncio.gather(*(one(Conditions.drawn(dice)) for _ in range(arguments.loads)))
        updated = await updates(browser, home, arguments.updates)
        await browser.close()
    print(f"Home Assistant {version}")
    if loads:
        print(table(loads))
    at_first = sum(first == "shown" for first, _, _ in updated)
    then = sum(second == "shown" for _, second, _ in updated)
    new = sum(is_new for _, _, is_new in updated)
    print(f"updates: {len(updated)}; shown at once {at_first}, shown on the next load {then}, then the new card {new}")
    good = all(load.found == "shown" for load in loads) and at_first == then == new == len(updated)
    return 0 if good else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m scripts.cold_loads", description=__doc__)
    parser.add_argument("--loads", type=int, default=200)
    parser.add_argument("--at-once", type=int, default=1, help="a page that is throttled leaves room for others")
    parser.add_argument("--updates", type=int, default=10)
    parser.add_argument(
        "--ha", type=Path, help="the virtual environment of another Home Assistant, of scripts/setup --ha"
    )
    parser.add_argument("--seed", type=int, default=1)
    sys.exit(asyncio.run(run(parser.parse_args())))
