"""The LibreLink Up cloud: regions, log-in, session, requests, parsing into readings, sensors and patients.

Knows nothing of Home Assistant; the HTTP session comes from outside.
"""

from .client import CloudClient
from .errors import (
    BadAnswer,
    Blocked,
    BlockReason,
    CannotConnect,
    CloudError,
    CredentialsRejected,
    Maintenance,
    PatientUnknown,
    PendingTerms,
    ProtocolClosed,
    StepRequired,
    TermsPending,
)
from .hosts import GLOBAL_URL, Region
from .parse import Graph
from .session import Session

__all__ = [
    "GLOBAL_URL",
    "BadAnswer",
    "BlockReason",
    "Blocked",
    "CannotConnect",
    "CloudClient",
    "CloudError",
    "CredentialsRejected",
    "Graph",
    "Maintenance",
    "PatientUnknown",
    "PendingTerms",
    "ProtocolClosed",
    "Region",
    "Session",
    "StepRequired",
    "TermsPending",
]
