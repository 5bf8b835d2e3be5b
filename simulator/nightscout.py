"""A Nightscout server: the parts of its APIs v1 and v3 that uploaders meet, with the quirks of the real one.

What it does was measured on Nightscout 15.0.7; where the real one makes a duplicate, this one does too.
"""

import asyncio
from datetime import UTC, datetime, timedelta
import gzip
import hashlib
from itertools import count
import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl
import uuid

from aiohttp import web

from .clock import Clock, real_clock
from .entries import Entries, Entry
from .faults import Fault, Faults, common_answer, drop_connection
from .nightscout_page import page

_NAMESPACE = uuid.UUID(bytes=b"NightscoutRocks!")
_FIXED = ("date", "utcOffset", "eventType", "device", "app")
_JWT_LIFE = timedelta(hours=8)
_MOST_BYTES = 50 * 1024 * 1024
_UNAUTHORIZED = {"status": 401, "message": "Unauthorized", "description": "Invalid/Missing"}


class SimulatedNightscout:
    """A site with an API secret and some access tokens."""

    def __init__(
        self,
        secret: str = "simulator-secret",  # noqa: S107 - of nobody
        clock: Clock = real_clock,
        *,
        file: Path | None = None,
        penalty_seconds: float = 0.0,
    ) -> None:
        """Begin empty, or with what a file holds; every change is appended to it."""
        self.secret = secret
        self.url = ""
        self.clock = clock
        self.faults = Faults(clock, "write_then_hang", "write_then_drop", "cut", "https", "moved", "sign_on", "refuse")
        self.tokens: dict[str, list[str]] = {}
        """The permissions of each access token."""
        self.most_bytes = _MOST_BYTES
        self.minds_gzip: int | None = None
        """The status with which gzipped bodies are refused, as some proxies do."""
        self.old_verifyauth = False
        """Whether `verifyauth` answers as up to version 14.0: without a word on the API secret but "OK"."""
        self.store_seconds = 0.0
        """How long it takes to store what was not found; another request is carried out meanwhile."""
        self.penalty_seconds = penalty_seconds
        self._penalties: dict[str, float] = {}
        self._jwts: dict[str, tuple[str, datetime]] = {}
        self._jwt_numbers = count(1)
        self._works: set[asyncio.Task[web.Response]] = set()
        self._entries = Entries(file)
        self.app = web.Application(client_max_size=2 * _MOST_BYTES)
        self.app.add_routes(self.faults.routes())
        self.app.add_routes([web.route("*", "/{tail:.*}", self._dispatch)])

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, in the order in which they came."""
        return tuple(self._entries)

    def add_token(self, name: str, *permissions: str) -> str:
        """Return the access token of a new subject with these permissions."""
        token = f"{name}-{hashlib.sha1(f'{self.secret}{name}'.encode()).hexdigest()[:16]}"  # noqa: S324 - as there
        self.tokens[token] = list(permissions)
        return token

    async def _dispatch(self, request: web.Request) -> web.StreamResponse:
        fault = self.faults.take(request)
        if fault and (answer := await self._own_fault(fault, request) or await common_answer(fault, request)):
            return answer
        return await self._answer(request)

    async def _own_fault(self, fault: Fault, request: web.Request) -> web.StreamResponse | None:
        """Return the answer of a fault that only a Nightscout, or what stands before one, can have."""
        match fault.kind:
            case "write_then_hang" | "write_then_drop":
                await self._answer(request)
                await asyncio.sleep(fault.options.get("for", 3600) if fault.kind == "write_then_hang" else 0)
                return drop_connection(request)
            case "cut":
                return await self._cut(request, fault.options.get("after", 0.0))
            case "https":
                return web.Response(status=307, headers={"Location": f"https://{request.host}{request.path_qs}"})
            case "moved":
                return web.Response(status=301, headers={"Location": f"https://www.example.com{request.path_qs}"})
            case "sign_on":
                return web.Response(
                    status=302, headers={"Location": "https://sign-on.example.com/cdn-cgi/access/login"}
                )
            case "refuse" if request.method == "POST":
                status = fault.options.get("status", 422)
                return web.json_response({"status": status, "message": "Refused"}, status=status)
        return None

    async def _cut(self, request: web.Request, after: float) -> web.Response:
        """Cut the connection some seconds after a request has come, and go on working."""
        await request.read()
        work = asyncio.create_task(self._answer(request))
        self._works.add(work)  # Whoever has asked, it is done.
        work.add_done_callback(self._works.discard)
        await asyncio.sleep(after)
        return drop_connection(request)

    async def _answer(self, request: web.Request) -> web.Response:  # noqa: PLR0911 - one for each part of the server
        path = request.path.removesuffix(".json")
        if path == "/":
            return web.Response(text=page(self._entries, self.clock()), content_type="text/html")
        if path == "/api/versions":
            versions = {"1.0.0": "/api/v1", "2.0.0": "/api/v2", "3.0.3-alpha": "/api/v3"}
            return web.json_response([{"version": version, "url": url} for version, url in versions.items()])
        if path.startswith("/api/v2/authorization/request/"):
            return self._jwt(path.rpartition("/")[2])
        body: Any = None
        if request.method == "POST":
            content = await request.read()
            if len(content) > self.most_bytes:
                return web.json_response({"error": {"message": "request entity too large"}}, status=413)
            if self.minds_gzip and "gzip" in request.headers.get("Content-Encoding", ""):
                return web.Response(status=self.minds_gzip, text="<html>no gzip</html>", content_type="text/html")
            if content[:2] == b"\x1f\x8b":
                content = gzip.decompress(content)
            try:
                body = json.loads(content)
            except ValueError:
                return web.json_response({"error": {"message": "Expected property name"}}, status=400)
        if path.startswith("/api/v1/"):
            return await self._v1(request, path, body)
        if path.startswith("/api/v3/"):
            return await self._v3(request, path, body)
        return web.Response(status=404, text="<html>not found</html>", content_type="text/html")

    # Credentials

    async def _v1_permissions(self, request: web.Request) -> list[str] | None:
        """Return what the api-secret may do, None for one that is not known; refused ones make the next ones wait."""
        given = request.headers.get("api-secret", "").lower()
        address = request.headers.get("X-Forwarded-For", "")
        for secret, permissions in {self.secret: ["*"], **self.tokens}.items():
            names = [hashlib.sha1(secret.encode()).hexdigest(), hashlib.sha512(secret.encode()).hexdigest()]  # noqa: S324
            if given in (names if secret == self.secret else [*names, secret]):
                await asyncio.sleep(self._penalties.pop(address, 0.0))
                return permissions
        if given:
            self._penalties[address] = self._penalties.get(address, 0.0) + self.penalty_seconds
        return None

    def _jwt(self, token: str) -> web.Response:
        if (permissions := self.tokens.get(token)) is None:
            return web.json_response(_UNAUTHORIZED, status=401)
        ends = self.clock() + _JWT_LIFE
        jwt = f"jwt.{next(self._jwt_numbers)}.{hashlib.sha1(token.encode()).hexdigest()}"  # noqa: S324
        self._jwts[jwt] = (token, ends)
        return web.json_response(
            {
                "token": jwt,
                "sub": token.partition("-")[0],
                "permissionGroups": [permissions, []],
                "exp": int(ends.timestamp()),
            }
        )

    def expire_jwts(self) -> None:
        """Let every JWT given out so far be unknown, as after a new build of the server."""
        self._jwts.clear()

    # API v1

    async def _v1(self, request: web.Request, path: str, body: Any) -> web.Response:
        permissions = await self._v1_permissions(request)
        if path == "/api/v1/verifyauth":
            return web.json_response({"status": 200, "message": self._verified(permissions)})
        may = permissions or []
        reads, creates, deletes = (_allowed(may, f"api:entries:{verb}") for verb in ("read", "create", "delete"))
        if request.method == "POST" and path in ("/api/v1/entries", "/api/v1/entries/preview"):
            if not (reads and creates):
                return web.json_response(_UNAUTHORIZED, status=401)
            return self._v1_upload(request, path, body)
        if not reads or (request.method == "DELETE" and not deletes):
            return web.json_response(_UNAUTHORIZED, status=401)
        if request.method == "DELETE" and path.startswith("/api/v1/entries"):
            return self._v1_delete(request, path.removeprefix("/api/v1/entries").strip("/"))
        if path == "/api/v1/entries":
            return self._v1_find(request)
        return web.Response(status=404, text="<html>not found</html>", content_type="text/html")

    def _verified(self, permissions: list[str] | None) -> dict[str, Any]:
        """Return what `verifyauth` says of a credential; the API secret is no role."""
        admin = permissions == ["*"]
        role = "FOUND" if permissions is not None and not admin else "NOTFOUND"
        known = {"message": "OK" if admin else "UNAUTHORIZED", "rolefound": role}
        return known if self.old_verifyauth else known | {"isAdmin": admin}

    def _v1_upload(self, request: web.Request, path: str, body: Any) -> web.Response:
        if isinstance(body, list) and None in body:
            return drop_connection(request)  # The real one's process ends.
        sent = body if isinstance(body, list) else [body] if body and "date" in body else []
        if path.endswith("preview"):
            return web.json_response(sent)
        return self._v1_store([dict(entry) for entry in sent])

    def _v1_store(self, sent: list[Entry]) -> web.Response:
        stored = []
        for entry in sent:
            if self._refuses(entry):
                return web.json_response({"status": 422, "message": "refused"}, status=422)
            # As there, the offset is that of the text, whatever was sent as such; our server's own zone is UTC.
            time = _parse(entry["dateString"]) if "dateString" in entry else _from_ms(entry["date"])
            entry["utcOffset"] = (time.utcoffset() or timedelta(0)) // timedelta(minutes=1)
            entry["sysTime"] = entry["dateString"] = _iso(time)
            known = self._entries.at(entry["sysTime"], entry.get("type"))
            if known is not None:
                self._entries.put({**known, **entry, "_id": known["_id"]})
            else:
                entry["_id"] = self._entries.new_id()
                self._entries.put(dict(entry))
            stored.append(entry)
        return web.json_response(stored)

    def _v1_find(self, request: web.Request) -> web.Response:
        limit = int(request.query.get("count", 10))
        return web.json_response(sorted(self._v1_selected(request), key=_date, reverse=True)[:limit])

    def _v1_delete(self, request: web.Request, identity: str) -> web.Response:
        """Delete an entry by its `_id`, or all that a search finds."""
        found = [one for one in self._entries if one["_id"] == identity] if identity else self._v1_selected(request)
        for entry in found:
            self._entries.remove(entry)
        return web.json_response({"acknowledged": True, "deletedCount": len(found)})

    def _v1_selected(self, request: web.Request) -> list[Entry]:
        """Return the entries that a search finds: without a condition on the date only those of four days."""
        found = list(self._entries)
        dated = False
        for name, value in parse_qsl(request.query_string):
            if name.startswith("find["):
                field, _, operator = name[5:].rstrip("]").partition("][")
                dated = dated or field in ("date", "dateString")
                found = [entry for entry in found if _matches(entry.get(field), operator.lstrip("$"), value)]
        if not dated:
            oldest = (self.clock() - timedelta(days=4)).timestamp() * 1000
            found = [entry for entry in found if entry["date"] >= oldest]
        return found

    def _refuses(self, entry: Entry) -> bool:
        """Return whether a fault of kind `refuse` says that this record is refused."""
        return entry.get("date") in self.refused_dates

    refused_dates: frozenset[int] = frozenset()
    """Entries of these times (ms) are refused."""

    # API v3

    async def _v3(self, request: web.Request, path: str, body: Any) -> web.Response:
        if path == "/api/v3/version":
            return web.json_response({"status": 200, "result": {"version": "15.0.7", "apiVersion": "3.0.3-alpha"}})
        token, ends = self._jwts.get(
            request.headers.get("Authorization", "").removeprefix("Bearer "), ("", datetime.min.replace(tzinfo=UTC))
        )
        if token not in self.tokens or ends < self.clock():
            return web.json_response({"status": 401, "message": "Bad access token or JWT"}, status=401)
        permissions = self.tokens[token]
        if path != "/api/v3/entries":
            return web.json_response({"status": 404}, status=404)
        if request.method == "GET":
            if not _allowed(permissions, "api:entries:read"):
                return _missing_permission("api:entries:read")
            return self._v3_find(request)
        return await self._v3_store(body, permissions)

    async def _v3_store(self, entry: Any, permissions: list[str]) -> web.Response:  # noqa: PLR0911 - as many as the real one
        if not isinstance(entry, dict) or not entry:
            return web.json_response({"status": 400, "message": "Bad or missing request body"}, status=400)
        if not entry.get("app"):
            return web.json_response({"status": 400, "message": "Bad or missing app field"}, status=400)
        if not isinstance(entry.get("date"), int):
            return web.json_response({"status": 400, "message": "Bad or missing date field"}, status=400)
        if self._refuses(entry):
            return web.json_response({"status": 422, "message": "Trying to modify read-only document"}, status=422)
        entry.setdefault("utcOffset", 0)
        entry.setdefault(
            "identifier", str(uuid.uuid5(_NAMESPACE, f"{entry.get('device', 'undefined')}_{entry['date']}"))
        )
        known = self._entries.identified(entry["identifier"]) or self._entries.unidentified(
            entry["date"], entry.get("type")
        )
        modified = int(self.clock().timestamp() * 1000)
        if known is None:
            if not _allowed(permissions, "api:entries:create"):
                return _missing_permission("api:entries:create")
            # It finds, then inserts: whoever comes in between is not found either, and then there are two.
            await asyncio.sleep(self.store_seconds)
            self._entries.put({**entry, "srvModified": modified, "_id": self._entries.new_id()})
            answer = {"status": 201, "identifier": entry["identifier"], "lastModified": modified}
            return web.json_response(answer, status=201)
        if not _allowed(permissions, "api:entries:update"):
            return _missing_permission("api:entries:update")
        for field in _FIXED:
            if known.get(field) != entry.get(field):
                message = f"Field {field} cannot be modified by the client"
                return web.json_response({"status": 400, "message": message}, status=400)
        self._entries.put({**entry, "srvModified": modified, "_id": known["_id"]})
        answer = {"status": 200, "identifier": entry["identifier"], "lastModified": modified, "isDeduplication": True}
        return web.json_response(answer)

    def _v3_find(self, request: web.Request) -> web.Response:
        conditions: dict[str, tuple[str, str]] = {}
        limit, sort = 1000, "identifier"
        for name, value in parse_qsl(request.query_string):
            if name == "limit":
                limit = int(value)
            elif name == "sort":
                sort = value
            elif "$" in name:
                field, _, operator = name.partition("$")
                conditions[field] = (operator, value)  # Of two conditions on one field only the last counts.
        found = [
            entry
            for entry in self._entries
            if all(_matches(entry.get(field), operator, value) for field, (operator, value) in conditions.items())
        ]
        found.sort(key=lambda entry: entry.get(sort) or "")
        return web.json_response({"status": 200, "result": found[:limit]})


def _allowed(permissions: list[str], needed: str) -> bool:
    wanted = needed.split(":")
    for permission in permissions:
        parts = permission.split(":")
        if all("*" in part or word in part.split(",") for part, word in zip(parts, wanted, strict=False)):
            return True
    return False


def _missing_permission(permission: str) -> web.Response:
    return web.json_response({"status": 403, "message": f"Missing permission {permission}"}, status=403)


def _matches(value: Any, operator: str, wanted: str) -> bool:
    """Return whether a stored value meets a condition; text is compared with text, numbers with numbers."""
    if value is None:
        return operator == "ne"
    other: Any = type(value)(wanted)
    match operator:
        case "ne":
            return bool(value != other)
        case "gte":
            return bool(value >= other)
        case "gt":
            return bool(value > other)
        case "lte":
            return bool(value <= other)
        case "lt":
            return bool(value < other)
    return bool(value == other)


def _date(entry: Entry) -> int:
    return int(entry["date"])


def _parse(text: str) -> datetime:
    time = datetime.fromisoformat(text)
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _from_ms(milliseconds: float) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _iso(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
