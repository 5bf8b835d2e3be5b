"""The integration's own texts. The tests find what is on a page by them, so that a better wording breaks nothing."""

import re
from typing import Any

from tests.repository.files import INTEGRATION, read_json

TEXTS = read_json(INTEGRATION / "translations/en.json")
PLACEHOLDER = re.compile(r"\{\w+\}")


def branch(key: str) -> dict[str, Any]:
    """Return the texts below a key such as `issues` or `config.step.user.data`."""
    node: Any = TEXTS
    for name in key.split("."):
        node = node[name]
    return dict(node)


def text(key: str) -> str:
    """Return the text of a key such as `config.step.user.title`."""
    above, _, name = key.rpartition(".")
    return str(branch(above)[name])


def pattern(key: str) -> re.Pattern[str]:
    """Return what finds a text of one paragraph on a page, whatever was filled in."""
    first = text(key).partition("\n")[0].replace("*", "")
    return re.compile(".+".join(re.escape(part) for part in PLACEHOLDER.split(first)))


def label(key: str) -> re.Pattern[str]:
    """Return what finds a field by its label: the frontend marks those that must be filled in."""
    return re.compile(rf"^{pattern(key).pattern}\s*\*?$")
