"""Readings of files and of a site, imported by the dialog of a person and by an action; and exported."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import aiohttp
from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.librelink_up.account import importer
from custom_components.librelink_up.account.settings import AccountSettings
from custom_components.librelink_up.forms import importing
from custom_components.librelink_up.frontend.download import async_download_path
from custom_components.librelink_up.frontend.export_files import async_export_paths
from custom_components.librelink_up.glucose import Reading, ReadingKind, Treatment, TreatmentKind
from simulator.nightscout import SimulatedNightscout

from .conftest import NOW, breathe, pass_time, settle
from .test_config_flow import TEXTS
from .test_services import device

type Start = Callable[[], Awaitable[None]]
type Result = Any
type Upload = Callable[..., Awaitable[str]]

EVER = datetime.fromtimestamp(0, UTC)
PACIFIC = ZoneInfo("US/Pacific")
HEADER = ",".join(["Device", "Serial", "Time", "Type", "Historic mg/dL", "Scan mg/dL", *"abcdefghijklm"])
WHERE = TEXTS["config_subentries"]["patient"]


def row(time: datetime, glucose: int = 111, form: str = "%d-%m-%Y %H:%M", kind: int = 0) -> str:
    value = f"{glucose}," if kind == 0 else f",{glucose}"
    return f"x,y,{time:{form}},{kind},{value}" + "," * 13


def libreview(days_ago: float = 40, count: int = 100, **options: Any) -> str:
    """A file of LibreView that begins some days ago, by the clock of the test's home."""
    begin = (NOW - timedelta(days=days_ago)).astimezone(PACIFIC).replace(tzinfo=None, second=0)
    rows = [row(begin + timedelta(minutes=5 * number), 100 + number % 50, **options) for number in range(count)]
    return "\n".join([HEADER, *rows])


@pytest.fixture
async def upload(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Upload:
    """Uploads a file as the frontend does; gives its id. A home that ends deletes the uploads of those beside it."""
    monkeypatch.setattr("homeassistant.components.file_upload.TEMP_DIR_NAME", str(tmp_path / "uploads"))
    await async_setup_component(hass, "file_upload", {})
    client = await hass_client()

    async def _upload(content: str | bytes, name: str = "LibreView.csv") -> str:
        form = aiohttp.FormData()
        form.add_field("file", content.encode() if isinstance(content, str) else content, filename=name)
        answer = await client.post("/api/file_upload", data=form)
        return str((await answer.json())["file_id"])

    return _upload


@pytest.fixture(autouse=True)
async def _every_text_exists(hass: HomeAssistant) -> AsyncIterator[None]:
    """Whatever a step of the import is called, the user finds a text for it."""
    from homeassistant import data_entry_flow  # noqa: PLC0415

    results: list[Result] = []
    original = data_entry_flow.FlowManager._async_handle_step

    async def watch(self: Any, *arguments: Any, **named: Any) -> Result:
        result = await original(self, *arguments, **named)
        results.append(result)
        return result

    with patch.object(data_entry_flow.FlowManager, "_async_handle_step", watch):
        yield
    for result in results:
        if result["type"] is FlowResultType.ABORT:
            assert result["reason"] in WHERE["abort"]
        elif result["type"] is FlowResultType.SHOW_PROGRESS:
            assert WHERE["step"][result["step_id"]]["title"]
            assert WHERE["progress"][result["progress_action"]]
        elif result["type"] is FlowResultType.MENU:
            texts = WHERE["step"][result["step_id"]]
            assert set(result["menu_options"]) == set(texts["menu_options"]) == set(texts["menu_option_descriptions"])
        elif result["type"] is FlowResultType.FORM:
            texts = WHERE["step"][result["step_id"]]
            assert {str(field) for field in result["data_schema"].schema} <= set(texts["data"])
            assert set(texts["data"]) == set(texts["data_description"])
            assert set((result["errors"] or {}).values()) <= set(WHERE["error"])


class Dialog:
    """The dialog of a person, gone through to the import."""

    def __init__(self, hass: HomeAssistant, entry: MockConfigEntry, upload: Upload) -> None:
        self._hass, self._entry, self.upload = hass, entry, upload
        self.result: Result = None

    async def answer(self, answers: dict[str, Any] | None = None) -> Result:
        """Submit, and go on to what follows what takes a while."""
        manager = self._hass.config_entries.subentries
        self.result = await manager.async_configure(self.result["flow_id"], answers)
        while self.result["type"] is FlowResultType.SHOW_PROGRESS:
            await settle(self._hass)
            self.result = await manager.async_configure(self.result["flow_id"])
        return self.result

    async def open(self, name: str = "Anna") -> Result:
        subentry = next(one for one in self._entry.subentries.values() if one.title.startswith(name))
        self.result = await self._entry.start_subentry_reconfigure_flow(self._hass, subentry.subentry_id)
        return await self.answer({"next_step_id": "importing"})

    async def choose(self, content: str | bytes, name: str = "Anna") -> Result:
        """Open the dialog, and choose a file."""
        result = await self.open(name)
        if result["type"] is FlowResultType.MENU:
            await self.answer({"next_step_id": "import_file"})
        assert (self.result["step_id"], self.result["errors"]) == ("import_file", {})
        return await self.answer({"file": await self.upload(content)})

    async def submit(self, **changes: Any) -> Result:
        """Submit a form as it came, but for some fields."""
        fields = {str(key): key.default() for key in self.result["data_schema"].schema if callable(key.default)}
        return await self.answer(fields | changes)

    @property
    def said(self) -> dict[str, str]:
        return dict(self.result["description_placeholders"])


def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing counts as done at once any more: progress is shown of everything."""

    async def never(_: object) -> bool:
        return False

    monkeypatch.setattr(importing, "_at_once", never)
    monkeypatch.setattr(importing, "_SHOWN", 0)


@pytest.fixture
def dialog(hass: HomeAssistant, entry: MockConfigEntry, upload: Upload) -> Dialog:
    return Dialog(hass, entry, upload)


def patient_id(entry: MockConfigEntry, name: str = "Anna") -> str:
    return str(next(one.unique_id for one in entry.subentries.values() if one.title.startswith(name)))


async def recorded(entry: MockConfigEntry, name: str = "Anna", *, before: datetime = NOW) -> list[Reading]:
    """What the journal has of more than two weeks ago: what is younger, the cloud may tell."""
    return list(await entry.runtime_data.journal.range(patient_id(entry, name), EVER, before - timedelta(days=15)))


async def test_a_file_is_shown_imported_and_the_second_time_known(
    hass: HomeAssistant, start: Start, entry: MockConfigEntry, dialog: Dialog
) -> None:
    await start()
    shown = hass.states.get("sensor.anna_example_glucose")
    content = libreview() + "\nnonsense\n" + libreview(0.1, 20).partition("\n")[2]
    result = await dialog.choose(content)
    assert result["step_id"] == "import_summary"
    assert dialog.said == {
        "patient": "Anna Example",
        "kind": "LibreView",
        "unit": "mg/dL",
        "readings": "100",
        "start": "2026-10-12 05:00",
        "end": "2026-10-12 13:15",
        "dates": "DD-MM-YYYY",
        "new": "100",
        "known": "0",
        "treatments": "0",
        "too_new": "20",
        "too_old": "0",
        "days": "90",
        "skipped": "1 (102)",
    }
    assert await recorded(entry) == []
    result = await dialog.submit()
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "imported")
    assert [dialog.said[key] for key in ("added", "known", "noted")] == ["100", "0", "0"]
    found = await recorded(entry)
    assert len(found) == 100
    assert found[0] == Reading(datetime(2026, 10, 12, 12, 0, tzinfo=UTC), 100, ReadingKind.HISTORIC)
    assert hass.states.get("sensor.anna_example_glucose") == shown
    assert await recorded(entry, "Ben") == []
    await dialog.choose(content)
    assert (dialog.said["new"], dialog.said["known"]) == ("0", "100")
    await dialog.submit()
    assert dialog.said["added"] == "0"
    assert await recorded(entry) == found


async def test_nothing_of_it_is_news(
    hass: HomeAssistant, start: Start, entry: MockConfigEntry, dialog: Dialog, frozen: FrozenDateTimeFactory
) -> None:
    await start()
    told: list[Any] = []
    hass.bus.async_listen("state_changed", lambda event: told.append(event.data["entity_id"]))
    heard: list[Any] = []
    entry.runtime_data.recorder.async_listen(lambda patient, readings: heard.append((patient, len(readings))))
    begin = (NOW - timedelta(hours=40)).astimezone(PACIFIC).replace(tzinfo=None)
    lows = [row(begin + timedelta(minutes=4 * number), 45, kind=1) for number in range(600)]
    await dialog.choose("\n".join([HEADER, *lows]))
    await dialog.submit()
    assert int(dialog.said["added"]) > 400
    assert heard[0][0] == patient_id(entry)
    await pass_time(hass, frozen, minutes=1)
    assert not [entity for entity in told if entity.startswith("event.")]
    assert hass.states.get("sensor.anna_example_glucose_state").state == "in_range"


async def test_who_is_the_day_is_asked_when_it_stays_open(
    hass: HomeAssistant, start: Start, entry: MockConfigEntry, dialog: Dialog
) -> None:
    await start()
    content = "\n".join([HEADER, *(row(datetime(2026, 11, day, 8), form="%m/%d/%Y %H:%M") for day in range(1, 8))])
    result = await dialog.choose(content)
    assert result["step_id"] == "import_dates"
    (field,) = result["data_schema"].schema.values()
    assert [option["label"] for option in field.config["options"]] == [
        "MM-DD-YYYY: 2026-11-01 … 2026-11-07",
        "DD-MM-YYYY: 2026-01-11 … 2026-07-11",
    ]
    await dialog.answer({"date_order": "day_first"})
    assert (dialog.said["dates"], dialog.said["end"]) == ("DD-MM-YYYY", "2026-07-11 08:00")
    await dialog.choose(content)
    await dialog.answer({"date_order": "month_first"})
    assert (dialog.said["dates"], dialog.said["end"]) == ("MM-DD-YYYY", "2026-11-07 08:00")
    await dialog.choose(content)
    await hass.config_entries.async_unload(entry.entry_id)
    assert (await dialog.answer({"date_order": "month_first"}))["reason"] == "account_not_loaded"


async def test_another_time_zone_is_shown_before_anything_is_imported(
    hass: HomeAssistant, start: Start, entry: MockConfigEntry, dialog: Dialog
) -> None:
    await start()
    await dialog.choose(libreview())
    result = await dialog.submit(time_zone="Europe/Berlin")
    assert (result["step_id"], dialog.said["start"]) == ("import_summary", "2026-10-12 05:00")
    assert await recorded(entry) == []
    await dialog.submit()
    assert (await recorded(entry))[0].time == datetime(2026, 10, 12, 3, 0, tzinfo=UTC)


async def test_a_file_in_mmol_with_insulin_of_another_person(
    hass: HomeAssistant, start: Start, entry: MockConfigEntry, dialog: Dialog
) -> None:
    await start()
    insulin = "x;y;24/10/2026 08:00;4;;;;2,5" + ";" * 11
    reading = "x;y;24/10/2026 08:00;0;5,6" + ";" * 14
    header = HEADER.replace(",", ";").replace("mg/dL", "mmol/L")
    await dialog.choose(f"{header}\n{reading}\n{insulin}", "Ben")
    assert (dialog.said["unit"], dialog.said["treatments"]) == ("mmol/L", "1")
    await dialog.submit()
    assert (dialog.said["added"], dialog.said["noted"]) == ("1", "1")
    at = datetime(2026, 10, 24, 15, 0, tzinfo=UTC)
    assert await recorded(entry, "Ben") == [Reading(at, 101, ReadingKind.HISTORIC)]
    assert await recorded(entry) == []
    noted = await entry.runtime_data.journal.treatments(patient_id(entry, "Ben"), EVER, NOW)
    assert noted == [Treatment(at, TreatmentKind.RAPID_INSULIN, 2.5)]


@pytest.mark.parametrize("wished", [True, False])
async def test_a_site_gets_it_only_on_wish(
    hass: HomeAssistant,
    start: Start,
    entry: MockConfigEntry,
    dialog: Dialog,
    site: SimulatedNightscout,
    nightscout: dict[str, Any],
    set_patient: Callable[..., str],
    wished: bool,
) -> None:
    set_patient("Anna", nightscout=nightscout)
    await start()
    before = len(site.entries)
    await dialog.choose(libreview())
    await dialog.submit(to_nightscout=wished)
    await settle(hass)
    for delivery in entry.runtime_data.deliveries.values():
        while await delivery._outbox.waiting(1):
            await breathe()
    assert len(site.entries) == before + 100 * wished


@pytest.mark.parametrize("api", ["v1", "v3"])
async def test_what_a_site_has_is_imported_and_never_sent_back(
    hass: HomeAssistant,
    start: Start,
    entry: MockConfigEntry,
    dialog: Dialog,
    site: SimulatedNightscout,
    nightscout: dict[str, Any],
    set_patient: Callable[..., str],
    api: str,
) -> None:
    token = site.add_token("home", "api:entries:read,create,update")
    set_patient("Anna", nightscout={**nightscout, "api": api, "secret": token})
    await start()
    session = aiohttp.ClientSession()
    begin = int((NOW - timedelta(days=30)).timestamp() * 1000)
    documents = [
        {
            "type": "sgv",
            "sgv": 100 + number % 50,
            "date": begin + number * 300_000,
            "direction": "Flat",
            "device": "x",
        }
        for number in range(100)
    ]
    async with session.post(f"{site.url}/api/v1/entries.json", json=documents, headers={"api-secret": token}) as answer:
        assert answer.status == 200
    await session.close()
    there = len(site.entries)
    result = await dialog.open()
    assert result["step_id"] == "importing"
    result = await dialog.answer({"next_step_id": "import_site"})
    result = await dialog.answer({"days": 20})
    assert dialog.said["new"] == "0"  # Only what has come from here.
    await dialog.open()
    await dialog.answer({"next_step_id": "import_site"})
    result = await dialog.answer({"days": 40})
    assert (dialog.said["kind"], dialog.said["new"], dialog.said["dates"]) == ("Nightscout", "100", "—")
    assert list(result["data_schema"].schema) == []
    await dialog.submit()
    found = await recorded(entry)
    assert (len(found), found[0].kind, found[0].glucose) == (100, ReadingKind.CURRENT, 100)
    await settle(hass)
    assert len(site.entries) == there


async def test_a_site_that_has_nothing_or_does_not_answer(
    hass: HomeAssistant,
    start: Start,
    dialog: Dialog,
    site: SimulatedNightscout,
    nightscout: dict[str, Any],
    set_patient: Callable[..., str],
) -> None:
    site.faults.add("refuse", times=1000)  # It takes nothing, and so it has nothing.
    set_patient("Anna", nightscout=nightscout)
    await start()
    await dialog.open()
    await dialog.answer({"next_step_id": "import_site"})
    result = await dialog.answer({"days": 30})
    assert (result["step_id"], result["errors"]) == ("import_site", {"days": "site_empty"})
    site.faults.clear()
    site.faults.add("status", status=500, path="entries", times=1)
    result = await dialog.answer({"days": 30})
    assert result["errors"] == {"days": "nightscout_server"}


async def test_what_is_older_than_is_kept_is_told_and_can_be_kept(
    hass: HomeAssistant, start: Start, entry: MockConfigEntry, dialog: Dialog, frozen: FrozenDateTimeFactory
) -> None:
    await start()
    await dialog.choose(libreview(200))
    assert (dialog.said["too_old"], dialog.said["days"]) == ("100", "90")
    await dialog.submit()
    assert AccountSettings.from_options(entry.options).retention == timedelta(days=201)
    assert entry.state is ConfigEntryState.LOADED
    assert (dialog.result["reason"], dialog.said["added"]) == ("imported", "100")
    await pass_time(hass, frozen, hours=7)
    assert len(await recorded(entry)) == 100


async def test_nobody_has_to_keep_it(hass: HomeAssistant, start: Start, entry: MockConfigEntry, dialog: Dialog) -> None:
    await start()
    await dialog.choose(libreview(200))
    await dialog.submit(retention=90)
    assert (entry.options, dialog.said["added"]) == ({}, "100")


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", "file_empty"),
        (b"PK\x03\x04", "file_packed"),
        (b"\0\1\2\3", "file_binary"),
        (b"<html>", "file_web_page"),
        (b"a,b\n1,2", "file_unknown"),
        (b"[]", "file_no_readings"),
    ],
)
async def test_a_wrong_file_is_told_and_the_right_one_goes_on(
    hass: HomeAssistant, start: Start, dialog: Dialog, upload: Upload, content: bytes, error: str
) -> None:
    await start()
    result = await dialog.choose(content)
    assert (result["step_id"], result["errors"]) == ("import_file", {"file": error})
    result = await dialog.answer({"file": await upload(libreview())})
    assert result["step_id"] == "import_summary"


async def test_a_file_that_is_too_large_and_one_that_is_gone(
    hass: HomeAssistant, start: Start, dialog: Dialog, upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    await start()
    monkeypatch.setattr("custom_components.librelink_up.files.text.LARGEST", 10)
    result = await dialog.choose(libreview())
    assert result["errors"] == {"file": "file_too_large"}
    result = await dialog.answer({"file": "00000000-0000-0000-0000-000000000000"})  # Home Assistant was restarted.
    assert result["errors"] == {"file": "file_gone"}


async def test_an_account_that_does_not_run(
    hass: HomeAssistant, start: Start, entry: MockConfigEntry, dialog: Dialog
) -> None:
    await start()
    await dialog.choose(libreview())
    await hass.config_entries.async_unload(entry.entry_id)
    result = await dialog.submit(time_zone="UTC")
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "account_not_loaded")
    result = await dialog.choose(libreview())
    assert result["errors"] == {"file": "account_not_loaded"}
    await hass.config_entries.async_setup(entry.entry_id)
    await settle(hass)
    await dialog.choose(libreview())
    await hass.config_entries.async_unload(entry.entry_id)
    result = await dialog.submit()
    assert result["reason"] == "account_not_loaded"


async def test_a_person_who_is_removed_meanwhile(
    hass: HomeAssistant, start: Start, entry: MockConfigEntry, dialog: Dialog
) -> None:
    await start()
    await dialog.choose(libreview())
    subentry = next(one for one in entry.subentries.values() if one.title.startswith("Anna"))
    hass.config_entries.async_remove_subentry(entry, subentry.subentry_id)
    await settle(hass)
    assert (await dialog.submit())["reason"] == "person_gone"


async def test_a_journal_that_lies_in_memory_takes_no_file(
    hass: HomeAssistant, start: Start, entry: MockConfigEntry, dialog: Dialog
) -> None:
    await start()
    await dialog.choose(libreview())
    await entry.runtime_data.journal.retreat(EVER)
    assert (await dialog.submit())["reason"] == "import_interrupted"


async def test_who_closes_the_dialog_ends_it_and_can_go_on_later(
    hass: HomeAssistant, start: Start, entry: MockConfigEntry, dialog: Dialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    await start()
    monkeypatch.setattr(importer, "_CHUNK", 10)
    await dialog.choose(libreview())
    progress: list[float] = []
    hass.bus.async_listen("data_entry_flow_progress_update", lambda event: progress.append(event.data["progress"]))
    manager = hass.config_entries.subentries
    unhurried(monkeypatch)
    waiting = await manager.async_configure(dialog.result["flow_id"], {"time_zone": "US/Pacific"})
    assert (waiting["type"], waiting["progress_action"]) == (FlowResultType.SHOW_PROGRESS, "import_run")
    again = await manager.async_configure(dialog.result["flow_id"])  # As a dialog that is opened anew.
    assert again["type"] is FlowResultType.SHOW_PROGRESS
    while not (await recorded(entry)):
        await breathe()
    manager.async_abort(dialog.result["flow_id"])
    await settle(hass)
    there = len(await recorded(entry))
    assert 0 < there < 100, progress
    assert progress == sorted(progress)
    assert there % 10 == 0  # Whole parts.
    await dialog.choose(libreview())
    assert (dialog.said["new"], dialog.said["known"]) == (str(100 - there), str(there))
    await dialog.submit()
    assert dialog.said["added"] == str(100 - there)
    assert len(await recorded(entry)) == 100


async def test_of_what_takes_a_while_progress_is_shown(
    hass: HomeAssistant, start: Start, entry: MockConfigEntry, dialog: Dialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    await start()
    unhurried(monkeypatch)
    await dialog.choose("nothing known")
    assert dialog.result["errors"] == {"file": "file_unknown"}
    await dialog.answer({"file": await dialog.upload(libreview())})
    assert dialog.result["step_id"] == "import_summary"
    await dialog.submit()
    assert dialog.said["added"] == "100"
    assert len(await recorded(entry)) == 100


# By actions


@pytest.fixture
def folder(hass: HomeAssistant, tmp_path: Path) -> Path:
    """A folder that is allowed, and the first of media."""
    allowed = tmp_path / "media"
    allowed.mkdir()
    hass.config.allowlist_external_dirs = {str(allowed)}
    hass.config.media_dirs = {"local": str(allowed)}
    return allowed


async def act(hass: HomeAssistant, entry: MockConfigEntry, action: str, **data: Any) -> dict[str, Any]:
    answer = await hass.services.async_call(
        "librelink_up",
        action,
        {"device_id": device(hass, entry, "Anna Example"), **data},
        blocking=True,
        return_response=True,
    )
    assert answer is not None
    return dict(answer)


async def test_a_file_is_imported_by_an_action_after_a_look(
    hass: HomeAssistant, start: Start, entry: MockConfigEntry, folder: Path
) -> None:
    await start()
    file = folder / "LibreView.csv"
    file.write_text(libreview() + "\nnonsense")
    looked = await act(hass, entry, "import_file", path=str(file), dry_run=True)
    assert looked == {
        "kind": "libreview",
        "unit": "mg/dL",
        "date_order": "day_first",
        "from": "2026-10-12T05:00:00-07:00",
        "to": "2026-10-12T13:15:00-07:00",
        "readings": 100,
        "new": 100,
        "treatments": 0,
        "too_new": 0,
        "skipped": 1,
        "skipped_lines": [102],
        "added": None,
        "treatments_added": None,
    }
    assert await recorded(entry) == []
    assert (await act(hass, entry, "import_file", path=str(file), time_zone="Europe/Berlin"))["added"] == 100
    assert (await recorded(entry))[0].time == datetime(2026, 10, 12, 3, 0, tzinfo=UTC)


async def test_what_is_not_to_be_kept_stays_until_the_statistics_have_it(
    hass: HomeAssistant, start: Start, entry: MockConfigEntry, folder: Path, frozen: FrozenDateTimeFactory
) -> None:
    await start()
    await pass_time(hass, frozen, hours=5)
    (folder / "old.csv").write_text(libreview(200))
    assert (await act(hass, entry, "import_file", path=str(folder / "old.csv")))["added"] == 100
    await pass_time(hass, frozen, hours=1, minutes=1)  # Now it would be time.
    assert len(await recorded(entry)) == 100
    await pass_time(hass, frozen, hours=6)
    assert await recorded(entry) == []


async def test_what_an_action_does_not_import(
    hass: HomeAssistant, start: Start, entry: MockConfigEntry, folder: Path, tmp_path: Path
) -> None:
    await start()
    with pytest.raises(ServiceValidationError, match="may not read"):
        await act(hass, entry, "import_file", path=str(tmp_path / "secrets.yaml"))
    with pytest.raises(ServiceValidationError, match="cannot be read"):
        await act(hass, entry, "import_file", path=str(folder / "missing.csv"))
    file = folder / "file.csv"
    file.write_text("a,b")
    with pytest.raises(ServiceValidationError, match="does not know"):
        await act(hass, entry, "import_file", path=str(file))
    file.write_text("\n".join([HEADER, row(datetime(2026, 11, 3, 8)), row(datetime(2026, 11, 4, 8))]))
    with pytest.raises(ServiceValidationError, match="date_order"):
        await act(hass, entry, "import_file", path=str(file))
    for order, first in (("month_first", "2026-03-11"), ("day_first", "2026-11-03")):
        answer = await act(hass, entry, "import_file", path=str(file), date_order=order)
        assert answer["from"].startswith(first)
    file.write_text("\n".join([HEADER, row(NOW - timedelta(hours=9))]))  # All of it is of the last hours.
    assert (await act(hass, entry, "import_file", path=str(file)))["from"] is None
    await entry.runtime_data.journal.retreat(EVER)
    file.write_text(libreview())
    with pytest.raises(HomeAssistantError, match="interrupted"):
        await act(hass, entry, "import_file", path=str(file))


@pytest.mark.parametrize("form", ["csv", "json"])
async def test_what_is_exported_can_be_imported_and_nothing_is_new(
    hass: HomeAssistant, start: Start, entry: MockConfigEntry, folder: Path, form: str
) -> None:
    await start()
    file = folder / "LibreView.csv"
    file.write_text(libreview())
    await act(hass, entry, "import_file", path=str(file))
    path = (await act(hass, entry, "export_readings", format=form))["path"]
    assert path == str(folder / f"Glucose 2026-08-23 to 2026-11-21.{form}")
    looked = await act(hass, entry, "import_file", path=path, dry_run=True)
    assert (looked["new"], looked["skipped"]) == (0, 0)
    assert looked["readings"] > 100
    await entry.runtime_data.journal.forget_patients(keep=[])
    assert (await act(hass, entry, "import_file", path=path))["added"] == looked["readings"]


async def test_an_export_of_a_span_by_name(
    hass: HomeAssistant, start: Start, entry: MockConfigEntry, folder: Path
) -> None:
    await start()
    hass.config.language = "de"
    span = {"from": "2026-11-20 00:00:00", "to": "2026-11-21 00:00:00"}
    for _ in range(2):
        path = (await act(hass, entry, "export_readings", file_name="day.csv", **span))["path"]
        assert path == str(folder / "day.csv")
    assert "Historic Glucose mg/dL" in (folder / "day.csv").read_text().splitlines()[1].split(";")
    path = (await act(hass, entry, "export_readings", named=True, **span))["path"]
    assert path == str(folder / "Glucose Anna Example 2026-11-20 to 2026-11-21.csv")
    with pytest.raises(ServiceValidationError, match="before"):
        await act(hass, entry, "export_readings", **{"from": span["to"], "to": span["from"]})
    await entry.runtime_data.journal.close()
    with pytest.raises(HomeAssistantError):
        await act(hass, entry, "export_readings", **span)


@pytest.mark.parametrize(("form", "kind"), [("csv", "text/csv"), ("json", "application/json")])
async def test_readings_are_a_download_at_a_signed_address(
    hass: HomeAssistant,
    start: Start,
    hass_client_no_auth: ClientSessionGenerator,
    hass_read_only_user: MockUser,
    form: str,
    kind: str,
) -> None:
    await start()
    client = await hass_client_no_auth()
    span = (NOW - timedelta(days=1), NOW)
    token = await hass.auth.async_create_refresh_token(hass_read_only_user, "https://example.com")
    with patch("homeassistant.components.http.auth.current_request") as current:
        current.get.return_value = {"refresh_token_id": token.id}
        paths = async_export_paths(hass, "sensor.anna_example_glucose", *span)
    answer = await client.get(paths[form])
    assert (answer.status, answer.content_type) == (200, kind)
    assert f"Glucose 2026-11-20 to 2026-11-21.{form}" in answer.headers["Content-Disposition"]
    assert len((await answer.text()).splitlines()) > 100
    assert (await client.get(paths[form].replace("from=", "from=9"))).status == 401  # It was not signed for that.
    with patch("homeassistant.components.http.auth.current_request") as current:
        current.get.return_value = {"refresh_token_id": token.id}
        nonsense = async_download_path(hass, f"readings.{form}", "sensor.anna_example_glucose", **{"from": "x"})
    assert (await client.get(nonsense)).status == 400
