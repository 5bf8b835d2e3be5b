"""Every blueprint becomes an automation by choosing what it asks for, and nothing else."""

from collections.abc import AsyncIterator

from homeassistant.util.yaml import load_yaml_dict
from playwright.async_api import Page
import pytest
import pytest_asyncio

from scripts.home import ROOT

from .editor import Editor
from .house import House

FOLDER = ROOT / "blueprints/automation/librelink_up"
FILES = sorted(path.name for path in FOLDER.glob("*.yaml"))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def family(house: House, tab: tuple[Page, list[str]]) -> AsyncIterator[None]:
    """Anna and Ben are followed, and Mum has a phone."""
    page, _ = tab
    await page.goto("about:blank")
    await house.follow(house.account("Anna", "Ben"))
    await house.home.register_phone("Mum", "http://127.0.0.1:9/push")
    yield
    await house.clear()


@pytest.mark.parametrize("file", FILES)
async def test_a_blueprint_is_used_with_its_defaults_saved_and_opened_again(
    editor: Editor, family: None, file: str
) -> None:
    blueprint = load_yaml_dict(str(FOLDER / file))["blueprint"]
    await editor.begin_with_blueprint(blueprint["name"], file)
    for asked in inputs(blueprint["input"]):
        if "default" not in asked:
            await editor.answer(asked)
    automation = await editor.save()
    await editor.works(automation)
    saved = await editor.config(automation)
    assert saved["use_blueprint"]["path"] == f"librelink_up/{file}"
    await editor.reopen(automation, [])
    assert await editor.config(automation) == saved


def inputs(asked: dict[str, dict[str, object]]) -> list[dict[str, object]]:
    """Return what a blueprint asks for, those in sections too, in the order in which the form has them."""
    return [
        one
        for each in asked.values()
        for one in (inputs(each["input"]) if isinstance(each.get("input"), dict) else [each])  # type: ignore[arg-type]
    ]
