"""Importing a file in the dialog of a person: what is shown before, the progress, what came of it, and once more."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.async_api import Page, expect

from .dialogs import Dialog, IntegrationPage
from .house import House
from .texts import pattern, text

WHERE = "config_subentries.patient"


def year(path: Path, days: int = 365) -> Path:
    """Write a LibreView file that ends yesterday; returns it."""
    end = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    lines = [
        "Glucose Data,Generated on,31-12-2025 10:00 UTC",
        ",".join(["x", "x", "x", "x", "Historic Glucose mg/dL", *"x" * 14]),
    ]
    for point in range(days * 288):
        time = end - timedelta(days=days) + point * timedelta(minutes=5)
        glucose = 120 + 60 * ((point // 12) % 24 - 12) // 12
        lines.append(f"FreeStyle LibreLink,A,{time:%d-%m-%Y %H:%M},0,{glucose}" + "," * 14)
    lines.insert(40, "FreeStyle LibreLink,A,tomorrow,0,99" + "," * 14)
    path.write_text("\n".join(lines))
    return path


async def begin(integration: IntegrationPage) -> Dialog:
    dialog = await integration.change_person("Anna")
    await dialog.at("reconfigure")
    await dialog.menu("importing.import_file") if False else None
    return dialog


async def test_a_year_is_imported_and_the_second_time_nothing(
    house: House, integration: IntegrationPage, page: Page, tmp_path: Path
) -> None:
    await house.follow(house.account("Anna"))
    await integration.visit()
    for new in (True, False):
        dialog = await integration.change_person("Anna")
        await dialog.at("reconfigure")
        await dialog.root.get_by_text(text(f"{WHERE}.step.reconfigure.menu_options.importing"), exact=True).click()
        await dialog.at("import_file")
        await page.locator("input[type=file]").set_input_files(year(tmp_path / "LibreView.csv"))
        await expect(dialog.root.get_by_text("LibreView.csv").first).to_be_visible()
        await dialog.goes_on()
        await dialog.at("import_summary")
        await expect(dialog.root.get_by_text("LibreView, glucose in mg/dL, dates as DD-MM-YYYY")).to_be_visible()
        await dialog.submit()
        await expect(dialog.root.get_by_text(pattern(f"{WHERE}.abort.imported")).first).to_be_visible()
        await expect(dialog.root.get_by_text("Already recorded: 0" if new else "New: 0")).to_be_visible()
        await dialog.leave("imported")
