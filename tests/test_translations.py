"""Every key that the code uses has a text, and every text has a key that uses it."""

import ast
import json
from pathlib import Path
import re
from typing import Any

import pytest

from custom_components.librelink_up import binary_sensor, button, event, image, select
from custom_components.librelink_up.account import failures
from custom_components.librelink_up.automation.payload import reading_payload
from custom_components.librelink_up.const import POLLING_MINUTES
from custom_components.librelink_up.sensor.delivery import DELIVERY_SENSORS
from custom_components.librelink_up.sensor.glucose import GLUCOSE, GLUCOSE_SENSORS
from custom_components.librelink_up.sensor.metrics import METRICS
from custom_components.librelink_up.sensor.person import SENSORS

from .conftest import NOW

FOLDER = Path(__file__).parent.parent / "custom_components" / "librelink_up"
TEXTS: dict[str, Any] = json.loads((FOLDER / "translations" / "en.json").read_text())
ICONS: dict[str, Any] = json.loads((FOLDER / "icons.json").read_text())
ROOMS = (".", "account", "actions", "automation", "forms", "sensor")
LAYER = [file for room in ROOMS for file in FOLDER.joinpath(room).glob("*.py")]


def keywords(name: str) -> set[str]:
    """Every constant text that the Home Assistant layer passes under a name, constants of modules resolved."""
    constants: dict[str, Any] = {}
    found: set[str] = set()
    trees = [ast.parse(file.read_text()) for file in LAYER]
    for tree in trees:
        for statement in tree.body:
            if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant):
                names = [target.id for target in statement.targets if isinstance(target, ast.Name)]
                constants |= dict.fromkeys(names, statement.value.value)
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword) and node.arg == name:
                for value in ast.walk(node.value):
                    if isinstance(value, ast.Constant) and isinstance(value.value, str):
                        found.add(value.value)
                    elif isinstance(value, ast.Name) and isinstance(constants.get(value.id), str):
                        found.add(constants[value.id])
    return found


def test_every_entity_has_a_name_and_every_state_too() -> None:
    entities: dict[str, list[Any]] = {
        "sensor": [GLUCOSE, *GLUCOSE_SENSORS, *SENSORS, *DELIVERY_SENSORS, *METRICS],
        "binary_sensor": [*binary_sensor.BINARY_SENSORS, binary_sensor.NIGHTSCOUT_PROBLEM],
        "button": [button.REFRESH, button.ACKNOWLEDGE, button.SNOOZE],
        "event": [event.GLUCOSE_EVENT],
        "image": [image.CHART, image.REPORT],
        "select": list(select.SELECTS),
    }
    assert set(TEXTS["entity"]) == set(entities)
    for platform, descriptions in entities.items():
        texts = TEXTS["entity"][platform]
        assert {one.translation_key for one in descriptions} == set(texts)
        for one in descriptions:
            assert texts[one.key]["name"]
            if options := getattr(one, "options", None):
                assert set(texts[one.key]["state"]) == set(options)
    attributes = TEXTS["entity"]["event"]["glucose_event"]["state_attributes"]
    assert set(attributes) == {"event_type", *reading_payload(None, NOW)}
    assert set(attributes["event_type"]["state"]) == set(event.GLUCOSE_EVENT.event_types or ())


def test_every_entity_has_an_icon() -> None:
    for platform, texts in TEXTS["entity"].items():
        assert set(texts) == set(ICONS["entity"][platform])


def test_every_exception_has_a_text_and_the_other_way_round() -> None:
    source = "".join(file.read_text() for file in LAYER)
    used = {key for key in TEXTS["exceptions"] if f'"{key}"' in source}
    assert used == set(TEXTS["exceptions"])
    issues = set(TEXTS["issues"])
    dynamic = {"key"}  # Named by variables; their values are among the texts that are searched for above.
    assert keywords("translation_key") - set(TEXTS["exceptions"]) - issues - dynamic <= {
        *TEXTS["selector"],
        *(key for texts in TEXTS["entity"].values() for key in texts),
    }


def test_every_issue_has_a_text_and_the_other_way_round() -> None:
    source = "".join(file.read_text() for file in LAYER)
    names = set(re.findall(r'ISSUE_[A-Z_]+ = "(\w+)"', source))
    assert names == set(TEXTS["issues"])


def test_every_choice_has_a_text() -> None:
    assert set(TEXTS["selector"]["polling"]["options"]) == {"automatic", *POLLING_MINUTES}
    assert set(TEXTS["selector"]) == {
        "polling",
        "region",
        "sensor_life",
        "nightscout_api",
        "nightscout_send",
        "nightscout_since",
        "rate",
        "report_by",
        "report_format",
        "export_format",
        "date_order",
    }


def test_every_action_has_texts_and_an_icon() -> None:
    assert set(TEXTS["services"]) == set(ICONS["services"])
    actions = {
        "acknowledge",
        "end_silence",
        "export_readings",
        "get_reading",
        "get_readings",
        "get_report",
        "import_file",
        "refresh",
        "save_report",
        "snooze",
    }
    assert set(TEXTS["services"]) == actions
    for texts in TEXTS["services"].values():
        assert texts["name"]
        assert texts["description"]
        assert all(field["name"] and field["description"] for field in texts["fields"].values())


def shape(value: Any) -> Any:
    """The keys of a tree of texts, and what each text fills in."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    return sorted(re.findall(r"{(\w+)}", value))


@pytest.mark.parametrize("file", sorted((FOLDER / "translations").glob("*.json")), ids=lambda file: file.stem)
def test_every_language_has_every_text(file: Path) -> None:
    assert shape(json.loads(file.read_text())) == shape(TEXTS)


def test_every_failure_of_the_cloud_is_told_wherever_one_can_be_seen() -> None:
    told = [*failures._FAILURES.values(), failures._OTHER]
    assert {one.key for one in told} <= set(TEXTS["config"]["error"])
    assert {one.key for one in told} <= set(TEXTS["config_subentries"]["patient"]["abort"])
    assert {one.key for one in told} - {"terms_pending"} <= set(TEXTS["issues"]["terms_pending"]["fix_flow"]["abort"])
    assert {one.page for one in told} <= set(TEXTS["exceptions"])


def texts(tree: Any) -> list[str]:
    return [tree] if isinstance(tree, str) else [text for inner in tree.values() for text in texts(inner)]


@pytest.mark.parametrize("part", ["config", "config_subentries", "options", "exceptions", "issues", "selector"])
def test_the_app_is_called_what_it_is_called_and_a_number_of_minutes_can_be_one(part: str) -> None:
    """LibreLinkUp is the app and its cloud, LibreLink Up is this integration."""
    for text in texts(TEXTS[part]):
        assert not re.search(r"LibreLink Up('s)? (app|cloud|account)\b(?! is running)", text), text
        assert "minutes} minutes" not in text
        assert "by itself" not in text
        assert not re.search(r"\b[Tt]ick\b|\b[Ss]ubmit\b", text), text  # A switch is turned on; a button has a name.
