"""Every language has every text, and fills in the same things."""

from pathlib import Path
import re
from typing import Any

import pytest

from .files import INTEGRATION, read_json

FILES = sorted((INTEGRATION / "translations").iterdir())


def texts(content: dict[str, Any], prefix: str = "") -> dict[str, str]:
    """Return the texts by their full key."""
    found: dict[str, str] = {}
    for key, value in content.items():
        found |= texts(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key: value}
    return found


ENGLISH = texts(read_json(INTEGRATION / "translations/en.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_language_has_the_texts_of_english_with_the_same_placeholders(path: Path) -> None:
    translated = texts(read_json(path))
    assert sorted(translated) == sorted(ENGLISH)
    for key, text in translated.items():
        assert text.strip() == text != "", key
        assert sorted(set(re.findall(r"\{\w+\}", text))) == sorted(set(re.findall(r"\{\w+\}", ENGLISH[key]))), key


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_home_assistant_accepts_every_text(path: Path) -> None:
    """Its validation refuses addresses (they come as placeholders), markup, and placeholders in single quotes."""
    for key, text in texts(read_json(path)).items():
        assert not re.search(r"\w+://|\bwww\.", text), key
        assert not re.search(r"</?[a-z!]", text), key
        assert not re.search(r"'\{\w+\}'", text), key
        assert all(re.fullmatch(r"[a-z0-9_-]+", part) for part in key.split(".")), key
