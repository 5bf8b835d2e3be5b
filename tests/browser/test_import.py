"""Importing a file in the dialog of a person: what is shown before, the progress, what came of it, and once more."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
import re
from zoneinfo import ZoneInfo

from playwright.async_api import Page, expect

from .dialogs import Camera, Dialog, IntegrationPage
from .house import House
from .texts import pattern, text

DAYS = 180
HOME = ZoneInfo("Europe/Berlin")
WHERE = "config_subentries.patient"
HEADER = ",".join(
    ["Device", "Serial", "Time", "Type", "Historic Glucose mg/dL", "Scan Glucose mg/dL", *"abcdefghijklm"]
)

FILE_TROUBLE = {
    "file_empty": b" \n",
    "file_binary": bytes(range(256)) * 8,
    "file_packed": b"PK\x03\x04" + bytes(200),
    "file_web_page": b"<!DOCTYPE html><html><body>Log in</body></html>",
    "file_unknown": b"one,two\n1,2\n",
    "file_no_readings": f"Glucose Data\n{HEADER}\n".encode(),
}
"""What a file holds, by the error that tells it."""


def half_a_year(path: Path) -> Path:
    """Write a file of LibreView with half a year that ended some weeks ago, and one line of nonsense; returns it."""
    begin = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(days=DAYS + 25)
    lines = ["Glucose Data,Generated on,31-12-2025 10:00 UTC", HEADER]
    for point in range(DAYS * 288):
        time = (begin + point * timedelta(minutes=5)).astimezone(HOME)
        lines.append(f"FreeStyle LibreLink,A,{time:%d-%m-%Y %H:%M},0,{80 + point % 97}" + "," * 14)
    lines[99] = "nonsense,"
    path.write_text("\n".join(lines))
    return path


async def choose(integration: IntegrationPage, page: Page, file: Path) -> Dialog:
    """Open the dialog of Anna, and choose a file; returns it with what was found."""
    dialog = await integration.change_person("Anna")
    await dialog.at("reconfigure")
    await dialog.root.get_by_text(text(f"{WHERE}.step.reconfigure.menu_options.importing"), exact=True).click()
    await dialog.at("import_file")
    await upload(page, dialog, file)
    await dialog.at("import_summary")
    return dialog


async def upload(page: Page, dialog: Dialog, file: Path) -> None:
    """Choose a file, and submit it."""
    await give(page, file)
    await dialog.goes_on()


async def give(page: Page, file: Path) -> None:
    """Choose a file."""
    async with page.expect_response("**/api/file_upload"):
        await page.locator("input[type=file]").set_input_files(file)


async def known(dialog: Dialog) -> int:
    """How many readings of the file are recorded already, as the summary says."""
    said = await dialog.root.get_by_text(re.compile("Readings: .* already recorded")).inner_text()
    return int(said.split()[-4])


async def test_a_file_is_imported_once(
    house: House, integration: IntegrationPage, page: Page, camera: Camera, tmp_path: Path
) -> None:
    await house.follow(house.account("Anna"))
    await integration.visit()
    file = half_a_year(tmp_path / "LibreView.csv")
    dialog = await choose(integration, page, file)
    await expect(dialog.root.get_by_text("LibreView, glucose in mg/dL, dates as DD-MM-YYYY")).to_be_visible()
    assert await known(dialog) == 0
    await dialog.submit()
    await expect(dialog.root.get_by_text(pattern(f"{WHERE}.abort.imported")).first).to_be_visible()
    await camera.take(page, "imported")
    await expect(dialog.root.get_by_text("Already recorded: 0", exact=True)).to_be_visible()
    await expect(dialog.root.get_by_text("Skipped lines: 1 (100)")).to_be_visible()
    await dialog.leave("imported")
    dialog = await choose(integration, page, file)
    await expect(dialog.root.get_by_text("of which 0 are new")).to_be_visible()
    await dialog.close()


async def test_what_is_wrong_with_a_file_is_said_and_another_can_be_chosen(
    house: House, integration: IntegrationPage, page: Page, tmp_path: Path
) -> None:
    await house.follow(house.account("Anna"))
    await integration.visit()
    dialog = await integration.change_person("Anna")
    await dialog.at("reconfigure")
    await dialog.root.get_by_text(text(f"{WHERE}.step.reconfigure.menu_options.importing"), exact=True).click()
    for error, content in FILE_TROUBLE.items():
        await dialog.at("import_file")
        (file := tmp_path / f"{error}.csv").write_bytes(content)
        await give(page, file)
        await dialog.refuses(error)
    await upload(page, dialog, half_a_year(tmp_path / "LibreView.csv"))
    await dialog.at("import_summary")
    await dialog.close()
