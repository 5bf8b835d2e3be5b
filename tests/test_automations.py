"""Triggers and conditions, as automations written in YAML use them."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import (
    area_registry as ar,
    condition,
    config_validation as cv,
    device_registry as dr,
    entity_registry as er,
    floor_registry as fr,
    label_registry as lr,
)
from homeassistant.helpers.trigger import async_validate_trigger_config
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from homeassistant.util.yaml import parse_yaml
import probatio
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_mock_service

from custom_components.librelink_up.automation.payload import reading_payload
from custom_components.librelink_up.condition import CONDITIONS
from custom_components.librelink_up.glucose import Reading, ReadingKind
from custom_components.librelink_up.trigger import TRIGGERS
from simulator.cloud import SimulatedCloud
from simulator.nightscout import SimulatedNightscout
from simulator.people import Span

from .conftest import NOW, pass_time
from .repository.files import INTEGRATION, read_json, read_yaml

type Start = Callable[[], Awaitable[None]]
type Automate = Callable[[str], Awaitable[list[ServiceCall]]]

TEXTS = read_json(INTEGRATION / "translations/en.json")
ANNA = "{entity_id: sensor.anna_example_glucose}"


@pytest.fixture(autouse=True)
def _no_jitter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("custom_components.librelink_up.coordinator._JITTER_SECONDS", 0)


@pytest.fixture
def automate(hass: HomeAssistant) -> Automate:
    """Sets an automation up from YAML; gives the calls of its action, with what the trigger told."""

    async def _automate(text: str) -> list[ServiceCall]:
        made: dict[str, Any] = parse(text)
        calls = async_mock_service(hass, "test", "alarm")
        variables = "{{ {'event': trigger.event, 'who': trigger.patient, 'shown': trigger.display} }}"
        action = {"action": "test.alarm", "data": {"told": variables} if "triggers" in made else {}}
        assert await async_setup_component(
            hass, "automation", {"automation": {"alias": "test", "actions": [action], **made}}
        )
        await hass.async_block_till_done()
        return calls

    return _automate


def parse(text: str) -> dict[str, Any]:
    parsed = parse_yaml(text)
    assert isinstance(parsed, dict)
    return parsed


def course(cloud: SimulatedCloud, name: str, *values: int, begin: float = 0, step: float = 1) -> None:
    """Let a person's sensor measure these from `begin` minutes on, each for `step` minutes; the last one stays."""
    patient = cloud.patient(name)
    for number, value in enumerate(values):
        start = NOW + timedelta(minutes=begin + number * step)
        last = number == len(values) - 1
        patient.overrides.append((Span(start, None if last else start + timedelta(minutes=step)), value))


def steady(cloud: SimulatedCloud) -> None:
    for name in ("Anna", "Ben"):
        course(cloud, name, 110, begin=-24 * 60)


async def pass_minutes(hass: HomeAssistant, frozen: FrozenDateTimeFactory, minutes: int) -> None:
    for _ in range(minutes):
        await pass_time(hass, frozen, minutes=1)


def anna(hass: HomeAssistant, entry: MockConfigEntry) -> dr.DeviceEntry:
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    return next(device for device in devices if device.name == "Anna Example")


def told(calls: list[ServiceCall]) -> list[tuple[str, str, str]]:
    return [tuple(call.data["told"].values()) for call in calls]


def test_every_trigger_and_condition_is_described_named_and_has_an_icon() -> None:
    icons = read_json(INTEGRATION / "icons.json")
    for kind, known, icon in (("triggers", TRIGGERS, "trigger"), ("conditions", CONDITIONS, "condition")):
        described = {key: value for key, value in read_yaml(INTEGRATION / f"{kind}.yaml").items() if key[0] != "."}
        assert set(described) == set(known) == set(TEXTS[kind]) == set(icons[kind])
        for key, description in described.items():
            text = TEXTS[kind][key]
            assert text["name"]
            assert text["description"].endswith(".")
            assert set(text.get("fields", {})) == set(description.get("fields", {}))
            assert icons[kind][key][icon].startswith("mdi:")


@pytest.mark.parametrize("key", TRIGGERS)
async def test_what_the_editor_offers_is_accepted_as_it_stands(hass: HomeAssistant, start: Start, key: str) -> None:
    """The defaults of the editor's fields, for every trigger."""
    await start()
    fields = read_yaml(INTEGRATION / "triggers.yaml")[key].get("fields", {})
    options = {name: field["default"] for name, field in fields.items() if "default" in field}
    if key == "crossed_threshold":
        options["threshold"] = {"type": "below", "value": {"number": 5, "unit_of_measurement": "mmol/L"}}
    config = {"trigger": f"librelink_up.{key}", "target": {"entity_id": "sensor.x"}, "options": options}
    (validated,) = await async_validate_trigger_config(hass, cv.TRIGGER_SCHEMA([config]))
    assert set(validated["options"]) == set(options)


@pytest.mark.parametrize(
    "wrong",
    [
        "{trigger: librelink_up.became_low}",
        "{trigger: librelink_up.became_low, target: {entity_id: sensor.x}, options: {behavior: sometimes}}",
        "{trigger: librelink_up.low_predicted, target: {entity_id: sensor.x}, options: {within: '02:00:00'}}",
        "{trigger: librelink_up.crossed_threshold, target: {entity_id: sensor.x}}",
        "{trigger: librelink_up.reading_received, target: {entity_id: sensor.x}, options: {change: 0}}",
        "{trigger: librelink_up.falling_fast, target: {entity_id: sensor.x}, options: {rate: 9}}",
    ],
)
async def test_what_makes_no_sense_is_refused(hass: HomeAssistant, start: Start, wrong: str) -> None:
    await start()
    with pytest.raises(probatio.Invalid):
        await async_validate_trigger_config(hass, cv.TRIGGER_SCHEMA([parse(wrong)]))


@pytest.mark.parametrize(
    ("trigger", "values", "minutes", "expected"),
    [
        ("became_low", [110, 65, 65, 50, 64], 6, ["65 mg/dL →"]),
        ("became_urgent_low", [110, 65, 64, 50, 50, 64], 8, ["50 mg/dL →"]),
        ("became_high", [110, 245, 245, 260, 260, 245], 8, ["245 mg/dL →"]),
        ("became_urgent_high", [110, 235, 235, 260, 260, 235], 8, ["260 mg/dL →"]),
        ("back_in_range", [110, 65, 100, 101], 6, ["100 mg/dL →"]),
        ("became_low, options: {for: '00:03:00'}", [65, 66, 67, 68, 69, 68], 7, ["67 mg/dL →"]),
        ("became_low, options: {for: '00:03:00'}", [65, 66, 100], 7, []),
        ("reading_received", [110, 111, 112], 3, ["110 mg/dL →", "111 mg/dL →", "112 mg/dL →"]),
        ("reading_received, options: {change: 10}", [112, 118, 121, 125, 111], 6, ["121 mg/dL →", "111 mg/dL →"]),
        (
            "reading_received, options: {change: 0.5, unit: mmol/L}",
            [112, 118, 121, 125, 111],
            6,
            ["121 mg/dL →", "111 mg/dL →"],
        ),
        (
            "reading_received, options: {threshold: {type: above, value: {number: 120, unit_of_measurement: mg/dL}}}",
            [112, 121, 125, 118, 119],
            6,
            ["121 mg/dL →", "118 mg/dL →"],
        ),
        (
            "crossed_threshold, options: {threshold: {type: below, value: {number: 5, unit_of_measurement: mmol/L}}}",
            [91, 90, 89, 91, 90],
            6,
            ["89 mg/dL →"],
        ),
        (
            """crossed_threshold, options: {for: '00:02:00', threshold: {type: between,
                value_min: {number: 80, unit_of_measurement: mg/dL},
                value_max: {number: 90, unit_of_measurement: mg/dL}}}""",
            [91, 90, 89, 88, 91, 85, 91],
            9,
            ["89 mg/dL →"],
        ),
        (
            """crossed_threshold, options: {threshold: {type: outside,
                value_min: {entity: input_number.low}, value_max: {entity: input_number.high}}}""",
            [100, 95, 89, 100, 131],
            6,
            ["89 mg/dL →", "131 mg/dL →"],
        ),
        *(
            (f"crossed_threshold, options: {{threshold: {threshold}}}", [100, 50], 4, [])
            for threshold in (
                "{type: below, value: {entity: input_number.missing}}",
                "{type: below, value: {entity: input_number.unknown}}",
                "{type: below, value: {entity: input_number.litres}}",
                "{type: between, value_min: {entity: input_number.missing}, value_max: {entity: input_number.low}}",
            )
        ),
        ("low_predicted", [*range(108, 84, -1), *range(84, 66, -1)], 38, ["74 mg/dL →"]),
        ("low_predicted", [*range(150, 60, -3)], 32, ["87 mg/dL →"]),
        ("low_predicted, options: {within: '00:03:00'}", [*range(150, 60, -3)], 32, ["75 mg/dL →"]),
        ("falling_fast", [*range(220, 160, -3)], 16, ["175 mg/dL →"]),
        ("falling_fast, options: {rate: '3'}", [*range(220, 150, -4)], 16, ["160 mg/dL →"]),
        ("rising_fast", [*range(120, 180, 3)], 16, ["138 mg/dL →"]),
    ],
)
async def test_a_trigger_fires_for_what_it_says_and_once(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    start: Start,
    automate: Automate,
    frozen: FrozenDateTimeFactory,
    trigger: str,
    values: list[int],
    minutes: int,
    expected: list[str],
) -> None:
    steady(cloud)
    hass.states.async_set("input_number.low", "90", {"unit_of_measurement": "mg/dL"})
    hass.states.async_set("input_number.unknown", "unknown", {"unit_of_measurement": "mg/dL"})
    hass.states.async_set("input_number.litres", "80", {"unit_of_measurement": "L"})
    hass.states.async_set("input_number.high", "7.2", {"unit_of_measurement": "mmol/L"})
    await start()
    await pass_minutes(hass, frozen, 10)
    calls = await automate(f"triggers: [{{trigger: librelink_up.{trigger}, target: {ANNA}}}]")
    course(cloud, "Anna", *values, begin=10)
    await pass_minutes(hass, frozen, minutes)
    assert told(calls) == [(trigger.partition(",")[0], "Anna Example", shown) for shown in expected]


async def test_two_people_are_told_apart_and_behaviour_counts_them(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    automate: Automate,
    frozen: FrozenDateTimeFactory,
) -> None:
    steady(cloud)
    await start()
    kitchen = ar.async_get(hass).async_create("Kitchen")
    registry = dr.async_get(hass)
    for device in dr.async_entries_for_config_entry(registry, entry.entry_id):
        registry.async_update_device(device.id, area_id=kitchen.id)
    await pass_minutes(hass, frozen, 3)
    calls = await automate("""
        triggers:
          - {trigger: librelink_up.became_low, target: {area_id: kitchen}, options: {behavior: first}, id: first}
          - {trigger: librelink_up.became_low, target: {area_id: kitchen}, options: {behavior: all}, id: all}
          - {trigger: librelink_up.became_low, target: {area_id: kitchen}, id: each}
          - trigger: librelink_up.crossed_threshold
            target: {area_id: kitchen}
            options: {behavior: all, threshold: {type: below, value: {number: 3, unit_of_measurement: mmol/L}}}
        mode: parallel
        actions:
          - action: test.alarm
            data:
              told: "{{ {'id': trigger.id, 'who': trigger.patient, 'shown': trigger.display} }}"
    """)
    course(cloud, "Anna", 65, 50, begin=3, step=6)
    course(cloud, "Ben", 65, 50, begin=6, step=6)
    await pass_minutes(hass, frozen, 12)
    assert sorted(told(calls)) == [
        ("3", "Ben Example", "2.8 mmol/L →"),
        ("all", "Ben Example", "3.6 mmol/L →"),
        ("each", "Anna Example", "65 mg/dL →"),
        ("each", "Ben Example", "3.6 mmol/L →"),
        ("first", "Anna Example", "65 mg/dL →"),
    ]
    course(cloud, "Anna", 100, 65, begin=15, step=3)
    await pass_minutes(hass, frozen, 6)
    assert told(calls)[5:] == [("all", "Anna Example", "65 mg/dL →"), ("each", "Anna Example", "65 mg/dL →")]


@pytest.mark.parametrize(
    "target",
    ["{device_id: DEVICE}", "{entity_id: event.anna_example_glucose_event}", "{label_id: kid}", "{floor_id: upstairs}"],
)
async def test_a_trigger_is_aimed_at_a_person_in_whatever_way(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    automate: Automate,
    frozen: FrozenDateTimeFactory,
    target: str,
) -> None:
    steady(cloud)
    await start()
    registry = dr.async_get(hass)
    device = anna(hass, entry)
    floor = fr.async_get(hass).async_create("Upstairs")
    area = ar.async_get(hass).async_create("Bedroom", floor_id=floor.floor_id)
    label = lr.async_get(hass).async_create("Kid")
    registry.async_update_device(device.id, area_id=area.id, labels={label.label_id})
    calls = await automate(
        f"triggers: [{{trigger: librelink_up.reading_received, target: {target.replace('DEVICE', device.id)}}}]"
    )
    await pass_minutes(hass, frozen, 2)
    assert {who for _, who, _ in told(calls)} == {"Anna Example"}


async def test_what_a_trigger_tells(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    automate: Automate,
    frozen: FrozenDateTimeFactory,
) -> None:
    steady(cloud)
    await start()
    await pass_minutes(hass, frozen, 12)
    calls = await automate(f"""
        triggers: [{{trigger: librelink_up.became_low, target: {ANNA}}}]
        actions: [{{action: test.alarm, data: {{told: "{{{{ dict(trigger) }}}}"}}}}]
    """)
    course(cloud, "Anna", 68, begin=12)
    await pass_minutes(hass, frozen, 2)
    (call,) = calls
    known = call.data["told"]
    device = anna(hass, entry)
    assert known["entities"]["glucose_state"] == "sensor.anna_example_glucose_state"
    assert {key: known[key] for key in known if key not in ("entities", "alias", "id", "idx", "platform")} == {
        "event": "became_low",
        "patient": "Anna Example",
        "device_id": device.id,
        "entity_id": "sensor.anna_example_glucose",
        "picture": "/api/image_proxy/image.anna_example_chart",
        "display": "68 mg/dL →",
        "glucose": 68,
        "unit": "mg/dL",
        "mg_dl": 68,
        "mmol_l": 3.8,
        "trend": "steady",
        "arrow": "→",
        "out_of_range": None,
        "measured_at": known["since"],
        "age": 0,
        "is_recent": True,
        "change": -42,
        "forecast": 110,
        "low_in": 0,
        "pressure": False,
        "state": "low",
        "since": known["since"],
        "description": "Anna Example: 68 mg/dL →",
        "silenced": False,
    }


async def test_readings_overdue_and_a_site_that_is_behind(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    site: SimulatedNightscout,
    nightscout: dict[str, Any],
    set_patient: Callable[..., str],
    start: Start,
    automate: Automate,
    frozen: FrozenDateTimeFactory,
) -> None:
    steady(cloud)
    set_patient("Anna", nightscout=nightscout)
    await start()
    calls = await automate(f"""
        triggers:
          - {{trigger: librelink_up.reading_overdue, target: {ANNA}, options: {{after: "00:05:00"}}}}
          - {{trigger: librelink_up.reading_overdue, target: {ANNA}, options: {{after: {{minutes: 25}}}}}}
          - {{trigger: librelink_up.nightscout_behind, target: {ANNA}, options: {{after: "00:10:00"}}}}
    """)
    await pass_minutes(hass, frozen, 3)
    site.faults.add("status", status=503)
    await pass_minutes(hass, frozen, 13)
    assert [event for event, _, _ in told(calls)] == ["nightscout_behind"]
    site.faults.clear()
    cloud.patient("Anna").phone_away.append(Span(NOW + timedelta(minutes=16), NOW + timedelta(minutes=56)))
    await pass_minutes(hass, frozen, 60)
    assert [event for event, _, _ in told(calls)] == ["nightscout_behind", "reading_overdue", "reading_overdue"]


async def test_the_life_of_a_sensor(
    hass: HomeAssistant, cloud: SimulatedCloud, start: Start, automate: Automate, frozen: FrozenDateTimeFactory
) -> None:
    steady(cloud)
    anna = cloud.patient("Anna")
    anna.sensor_started = NOW - timedelta(days=14) + timedelta(minutes=10)
    anna.sensor_off.append(Span(NOW + timedelta(minutes=10), NOW + timedelta(minutes=60)))
    await start()
    calls = await automate(f"""
        triggers:
          - {{trigger: librelink_up.sensor_expires_soon, target: {ANNA}, options: {{before: "00:05:00"}}}}
          - {{trigger: librelink_up.sensor_ended, target: {ANNA}}}
          - {{trigger: librelink_up.sensor_started, target: {ANNA}}}
    """)
    await pass_minutes(hass, frozen, 9)
    assert [event for event, _, _ in told(calls)] == ["sensor_expires_soon"]
    await pass_minutes(hass, frozen, 80)
    assert [event for event, _, _ in told(calls)][1:] in (["sensor_started"], ["sensor_ended", "sensor_started"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("is_low", [False, True, False, False, False]),
        ("is_low, options: {for: '00:30:00'}", [False] * 5),
        ("is_high", [False, False, True, False, False]),
        ("is_in_range", [True, False, False, True, False]),
        ("is_falling", [False, False, False, False, False]),
        ("is_rising", [False, False, False, False, False]),
        ("is_recent", [True, True, True, True, False]),
        ("is_recent, options: {within: '02:00:00'}", [True] * 5),
        (
            "is_value, options: {threshold: {type: below, value: {number: 4, unit_of_measurement: mmol/L}}}",
            [False, True, False, False, False],
        ),
        (
            "is_value, options: {threshold: {type: above, value: {number: 180, unit_of_measurement: mg/dL}}}",
            [False, False, True, False, False],
        ),
    ],
)
async def test_a_condition_is_met_when_it_says_and_never_by_an_old_value(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    text: str,
    expected: list[bool],
) -> None:
    steady(cloud)
    await start()
    config = cv.CONDITION_SCHEMA(parse(f"{{condition: librelink_up.{text}, target: {ANNA}}}"))
    check = await condition.async_from_config(hass, await condition.async_validate_condition_config(hass, config))
    found: list[bool] = []
    for value in (110, 65, 245, 110):
        course(cloud, "Anna", value, begin=len(found) * 4)
        await pass_minutes(hass, frozen, 4)
        found.append(bool(check.async_check()))
    cloud.patient("Anna").phone_away.append(Span(NOW + timedelta(minutes=16)))
    await pass_minutes(hass, frozen, 18)
    found.append(bool(check.async_check()))
    check.async_unload()
    assert found == expected


@pytest.mark.parametrize(
    ("values", "falling", "rising"), [((180, -3), True, False), ((110, 3), False, True), ((110, 0), False, False)]
)
async def test_falling_and_rising_are_what_the_arrow_says(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    start: Start,
    monkeypatch: pytest.MonkeyPatch,
    values: tuple[int, int],
    falling: bool,
    rising: bool,
) -> None:
    base, slope = values
    monkeypatch.setattr("simulator.people.slope_at", lambda *_: slope)
    monkeypatch.setattr("simulator.people.glucose_at", lambda *_: base)
    await start()
    for key, expected in (("is_falling", falling), ("is_rising", rising)):
        config = cv.CONDITION_SCHEMA(parse(f"{{condition: librelink_up.{key}, target: {ANNA}}}"))
        check = await condition.async_from_config(hass, await condition.async_validate_condition_config(hass, config))
        assert bool(check.async_check()) is expected
        check.async_unload()


async def met(hass: HomeAssistant, text: str) -> bool:
    """Whether a condition is met, written in YAML."""
    config = cv.CONDITION_SCHEMA(parse(f"{{condition: librelink_up.{text}}}"))
    check = await condition.async_from_config(hass, await condition.async_validate_condition_config(hass, config))
    found = check.async_check()
    check.async_unload()
    return bool(found)


BOTH_STATES = "{entity_id: [sensor.anna_example_glucose_state, sensor.ben_example_glucose_state]}"


async def test_a_person_of_whom_nothing_is_known_keeps_all_from_being_so(
    hass: HomeAssistant, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    steady(cloud)
    cloud.patient("Ben").phone_away.append(Span(NOW - timedelta(hours=2)))
    await start()
    for key in ("is_in_range", "is_recent"):
        assert await met(hass, f"{key}, target: {BOTH_STATES}")
        assert not await met(hass, f"{key}, target: {BOTH_STATES}, options: {{behavior: all}}")


async def test_conditions_need_no_entity_to_be_enabled(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
) -> None:
    steady(cloud)
    course(cloud, "Anna", 60, begin=-10)
    await start()
    registry = er.async_get(hass)
    for entity in er.async_entries_for_config_entry(registry, entry.entry_id):
        if entity.domain == "sensor":
            registry.async_update_entity(entity.entity_id, disabled_by=er.RegistryEntryDisabler.USER)
    await hass.config_entries.async_reload(entry.entry_id)
    await pass_minutes(hass, frozen, 1)
    assert hass.states.get("sensor.anna_example_glucose_state") is None
    for target in (f"{{device_id: {anna(hass, entry).id}}}", ANNA):
        assert await met(hass, f"is_low, target: {target}")
        assert await met(hass, f"is_recent, target: {target}")
        assert not await met(hass, f"is_high, target: {target}, options: {{behavior: all}}")
    assert not await met(hass, f"is_low, target: {BOTH}, options: {{behavior: all}}")
    assert await met(hass, f"is_low, target: {BOTH}")


@pytest.mark.parametrize("key", ["is_low", "is_high", "is_in_range", "is_recent", "is_rising"])
@pytest.mark.parametrize("behavior", ["any", "all"])
async def test_a_condition_that_is_aimed_at_nobody_is_not_met(
    hass: HomeAssistant, start: Start, key: str, behavior: str
) -> None:
    await start()
    assert not await met(hass, f"{key}, target: {{entity_id: sensor.x}}, options: {{behavior: {behavior}}}")
    assert not await met(hass, f"{key}, target: {{entity_id: sun.sun}}, options: {{behavior: {behavior}}}")


async def test_a_condition_of_an_account_that_is_not_loaded_is_not_met(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start
) -> None:
    steady(cloud)
    await start()
    assert await met(hass, f"is_in_range, target: {ANNA}")
    await hass.config_entries.async_unload(entry.entry_id)
    assert not await met(hass, f"is_in_range, target: {ANNA}, options: {{behavior: all}}")


async def test_staying_counts_from_what_readings_say_also_right_after_a_restart(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    steady(cloud)
    course(cloud, "Anna", 60, begin=2)
    await start()
    await pass_minutes(hass, frozen, 14)
    await hass.config_entries.async_reload(entry.entry_id)
    below = "threshold: {type: below, value: {number: 70, unit_of_measurement: mg/dL}}"
    for stay, expected in ((8, True), (20, False)):
        for text in (f"is_low, target: {ANNA}, options: {{", f"is_value, target: {ANNA}, options: {{{below}, "):
            assert await met(hass, f"{text}for: '00:{stay:02}:00'}}") is expected


async def test_who_waits_for_a_condition_is_told_when_it_may_have_changed(
    hass: HomeAssistant, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    steady(cloud)
    await start()
    config = cv.CONDITION_SCHEMA(parse(f"{{condition: librelink_up.is_low, target: {ANNA}}}"))
    check = await condition.async_from_config(hass, await condition.async_validate_condition_config(hass, config))
    found: list[bool | None] = []
    stop = await check.async_track_changes(lambda: found.append(check.async_check()))
    assert check.needs_polling
    course(cloud, "Anna", 60, begin=1)
    await pass_minutes(hass, frozen, 3)
    assert found[-1] is True
    stop()
    count = len(found)
    await pass_minutes(hass, frozen, 1)
    assert len(found) == count
    check.async_unload()


async def test_recent_and_measured_at_are_of_the_reading_that_is_shown(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    """A point of the history that fills a gap is newer than the last reading that was shown."""
    steady(cloud)
    await start()
    await pass_minutes(hass, frozen, 2)
    coordinator = entry.runtime_data.coordinator
    patient_id = cloud.patient("Anna").patient_id
    shown = coordinator.data[patient_id].shown
    cloud.patient("Anna").phone_away.append(Span(NOW + timedelta(minutes=2)))
    await pass_minutes(hass, frozen, 30)
    late = Reading(NOW + timedelta(minutes=14), 60, ReadingKind.HISTORIC)
    await coordinator._async_backfilled(patient_id, [late], None)
    assert coordinator.data[patient_id].latest == late
    assert coordinator.data[patient_id].shown == shown
    payload = reading_payload(coordinator.data[patient_id], dt_util.utcnow())
    assert (payload["is_recent"], payload["mg_dl"]) == (False, 110)
    assert dt_util.parse_datetime(payload["measured_at"]) == shown.time
    entity = hass.states.get("sensor.anna_example_glucose")
    assert entity
    assert entity.attributes["measured_at"] == shown.time
    assert not await met(hass, f"is_recent, target: {ANNA}, options: {{within: '00:20:00'}}")
    assert await met(hass, f"is_recent, target: {ANNA}, options: {{within: '00:40:00'}}")


@pytest.mark.parametrize("key", [key for key in CONDITIONS if key != "is_value"])
async def test_what_the_editor_offers_for_a_condition_is_accepted_as_it_stands(
    hass: HomeAssistant, start: Start, key: str
) -> None:
    await start()
    fields = read_yaml(INTEGRATION / "conditions.yaml")[key]["fields"]
    options = {name: field["default"] for name, field in fields.items() if "default" in field}
    config = {"condition": f"librelink_up.{key}", "target": {"entity_id": "sensor.x"}, "options": options}
    validated = await condition.async_validate_condition_config(hass, cv.CONDITION_SCHEMA(config))
    assert set(validated["options"]) == set(options)


BOTH = "{entity_id: [sensor.anna_example_glucose, sensor.ben_example_glucose]}"
OF_TWO = """
    triggers:
      - {{trigger: librelink_up.{trigger}, target: {both}, options: {{behavior: first, {options}}}, id: first}}
      - {{trigger: librelink_up.{trigger}, target: {both}, options: {{behavior: all, {options}}}, id: all}}
    mode: parallel
    actions:
      - action: test.alarm
        data:
          told: "{{{{ {{'id': trigger.id, 'who': trigger.patient, 'event': trigger.event}} }}}}"
"""
BELOW_70 = "threshold: {type: below, value: {number: 70, unit_of_measurement: mg/dL}}"


@pytest.mark.parametrize(("trigger", "options"), [("became_low", ""), ("crossed_threshold", BELOW_70)])
@pytest.mark.parametrize(
    ("apart", "stay", "expected"),
    [
        (0, 0, [("all", None), ("first", None)]),  # With the same poll: one of them, whichever.
        (0, 3, [("all", None), ("first", None)]),
        (2, 0, [("all", "Ben Example"), ("first", "Anna Example")]),
        (2, 4, [("all", "Ben Example"), ("first", "Anna Example")]),  # Both are there when the first has stayed.
        (8, 4, [("all", "Ben Example"), ("first", "Anna Example")]),
    ],
)
async def test_of_two_people_the_first_and_all_are_told_once(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    start: Start,
    automate: Automate,
    frozen: FrozenDateTimeFactory,
    trigger: str,
    options: str,
    apart: int,
    stay: int,
    expected: list[tuple[str, str | None]],
) -> None:
    steady(cloud)
    await start()
    await pass_minutes(hass, frozen, 3)
    options = ", ".join(one for one in (options, f"for: '00:0{stay}:00'") if one)
    calls = await automate(OF_TWO.format(trigger=trigger, both=BOTH, options=options))
    course(cloud, "Anna", 60, begin=3)
    course(cloud, "Ben", 60, begin=3 + apart)
    if not apart:
        await pass_time(hass, frozen, minutes=3)
    await pass_minutes(hass, frozen, 18)
    found = sorted(told(calls))
    assert [one[0] for one in found] == ["all", "first"]
    assert all(who in (None, one[1]) for one, (_, who) in zip(found, expected, strict=True))


@pytest.mark.parametrize(("trigger", "options"), [("became_low", ""), ("crossed_threshold", BELOW_70)])
async def test_all_are_never_there_while_nothing_is_known_of_one(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    start: Start,
    automate: Automate,
    frozen: FrozenDateTimeFactory,
    trigger: str,
    options: str,
) -> None:
    steady(cloud)
    course(cloud, "Ben", 60, begin=-60)
    cloud.patient("Ben").phone_away.append(Span(NOW + timedelta(minutes=1)))
    await start()
    await pass_minutes(hass, frozen, 20)  # Ben was low, and nothing is known of him any more.
    calls = await automate(OF_TWO.format(trigger=trigger, both=BOTH, options=options))
    course(cloud, "Anna", 60, begin=21)
    await pass_minutes(hass, frozen, 4)
    assert [one[0] for one in told(calls)] == ["first"]


async def test_all_are_never_there_while_somebody_is_followed_by_an_account_that_is_not_loaded(
    hass: HomeAssistant, cloud: SimulatedCloud, start: Start, automate: Automate, frozen: FrozenDateTimeFactory
) -> None:
    steady(cloud)
    await start()
    other = MockConfigEntry(domain="librelink_up", disabled_by=ConfigEntryDisabler.USER)
    other.add_to_hass(hass)
    device = dr.async_get(hass).async_get_or_create(
        config_entry_id=other.entry_id, identifiers={("librelink_up", "somebody")}
    )
    both = f"{{entity_id: sensor.anna_example_glucose, device_id: {device.id}}}"
    calls = await automate(OF_TWO.format(trigger="became_low", both=both, options=""))
    course(cloud, "Anna", 60, begin=1)
    await pass_minutes(hass, frozen, 3)
    assert [one[0] for one in told(calls)] == ["first"]


async def test_all_means_all_also_when_the_account_was_just_set_up_again(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    automate: Automate,
    frozen: FrozenDateTimeFactory,
) -> None:
    steady(cloud)
    await start()
    calls = await automate(OF_TWO.format(trigger="became_low", both=BOTH, options=""))
    course(cloud, "Anna", 60, begin=1)
    frozen.tick(timedelta(minutes=3))
    await hass.config_entries.async_reload(entry.entry_id)
    await pass_minutes(hass, frozen, 3)
    assert [one[0] for one in told(calls)] == ["first"]
