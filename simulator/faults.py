"""What can be made to go wrong: faults by name, each for some requests, for some seconds, on some paths."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Self

from aiohttp import web

from .clock import Clock

COMMON_KINDS = ("status", "json", "html", "truncated", "cut", "huge", "drop", "hang")
"""What any server can have, see `common_answer`."""


@dataclass(kw_only=True)
class Fault:
    """One thing that goes wrong."""

    kind: str
    path: str = ""
    """Only requests whose path holds this text."""
    times: int | None = None
    """How many requests it spoils; None: all of them."""
    until: datetime | None = None
    options: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def from_json(cls, data: dict[str, Any], now: datetime) -> Self:
        """Read a fault as the control API takes it: kind, path, times, seconds, and options of its own."""
        rest = dict(data)
        seconds = rest.pop("seconds", None)
        return cls(
            kind=rest.pop("kind"),
            path=rest.pop("path", ""),
            times=rest.pop("times", None),
            until=None if seconds is None else now + timedelta(seconds=seconds),
            options=rest,
        )


class Faults:
    """The faults of one server, and the record of what was asked of it."""

    def __init__(self, clock: Clock, *own_kinds: str) -> None:
        """Begin without any; a server can have kinds of its own."""
        self._clock = clock
        self.kinds = (*COMMON_KINDS, *own_kinds)
        self._faults: list[Fault] = []
        self.calls: list[tuple[datetime, str, str]] = []

    def add(self, kind: str, **details: Any) -> None:
        """Let something go wrong from now on. Raises ValueError for a kind that this server does not know."""
        if kind not in self.kinds:
            raise ValueError(f"no fault is called {kind!r}; known are {', '.join(self.kinds)}")
        self._faults.append(Fault.from_json({"kind": kind, **details}, self._clock()))

    def clear(self) -> None:
        """Let everything go right again."""
        self._faults.clear()

    def take(self, request: web.BaseRequest) -> Fault | None:
        """Note a request, and return what is to go wrong with it."""
        now = self._clock()
        self.calls.append((now, request.method, request.path))
        for fault in list(self._faults):
            if fault.until is not None and now >= fault.until:
                self._faults.remove(fault)
                continue
            if fault.path not in request.path:
                continue
            if fault.times is not None:
                fault.times -= 1
                if fault.times <= 0:
                    self._faults.remove(fault)
            return fault
        return None

    def routes(self) -> list[web.RouteDef]:
        """Return the control API: POST a fault, DELETE all, GET the calls."""

        async def post(request: web.Request) -> web.Response:
            data = await request.json()
            try:
                self.add(data.pop("kind", ""), **data)
            except ValueError as err:
                return web.json_response({"error": str(err)}, status=400)
            return web.json_response({})

        async def delete(_request: web.Request) -> web.Response:
            self.clear()
            return web.json_response({})

        async def calls(_request: web.Request) -> web.Response:
            return web.json_response([[time.isoformat(), method, path] for time, method, path in self.calls])

        return [
            web.post("/control/faults", post),
            web.delete("/control/faults", delete),
            web.get("/control/calls", calls),
        ]


def drop_connection(request: web.BaseRequest) -> web.Response:
    """End the connection without an answer."""
    if request.transport:
        request.transport.abort()
    return web.Response()


async def _cut(request: web.BaseRequest) -> web.StreamResponse:
    """Promise a whole answer and end the connection in the middle of it."""
    response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": "4000"})
    await response.prepare(request)
    await response.write(b'{"status":0,"data":[{"patientId":"0f4e8')
    if request.transport:
        request.transport.close()
    return response


async def common_answer(fault: Fault, request: web.BaseRequest) -> web.StreamResponse | None:
    """Return the answer of a fault that any server can have; None when it is none of these."""
    headers = {"Retry-After": str(fault.options["retry_after"])} if "retry_after" in fault.options else {}
    match fault.kind:
        case "drop" | "hang":
            await asyncio.sleep(fault.options.get("for", 3600) if fault.kind == "hang" else 0)
            return drop_connection(request)
        case "status":
            return web.Response(status=fault.options["status"], headers=headers, text=fault.options.get("text", ""))
        case "json":
            return web.json_response(fault.options["body"], status=fault.options.get("status", 200), headers=headers)
        case "html":
            title = fault.options.get("title", "Attention Required! | Cloudflare")
            text = f"<!DOCTYPE html><html><title>{title}</title><body>error 1015</body></html>"
            return web.Response(
                status=fault.options.get("status", 200), headers=headers, content_type="text/html", text=text
            )
        case "truncated":
            return web.Response(content_type="application/json", text='{"status":0,"data":[{"patientId":"0f4e8')
        case "cut":
            return await _cut(request)
        case "huge":
            return web.Response(content_type="application/json", body=b'{"status":0,"data":"' + b"x" * 5_000_000)
    return None
