"""The failures that users of other clients have reported, one test each: none of them may happen here.

The numbers are those of a survey of their issue threads; the comments say what had gone wrong there.
"""

from datetime import timedelta
from typing import Any

from aiohttp import ClientSession
import pytest

from custom_components.librelink_up.cloud import (
    Blocked,
    BlockReason,
    CloudClient,
    CloudError,
    CredentialsRejected,
    Maintenance,
    Region,
    Session,
    StepRequired,
    TermsPending,
)
from custom_components.librelink_up.glucose import (
    LONG_LIFE,
    SHORT_LIFE,
    ReadingKind,
    Rhythm,
    expires_at,
    fresh,
    next_poll,
    proves_long_life,
)

from .conftest import NOW, PATIENT, USER_ID, FakeCloud, Reply, fixture, logged_in

CONNECTIONS = "/llu/connections"
GRAPH = f"{CONNECTIONS}/{PATIENT}/graph"


@pytest.fixture
def running(cloud: FakeCloud, http: ClientSession) -> CloudClient:
    """A client that has been logged in for long."""
    return cloud.client(http, logged_in())


def too_old(version: str) -> Reply:
    return Reply({"data": {"minimumVersion": version}, "status": 920}, 403)


def patients(**changes: Any) -> Reply:
    body = fixture("connections_two")
    body["data"][1] |= changes
    return Reply(body)


@pytest.mark.parametrize("version", ["4.17.1", "4.18.0", "4.30.0"])  # 1, 2, 3, 28: hard-coded versions
async def test_01_02_03_28_a_raised_minimum_version_costs_nothing(
    cloud: FakeCloud, running: CloudClient, version: str
) -> None:
    cloud.on(CONNECTIONS, too_old(version), Reply(fixture("connections")))
    assert await running.connections()
    assert cloud.requests[-1][1]["version"] == version


async def test_02_the_account_id_is_sent_with_every_data_call(cloud: FakeCloud, running: CloudClient) -> None:
    cloud.on(GRAPH, Reply(fixture("graph")))
    await running.connections()
    await running.graph(PATIENT)
    assert all(len(headers["Account-Id"]) == 64 for _, headers, _ in cloud.requests)


async def test_04_no_data_call_is_made_without_a_log_in(cloud: FakeCloud, client: CloudClient) -> None:
    await client.connections()
    assert cloud.paths[0] == "/llu/auth/login"


async def test_05_06_a_step_ticket_is_never_used_for_data(cloud: FakeCloud, client: CloudClient) -> None:
    cloud.login(Reply(fixture("terms")))
    with pytest.raises(TermsPending):
        await client.connections()
    assert cloud.paths == ["/llu/auth/login"]
    assert client.session.token is None


async def test_07_a_lock_out_is_waited_for(cloud: FakeCloud, client: CloudClient) -> None:
    cloud.login(Reply(fixture("locked")), Reply(fixture("login")))
    with pytest.raises(Blocked):
        await client.connections()
    cloud.pass_time(seconds=299)
    with pytest.raises(Blocked):
        await client.connections()
    assert cloud.logins == 1
    cloud.pass_time(seconds=1)
    assert await client.connections()


async def test_08_a_throttled_log_in_is_not_hammered_not_even_by_restarts(
    cloud: FakeCloud, http: ClientSession
) -> None:
    cloud.login(Reply(status=430, text=""))
    with pytest.raises(Blocked):
        await cloud.client(http).connections()
    for _ in range(20):  # Home Assistant sets up again and again, at first seconds apart.
        cloud.pass_time(seconds=30)
        with pytest.raises(Blocked):
            await cloud.client(http, cloud.saved[-1]).connections()
    assert cloud.logins == 1


async def test_09_10_a_page_of_the_firewall_is_a_pause_not_a_wrong_password(
    cloud: FakeCloud, client: CloudClient
) -> None:
    cloud.login(Reply(status=403, text="<html>Access denied | used Cloudflare"))
    with pytest.raises(Blocked) as blocked:
        await client.connections()
    assert blocked.value.reason is BlockReason.EDGE


@pytest.mark.parametrize("region", ["la", "eu2", "xy"])
async def test_11_a_region_that_nobody_has_heard_of_is_found(
    cloud: FakeCloud, client: CloudClient, region: str
) -> None:
    cloud.login(Reply({"status": 0, "data": {"redirect": True, "region": region}}), Reply(fixture("login")))
    assert await client.connections()
    assert client.session.region == region


async def test_12_a_redirect_from_the_graph_is_followed(cloud: FakeCloud, running: CloudClient) -> None:
    cloud.on(GRAPH, Reply(fixture("redirect")), Reply(fixture("graph")))
    assert (await running.graph(PATIENT)).readings


async def test_13_a_redirected_log_in_without_ticket_is_no_key_error(cloud: FakeCloud, client: CloudClient) -> None:
    cloud.login(Reply(fixture("redirect")), Reply(fixture("login")))
    await client.login()
    assert client.session.user_id == USER_ID


async def test_14_an_empty_list_of_connections_is_told_as_such(cloud: FakeCloud, running: CloudClient) -> None:
    cloud.on(CONNECTIONS, Reply(fixture("connections_empty")))
    assert await running.connections() == ()


async def test_15_a_patient_without_sensor_or_reading_harms_nobody(cloud: FakeCloud, running: CloudClient) -> None:
    cloud.on(CONNECTIONS, patients(sensor=None, glucoseMeasurement=None, glucoseItem=None))
    first, second = await running.connections()
    assert first.current
    assert second.current is None


async def test_16_optional_fields_may_be_absent(cloud: FakeCloud, running: CloudClient) -> None:
    bare = {key: fixture("connections")["data"][0][key] for key in ("patientId", "glucoseMeasurement")}
    cloud.on(CONNECTIONS, Reply({"status": 0, "data": [bare]}))
    assert (await running.connections())[0].current


async def test_17_glucose_is_mg_dl_whatever_the_accounts_unit(cloud: FakeCloud, running: CloudClient) -> None:
    cloud.on(CONNECTIONS, Reply(fixture("connections_two")))
    _, second = await running.connections()
    assert second.current
    assert (second.unit, second.current.glucose) == ("mmol/L", 57)


async def test_18_an_hours_old_reading_is_never_current(cloud: FakeCloud, running: CloudClient) -> None:
    cloud.on(CONNECTIONS, Reply(fixture("connections_two")))
    _, second = await running.connections()
    assert second.current
    assert NOW - second.current.time > timedelta(hours=10)
    assert fresh(second.current, NOW, timedelta(minutes=15)) is None


def test_19_a_phone_that_uploads_seldom_is_followed_without_hammering() -> None:
    last = NOW
    for minutes in (20, 40, 59):
        due = next_poll([Rhythm(newest=NOW)], NOW + timedelta(minutes=minutes))
        assert due - (NOW + timedelta(minutes=minutes)) >= timedelta(minutes=2)
        assert due > last


async def test_20_the_current_reading_does_not_come_from_the_graph(cloud: FakeCloud, running: CloudClient) -> None:
    cloud.on(GRAPH, Reply(fixture("graph")))
    graph = await running.graph(PATIENT)
    assert graph.patient.current
    assert graph.patient.current.kind is ReadingKind.CURRENT
    assert graph.patient.current.time - graph.readings[-1].time > timedelta(minutes=15)


async def test_21_the_end_of_a_sensor_is_learned_not_guessed_from_its_type(running: CloudClient) -> None:
    (patient,) = await running.connections()
    assert patient.sensor
    assert patient.current
    assert expires_at(patient.sensor, SHORT_LIFE) == patient.sensor.started + timedelta(days=14)
    late = patient.current._replace(time=patient.sensor.started + timedelta(days=14, minutes=30))
    assert proves_long_life(patient.sensor, late)
    assert expires_at(patient.sensor, LONG_LIFE) == patient.sensor.started + timedelta(days=15)


async def test_22_a_refusal_of_right_credentials_is_not_believed_at_once(cloud: FakeCloud, client: CloudClient) -> None:
    cloud.login(Reply(fixture("rejected")), Reply(fixture("login")))
    with pytest.raises(CredentialsRejected) as rejected:
        await client.connections()
    assert not rejected.value.confirmed
    cloud.pass_time(minutes=3)
    assert await client.connections()


async def test_22_a_server_error_does_not_throw_the_token_away(cloud: FakeCloud, running: CloudClient) -> None:
    cloud.on(CONNECTIONS, Reply(status=500, text=""), Reply(fixture("connections")))
    with pytest.raises(Maintenance):
        await running.connections()
    assert await running.connections()
    assert cloud.logins == 0


async def test_23_nothing_is_sent_while_a_429_lasts(cloud: FakeCloud, running: CloudClient) -> None:
    cloud.on(CONNECTIONS, Reply({}, 429))
    for _ in range(5):
        with pytest.raises(Blocked):
            await running.connections()
    assert len(cloud.requests) == 1


async def test_24_the_token_is_renewed_for_ever(cloud: FakeCloud, http: ClientSession) -> None:
    client = cloud.client(http, Session(user_id=USER_ID, token="old", expires=NOW + timedelta(hours=3)))
    assert await client.connections()
    assert cloud.logins == 0
    assert client.session.expires
    assert client.session.expires > NOW + timedelta(days=170)


async def test_25_patients_are_told_apart_by_their_id_not_their_place(cloud: FakeCloud, running: CloudClient) -> None:
    body = fixture("connections_two")
    cloud.on(CONNECTIONS, Reply(body), Reply(body | {"data": body["data"][::-1]}))
    once = {patient.id: patient for patient in await running.connections()}
    again = {patient.id: patient for patient in await running.connections()}
    assert once == again


async def test_26_maintenance_passes(cloud: FakeCloud, running: CloudClient) -> None:
    cloud.on(CONNECTIONS, Reply(fixture("maintenance")), Reply(fixture("connections")))
    with pytest.raises(Maintenance):
        await running.connections()
    assert await running.connections()


async def test_27_a_value_of_700_is_not_shown(cloud: FakeCloud, running: CloudClient) -> None:
    nonsense = fixture("hi") | {"ValueInMgPerDl": 700, "isHigh": False}
    cloud.on(CONNECTIONS, patients(glucoseMeasurement=nonsense, glucoseItem=nonsense))
    first, second = await running.connections()
    assert first.current
    assert second.current is None


async def test_an_unverified_e_mail_address_leads_to_the_app(cloud: FakeCloud, client: CloudClient) -> None:
    cloud.login(Reply(fixture("verify_email")))
    with pytest.raises(StepRequired, match="VerifyEmail"):
        await client.connections()


async def test_an_account_of_russia_at_the_wrong_place_is_told_to_wait(cloud: FakeCloud, http: ClientSession) -> None:
    cloud.login(Reply(fixture("maintenance")))
    with pytest.raises(CloudError):
        await cloud.client(http, region=Region.AUTO).login()
