"""The card's figures, in a real Chromium with the file that is shipped, on a stage of its own."""

import asyncio
from collections.abc import Mapping
from statistics import median

from playwright.async_api import Browser, CDPSession, Page, async_playwright

from scripts.card_stage import open_stage
from tests.browser import chromium

_ROUNDS = 7
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
  const vertices = curves()[0].getAttribute("d").match(/[ML]/g).length;
  return [performance.now() - staged.before, vertices];
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


async def shown(browser: Browser, people: int) -> tuple[float, float, int]:
    """Return the median and the longest time (ms) until so many curves of 24 h are there, and the readings of one."""
    times = []
    vertices = 0
    for _ in range(_ROUNDS):
        page = await _stage(browser)
        passed, vertices = await page.evaluate(_SHOWN, people)
        times.append(passed)
        await page.close()
    return median(times), max(times), vertices


async def redrawn(browser: Browser) -> tuple[float, float, float]:
    """Return how long (ms) a new reading takes: the median, the longest, and the mean of all that the thread did.

    The last one has the painting in it, too.
    """
    page = await _stage(browser)
    await page.evaluate(_SHOWN, 1)
    session = await page.context.new_cdp_session(page)
    await session.send("Performance.enable")
    times: list[float] = []
    for number in range(40):
        if number == 10:  # noqa: PLR2004 - by then it is warm
            begun = await _metrics(session)
            times.clear()
        times.append(await page.evaluate(_NEW_READING))
    ended = await _metrics(session)
    await page.close()
    return median(times), max(times), 1000 * (ended["TaskDuration"] - begun["TaskDuration"]) / len(times)


async def memory(browser: Browser) -> list[tuple[int, float, int]]:
    """Return hours, JavaScript's heap (MB, after a collection) and nodes, while each minute brings a reading."""
    page = await _stage(browser, clock=True)
    await page.evaluate(_SHOWN, 1)
    session = await page.context.new_cdp_session(page)
    await session.send("Performance.enable")
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
        print("\nThe card, in Chromium                       median       max")
        once, longest, vertices = await shown(browser, 1)
        print(f"24 h on screen, {vertices} readings          {once:6.0f} ms {longest:6.0f} ms   (goal: 200)")
        once, longest, _ = await shown(browser, 6)
        print(f"six people, 24 h each                    {once:6.0f} ms {longest:6.0f} ms   (goal: 400)")
        once, longest, thread = await redrawn(browser)
        print(f"a new reading, script and layout         {once:6.1f} ms {longest:6.1f} ms   (goal: 16)")
        print(f"a new reading, all of the page's thread  {thread:6.1f} ms (mean)")
        for hours, heap, nodes in await memory(browser):
            print(f"after {hours:2} h of readings: heap {heap:5.2f} MB, {nodes} nodes")
        await browser.close()


if __name__ == "__main__":
    asyncio.run(run())
