"""Files with readings, in and out: what is in one, and how one is written. Knows nothing of Home Assistant."""

from .errors import FileRefused, Refusal
from .found import Content, Found
from .nightscout import take_documents
from .recognize import LARGEST, look
from .stamps import DateOrder
from .write import write_entries, write_libreview

__all__ = [
    "LARGEST",
    "Content",
    "DateOrder",
    "FileRefused",
    "Found",
    "Refusal",
    "look",
    "take_documents",
    "write_entries",
    "write_libreview",
]
