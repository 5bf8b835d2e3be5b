"""Every page of Home Assistant loads the card: once, from an address that is another one for other content."""

from collections.abc import Callable
import hashlib
from pathlib import Path
from typing import Any

from homeassistant.components.frontend import DATA_EXTRA_MODULE_URL
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.librelink_up.frontend import resource
from tests.repository.files import INTEGRATION

SHIPPED = INTEGRATION / "frontend/librelink-up-card.js"


def ours(hass: HomeAssistant) -> list[str]:
    return [url for url in hass.data[DATA_EXTRA_MODULE_URL].urls if "librelink" in url]


async def set_up(hass: HomeAssistant, *components: str) -> None:
    for component in components:
        assert await async_setup_component(hass, component, {})
    await hass.async_block_till_done()


async def test_the_page_loads_the_card(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("homeassistant.components.onboarding.async_is_onboarded", lambda _hass: True)
    await set_up(hass, "frontend", "librelink_up")
    (address,) = ours(hass)
    client = await hass_client_no_auth()
    page = await (await client.get("/config")).text()
    assert page.count(f'import("{address}")') == 1
    answer = await client.get(address)
    assert answer.content_type in ("text/javascript", "application/javascript")
    assert "max-age" in answer.headers["Cache-Control"]
    assert await answer.read() == SHIPPED.read_bytes()


async def test_the_address_is_that_of_the_content(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = tmp_path / "card.js"
    other.write_text("// of tomorrow")
    monkeypatch.setattr(resource, "CARD", other)
    await set_up(hass, "frontend", "librelink_up")
    (address,) = ours(hass)
    assert address.endswith(f"?{hashlib.sha256(b'// of tomorrow').hexdigest()[:16]}")


async def test_a_page_of_yesterday_gets_the_card_of_today(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> None:
    await set_up(hass, "frontend", "librelink_up")
    (address,) = ours(hass)
    client = await hass_client_no_auth()
    answer = await client.get(f"{address.partition('?')[0]}?0123456789abcdef")
    assert await answer.read() == SHIPPED.read_bytes()


async def test_two_accounts_serve_it_once(
    hass: HomeAssistant, start: Callable[[], Any], entry: MockConfigEntry, caplog: pytest.LogCaptureFixture
) -> None:
    await set_up(hass, "frontend")
    other = MockConfigEntry(domain="librelink_up", unique_id="other", data={**entry.data, "email": "b@example.com"})
    other.add_to_hass(hass)
    await start()
    await hass.async_block_till_done()
    assert len(ours(hass)) == 1
    assert "RuntimeError" not in caplog.text
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    assert len(ours(hass)) == 1


async def test_without_a_frontend_everything_else_works(
    hass: HomeAssistant, start: Callable[[], Any], entry: MockConfigEntry
) -> None:
    await start()
    assert entry.state is ConfigEntryState.LOADED
    assert DATA_EXTRA_MODULE_URL not in hass.data


async def test_a_frontend_that_comes_later_is_served_too(hass: HomeAssistant) -> None:
    await set_up(hass, "librelink_up", "frontend")
    assert len(ours(hass)) == 1
