"""A release: what the tag may be, and what is in the archive."""

import hashlib
import json
from pathlib import Path
import zipfile

from awesomeversion import AwesomeVersion, AwesomeVersionStrategy
import pytest

from scripts.package import package, version

from .files import INTEGRATION, read_json


@pytest.mark.parametrize(("tag", "expected"), [("v1.2.3", "1.2.3"), ("v10.0.21-beta.4", "10.0.21-beta.4")])
def test_a_tag_names_a_version_that_home_assistant_loads(tag: str, expected: str) -> None:
    assert version(tag) == expected
    assert AwesomeVersion(expected).strategy is AwesomeVersionStrategy.SEMVER


@pytest.mark.parametrize("tag", ["", "1.2.3", "v1.2", "v1.2.3.4", "v1.2.3-rc1", "v1.2.3\n", "v1.2.3; ls", "main"])
def test_any_other_tag_is_refused_before_anything_is_written(tag: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="is not like"):
        package(tag, tmp_path / "dist")
    assert list(tmp_path.iterdir()) == []


def test_the_archive_holds_the_inside_of_the_integration_at_its_root(tmp_path: Path) -> None:
    with zipfile.ZipFile(package("v1.2.3", tmp_path)) as archive:
        names = set(archive.namelist())
        shipped = {path.relative_to(INTEGRATION).as_posix() for path in INTEGRATION.rglob("*") if path.is_file()}
        assert names == {name for name in shipped if "__pycache__" not in name}
        assert {"__init__.py", "manifest.json", "cloud/client.py", "translations/en.json", "brand/icon.png"} <= names
        assert archive.read("const.py") == (INTEGRATION / "const.py").read_bytes()


def test_the_manifest_in_the_archive_has_the_version_of_the_tag_and_is_the_same_otherwise(tmp_path: Path) -> None:
    before = (INTEGRATION / "manifest.json").read_bytes()
    with zipfile.ZipFile(package("v1.2.3", tmp_path)) as archive:
        stamped = json.loads(archive.read("manifest.json"))
    assert stamped == {**read_json(INTEGRATION / "manifest.json"), "version": "1.2.3"}
    assert (INTEGRATION / "manifest.json").read_bytes() == before


def test_anybody_gets_the_same_bytes_and_can_check_them(tmp_path: Path) -> None:
    first, second = (package("v1.2.3", tmp_path / name) for name in ("first", "second"))
    assert first.read_bytes() == second.read_bytes()
    digest, name = first.with_name(first.name + ".sha256").read_text().split()
    assert name == first.name
    assert digest == hashlib.sha256(first.read_bytes()).hexdigest()
