"""One home and one browser for all these tests; each test has a page, and accounts, of its own."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
import re
from typing import Any

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, async_playwright, expect
import pytest
import pytest_asyncio
import pytest_socket

from . import chromium
from .dialogs import Camera, IntegrationPage, RepairsPage
from .editor import Editor
from .house import PATIENCE, House

HERE = Path(__file__).parent
# Images of other integrations come from the internet, which there is none of here.
FOREIGN = re.compile(r"/api/brands/(?!integration/librelink_up/)")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run these tests one after the other in one process and on one event loop: they share what is expensive."""
    for item in items:
        if HERE in item.path.parents and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
            item.add_marker(pytest.mark.xdist_group("browser"))
            item.add_marker(pytest.mark.timeout(280))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Let fixtures know whether their test has failed."""
    report: Any = yield
    if report.when == "call":
        vars(item)["failed"] = report.failed
    return report


@pytest.fixture(autouse=True)
def verify_cleanup() -> None:
    """The home and the browser outlive each test: what lingers is meant to."""


@pytest.fixture(autouse=True)
def _sockets(socket_enabled: None) -> None:
    """Loopback only, as everywhere."""


@pytest.fixture(autouse=True, scope="session")
def _sockets_of_house() -> None:
    pytest_socket.enable_socket()


@pytest.fixture(autouse=True, scope="module")
def _sockets_of_family() -> None:
    pytest_socket.enable_socket()


@pytest.fixture(scope="session")
def browser_path() -> str:
    if (path := chromium.find()) is None:
        message = "There is no Chromium: what people see is NOT tested. scripts/setup says why."
        if chromium.must_exist():
            pytest.fail(message)
        pytest.skip(message)
    return path


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    pytest_socket.enable_socket()  # It may be built between two tests, whichever file comes first.
    made = House(tmp_path_factory.mktemp("browser") / "home")
    async with AsyncExitStack() as stack:
        stack.push_async_callback(made.close)
        await made.open()
        yield made


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(browser_path: str) -> AsyncIterator[Browser]:
    expect.set_options(timeout=PATIENCE * 1000)
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=browser_path, args=chromium.ARGUMENTS)
        yield launched
        await launched.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def context(browser: Browser, house: House) -> AsyncIterator[BrowserContext]:
    made = await browser.new_context(base_url=house.home.url, viewport={"width": 1000, "height": 1200})
    made.set_default_timeout(PATIENCE * 1000)
    yield made
    await made.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def tab(context: BrowserContext) -> AsyncIterator[tuple[Page, list[str]]]:
    """A tab, and what the frontend logs there as an error."""
    made = await context.new_page()
    errors: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and not FOREIGN.search(message.location.get("url", "")):
            errors.append(f"{message.text} ({message.location})")

    made.on("console", note)
    made.on("pageerror", lambda error: errors.append(str(error)))
    yield made, errors
    await made.close()


@pytest.fixture
def console(tab: tuple[Page, list[str]]) -> Iterator[list[str]]:
    """What the frontend logs as an error: nothing, unless a test expects it."""
    _, errors = tab
    errors.clear()
    yield errors
    assert errors == []


@pytest_asyncio.fixture(loop_scope="session")
async def page(
    tab: tuple[Page, list[str]], console: list[str], _as_before: None, request: pytest.FixtureRequest
) -> AsyncIterator[Page]:
    page, _ = tab
    yield page
    if getattr(request.node, "failed", False):
        print(await page.locator("body").aria_snapshot())  # noqa: T201 - what somebody would have seen
        await Camera(chromium.screenshots(), request.node.name).take(page, "failed")
        await page.goto("about:blank")


@pytest_asyncio.fixture(loop_scope="session")
async def _as_before(house: House, request: pytest.FixtureRequest) -> AsyncIterator[None]:
    """Nobody is followed at the end of a test, unless its module goes on with them."""
    yield
    if "family" not in request.fixturenames:
        await house.clear()


@pytest.fixture
def editor(page: Page, camera: Camera, house: House) -> Editor:
    return Editor(page, camera, house)


@pytest.fixture
def camera(request: pytest.FixtureRequest) -> Camera:
    if folder := chromium.screenshots():
        folder.mkdir(parents=True, exist_ok=True)
    return Camera(folder, re.sub(r"[^\w-]+", "-", request.node.name.removeprefix("test_")))


@pytest.fixture
def integration(page: Page, camera: Camera) -> IntegrationPage:
    return IntegrationPage(page, camera)


@pytest.fixture
def repairs(page: Page, camera: Camera) -> RepairsPage:
    return RepairsPage(page, camera)
