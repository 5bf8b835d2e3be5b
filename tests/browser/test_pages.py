"""The pages on which people look at glucose, and the README's examples: nothing on them fails, and nothing is empty."""

import re
from typing import Any

from playwright.async_api import Page, expect
import yaml

from scripts.home import ROOT

from .dialogs import Camera
from .house import House
from .opening import go
from .texts import text

_EXAMPLES = "readme-examples"
_CARD = re.compile(r"^```yaml\n(type: .+?)^```$", re.MULTILINE | re.DOTALL)


async def test_the_page_of_a_person_shows_what_is_known(house: House, page: Page, camera: Camera) -> None:
    await house.follow(house.account("Anna"))
    (device,) = await house.devices()
    await go(page, f"/config/devices/device/{device['id']}")
    sensors = page.locator("ha-device-entities-card").filter(has_text=text("entity.sensor.glucose.name"))
    await expect(sensors.first).to_contain_text(re.compile(r"\d+\s*mg/dL"))
    await expect(page.locator("ha-device-entities-card", has_text="Unavailable")).to_have_count(0)
    await camera.take(page, "device")


async def test_every_card_of_the_readme_shows_something(house: House, page: Page, camera: Camera) -> None:
    await house.follow(house.account("Anna"))
    cards: list[dict[str, Any]] = [
        yaml.safe_load(found) for found in _CARD.findall((ROOT / "README.md").read_text("utf-8"))
    ]
    assert cards
    board = await house.home.command(
        type="lovelace/dashboards/create", url_path=_EXAMPLES, title="Examples", mode="storage"
    )
    views = [{"path": "all", "type": "sections", "sections": [{"type": "grid", "cards": cards}]}]
    await house.home.command(type="lovelace/config/save", url_path=_EXAMPLES, config={"views": views})
    try:
        await go(page, f"/{_EXAMPLES}/all")
        await expect(page.locator("hui-card:visible")).to_have_count(len(cards))
        pictures = page.locator("hui-card img")
        for number in range(await pictures.count()):
            await expect(pictures.nth(number)).not_to_have_js_property("naturalWidth", value=0)
        await expect(page.locator("hui-error-card, hui-warning")).to_have_count(0)
        await expect(page.get_by_text(re.compile("Unavailable|Entity not found"))).to_have_count(0)
        await camera.take(page, "examples")
    finally:
        await go(page, "about:blank")
        await house.home.command(type="lovelace/dashboards/delete", dashboard_id=board["id"])
