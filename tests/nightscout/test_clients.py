"""The clients against answers that the real server gives only on bad days; the good ones are in tests/contract."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
import gzip
import hashlib
import json
import ssl
from typing import Any

from aiohttp import ClientConnectorCertificateError, ClientSession, ConnectionTimeoutError, web
from aiohttp.client_reqrep import ConnectionKey
from aiohttp.test_utils import TestServer
import pytest

from custom_components.librelink_up.glucose import Reading, ReadingKind
from custom_components.librelink_up.nightscout import (
    Api,
    CredentialRejected,
    HttpsNeeded,
    Moved,
    NightscoutClient,
    NightscoutError,
    NotNightscout,
    Rejected,
    ServerTrouble,
    SignOnNeeded,
    TlsError,
    TooLarge,
    Unreachable,
    UploadForbidden,
    create_client,
    document,
    transport,
)

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
READINGS = [Reading(NOW + timedelta(minutes=minute), 100 + minute, ReadingKind.CURRENT) for minute in range(3)]
DOCUMENTS = [document(reading) for reading in READINGS]
VERSIONS = [{"version": "1.0.0", "url": "/api/v1"}]
# As Nightscout itself words a refusal; everything else comes from what stands before it.
UNAUTHORIZED = (401, {"status": 401, "message": "Unauthorized", "description": "Invalid/Missing"})
BAD_JWT = (401, {"status": 401, "message": "Bad access token or JWT"})
MISSING = (403, {"status": 403, "message": "Missing permission api:entries:create"})
STOPPED = (403, "<html><title>Error 403 - This web app is stopped.</title>")
GOOD_JWT = {
    "token": "jwt",
    "exp": int(NOW.timestamp()) + 28800,
    "permissionGroups": [["api:entries:create,read,update"]],
}


def stored(status: int) -> list[Any]:
    return [(status, {"identifier": document["identifier"]}) for document in DOCUMENTS]


class Site:
    """A site that answers each path with its answers in turn, the last one for ever."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Any]] = {}
        self.requests: list[tuple[str, dict[str, str], bytes]] = []
        self.url = ""

    def on(self, path: str, *answers: Any) -> None:
        self.answers[path] = list(answers)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.requests.append((request.path_qs, dict(request.headers), await request.read()))
        answers = self.answers[request.path]
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if answer == "drop":
            assert request.transport
            request.transport.close()
            return web.Response()
        if callable(answer):
            answer = answer(dict(request.headers))
        status, body, *headers = answer if isinstance(answer, tuple) else (200, answer)
        if isinstance(body, str):
            return web.Response(status=status, text=body, headers=headers[0] if headers else None)
        return web.json_response(body, status=status, headers=headers[0] if headers else None)


@pytest.fixture
async def site(socket_enabled: None) -> AsyncIterator[Site]:
    fake = Site()
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", fake.handle)
    async with TestServer(app) as server:
        fake.url = str(server.make_url("")).rstrip("/")
        fake.on("/api/versions", VERSIONS)
        fake.on("/api/v2/authorization/request/token-1", GOOD_JWT)
        yield fake


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


@pytest.fixture
def v1(site: Site, http: ClientSession) -> NightscoutClient:
    return create_client(http, url=site.url, secret="my secret", api=Api.V1, now=lambda: NOW)


@pytest.fixture
def v3(site: Site, http: ClientSession) -> NightscoutClient:
    return create_client(http, url=site.url, secret="token-1", api=Api.V3, now=lambda: NOW)


async def test_v1_sends_one_gzipped_batch_with_a_hashed_secret(site: Site, v1: NightscoutClient) -> None:
    site.on("/api/v1/entries.json", DOCUMENTS)
    await v1.upload(READINGS)
    ((_, headers, body),) = site.requests
    assert headers["api-secret"] == hashlib.sha1(b"my secret").hexdigest()
    assert json.loads(gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body) == DOCUMENTS


@pytest.mark.parametrize(
    "answer",
    [
        [],
        {},
        DOCUMENTS[:2],
        [*DOCUMENTS[:2], None],
        [*DOCUMENTS[:2], {**DOCUMENTS[2], "sgv": 1}],
        DOCUMENTS[::-1],
        "<html>",
        (404, DOCUMENTS),
    ],
)
async def test_v1_200_is_no_proof(site: Site, v1: NightscoutClient, answer: Any) -> None:
    site.on("/api/v1/entries.json", answer)
    with pytest.raises(ServerTrouble):
        await v1.upload(READINGS)


@pytest.mark.parametrize(
    ("answer", "error", "uncertain"),
    [
        (UNAUTHORIZED, CredentialRejected, False),
        ((401, {"message": "Unauthorized"}), ServerTrouble, True),
        ((401, "<html>"), ServerTrouble, True),
        (STOPPED, ServerTrouble, True),
        ((404, "<html>"), ServerTrouble, True),
        ((413, {}), TooLarge, False),
        ((413, "<html>nginx"), TooLarge, False),
        ((400, {}), Rejected, False),
        ((422, {}), Rejected, False),
        ((400, "<html>a proxy's page"), ServerTrouble, True),
        ((500, {}), ServerTrouble, True),
        ((503, {}, {"Retry-After": "soon"}), ServerTrouble, True),
        ((302, ""), ServerTrouble, True),
        ((302, "", {"Location": "http://elsewhere/login"}), SignOnNeeded, False),
        ((302, "", {"Location": "/cdn-cgi/access/login"}), SignOnNeeded, False),
        ((302, "", {"Location": "http://elsewhere/api/v1/entries.json"}), Moved, False),
        ((302, "", {"Location": "https://elsewhere/api/v1/entries.json"}), Moved, False),
        ((307, "", {"Location": "https://127.0.0.1/api/v1/entries.json"}), HttpsNeeded, False),
        ((302, "", {"Location": "http://127.0.0.1/api/v1/entries.json"}), ServerTrouble, True),
        ((302, "", {"Location": "http://[x"}), ServerTrouble, True),
    ],
)
async def test_v1_answers(
    site: Site, v1: NightscoutClient, answer: Any, error: type[NightscoutError], uncertain: bool
) -> None:
    site.on("/api/v1/entries.json", DOCUMENTS, answer)
    await v1.upload(READINGS)  # Gzip is not what it minds.
    with pytest.raises(NightscoutError) as failure:
        await v1.upload(READINGS)
    assert type(failure.value) is error
    assert failure.value.uncertain is uncertain
    assert len(site.requests) == 2  # Never sent again by itself.


async def test_a_site_that_is_waking_up_is_no_stranger(site: Site, v1: NightscoutClient) -> None:
    site.on("/api/versions", (503, "<html>"))
    with pytest.raises(ServerTrouble):
        await v1.check()


async def test_what_a_site_asks_for_is_bounded(site: Site, v1: NightscoutClient) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(minutes=10), usegmt=True)
    for asked, waits in (
        ("99999999999", 3600),
        ("9" * 400, 3600),
        ("600", 600),
        (soon, pytest.approx(600, abs=60)),
        ("Wed, 21 Oct 2065 07:28:00 GMT", 3600),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0),
        ("soon", None),
        ("", None),
    ):
        site.on("/api/v1/entries.json", (429, {}, {"Retry-After": asked}))
        with pytest.raises(ServerTrouble) as trouble:
            await v1.upload(READINGS)
        assert trouble.value.retry_after == waits


async def test_a_date_that_a_site_asks_to_wait_for_is_one_of_its_own_clock(site: Site, v1: NightscoutClient) -> None:
    headers = {"Date": "Wed, 21 Oct 2015 07:18:00 GMT", "Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}
    site.on("/api/v1/entries.json", (429, {}, headers))
    with pytest.raises(ServerTrouble) as trouble:
        await v1.upload(READINGS)
    assert trouble.value.retry_after == 600


@pytest.mark.parametrize("api", ["v1", "v3"])
async def test_other_uploaders_nonsense_is_passed_over(
    site: Site, v1: NightscoutClient, v3: NightscoutClient, api: str
) -> None:
    start = int(NOW.timestamp() * 1000)
    entries = [{"date": start, "device": "x"}, {"date": start * 1000, "device": "x"}, {"date": "x"}, {"date": -1}]
    site.on("/api/v1/entries.json", entries)
    site.on("/api/v3/entries.json", {"result": entries})
    found = await (v1 if api == "v1" else v3).entries(NOW, NOW)
    assert [entry.time for entry in found if entry.time > NOW - timedelta(days=1)] == [NOW]


@pytest.mark.parametrize("status", [429, 503])
async def test_a_site_may_ask_to_wait(site: Site, v1: NightscoutClient, status: int) -> None:
    site.on("/api/v1/entries.json", (status, {}, {"Retry-After": "120"}))
    with pytest.raises(ServerTrouble) as trouble:
        await v1.upload(READINGS)
    assert trouble.value.retry_after == 120


async def test_only_a_question_is_asked_again_when_the_connection_was_just_closed(
    site: Site, v1: NightscoutClient
) -> None:
    site.on("/api/v1/entries.json", "drop", [])
    assert await v1.entries(NOW, NOW) == []
    site.on("/api/v1/entries.json", "drop", DOCUMENTS)
    with pytest.raises(Unreachable) as error:
        await v1.upload(READINGS)
    assert error.value.uncertain
    assert len(site.requests) == 3
    site.on("/api/v1/entries.json", "drop")
    with pytest.raises(Unreachable) as error:
        await v1.entries(NOW, NOW)
    assert not error.value.uncertain


async def test_a_connection_that_was_never_made_has_sent_nothing(
    v1: NightscoutClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(*_: Any, **__: Any) -> None:
        raise ConnectionTimeoutError

    monkeypatch.setattr(transport, "_once", never)
    with pytest.raises(Unreachable) as error:
        await v1.upload(READINGS)
    assert not error.value.uncertain


async def test_a_site_that_is_too_slow(v1: NightscoutClient, monkeypatch: pytest.MonkeyPatch) -> None:
    async def slow(*_: Any, **__: Any) -> None:
        raise TimeoutError

    monkeypatch.setattr(transport, "_once", slow)
    with pytest.raises(Unreachable, match="in time") as error:
        await v1.upload(READINGS)
    assert error.value.uncertain


async def test_a_certificate_that_is_not_accepted(v1: NightscoutClient, monkeypatch: pytest.MonkeyPatch) -> None:
    key = ConnectionKey("x", 443, True, True, None, None, None)

    async def bad(*_: Any, **__: Any) -> None:
        raise ClientConnectorCertificateError(key, ssl.SSLCertVerificationError())

    monkeypatch.setattr(transport, "_once", bad)
    with pytest.raises(TlsError):
        await v1.check()


async def test_nobody_answers(socket_enabled: None, http: ClientSession) -> None:
    client = create_client(http, url="http://127.0.0.1:9", secret="x", api=Api.V1, now=lambda: NOW)
    with pytest.raises(Unreachable):
        await client.check()
    with pytest.raises(Unreachable) as error:
        await client.upload(READINGS)
    assert not error.value.uncertain


@pytest.mark.parametrize("answer", ["<html>", {}, [], [None, 5], (404, VERSIONS), (302, "")])
async def test_what_is_no_nightscout(site: Site, v1: NightscoutClient, answer: Any) -> None:
    site.on("/api/versions", answer)
    with pytest.raises(NotNightscout):
        await v1.check()


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((307, "", {"Location": "https://127.0.0.1/api/versions"}), HttpsNeeded),
        ((301, "", {"Location": "https://www.example.org/api/versions"}), Moved),
        ((302, "", {"Location": "https://team.example.com/sign-on?to=x"}), SignOnNeeded),
        ((401, "<html>"), SignOnNeeded),
        (STOPPED, ServerTrouble),
        ((502, "<html>"), ServerTrouble),
        ((404, "<html>"), NotNightscout),
    ],
)
async def test_what_stands_before_a_site_is_told_as_what_it_is(
    site: Site, v1: NightscoutClient, answer: Any, error: type[NightscoutError]
) -> None:
    site.on("/api/versions", answer)
    with pytest.raises(NightscoutError) as failure:
        await v1.check()
    assert type(failure.value) is error


@pytest.mark.parametrize(
    ("preview", "verify", "error"),
    [
        (UNAUTHORIZED, {"message": {"rolefound": "FOUND", "isAdmin": False}}, UploadForbidden),
        (UNAUTHORIZED, {"message": {"isAdmin": True}}, UploadForbidden),
        (UNAUTHORIZED, {"message": {"rolefound": "NOTFOUND"}}, CredentialRejected),
        (UNAUTHORIZED, {"message": {"rolefound": "NOTFOUND", "message": "UNAUTHORIZED"}}, CredentialRejected),
        (UNAUTHORIZED, {"message": "UNAUTHORIZED"}, ServerTrouble),
        (UNAUTHORIZED, "<html>", ServerTrouble),
        (UNAUTHORIZED, (401, "<html>"), ServerTrouble),
        ((401, "<html>"), {"message": {"isAdmin": True}}, ServerTrouble),
        ((404, "<html>"), {"message": {"isAdmin": True}}, ServerTrouble),
        ((500, "<html>"), {"message": {"isAdmin": True}}, ServerTrouble),
    ],
)
async def test_v1_tells_wrong_from_forbidden_from_trouble(
    site: Site, v1: NightscoutClient, preview: Any, verify: Any, error: type[NightscoutError]
) -> None:
    site.on("/api/v1/entries/preview.json", preview)
    site.on("/api/v1/verifyauth", verify)
    with pytest.raises(NightscoutError) as failure:
        await v1.check()
    assert type(failure.value) is error


async def test_v1_a_right_to_upload_is_not_enough(site: Site, v1: NightscoutClient) -> None:
    site.on("/api/v1/entries/preview.json", [])
    site.on("/api/v1/verifyauth", {"message": {"rolefound": "FOUND"}})
    site.on("/api/v1/entries.json", UNAUTHORIZED)
    with pytest.raises(UploadForbidden):
        await v1.check()
    site.on("/api/v1/entries.json", (500, {}))
    with pytest.raises(ServerTrouble):
        await v1.check()
    site.on("/api/v1/entries.json", [])
    await v1.check()


async def test_v1_the_secret_of_nightscout_13_and_14(site: Site, v1: NightscoutClient) -> None:
    site.on("/api/v1/verifyauth", {"status": 200, "message": {"message": "OK", "rolefound": "NOTFOUND"}})
    site.on("/api/v1/entries/preview.json", [])
    site.on("/api/v1/entries.json", [])
    await v1.check()


@pytest.mark.parametrize("digest", [True, False])
async def test_v1_forty_digits_are_a_digest_or_else_a_secret(site: Site, http: ClientSession, digest: bool) -> None:
    typed = "0123456789ABCDEF0123456789abcdef01234567"
    right = typed.lower() if digest else hashlib.sha1(typed.encode()).hexdigest()

    def known(headers: dict[str, str]) -> Any:
        return {"message": {"isAdmin": headers["api-secret"] == right, "rolefound": "NOTFOUND"}}

    site.on("/api/v1/verifyauth", known)
    site.on("/api/v1/entries/preview.json", [])
    site.on("/api/v1/entries.json", [])
    client = create_client(http, url=site.url, secret=typed, api=Api.V1, now=lambda: NOW)
    await client.check()
    site.on("/api/v1/entries.json", DOCUMENTS)
    kept = create_client(http, url=site.url, secret=client.secret, api=Api.V1, now=lambda: NOW)
    await kept.upload(READINGS)
    assert site.requests[-1][1]["api-secret"] == right
    right = "another"
    with pytest.raises(CredentialRejected):
        await create_client(http, url=site.url, secret=typed, api=Api.V1, now=lambda: NOW).check()


@pytest.mark.parametrize(
    ("answer", "error"), [(UNAUTHORIZED, CredentialRejected), ({}, ServerTrouble), ((401, "<html>"), ServerTrouble)]
)
async def test_v1_cannot_read_what_is_there(
    site: Site, v1: NightscoutClient, answer: Any, error: type[NightscoutError]
) -> None:
    site.on("/api/v1/entries.json", answer)
    with pytest.raises(NightscoutError) as failure:
        await v1.entries(NOW, NOW)
    assert type(failure.value) is error


async def test_v1_reads_on_where_a_full_page_ends(
    site: Site, v1: NightscoutClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("custom_components.librelink_up.nightscout.v1._MOST_ENTRIES", 3)
    start = int(NOW.timestamp() * 1000)
    pages = [[start + 9, start + 8, start + 7], [start + 7, start + 6, start + 5], [start + 5]]
    site.on("/api/v1/entries.json", *([{"date": date} for date in page] for page in pages))
    found = await v1.entries(NOW, NOW + timedelta(seconds=1))
    assert [round((entry.time - NOW) / timedelta(milliseconds=1)) for entry in found] == [5, 6, 7, 8, 9]
    site.on("/api/v1/entries.json", [{"date": start}] * 3)  # More at one moment than a page holds.
    assert len(await v1.entries(NOW, NOW)) == 1
    site.on("/api/v1/entries.json", ["x"] * 3)
    assert await v1.entries(NOW, NOW) == []


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((500, {"status": 500, "message": "Mongo Error", "description": {"code": 52}}), "Mongo Error"),
        ((500, "<html><head><title>Error 503 &mdash; Service down</title><body>more"), "Error 503 Service down"),
        (
            (500, "<b>Boot error</b> at http://secret.example/?token=abc the-key 0123456789abcdef"),
            "Boot error at the-key",
        ),
        ((500, "at node_modules/app.js:12 token homeassist-254b6cd9a36b6d59 [link](http://x) *bold*"), "at token"),
        ((500, "long " * 100), " ".join(["long"] * 16)),
        ((500, {"message": {"code": 5}}), ""),
        ((500, [{"sgv": 52}, "glucose 52"]), ""),
        ((200, "glucose 52"), "glucose 52"),
    ],
)
async def test_a_sites_own_words_are_cut_to_something_harmless(
    site: Site, v1: NightscoutClient, answer: Any, words: str
) -> None:
    site.on("/api/v1/entries.json", answer)
    with pytest.raises(ServerTrouble) as error:
        await v1.upload(READINGS)
    assert error.value.detail == f"{answer[0]} {words}".rstrip()


@pytest.mark.parametrize("status", [400, 415, 500])
@pytest.mark.parametrize("api", ["v1", "v3"])
async def test_a_server_that_minds_gzip_gets_plain_bodies_from_then_on(
    site: Site, v1: NightscoutClient, v3: NightscoutClient, status: int, api: str
) -> None:
    client, path = (v1, "/api/v1/entries.json") if api == "v1" else (v3, "/api/v3/entries.json")
    stored = DOCUMENTS[:1] if api == "v1" else {"identifier": DOCUMENTS[0]["identifier"]}

    def picky(headers: dict[str, str]) -> Any:
        refused = {"status": status, "message": "Bad or missing request body"}
        return (status, refused) if "Content-Encoding" in headers else stored

    site.on(path, picky)
    with pytest.raises(ServerTrouble):
        await client.upload(READINGS[:1])
    for _ in range(3):
        await client.upload(READINGS[:1])


async def test_the_check_finds_out_by_itself_whether_a_server_minds_gzip(site: Site, v1: NightscoutClient) -> None:
    site.on("/api/v1/verifyauth", {"message": {"isAdmin": True}})
    site.on("/api/v1/entries.json", [])
    site.on(
        "/api/v1/entries/preview.json", lambda headers: (415, "<html>") if "Content-Encoding" in headers else (200, [])
    )
    await v1.check()


async def test_what_a_server_minds_plain_as_well_is_no_matter_of_gzip(site: Site, v1: NightscoutClient) -> None:
    site.on("/api/v1/entries.json", (400, {"error": {}}))
    with pytest.raises(ServerTrouble):
        await v1.upload(READINGS)
    for _ in range(2):
        with pytest.raises(Rejected):
            await v1.upload(READINGS)


async def test_a_proxy_that_is_put_before_the_site_later_may_mind_gzip(site: Site, v1: NightscoutClient) -> None:
    site.on("/api/v1/entries.json", DOCUMENTS, (415, "<html>"), DOCUMENTS)
    await v1.upload(READINGS)
    with pytest.raises(ServerTrouble):
        await v1.upload(READINGS)
    await v1.upload(READINGS)
    assert "Content-Encoding" not in site.requests[-1][1]
    site.on("/api/v1/entries.json", (415, "<html>"))
    with pytest.raises(ServerTrouble):
        await v1.upload(READINGS)


async def test_answers_are_bounded(site: Site, v1: NightscoutClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "_MOST_BYTES", 10)
    site.on("/api/v1/entries.json", DOCUMENTS)
    with pytest.raises(ServerTrouble):
        await v1.upload(READINGS)


async def test_v3_gets_one_jwt_and_keeps_it(site: Site, v3: NightscoutClient) -> None:
    site.on("/api/v3/entries.json", *stored(201))
    await v3.upload(READINGS)
    assert sum("authorization" in path for path, _, _ in site.requests) == 1
    assert site.requests[1][1]["Authorization"] == "Bearer jwt"


async def test_v3_a_jwt_that_died_is_renewed_once(site: Site, v3: NightscoutClient) -> None:
    site.on("/api/v3/entries.json", BAD_JWT, *stored(201)[:1])
    await v3.upload(READINGS[:1])
    site.on("/api/v3/entries.json", BAD_JWT)
    with pytest.raises(CredentialRejected):
        await v3.upload(READINGS[:1])


async def test_v3_a_jwt_without_an_end_is_used_once(site: Site, v3: NightscoutClient) -> None:
    site.on("/api/v2/authorization/request/token-1", {"token": "jwt"})
    site.on("/api/v3/entries.json", *stored(200)[:2])
    await v3.upload(READINGS[:2])
    assert sum("authorization" in path for path, _, _ in site.requests) == 2


def own(status: int, message: str) -> tuple[int, dict[str, Any]]:
    return status, {"status": status, "message": message}


@pytest.mark.parametrize(
    ("answer", "error", "uncertain"),
    [
        (MISSING, UploadForbidden, False),
        ((403, {}), ServerTrouble, True),
        (STOPPED, ServerTrouble, True),
        ((401, "<html>"), ServerTrouble, True),
        ((413, {}), TooLarge, False),
        (own(400, "Bad or missing date field"), Rejected, False),
        (own(422, "Trying to modify read-only document"), Rejected, False),
        ((400, "<html>"), ServerTrouble, True),
        ((422, []), ServerTrouble, True),
        ((404, {}), ServerTrouble, True),
        ((200, {"message": "site suspended"}), ServerTrouble, True),
    ],
)
async def test_v3_answers(
    site: Site, v3: NightscoutClient, answer: Any, error: type[NightscoutError], uncertain: bool
) -> None:
    site.on("/api/v3/entries.json", stored(201)[0], answer)
    with pytest.raises(NightscoutError) as failure:
        await v3.upload(READINGS)
    assert type(failure.value) is error
    assert failure.value.uncertain is uncertain
    assert failure.value.confirmed == 1
    assert sum("entries" in path for path, _, _ in site.requests) == 2


async def test_v3_what_only_another_may_change_is_there_already(site: Site, v3: NightscoutClient) -> None:
    site.on("/api/v3/entries.json", stored(201)[0], own(400, "Field device cannot be modified by the client"))
    await v3.upload(READINGS)
    assert sum("entries" in path for path, _, _ in site.requests) == 3


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (UNAUTHORIZED, CredentialRejected),
        ((401, {}), ServerTrouble),
        (STOPPED, ServerTrouble),
        ((404, "x"), ServerTrouble),
        ({}, ServerTrouble),
        ([], ServerTrouble),
    ],
)
async def test_v3_no_authorization(site: Site, v3: NightscoutClient, answer: Any, error: type[NightscoutError]) -> None:
    site.on("/api/v2/authorization/request/token-1", answer)
    with pytest.raises(NightscoutError) as failure:
        await v3.check()
    assert type(failure.value) is error
    with pytest.raises(NightscoutError) as failure:
        await v3.upload(READINGS)
    assert not failure.value.uncertain  # Nothing was sent yet.


async def test_v3_the_check_reads_back(site: Site, v3: NightscoutClient) -> None:
    site.on("/api/v3/entries.json", (403, {"status": 403, "message": "Missing permission api:entries:read"}))
    with pytest.raises(UploadForbidden):
        await v3.check()


@pytest.mark.parametrize(
    ("groups", "allowed"),
    [
        ([["*"]], True),
        ([["api:*:*"], []], True),
        ([["api:entries:create", "api:entries:read", "api:entries:update"]], True),
        ([["api:entries:create,read"]], False),
        ([["*:*:read"]], False),
        ([["api:entries:create:x,y"]], False),
        (None, False),
        (["x", [5]], False),
    ],
)
async def test_v3_permissions(site: Site, v3: NightscoutClient, groups: Any, allowed: bool) -> None:
    site.on("/api/v2/authorization/request/token-1", GOOD_JWT | {"permissionGroups": groups})
    site.on("/api/v3/entries.json", {"result": []})
    if allowed:
        await v3.check()
    else:
        with pytest.raises(UploadForbidden):
            await v3.check()


async def test_v3_reads_what_others_put_there_page_by_page(site: Site, v3: NightscoutClient) -> None:
    start = int(NOW.timestamp() * 1000)
    page = [{"date": start + index, "device": "other"} for index in range(1000)]
    site.on(
        "/api/v3/entries.json",
        {"result": page},
        {
            "result": [
                {"date": start + 999, "device": "other"},
                {"date": start + 2000, "device": "x"},
                {"device": "y"},
                5,
            ]
        },
    )
    found = await v3.entries(NOW, NOW + timedelta(seconds=1.5))
    assert len(set(found)) == 1000
    site.on("/api/v3/entries.json", {"result": [{"date": start, "device": "other"}] * 1000})
    assert await v3.entries(NOW, NOW + timedelta(hours=1))
    site.on("/api/v3/entries.json", {"result": "x"})
    with pytest.raises(ServerTrouble):
        await v3.entries(NOW, NOW)


async def test_entries_are_read_as_the_site_stores_them(site: Site, v1: NightscoutClient, v3: NightscoutClient) -> None:
    entry = {"type": "sgv", "sgv": 100, "date": int(NOW.timestamp() * 1000), "direction": "Flat"}
    site.on("/api/v1/entries.json", [entry])
    site.on("/api/v3/entries.json", {"result": [entry]})
    for client in (v1, v3):
        assert await client.documents(NOW, NOW) == [entry]
    assert "fields" not in site.requests[-1][0]  # All of them.


async def test_no_secret_and_no_address_is_in_an_error(site: Site, v1: NightscoutClient, v3: NightscoutClient) -> None:
    answers: list[Any] = [UNAUTHORIZED, (500, "my secret"), "drop", "<html>my secret"]
    for answer in answers:
        site.on("/api/v1/entries.json", answer)
        site.on("/api/v3/entries.json", answer)
        for client in (v1, v3):
            with pytest.raises(NightscoutError) as error:
                await client.upload(READINGS)
            for text in (str(error.value), repr(error.value), repr(error.value.__cause__)):
                assert "secret is" in text or "my secret" not in text
                assert "127.0.0.1" not in text
                assert "token-1" not in text
    await asyncio.sleep(0)
