"""Files for people to keep, written where Home Assistant may write them: media, www, and what the user has allowed."""

import errno
from pathlib import Path

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.util import raise_if_invalid_filename

from ..const import DOMAIN

_LONGEST_NAME = 200
"""Bytes: file systems take 255, and a little is needed while it is being written."""
_FULL = (errno.ENOSPC, errno.EDQUOT)


async def async_save(
    hass: HomeAssistant, content: bytes, *, folder: str | None, name: str, replace: bool = False
) -> Path:
    """Write a file below a folder, by default the first of media, and return where it is.

    A folder that is missing is made. A file of that name is replaced only when that is wanted; otherwise a number is
    added to the name. Raises ServiceValidationError when the folder or the name is not allowed, and HomeAssistantError
    when it cannot be written.
    """
    folder = folder or next(iter(hass.config.media_dirs.values()), "")
    _refuse_bad_name(name)
    path = Path(folder) / name
    try:
        return await hass.async_add_executor_job(_saved, hass, path, content, replace)
    except OSError as err:
        key = "disk_full" if err.errno in _FULL else "folder_not_writable"
        raise HomeAssistantError(
            translation_domain=DOMAIN, translation_key=key, translation_placeholders={"folder": folder}
        ) from err


def _refuse_bad_name(name: str) -> None:
    """Raise ServiceValidationError for a name that is none, or leads to another folder."""
    try:
        raise_if_invalid_filename(name)
        bad = name.startswith(".") or not name.isprintable() or len(name.encode()) > _LONGEST_NAME
    except ValueError:
        bad = True
    if bad:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="bad_file_name")


def _saved(hass: HomeAssistant, path: Path, content: bytes, replace: bool) -> Path:  # noqa: FBT001 - the executor's
    if not path.is_absolute() or not hass.config.is_allowed_path(str(path)):
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="folder_not_allowed",
            translation_placeholders={"folder": str(path.parent)},
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    number, wanted = 1, path
    while not replace and path.exists():
        number += 1
        path = wanted.with_stem(f"{wanted.stem} {number}")
    unfinished = path.with_name(f".{path.name}.new")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return path
