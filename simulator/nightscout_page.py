"""What people see of a simulated Nightscout: the newest entries as a curve and a table."""

from collections.abc import Iterable
from datetime import datetime
import html

from .entries import Entry


def page(entries: Iterable[Entry], now: datetime) -> str:
    """Return the page as it looks at a time (UTC)."""
    known = sorted(entries, key=lambda entry: int(entry["date"]))
    newest, milliseconds = known[-720:], now.timestamp() * 1000
    dots = "".join(
        f'<circle cx="{960 + (entry["date"] - milliseconds) / 60000 * 960 / 720:.1f}" cy="{420 - entry["sgv"]}" r="2"/>'
        for entry in newest
    )
    rows = "".join(
        f"<tr><td>{html.escape(entry['dateString'])}<td>{entry['sgv']}<td>{html.escape(entry['direction'])}"
        for entry in reversed(newest[-20:])
    )
    return (
        '<!DOCTYPE html><meta charset="utf-8"><meta http-equiv="refresh" content="10"><title>Nightscout</title>'
        "<style>body{font-family:sans-serif;margin:2em}td{padding:0 1em}circle{fill:#36c}</style>"
        f"<h1>Simulated Nightscout</h1><p>{len(known)} entries</p>"
        '<svg width="960" height="420"><rect y="240" width="960" height="110" fill="#e7f5e7"/>'
        f"{dots}</svg><table>{rows}</table>"
    )
