"""What can go wrong with a Nightscout site; each class answers what to do next."""


class NightscoutError(Exception):
    """Something went wrong with a site; the texts hold no address and no secret."""


class Unreachable(NightscoutError):
    """No connection, or no answer in time: try again. The write may have been carried out all the same."""


class TlsError(NightscoutError):
    """The site's certificate is not accepted: tell the user."""


class ServerTrouble(NightscoutError):
    """The site answers with an error of its own, or with something that makes no sense: try again."""

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        """Say how long (seconds) the site asks to wait, None when it does not."""
        super().__init__(message)
        self.retry_after = retry_after


class NotNightscout(NightscoutError):
    """Something answers at the address, but it is no Nightscout: tell the user."""


class HttpsNeeded(NightscoutError):
    """The site wants https: tell the user. Nothing is sent again by itself, the secret least of all."""


class CredentialRejected(NightscoutError):
    """The site does not know the secret or token: tell the user."""


class UploadForbidden(NightscoutError):
    """The site knows the token, but it may not upload readings: tell the user."""


class TooLarge(NightscoutError):
    """The batch is too large for the site: send less at a time."""


class Rejected(NightscoutError):
    """The site will not take this batch: find the reading that it minds."""

    def __init__(self, reason: str) -> None:
        """Carry the HTTP status as the reason."""
        super().__init__(f"rejected: {reason}")
        self.reason = reason
