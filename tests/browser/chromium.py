"""The browser: Debian's Chromium, of the system or unpacked below .python by scripts/setup."""

import os
from pathlib import Path
import shutil

from scripts.home import ROOT

_PRIVATE = ROOT / ".python/chromium/chromium"
ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",  # It visits nothing but loopback, and is root where tests run in a container.
]


def find() -> str | None:
    """Return the path of a Chromium, None where there is none."""
    if _PRIVATE.exists():
        return str(_PRIVATE)
    return next(filter(None, map(shutil.which, ("chromium", "chromium-headless-shell"))), None)


def must_exist() -> bool:
    """Return whether its absence is a failure: where changes are checked, nothing is left out in silence."""
    return bool(os.environ.get("CI"))


def screenshots() -> Path | None:
    """Return the folder in which pictures of the walk are kept, None when nobody asked for them."""
    folder = os.environ.get("LIBRELINK_UP_SCREENSHOTS")
    return Path(folder) if folder else None
