"""What the integration relies on in a Nightscout server.

Runs against the simulator always, and against any real server as well with
`pytest tests/contract --nightscout-url http://127.0.0.1:1337 --nightscout-secret SECRET`. There it makes a role and two
subjects, and entries of the years 2001 to 2002 only, which it deletes again.
"""

import hashlib

import pytest

from custom_components.librelink_up.glucose import OutOfRange, Reading, ReadingKind
from custom_components.librelink_up.nightscout import Api, CredentialRejected, Found, UploadForbidden, document

from .site import MINUTE, Site


async def test_a_credential_that_may_upload(site: Site, api: Api) -> None:
    await site.client(api).check()
    await site.client(api, site.uploader).check()


async def test_a_token_that_may_only_read_or_only_create(site: Site, api: Api) -> None:
    for token in (site.reader, site.creator):
        with pytest.raises(UploadForbidden):
            await site.client(api, token).check()


@pytest.mark.parametrize("secret", ["wrong", "uploader-0123456789abcdef", "with / slash"])
async def test_a_wrong_credential(site: Site, api: Api, secret: str) -> None:
    with pytest.raises(CredentialRejected):
        await site.client(api, secret).check()


async def test_the_digest_of_the_secret_that_other_uploaders_show(site: Site) -> None:
    client = site.client(Api.V1, hashlib.sha1(site.secret.encode()).hexdigest().upper())
    await client.check()
    await site.client(Api.V1, client.secret).upload(site.readings())
    assert len(await site.entries()) == 3


async def test_checking_stores_nothing(site: Site, api: Api) -> None:
    await site.client(api).check()
    assert await site.entries() == []


async def test_what_was_uploaded_can_be_read_back(site: Site, api: Api) -> None:
    readings = site.readings()
    await site.client(api).upload(readings)
    stored = await site.entries()
    for reading, entry in zip(readings, stored, strict=True):
        assert document(reading).items() <= entry.items()


@pytest.mark.parametrize(
    "order", [[Api.V1, Api.V1], [Api.V3, Api.V3], [Api.V1, Api.V3, Api.V1], [Api.V3, Api.V1, Api.V3]]
)
async def test_uploading_again_through_whichever_api_changes_nothing(site: Site, order: list[Api]) -> None:
    readings = site.readings()
    for api in order:
        await site.client(api).upload(readings)
    assert [entry["sgv"] for entry in await site.entries()] == [reading.glucose for reading in readings]


async def test_a_batch_of_two_hundred(site: Site) -> None:
    await site.client(Api.V1).upload(site.readings(200))
    assert len(await site.entries()) == 200


async def test_a_full_batch_of_which_some_are_known(site: Site) -> None:
    client, readings = site.client(Api.V1), site.readings(20)
    await client.upload(readings[5:9])
    await client.upload(readings)
    assert len(await site.entries()) == 20


async def test_hi_and_lo_are_glucose_there_too(site: Site, api: Api) -> None:
    readings = [
        Reading(site.start, 500, ReadingKind.CURRENT, None, OutOfRange.HI),
        Reading(site.start + 5 * MINUTE, 20, ReadingKind.CURRENT, None, OutOfRange.LO),
    ]
    await site.client(api).upload(readings)
    assert [entry["sgv"] for entry in await site.entries()] == [500, 39]


async def test_others_are_seen_and_our_own_are_not(site: Site, api: Api) -> None:
    theirs = document(site.readings()[0]) | {"device": "another uploader", "identifier": "another"}
    theirs |= {"date": theirs["date"] + 60000}
    del theirs["dateString"], theirs["sysTime"]
    await site.call("POST", "/api/v1/entries.json", [theirs])
    client = site.client(api)
    await client.upload(site.readings())
    ours = [Found(reading.time, ours=True) for reading in site.readings()]
    found = [ours[0], Found(site.start + MINUTE, ours=False), *ours[1:]]
    assert await client.entries(site.start, site.start + 60 * MINUTE) == found
    assert await client.entries(site.start + 2 * MINUTE, site.start + 60 * MINUTE) == ours[1:]
    assert await client.entries(site.start - 60 * MINUTE, site.start) == ours[:1]


async def test_another_uploaders_entry_of_the_same_moment_makes_no_second_one(site: Site, api: Api) -> None:
    theirs = {key: value for key, value in document(site.readings()[0]).items() if key not in ("identifier", "app")}
    await site.call("POST", "/api/v1/entries.json", [theirs | {"device": "another uploader"}])
    await site.client(api).upload(site.readings()[:1])
    assert len(await site.entries()) == 1


async def test_a_jwt_that_died_is_renewed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    client = site.client(Api.V3)
    await client.check()
    monkeypatch.setattr(client, "_jwt", "eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.dead")
    await client.upload(site.readings())
    assert len(await site.entries()) == 3
