"""The file that the demo imports is what LibreView writes, and what the cloud says of the same time."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from custom_components.librelink_up.files import DateOrder, look
from custom_components.librelink_up.glucose import Source, TreatmentKind
from simulator.libreview import libreview_file
from simulator.people import SimulatedPatient, demo_account

END = datetime(2026, 11, 25, 12, tzinfo=UTC)
DAYS = timedelta(days=30)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(("patient", "a_day"), zip(demo_account().patients, (288, 96), strict=True))
def test_what_is_imported_is_what_was_measured(patient: SimulatedPatient, a_day: int, tmp_path: Path) -> None:
    file = tmp_path / "LibreView.csv"
    file.write_text(libreview_file(patient, END - DAYS, END, BERLIN), "utf-8")

    found = look(file)
    assert found.source is Source.LIBREVIEW
    assert list(found.ways(END)) == [DateOrder.DAY_FIRST]
    content = found.content(DateOrder.DAY_FIRST, BERLIN, END, END)

    warming_up = 3 * 60 * a_day // (24 * 60)  # Thirty days have two or three sensors.
    assert 30 * a_day - warming_up <= len(content) <= 30 * a_day
    assert content.skipped.count == 0
    for reading in next(content.chunks(100_000)):
        assert abs(reading.glucose - patient.measure(reading.time).glucose) <= 1  # One decimal of mmol/L.
    kinds = [treatment.kind for treatment in content.treatments]
    assert kinds.count(TreatmentKind.CARBS) == kinds.count(TreatmentKind.RAPID_INSULIN)
    assert 89 <= kinds.count(TreatmentKind.CARBS) <= 91
