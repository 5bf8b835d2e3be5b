"""What must outlive a restart: the token, and every promise not to ask before a certain time."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
import json
from typing import Any, Self

from .errors import BlockReason
from .hosts import is_region
from .shapes import as_object, as_text, is_plain

FIRST_VERSION = "4.17.0"
"""The app version that is named until the cloud demands a newer one (in use since December 2025)."""

LOGIN_SPACING = timedelta(seconds=60)
_FREE_LOGINS = 3
_LOGIN_PAUSES = (timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=60))
_LOGIN_MEMORY = timedelta(hours=6)

RATE_LIMIT_PAUSES = (300.0, 300.0, 600.0, 1200.0, 1800.0)
LOGIN_BLOCK_PAUSES = (1800.0, 3600.0, 7200.0, 14400.0, 21600.0)
BLOCK_PAUSES = (300.0, *LOGIN_BLOCK_PAUSES)
"""Seconds, where the cloud does not say how long. One such answer may be a passing one, and our pause after it must not
be what makes a reading too old to be shown (15 minutes); what is said again, or of a log-in, means it."""
_LEAST_PAUSE = 60.0
_LONGEST_PAUSE = 21600.0
_LONGEST_BUSY = 3600.0
_FAR_AHEAD = timedelta(days=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session with the cloud; frozen, so that whoever holds one holds a moment of it."""

    region: str | None = None
    user_id: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)
    expires: datetime | None = None
    version: str = FIRST_VERSION
    not_before: datetime | None = None
    """No request of any kind before this time (UTC)."""
    pauses: int = 0
    """How many pauses in a row were asked for; each is longer than the last."""
    paused_for: BlockReason | None = None
    """Why there is a pause."""
    paused_at: datetime | None = None
    """When (UTC) the pause began; a clock that shows an earlier time was set back, and then nobody knows its end."""
    closed: str | None = None
    """The version that the cloud demanded when it spoke a closed protocol; `not_before` says until when to wait."""
    logins: tuple[datetime, ...] = ()
    """The attempts to log in of the last hours, oldest first."""
    rejected: datetime | None = None
    """When the credentials were first refused, with no success since."""
    confirmed: bool = False
    """Whether they were refused again, minutes later."""

    @property
    def usable(self) -> bool:
        """Return whether there is a token to try.

        When it ends is not looked at: every answer brings a fresh one, however short its life, and if the cloud takes
        it no more, it says so.
        """
        return self.token is not None and self.user_id is not None

    @property
    def first_name(self) -> str:
        """Return the account holder's first name, as the cloud's tokens hold it; empty when this one does not."""
        payload = (self.token or "").split(".")[1:2]
        try:
            content = json.loads(base64.urlsafe_b64decode(f"{payload[0]}===")) if payload else None
        except ValueError, RecursionError:
            return ""
        return as_text(as_object(content).get("firstName"))

    def paused(self, now: datetime) -> float:
        """Return for how many seconds no request may be sent; zero when one may."""
        if self.not_before is None or self.not_before - now > _FAR_AHEAD:  # A clock was wrong once.
            return 0.0
        if self.paused_at and now < self.paused_at:
            return 0.0
        return max((self.not_before - now).total_seconds(), 0.0)

    def login_wait(self, now: datetime, *, redirected: bool = False) -> float:
        """Return for how many seconds no password may be sent.

        A minute between two, but none when the cloud has just named another region; after the third within six hours
        5, then 15, then always 60 minutes.
        """
        recent = [login for login in self.logins if timedelta(0) <= now - login < _LOGIN_MEMORY]
        if not recent:
            return 0.0
        wait = timedelta(0) if redirected else LOGIN_SPACING
        if (beyond := len(recent) - _FREE_LOGINS) >= 0:
            wait = _LOGIN_PAUSES[min(beyond, len(_LOGIN_PAUSES) - 1)]
        return max((recent[-1] + wait - now).total_seconds(), 0.0)

    def with_login(self, now: datetime) -> Self:
        """Return the session after an attempt to log in."""
        return replace(self, logins=(*(login for login in self.logins if now - login < _LOGIN_MEMORY), now))

    def after_good_password(self, before: tuple[datetime, ...], now: datetime) -> Self:
        """Return the session after the cloud has taken the password, sent through however many regions.

        `before` are the log-ins before this one. The next may come after five minutes, not later: a session that dies
        again and again is the cloud's trouble, and waiting for an hour would cost the readings.
        """
        return replace(self, logins=(*before, now)[-_FREE_LOGINS:], rejected=None, confirmed=False)

    def with_pause(
        self, now: datetime, reason: BlockReason, asked: float | None = None, *, login: bool = False
    ) -> Self:
        """Return the session after the cloud asked for a pause (`asked` seconds, or the next of our own steps)."""
        steps: tuple[float, ...] = RATE_LIMIT_PAUSES
        if reason is BlockReason.EDGE:
            steps = LOGIN_BLOCK_PAUSES if login else BLOCK_PAUSES
            asked = None if asked is None else max(asked, steps[0])
        longest = _LONGEST_BUSY if reason is BlockReason.BUSY else _LONGEST_PAUSE
        wait = steps[min(self.pauses, len(steps) - 1)] if asked is None else min(max(asked, _LEAST_PAUSE), longest)
        counts = reason is not BlockReason.BUSY
        return replace(
            self,
            not_before=now + timedelta(seconds=wait),
            pauses=self.pauses + counts,
            paused_for=reason,
            paused_at=now,
            closed=None,
        )

    def only_pauses(self) -> Self:
        """Return a session that knows nothing but when the cloud may be asked again."""
        names = ("not_before", "pauses", "paused_for", "paused_at", "closed")
        return type(self)(**{name: getattr(self, name) for name in names})

    def as_dict(self) -> dict[str, Any]:
        """Return the session as JSON can hold it; the token is in it."""
        return {name: _plain(value) for name in (item.name for item in fields(self)) if (value := getattr(self, name))}

    @classmethod
    def from_dict(cls, data: object) -> Self:
        """Read what `as_dict` gave; whatever is damaged is left out."""
        if not isinstance(data, Mapping):
            return cls()
        values: dict[str, Any] = {}
        for name in ("user_id", "token"):
            if is_plain(data.get(name)):
                values[name] = data[name]
        if is_region(data.get("region")):
            values["region"] = data["region"]
        if (version := parse_version(data.get("version"))) and version >= (parse_version(FIRST_VERSION) or ()):
            values["version"] = data["version"]
        if parse_version(data.get("closed")) or data.get("closed") == "unknown":
            values["closed"] = data["closed"]
        for name in ("expires", "not_before", "paused_at", "rejected"):
            if time := _time(data.get(name)):
                values[name] = time
        if isinstance(pauses := data.get("pauses"), int) and pauses >= 0:
            values["pauses"] = pauses
        if data.get("paused_for") in tuple(BlockReason):
            values["paused_for"] = BlockReason(data["paused_for"])
        values["confirmed"] = data.get("confirmed") is True
        if isinstance(logins := data.get("logins"), list):
            values["logins"] = tuple(time for login in logins if (time := _time(login)))
        return cls(**values)


def parse_version(text: object) -> tuple[int, ...] | None:
    """Return the numbers of an app version such as 4.16.0, None for anything else."""
    if not isinstance(text, str):
        return None
    parts = text.split(".")
    if not 1 <= len(parts) <= 5 or not all(part.isascii() and part.isdigit() and len(part) < 6 for part in parts):  # noqa: PLR2004
        return None
    return tuple(int(part) for part in parts)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _time(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        time = datetime.fromisoformat(value)
        return time.astimezone(UTC) if time.tzinfo else None
    except ValueError, OverflowError:
        return None
