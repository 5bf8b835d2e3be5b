"""Pictures: a person's last hours as a PNG, and the clinic's report as a PDF or a PNG. No I/O but for fonts.

The last hours are in `draw`, the report in `report` (what is on it) and `page` (how it is drawn): few homes ever need
these, so they are imported where they are needed.
"""

from .clock import Clock, clock_of

__all__ = ["Clock", "clock_of"]
