"""The clients against answers that the real server gives only on bad days; the good ones are in tests/contract."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
import gzip
import hashlib
import json
import ssl
from typing import Any

from aiohttp import ClientConnectorCertificateError, ClientSession, web
from aiohttp.client_reqrep import ConnectionKey
from aiohttp.test_utils import TestServer
import pytest

from custom_components.librelink_up.glucose import Reading, ReadingKind
from custom_components.librelink_up.nightscout import (
    Api,
    CredentialRejected,
    HttpsNeeded,
    NightscoutClient,
    NightscoutError,
    NotNightscout,
    Rejected,
    ServerTrouble,
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
    ("answer", "error"),
    [
        ((401, {}), CredentialRejected),
        ((403, {}), CredentialRejected),
        ((413, {}), TooLarge),
        ((400, {}), Rejected),
        ((422, {}), Rejected),
        ((400, "<html>a proxy's page"), ServerTrouble),
        ((500, {}), ServerTrouble),
        ((503, {}, {"Retry-After": "soon"}), ServerTrouble),
        ((302, "", {"Location": "http://elsewhere"}), ServerTrouble),
        ((307, "", {"Location": "https://same"}), HttpsNeeded),
    ],
)
async def test_v1_answers(site: Site, v1: NightscoutClient, answer: Any, error: type[NightscoutError]) -> None:
    site.on("/api/v1/entries.json", answer)
    with pytest.raises(error):
        await v1.upload(READINGS)


async def test_a_site_that_is_waking_up_is_no_stranger(site: Site, v1: NightscoutClient) -> None:
    site.on("/api/versions", (503, "<html>"))
    with pytest.raises(ServerTrouble):
        await v1.check()


async def test_what_a_site_asks_for_is_bounded(site: Site, v1: NightscoutClient) -> None:
    for asked, waits in (("99999999999", 3600), ("9" * 400, None)):
        site.on("/api/v1/entries.json", (429, {}, {"Retry-After": asked}))
        with pytest.raises(ServerTrouble) as trouble:
            await v1.upload(READINGS)
        assert trouble.value.retry_after == waits


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


async def test_a_connection_that_was_just_closed_is_tried_once_more(site: Site, v1: NightscoutClient) -> None:
    site.on("/api/v1/entries.json", "drop", DOCUMENTS)
    await v1.upload(READINGS)
    site.on("/api/v1/entries.json", "drop")
    with pytest.raises(Unreachable):
        await v1.upload(READINGS)


async def test_a_site_that_is_too_slow(v1: NightscoutClient, monkeypatch: pytest.MonkeyPatch) -> None:
    async def slow(*_: Any, **__: Any) -> None:
        raise TimeoutError

    monkeypatch.setattr(transport, "_once", slow)
    with pytest.raises(Unreachable, match="in time"):
        await v1.upload(READINGS)


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


@pytest.mark.parametrize("answer", ["<html>", {}, [], [None, 5], (404, VERSIONS), (302, "")])
async def test_what_is_no_nightscout(site: Site, v1: NightscoutClient, answer: Any) -> None:
    site.on("/api/versions", answer)
    with pytest.raises(NotNightscout):
        await v1.check()


async def test_a_site_that_wants_https(site: Site, v1: NightscoutClient) -> None:
    site.on("/api/versions", (307, "", {"Location": "https://x"}))
    with pytest.raises(HttpsNeeded):
        await v1.check()


@pytest.mark.parametrize(
    ("preview", "verify", "error"),
    [
        ((401, {}), {"message": {"rolefound": "FOUND", "isAdmin": False}}, UploadForbidden),
        ((401, {}), {"message": {"isAdmin": True}}, UploadForbidden),
        ((401, {}), {"message": {"rolefound": "NOTFOUND"}}, CredentialRejected),
        ((401, {}), {"message": "UNAUTHORIZED"}, CredentialRejected),
        ((401, {}), "<html>", CredentialRejected),
        ((404, "<html>"), {"message": {"isAdmin": True}}, ServerTrouble),
    ],
)
async def test_v1_tells_wrong_from_forbidden(
    site: Site, v1: NightscoutClient, preview: Any, verify: Any, error: type[NightscoutError]
) -> None:
    site.on("/api/v1/entries/preview.json", preview)
    site.on("/api/v1/verifyauth", verify)
    with pytest.raises(error):
        await v1.check()


@pytest.mark.parametrize(("answer", "error"), [((401, {}), CredentialRejected), ({}, ServerTrouble)])
async def test_v1_cannot_read_what_is_there(
    site: Site, v1: NightscoutClient, answer: Any, error: type[NightscoutError]
) -> None:
    site.on("/api/v1/entries.json", answer)
    with pytest.raises(error):
        await v1.entries(NOW, NOW)


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
    site.on("/api/v3/entries.json", (401, {}), *stored(201)[:1])
    await v3.upload(READINGS[:1])
    site.on("/api/v3/entries.json", (401, {}))
    with pytest.raises(CredentialRejected):
        await v3.upload(READINGS[:1])


async def test_v3_a_jwt_without_an_end_is_used_once(site: Site, v3: NightscoutClient) -> None:
    site.on("/api/v2/authorization/request/token-1", {"token": "jwt"})
    site.on("/api/v3/entries.json", *stored(200)[:2])
    await v3.upload(READINGS[:2])
    assert sum("authorization" in path for path, _, _ in site.requests) == 2


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((403, {}), UploadForbidden),
        ((413, {}), TooLarge),
        ((400, {"message": "Bad or missing date field"}), Rejected),
        ((422, {}), Rejected),
        ((422, []), Rejected),
        ((404, {}), ServerTrouble),
        ((200, {"message": "site suspended"}), ServerTrouble),
    ],
)
async def test_v3_answers(site: Site, v3: NightscoutClient, answer: Any, error: type[NightscoutError]) -> None:
    site.on("/api/v3/entries.json", answer)
    with pytest.raises(error):
        await v3.upload(READINGS)


async def test_v3_what_only_another_may_change_is_there_already(site: Site, v3: NightscoutClient) -> None:
    site.on("/api/v3/entries.json", (400, {"message": "Field device cannot be modified by the client"}))
    await v3.upload(READINGS)
    assert sum("entries" in path for path, _, _ in site.requests) == 3


@pytest.mark.parametrize(
    ("answer", "error"),
    [((401, {}), CredentialRejected), ((404, "x"), CredentialRejected), ({}, ServerTrouble), ([], ServerTrouble)],
)
async def test_v3_no_authorization(site: Site, v3: NightscoutClient, answer: Any, error: type[NightscoutError]) -> None:
    site.on("/api/v2/authorization/request/token-1", answer)
    with pytest.raises(error):
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


async def test_no_secret_and_no_address_is_in_an_error(site: Site, v1: NightscoutClient, v3: NightscoutClient) -> None:
    answers: list[Any] = [(401, {}), (500, "my secret"), "drop", "<html>my secret"]
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
