"""The report in a Home Assistant: saved by an action, fetched by a signed address, shown as a picture."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
import errno
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
import subprocess
import sys
import threading
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components import websocket_api
from homeassistant.components.http.auth import async_sign_path
from homeassistant.components.image import async_get_image
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from PIL import Image
import probatio as vol
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from custom_components.librelink_up.account.pictures import font_files
from custom_components.librelink_up.chart import Clock, page
from custom_components.librelink_up.chart.fonts import FontFiles
from custom_components.librelink_up.chart.report import Report
from custom_components.librelink_up.frontend.report_files import async_report_paths
from custom_components.librelink_up.glucose import GlucoseUnit, Reading, ReadingKind
from custom_components.librelink_up.journal import Journal, JournalUnwritable
from simulator.cloud import SimulatedCloud
from simulator.glucose_days import glucose_at
from simulator.people import Span

from .conftest import NOW, pass_time
from .test_services import DOMAIN, device

type Start = Callable[[], Awaitable[None]]

ANNA = "sensor.anna_example_glucose"
REPORT = "image.anna_example_report"
FILES = "/api/librelink_up_files"


@pytest.fixture
def media(hass: HomeAssistant, tmp_path: Path) -> Path:
    """The media folder of this home."""
    folder = tmp_path / "media"
    folder.mkdir()
    hass.config.media_dirs = {"local": str(folder)}
    hass.config.allowlist_external_dirs = {str(folder)}
    return folder


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Report, str]]:
    """Every report that is drawn, and as what; never in the event loop's thread."""
    found: list[tuple[Report, str]] = []
    loop, draw = threading.get_ident(), page.draw_report

    def seen(one: Report, form: page.Form, fonts: FontFiles) -> bytes:
        assert threading.get_ident() != loop
        assert fonts == font_files()
        found.append((one, form.value))
        return draw(one, form, fonts)

    monkeypatch.setattr(page, "draw_report", seen)
    return found


async def record(hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, days: int = 16) -> None:
    """Give Anna some days by five minutes, none of them at midnight: what is known then, the reading before says."""
    anna = cloud.patient("Anna")
    times = [NOW - timedelta(hours=13, minutes=2) - index * timedelta(minutes=5) for index in range(days * 288)]
    readings = [Reading(time, glucose_at(anna.body, time), ReadingKind.HISTORIC) for time in reversed(times)]
    await entry.runtime_data.recorder.async_add(anna.patient_id, readings)


async def save(hass: HomeAssistant, entry: MockConfigEntry, name: str = "Anna Example", **data: Any) -> Path:
    answer: Any = await hass.services.async_call(
        DOMAIN, "save_report", {"device_id": device(hass, entry, name), **data}, blocking=True, return_response=True
    )
    return Path(answer["path"])


async def test_the_report_is_saved_in_the_media_folder(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    media: Path,
    drawn: list[tuple[Report, str]],
) -> None:
    await hass.config.async_set_time_zone("Europe/Berlin")
    hass.config.country = "US"
    await start()
    await record(hass, entry, cloud)
    path = await save(hass, entry)
    assert path == media / "Glucose report 2026-11-20.pdf"
    assert path.read_bytes().startswith(b"%PDF-")
    one = drawn[0][0]
    assert (one.days[0].date, one.days[-1].date) == (date(2026, 11, 7), date(2026, 11, 20))
    assert one.style.name == ""
    assert one.style.unit is GlucoseUnit.MG_DL
    assert (one.style.clock, one.style.country) == (Clock.TWELVE, "US")
    assert one.metrics.why is None
    assert one.metrics.measured == pytest.approx(100, abs=0.01)
    assert len(one.profile) == 96


async def test_as_a_picture_of_some_days_with_the_name(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    media: Path,
    drawn: list[tuple[Report, str]],
) -> None:
    await start()
    path = await save(hass, entry, "Ben Example", format="png", days=7, named=True, folder=str(media / "clinic"))
    assert path == media / "clinic" / "Glucose report Ben Example 2026-11-20.png"
    with Image.open(path) as image:
        assert image.format == "PNG"
    assert (len(drawn[0][0].days), drawn[0][1]) == (7, "png")
    assert (drawn[0][0].style.name, drawn[0][0].style.unit) == ("Ben Example", GlucoseUnit.MMOL_L)


@pytest.mark.parametrize(
    ("title", "file"),
    [
        ("Anna/../x ~ \\ y", "Glucose report Annax   y 2026-11-20.pdf"),
        ("Anna\nExample", "Glucose report AnnaExample 2026-11-20.pdf"),
        ("🎉" * 300, f"Glucose report {'🎉' * 40} 2026-11-20.pdf"),
        ("..", "Glucose report 2026-11-20.pdf"),
    ],
)
async def test_any_name_gives_a_file_that_can_be_written(
    hass: HomeAssistant, entry: MockConfigEntry, start: Start, media: Path, title: str, file: str
) -> None:
    subentry = next(one for one in entry.subentries.values() if one.title.startswith("Anna"))
    hass.config_entries.async_update_subentry(entry, subentry, title=title)
    await start()
    path = await save(hass, entry, title, named=True)
    assert path == media / file
    assert path.is_file()


async def test_nothing_is_replaced_unless_its_name_is_given(
    hass: HomeAssistant, entry: MockConfigEntry, start: Start, media: Path
) -> None:
    await start()
    paths = [await save(hass, entry) for _ in range(3)]
    assert [path.name for path in paths] == [
        "Glucose report 2026-11-20.pdf",
        "Glucose report 2026-11-20 2.pdf",
        "Glucose report 2026-11-20 3.pdf",
    ]
    for _ in range(2):
        assert await save(hass, entry, file_name="anna.pdf") == media / "anna.pdf"
        assert await save(hass, entry, file_name="anna") == media / "anna.pdf"
    assert len(list(media.iterdir())) == 4


@pytest.mark.parametrize("folder", ["/etc", "reports", "{media}/../elsewhere", "{media}/out", "/"])
async def test_only_where_home_assistant_may_write(
    hass: HomeAssistant, entry: MockConfigEntry, start: Start, media: Path, folder: str
) -> None:
    (media / "out").symlink_to(media.parent)
    await start()
    with pytest.raises(ServiceValidationError) as error:
        await save(hass, entry, folder=folder.format(media=media))
    assert error.value.translation_key == "folder_not_allowed"
    assert [one.name for one in media.iterdir()] == ["out"]


async def test_a_link_to_elsewhere_is_not_written_through(
    hass: HomeAssistant, entry: MockConfigEntry, start: Start, media: Path
) -> None:
    outside = media.parent / "outside.pdf"
    outside.write_text("mine")
    (media / "anna.pdf").symlink_to(outside)
    await start()
    with pytest.raises(ServiceValidationError):
        await save(hass, entry, file_name="anna")
    assert outside.read_text() == "mine"


@pytest.mark.parametrize("name", ["../anna", "a/b", "..", ".hidden", "x" * 300, "tab\there", "~/anna", "a\\..\\b"])
async def test_a_name_is_only_a_name(
    hass: HomeAssistant, entry: MockConfigEntry, start: Start, media: Path, name: str
) -> None:
    await start()
    with pytest.raises(ServiceValidationError) as error:
        await save(hass, entry, file_name=name)
    assert error.value.translation_key == "bad_file_name"
    assert list(media.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "key"),
    [(errno.ENOSPC, "disk_full"), (errno.EDQUOT, "disk_full"), (errno.EACCES, "folder_not_writable")],
)
async def test_a_disk_that_is_full_or_forbidden_is_told_and_nothing_is_left(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    start: Start,
    media: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    key: str,
) -> None:
    await start()
    (media / "anna.pdf").write_text("before")
    write = Path.write_bytes

    def half(path: Path, data: bytes) -> int:
        write(path, data[:100])
        raise OSError(number, "no")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", half)
        with pytest.raises(HomeAssistantError) as error:
            await save(hass, entry, file_name="anna")
    assert error.value.translation_key == key
    assert error.value.translation_placeholders == {"folder": str(media)}
    assert {one.name: one.read_text() for one in media.iterdir()} == {"anna.pdf": "before"}


async def test_a_folder_that_is_a_file_is_told(
    hass: HomeAssistant, entry: MockConfigEntry, start: Start, media: Path
) -> None:
    (media / "reports").write_text("a file")
    await start()
    with pytest.raises(HomeAssistantError) as error:
        await save(hass, entry, folder=str(media / "reports"))
    assert error.value.translation_key == "folder_not_writable"


async def test_a_home_without_a_media_folder_needs_a_folder(
    hass: HomeAssistant, entry: MockConfigEntry, start: Start, media: Path
) -> None:
    hass.config.media_dirs = {}
    await start()
    with pytest.raises(ServiceValidationError):
        await save(hass, entry)
    assert (await save(hass, entry, folder=str(media))).parent == media


@pytest.mark.parametrize("data", [{"days": 0}, {"days": 91}, {"format": "svg"}])
async def test_what_makes_no_report(
    hass: HomeAssistant, entry: MockConfigEntry, start: Start, media: Path, data: dict[str, Any]
) -> None:
    await start()
    with pytest.raises(vol.Invalid):
        await save(hass, entry, **data)


async def test_a_journal_that_cannot_be_read_is_told(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    start: Start,
    media: Path,
    hass_client: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await start()

    async def unreadable(*_: Any) -> None:
        raise JournalUnwritable("x")

    monkeypatch.setattr(Journal, "range", unreadable)
    with pytest.raises(HomeAssistantError) as error:
        await save(hass, entry)
    assert error.value.translation_key == "journal_unreadable"
    client = await hass_client()
    answer = await client.get(f"{FILES}/{ANNA}/report.pdf")
    assert answer.status == HTTPStatus.SERVICE_UNAVAILABLE


@pytest.fixture
async def paths(hass: HomeAssistant, hass_ws_client: Any) -> Callable[..., Awaitable[dict[str, str]]]:
    """Asks for the signed paths as the Report view does."""

    @callback
    @websocket_api.websocket_command(
        {vol.Required("type"): "test/paths", vol.Optional("days"): int, vol.Optional("named"): bool}
    )
    def answer(hass: HomeAssistant, connection: websocket_api.ActiveConnection, message: dict[str, Any]) -> None:
        options = {key: message[key] for key in ("days", "named") if key in message}
        connection.send_result(message["id"], async_report_paths(hass, ANNA, **options))

    assert await async_setup_component(hass, "websocket_api", {})
    websocket_api.async_register_command(hass, answer)

    async def ask(**options: Any) -> dict[str, str]:
        client = await hass_ws_client(hass)
        await client.send_json_auto_id({"type": "test/paths", **options})
        found: dict[str, str] = (await client.receive_json())["result"]
        return found

    return ask


type Paths = Callable[..., Awaitable[dict[str, str]]]


async def test_the_report_is_downloaded_at_its_signed_path(
    hass: HomeAssistant,
    start: Start,
    paths: Paths,
    hass_client_no_auth: Any,
    drawn: list[tuple[Report, str]],
) -> None:
    await start()
    client = await hass_client_no_auth()
    found = await paths()
    answer = await client.get(found["pdf"])
    assert answer.status == HTTPStatus.OK
    assert answer.content_type == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=\"Glucose report 2026-11-20.pdf\"; filename*=UTF-8''Glucose%20report%202026-11-20.pdf"
    )
    assert (await answer.read()).startswith(b"%PDF-")
    answer = await client.get(found["png"])
    assert answer.content_type == "image/png"
    with Image.open(BytesIO(await answer.read())) as image:
        assert image.format == "PNG"
    assert [(one.style.name, len(one.days)) for one, _ in drawn] == [("", 14), ("", 14)]


async def test_days_and_name_are_those_that_were_signed(
    hass: HomeAssistant,
    start: Start,
    paths: Paths,
    hass_client_no_auth: Any,
    drawn: list[tuple[Report, str]],
) -> None:
    await start()
    client = await hass_client_no_auth()
    path = (await paths(days=30, named=True))["pdf"]
    answer = await client.get(path)
    assert 'filename="Glucose report Anna Example 2026-11-20.pdf"' in answer.headers["Content-Disposition"]
    assert [(one.style.name, len(one.days)) for one, _ in drawn] == [("Anna Example", 30)]
    for other in (path.replace("days=30", "days=31"), path.replace("report.pdf", "report.png"), path[:-3]):
        assert (await client.get(other)).status == HTTPStatus.UNAUTHORIZED
    anonymous = (await paths())["pdf"]
    assert (await client.get(f"{anonymous}&named=1")).status == HTTPStatus.UNAUTHORIZED
    ben = path.replace(ANNA, "sensor.ben_example_glucose")
    assert (await client.get(ben)).status == HTTPStatus.UNAUTHORIZED


async def test_a_path_is_worth_nothing_after_some_minutes(
    hass: HomeAssistant, start: Start, paths: Paths, hass_client_no_auth: Any, frozen: FrozenDateTimeFactory
) -> None:
    await start()
    client = await hass_client_no_auth()
    path = (await paths())["png"]
    frozen.tick(timedelta(minutes=9))
    assert (await client.get(path)).status == HTTPStatus.OK
    frozen.tick(timedelta(minutes=2))
    assert (await client.get(path)).status == HTTPStatus.UNAUTHORIZED


async def test_without_a_signature_or_a_session_there_is_nothing(
    hass: HomeAssistant, start: Start, hass_client_no_auth: Any, drawn: list[tuple[Report, str]]
) -> None:
    await start()
    client = await hass_client_no_auth()
    for path in (f"{FILES}/{ANNA}/report.pdf", f"{FILES}/{ANNA}/report.png?authSig=x"):
        assert (await client.get(path)).status == HTTPStatus.UNAUTHORIZED
    assert drawn == []


async def token_of(hass: HomeAssistant, allowed: dict[str, bool]) -> tuple[MockUser, str, str]:
    """Return a user who may read some entities, with an access token, and what they sign with."""
    user = MockUser().add_to_hass(hass)
    user.mock_policy({"entities": {"entity_ids": allowed}})
    refresh = await hass.auth.async_create_refresh_token(user, client_id="http://example.com")
    return user, hass.auth.async_create_access_token(refresh), refresh.id


async def test_only_who_may_read_the_person_may_fetch_it(
    hass: HomeAssistant, start: Start, hass_client_no_auth: Any, drawn: list[tuple[Report, str]]
) -> None:
    await start()
    client = await hass_client_no_auth()
    path = f"{FILES}/{ANNA}/report.pdf"
    _, stranger, _ = await token_of(hass, {"sensor.ben_example_glucose": True})
    _, parent, _ = await token_of(hass, {ANNA: True})
    answers = [await client.get(path, headers={"Authorization": f"Bearer {one}"}) for one in (stranger, parent)]
    assert [one.status for one in answers] == [HTTPStatus.FORBIDDEN, HTTPStatus.OK]
    assert len(drawn) == 1


async def test_a_right_that_was_taken_away_ends_what_was_signed(
    hass: HomeAssistant, start: Start, hass_client_no_auth: Any
) -> None:
    await start()
    client = await hass_client_no_auth()
    user, _, refresh = await token_of(hass, {ANNA: True})
    path = async_sign_path(hass, f"{FILES}/{ANNA}/report.pdf", timedelta(minutes=5), refresh_token_id=refresh)
    assert (await client.get(path)).status == HTTPStatus.OK
    user.mock_policy({"entities": {"entity_ids": {}}})
    assert (await client.get(path)).status == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("sensor.nobody_glucose/report.pdf", HTTPStatus.NOT_FOUND),
        ("sensor.anna_example_age_of_last_reading/report.pdf", HTTPStatus.NOT_FOUND),
        (f"{ANNA}/report.exe", HTTPStatus.NOT_FOUND),
        (f"{ANNA}/..%2F..%2Fsecrets.yaml", HTTPStatus.BAD_REQUEST),
        (f"..%2Fsecrets.yaml/{ANNA}", HTTPStatus.BAD_REQUEST),
        (f"{ANNA}/report.pdf?days=0", HTTPStatus.BAD_REQUEST),
        (f"{ANNA}/report.pdf?days=91", HTTPStatus.BAD_REQUEST),
        (f"{ANNA}/report.pdf?days=all", HTTPStatus.BAD_REQUEST),
    ],
)
async def test_what_is_not_there(
    hass: HomeAssistant, start: Start, hass_client: Any, path: str, status: HTTPStatus
) -> None:
    await start()
    client = await hass_client()
    assert (await client.get(f"{FILES}/{path}")).status == status


async def test_an_account_that_is_not_running_has_no_files(
    hass: HomeAssistant, entry: MockConfigEntry, start: Start, hass_client: Any
) -> None:
    await start()
    client = await hass_client()
    await hass.config_entries.async_unload(entry.entry_id)
    assert (await client.get(f"{FILES}/{ANNA}/report.pdf")).status == HTTPStatus.NOT_FOUND


async def test_a_name_in_any_letters_is_a_safe_file_name(
    hass: HomeAssistant, entry: MockConfigEntry, start: Start, hass_client: Any
) -> None:
    subentry = next(one for one in entry.subentries.values() if one.title.startswith("Anna"))
    hass.config_entries.async_update_subentry(entry, subentry, title='Änna "A"\n; x=/../Ж')
    await start()
    entity = next(
        one.entity_id
        for one in er.async_get(hass).entities.values()
        if one.translation_key == "glucose" and one.unique_id.startswith(str(subentry.unique_id))
    )
    client = await hass_client()
    answer = await client.get(f"{FILES}/{entity}/report.pdf?named=1")
    assert answer.status == HTTPStatus.OK
    assert 'filename="Glucose report _nna _A__' in answer.headers["Content-Disposition"]
    assert "%2F" not in answer.headers["Content-Disposition"]
    assert "%D0%96" in answer.headers["Content-Disposition"]


async def test_the_picture_of_the_report_is_drawn_once_a_day_and_only_when_asked_for(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    drawn: list[tuple[Report, str]],
) -> None:
    await start()
    cloud.patient("Anna").phone_away.append(Span(NOW))  # Nothing comes late: the day alone makes another picture.
    told = hass.states.get(REPORT).state
    for _ in range(3):
        await pass_time(hass, frozen, hours=1)
    assert hass.states.get(REPORT).state == told
    assert drawn == []
    first = await async_get_image(hass, REPORT)
    assert await async_get_image(hass, REPORT) == first
    assert first.content_type == "image/png"
    assert [(one.style.name, form, one.days[-1].date) for one, form in drawn] == [("", "png", date(2026, 11, 20))]
    await pass_time(hass, frozen, hours=24)
    assert hass.states.get(REPORT).state != told
    await async_get_image(hass, REPORT)
    assert [one.days[-1].date for one, _ in drawn][1:] == [date(2026, 11, 21)]


async def test_readings_of_past_days_that_come_late_are_another_picture(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    drawn: list[tuple[Report, str]],
) -> None:
    await start()
    await async_get_image(hass, REPORT)
    frozen.tick(60)
    await record(hass, entry, cloud, days=2)
    await async_get_image(hass, REPORT)
    await async_get_image(hass, REPORT)
    await pass_time(hass, frozen, minutes=1)
    assert [one.metrics.measured > 10 for one, _ in drawn] == [False, True]
    await async_get_image(hass, "image.ben_example_report")
    assert len(drawn) == 3


@pytest.mark.as_installed
async def test_the_picture_of_the_report_is_disabled_at_first(hass: HomeAssistant, start: Start) -> None:
    await start()
    assert hass.states.get(REPORT) is None
    assert er.async_get(hass).async_get(REPORT).disabled


async def test_without_the_frontend_letters_come_from_pillow(monkeypatch: pytest.MonkeyPatch) -> None:
    font_files.cache_clear()
    monkeypatch.setattr("custom_components.librelink_up.account.pictures.find_spec", lambda _: None)
    assert font_files() == FontFiles()
    font_files.cache_clear()


async def test_the_frontend_has_the_fonts() -> None:
    files = font_files()
    assert files.regular is not None
    assert files.bold is not None
    assert files.regular.is_file()
    assert files.bold.is_file()


IMPORT = """
import sys
import custom_components.librelink_up
import custom_components.librelink_up.image
assert not {name for name in sys.modules if name.split(".")[0] == "PIL"}
rooms = {name.rsplit(".", 1)[1] for name in sys.modules if name.startswith("custom_components.librelink_up.chart.")}
assert not rooms & {"report", "page", "curves", "words", "pdf", "pen"}, rooms
"""


def test_a_home_that_asks_for_no_report_does_not_load_what_draws_it() -> None:
    subprocess.run([sys.executable, "-c", IMPORT], check=True)  # noqa: S603 - ourselves
