"""The blueprints: each is loaded by Home Assistant's own loader, and run once with fake services."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta
import json
from pathlib import Path
import re
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components import conversation
from homeassistant.components.automation.config import AUTOMATION_BLUEPRINT_SCHEMA
from homeassistant.components.blueprint.models import Blueprint, DomainBlueprints
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import EVENT_HOMEASSISTANT_STARTED
from homeassistant.core import Context, HomeAssistant, ServiceCall
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from homeassistant.util.yaml import load_yaml_dict
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
    async_mock_service,
)

from simulator.cloud import SimulatedCloud
from simulator.people import Span

from .conftest import NOW, breathe
from .repository.files import ROOT
from .test_automations import anna, course, steady

type Start = Callable[[], Awaitable[None]]
type Run = Callable[..., Awaitable[None]]
type Passing = Callable[[int], Awaitable[None]]

FOLDER = ROOT / "blueprints/automation/librelink_up"
BLUEPRINTS = sorted(FOLDER.iterdir())
PHONE = "mobile_app_mum_s_phone"
CLEARED = " | clear_notification"


@pytest.fixture(autouse=True)
def _no_jitter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("custom_components.librelink_up.coordinator._JITTER_SECONDS", 0)


@pytest.fixture(autouse=True)
def _folder() -> Iterator[None]:
    with patch.object(DomainBlueprints, "blueprint_folder", FOLDER):
        yield


@pytest.fixture
def phone(hass: HomeAssistant) -> str:
    """A phone with the app; gives its device."""
    return register(hass, "Mum's phone")


@pytest.fixture
def sent(hass: HomeAssistant) -> list[ServiceCall]:
    return async_mock_service(hass, "notify", PHONE)


@pytest.fixture
async def run(hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start) -> Any:
    """Starts the account with steady glucose, and an automation from a blueprint for Anna; ends it afterwards."""

    async def _run(name: str, **inputs: Any) -> None:
        if entry.state.name == "NOT_LOADED":
            steady(cloud)
            await start()
        automation = {"use_blueprint": {"path": f"{name}.yaml", "input": {"person": anna(hass, entry).id, **inputs}}}
        assert await async_setup_component(hass, "automation", {"automation": {"id": name, **automation}})
        await hass.async_block_till_done()
        assert len(hass.states.async_entity_ids("automation")) == 1

    yield _run
    for entity_id in hass.states.async_entity_ids("automation"):
        await hass.services.async_call("automation", "turn_off", {"entity_id": entity_id}, blocking=True)
    await hass.async_block_till_done()


@pytest.fixture
def passing(hass: HomeAssistant, frozen: FrozenDateTimeFactory) -> Passing:
    """Lets minutes go by; automations that wait go on waiting."""

    async def _pass(minutes: int) -> None:
        for _ in range(minutes):
            frozen.tick(timedelta(minutes=1))
            async_fire_time_changed(hass)
            await breathe()
            while any(_is_polling(entry) for entry in hass.config_entries.async_loaded_entries("librelink_up")):
                await breathe()
            for _ in range(12):
                await breathe()

    return _pass


def _is_polling(entry: Any) -> bool:
    """Return whether a poll has begun and not ended: only then no next one is set."""
    return "poll" not in entry.runtime_data.coordinator._timers


def register(hass: HomeAssistant, name: str, state: ConfigEntryState = ConfigEntryState.LOADED) -> str:
    """Register a phone; gives its device."""
    entry = MockConfigEntry(domain="mobile_app", title=name, state=state)
    entry.add_to_hass(hass)
    device = dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id, identifiers={("mobile_app", name)}, name=name
    )
    return device.id


async def switch(hass: HomeAssistant, to: str) -> None:
    """Switch the automation off, with what it is doing, or on, as a restart does."""
    (entity_id,) = hass.states.async_entity_ids("automation")
    await hass.services.async_call("automation", f"turn_{to}", {"entity_id": entity_id}, blocking=True)


def answer(hass: HomeAssistant, action: str) -> None:
    hass.bus.async_fire("mobile_app_notification_action", {"action": action})


def drawn(cloud: SimulatedCloud, *values: int) -> None:
    """Let Anna's sensor measure these from now on, one a minute, with the arrows that follow; the last one stays."""
    anna = cloud.patient("Anna")
    anna.overrides.clear()

    def _value(time: datetime) -> float:
        minutes = int((time - NOW) / timedelta(minutes=1))
        return values[min(max(minutes, 0), len(values) - 1)]

    anna.curve = _value


async def silence(hass: HomeAssistant, entry: MockConfigEntry, how: str, **data: Any) -> None:
    """Answer as the low alert does for whoever answers on a phone."""
    await hass.services.async_call("librelink_up", how, {"device_id": anna(hass, entry).id, **data}, blocking=True)


def messages(sent: list[ServiceCall]) -> list[str]:
    return [f"{call.data.get('title', '')} | {call.data['message']}" for call in sent]


@pytest.mark.parametrize("path", BLUEPRINTS, ids=lambda path: path.stem)
def test_home_assistant_loads_it(path: Path) -> None:
    blueprint = Blueprint(load_yaml_dict(str(path)), expected_domain="automation", schema=AUTOMATION_BLUEPRINT_SCHEMA)
    assert blueprint.validate() is None
    assert str(blueprint.metadata["source_url"]).endswith(f"/{path.relative_to(ROOT)}")
    assert blueprint.metadata["homeassistant"]["min_version"] == "2026.10.0"
    for one in blueprint.inputs.values():
        assert one["name"]
        assert one["selector"]


@pytest.mark.parametrize("path", BLUEPRINTS, ids=lambda path: path.stem)
def test_the_readme_has_a_link_to_import_it(path: Path) -> None:
    blueprint = load_yaml_dict(str(path))["blueprint"]
    address = str(blueprint["source_url"]).replace(":", "%3A").replace("/", "%2F")
    link = f"https://my.home-assistant.io/redirect/blueprint_import/?blueprint_url={address}"
    assert link in (ROOT / "README.md").read_text("utf-8")


def test_there_are_these_blueprints() -> None:
    assert [path.stem for path in BLUEPRINTS] == [
        "escalation",
        "high_alert",
        "lights_and_speaker",
        "low_alert",
        "missing_data",
        "morning_summary",
        "questions",
        "sensor_change",
        "webhook",
    ]


async def test_a_low_alert_repeats_until_glucose_is_back(
    cloud: SimulatedCloud, run: Run, phone: str, sent: list[ServiceCall], passing: Passing
) -> None:
    await run("low_alert", phones=[phone], predicted=False)
    course(cloud, "Anna", 65, 65, 65, 50, 50, 50, 66, 66, 66, 66, 66, 66, 90, begin=1)
    await passing(12)
    titles = [call.data["title"] for call in sent]
    assert titles == ["Anna Example: low", "Anna Example: URGENTLY LOW", "Anna Example: low"]
    first = sent[0].data
    assert first["message"] == "65 mg/dL →, 0 min ago"
    assert first["data"]["image"] == "/api/image_proxy/image.anna_example_chart"
    assert first["data"]["channel"] == "alarm_stream"
    assert first["data"]["push"]["sound"]["critical"] == 1
    assert first["data"]["push"]["interruption-level"] == "critical"
    assert len({call.data["data"]["tag"] for call in sent}) == 1
    await passing(6)
    assert messages(sent)[3:] == [CLEARED]


async def test_a_phone_that_is_gone_does_not_keep_the_others_from_being_told(
    hass: HomeAssistant, cloud: SimulatedCloud, run: Run, phone: str, sent: list[ServiceCall], passing: Passing
) -> None:
    old = register(hass, "Old phone", ConfigEntryState.NOT_LOADED)
    tablet = register(hass, "Tablet")
    async_mock_service(hass, "notify", "mobile_app_tablet")
    await run("low_alert", phones=["removed", old, tablet, phone], predicted=False)
    course(cloud, "Anna", 65, begin=1)
    await passing(3)
    assert len(sent) == 1
    dr.async_get(hass).async_remove_device(tablet)  # In the middle of an alert.
    hass.services.async_remove("notify", "mobile_app_tablet")
    await passing(6)
    assert len(sent) == 2


async def test_an_alert_that_is_acknowledged_is_over(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    run: Run,
    phone: str,
    sent: list[ServiceCall],
    passing: Passing,
) -> None:
    await run("low_alert", phones=[phone], predicted=False)
    course(cloud, "Anna", 65, begin=1)
    await passing(2)
    acknowledge, _ = sent[0].data["data"]["actions"]
    answer(hass, "LIBRELINK_UP_ACKNOWLEDGE_of_somebody_else")
    answer(hass, acknowledge["action"])
    await passing(20)
    assert messages(sent)[1:] == [CLEARED]


async def test_an_alert_that_is_snoozed_comes_again_if_it_is_still_low(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    run: Run,
    phone: str,
    sent: list[ServiceCall],
    passing: Passing,
) -> None:
    await run("low_alert", phones=[phone], predicted=False, snooze_for=20)
    course(cloud, "Anna", 65, begin=1)
    await passing(2)
    answer(hass, sent[0].data["data"]["actions"][1]["action"])
    await passing(18)
    assert messages(sent)[1:] == [CLEARED]
    await passing(4)
    assert [message.partition(",")[0] for message in messages(sent)[2:]] == ["Anna Example: low | 65 mg/dL →"]


async def test_an_alert_that_is_answered_anywhere_leaves_the_phones_and_speaks_again_afterwards(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    run: Run,
    phone: str,
    sent: list[ServiceCall],
    passing: Passing,
) -> None:
    """By a dashboard's button, another automation, a voice command."""
    await run("low_alert", phones=[phone], predicted=False, repeat_every=30)
    course(cloud, "Anna", 65, begin=1)
    await passing(2)
    device = {"device_id": anna(hass, entry).id}
    await hass.services.async_call("librelink_up", "acknowledge", device, blocking=True)
    await passing(1)
    assert messages(sent)[1:] == [CLEARED]
    await hass.services.async_call("librelink_up", "end_silence", device, blocking=True)
    await passing(1)
    assert [message.partition(",")[0] for message in messages(sent)[2:]] == ["Anna Example: low | 65 mg/dL →"]


async def test_a_low_that_rises_again_can_be_left_alone_but_not_an_urgent_one(
    cloud: SimulatedCloud, run: Run, phone: str, sent: list[ServiceCall], passing: Passing
) -> None:
    await run("low_alert", phones=[phone], predicted=False, right_way=True, repeat_every=1)
    drawn(cloud, *range(110, 45, -3), *[45] * 10, *range(47, 77, 2))
    await passing(48)
    told = [(call.data["title"], call.data["message"].split(",")[0]) for call in sent if "title" in call.data]
    lows = [message for title, message in told if title == "Anna Example: low"]
    assert lows
    assert not [message for message in lows if message.endswith(("↗", "↑"))]
    assert [message for title, message in told if "URGENTLY" in title and message.endswith(("↗", "↑"))]


async def test_whoever_wants_it_is_told_that_it_is_over(
    cloud: SimulatedCloud, run: Run, phone: str, sent: list[ServiceCall], passing: Passing
) -> None:
    await run("low_alert", phones=[phone], predicted=False, all_clear=True)
    course(cloud, "Anna", 65, 65, 65, 90, begin=1)
    await passing(6)
    assert messages(sent)[1:] == ["Anna Example: back in range | 90 mg/dL →, 0 min ago"]
    assert sent[0].data["data"]["tag"] == sent[1].data["data"]["tag"]


@pytest.mark.parametrize("name", ["low_alert", "high_alert", "escalation"])
async def test_run_by_hand_an_alert_is_tried_on_every_phone(
    hass: HomeAssistant, run: Run, phone: str, sent: list[ServiceCall], passing: Passing, name: str
) -> None:
    other = async_mock_service(hass, "notify", "mobile_app_tablet")
    await run(name, phones=[phone, register(hass, "Tablet")])
    (entity_id,) = hass.states.async_entity_ids("automation")
    await hass.services.async_call("automation", "trigger", {"entity_id": entity_id, "skip_condition": True})
    await passing(1)
    (call,) = sent
    assert call.data["title"].startswith("TEST: Anna Example")
    assert call.data["message"] == "This is only a test. An alert sounds like this."
    assert call.data["data"]["channel"] == ("Glucose" if name == "high_alert" else "alarm_stream")
    assert len(other) == 1


async def test_run_by_hand_while_it_is_low_the_alert_goes_on(
    hass: HomeAssistant, cloud: SimulatedCloud, run: Run, phone: str, sent: list[ServiceCall], passing: Passing
) -> None:
    await run("low_alert", phones=[phone], predicted=False)
    course(cloud, "Anna", 65, begin=1)
    await passing(2)
    (entity_id,) = hass.states.async_entity_ids("automation")
    await hass.services.async_call("automation", "trigger", {"entity_id": entity_id, "skip_condition": True})
    await passing(6)
    assert [call.data["title"] for call in sent] == [
        "Anna Example: low",
        "TEST: Anna Example: low",
        "Anna Example: low",
        "Anna Example: low",
    ]


NIGHT = {"night_begins": "12:10:00", "night_ends": "13:00:00"}
"""The tests begin at noon."""


@pytest.mark.parametrize(
    ("limits", "values", "expected"),
    [
        pytest.param({"night_limit": 60}, [65], [], id="no alert by night above a lower limit"),
        pytest.param({"night_limit": 60}, [65, 65, 58], ["58 mg/dL"], id="below it there is"),
        pytest.param({"night_limit": 60}, [65, 65, 50], ["50 mg/dL"], id="an urgent one always"),
        pytest.param({"night_limit": 80}, [78], ["78 mg/dL"], id="earlier by night"),
        pytest.param({"night_limit": 4.4, "unit": "mmol/L"}, [78], ["78 mg/dL"], id="in the other unit"),
        pytest.param({"day_limit": 80}, [78], [], id="the limit of the day is not that of the night"),
    ],
)
async def test_by_night_another_limit_can_count(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    run: Run,
    phone: str,
    sent: list[ServiceCall],
    passing: Passing,
    limits: dict[str, Any],
    values: list[int],
    expected: list[str],
) -> None:
    await hass.config.async_set_time_zone("UTC")
    await run("low_alert", phones=[phone], predicted=False, repeat_every=30, **NIGHT, **limits)
    course(cloud, "Anna", *values, begin=12)
    await passing(20)
    assert [call.data["message"].split(" →")[0].split(" ↘")[0].split(" ↓")[0] for call in sent] == expected


async def test_what_is_low_by_the_limit_of_the_night_alerts_when_the_night_begins(
    hass: HomeAssistant, cloud: SimulatedCloud, run: Run, phone: str, sent: list[ServiceCall], passing: Passing
) -> None:
    await hass.config.async_set_time_zone("UTC")
    await run("low_alert", phones=[phone], predicted=False, night_limit=80, repeat_every=5, **NIGHT)
    course(cloud, "Anna", *[78] * 14, 89, begin=2)
    await passing(8)
    assert sent == []
    await passing(4)
    assert [call.data["title"] for call in sent] == ["Anna Example: low"]
    await passing(10)
    assert messages(sent)[-1] == CLEARED


async def test_a_high_alert_waits_for_the_urgent_high_and_goes_when_it_is_over(
    hass: HomeAssistant, cloud: SimulatedCloud, run: Run, phone: str, sent: list[ServiceCall], passing: Passing
) -> None:
    await run("high_alert", phones=[phone], repeat_every=10, all_clear=True)
    course(cloud, "Anna", *[200] * 5, *[270] * 15, 210, begin=1)
    await passing(5)
    assert sent == []
    await passing(15)
    assert [call.data["title"] for call in sent] == ["Anna Example: urgently high"] * 2
    await passing(10)
    (over,) = messages(sent)[2:]
    assert over.startswith("Anna Example: not high any more | 210 mg/dL →")


async def test_a_high_alert_can_begin_with_the_target_range_and_be_snoozed(
    hass: HomeAssistant, cloud: SimulatedCloud, run: Run, phone: str, sent: list[ServiceCall], passing: Passing
) -> None:
    await run("high_alert", phones=[phone], level="high", repeat_every=10, snooze_for=30)
    course(cloud, "Anna", 200, begin=1)
    await passing(3)
    assert [call.data["title"] for call in sent] == ["Anna Example: high"]
    answer(hass, sent[0].data["data"]["actions"][1]["action"])
    await passing(28)
    assert messages(sent)[1:] == [CLEARED]
    await passing(4)
    assert [call.data["title"] for call in sent[2:]] == ["Anna Example: high"]


async def test_a_high_that_falls_again_is_left_alone(
    cloud: SimulatedCloud, run: Run, phone: str, sent: list[ServiceCall], passing: Passing
) -> None:
    await run("high_alert", phones=[phone], level="high", repeat_every=5)
    drawn(cloud, *[200] * 20, *range(198, 182, -1))
    await passing(34)
    arrows = [call.data["message"].split(",")[0][-1] for call in sent]
    assert set(arrows) == {"→"}
    assert 3 <= len(arrows) <= 7


async def test_a_high_alert_by_a_limit_of_ones_own(
    cloud: SimulatedCloud, run: Run, phone: str, sent: list[ServiceCall], passing: Passing
) -> None:
    await run("high_alert", phones=[phone], day_limit=220, night_limit=220, repeat_every=5)
    course(cloud, "Anna", *[200] * 5, *[230] * 8, 190, begin=1)
    await passing(5)
    assert sent == []
    await passing(16)
    told = messages(sent)
    assert told[0].startswith("Anna Example: high | 230 mg/dL")
    assert told[-1] == CLEARED


async def test_a_snoozed_high_is_no_snoozed_low(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    run: Run,
    phone: str,
    sent: list[ServiceCall],
    passing: Passing,
) -> None:
    await run("low_alert", phones=[phone], predicted=False)
    course(cloud, "Anna", *[200] * 5, *[110] * 3, 65, begin=1)
    await passing(3)
    await hass.services.async_call(
        "librelink_up", "snooze", {"device_id": anna(hass, entry).id, "duration": {"hours": 3}}, blocking=True
    )
    await passing(8)
    assert [call.data["title"] for call in sent] == ["Anna Example: low"]


async def test_an_urgent_low_that_comes_at_once_is_told_once(
    cloud: SimulatedCloud, run: Run, phone: str, sent: list[ServiceCall], passing: Passing
) -> None:
    await run("low_alert", phones=[phone], predicted=False)
    course(cloud, "Anna", 50, begin=1)
    await passing(4)
    assert [call.data["title"] for call in sent] == ["Anna Example: URGENTLY LOW"]


async def test_whoever_acknowledges_while_another_snoozes_ends_the_alert_and_an_urgent_low_begins_a_new_one(
    hass: HomeAssistant, cloud: SimulatedCloud, run: Run, phone: str, sent: list[ServiceCall], passing: Passing
) -> None:
    await run("low_alert", phones=[phone], predicted=False, snooze_for=10)
    course(cloud, "Anna", *[65] * 20, 50, begin=1)
    await passing(2)
    acknowledge, snooze = sent[0].data["data"]["actions"]
    answer(hass, snooze["action"])
    await passing(2)
    answer(hass, acknowledge["action"])
    await passing(15)
    assert messages(sent)[1:] == [CLEARED] * 2
    await passing(5)
    assert [call.data["title"] for call in sent[3:]] == ["Anna Example: URGENTLY LOW"]


async def test_an_answer_counts_while_other_phones_are_still_being_reached(
    hass: HomeAssistant, cloud: SimulatedCloud, run: Run, phone: str, sent: list[ServiceCall], passing: Passing
) -> None:
    slow = asyncio.Event()

    async def _reach(call: ServiceCall) -> None:
        if "title" in call.data:
            answer(hass, call.data["data"]["actions"][0]["action"])
            await slow.wait()

    hass.services.async_register("notify", "mobile_app_far_away", _reach)
    await run("low_alert", phones=[phone, register(hass, "Far away")], predicted=False)
    course(cloud, "Anna", 65, begin=1)
    await passing(3)
    slow.set()
    await passing(12)
    assert messages(sent)[1:] == [CLEARED]


async def test_an_alert_is_repeated_as_often_as_wanted_and_stays_until_it_is_over(
    cloud: SimulatedCloud, run: Run, phone: str, sent: list[ServiceCall], passing: Passing
) -> None:
    await run("low_alert", phones=[phone], predicted=False, repeat_every=2, repeat_at_most=3)
    course(cloud, "Anna", *[65] * 20, 90, begin=1)
    await passing(19)
    assert [call.data.get("title") for call in sent] == ["Anna Example: low"] * 4
    await passing(5)
    assert messages(sent)[4:] == [CLEARED]


async def test_an_alert_goes_on_when_nothing_can_be_known_and_shows_no_old_value(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    run: Run,
    phone: str,
    sent: list[ServiceCall],
    passing: Passing,
) -> None:
    await run("low_alert", phones=[phone], predicted=False)
    course(cloud, "Anna", 65, begin=1)
    await passing(2)
    assert await hass.config_entries.async_unload(entry.entry_id)
    await passing(12)
    told = ["Anna Example: was low, no readings now | Nobody knows how low it is."] * 2
    assert messages(sent)[1:] == told


async def test_a_predicted_low_is_told_quietly(
    cloud: SimulatedCloud, run: Run, phone: str, sent: list[ServiceCall], passing: Passing
) -> None:
    await run("low_alert", phones=[phone])
    course(cloud, "Anna", *range(150, 72, -3), begin=1)
    await passing(25)
    (call,) = sent
    assert call.data["title"].startswith("Anna Example: low in about ")
    assert "in 20 min about" in call.data["message"]
    assert "channel" not in call.data["data"]


async def test_an_alert_goes_on_after_a_restart(
    hass: HomeAssistant, cloud: SimulatedCloud, run: Run, phone: str, sent: list[ServiceCall], passing: Passing
) -> None:
    await run("low_alert", phones=[phone], predicted=False)
    course(cloud, "Anna", 65, begin=1)
    await passing(3)
    await switch(hass, "off")
    await passing(3)
    await switch(hass, "on")
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    await passing(2)
    assert [message.partition(",")[0] for message in messages(sent)] == ["Anna Example: low | 65 mg/dL →"] * 2


async def test_an_alert_goes_on_after_a_quick_restart_as_soon_as_something_is_known(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    frozen: FrozenDateTimeFactory,
    run: Run,
    phone: str,
    sent: list[ServiceCall],
    passing: Passing,
) -> None:
    """After a power cut Home Assistant is there before the connection to the internet is."""
    await run("low_alert", phones=[phone], predicted=False)
    course(cloud, "Anna", 65, begin=1)
    await passing(2)
    assert len(sent) == 1
    await switch(hass, "off")
    assert await hass.config_entries.async_unload(entry.entry_id)
    frozen.tick(timedelta(seconds=40))
    await switch(hass, "on")
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    await passing(5)
    assert len(sent) == 1
    assert await hass.config_entries.async_setup(entry.entry_id)
    await passing(2)
    assert [message.partition(",")[0] for message in messages(sent)] == ["Anna Example: low | 65 mg/dL →"] * 2


async def test_an_alert_that_is_over_after_a_restart_is_taken_back(
    hass: HomeAssistant, run: Run, phone: str, sent: list[ServiceCall], passing: Passing
) -> None:
    await run("low_alert", phones=[phone], predicted=False)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    await passing(2)
    assert messages(sent) == [CLEARED]


async def test_a_second_person_is_told_if_nobody_answers(
    hass: HomeAssistant, cloud: SimulatedCloud, run: Run, phone: str, sent: list[ServiceCall], passing: Passing
) -> None:
    await run("escalation", phones=[phone], after=10)
    course(cloud, "Anna", 65, begin=1)
    await passing(10)
    assert sent == []
    await passing(3)
    (call,) = sent
    assert call.data["title"] == "Anna Example has been low for 10 min, and nobody has answered"
    assert call.data["message"] == "65 mg/dL →, 1 min ago"
    await passing(30)
    assert len(sent) == 1


@pytest.mark.parametrize("answered", [True, False], ids=["acknowledged", "back in range"])
async def test_a_second_person_who_was_told_hears_that_it_is_over(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    run: Run,
    phone: str,
    sent: list[ServiceCall],
    passing: Passing,
    answered: bool,
) -> None:
    await run("escalation", phones=[phone], after=5)
    course(cloud, "Anna", *[65] * 12, 65 if answered else 90, begin=1)
    await passing(9)
    assert len(sent) == 1
    if answered:
        answer(hass, sent[0].data["data"]["actions"][0]["action"])
    await passing(8)
    what = "somebody has answered" if answered else "back in range"
    assert [call.data["title"] for call in sent[1:]] == [f"Anna Example: {what}"]
    assert sent[0].data["data"]["tag"] == sent[1].data["data"]["tag"]
    assert hass.states.get("binary_sensor.anna_example_alerts_silenced").state == ("on" if answered else "off")


@pytest.mark.parametrize("answered", [True, False], ids=["acknowledged", "back in range"])
async def test_a_second_person_sleeps_on_when_all_is_well(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    run: Run,
    phone: str,
    sent: list[ServiceCall],
    passing: Passing,
    answered: bool,
) -> None:
    await run("escalation", phones=[phone], after=10)
    course(cloud, "Anna", 65, 65, 65, 65, 65 if answered else 90, begin=1)
    await passing(3)
    if answered:
        await silence(hass, entry, "acknowledge")
    await passing(20)
    assert sent == []


async def test_a_second_person_waits_while_the_alert_is_snoozed(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    run: Run,
    phone: str,
    sent: list[ServiceCall],
    passing: Passing,
) -> None:
    await run("escalation", phones=[phone], after=10)
    course(cloud, "Anna", 65, begin=1)
    await passing(4)
    await silence(hass, entry, "snooze", duration={"minutes": 20})
    await passing(29)
    assert sent == []
    await passing(3)
    (call,) = sent
    assert re.fullmatch("Anna Example has been low for 3[2-4] min, and nobody has answered", call.data["title"])


async def test_a_second_person_is_told_of_an_urgent_low_after_the_low_was_acknowledged(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    run: Run,
    phone: str,
    sent: list[ServiceCall],
    passing: Passing,
) -> None:
    await run("escalation", phones=[phone], after=10)
    course(cloud, "Anna", *[65] * 20, 50, begin=1)
    await passing(4)
    await silence(hass, entry, "acknowledge")
    await passing(22)
    assert sent == []
    await passing(8)
    assert [call.data["message"] for call in sent] == ["50 mg/dL →, 1 min ago"]


async def test_a_second_person_is_told_when_readings_stay_away(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    run: Run,
    phone: str,
    sent: list[ServiceCall],
    passing: Passing,
) -> None:
    await run("escalation", phones=[phone], after=10)
    course(cloud, "Anna", 65, begin=1)
    await passing(4)
    assert await hass.config_entries.async_unload(entry.entry_id)
    await passing(10)
    assert messages(sent) == [
        "Anna Example was low, no readings now, and nobody has answered | Nobody knows how low it is."
    ]


async def test_a_second_person_is_told_after_a_restart_that_came_before_the_internet(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    run: Run,
    phone: str,
    sent: list[ServiceCall],
    passing: Passing,
) -> None:
    await run("escalation", phones=[phone], after=10)
    course(cloud, "Anna", 65, begin=1)
    await passing(4)
    await switch(hass, "off")
    assert await hass.config_entries.async_unload(entry.entry_id)
    await switch(hass, "on")
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    await passing(3)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await passing(10)
    assert sent == []
    await passing(3)
    assert len(sent) == 1


async def test_lights_and_a_speaker_wake_the_house_and_go_back_to_how_they_were(
    hass: HomeAssistant, cloud: SimulatedCloud, run: Run, passing: Passing
) -> None:
    done = mock_house(hass)
    await run(
        "lights_and_speaker",
        lights=["light.hall", "light.bulb", "light.removed"],
        speakers=["media_player.bedroom"],
        voice="tts.home",
        brightness=40,
        coloured=True,
        volume=80,
    )
    course(cloud, "Anna", *[65] * 12, 90, begin=1)
    await passing(10)
    assert done["scene.create"][0].data["snapshot_entities"] == ["light.hall", "light.bulb"]
    assert [call.data for call in done["light.turn_on"]] == [
        {"entity_id": ["light.hall"], "brightness_pct": 40, "rgb_color": [255, 0, 0]},
        {"entity_id": ["light.bulb"], "brightness_pct": 40},
        {"entity_id": ["light.removed"], "brightness_pct": 40},
    ]
    assert [call.data["message"] for call in done["tts.speak"]] == ["Anna Example is low: 65 mg/dL"] * 3
    assert done["tts.speak"][0].data["media_player_entity_id"] == ["media_player.bedroom"]
    assert [call.data["volume_level"] for call in done["media_player.volume_set"]] == [0.8]
    assert done["scene.turn_on"] == []
    await passing(6)
    assert done["scene.turn_on"][0].data["entity_id"] == [f"scene.{done['scene.create'][0].data['scene_id']}"]
    assert done["media_player.volume_set"][1].data == {"entity_id": ["media_player.bedroom"], "volume_level": 0.25}
    assert len(done["tts.speak"]) == 3


def mock_house(hass: HomeAssistant) -> dict[str, list[ServiceCall]]:
    """A house at 1:00 at night, with two lights, one of them coloured, and a speaker."""
    dt_util.set_default_time_zone(ZoneInfo("Pacific/Auckland"))
    hass.states.async_set("light.hall", "off", {"supported_color_modes": ["hs"]})
    hass.states.async_set("light.bulb", "off", {"supported_color_modes": ["brightness"]})
    hass.states.async_set("media_player.bedroom", "idle", {"volume_level": 0.25})
    names = ("light.turn_on", "tts.speak", "scene.create", "scene.turn_on", "media_player.volume_set")
    return {name: async_mock_service(hass, *name.split(".")) for name in names}


async def test_the_house_is_quiet_again_when_somebody_has_answered(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, run: Run, passing: Passing
) -> None:
    done = mock_house(hass)
    await run("lights_and_speaker", lights=["light.hall"], speakers=["media_player.bedroom"], voice="tts.home")
    course(cloud, "Anna", 65, begin=1)
    await passing(2)
    await silence(hass, entry, "acknowledge")
    await passing(8)
    assert len(done["tts.speak"]) == 1
    assert len(done["scene.turn_on"]) == 1
    assert done["media_player.volume_set"] == []
    assert [call.data for call in done["light.turn_on"]] == [{"entity_id": ["light.hall"], "brightness_pct": 60}]


async def test_a_low_that_began_before_the_night_lights_up_when_it_begins(
    hass: HomeAssistant, cloud: SimulatedCloud, run: Run, passing: Passing
) -> None:
    done = mock_house(hass)
    await run("lights_and_speaker", lights=["light.hall"], night_begins="01:05:00", night_ends="07:00:00")
    course(cloud, "Anna", 65, begin=1)
    await passing(4)
    assert done["light.turn_on"] == []
    await passing(4)
    assert len(done["light.turn_on"]) == 1


async def test_lights_and_speaker_are_tried_by_hand(hass: HomeAssistant, run: Run, passing: Passing) -> None:
    done = mock_house(hass)
    await run("lights_and_speaker", lights=["light.hall"], speakers=["media_player.bedroom"], voice="tts.home")
    (entity_id,) = hass.states.async_entity_ids("automation")
    await hass.services.async_call("automation", "trigger", {"entity_id": entity_id, "skip_condition": True})
    await passing(3)
    assert [call.data["message"] for call in done["tts.speak"]] == ["This is a test. Anna Example is not low now."]
    assert len(done["light.turn_on"]) == len(done["scene.turn_on"]) == 1


async def test_by_day_the_lights_stay_as_they_are(
    hass: HomeAssistant, cloud: SimulatedCloud, run: Run, passing: Passing
) -> None:
    calls = async_mock_service(hass, "light", "turn_on")
    await run("lights_and_speaker", lights=["light.hall"])
    course(cloud, "Anna", 65, begin=1)
    await passing(4)
    assert calls == []


async def test_missing_readings_are_told_and_that_they_are_back(
    cloud: SimulatedCloud, run: Run, phone: str, sent: list[ServiceCall], passing: Passing
) -> None:
    await run("missing_data", phones=[phone], after={"minutes": 20})
    await passing(2)
    cloud.patient("Anna").phone_away.append(Span(NOW + timedelta(minutes=2), NOW + timedelta(minutes=42)))
    await passing(24)
    assert messages(sent) == [
        (
            "Anna Example: no readings for 20 min | The last one was 110 mg/dL →. Check that the phone that reads the"
            " sensor is near, charged and online."
        )
    ]
    await passing(24)
    assert messages(sent)[1:] == ["Anna Example: readings again | 110 mg/dL →"]


async def test_run_by_hand_the_alert_of_missing_readings_is_tried(
    hass: HomeAssistant, cloud: SimulatedCloud, run: Run, phone: str, sent: list[ServiceCall], passing: Passing
) -> None:
    test = "TEST: Anna Example: no readings | This is only a test. It sounds like this when readings are missing."
    await run("missing_data", phones=[phone], after={"minutes": 20}, critical=True)
    (entity_id,) = hass.states.async_entity_ids("automation")

    async def by_hand() -> None:
        await hass.services.async_call("automation", "trigger", {"entity_id": entity_id, "skip_condition": True})

    await by_hand()
    cloud.patient("Anna").phone_away.append(Span(NOW + timedelta(minutes=2), NOW + timedelta(minutes=42)))
    await passing(26)
    assert messages(sent)[0] == test
    assert messages(sent)[1].startswith("Anna Example: no readings for 20 min")
    alarms = [{**call.data["data"], "tag": None, "image": None} for call in sent]
    assert alarms[0] == alarms[1]
    assert alarms[0]["channel"] == "alarm_stream"
    # Tried while they are missing, it still tells when they are back.
    await by_hand()
    await passing(24)
    assert messages(sent)[2:] == [test, "Anna Example: readings again | 110 mg/dL →"]


async def test_that_readings_were_missing_is_taken_back_after_a_restart(
    hass: HomeAssistant, cloud: SimulatedCloud, run: Run, phone: str, sent: list[ServiceCall], passing: Passing
) -> None:
    await run("missing_data", phones=[phone], after={"minutes": 20})
    await passing(2)
    cloud.patient("Anna").phone_away.append(Span(NOW + timedelta(minutes=2), NOW + timedelta(minutes=42)))
    await passing(24)
    assert len(sent) == 1
    await switch(hass, "off")
    await switch(hass, "on")
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    await passing(10)
    assert len(sent) == 1
    await passing(14)
    assert messages(sent)[1:] == [CLEARED]


async def test_the_change_of_a_sensor_is_reminded_of(
    cloud: SimulatedCloud, run: Run, phone: str, sent: list[ServiceCall], passing: Passing
) -> None:
    anna = cloud.patient("Anna")
    anna.sensor_started = NOW - timedelta(days=14) + timedelta(minutes=10)
    anna.sensor_off.append(Span(NOW + timedelta(minutes=10), NOW + timedelta(minutes=40)))
    await run("sensor_change", phones=[phone], before={"minutes": 5})
    await passing(8)
    assert messages(sent) == ["Anna Example: change the sensor | It ends in 5 minutes."]
    await passing(40)
    assert CLEARED in messages(sent)[1:]


async def test_the_change_of_a_sensor_is_reminded_of_without_the_entity_that_says_when(
    hass: HomeAssistant, cloud: SimulatedCloud, run: Run, phone: str, sent: list[ServiceCall], passing: Passing
) -> None:
    cloud.patient("Anna").sensor_started = NOW - timedelta(days=14) + timedelta(minutes=10)
    await run("sensor_change", phones=[phone], before={"minutes": 5})
    registry = er.async_get(hass)
    registry.async_update_entity("sensor.anna_example_sensor_expires", disabled_by=er.RegistryEntryDisabler.USER)
    await passing(8)
    assert messages(sent) == ["Anna Example: change the sensor | It ends soon."]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Anna", "Mean 110 mg/dL, 110 to 110. In range 100 %, low 0 %, high 0 %."),
        ("Ben", "Mean 6.1 mmol/L, 6.1 to 6.1. In range 100 %, low 0 %, high 0 %."),
    ],
)
async def test_the_morning_has_a_summary(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    run: Run,
    phone: str,
    sent: list[ServiceCall],
    passing: Passing,
    name: str,
    expected: str,
) -> None:
    await hass.config.async_set_time_zone("UTC")
    await run("sensor_change", phones=[phone])  # Its devices are there now.
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    person = next(device.id for device in devices if str(device.name).startswith(name))
    automation = {
        "path": "morning_summary.yaml",
        "input": {"person": person, "phones": [phone], "at": "12:05:00", "hours": 6},
    }
    hass.data.pop("automation", None)
    await hass.services.async_call("automation", "turn_off", {"entity_id": "all"}, blocking=True)
    with patch(
        "homeassistant.config.load_yaml_config_file",
        return_value={"automation": [{"id": "morning", "use_blueprint": automation}]},
    ):
        await hass.services.async_call("automation", "reload", blocking=True)
    await passing(6)
    assert messages(sent) == [f"{name} Example: the last 6 hours | {expected}"]


async def test_the_summary_goes_by_the_persons_own_limits_and_rounds_as_the_app_does(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    start: Callable[[], Awaitable[None]],
    set_patient: Callable[..., str],
    run: Run,
    phone: str,
    sent: list[ServiceCall],
    passing: Passing,
) -> None:
    set_patient("Anna", unit="mmol/L", thresholds={"low": 120})
    course(cloud, "Anna", 118, begin=-24 * 60)
    await start()
    await run("morning_summary", phones=[phone])
    (entity_id,) = hass.states.async_entity_ids("automation")
    await hass.services.async_call("automation", "trigger", {"entity_id": entity_id, "skip_condition": True})
    await passing(1)
    summary = "Mean 6.6 mmol/L, 6.6 to 6.6. In range 0 %, low 100 %, high 0 %."
    assert messages(sent) == [f"Anna Example: the last 9 hours | {summary}"]


async def test_a_webhook_gets_what_the_filter_lets_through(
    hass: HomeAssistant, cloud: SimulatedCloud, run: Run, passing: Passing
) -> None:
    calls = async_mock_service(hass, "rest_command", "librelink_up_webhook")
    await run(
        "webhook",
        url="https://example.com/hook",
        events=["reading_received", "became_low"],
        filter="{{ trigger.mg_dl < 80 }}",
    )
    course(cloud, "Anna", 90, 90, 75, 65, begin=1)
    await passing(6)
    assert [call.data["url"] for call in calls] == ["https://example.com/hook"] * len(calls)
    told = [call.data["payload"] for call in calls]
    told = [json.loads(one) if isinstance(one, str) else one for one in told]
    assert [(one["event"], one["patient"], one["glucose"], one["unit"]) for one in told][:3] == [
        ("reading_received", "Anna Example", 75, "mg/dL"),
        ("reading_received", "Anna Example", 65, "mg/dL"),
        ("became_low", "Anna Example", 65, "mg/dL"),
    ]
    assert set(told[0]) >= {"mmol_l", "trend", "measured_at", "state", "forecast"}
    assert not set(told[0]) & {"entities", "device_id", "picture"}


@pytest.mark.parametrize("name", [path.stem for path in BLUEPRINTS])
async def test_run_by_hand_it_tells_nothing_that_is_not_so(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    run: Run,
    phone: str,
    sent: list[ServiceCall],
    passing: Passing,
    caplog: pytest.LogCaptureFixture,
    name: str,
) -> None:
    done = [
        async_mock_service(hass, *service.split("."))
        for service in (
            "light.turn_on",
            "scene.create",
            "scene.turn_on",
            "tts.speak",
            "rest_command.librelink_up_webhook",
        )
    ]
    inputs: dict[str, Any] = {"phones": [phone]}
    if name == "lights_and_speaker":
        inputs = {"lights": ["light.hall"], "speakers": ["media_player.bedroom"], "voice": "tts.home"}
    elif name == "webhook":
        inputs = {"url": "https://example.com/hook"}
    elif name == "questions":
        inputs = {"people": []}
        assert await async_setup_component(hass, "homeassistant", {})
        assert await async_setup_component(hass, "conversation", {})
    await run(name, **inputs)
    await passing(2)
    caplog.clear()
    (entity_id,) = hass.states.async_entity_ids("automation")
    for calls in done:
        calls.clear()
    await hass.services.async_call("automation", "trigger", {"entity_id": entity_id, "skip_condition": True})
    await passing(16)
    assert not [record for record in caplog.records if record.name.startswith("homeassistant.") and record.levelno > 20]
    if name == "morning_summary":
        assert messages(sent)[0].startswith("Anna Example: the last 9 hours | Mean 110 mg/dL")
    else:
        assert [message for message in messages(sent) if not message.startswith("TEST: ")] in ([], [CLEARED])
    assert all(call.data["message"].startswith("This is a test.") for call in done[3])
    assert all("event" in str(call.data["payload"]) for call in done[4])


async def test_the_summary_comes_when_nobody_shares_any_more(
    hass: HomeAssistant, entry: MockConfigEntry, run: Run, phone: str, sent: list[ServiceCall], passing: Passing
) -> None:
    await run("morning_summary", phones=[phone])
    assert await hass.config_entries.async_unload(entry.entry_id)
    (entity_id,) = hass.states.async_entity_ids("automation")
    await hass.services.async_call("automation", "trigger", {"entity_id": entity_id, "skip_condition": True})
    await passing(1)
    assert messages(sent) == ["Anna Example: the last 9 hours | There were no readings."]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "sag mir den Zucker",
            "Anna Example: 65 mg/dL →, low. Ben Example: 6.1 mmol/L →, in range.",
        ),
        ("sag mir den Zucker von Ben", "Ben Example: 6.1 mmol/L →, in range."),
        ("sag mir den Zucker von Clara", "I know no glucose of Clara."),
    ],
)
async def test_questions_in_other_words_are_answered_for_those_who_are_meant(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    passing: Passing,
    question: str,
    expected: str,
) -> None:
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "conversation", {})
    steady(cloud)
    course(cloud, "Anna", 65, begin=1)
    await start()
    people = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    inputs = {
        "people": [device.id for device in sorted(people, key=lambda device: str(device.name))],
        "sentences": ["sag mir den Zucker", "sag mir den Zucker von {name}"],
    }
    automation = {"id": "questions", "use_blueprint": {"path": "questions.yaml", "input": inputs}}
    assert await async_setup_component(hass, "automation", {"automation": automation})
    await passing(2)
    result = await conversation.async_converse(hass, question, None, Context(), language="en")
    assert re.sub(r", \d minutes ago", "", result.response.speech["plain"]["speech"]) == expected
    await hass.services.async_call("automation", "turn_off", {"entity_id": "all"}, blocking=True)


async def test_who_has_no_recent_reading_is_said_to_have_none(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start, passing: Passing
) -> None:
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "conversation", {})
    steady(cloud)
    await start()
    inputs = {"people": [anna(hass, entry).id]}
    automation = {"id": "questions", "use_blueprint": {"path": "questions.yaml", "input": inputs}}
    assert await async_setup_component(hass, "automation", {"automation": automation})
    assert await hass.config_entries.async_unload(entry.entry_id)
    await passing(1)
    result = await conversation.async_converse(hass, "tell me the glucose of Anna", None, Context(), language="en")
    assert result.response.speech["plain"]["speech"] == "There is no recent reading of Anna Example."
    await hass.services.async_call("automation", "turn_off", {"entity_id": "all"}, blocking=True)
