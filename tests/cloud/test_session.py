from datetime import UTC, datetime, timedelta
import json
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.librelink_up.cloud import BlockReason, Region, Session
from custom_components.librelink_up.cloud.hosts import base_address, is_region
from custom_components.librelink_up.cloud.session import parse_version

from .conftest import NOW, TOKEN, USER_ID
from .test_parse import JSON

TIMES = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
SESSIONS = st.builds(
    Session,
    region=st.sampled_from([None, "de", "eu2"]),
    user_id=st.none() | st.just(USER_ID),
    token=st.none() | st.just(TOKEN),
    expires=st.none() | TIMES,
    version=st.sampled_from(["4.17.0", "4.18.1", "4.20"]),
    not_before=st.none() | TIMES,
    pauses=st.integers(0, 9),
    paused_for=st.sampled_from([None, *BlockReason]),
    paused_at=st.none() | TIMES,
    confirmed=st.booleans(),
    closed=st.sampled_from([None, "5.0.0", "unknown"]),
    logins=st.lists(TIMES, max_size=4).map(tuple),
    rejected=st.none() | TIMES,
)


@given(SESSIONS)
def test_a_session_survives_a_restart(session: Session) -> None:
    assert Session.from_dict(json.loads(json.dumps(session.as_dict()))) == session


@given(JSON)
def test_a_damaged_file_is_an_empty_session(data: Any) -> None:
    assert isinstance(Session.from_dict(data), Session)


@pytest.mark.parametrize(
    "field",
    [
        {"region": "evil.example.org"},
        {"version": "1.0"},
        {"version": "x"},
        {"expires": "yesterday"},
        {"expires": "2026-11-20T00:00:00"},
        {"pauses": -1},
        {"logins": "x"},
        {"closed": {}},
        {"paused_for": {}},
        {"paused_for": "mood"},
        {"confirmed": 1},
        {"token": 5},
    ],
)
def test_each_field_that_is_damaged_is_left_out(field: dict[str, Any]) -> None:
    assert Session.from_dict(field) == Session()


def test_a_token_is_tried_until_the_cloud_refuses_it() -> None:
    assert Session(user_id=USER_ID, token=TOKEN, expires=NOW - timedelta(days=1)).usable
    assert not Session(token=TOKEN, expires=NOW + timedelta(days=9)).usable
    assert not Session(user_id=USER_ID).usable


@pytest.mark.parametrize(("attempts", "wait"), [(0, 0), (1, 60), (2, 60), (3, 300), (4, 900), (5, 3600), (9, 3600)])
def test_each_log_in_makes_the_next_one_wait_longer(attempts: int, wait: int) -> None:
    session = Session()
    for attempt in range(attempts):
        session = session.with_login(NOW - (attempts - 1 - attempt) * timedelta(minutes=10))
    assert session.login_wait(NOW) == wait
    assert session.login_wait(NOW + timedelta(hours=7)) == 0


@pytest.mark.parametrize(("attempts", "wait"), [(1, 0), (2, 0), (3, 300), (4, 900)])
def test_a_redirected_log_in_goes_on_at_once_while_the_budget_lasts(attempts: int, wait: int) -> None:
    assert Session(logins=(NOW,) * attempts).login_wait(NOW, redirected=True) == wait


def test_log_ins_are_forgotten_after_hours() -> None:
    session = Session().with_login(NOW - timedelta(hours=7)).with_login(NOW)
    assert session.logins == (NOW,)


def test_a_dialog_takes_over_a_pause_and_nothing_else() -> None:
    paused = Session(token=TOKEN, region="de", logins=(NOW,)).with_pause(NOW, BlockReason.EDGE, login=True)
    taken = paused.only_pauses()
    assert (taken.paused(NOW), taken.paused_for, taken.pauses) == (1800, BlockReason.EDGE, 1)
    assert (taken.token, taken.region, taken.logins) == (None, None, ())


def test_neither_secrets_nor_ids_are_in_a_sessions_text() -> None:
    session = Session(user_id=USER_ID, token=TOKEN)
    assert TOKEN not in repr(session)
    assert USER_ID not in repr(session)


@pytest.mark.parametrize(
    ("region", "redirected", "address"),
    [
        (Region.AUTO, None, "https://api.libreview.io"),
        (Region.AUTO, "de", "https://api-de.libreview.io"),
        (Region.AUTO, "eu2", "https://api-eu2.libreview.io"),
        (Region.RUSSIA, "de", "https://api.libreview.ru"),
        (Region.CHINA, None, "https://api-cn.myfreestyle.cn"),
    ],
)
def test_hosts(region: Region, redirected: str | None, address: str) -> None:
    assert base_address(region, redirected) == address


@given(st.text())
def test_a_region_can_never_lead_elsewhere(text: str) -> None:
    if is_region(text):
        assert base_address(Region.AUTO, text).startswith("https://api-")
        assert base_address(Region.AUTO, text).endswith(".libreview.io")
        assert text.isascii()
        assert text.isalnum()


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("4.16.0", (4, 16, 0)),
        ("5", (5,)),
        ("", None),
        ("4.x", None),
        (4.1, None),
        ("1.2.3.4.5.6", None),
        ("4.-1", None),
    ],
)
def test_versions(text: Any, version: Any) -> None:
    assert parse_version(text) == version
