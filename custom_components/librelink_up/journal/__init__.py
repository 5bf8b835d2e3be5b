"""The durable record on disk: readings, and what has been delivered where.

Knows nothing of Home Assistant.
"""

from .errors import JournalClosed, JournalDamaged, JournalError, JournalTooNew, JournalUnwritable
from .journal import Journal, Outbox, remove, set_aside
from .store import OutboxCount

__all__ = [
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
