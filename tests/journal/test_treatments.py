"""Treatments in the journal: what makes two of them one, and that they go where readings go."""

from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
import sqlite3

from hypothesis import given, strategies as st
import pytest

from custom_components.librelink_up.glucose import Reading, ReadingKind, Treatment, TreatmentKind
from custom_components.librelink_up.journal import Journal
from custom_components.librelink_up.journal.connection import MEMORY, connect
from custom_components.librelink_up.journal.schema import MIGRATIONS, migrate
from custom_components.librelink_up.journal.store import Store

T0 = datetime(2026, 11, 20, 8, tzinfo=UTC)
EVER, NEVER = datetime.fromtimestamp(0, UTC), T0 + timedelta(days=999)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
ALEX, SAM = "alex", "sam"

INSULIN = Treatment(T0, TreatmentKind.RAPID_INSULIN, 4.5)
CARBS = Treatment(T0, TreatmentKind.CARBS, 40.0)
NOTE = Treatment(T0, TreatmentKind.NOTE, None, "swimming")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
async def journal(path: Path) -> AsyncIterator[Journal]:
    opened = await Journal.open(path)
    yield opened
    await opened.close()


async def everything(journal: Journal, patient: str = ALEX) -> list[Treatment]:
    return await journal.treatments(patient, EVER, NEVER)


async def test_treatments_come_back_as_they_went_in_also_after_a_restart(path: Path) -> None:
    every_kind = [Treatment(T0 + n * MINUTE, kind, n / 2, "words") for n, kind in enumerate(TreatmentKind)]
    journal = await Journal.open(path)
    assert await journal.add_treatments(ALEX, [*every_kind, NOTE]) == len(every_kind) + 1
    await journal.close()
    journal = await Journal.open(path)
    assert sorted(await everything(journal)) == sorted([*every_kind, NOTE])
    await journal.close()


async def test_they_are_asked_for_by_person_and_span(journal: Journal) -> None:
    later = INSULIN._replace(time=T0 + MINUTE)
    assert await journal.add_treatments(ALEX, [later, INSULIN]) == 2
    assert await journal.add_treatments(SAM, [CARBS]) == 1
    assert await journal.add_treatments(SAM, []) == 0
    assert await everything(journal) == [INSULIN, later]
    assert await journal.treatments(ALEX, T0, T0 + MINUTE) == [INSULIN]
    assert await everything(journal, SAM) == [CARBS]


async def test_adding_again_adds_nothing(journal: Journal) -> None:
    for new in (3, 0):
        assert await journal.add_treatments(ALEX, [INSULIN, CARBS, NOTE]) == new
    assert len(await everything(journal)) == 3


async def test_one_that_is_known_to_the_second_and_to_the_minute_is_one(journal: Journal) -> None:
    exact = INSULIN._replace(time=T0 + 37 * SECOND, text="by pump")
    assert await journal.add_treatments(ALEX, [exact, INSULIN]) == 1
    assert await everything(journal) == [exact]


@pytest.mark.parametrize(
    "other",
    [
        INSULIN._replace(time=T0 + MINUTE),
        INSULIN._replace(amount=5.0),
        INSULIN._replace(kind=TreatmentKind.LONG_INSULIN),
        INSULIN._replace(amount=None),
    ],
)
async def test_what_differs_is_another(journal: Journal, other: Treatment) -> None:
    assert await journal.add_treatments(ALEX, [INSULIN, other]) == 2


async def test_two_notes_of_one_minute_are_two(journal: Journal) -> None:
    assert await journal.add_treatments(ALEX, [NOTE, NOTE._replace(text="ill")]) == 2


async def test_old_ones_go_with_the_readings(journal: Journal) -> None:
    await journal.add(ALEX, [Reading(T0, 100, ReadingKind.HISTORIC)], received=T0)
    await journal.add_treatments(ALEX, [NOTE, CARBS._replace(time=T0 + MINUTE)])
    assert await journal.prune(T0 + MINUTE) == 1  # Readings are counted.
    assert await everything(journal) == [CARBS._replace(time=T0 + MINUTE)]


async def test_who_is_not_followed_any_more_is_forgotten(journal: Journal) -> None:
    await journal.add_treatments(ALEX, [NOTE])
    await journal.add_treatments(SAM, [NOTE])
    await journal.forget_patients(keep=[SAM])
    assert (await everything(journal), await everything(journal, SAM)) == ([], [NOTE])


async def test_they_go_with_the_journal_into_memory_and_back(journal: Journal, path: Path) -> None:
    early = NOTE._replace(time=T0 - timedelta(days=20))
    await journal.add_treatments(ALEX, [INSULIN, early])
    await journal.retreat(T0 - timedelta(days=14))
    assert await everything(journal) == [INSULIN]
    assert await journal.add_treatments(ALEX, [INSULIN, CARBS]) == 1
    await journal.settle(path)
    assert set(await everything(journal)) == {early, INSULIN, CARBS}


async def test_a_deleted_file_is_written_anew_with_them(journal: Journal, path: Path) -> None:
    await journal.add_treatments(ALEX, [INSULIN])
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink()
    assert await journal.add_treatments(ALEX, [CARBS]) == 1
    await journal.close()
    again = await Journal.open(path)
    assert set(await everything(again)) == {INSULIN, CARBS}
    await again.close()


def test_a_journal_with_nothing_but_treatments_is_not_empty() -> None:
    with closing(connect(MEMORY)) as memory:
        store = Store(memory)
        assert store.is_empty()
        store.add_treatments(ALEX, [NOTE])
        assert not store.is_empty()


async def test_a_journal_from_before_there_were_treatments_is_taken_over(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        migrate(db, MIGRATIONS[:3])
    journal = await Journal.open(path)
    assert await everything(journal) == []
    assert await journal.add_treatments(ALEX, [NOTE]) == 1
    await journal.close()


@given(
    st.lists(
        st.builds(
            Treatment,
            st.integers(0, 3).map(lambda minutes: T0 + minutes * MINUTE),
            st.sampled_from(TreatmentKind),
            st.none() | st.sampled_from([0.5, 1.0]),
            st.sampled_from(["", "words"]),
        ),
        max_size=20,
    ),
    st.integers(0, 20),
)
def test_however_they_are_split_what_is_kept_is_the_same(treatments: list[Treatment], at: int) -> None:
    with closing(connect(MEMORY)) as memory, closing(connect(MEMORY)) as other:
        one, two = Store(memory), Store(other)
        new = one.add_treatments(ALEX, treatments)
        assert new == two.add_treatments(ALEX, treatments[:at]) + two.add_treatments(ALEX, treatments[at:])
        kept = one.treatments.range(ALEX, EVER, NEVER)
        assert kept == two.treatments.range(ALEX, EVER, NEVER)
        assert len(kept) == new
        assert two.add_treatments(ALEX, reversed(treatments)) == 0
