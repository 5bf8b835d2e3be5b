"""The durable record on disk: readings, treatments, and what has been delivered where.

Knows nothing of Home Assistant.
"""

from .deliveries import OutboxCount
from .errors import JournalClosed, JournalDamaged, JournalError, JournalTooNew, JournalUnwritable
from .journal import Imported, Journal, remove, set_aside
from .outbox import Outbox

__all__ = [
    "Imported",
    "Journal",
    "JournalClosed",
    "JournalDamaged",
    "JournalError",
    "JournalTooNew",
    "JournalUnwritable",
    "Outbox",
    "OutboxCount",
    "remove",
    "set_aside",
]
