"""What can go wrong with a Nightscout site; each class answers what to do next."""


class NightscoutError(Exception):
    """Something went wrong with a site; the texts hold no address and no secret."""

    uncertain = False
    """Whether the site may have carried out an upload all the same, or may still be at it."""
    confirmed = 0
    """How many readings of a batch, from its beginning, the site had confirmed before."""


class Unreachable(NightscoutError):
    """No connection, or no answer in time: try again."""

    def __init__(self, message: str, *, sent: bool = True) -> None:
        """Say whether the request may have got there."""
        super().__init__(message)
        self.uncertain = sent


class TlsError(NightscoutError):
    """The site's certificate is not accepted: tell the user."""


class ServerTrouble(NightscoutError):
    """The site answers with an error of its own, or with something that makes no sense: try again."""

    uncertain = True

    def __init__(self, message: str, *, detail: str = "", retry_after: float | None = None) -> None:
        """Carry the site's own words, made harmless, and how long (seconds) it asks to wait."""
        super().__init__(message)
        self.detail = detail
        self.retry_after = retry_after


class NotNightscout(NightscoutError):
    """Something answers at the address, but it is no Nightscout: tell the user."""


class HttpsNeeded(NightscoutError):
    """The site wants https: tell the user. Nothing is sent again by itself, the secret least of all."""


class Moved(NightscoutError):
    """The site is at another address now: tell the user."""


class SignOnNeeded(NightscoutError):
    """A sign-on page stands before the site, which no program can pass: tell the user."""


class CredentialRejected(NightscoutError):
    """The site itself says that it does not know the secret or token: tell the user."""


class UploadForbidden(NightscoutError):
    """The site itself says that the token may not upload, or not read back: tell the user."""


class TooLarge(NightscoutError):
    """The batch is too large for the site: send less at a time."""


class Rejected(NightscoutError):
    """The site will not take this batch: find the reading that it minds."""

    def __init__(self, reason: str) -> None:
        """Carry the HTTP status as the reason."""
        super().__init__(f"rejected: {reason}")
        self.reason = reason
