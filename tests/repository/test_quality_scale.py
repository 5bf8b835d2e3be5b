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

# Tests that would fail if the rule were not met.
EVIDENCE = {
    "action-exceptions": [
        "test_services.py::test_a_span_that_ends_before_it_begins",
        "test_services.py::test_a_device_of_somebody_else",
        "test_services.py::test_an_account_that_is_not_running",
    ],
    "action-setup": ["test_services.py::test_the_actions_are_there_before_any_account"],
    "appropriate-polling": [
        "test_coordinator.py::test_readings_follow_the_sensor_minute_by_minute",
        "test_coordinator.py::test_who_has_long_been_silent_costs_no_more_requests_until_a_reading_comes",
    ],
    "async-dependency": [
        "repository/test_repository.py::test_nothing_is_needed_at_run_time_beyond_what_home_assistant_ships"
    ],
    "brands": ["repository/test_repository.py::test_brand_images_have_the_sizes_home_assistant_wants"],
    "common-modules": ["test_entities.py::test_every_entity"],
    "config-entry-unloading": [
        "test_init.py::test_a_platform_that_will_not_unload_keeps_the_account",
        "test_init.py::test_removing_an_account_leaves_nothing_behind",
    ],
    "config-flow": [
        "test_config_flow.py::test_set_up_is_two_dialogs_and_four_fields",
        "browser/test_account_dialogs.py::test_an_account_with_two_people_is_set_up",
    ],
    "config-flow-test-coverage": [
        "test_config_flow.py::test_an_error_keeps_what_was_entered_and_is_got_over",
        "browser/test_account_dialogs.py::test_every_error_of_an_account_is_shown_here",
    ],
    "dependency-transparency": [
        "repository/test_repository.py::test_nothing_is_needed_at_run_time_beyond_what_home_assistant_ships"
    ],
    "devices": ["test_init.py::test_each_patient_is_a_device"],
    "diagnostics": ["test_support.py::test_diagnostics_help_and_hold_nothing_secret_or_personal"],
    "entity-category": ["test_entities.py::test_every_entity"],
    "entity-device-class": ["test_entities.py::test_every_entity"],
    "entity-disabled-by-default": [
        "test_entities.py::test_what_would_fill_activity_or_the_recorder_is_disabled_at_first"
    ],
    "entity-event-setup": ["test_init.py::test_removing_an_account_leaves_nothing_behind"],
    "entity-translations": ["test_translations.py", "test_entities.py::test_every_entity"],
    "entity-unavailable": [
        "test_coordinator.py::test_a_person_who_stops_sharing_and_comes_back",
        "test_coordinator.py::test_a_failed_poll_hides_nothing_that_is_fresh",
        "test_init.py::test_a_start_without_the_cloud_is_told_at_once_and_the_signal_is_lost",
    ],
    "entity-unique-id": ["test_entities.py::test_every_entity"],
    "exception-translations": ["test_translations.py", "test_services.py::test_an_account_that_is_not_running"],
    "has-entity-name": ["test_entities.py::test_every_entity"],
    "icon-translations": ["test_translations.py"],
    "inject-websession": ["test_bad_days.py::test_each_account_and_each_dialog_has_a_cookie_jar_that_ends_with_it"],
    "log-when-unavailable": ["test_coordinator.py::test_an_outage_is_logged_once_and_so_is_its_end"],
    "parallel-updates": ["repository/test_quality_scale.py::test_every_platform_says_how_many_updates_may_run_at_once"],
    "reauthentication-flow": [
        "test_config_flow.py::test_logging_in_again",
        "browser/test_repairs.py::test_a_refused_password_is_asked_for_again",
    ],
    "reconfiguration-flow": [
        "test_config_flow.py::test_changing_the_account",
        "browser/test_account_dialogs.py::test_reconfigure_keeps_what_is_not_changed",
    ],
    "repair-issues": [
        "browser/test_repairs.py::test_an_issue_says_what_to_do",
        "browser/test_repairs.py::test_a_repair_is_read_and_carried_out",
    ],
    "runtime-data": ["test_init.py::test_removing_an_account_leaves_nothing_behind"],
    "test-before-configure": ["test_config_flow.py::test_an_error_keeps_what_was_entered_and_is_got_over"],
    "test-before-setup": ["test_coordinator.py::test_each_fault_is_told_waited_out_and_over"],
    "unique-config-entry": ["test_config_flow.py::test_an_account_that_is_there_already"],
}
# What is no behaviour of the integration: who looks after it, how it is checked.
HELD_BY_SCRIPTS_TEST = {"integration-owner", "strict-typing", "test-coverage"}

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
def test_what_is_claimed_as_done_is_a_behaviour_that_a_test_would_miss(rule: str) -> None:
    assert status(RULES[rule]) == "done"
    assert EVIDENCE[rule]
    for named in EVIDENCE[rule]:
        file, _, test = named.partition("::")
        path = ROOT / "tests" / file
        defined = re.findall(r"^(?:async )?def (test_\w+)\(", path.read_text("utf-8"), re.MULTILINE)
        assert (test in defined) if test else defined, named


def test_every_rule_that_is_done_has_its_evidence() -> None:
    done = {name for name, rule in RULES.items() if status(rule) == "done"}
    assert done == set(EVIDENCE) | set(HEADINGS) | HELD_BY_SCRIPTS_TEST


def test_every_platform_says_how_many_updates_may_run_at_once() -> None:
    modules = [*INTEGRATION.glob("*.py"), *INTEGRATION.glob("*/__init__.py")]
    platforms = [path for path in modules if "AddConfigEntryEntitiesCallback" in path.read_text("utf-8")]
    assert len(platforms) >= 3
    assert [
        str(path) for path in platforms if not re.search(r"^PARALLEL_UPDATES = ", path.read_text("utf-8"), re.MULTILINE)
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
