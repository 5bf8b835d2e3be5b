"""Bad connections: whatever becomes of an upload, the site has each reading once.

The waits of the forwarder are kept in a twentieth of their time; the server works at its own pace.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

from aiohttp import ClientSession, ClientTimeout
import pytest

from custom_components.librelink_up.glucose import Reading
from custom_components.librelink_up.journal import Journal
from custom_components.librelink_up.nightscout import Api, Forwarder, Status, create_client, transport

from .relay import Relay, relayed
from .site import MINUTE, Site

QUICKER = 20
TOGETHER = 6


async def told(_: Status) -> None:
    """Nobody listens."""


class Home:
    """A journal with some readings, and a forwarder behind a relay."""

    def __init__(self, journal: Journal, http: ClientSession, relay: Relay, site: Site, api: Api, name: str) -> None:
        self.outbox = journal.outbox(name, "site")
        self._elapsed = 0.0
        secret = site.uploader if api is Api.V3 else site.secret
        self.forwarder = Forwarder(
            create_client(http, url=relay.url, secret=secret, api=api, now=lambda: datetime.now(UTC)),
            self.outbox,
            lock=asyncio.Lock(),
            cadence=lambda: MINUTE,
            now=lambda: datetime.now(UTC),
            on_change=told,
            clock=lambda: self._elapsed,
            jitter=lambda: 0.0,
        )

    async def deliver(self) -> None:
        while (pause := await self.forwarder.drain()) is not None:
            await asyncio.sleep(pause / QUICKER)
            self._elapsed += pause


async def deliver_all(
    site: Site, api: Api, path: Path, *, cut_after: float | None = None, late: float = 0.0
) -> list[Reading]:
    """Let several homes deliver five readings each, all through relays of their own; returns all the readings."""
    journal = await Journal.open(path)
    sent: list[Reading] = []

    async def one(number: int) -> None:
        relay = Relay(site.url, cut_after=cut_after, late=late)
        async with ClientSession() as http, relayed(relay):
            home = Home(journal, http, relay, site, api, str(number))
            await home.deliver()
            assert (await home.outbox.count()).waiting == 0
        assert relay.uploads >= 1

    try:
        for number in range(TOGETHER):
            start = datetime.fromtimestamp(0, UTC)
            await journal.register_target(str(number), "site", since=start, spacing=None)
            readings = [one._replace(time=one.time + timedelta(seconds=number)) for one in site.readings(5)]
            await journal.add(str(number), readings, received=datetime.now(UTC))
            sent += readings
        await asyncio.gather(*(one(number) for number in range(TOGETHER)))
    finally:
        await journal.close()
    return sorted(sent)


async def stored(site: Site) -> list[tuple[datetime, int]]:
    return [(datetime.fromtimestamp(entry["date"] / 1000, UTC), entry["sgv"]) for entry in await site.entries()]


@pytest.mark.parametrize("milliseconds", [0, 1, 5, 20, 50, 200])
async def test_a_connection_that_is_cut_after_the_request(
    site: Site, api: Api, milliseconds: int, tmp_path: Path
) -> None:
    sent = await deliver_all(site, api, tmp_path / "journal.db", cut_after=milliseconds / 1000)
    assert await stored(site) == [(one.time, one.glucose) for one in sent]


@pytest.mark.parametrize("late", [0.45, 0.7])
async def test_a_client_that_gives_up_while_its_request_is_still_on_its_way(
    site: Site, api: Api, late: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The request arrives before the first look or, nine seconds late in the forwarder's time, between two."""
    monkeypatch.setattr(transport, "_WRITE_TIMEOUT", ClientTimeout(total=0.3))
    sent = await deliver_all(site, api, tmp_path / "journal.db", late=late)
    assert await stored(site) == [(one.time, one.glucose) for one in sent]


async def test_what_was_sent_before_a_kill_is_not_sent_again_after_it(site: Site, api: Api, tmp_path: Path) -> None:
    """As far as the journal knows: the rows are offered, and nobody heard an answer."""
    journal = await Journal.open(tmp_path / "journal.db")
    await journal.register_target("x", "site", since=datetime.fromtimestamp(0, UTC), spacing=None)
    await journal.add("x", site.readings(5), received=datetime.now(UTC))
    await journal.outbox("x", "site").offer(site.readings(3), datetime.now(UTC))
    await site.client(api).upload(site.readings(2))
    home = Home(journal, site.http, SimpleNamespace(url=site.url), site, api, "x")  # type: ignore[arg-type]
    await home.deliver()
    await journal.close()
    assert await stored(site) == [(one.time, one.glucose) for one in site.readings(5)]
