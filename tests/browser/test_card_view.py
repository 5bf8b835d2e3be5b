"""The card as people see and use it, in a real Chromium; Home Assistant is played by `frontend/dev/stage.js`."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
import re
from typing import Any

from playwright.async_api import Browser, CDPSession, Locator, Page, expect
import pytest
import pytest_asyncio

from scripts.card_stage import open_stage

from . import chromium

NOW = "2026-11-25T16:20:20+01:00"
MINUTE = 60_000
DASH = "\N{EN DASH}"
GONE = "() => { for (const tell of staged.connection.subscribed.values()) tell({ type: 'gone' }); }"
# What people of the stage are like; each is a script that returns them, at the time `now` in ms.
ANNA = "[new play.Somebody({ bend: () => 120 })]"
LOW = "[new play.Somebody({ bend: (before) => 61 + Math.max(before, 0) * 0.8 })]"
URGENT = "[new play.Somebody({ bend: (before) => 268 - before })]"
HI = "[new play.Somebody({ bend: (before) => 430 - before })]"
LO = "[new play.Somebody({ bend: (before) => 34 + before })]"
SIX = """["Anna", "Ben", "Clara", "David", "Emil", "Fatima"].map((name, seed) =>
  new play.Somebody({ name, seed, unit: seed % 2 ? "mmol/L" : "mg/dL" }))"""

type Put = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(loop_scope="session")
async def put(browser: Browser, request: pytest.FixtureRequest) -> AsyncIterator[Put]:
    """Put a card on a stage: people, and options of the stage and of the browser."""
    contexts = []
    errors: list[str] = []

    async def put_card(people: str = ANNA, *, width: int = 480, touch: bool = False, **options: Any) -> Page:
        context = await browser.new_context(
            viewport={"width": width + 24, "height": options.pop("height", 900)},
            timezone_id="Europe/Berlin",
            has_touch=touch,
        )
        contexts.append(context)
        page = await context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        await page.clock.install(time=NOW)
        await open_stage(page)
        script = "async (options) => { window.staged = await play.stage({ people: %s, ...options }); }"
        await page.evaluate(script.replace("%s", people), {"style": {"width": f"{width}px"}, **options})
        return page

    yield put_card
    if folder := chromium.screenshots():
        for number, context in enumerate(contexts):
            await context.pages[0].screenshot(path=folder / f"{request.node.name}-{number}.png")
    for context in contexts:
        await context.close()
    assert errors == []


def value(page: Page) -> Locator:
    return page.locator("librelink-up-person .value")


def curve(page: Page) -> Locator:
    return page.get_by_role("application")


def spoken(page: Page) -> Locator:
    return page.locator("librelink-up-curve [aria-live]")


def back(page: Page) -> Locator:
    return page.get_by_role("button", name="Back to now")


async def tick(page: Page, minutes: int = 1) -> None:
    """Let time pass, without a word from the server."""
    await page.clock.run_for(minutes * MINUTE)


async def seen(page: Page) -> tuple[float, float]:
    """Return from when to when the curve is, in hours from now."""
    script = """() => {
      const { start, end } = document.querySelector("librelink-up-card").shadowRoot
        .querySelector("librelink-up-person").shadowRoot.querySelector("librelink-up-curve").seen;
      return [(start - Date.now()) / 3.6e6, (end - Date.now()) / 3.6e6];
    }"""
    start, end = await page.evaluate(script)
    return round(start, 2), round(end, 2)


class TestTheValue:
    async def test_is_said_whole(self, put: Put) -> None:
        page = await put()
        head = page.get_by_role("button", name=re.compile("Anna"))
        await expect(value(page)).to_have_text("120")
        await expect(head).to_have_accessible_name("Anna: 120 mg/dL, steady, now, In range. Open details")
        await tick(page, 2)
        await expect(head).to_have_accessible_name("Anna: 120 mg/dL, steady, 2 minutes ago, In range. Open details")

    async def test_goes_stale_by_itself_when_the_connection_is_dead_and_nobody_says_so(self, put: Put) -> None:
        page = await put()
        await expect(value(page)).to_have_text("120")
        await page.evaluate("() => staged.connection.subscribed.clear()")
        await tick(page, 14)
        await expect(page.locator(".age")).to_contain_text("14 min ago")
        await expect(value(page).locator("s")).to_have_count(0)
        await tick(page)
        await expect(value(page).locator("s")).to_have_text("120")
        await expect(page.locator(".why")).to_have_text("No reading since 16:20")
        await expect(page.locator(".arrow, .notes, .state")).to_have_count(0)
        await expect(page.get_by_role("status")).to_have_text("Anna: No readings")

    async def test_of_yesterday_is_told_with_its_day(self, put: Put) -> None:
        page = await put("[new play.Somebody({ bend: () => 120, hole: (before) => before < 1200 })]")
        await expect(page.locator(".why")).to_have_text("No reading since Tue, Nov 24, 20:20")

    async def test_is_struck_at_once_when_the_connection_is_known_to_be_lost_and_comes_back(self, put: Put) -> None:
        page = await put()
        await expect(value(page)).to_have_text("120")
        await page.evaluate("() => staged.connection.lose()")
        await expect(page.locator(".why")).to_have_text("Connection lost")
        await expect(value(page).locator("s")).to_have_text("120")
        await page.evaluate("() => staged.connection.find()")
        await expect(value(page).locator("s")).to_have_count(0)

    async def test_is_struck_while_the_account_is_not_loaded(self, put: Put) -> None:
        page = await put()
        await expect(value(page)).to_have_text("120")
        await page.evaluate(
            "() => { for (const tell of staged.connection.subscribed.values()) { tell({ type: 'gone' }); } }"
        )
        await expect(page.locator(".why")).to_contain_text("LibreLink Up is not running")
        await expect(value(page).locator("s")).to_have_text("120")

    @pytest.mark.parametrize(
        ("refuse", "words"),
        [
            ("unauthorized", "You may not see this person"),
            ("not_found", "There is no such Glucose entity"),
            ("unknown_command", "LibreLink Up is not installed"),
            ("journal_unreadable", "The recorded readings cannot be read"),
        ],
    )
    async def test_is_not_there_for_those_who_may_not_see_it_and_why_is_said(
        self, put: Put, refuse: str, words: str
    ) -> None:
        page = await put(f"[new play.Somebody({{ refuse: '{refuse}' }})]")
        await expect(page.get_by_role("status")).to_have_text(words)
        await expect(value(page)).to_have_count(0)

    async def test_that_is_none_is_a_word(self, put: Put) -> None:
        page = await put("[new play.Somebody({ days: 0, hole: () => true })]")
        await expect(page.locator(".why")).to_have_text("No reading yet")
        await expect(page.locator(".empty")).to_have_text("No readings")

    @pytest.mark.parametrize(
        ("people", "word", "words"),
        [(HI, "HI", "Above what the sensor can measure"), (LO, "LO", "Below what the sensor can measure")],
    )
    async def test_out_of_the_measuring_range_is_a_word(self, put: Put, people: str, word: str, words: str) -> None:
        page = await put(people)
        await expect(value(page)).to_have_text(word)
        await expect(page.locator(".notes")).to_have_text(words)
        await expect(page.locator(".unit, .arrow")).to_have_count(0)
        await expect(page.locator("text.end").filter(has_text=word)).to_have_count(1)

    async def test_comes_with_what_it_may_not_be_and_where_it_goes(self, put: Put) -> None:
        page = await put(
            "[new play.Somebody({ bend: (b) => 85 + b, also: () => ({ pressure: true, low_in: 720, change: -5,"
            " forecast: [[Date.now() + 15 * 6e4, 70], [Date.now() + 25 * 6e4, 60]] }) })]"
        )
        await expect(page.locator(".notes > span")).to_have_text(
            ["May be pressure on the sensor", "low in about 12 min", "in 20 min: 65"]
        )
        await expect(page.locator(".change")).to_have_text(" · \N{MINUS SIGN}5")

    async def test_opens_the_entity(self, put: Put) -> None:
        page = await put()
        await page.evaluate("() => addEventListener('hass-more-info', ({ detail }) => { window.opened = detail; })")
        await page.get_by_role("button", name=re.compile("Anna")).press("Enter")
        assert await page.evaluate("() => window.opened") == {"entityId": "sensor.anna_glucose"}


class TestWritten:
    async def test_as_the_user_writes(self, put: Put) -> None:
        german = {"language": "de", "number_format": "language", "time_format": "language", "date_format": "DMY"}
        somebody = "[new play.Somebody({ unit: 'mmol/L', bend: () => 118, hole: (b) => b < 1500 })]"
        page = await put(somebody, locale=german)
        await expect(value(page)).to_have_text("6,6")
        await expect(page.locator(".why")).to_have_text("No reading since 24.11.2026, 15:20")

    async def test_on_a_clock_of_twelve_hours_and_in_the_zone_of_the_home(self, put: Put) -> None:
        locale = {"time_format": "12", "time_zone": "server"}
        somebody = "[new play.Somebody({ hole: (before) => before < 60 })]"
        page = await put(somebody, locale=locale, height=700)
        await page.evaluate(
            "() => { const { hass } = staged; staged.card.hass = "
            "{ ...hass, config: { ...hass.config, time_zone: 'America/New_York' } }; }"
        )
        await expect(page.locator(".why")).to_have_text(re.compile(r"No reading since 9:20\sAM"))


class TestTheCurve:
    async def test_leaves_gaps_open(self, put: Put) -> None:
        page = await put("[new play.Somebody({ hole: (before) => before > 60 && before < 90 })]")
        line = page.locator("path.line")
        await expect(line).to_have_attribute("d", re.compile(r"^M[^M]+M[^M]+$"))

    async def test_tells_where_readings_come_from(self, put: Put) -> None:
        page = await put(
            "[new play.Somebody({ bend: () => 120, kindOf: (b) => (b > 100 ? 0 : Math.floor(b) === 50 ? 1 : 2) })]"
        )
        for origin in ("history", "scan", "measured"):
            await expect(page.locator(f"path.dots.{origin}")).to_have_count(1)
        await expect(page.locator("path.hole")).to_have_count(1)

    async def test_has_the_person_s_own_range(self, put: Put) -> None:
        limits = "{ urgent_low: 60, low: 80, high: 160, urgent_high: 200 }"
        page = await put(f"[new play.Somebody({{ bend: () => 170, limits: {limits} }})]")
        await expect(page.locator("text.limit")).to_have_text(["80", "160", "60", "200"])
        await expect(page.locator("path.dots.high")).to_have_count(1)

    async def test_shows_marks(self, put: Put) -> None:
        page = await put(
            "[new play.Somebody({ bend: () => 120, marks: (now) => [{ type: 'sensor', time: now - 90 * 6e4 },"
            " { type: 'treatment', kind: 'carbs', time: now - 60 * 6e4, amount: 45, text: '' },"
            " { type: 'treatment', kind: 'rapid_insulin', time: now - 30 * 6e4, amount: 4.5, text: 'Lunch' },"
            " { type: 'treatment', kind: 'finger_stick', time: now - 10 * 6e4, amount: 133, text: '' }] })]"
        )
        await expect(page.locator("path.change")).to_have_count(1)
        await expect(page.locator(".treatment text")).to_have_text(["45 g", "4.5 U"])
        await expect(page.locator(".treatment.finger_stick")).to_have_count(1)

    async def test_is_read_by_pointing(self, put: Put) -> None:
        page = await put("[new play.Somebody({ bend: () => 120, hole: (b) => b > 60 && b < 120 })]")
        box = await curve(page).bounding_box()
        assert box
        await page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + 60)
        await expect(page.locator(".tip")).to_contain_text("120 mg/dL")
        await page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + 60)
        await expect(page.locator(".tip")).to_have_text(f"No readings 14:20 {DASH} 15:21")
        await page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] - 60)
        await expect(page.locator(".tip")).to_have_count(0)

    async def test_is_read_by_keys_and_what_is_read_is_said(self, put: Put) -> None:
        page = await put("[new play.Somebody({ bend: (before) => 120 + Math.round(before) })]")
        await expect(page.locator("path.line")).to_have_attribute("d", re.compile("L"))
        await curve(page).focus()
        await page.keyboard.press("ArrowLeft")
        await expect(spoken(page)).to_have_text("120 mg/dL, 16:20, In range")
        await page.keyboard.press("ArrowLeft")
        await expect(spoken(page)).to_have_text("121 mg/dL, 16:19, In range")
        await page.keyboard.press("ArrowRight")
        await expect(spoken(page)).to_have_text("120 mg/dL, 16:20, In range")
        await page.keyboard.press("Escape")
        await expect(spoken(page)).to_be_empty()
        await expect(page.locator(".tip")).to_have_count(0)

    async def test_says_what_it_is(self, put: Put) -> None:
        page = await put("[new play.Somebody({ bend: (before) => 120 + Math.round(Math.min(before, 30)) })]")
        await expect(curve(page)).to_have_accessible_name("Glucose from 13:50 to 16:20, between 120 and 150 mg/dL")

    async def test_chooses_its_span(self, put: Put) -> None:
        page = await put()
        assert await seen(page) == (-2.5, 0.5)
        await page.get_by_role("button", name="12 h", exact=True).click()
        assert await seen(page) == (-11.5, 0.5)
        pressed = page.get_by_role("button", pressed=True)
        await expect(pressed).to_have_accessible_name("12 h")

    async def test_goes_on_with_the_time(self, put: Put) -> None:
        page = await put()
        await expect(page.locator("path.line")).to_have_attribute("d", re.compile("L"))
        before = await page.locator("path.line").get_attribute("d")
        await tick(page)
        await page.evaluate("() => staged.connection.tick()")
        assert await seen(page) == (-2.5, 0.5)
        await expect(page.locator("path.line")).not_to_have_attribute("d", before or "")


class TestMoving:
    async def drag(self, page: Page, by: int) -> None:
        box = await curve(page).bounding_box()
        assert box
        await page.mouse.move(box["x"] + 200, box["y"] + 80)
        await page.mouse.down()
        await page.mouse.move(box["x"] + 200 + by, box["y"] + 80, steps=5)
        await page.mouse.up()
        await page.clock.run_for(100)  # The frame in which the last move is drawn.

    async def test_by_dragging_and_back_to_now(self, put: Put) -> None:
        page = await put()
        await self.drag(page, 200)
        await expect(back(page)).to_be_visible()
        start, end = await seen(page)
        assert end < -0.5
        assert round(end - start, 2) == 3
        # It stands still while time goes on.
        await tick(page, 6)
        assert (await seen(page))[1] == pytest.approx(end - 0.1, abs=0.02)
        await back(page).click()
        await expect(back(page)).to_have_count(0)
        assert await seen(page) == (-2.5, 0.5)

    async def test_through_all_of_the_journal_and_no_further(self, put: Put) -> None:
        page = await put("[new play.Somebody({ days: 3 })]", config={"hours": 24})
        await expect(page.locator("path.line")).to_have_attribute("d", re.compile("L"))
        await curve(page).focus()
        for _ in range(6):
            await page.keyboard.press("PageUp")
        start, _ = await seen(page)
        assert start == pytest.approx(-72 - 2.4, abs=0.1)
        await expect(page.locator("path.line")).to_have_attribute("d", re.compile(r"^M\d"))
        await page.keyboard.press("End")
        assert (await seen(page))[1] == 0.5

    async def test_by_keys_that_read_on_beyond_the_edge(self, put: Put) -> None:
        page = await put(config={"hours": 1})
        await expect(page.locator("path.line")).to_have_attribute("d", re.compile("L"))
        await curve(page).focus()
        await page.keyboard.press("Home")
        said = await spoken(page).text_content()
        for _ in range(3):
            await page.keyboard.press("ArrowLeft")
        await expect(spoken(page)).not_to_have_text(said or "")
        assert (await seen(page))[0] < -0.8

    async def test_by_the_wheel_only_when_that_is_meant(self, put: Put) -> None:
        page = await put()
        box = await curve(page).bounding_box()
        assert box
        await page.mouse.move(box["x"] + 200, box["y"] + 80)
        await page.mouse.wheel(0, 300)
        assert await seen(page) == (-2.5, 0.5)
        await page.keyboard.down("Control")
        await page.mouse.wheel(0, 300)
        await page.keyboard.up("Control")
        await page.clock.run_for(50)
        start, end = await seen(page)
        assert end - start > 3.5
        await page.mouse.wheel(-100, 0)
        await page.clock.run_for(50)
        assert (await seen(page))[0] < start
        # Chosen by a click, it takes the bare wheel, too.
        await page.get_by_role("button", name="3 h", exact=True).click()
        await page.mouse.click(box["x"] + 200, box["y"] + 80)
        await page.mouse.wheel(0, -300)
        await page.clock.run_for(50)
        start, end = await seen(page)
        assert end - start < 2.5

    async def test_draws_once_a_frame(self, put: Put) -> None:
        page = await put()
        moves = await page.evaluate("""async () => {
          const person = staged.card.shadowRoot.querySelector("librelink-up-person");
          const element = person.shadowRoot.querySelector("librelink-up-curve");
          const plot = element.shadowRoot.querySelector(".plot");
          let moves = 0;
          element.addEventListener("move", () => { moves += 1; });
          plot.setPointerCapture = () => {};
          const send = (type, clientX) => plot.dispatchEvent(
            new PointerEvent(type, { pointerId: 1, clientX, button: 0, pointerType: "mouse" }));
          send("pointerdown", 100);
          for (let x = 110; x < 210; x++) send("pointermove", x);
          await new Promise(requestAnimationFrame);
          return moves;
        }""")
        assert moves == 1


class TestFingers:
    async def touch(self, session: CDPSession, kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(places)]
        await session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    async def test_tap_drag_and_pinch(self, put: Put) -> None:
        page = await put(touch=True)
        box = await curve(page).bounding_box()
        assert box
        x, y = box["x"] + 220, box["y"] + 80
        await page.touchscreen.tap(x, y)
        await expect(page.locator(".tip")).to_contain_text("120 mg/dL")

        fingers = await page.context.new_cdp_session(page)
        await self.touch(fingers, "touchStart", (x, y))
        for step in range(1, 11):
            await self.touch(fingers, "touchMove", (x + 10 * step, y))
        await self.touch(fingers, "touchEnd")
        await page.clock.run_for(50)
        start, end = await seen(page)
        assert end < 0
        assert round(end - start, 2) == 3

        await self.touch(fingers, "touchStart", (x - 50, y), (x + 50, y))
        for step in range(1, 11):
            await self.touch(fingers, "touchMove", (x - 50 - 5 * step, y), (x + 50 + 5 * step, y))
        await self.touch(fingers, "touchEnd")
        await page.clock.run_for(50)
        start, end = await seen(page)
        assert end - start == pytest.approx(1.5, abs=0.15)

    async def test_a_finger_that_holds_reads_along(self, put: Put) -> None:
        page = await put("[new play.Somebody({ bend: (before) => 120 + Math.round(before) })]", touch=True)
        box = await curve(page).bounding_box()
        assert box
        x, y = box["x"] + 100, box["y"] + 80
        fingers = await page.context.new_cdp_session(page)
        await self.touch(fingers, "touchStart", (x, y))
        await asyncio.sleep(0.4)
        await self.touch(fingers, "touchMove", (x + 20, y))
        await self.touch(fingers, "touchMove", (x + 40, y))
        await expect(page.locator(".tip")).to_be_visible()
        first = await page.locator(".tip").text_content()
        await self.touch(fingers, "touchMove", (x + 120, y))
        await expect(page.locator(".tip")).not_to_have_text(first or "")
        await self.touch(fingers, "touchEnd")
        assert await seen(page) == (-2.5, 0.5)


class TestAround:
    async def test_says_what_the_day_was_like(self, put: Put) -> None:
        page = await put(
            "[new play.Somebody({ bend: () => 120, also: (now) => ({"
            " today: { start: 0, end: 0, below: 3.4, in_range: 76.3, above: 20.3, measured: 96 },"
            " told: [{ state: 'low', start: now - 90 * 6e4, end: now - 65 * 6e4, extreme: 58, out_of_range: 0 },"
            "        { state: 'no_readings', start: now - 30 * 6e4, end: null, extreme: null, out_of_range: 0 }],"
            " nightscout: { waiting: 2, problem: 'unreachable' } }) })]"
        )
        await expect(page.locator(".range .words")).to_have_text("Today 4 % low · 76 % in range · 20 % high")
        await expect(page.get_by_role("listitem")).to_have_text(
            [
                re.compile(r"No readings\s+since 15:50\s+30 min"),
                re.compile(rf"Low\s+lowest 58\s+14:50 {DASH} 15:15\s+25 min"),
            ]
        )
        await expect(page.locator(".nightscout")).to_have_text("Nightscout: Site cannot be reached")
        await expect(page.locator(".sensor")).to_contain_text("4 days left")

    async def test_parts_can_be_left_out(self, put: Put) -> None:
        hidden = ["curve", "forecast", "range", "sensor", "nightscout", "told", "buttons"]
        page = await put(LOW, config={"hide": hidden})
        await expect(value(page)).to_have_text("61")
        await expect(page.locator("librelink-up-curve, .part, .span, .notes")).to_have_count(0)

    async def test_an_alert_is_acknowledged(self, put: Put) -> None:
        page = await put(LOW)
        await page.get_by_role("button", name="Acknowledge").click()
        assert await page.evaluate("() => staged.pressed") == ["button.ack"]
        silence = "{ silenced: true, until: Date.now() + 30 * 6e4, alerting: true, acknowledge: 'a', snooze: 'b' }"
        await page.evaluate(f"""() => {{
          staged.connection.people[0].also = () => ({{ silence: {silence} }});
          staged.connection.tick();
        }}""")
        await expect(page.locator(".silence")).to_have_text("Silenced until 16:50")
        await expect(page.get_by_role("button", name="Acknowledge")).to_have_count(0)

    async def test_an_alert_that_cannot_be_acknowledged_says_so(self, put: Put) -> None:
        page = await put(LOW)
        await page.evaluate("() => { staged.hass.callService = async () => { throw new Error('no'); }; }")
        await page.get_by_role("button", name="Snooze").click()
        await expect(page.get_by_role("alert")).to_have_text("That did not work")


class TestSeveral:
    async def test_share_the_time(self, put: Put) -> None:
        page = await put(SIX, width=1000)
        await expect(value(page)).to_have_count(6)
        await expect(page.get_by_role("button", name="6 h", exact=True)).to_have_count(1)
        await page.get_by_role("button", name="6 h", exact=True).click()
        names = page.locator("librelink-up-curve [role=application]")
        await expect(names).to_have_count(6)
        for name in await names.all():
            await expect(name).to_have_attribute("aria-label", re.compile("from 10:50 to 16:20"))


class TestForEverybody:
    async def test_what_does_not_concern_it_renders_nothing(self, put: Put) -> None:
        page = await put(SIX, width=1000)
        await expect(value(page)).to_have_count(6)
        renders = await page.evaluate("""async () => {
          let renders = 0;
          for (const name of ["librelink-up-card", "librelink-up-person", "librelink-up-curve"]) {
            const { prototype } = customElements.get(name);
            const { performUpdate } = prototype;
            prototype.performUpdate = function () { renders += 1; return performUpdate.call(this); };
          }
          for (let number = 0; number < 1000; number++) {
            const { hass } = staged;
            staged.card.hass = { ...hass, states: { ...hass.states, "light.kitchen": { state: String(number) } } };
            await null;
          }
          const foreign = renders;
          staged.card.hass = { ...staged.hass, locale: { ...staged.hass.locale } };
          await staged.card.updateComplete;
          return [foreign, renders > 0];
        }""")
        assert renders == [0, True]

    @pytest.mark.parametrize("layout", ["normal", "compact", "wall"])
    @pytest.mark.parametrize("width", [320, 1600])
    async def test_fits(self, put: Put, layout: str, width: int) -> None:
        page = await put(URGENT, width=width, config={"layout": layout}, dir="rtl" if width == 320 else "ltr")
        await expect(value(page)).to_have_text("268")
        too_wide = await page.evaluate("""() => {
          const person = staged.card.shadowRoot.querySelector("librelink-up-person");
          const edge = person.getBoundingClientRect();
          return [...person.shadowRoot.querySelectorAll(".head > *, .around *, button")]
            .map((one) => one.getBoundingClientRect())
            .filter(({ left, right, width }) => width > 1 && (left < edge.left - 1 || right > edge.right + 1)).length;
        }""")
        assert too_wide == 0

    @pytest.mark.parametrize(("width", "height"), [(165, 56), (165, 120), (480, 56), (480, 120)])
    async def test_whose_value_it_is_is_always_seen_and_of_when(self, put: Put, width: int, height: int) -> None:
        style = {"width": f"{width}px", "height": f"{height}px"}
        page = await put(URGENT, width=width, style=style, config={"layout": "compact"})
        await self.are_within_the_card(page, ".name", ".value", ".arrow", ".age")
        await page.evaluate("() => staged.connection.lose()")
        await self.are_within_the_card(page, ".name", ".value", ".why")

    async def are_within_the_card(self, page: Page, *parts: str) -> None:
        card = await page.locator("ha-card").bounding_box()
        assert card
        for part in parts:
            box = await page.locator(part).bounding_box()
            assert box, part
            assert box["x"] >= card["x"], part
            assert box["y"] >= card["y"], part
            assert box["x"] + box["width"] <= card["x"] + card["width"], part
            assert box["y"] + box["height"] <= card["y"] + card["height"], part

    async def test_can_be_hit_with_a_thumb(self, put: Put) -> None:
        page = await put(LOW, width=320)
        for button in await page.get_by_role("button").all():
            box = await button.bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= 44

    async def test_the_wall_is_read_from_across_the_room(self, put: Put) -> None:
        style = {"width": "1896px", "height": "1056px"}
        page = await put(LOW, width=1896, height=1080, style=style, config={"layout": "wall"})
        size = await value(page).evaluate("(element) => parseFloat(getComputedStyle(element).fontSize)")
        assert size >= 0.2 * 1080
        box = await curve(page).bounding_box()
        assert box
        assert box["height"] >= 0.2 * 1080
        fits = await page.evaluate("() => document.documentElement.scrollHeight <= innerHeight + 24")
        assert fits

    async def test_time_goes_to_the_right_in_every_language(self, put: Put) -> None:
        page = await put(dir="rtl")
        direction = await curve(page).evaluate("(element) => getComputedStyle(element).direction")
        assert direction == "ltr"

    async def test_everything_is_reached_by_keyboard_and_the_focus_is_seen(self, put: Put) -> None:
        page = await put(LOW)
        await expect(page.locator("path.line")).to_have_attribute("d", re.compile("L"))
        reached = []
        for _ in range(9):
            await page.keyboard.press("Tab")
            reached.append(
                await page.evaluate("""() => {
                  let element = document.activeElement;
                  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
                  const { outlineStyle, outlineWidth } = getComputedStyle(element);
                  const name = element.getAttribute("aria-label") ?? element.textContent.trim();
                  return [name.split(/[ :]/)[0], outlineStyle, outlineWidth];
                }""")
            )
        assert [name for name, *_ in reached] == [
            "Anna", "Acknowledge", "Snooze", "Glucose", "1", "3", "6", "12", "24",
        ]  # fmt: skip
        assert {tuple(outline) for _, *outline in reached} == {("solid", "2px")}

    async def test_nothing_is_left_behind(self, put: Put) -> None:
        page = await put()
        await expect(value(page)).to_have_text("120")
        await page.evaluate("() => staged.card.remove()")
        assert await page.evaluate("() => staged.connection.subscribed.size") == 0
        await page.evaluate("() => document.getElementById('stage').append(staged.card)")
        await expect(value(page)).to_have_text("120")
        assert await page.evaluate("() => staged.connection.subscribed.size") == 1
