"""The pages on which people look at glucose: nothing on them fails, and nothing is empty."""

import re

from playwright.async_api import Page, expect

from scripts.demo_home import DASHBOARD, add_nightscout, make_dashboard, until_sites

from .dialogs import Camera
from .house import House
from .opening import go
from .texts import text


async def test_the_page_of_a_person_shows_what_is_known(house: House, page: Page, camera: Camera) -> None:
    await house.follow(house.account("Anna"))
    (device,) = await house.devices()
    await go(page, f"/config/devices/device/{device['id']}")
    sensors = page.locator("ha-device-entities-card").filter(has_text=text("entity.sensor.glucose.name"))
    await expect(sensors.first).to_contain_text(re.compile(r"\d+\s*mg/dL"))
    await expect(page.locator("ha-device-entities-card", has_text="Unavailable")).to_have_count(0)
    await camera.take(page, "device")


async def test_the_dashboard_shows_both_people_and_their_charts(house: House, page: Page, camera: Camera) -> None:
    entry = await house.follow(house.account("Anna", "Ben"))
    (saved,) = await house.saved()
    for person in saved["subentries"]:
        site = await house.site()
        port = int(site.url.rpartition(":")[2])
        await add_nightscout(house.home, entry["entry_id"], person["subentry_id"], port)
    await until_sites(house.home, 2)
    await make_dashboard(house.home)
    await go(page, f"/{DASHBOARD}")
    for device in await house.devices():
        await expect(page.get_by_role("heading", name=device["name"])).to_be_visible()
    charts = page.locator("hui-picture-entity-card img")
    await expect(charts).to_have_count(2)
    for number in range(2):
        await expect(charts.nth(number)).not_to_have_js_property("naturalWidth", value=0)
    await expect(page.get_by_text(re.compile("Unavailable|Entity not found"))).to_have_count(0)
    await camera.take(page, "dashboard")
