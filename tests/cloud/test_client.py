import asyncio
import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta
import json
import logging
from typing import Any

from aiohttp import ClientSession, ClientTimeout, web
from aiohttp.test_utils import TestServer
import pytest

from custom_components.librelink_up.cloud import (
    BadAnswer,
    Blocked,
    BlockReason,
    CannotConnect,
    CloudClient,
    CloudError,
    CredentialsRejected,
    Maintenance,
    PatientUnknown,
    ProtocolClosed,
    Region,
    Session,
    StepRequired,
    TermsPending,
    transport,
)

from .conftest import EMAIL, NOW, PASSWORD, PATIENT, TOKEN, USER_ID, FakeCloud, Reply, fixture, logged_in

CONNECTIONS = "/llu/connections"


def terms(kind: str) -> Reply:
    body = fixture("terms")
    body["data"]["step"]["type"] = kind
    return Reply(body)


ACCOUNT_ID = "2db2d41776b0e9d5b64debe70808c305fe080f2d63a2cdf2474234197743a62d"


def busy(status: int, until: str) -> Reply:
    return Reply({}, status, headers={"Date": "Fri, 20 Nov 2026 07:42:00 GMT", "Retry-After": until})


async def test_the_first_call_logs_in_and_the_next_ones_do_not(cloud: FakeCloud, client: CloudClient) -> None:
    assert (await client.connections())[0].id == PATIENT
    await client.connections()
    assert cloud.logins == 1
    _, headers, body = cloud.requests[0]
    assert body == {"email": EMAIL, "password": PASSWORD}
    assert "Authorization" not in headers
    _, headers, _ = cloud.requests[1]
    assert headers["Account-Id"] == ACCOUNT_ID
    assert headers["Authorization"] == "Bearer <jwt-login>"
    assert headers["product"] == "llu.android"
    assert headers["version"] == "4.17.0"


async def test_the_name_of_the_holder_comes_with_the_log_in(client: CloudClient) -> None:
    assert client.first_name == ""
    await client.login()
    assert client.first_name == "Robin"


@pytest.mark.parametrize(
    ("payload", "name"),
    [({"firstName": " Zoë "}, "Zoë"), ({"firstName": 5}, ""), ({}, ""), ([1], ""), (None, "")],
)
def test_a_token_tells_whose_it_is(payload: Any, name: str) -> None:
    content = base64.urlsafe_b64encode(json.dumps(payload).encode()).decode().rstrip("=")
    session = Session(token=f"e.{content}.s")
    assert session.first_name == name
    assert (name or "e.") not in repr(session)


@pytest.mark.parametrize("token", [None, "x", "a.b.c", "a.!.c", "a..c", "a.W1tb.c"])
def test_a_token_that_is_none_tells_nobody(token: str | None) -> None:
    assert Session(token=token).first_name == ""


async def test_a_kept_session_needs_no_log_in(cloud: FakeCloud, http: ClientSession) -> None:
    await cloud.client(http, logged_in()).connections()
    assert cloud.logins == 0


async def test_every_answer_renews_the_ticket_and_it_is_saved_once_a_day(cloud: FakeCloud, client: CloudClient) -> None:
    await client.connections()
    assert client.session.token == "<jwt-c1>"
    saved = len(cloud.saved)
    later = fixture("connections")
    later["ticket"] = {"token": "<jwt-2>", "expires": 1810712520 + 600, "duration": 1}
    cloud.on(CONNECTIONS, Reply(later))
    await client.connections()
    assert client.session.token == "<jwt-2>"
    assert len(cloud.saved) == saved
    later["ticket"] = {"token": "<jwt-3>", "expires": 1810712520 + 100000, "duration": 1}
    cloud.on(CONNECTIONS, Reply(later))
    await client.connections()
    assert cloud.saved[-1].token == "<jwt-3>"


@pytest.mark.parametrize(
    "ticket",
    [
        None,
        {},
        {"token": "", "expires": 1},
        {"token": "x", "expires": None},
        {"token": "x", "expires": 1e300},
        {"token": "x", "expires": 5},
    ],
)
async def test_a_ticket_that_is_none_is_left_alone(cloud: FakeCloud, http: ClientSession, ticket: Any) -> None:
    cloud.on(CONNECTIONS, Reply(fixture("connections") | {"ticket": ticket}))
    client = cloud.client(http, logged_in())
    await client.connections()
    assert client.session.token == TOKEN


async def test_graph_and_logbook(cloud: FakeCloud, http: ClientSession) -> None:
    cloud.on(f"{CONNECTIONS}/{PATIENT}/graph", Reply(fixture("graph")))
    cloud.on(f"{CONNECTIONS}/{PATIENT}/logbook", Reply(fixture("logbook")))
    client = cloud.client(http, logged_in())
    assert len((await client.graph(PATIENT)).readings) == 4
    assert len(await client.logbook(PATIENT)) == 3


@pytest.mark.parametrize("patient", ["a/b", "..", "x?y", "x#y"])
async def test_an_id_never_leads_to_another_path(cloud: FakeCloud, client: CloudClient, patient: str) -> None:
    with pytest.raises(BadAnswer):
        await client.graph(patient)
    assert cloud.requests == []


async def test_the_region_is_found_and_remembered(cloud: FakeCloud, client: CloudClient) -> None:
    cloud.login(Reply(fixture("redirect")), Reply(fixture("login")))
    await client.connections()
    assert cloud.paths == ["/llu/auth/login", "/de/llu/auth/login", "/de/llu/connections"]
    assert cloud.saved[-1].region == "de"


@pytest.mark.parametrize("region", ["evil.example.org", "DE", "deu", "", 5, None, "d1"])
async def test_a_redirect_to_what_is_no_region_is_not_followed(
    cloud: FakeCloud, client: CloudClient, region: Any
) -> None:
    cloud.login(Reply({"status": 0, "data": {"redirect": True, "region": region}}))
    with pytest.raises(BadAnswer):
        await client.login()
    assert len(cloud.requests) == 1


def elsewhere(region: str) -> Reply:
    return Reply({"status": 0, "data": {"redirect": True, "region": region}})


async def test_a_region_in_circles_costs_the_budget_and_no_password_more(cloud: FakeCloud, client: CloudClient) -> None:
    cloud.on("/llu/auth/login", elsewhere("de"))
    cloud.on("/de/llu/auth/login", elsewhere("fr"))
    cloud.on("/fr/llu/auth/login", elsewhere("de"))
    sent = []
    for _ in range(6 * 60):
        with pytest.raises(CloudError):
            await client.connections()
        sent.append(cloud.logins)
        cloud.pass_time(minutes=1)
    # Three at once, then after 5, 15 and 60 minutes, and each hour from then on: what the budget allows.
    assert [sent[minute] for minute in (0, 4, 5, 19, 20, 79, 80, 139, 140)] == [3, 3, 4, 4, 5, 5, 6, 6, 7]
    assert sent[-1] == 10


async def test_a_region_that_is_named_again_is_a_circle(cloud: FakeCloud, client: CloudClient) -> None:
    cloud.login(Reply(fixture("redirect")))
    with pytest.raises(BadAnswer):
        await client.login()
    assert len(cloud.requests) == 2


async def test_a_data_call_can_be_redirected_too_without_a_log_in(cloud: FakeCloud, http: ClientSession) -> None:
    cloud.on(CONNECTIONS, Reply(fixture("redirect")), Reply(fixture("connections")))
    await cloud.client(http, logged_in()).connections()
    assert cloud.paths == [CONNECTIONS, f"/de{CONNECTIONS}"]


async def test_a_data_call_redirected_for_ever_ends(cloud: FakeCloud, http: ClientSession) -> None:
    cloud.on(CONNECTIONS, Reply(fixture("redirect")))
    with pytest.raises(BadAnswer):
        await cloud.client(http, logged_in()).connections()
    assert len(cloud.requests) == 2


@pytest.mark.parametrize(
    "reply",
    [
        Reply(fixture("dead_token"), 401),
        Reply(fixture("missing_header"), 400),
        Reply({"message": "MissingCachedUser"}, 401),
        Reply(fixture("rejected")),
    ],
)
async def test_a_dead_session_is_renewed_once(cloud: FakeCloud, http: ClientSession, reply: Reply) -> None:
    cloud.on(CONNECTIONS, reply, Reply(fixture("connections")))
    assert await cloud.client(http, logged_in()).connections()
    assert cloud.logins == 1


async def test_a_session_that_dies_again_at_once_is_the_clouds_trouble(cloud: FakeCloud, http: ClientSession) -> None:
    cloud.on(CONNECTIONS, Reply(fixture("dead_token"), 401))
    with pytest.raises(BadAnswer):
        await cloud.client(http, logged_in()).connections()
    assert cloud.logins == 1


async def test_many_calls_at_once_log_in_once(cloud: FakeCloud, http: ClientSession) -> None:
    cloud.on(
        CONNECTIONS, Reply(fixture("dead_token"), 401), Reply(fixture("dead_token"), 401), Reply(fixture("connections"))
    )
    client = cloud.client(http, logged_in())
    await asyncio.gather(client.connections(), client.connections(), client.connections())
    assert cloud.logins == 1


async def test_credentials_are_wrong_only_when_refused_twice_minutes_apart(
    cloud: FakeCloud, http: ClientSession
) -> None:
    cloud.login(Reply(fixture("rejected")))
    client = cloud.client(http)
    with pytest.raises(CredentialsRejected) as first:
        await client.connections()
    assert not first.value.confirmed
    with pytest.raises(CredentialsRejected):
        await client.connections()
    assert cloud.logins == 1
    cloud.pass_time(seconds=first.value.retry_after or 0)
    with pytest.raises(CredentialsRejected) as second:
        await cloud.client(http, cloud.saved[-1]).connections()
    assert second.value.confirmed


async def test_a_right_password_that_is_refused_for_minutes_is_tried_again(
    cloud: FakeCloud, client: CloudClient
) -> None:
    cloud.login(Reply(fixture("rejected")))
    tried: list[int] = []
    for minute in range(6 * 60):
        with pytest.raises(CredentialsRejected):
            await client.connections()
        if cloud.logins > len(tried):
            tried.append(minute)
        cloud.pass_time(minutes=1)
    assert tried == [0, 3, 13, 43, 73, 133, 193, 253, 313]
    cloud.login(Reply(fixture("login")))
    cloud.pass_time(minutes=13)
    assert await client.connections()
    assert (client.session.rejected, client.session.confirmed) == (None, False)


async def test_the_wait_after_a_refusal_says_that_the_password_was_refused_also_after_a_restart(
    cloud: FakeCloud, client: CloudClient, http: ClientSession
) -> None:
    cloud.login(Reply(fixture("rejected")))
    for minutes, confirmed in ((3, False), (10, True), (1, True)):
        with pytest.raises(CredentialsRejected):
            await client.connections()
        with pytest.raises(CredentialsRejected) as held:
            await cloud.client(http, Session.from_dict(cloud.saved[-1].as_dict())).connections()
        assert held.value.confirmed is confirmed
        cloud.pass_time(minutes=minutes)
    assert cloud.logins == 3


@pytest.mark.parametrize("life", [timedelta(hours=1), timedelta(hours=23), timedelta(days=1)])
async def test_tokens_of_short_life_cost_no_log_in_each_poll(
    cloud: FakeCloud, http: ClientSession, life: timedelta
) -> None:
    def with_ticket(name: str) -> Reply:
        body = fixture(name)
        ticket = {"token": f"t.{cloud.now.timestamp():.0f}.s", "expires": int((cloud.now + life).timestamp())}
        body["ticket"] = body["data"]["authTicket"] = ticket
        return Reply(body)

    client = cloud.client(http)
    body = fixture("connections")
    for _ in range(24 * 12):
        cloud.login(Reply(fixture("login") | {"data": with_ticket("login").body["data"]}))
        cloud.on(CONNECTIONS, Reply(body | {"ticket": with_ticket("login").body["ticket"]}))
        await client.connections()
        cloud.pass_time(minutes=5)
    assert cloud.logins == 1
    # A restart finds one that is alive, though not each has been saved.
    assert cloud.saved[-1].expires
    assert cloud.saved[-1].expires > cloud.now
    assert 4 <= len(cloud.saved) <= 200


async def test_a_session_that_dies_all_day_does_not_cost_the_readings(cloud: FakeCloud, http: ClientSession) -> None:
    client = cloud.client(http)
    blind = 0
    for _ in range(6 * 60):
        cloud.on(CONNECTIONS, Reply(fixture("dead_token"), 401), Reply(fixture("connections")))
        try:
            await client.connections()
            blind = 0
        except Blocked:
            blind += 1
        assert blind < 10
        cloud.pass_time(minutes=1)
    assert cloud.logins < 6 * 60 / 4


async def test_a_refusal_that_passes_is_forgotten(cloud: FakeCloud, client: CloudClient) -> None:
    cloud.login(Reply(fixture("rejected_2")), Reply(fixture("login")))
    with pytest.raises(CredentialsRejected):
        await client.connections()
    cloud.pass_time(minutes=4)
    await client.connections()
    assert client.session.rejected is None


async def test_a_401_at_log_in_counts_as_a_refusal(cloud: FakeCloud, client: CloudClient) -> None:
    cloud.login(Reply(fixture("dead_token"), 401))
    with pytest.raises(CredentialsRejected):
        await client.login()


async def test_log_ins_keep_their_distance(cloud: FakeCloud, client: CloudClient) -> None:
    await client.login()
    with pytest.raises(Blocked) as blocked:
        await client.login()
    assert blocked.value.reason is BlockReason.LOGIN_BUDGET
    assert blocked.value.retry_after == 60
    assert blocked.value.retry_minutes == 1
    assert cloud.logins == 1


@pytest.mark.parametrize(
    ("reply", "reason", "seconds"),
    [
        (Reply({}, 429, headers={"Retry-After": "77"}), BlockReason.RATE_LIMIT, 77),
        (Reply({}, 429, headers={"Retry-After": "soon"}), BlockReason.RATE_LIMIT, 300),
        (Reply({}, 429), BlockReason.RATE_LIMIT, 300),
        (Reply({}, 503, headers={"Retry-After": "77"}), BlockReason.BUSY, 77),
        (Reply({}, 502, headers={"Retry-After": "86400"}), BlockReason.BUSY, 3600),
        (busy(503, "Fri, 20 Nov 2026 07:45:20 GMT"), BlockReason.BUSY, 200),
        (busy(429, "Fri, 20 Nov 2026 07:00:00 GMT"), BlockReason.RATE_LIMIT, 60),
        (Reply(status=430, text=""), BlockReason.EDGE, 1800),
        (Reply(status=429, text="<html>error 1015"), BlockReason.EDGE, 1800),
        (Reply(status=403, text="<html>Attention Required! | Cloudflare"), BlockReason.EDGE, 1800),
        (Reply(fixture("locked")), BlockReason.LOCKED_OUT, 300),
        (Reply({"status": 429, "data": {"message": "locked", "data": {"lockout": "x"}}}), BlockReason.LOCKED_OUT, 300),
    ],
)
async def test_a_pause_is_kept_by_every_call_and_over_a_restart(
    cloud: FakeCloud, http: ClientSession, reply: Reply, reason: BlockReason, seconds: float
) -> None:
    cloud.login(reply)
    error: type[CloudError] = Maintenance if reason is BlockReason.BUSY else Blocked
    with pytest.raises(error) as blocked:
        await cloud.client(http).connections()
    assert blocked.value.retry_after == seconds
    assert cloud.saved[-1].paused_for is reason
    again = cloud.client(http, Session.from_dict(cloud.saved[-1].as_dict()))
    for call in (again.connections, again.login, lambda: again.graph(PATIENT)):
        with pytest.raises(error) as held:
            await call()
        assert held.value.retry_after == seconds
        assert getattr(held.value, "reason", BlockReason.BUSY) is reason
    assert len(cloud.requests) == 1


async def test_a_clock_that_is_set_back_makes_no_pause_longer(cloud: FakeCloud, http: ClientSession) -> None:
    cloud.on(CONNECTIONS, Reply({}, 429), Reply(fixture("connections")))
    client = cloud.client(http, logged_in())
    with pytest.raises(Blocked):
        await client.connections()
    cloud.pass_time(hours=-1)
    assert await client.connections()
    cloud.login(terms("tou"), Reply(fixture("login")))
    with pytest.raises(TermsPending):
        await client.login()
    cloud.pass_time(hours=-1)
    await client.login()


PAGE = Reply(status=403, text="<html>Attention Required! | Cloudflare")


@pytest.mark.parametrize(
    ("spoilt", "pauses"),
    [
        (Reply({}, 429), [300, 300, 600, 1200, 1800, 1800]),
        (Reply(fixture("locked")), [300, 600, 1200, 2400]),
        (PAGE, [300, 1800, 3600, 7200, 14400, 21600, 21600]),
        (Reply({}, 503, headers={"Retry-After": "300"}), [300, 300, 300]),
    ],
)
async def test_pauses_in_a_row_grow_and_a_success_ends_the_row(
    cloud: FakeCloud, http: ClientSession, spoilt: Reply, pauses: list[float]
) -> None:
    cloud.on(CONNECTIONS, spoilt)
    client = cloud.client(http, logged_in())
    for seconds in pauses:
        with pytest.raises((Blocked, Maintenance)) as blocked:
            await client.connections()
        assert blocked.value.retry_after == seconds
        cloud.pass_time(seconds=seconds)
    cloud.on(CONNECTIONS, Reply(fixture("connections")))
    await client.connections()
    assert (client.session.pauses, client.session.not_before) == (0, None)


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Reply(status=502, text="<html>"), Maintenance),
        (Reply(fixture("maintenance")), Maintenance),
        (Reply(status=200, text="<html>"), BadAnswer),
        (Reply(status=302, text="", headers={"Location": "https://evil.example.org/"}), BadAnswer),
        (Reply([1]), BadAnswer),
        (Reply({"status": 7}), BadAnswer),
        (Reply({"status": 0, "data": []}, 404), BadAnswer),
        (Reply({"status": 0, "data": []}, 418), BadAnswer),
        (Reply({"status": 4, "data": {}}), BadAnswer),
        (Reply(fixture("unknown_patient")), PatientUnknown),
    ],
)
async def test_other_answers(cloud: FakeCloud, http: ClientSession, reply: Reply, error: type[CloudError]) -> None:
    cloud.on(CONNECTIONS, reply)
    with pytest.raises(error):
        await cloud.client(http, logged_in()).connections()
    assert len(cloud.requests) == 1


PASSING = [
    Reply(fixture("maintenance")),
    Reply(status=500, text=""),
    Reply(status=200, text="<html>"),
    Reply({"status": 0, "data": None}),
    Reply({"status": 0, "data": {}}),
    Reply({"status": 0}),
]


@pytest.mark.parametrize("reply", PASSING)
async def test_a_failure_that_says_nothing_of_load_is_asked_again_every_minute_for_a_quarter_of_an_hour(
    cloud: FakeCloud, http: ClientSession, reply: Reply
) -> None:
    cloud.on(CONNECTIONS, reply)
    client = cloud.client(http, logged_in())
    waits = []
    for _ in range(45):
        with pytest.raises((Maintenance, BadAnswer)) as error:
            await client.connections()
        waits.append(error.value.retry_after)
    assert waits == [60] * 15 + [120] * 25 + [300] * 5
    cloud.on(CONNECTIONS, Reply(fixture("connections")), reply)
    await client.connections()
    with pytest.raises((Maintenance, BadAnswer)) as error:
        await client.connections()
    assert error.value.retry_after == 60


async def test_a_passing_page_of_the_firewall_does_not_make_a_reading_too_old(
    cloud: FakeCloud, http: ClientSession
) -> None:
    cloud.on(CONNECTIONS, PAGE, Reply(fixture("connections")))
    client = cloud.client(http, logged_in())
    with pytest.raises(Blocked) as blocked:
        await client.connections()
    assert blocked.value.retry_after
    assert blocked.value.retry_after <= 600  # With a minute or two for the reading before: less than fifteen.
    cloud.pass_time(seconds=blocked.value.retry_after)
    assert await client.connections()


REGION = replace(logged_in(), region="de")


@pytest.mark.parametrize(
    ("reply", "asks"),
    [
        (Reply(status=404, text="<html>not found"), 1),
        (Reply(status=500, text=""), 3),
        (Reply(status=200, text="<html>parked"), 3),
    ],
)
async def test_a_region_whose_host_fails_is_asked_for_anew(
    cloud: FakeCloud, http: ClientSession, reply: Reply, asks: int
) -> None:
    cloud.on(f"/de{CONNECTIONS}", reply)
    cloud.on(CONNECTIONS, elsewhere("eu"), Reply(fixture("connections")))
    client = cloud.client(http, REGION)
    for _ in range(asks - 1):
        with pytest.raises(CloudError):
            await client.connections()
    assert await client.connections()
    assert client.session.region == "eu"
    assert cloud.logins == 0
    assert cloud.paths[-2:] == [CONNECTIONS, f"/eu{CONNECTIONS}"]


async def test_a_region_is_kept_when_the_global_host_knows_no_other(cloud: FakeCloud, http: ClientSession) -> None:
    cloud.on(f"/de{CONNECTIONS}", Reply(status=404, text=""))
    cloud.on(CONNECTIONS, Reply(status=500, text=""))
    client = cloud.client(http, REGION)
    for _ in range(17 * 60):
        with pytest.raises(BadAnswer) as error:
            await client.connections()
        assert error.value.retry_after
        assert error.value.retry_after <= 300
        assert client.session.region == "de"
    assert cloud.paths.count(CONNECTIONS) < len(cloud.paths) / 4
    cloud.on(CONNECTIONS, Reply(fixture("connections")))
    for _ in range(4):
        with pytest.raises(BadAnswer):
            await client.connections()
    assert await client.connections()
    assert client.session.region is None


async def test_what_the_global_host_has_to_say_is_told(cloud: FakeCloud, http: ClientSession) -> None:
    cloud.on(f"/de{CONNECTIONS}", Reply(status=404, text=""))
    cloud.on(CONNECTIONS, Reply(fixture("dead_token"), 401))
    cloud.login(terms("tou"))
    client = cloud.client(http, REGION)
    with pytest.raises(TermsPending):
        await client.connections()
    assert client.session.region == "de"


async def test_a_log_in_at_a_host_that_is_gone_goes_to_the_global_host_when_it_may(
    cloud: FakeCloud, http: ClientSession
) -> None:
    cloud.on("/de/llu/auth/login", Reply(status=404, text=""))
    client = cloud.client(http, Session(region="de"))
    with pytest.raises(BadAnswer):
        await client.connections()
    assert cloud.logins == 1
    cloud.pass_time(minutes=1)
    assert await client.connections()
    assert client.session.region is None


async def test_a_chosen_island_is_never_left(cloud: FakeCloud, http: ClientSession) -> None:
    cloud.on(f"/ru{CONNECTIONS}", Reply(status=404, text=""))
    client = cloud.client(http, REGION, region=Region.RUSSIA)
    for _ in range(6):
        with pytest.raises(BadAnswer):
            await client.connections()
    assert set(cloud.paths) == {f"/ru{CONNECTIONS}"}


async def test_a_newer_version_is_adopted_at_once_and_remembered(cloud: FakeCloud, http: ClientSession) -> None:
    body = {"data": {"minimumVersion": "4.19.2"}, "status": 920}
    cloud.on(CONNECTIONS, Reply(body, 403), Reply(fixture("connections")))
    await cloud.client(http, logged_in()).connections()
    assert cloud.requests[-1][1]["version"] == "4.19.2"
    assert cloud.saved[-1].version == "4.19.2"


@pytest.mark.parametrize(
    ("demanded", "named"), [("5.0.0", "5.0.0"), ("4.1.0", "4.1.0"), ("soon", "unknown"), (None, "unknown")]
)
async def test_a_closed_protocol_is_told_and_tried_once_a_day(
    cloud: FakeCloud, http: ClientSession, demanded: Any, named: str
) -> None:
    cloud.on(CONNECTIONS, Reply({"data": {"minimumVersion": demanded}, "status": 920}, 403))
    with pytest.raises(ProtocolClosed) as closed:
        await cloud.client(http, logged_in()).connections()
    assert (closed.value.version, closed.value.retry_after) == (named, 86400)
    again = cloud.client(http, Session.from_dict(cloud.saved[-1].as_dict()))
    with pytest.raises(ProtocolClosed):
        await again.connections()
    assert len(cloud.requests) == 1
    cloud.pass_time(days=1)
    cloud.on(CONNECTIONS, Reply(fixture("connections")))
    await again.connections()
    assert again.session.closed is None


async def test_a_version_that_is_demanded_again_after_adopting_it_is_closed(
    cloud: FakeCloud, http: ClientSession
) -> None:
    cloud.on(
        CONNECTIONS,
        Reply({"data": {"minimumVersion": "4.18.0"}, "status": 920}, 403),
        Reply({"data": {"minimumVersion": "4.19.0"}, "status": 920}, 403),
    )
    with pytest.raises(ProtocolClosed):
        await cloud.client(http, logged_in()).connections()


async def test_terms_are_named_and_accepted_one_after_the_other(cloud: FakeCloud, client: CloudClient) -> None:
    cloud.login(terms("tou"))
    with pytest.raises(TermsPending) as pending:
        await client.connections()
    assert (pending.value.terms.kind, pending.value.terms.country) == ("tou", "DE")
    cloud.on("/auth/continue/tou", terms("pp"))
    cloud.on("/auth/continue/pp", Reply(fixture("login")))
    following = await client.accept_terms(pending.value.terms)
    assert following
    assert following.kind == "pp"
    assert await client.accept_terms(following) is None
    assert cloud.requests[-1][1]["Authorization"] == "Bearer <short-lived-jwt>"
    assert cloud.requests[-1][2] is None
    assert await client.connections()
    assert cloud.logins == 1


async def test_pending_terms_cause_no_storm_of_log_ins(cloud: FakeCloud, client: CloudClient) -> None:
    cloud.login(terms("tou"))
    tried: list[int] = []
    for minute in range(3 * 60):
        with pytest.raises(TermsPending):
            await client.connections()
        if cloud.logins > len(tried):
            tried.append(minute)
        cloud.pass_time(minutes=1)
    assert tried == [*range(0, 61, 5), *range(75, 180, 15)]


@pytest.mark.parametrize("pending", [terms("tou"), Reply(fixture("verify_email"))])
async def test_a_step_that_is_done_in_the_app_is_noticed_within_minutes_or_at_once_when_the_user_says_so(
    cloud: FakeCloud, http: ClientSession, pending: Reply
) -> None:
    for says_so in (False, True):
        client = cloud.client(http)
        cloud.login(pending, Reply(fixture("login")))
        with pytest.raises((TermsPending, StepRequired)) as error:
            await client.connections()
        assert error.value.retry_after == 300
        if says_so:
            cloud.pass_time(minutes=1)
            client.forget_held()
        else:
            cloud.pass_time(minutes=5)
        assert await client.connections()


async def test_accepting_in_vain_leads_to_the_app(cloud: FakeCloud, client: CloudClient) -> None:
    cloud.login(terms("tou"))
    with pytest.raises(TermsPending) as pending:
        await client.login()
    cloud.on("/auth/continue/tou", terms("tou"))
    with pytest.raises(StepRequired):
        await client.accept_terms(pending.value.terms)


async def test_a_step_ticket_that_has_ended_is_renewed_first(cloud: FakeCloud, client: CloudClient) -> None:
    body = terms("tou").body
    body["data"]["authTicket"]["expires"] = int((NOW + timedelta(hours=1)).timestamp())
    cloud.login(Reply(body))
    with pytest.raises(TermsPending) as pending:
        await client.login()
    cloud.pass_time(hours=2)
    fresh = terms("tou").body
    fresh["data"]["authTicket"] = {"token": "fresh", "expires": int((cloud.now + timedelta(hours=1)).timestamp())}
    cloud.login(Reply(fresh))
    cloud.on("/auth/continue/tou", Reply(fixture("login")))
    assert await client.accept_terms(pending.value.terms) is None
    assert cloud.requests[-1][1]["Authorization"] == "Bearer fresh"


@pytest.mark.parametrize(("now_due", "result"), [("pp", "pp"), (None, None)])
async def test_terms_accepted_elsewhere_meanwhile(
    cloud: FakeCloud, client: CloudClient, now_due: str | None, result: str | None
) -> None:
    body = terms("tou").body
    body["data"]["authTicket"]["expires"] = int((NOW + timedelta(hours=1)).timestamp())
    cloud.login(Reply(body))
    with pytest.raises(TermsPending) as pending:
        await client.login()
    cloud.pass_time(hours=2)
    later = terms(now_due).body if now_due else fixture("login")
    if now_due:
        later["data"]["authTicket"]["expires"] = int((cloud.now + timedelta(hours=1)).timestamp())
    cloud.login(Reply(later))
    following = await client.accept_terms(pending.value.terms)
    assert (following.kind if following else None) == result


async def test_terms_that_cannot_be_accepted(cloud: FakeCloud, client: CloudClient) -> None:
    cloud.login(terms("tou"))
    with pytest.raises(TermsPending) as pending:
        await client.login()
    cloud.on("/auth/continue/tou", Reply(fixture("dead_token"), 401))
    with pytest.raises(BadAnswer):
        await client.accept_terms(pending.value.terms)


@pytest.mark.parametrize(
    ("data", "url"),
    [
        ({"lluToUHtml": "https://files.example.org/tou.html"}, "https://files.example.org/tou.html"),
        ({"lluToUVersions": ["1"], "lluToU": {"de": "https://files.example.org/de"}}, "https://files.example.org/de"),
        ({"lluToUHtml": "http://plain.example.org"}, "https://www.libreview.com"),
        ("nonsense", "https://www.libreview.com"),
    ],
)
async def test_the_text_of_the_terms_can_be_found(cloud: FakeCloud, client: CloudClient, data: Any, url: str) -> None:
    cloud.login(terms("tou"))
    with pytest.raises(TermsPending) as pending:
        await client.login()
    cloud.on("/llu/config/country", Reply({"status": 0, "data": data}))
    assert await client.terms_url(pending.value.terms) == url
    assert cloud.paths[-1] == "/llu/config/country?country=DE"
    cloud.on("/llu/config/country", Reply(status=500, text=""))
    assert await client.terms_url(pending.value.terms) == "https://www.libreview.com"


@pytest.mark.parametrize(
    ("step", "name"),
    [
        ({"type": "verifyEmail", "componentName": "VerifyEmail"}, "VerifyEmail"),
        ({"type": "new<script>"}, "newscript"),
        ({"type": "tou"}, "tou"),
        ({"x": 1}, "unknown"),
    ],
)
async def test_other_steps_need_the_app(cloud: FakeCloud, client: CloudClient, step: Any, name: str) -> None:
    cloud.login(Reply({"status": 4, "data": {"step": step, "user": {"country": 5}}}))
    with pytest.raises(StepRequired) as required:
        await client.login()
    assert required.value.step == name


async def test_a_country_that_is_none_is_left_out(cloud: FakeCloud, client: CloudClient) -> None:
    body = terms("tou").body
    body["data"]["user"]["country"] = "D&x=1"
    cloud.login(Reply(body))
    with pytest.raises(TermsPending) as pending:
        await client.login()
    assert pending.value.terms.country == ""


@pytest.mark.parametrize("data", [{}, {"user": {"id": 5}}, {"user": {"id": "x"}, "authTicket": {"token": 5}}])
async def test_a_log_in_without_user_or_ticket_is_a_bad_answer(
    cloud: FakeCloud, client: CloudClient, data: Any
) -> None:
    cloud.login(Reply({"status": 0, "data": data}))
    with pytest.raises(BadAnswer):
        await client.login()


async def serve(handler: Any) -> TestServer:
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", handler)
    server = TestServer(app)
    await server.start_server()
    return server


async def client_of(server: TestServer, http: ClientSession) -> CloudClient:
    return CloudClient(http, email=EMAIL, password=PASSWORD, session=logged_in(), base_url=str(server.make_url("")))


async def test_a_body_over_four_mebibytes_is_not_read(socket_enabled: None, http: ClientSession) -> None:
    async def handler(_: web.Request) -> web.Response:
        return web.Response(body=b" " * (transport.MOST_BYTES + 1))

    server = await serve(handler)
    with pytest.raises(BadAnswer, match="too large"):
        await (await client_of(server, http)).connections()
    await server.close()


async def test_an_answer_that_is_cut_off(socket_enabled: None, http: ClientSession) -> None:
    async def handler(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "100"})
        await response.prepare(request)
        await response.write(b'{"status":0')
        assert request.transport
        request.transport.close()
        return response

    server = await serve(handler)
    with pytest.raises(BadAnswer, match="cut off"):
        await (await client_of(server, http)).connections()
    await server.close()


async def test_a_cloud_that_is_too_slow(
    socket_enabled: None, http: ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def handler(_: web.Request) -> web.Response:
        await asyncio.sleep(0.2)
        return web.Response()

    server = await serve(handler)
    monkeypatch.setattr(transport, "_TIMEOUT", ClientTimeout(total=0.05))
    with pytest.raises(CannotConnect, match="in time"):
        await (await client_of(server, http)).connections()
    await server.close()


def test_the_limits_are_ten_and_thirty_seconds() -> None:
    assert transport._TIMEOUT.total == 30
    assert transport._TIMEOUT.connect == transport._TIMEOUT.sock_connect == 10


async def test_no_network(socket_enabled: None, http: ClientSession) -> None:
    client = CloudClient(http, email=EMAIL, password=PASSWORD, base_url="http://127.0.0.1:9")
    with pytest.raises(CannotConnect) as error:
        await client.connections()
    assert error.value.retry_after == 60
    assert client.session.logins == ()  # Nobody was asked: it does not count.


async def test_without_a_listener_the_session_is_kept_in_memory(cloud: FakeCloud, http: ClientSession) -> None:
    client = CloudClient(http, email=EMAIL, password=PASSWORD, base_url=cloud.url)
    await client.connections()
    assert client.session.token


async def test_an_island_is_asked_directly(cloud: FakeCloud, http: ClientSession) -> None:
    await cloud.client(http, region=Region.RUSSIA).login()
    assert cloud.paths == ["/ru/llu/auth/login"]


async def test_a_refusal_that_a_working_session_followed_is_forgotten(cloud: FakeCloud, http: ClientSession) -> None:
    client = cloud.client(http, Session(rejected=NOW, user_id=USER_ID, token=TOKEN, expires=logged_in().expires))
    await client.connections()
    assert client.session.rejected is None


async def test_a_success_does_not_end_a_pause_that_another_call_was_told(cloud: FakeCloud, http: ClientSession) -> None:
    client = cloud.client(http, logged_in())

    async def told_meanwhile() -> None:
        client._requester.keep(not_before=NOW + timedelta(minutes=5), pauses=1)

    cloud.hook = told_meanwhile
    await client.connections()
    assert client.session.paused(NOW) == 300


@pytest.mark.parametrize(
    ("header", "text", "seconds"),
    [("0", None, 60), ("99999999999", None, 21600), ("9" * 400, None, 300), ("10", "<html>1015", 300)],
)
async def test_what_retry_after_says_is_bounded(
    cloud: FakeCloud, http: ClientSession, header: str, text: str | None, seconds: float
) -> None:
    cloud.on(CONNECTIONS, Reply({}, 429, text=text, headers={"Retry-After": header}))
    with pytest.raises(Blocked) as blocked:
        await cloud.client(http, logged_in()).connections()
    assert blocked.value.retry_after == seconds


async def test_a_log_in_that_may_have_arrived_counts(
    cloud: FakeCloud, client: CloudClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def slow(*_: Any) -> None:
        raise CannotConnect("slow", sent=True)

    monkeypatch.setattr("custom_components.librelink_up.cloud.requester.request", slow)
    with pytest.raises(CannotConnect):
        await client.login()
    assert client.session.logins == (NOW,)


async def test_the_token_of_a_new_log_in_is_always_saved(cloud: FakeCloud, http: ClientSession) -> None:
    expires = fixture("login")["data"]["authTicket"]["expires"]
    cloud.on(CONNECTIONS, Reply(fixture("dead_token"), 401), Reply({"status": 0, "data": []}))
    held = Session(user_id=USER_ID, token="dead", expires=datetime.fromtimestamp(expires - 60, UTC))
    await cloud.client(http, held).connections()
    assert cloud.saved[-1].token == "<jwt-login>"


@pytest.mark.parametrize("token", ["x\r\ny", "\ud800", "é"])
async def test_a_token_that_cannot_stand_in_a_header_is_none(cloud: FakeCloud, http: ClientSession, token: str) -> None:
    ticket = {"token": token, "expires": 1810712520}
    cloud.on(CONNECTIONS, Reply(fixture("connections") | {"ticket": ticket}))
    client = cloud.client(http, logged_in())
    await client.connections()
    assert client.session.token == TOKEN


async def test_a_region_that_changes_while_terms_are_accepted(cloud: FakeCloud, client: CloudClient) -> None:
    cloud.login(terms("tou"))
    with pytest.raises(TermsPending) as pending:
        await client.login()
    cloud.on("/auth/continue/tou", Reply(fixture("redirect")))
    with pytest.raises(BadAnswer):
        await client.accept_terms(pending.value.terms)
    assert client.session.region == "de"


async def test_a_captive_portal_is_no_wrong_password(cloud: FakeCloud, client: CloudClient) -> None:
    cloud.login(Reply(status=401, text="<html>log in to the hotel"))
    with pytest.raises(BadAnswer):
        await client.login()


def test_a_clock_that_was_wrong_once_blocks_nothing() -> None:
    ahead = Session(not_before=NOW + timedelta(days=400), logins=(NOW + timedelta(days=400),))
    assert (ahead.paused(NOW), ahead.login_wait(NOW)) == (0, 0)


REPLIES = [
    Reply(fixture("rejected")),
    Reply(fixture("terms")),
    Reply(fixture("verify_email")),
    Reply(fixture("locked")),
    Reply(fixture("dead_token"), 401),
    Reply(fixture("unknown_patient")),
    Reply(status=403, text=f"<html>{EMAIL} {TOKEN}"),
    Reply(status=500, text=EMAIL),
    Reply(status=302, text=EMAIL, headers={"Location": f"https://x/{PATIENT}"}),
]


@pytest.mark.parametrize("reply", REPLIES)
async def test_nothing_secret_or_personal_is_in_errors_or_logs(
    cloud: FakeCloud, http: ClientSession, reply: Reply, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    cloud.login(reply)
    cloud.on(f"{CONNECTIONS}/{PATIENT}/graph", reply)
    told = []
    for session in (None, logged_in()):
        with pytest.raises(CloudError) as error:
            await cloud.client(http, session).graph(PATIENT)
        told += [str(error.value), repr(error.value), repr(error.value.__cause__)]
        assert (
            error.value.__suppress_context__
            or error.value.__context__ is None
            or "http" not in str(error.value.__context__)
        )
    told += [record.getMessage() for record in caplog.records if record.name.startswith("custom_components")]
    for secret in (EMAIL, PASSWORD, TOKEN, USER_ID, PATIENT, "short-lived", "Alex", "Muster"):
        assert secret not in " ".join(told)


@pytest.mark.parametrize(
    ("header", "date"),
    [
        ("Fri, 20 Nov 2026 07:42:03 GMT", NOW + timedelta(seconds=3)),
        ("Fri, 20 Nov 2026 07:42:03 -0000", NOW + timedelta(seconds=3)),
        ("Fri, 20 Nov 2026 08:42:03 +0100", NOW + timedelta(seconds=3)),
        ("yesterday", None),
        ("Fri, 20 Nov 99999 07:42:03 GMT", None),
    ],
)
async def test_a_good_answer_tells_the_time_of_the_cloud(
    cloud: FakeCloud, client: CloudClient, header: str, date: datetime | None
) -> None:
    cloud.on("/llu/connections", Reply(fixture("connections"), headers={"Date": header}))
    await client.connections()
    assert cloud.dates[-1] == date
    count = len(cloud.dates)
    cloud.on("/llu/connections", Reply(status=500, text="", headers={"Date": header}))
    with pytest.raises(CloudError):
        await client.connections()
    assert len(cloud.dates) == count
