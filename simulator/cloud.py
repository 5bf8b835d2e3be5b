"""The LibreLink Up cloud: log-in, regions, terms, versions, tickets, connections, graph and logbook, and its bad days.

The global host is the root of the address; a region is its first path segment. Beside the faults of `faults.py`, which
spoil single requests, `SimulatedCloud` has switches for what lasts: see its attributes.
"""

import base64
from datetime import datetime, timedelta
from email.utils import format_datetime
import hashlib
from itertools import count
import json
import random
from typing import Any

from aiohttp import web

from .clock import Clock, real_clock
from .faults import Faults, common_answer
from .people import MISSING, SimulatedAccount, SimulatedPatient, Span
from .written import TIME_FORMS, connection, measurement, us_text

_TICKET_LIFE = timedelta(days=180)
_STEP_LIFE = timedelta(hours=1)
_LOCKOUT = timedelta(seconds=300)
_FAILURES = 3
_FAILURE_WINDOW = timedelta(seconds=60)
_ISLANDS = ("ru", "cn")


class SimulatedCloud:
    """A cloud with some accounts."""

    def __init__(self, accounts: list[SimulatedAccount], clock: Clock = real_clock) -> None:
        """Begin on a good day."""
        self.accounts = accounts
        self.clock = clock
        self.faults = Faults(clock, "redirect")
        self.minimum_version = "4.16.0"
        self.away = False
        self.token_life = _TICKET_LIFE
        self.circle: list[str] = []
        """Regions that send a log-in on to the next of them, and the last to the first."""
        self.dead_regions: set[str] = set()
        """Regions whose host answers 404 to everything, as one that was given up."""
        self.refusing_until: datetime | None = None
        """Until when the right password is refused, too, as on bad days."""
        self.time_form = "us"
        """How times are written, see `written.TIME_FORMS`."""
        self.tokens_valid_from = 0
        """Tokens given out before this number (see `expire_tokens`) are not accepted any more."""
        self._serials = count(1)
        self._random = random.Random(1)  # noqa: S311 - the order of a list
        self.app = web.Application()
        self.app.on_response_prepare.append(self._date)
        self.app.add_routes(self.faults.routes())
        self.app.add_routes(
            [
                web.post("/control/cloud", self._control),
                web.post("/control/patient", self._control_patient),
                web.route("*", "/{tail:.*}", self._dispatch),
            ]
        )

    async def _date(self, _: web.Request, response: web.StreamResponse) -> None:
        """Date an answer by the cloud's own clock, whatever clock this machine has."""
        response.headers["Date"] = format_datetime(self.clock(), usegmt=True)

    def expire_tokens(self) -> None:
        """Let every token given out so far be unknown, as after an upgrade of the servers."""
        self.tokens_valid_from = next(self._serials)

    def patient(self, first_name: str) -> SimulatedPatient:
        """Return a patient by name."""
        return next(
            patient for account in self.accounts for patient in account.patients if patient.first_name == first_name
        )

    async def _control(self, request: web.Request) -> web.Response:
        """Set what lasts.

        away, minimum_version, terms and password (of all accounts), expire_tokens, token_life (seconds), circle,
        dead_regions, time_form, and refuse_password (for some seconds).
        """
        data = await request.json()
        if data.get("time_form", self.time_form) not in TIME_FORMS:
            return web.json_response({"error": f"times can be written as {', '.join(TIME_FORMS)}"}, status=400)
        self.time_form = data.get("time_form", self.time_form)
        self.token_life = timedelta(seconds=data["token_life"]) if "token_life" in data else self.token_life
        self.circle = data.get("circle", self.circle)
        self.dead_regions = set(data.get("dead_regions", self.dead_regions))
        if "refuse_password" in data:
            self.refusing_until = self.clock() + timedelta(seconds=data["refuse_password"])
        self.away = data.get("away", self.away)
        self.minimum_version = data.get("minimum_version", self.minimum_version)
        if data.get("expire_tokens"):
            self.expire_tokens()
        for account in self.accounts:
            account.terms = list(data.get("terms", account.terms))
            account.password = data.get("password", account.password)
        return web.json_response({})

    async def _control_patient(self, request: web.Request) -> web.Response:
        """Set what lasts for a patient (by name).

        shared, new_sensor, phone_clock (seconds ahead), fields; for some seconds: phone_away, slow_phone, sensor_off,
        glucose, and out_of_range ("lo" or "hi", with the number that is sent for it, if any).
        """
        data = await request.json()
        patient, now = self.patient(data["name"]), self.clock()
        end = now + timedelta(seconds=data["seconds"]) if "seconds" in data else None
        patient.shared = data.get("shared", patient.shared)
        if data.get("phone_away"):
            patient.phone_away.append(Span(now, end))
        if data.get("sensor_off"):
            patient.sensor_off.append(Span(now, end))
        if data.get("slow_phone"):
            patient.slow_phone.append(Span(now, end))
        if "out_of_range" in data:
            patient.out_of_range.append((Span(now, end), data["out_of_range"], data.get("number", MISSING)))
        patient.phone_clock = timedelta(seconds=data.get("phone_clock", patient.phone_clock.total_seconds()))
        if "glucose" in data:
            patient.overrides.append((Span(now, end), data["glucose"]))
        if data.get("new_sensor"):
            patient.sensor_started = now
        patient.broken_fields |= data.get("fields", {})
        return web.json_response({})

    async def _dispatch(self, request: web.Request) -> web.StreamResponse:
        if self.away:
            if request.transport:
                request.transport.abort()
            return web.Response()
        if fault := self.faults.take(request):
            if fault.kind == "redirect":
                return _redirect(fault.options["region"])
            if answer := await common_answer(fault, request):
                return answer
        return await self._answer(request)

    async def _answer(self, request: web.Request) -> web.Response:
        """Answer as on a good day."""
        region, path = self._split(request.path)
        if region in self.dead_regions:
            return web.Response(status=404, content_type="text/html", text="<!DOCTYPE html><title>Not found</title>")
        if path == "/llu/config/country":
            return self._country(request)
        if request.headers.get("product") not in ("llu.android", "llu.ios") or "version" not in request.headers:
            return web.json_response({"message": "RequiredHeaderMissing"}, status=400)
        if path == "/llu/auth/login":
            return await self._login(request, region)
        if path.startswith("/auth/continue/"):
            return self._continue(request, path.rpartition("/")[2])
        return self._data(request, region, path)

    def _split(self, path: str) -> tuple[str | None, str]:
        """Return the region and the rest of a path."""
        first, _, rest = path[1:].partition("/")
        if first not in ("llu", "auth", "user", "account"):
            return first, f"/{rest}"
        return None, path

    def _country(self, request: web.Request) -> web.Response:
        base = f"{request.url.origin()}"
        return web.json_response(
            {
                "status": 0,
                "data": {
                    "MinVersion": self.minimum_version,
                    "lslApi": f"{base}/",
                    "regionalMap": {"de": {"lslApi": f"{base}/de/", "socketHub": ""}},
                    "lluToUVersions": ["1"],
                    "lluToUHtml": f"https://files.libreview.example/{request.query.get('country')}/tou.html",
                    "lluPrivacyPolicyHtml": f"https://files.libreview.example/{request.query.get('country')}/pp.html",
                },
            }
        )

    async def _login(self, request: web.Request, region: str | None) -> web.Response:
        body = await request.json()
        now = self.clock()
        account = next((account for account in self.accounts if account.email == body.get("email")), None)
        if account is None:
            return _answer({"status": 2, "error": {"message": "notAuthenticated"}})
        if account.locked_until and now < account.locked_until:
            return self._locked()
        if body.get("password") != account.password:
            account.failures = [time for time in account.failures if now - time < _FAILURE_WINDOW] + [now]
            if len(account.failures) >= _FAILURES:
                account.locked_until = now + _LOCKOUT
                return self._locked()
            return _answer({"status": 2, "error": {"message": "incorrect username/password"}})
        if self.refusing_until and now < self.refusing_until:
            return _answer({"status": 2, "error": {"message": "notAuthenticated"}})
        return self._elsewhere(account, region) or self._step_or_login(account)

    def _elsewhere(self, account: SimulatedAccount, region: str | None) -> web.Response | None:
        """Return where a log-in has to go; None: it is at the right place."""
        if self.circle:
            following = self.circle.index(region) + 1 if region in self.circle else 0
            return _redirect(self.circle[following % len(self.circle)])
        if account.region in _ISLANDS and region != account.region:
            return _answer({"status": 911})
        return _redirect(account.region) if account.region not in (region, None) else None

    def _locked(self) -> web.Response:
        return _answer(
            {
                "status": 429,
                "data": {"code": 60, "data": {"failures": 3, "interval": 60, "lockout": 300}, "message": "locked"},
            }
        )

    def _step_or_login(self, account: SimulatedAccount) -> web.Response:
        if account.terms:
            return _answer(
                {
                    "status": 4,
                    "data": {
                        "step": _step(account.terms[0], account),
                        "user": {"accountType": "pat", "country": account.country, "uiLanguage": "de-DE"},
                        "authTicket": self._ticket(account, _STEP_LIFE, step=True),
                    },
                }
            )
        user = {
            "id": account.user_id,
            "firstName": "Robin",
            "lastName": "Follower",
            "email": account.email,
            "country": account.country,
            "accountType": "pat",
            "uom": "1",
            "dateFormat": "2",
            "timeFormat": "2",
            "system": {"messages": {"lluOnboarding": 1763991000}},
            "details": {},
            "devices": {},
            "consents": {"llu": {"policyAccept": 1763990000, "touAccept": 1763990000}},
        }
        return _answer(
            {
                "status": 0,
                "data": {
                    "user": user,
                    "messages": {"unread": 0},
                    "notifications": {"unresolved": 0},
                    "authTicket": self._ticket(account, self.token_life),
                    "invitations": None,
                    "trustedDeviceToken": "",
                },
            }
        )

    def _continue(self, request: web.Request, document: str) -> web.Response:
        payload = self._payload(request)
        account = self._account(payload)
        if payload is None or account is None or not payload.get("step"):
            return web.json_response({"message": "invalid or expired jwt"}, status=401)
        if account.terms[:1] == [document]:
            account.terms.pop(0)
        return self._step_or_login(account)

    def _ticket(self, account: SimulatedAccount, life: timedelta, *, step: bool = False) -> dict[str, Any]:
        expires = int((self.clock() + life).timestamp())
        payload = {"id": account.user_id, "firstName": "Robin", "exp": expires, "step": step, "n": next(self._serials)}
        token = ".".join(_base64(json.dumps(part).encode()) for part in ({"alg": "HS256"}, payload)) + "." + "s" * 43
        return {"token": token, "expires": expires, "duration": int(life.total_seconds()) * 1000}

    def _payload(self, request: web.Request) -> dict[str, Any] | None:
        """Return what a bearer token says, None for one that is not accepted."""
        parts = request.headers.get("Authorization", "").removeprefix("Bearer ").split(".")
        if len(parts) != 3:  # noqa: PLR2004
            return None
        try:
            payload: dict[str, Any] = json.loads(base64.urlsafe_b64decode(parts[1] + "=="))
        except ValueError:
            return None
        if not {"id", "exp", "n", "step"} <= set(payload):
            return None
        if payload["exp"] < self.clock().timestamp() or payload["n"] < self.tokens_valid_from:
            return None
        return payload

    def _account(self, payload: dict[str, Any] | None) -> SimulatedAccount | None:
        user = payload["id"] if payload else None
        return next((account for account in self.accounts if account.user_id == user), None)

    def _data(self, request: web.Request, region: str | None, path: str) -> web.Response:
        """Answer a data call, the checks in the order of the real cloud."""
        if "Authorization" not in request.headers or "Account-Id" not in request.headers:
            return web.json_response({"message": "RequiredHeaderMissing"}, status=400)
        if _version(request.headers["version"]) < _version(self.minimum_version):
            return web.json_response({"data": {"minimumVersion": self.minimum_version}, "status": 920}, status=403)
        payload = self._payload(request)
        account = self._account(payload)
        if payload is None or account is None or payload["step"]:
            return web.json_response({"message": "invalid or expired jwt"}, status=401)
        if request.headers["Account-Id"] != hashlib.sha256(account.user_id.encode()).hexdigest():
            return web.json_response({"message": "MissingCachedUser"}, status=401)
        if account.region is not None and account.region != region:
            return _redirect(account.region)
        data = self._content(account, path)
        if data is None:
            return _answer({"error": {"message": "couldNotLoadPatient"}, "status": 4})
        return _answer({"status": 0, "data": data, "ticket": self._ticket(account, self.token_life)})

    def _content(self, account: SimulatedAccount, path: str) -> Any:
        patients = [patient for patient in account.patients if patient.shared]
        if path == "/llu/connections":
            self._random.shuffle(patients)  # The order of the real list is not stable either.
            return [self.connection(patient) for patient in patients]
        _, _, _, patient_id, what = (path.split("/") + [""] * 5)[:5]
        patient = next((patient for patient in patients if patient.patient_id == patient_id), None)
        if patient is None:
            return None
        now = self.clock()
        if what == "graph":
            connection = self.connection(patient)
            sensor = {**(connection["sensor"] or {}), "deviceId": "c3b9e0aa-51d7-11f0-8c1e-7a1d2f4b6c33"}
            return {
                "connection": connection,
                "activeSensors": [{"sensor": sensor, "device": connection["patientDevice"]}],
                "graphData": [measurement(point, patient, self.time_form, kind=0) for point in patient.history(now)],
            }
        if what == "logbook":
            scans = [measurement(scan, patient, self.time_form, kind=1) for scan in reversed(patient.scans(now))]
            alarm = {"FactoryTimestamp": us_text(now - timedelta(days=2)), "type": 2, "alarmType": 0}
            return [*scans, alarm]
        return None

    def connection(self, patient: SimulatedPatient) -> dict[str, Any]:
        """Return a patient as the list of connections has them."""
        return connection(patient, self.clock(), self.time_form)


def _step(kind: str, account: SimulatedAccount) -> dict[str, Any]:
    if kind == "verifyEmail":
        return {"type": kind, "componentName": "VerifyEmail", "props": {"email": account.email}}
    title = "Common.termsOfUse" if kind == "tou" else "Common.privacyPolicy"
    props = {"reaccept": True, "titleKey": title, "type": kind}
    return {"type": kind, "componentName": "AcceptDocument", "props": props}


def _answer(body: dict[str, Any]) -> web.Response:
    return web.json_response(body)


def _redirect(region: str) -> web.Response:
    return _answer({"status": 0, "data": {"redirect": True, "region": region}})


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))
