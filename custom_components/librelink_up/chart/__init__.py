"""Pictures: a person's last hours as a PNG, and the clinic's report as a PDF or a PNG. No I/O but for fonts.

The report is in `report` (what is on it) and `page` (how it is drawn): few homes ever need these, so they are imported
where they are needed.
"""

from .clock import Clock, clock_of
from .draw import Chart, draw
from .fonts import FontFiles
from .style import DARK, LIGHT, Colours

__all__ = ["DARK", "LIGHT", "Chart", "Clock", "Colours", "FontFiles", "clock_of", "draw"]
