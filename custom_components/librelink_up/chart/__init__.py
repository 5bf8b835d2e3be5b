"""The picture of a person's last hours: readings in, a PNG out. No I/O, no Home Assistant."""

from .clock import Clock, clock_of
from .draw import Chart, draw
from .style import DARK, LIGHT, Colours

__all__ = ["DARK", "LIGHT", "Chart", "Clock", "Colours", "clock_of", "draw"]
