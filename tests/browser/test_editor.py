"""Every trigger and condition in the real automation editor: added as it comes, saved, and opened again."""

from collections.abc import AsyncIterator
import re

from playwright.async_api import Page, expect
import pytest
import pytest_asyncio

from .editor import Editor
from .house import House
from .texts import branch, text

TRIGGERS = list(branch("triggers"))
CONDITIONS = list(branch("conditions"))
NEEDS_A_NUMBER = {"crossed_threshold", "is_value"}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def family(house: House, tab: tuple[Page, list[str]]) -> AsyncIterator[None]:
    """Anna and Ben are followed."""
    page, _ = tab
    await page.goto("about:blank")
    await house.follow(house.account("Anna", "Ben"))
    yield
    await house.clear()


async def add_save_and_reopen(editor: Editor, console: list[str], kind: str, key: str) -> None:
    name = text(f"{kind}s.{key}.name")
    await editor.begin()
    await editor.add(kind, name, "Anna")
    if key in NEEDS_A_NUMBER:
        await editor.numbers.first.fill("80")
        console.clear()  # The editor has tried it while it was without a number.
    automation = await editor.save(f"{kind} {key}")
    await editor.works(automation)
    saved = await editor.config(automation)
    (made,) = saved[f"{kind}s"]
    assert made[kind] == f"librelink_up.{key}"
    await editor.reopen(automation, [name])
    assert await editor.config(automation) == saved


@pytest.mark.parametrize("key", TRIGGERS)
async def test_a_trigger_is_added_with_its_defaults_saved_and_opened_again(
    editor: Editor, family: None, console: list[str], key: str
) -> None:
    await add_save_and_reopen(editor, console, "trigger", key)


@pytest.mark.parametrize("key", CONDITIONS)
async def test_a_condition_is_added_with_its_defaults_saved_and_opened_again(
    editor: Editor, family: None, console: list[str], key: str
) -> None:
    await add_save_and_reopen(editor, console, "condition", key)


@pytest.mark.parametrize(("kind", "key"), [("trigger", "became_low"), ("condition", "is_low")])
async def test_a_person_counts_as_one(editor: Editor, family: None, kind: str, key: str) -> None:
    await editor.begin()
    await editor.add(kind, text(f"{kind}s.{key}.name"), "Anna")
    await expect(editor.sidebar.get_by_role("button", name="1 entity", exact=True)).to_be_visible()
    await expect(editor.page.get_by_text(re.compile(r"^Anna\b.* \(1\)$"))).to_be_visible()
