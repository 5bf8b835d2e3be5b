"""The files of the repository, as the tests about it see them."""

from collections.abc import Iterator
import json
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
INTEGRATION = ROOT / "custom_components/librelink_up"

_HIDDEN_AND_OURS = {".ci", ".github"}
_OF_OTHERS = {"node_modules"}


def text_files(folder: Path = ROOT) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of every file that belongs to the repository and is text."""
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            if path.name in _HIDDEN_AND_OURS or not (path.name.startswith((".", "__")) or path.name in _OF_OTHERS):
                yield from text_files(path)
            continue
        try:
            yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")
        except UnicodeDecodeError:
            continue


def read_json(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return content


def read_yaml(path: Path) -> dict[Any, Any]:
    content: dict[Any, Any] = yaml.safe_load(path.read_text("utf-8"))
    return content
