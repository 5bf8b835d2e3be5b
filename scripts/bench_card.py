"""The card's figures, in a real Chromium with the file that is shipped, on a stage of its own."""

import asyncio
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from statistics import median

from playwright.async_api import Browser, CDPSession, Page, async_playwright

from scripts.card_stage import open_stage
from tests.browser import chromium

_ROUNDS = 7
_WARM, _READINGS = 10, 30
_HOURS = 12
_SHOWN = """
async (count) => {
  const names = ["Anna", "Ben", "Clara", "David", "Emil", "Fatima"].slice(0, count);
  const people = names.map((name, seed) => new play.Somebody({ name, seed }));
  window.ahead = 0; // How far the server's clock is ahead of the page's, in ms.
  const clock = () => Date.now() + ahead;
  const style = { width: count > 1 ? "1200px" : "500px" };
  window.staged = await play.stage({ people, clock, config: { hours: 24 }, style });
  const frame = () => new Promise(requestAnimationFrame);
  const curves = () => [...staged.card.shadowRoot.querySelectorAll("librelink-up-person")]
    .map((one) => one.shadowRoot.querySelector("librelink-up-curve")?.shadowRoot?.querySelector("path.line"))
    .filter((line) => line?.getAttribute("d"));
  while (curves().length < count) {
    await frame();
  }
  await frame(); // What was drawn in the one before is on the screen now.
  const passed = performance.now() - staged.before;
  const readings = curves()[0].getAttribute("d").match(/[ML]/g).length;
  if (readings < 600) {
    throw new Error(`only ${readings} readings`);
  }
  return passed;
}
"""
_NEW_READING = """
async () => {
  const curve = () => staged.card.shadowRoot.querySelector("librelink-up-person").shadowRoot
    .querySelector("librelink-up-curve");
  ahead += 60_000;
  const before = performance.now();
  staged.connection.tick();
  await new Promise((done) => setTimeout(done));
  await curve().updateComplete;
  curve().shadowRoot.querySelector("svg").getBoundingClientRect();
  return performance.now() - before;
}
"""


async def _metrics(session: CDPSession) -> Mapping[str, float]:
    found = await session.send("Performance.getMetrics")
    return {metric["name"]: metric["value"] for metric in found["metrics"]}


async def _stage(browser: Browser, *, clock: bool = False) -> Page:
    page = await browser.new_page(viewport={"width": 1280, "height": 900})
    if clock:
        await page.clock.install(time="2026-11-25T16:00:10+00:00")
    await open_stage(page)
    return page


@dataclass(frozen=True, slots=True)
class Times:
    """How long something took, again and again: on the clock, and of it the work of the page's thread (ms)."""

    passed: list[float]
    worked: list[float]

    def line(self, what: str, goal: int) -> str:
        """Return a line of the table: the work is what it is on a busy machine, too."""
        passed, worked = self.passed, self.worked
        return f"{what:40}{median(passed):7.1f} ms{max(passed):8.1f} ms{median(worked):8.1f} ms   (goal: {goal})"


async def _measured(session: CDPSession, times: Times, passed: Awaitable[float]) -> None:
    before = await _metrics(session)
    times.passed.append(await passed)
    times.worked.append(1000 * ((await _metrics(session))["ThreadTime"] - before["ThreadTime"]))


async def _session(page: Page) -> CDPSession:
    session = await page.context.new_cdp_session(page)
    await session.send("Performance.enable")
    return session


async def shown(browser: Browser, people: int) -> Times:
    """Return the time until so many curves of 24 h are on the screen, in a page that has shown none yet."""
    times = Times([], [])
    for _ in range(_ROUNDS):
        page = await _stage(browser)
        await _measured(await _session(page), times, page.evaluate(_SHOWN, people))
        await page.close()
    return times


async def redrawn(browser: Browser) -> Times:
    """Return the time that a new reading takes; the work has the painting in it, too."""
    page = await _stage(browser)
    await page.evaluate(_SHOWN, 1)
    session = await _session(page)
    for _ in range(_WARM):
        await page.evaluate(_NEW_READING)
    times = Times([], [])
    for _ in range(_READINGS):
        await _measured(session, times, page.evaluate(_NEW_READING))
    await page.close()
    return times


async def memory(browser: Browser) -> list[tuple[int, float, int]]:
    """Return hours, JavaScript's heap (MB, after a collection) and nodes, while each minute brings a reading."""
    page = await _stage(browser, clock=True)
    await page.evaluate(_SHOWN, 1)
    session = await _session(page)
    found = []
    for minute in range(_HOURS * 60 + 1):
        if minute % 120 == 0:
            await session.send("HeapProfiler.collectGarbage")
            metrics = await _metrics(session)
            found.append((minute // 60, metrics["JSHeapUsedSize"] / 2**20, int(metrics["Nodes"])))
        await page.clock.run_for(60_000)
        await page.evaluate("() => staged.connection.tick()")
    await page.close()
    return found


async def run() -> None:
    """Measure and print."""
    if (path := chromium.find()) is None:
        print("There is no Chromium: the card is not measured.")
        return
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        print(f"\n{'The card, in Chromium':40}{'median':>10}{'most':>11}{'work':>11}")
        print((await shown(browser, 1)).line("24 h of minute readings on the screen", 200))
        print((await shown(browser, 6)).line("six people, 24 h each", 400))
        print((await redrawn(browser)).line("a new reading", 16))
        for hours, heap, nodes in await memory(browser):
            print(f"after {hours:2} h of readings: heap {heap:5.2f} MB, {nodes} nodes")
        await browser.close()


if __name__ == "__main__":
    asyncio.run(run())
