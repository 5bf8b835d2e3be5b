"""A relay before a Nightscout that does to one upload what bad connections do."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

_LENGTH = b"content-length:"


class Relay:
    """Hands requests on, each on a connection of its own; the first upload meets with what is set."""

    def __init__(self, site: str, *, cut_after: float | None = None, late: float = 0.0) -> None:
        """Cut the connection so long (seconds) after the upload was handed on, or hand it on so late."""
        parts = urlsplit(site)
        self._host, self._port = str(parts.hostname), parts.port
        self.url = ""
        self.uploads = 0
        self._cut_after = cut_after
        self._late = late
        self.work: list[asyncio.Task[None]] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take one request; what is handed on is carried out whatever becomes of the client's connection."""
        head = await reader.readuntil(b"\r\n\r\n")
        lines = head.split(b"\r\n")
        lengths = [line[len(_LENGTH) :] for line in lines if line.lower().startswith(_LENGTH)]
        body = await reader.readexactly(int(lengths[0]) if lengths else 0)
        request = b"\r\n".join([lines[0], b"Connection: close", *lines[1:]]) + body
        upload = lines[0].startswith(b"POST")
        bad = upload and not self.uploads
        self.uploads += upload
        self.work.append(asyncio.create_task(self._hand_on(request, writer, self._late if bad else 0.0)))
        if bad and self._cut_after is not None:
            await asyncio.sleep(self._cut_after)
            writer.transport.abort()

    async def _hand_on(self, request: bytes, client: asyncio.StreamWriter, late: float) -> None:
        await asyncio.sleep(late)
        reader, writer = await asyncio.open_connection(self._host, self._port)
        writer.write(request)
        with suppress(ConnectionError):
            while data := await reader.read(65536):
                if not client.is_closing():
                    client.write(data)
        writer.close()
        client.close()


@asynccontextmanager
async def relayed(relay: Relay) -> AsyncIterator[Relay]:
    """Serve a relay on loopback; what it has begun is done at the end."""
    connections: list[asyncio.Task[None]] = []

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(asyncio.current_task())  # type: ignore[arg-type]
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            await relay.serve(reader, writer)

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    relay.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield relay
    server.close()
    for task in connections:
        task.cancel()
    await asyncio.gather(*relay.work, *connections, return_exceptions=True)
