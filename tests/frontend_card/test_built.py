"""The card that is shipped is what its source builds, and small; its tools are pinned and name no host."""

import gzip
import json
from pathlib import Path
import re
import subprocess
import sys

import pytest

from tests.repository.files import INTEGRATION, ROOT, read_json

SOURCE = ROOT / "frontend"
SHIPPED = INTEGRATION / "frontend/librelink-up-card.js"
LICENCE = INTEGRATION / "frontend/LICENSE.lit.txt"
LARGEST = 35_000  # Bytes, packed as a server packs.


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the card beside the one that is shipped."""
    assert (SOURCE / "node_modules/.stamp").exists(), "the card's tools are missing: run scripts/setup"
    file = tmp_path_factory.mktemp("card") / "card.js"
    node = Path(sys.executable).with_name("node")
    subprocess.run([node, SOURCE / "build.mjs", file], check=True)  # noqa: S603 - our own
    return file


def test_the_shipped_card_is_what_its_source_builds(built: Path) -> None:
    same = built.read_bytes() == SHIPPED.read_bytes()
    assert same, "build it and commit it: scripts/card"


def test_nothing_else_is_shipped_beside_it() -> None:
    others = {path.name for path in SHIPPED.parent.iterdir() if path.suffix != ".py" and path.is_file()}
    assert others == {SHIPPED.name, LICENCE.name}


def test_the_card_is_small(built: Path) -> None:
    assert len(gzip.compress(built.read_bytes(), 9)) <= LARGEST


def test_the_card_says_nothing_of_the_machine_that_built_it(built: Path) -> None:
    text = built.read_text("utf-8")
    assert str(ROOT) not in text
    assert "node_modules" not in text


def test_the_card_names_whose_code_it_holds_and_their_licence_is_beside_it(built: Path) -> None:
    assert f"see {LICENCE.name}" in built.read_text("utf-8")
    assert LICENCE.read_text("utf-8") == (SOURCE / "node_modules/lit/LICENSE").read_text("utf-8")
    assert list(read_json(SOURCE / "package.json").get("dependencies", {})) == []


def test_its_tools_are_pinned_exactly() -> None:
    pins = read_json(SOURCE / "package.json")["devDependencies"]
    assert [name for name, version in pins.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


def test_the_lock_file_names_no_host_and_sums_every_package() -> None:
    text = (SOURCE / "package-lock.json").read_text("utf-8")
    assert "://" not in text
    packages = json.loads(text)["packages"]
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []
