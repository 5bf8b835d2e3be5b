"""Sets the scene in the home of the tests: what would take minutes or a broken disk to come about.

It is a component of that home only. It does what the integration itself does when it comes to it, by the same calls.
"""

from homeassistant import config_entries
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.typing import ConfigType

DOMAIN = "stage"


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Offer the scenes as actions, and let what is saved be on disk at once instead of a second later."""
    vars(config_entries)["SAVE_DELAY"] = 0

    async def reauth(call: ServiceCall) -> None:
        entry = hass.config_entries.async_get_entry(call.data["entry_id"])
        assert entry
        entry.async_start_reauth(hass)

    async def issue(call: ServiceCall) -> None:
        ir.async_create_issue(
            hass,
            "librelink_up",
            call.data["issue_id"],
            data=dict(call.data["data"]),
            is_fixable=call.data["is_fixable"],
            severity=ir.IssueSeverity.ERROR,
            translation_key=call.data["translation_key"],
            translation_placeholders=dict(call.data["translation_placeholders"]),
        )

    hass.services.async_register(DOMAIN, "reauth", reauth)
    hass.services.async_register(DOMAIN, "issue", issue)
    return True
