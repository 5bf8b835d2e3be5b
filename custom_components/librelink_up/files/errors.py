"""Why a file is not taken."""

from enum import StrEnum


class Refusal(StrEnum):
    """What is wrong with a file as a whole."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    PACKED = "packed"
    """An archive, or what is one inside, such as a workbook."""
    BINARY = "binary"
    """Not a text at all."""
    WEB_PAGE = "web_page"
    """What a server has shown instead of the file."""
    UNKNOWN = "unknown"
    """A text, but of none of the known kinds."""
    NO_READINGS = "no_readings"
    """One of the known kinds, with nothing in it that could be taken."""


class FileRefused(Exception):
    """A file cannot be taken; nothing of what is in it stands here."""

    def __init__(self, refusal: Refusal) -> None:
        """Say why."""
        super().__init__(f"the file is not taken: {refusal}")
        self.refusal = refusal
