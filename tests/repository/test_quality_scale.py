"""The claim of the manifest, platinum, is kept true: nobody else checks it for a custom integration."""

import re
from typing import Any

import pytest

from .files import INTEGRATION, ROOT, read_json, read_yaml

RULES = read_yaml(INTEGRATION / "quality_scale.yaml")["rules"]

TIERS = {
    "Bronze": """
        action-setup appropriate-polling brands common-modules config-flow-test-coverage config-flow
        dependency-transparency docs-actions docs-conditions docs-high-level-description docs-installation-instructions
        docs-removal-instructions docs-triggers entity-event-setup entity-unique-id has-entity-name runtime-data
        test-before-configure test-before-setup unique-config-entry""",
    "Silver": """
        action-exceptions config-entry-unloading docs-configuration-parameters docs-installation-parameters
        entity-unavailable integration-owner log-when-unavailable parallel-updates reauthentication-flow
        test-coverage""",
    "Gold": """
        devices diagnostics discovery-update-info discovery docs-data-update docs-examples docs-known-limitations
        docs-supported-devices docs-supported-functions docs-troubleshooting docs-use-cases dynamic-devices
        entity-category entity-device-class entity-disabled-by-default entity-translations exception-translations
        icon-translations reconfiguration-flow repair-issues stale-devices""",
    "Platinum": "async-dependency inject-websession strict-typing",
}

# Something that stands in the integration if the rule is met, and would be gone if it were not.
EVIDENCE = {
    "action-setup": ("__init__.py", r"async def async_setup\(.*\n(?:.*\n)*?    async_setup_services\(hass\)"),
    "action-exceptions": ("services.py", r"raise ServiceValidationError\(translation_domain="),
    "brands": ("brand/icon.png", ""),
    "common-modules": ("coordinator.py", r"\(DataUpdateCoordinator\["),
    "config-entry-unloading": ("__init__.py", r"async def async_unload_entry\("),
    "devices": ("entity.py", r"DeviceInfo\("),
    "diagnostics": ("diagnostics.py", r"async def async_get_config_entry_diagnostics\("),
    "entity-category": ("sensor.py", r"EntityCategory\.DIAGNOSTIC"),
    "entity-device-class": ("sensor.py", r"SensorDeviceClass\.BLOOD_GLUCOSE_CONCENTRATION"),
    "entity-disabled-by-default": ("sensor.py", r"entity_registry_enabled_default=False"),
    "entity-translations": ("translations/en.json", r'"entity": \{'),
    "entity-unique-id": ("entity.py", r"_attr_unique_id = "),
    "exception-translations": ("translations/en.json", r'"exceptions": \{'),
    "has-entity-name": ("entity.py", r"_attr_has_entity_name = True"),
    "icon-translations": ("icons.json", r'"entity": \{'),
    "inject-websession": ("account/client.py", r"async_create_clientsession\(hass\)"),
    "reauthentication-flow": ("config_flow.py", r"async def async_step_reauth_confirm\("),
    "reconfiguration-flow": ("config_flow.py", r"async def async_step_reconfigure\("),
    "repair-issues": ("repairs.py", r"async def async_create_fix_flow\("),
    "runtime-data": ("coordinator.py", r"type LibreLinkUpConfigEntry = ConfigEntry\["),
    "test-before-configure": ("config_flow.py", r"await .*\.connections\(\)"),
    "test-before-setup": ("__init__.py", r"async_config_entry_first_refresh\(\)"),
    "unique-config-entry": ("config_flow.py", r"_abort_if_unique_id_configured\("),
}

# A word of the heading under which the README has what the rule asks for.
HEADINGS = {
    "docs-actions": "action",
    "docs-conditions": "condition",
    "docs-configuration-parameters": "option",
    "docs-data-update": "updat",
    "docs-examples": "example",
    "docs-high-level-description": "librelink up",
    "docs-installation-instructions": "install",
    "docs-installation-parameters": "set up|setting up|setup",
    "docs-known-limitations": "limit",
    "docs-removal-instructions": "remov",
    "docs-supported-devices": "sensors|devices",
    "docs-supported-functions": "entities",
    "docs-triggers": "trigger",
    "docs-troubleshooting": "trouble",
    "docs-use-cases": "what .*for|use cases|what you can",
}


def status(rule: Any) -> str:
    return str(rule if isinstance(rule, str) else rule["status"])


def test_every_rule_of_the_scale_is_answered_tier_by_tier() -> None:
    text = (INTEGRATION / "quality_scale.yaml").read_text("utf-8")
    written: dict[str, list[str]] = {}
    for heading, rule in re.findall(r"^  (?:# (\w+)|([\w-]+):)", text, re.MULTILINE):
        if heading:
            written[heading] = []
        else:
            written[list(written)[-1]].append(rule)
    assert {tier: sorted(rules) for tier, rules in written.items()} == {
        tier: sorted(rules.split()) for tier, rules in TIERS.items()
    }
    assert len(RULES) == 54


def test_the_tier_that_the_manifest_claims_is_reached() -> None:
    assert read_json(INTEGRATION / "manifest.json")["quality_scale"] == "platinum"
    assert {name: rule for name, rule in RULES.items() if status(rule) not in ("done", "exempt")} == {}


def test_every_exemption_says_why() -> None:
    assert [name for name, rule in RULES.items() if status(rule) == "exempt" and not rule.get("comment")] == []


def test_an_exemption_ends_when_there_is_something_to_document() -> None:
    for rule, file in (("docs-triggers", "triggers.yaml"), ("docs-conditions", "conditions.yaml")):
        assert (status(RULES[rule]) == "exempt") is not (INTEGRATION / file).exists(), rule


@pytest.mark.parametrize("rule", EVIDENCE)
def test_what_is_claimed_as_done_is_there(rule: str) -> None:
    name, pattern = EVIDENCE[rule]
    assert status(RULES[rule]) == "done"
    assert (INTEGRATION / name).exists()
    assert not pattern or re.search(pattern, (INTEGRATION / name).read_text("utf-8"))


def test_every_platform_says_how_many_updates_may_run_at_once() -> None:
    platforms = [
        path for path in INTEGRATION.glob("*.py") if "AddConfigEntryEntitiesCallback" in path.read_text("utf-8")
    ]
    assert len(platforms) >= 3
    assert [
        path.name for path in platforms if not re.search(r"^PARALLEL_UPDATES = ", path.read_text("utf-8"), re.MULTILINE)
    ] == []


@pytest.mark.parametrize("rule", HEADINGS)
def test_the_readme_has_what_is_claimed_as_documented(rule: str) -> None:
    assert status(RULES[rule]) == "done"
    headings = re.findall(r"^#{1,3} (.+)$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert [heading for heading in headings if re.search(HEADINGS[rule], heading, re.IGNORECASE)]


def test_every_documentation_rule_is_answered_by_a_heading_or_exempt() -> None:
    assert set(HEADINGS) == {
        name for name, rule in RULES.items() if name.startswith("docs-") and status(rule) == "done"
    }
