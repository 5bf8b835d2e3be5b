"""What Home Assistant, the Marketplace and whoever reads the repository may rely on."""

import ast
from pathlib import Path
import re
import sys
import tomllib

from awesomeversion import AwesomeVersion
from PIL import Image
import pytest

from scripts.package import ARCHIVE

from .files import INTEGRATION, ROOT, read_json, read_yaml, text_files

MANIFEST = read_json(INTEGRATION / "manifest.json")
BRAND_SIZES = {"icon": (256, 256), "icon@2x": (512, 512), "logo": (512, 256), "logo@2x": (1024, 512)}

# Foreign hosts that shipped files may name, and where. The password goes to nothing but those of cloud/hosts.py.
FOREIGN_HOSTS = {
    "manifest.json": {"github.com"},
    "cloud/hosts.py": {"api.libreview.io", "api.libreview.ru", "api-cn.myfreestyle.cn"},
    "cloud/client.py": {"www.libreview.com"},
}
RESERVED_HOST = re.compile(r"(?:.+\.)?example(?:\.org|\.com|\.net)?")


def test_the_manifest_has_exactly_the_keys_it_needs_in_the_order_home_assistant_demands() -> None:
    assert list(MANIFEST) == [
        "domain",
        "name",
        "after_dependencies",
        "categories",
        "codeowners",
        "config_flow",
        "connectivity",
        "documentation",
        "integration_type",
        "iot_class",
        "issue_tracker",
        "loggers",
        "quality_scale",
        "requirements",
        "version",
    ]
    assert list(MANIFEST)[2:] == sorted(list(MANIFEST)[2:])


def test_the_manifest_says_what_the_integration_is() -> None:
    assert MANIFEST["domain"] == INTEGRATION.name
    assert MANIFEST["integration_type"] == "hub"
    assert MANIFEST["iot_class"] == "cloud_polling"
    assert MANIFEST["config_flow"] is True
    assert MANIFEST["loggers"] == [f"custom_components.{INTEGRATION.name}"]
    assert MANIFEST["issue_tracker"] == MANIFEST["documentation"] + "/issues"


def test_the_version_is_a_placeholder_until_the_release_stamps_it() -> None:
    assert MANIFEST["version"] == "0.0.0"
    assert tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"] == "0.0.0"


def test_nothing_is_needed_at_run_time_beyond_what_home_assistant_ships() -> None:
    assert MANIFEST["requirements"] == []
    imported = set()
    for path in INTEGRATION.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                imported.add(node.module.partition(".")[0])
    by_the_recorder = {"sqlalchemy"}  # Only imported when that has compiled something.
    shipped = {"PIL", "aiohttp", "homeassistant", "probatio", "yarl"}
    assert imported - sys.stdlib_module_names == shipped | by_the_recorder


def test_development_dependencies_are_pinned() -> None:
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
    assert [pin for pins in groups.values() for pin in pins if "==" not in pin] == []


def test_the_marketplace_finds_the_archive_of_a_release_and_the_least_home_assistant() -> None:
    hacs = read_json(ROOT / "hacs.json")
    assert set(hacs) == {"name", "homeassistant", "zip_release", "filename", "hide_default_branch"}
    assert hacs["name"] == MANIFEST["name"]
    assert hacs["zip_release"] is True
    assert hacs["hide_default_branch"] is True
    assert hacs["filename"] == ARCHIVE
    assert AwesomeVersion(hacs["homeassistant"]) == AwesomeVersion("2026.10.0")


@pytest.mark.parametrize("prefix", ["", "dark_"])
@pytest.mark.parametrize(("name", "size"), BRAND_SIZES.items())
def test_brand_images_have_the_sizes_home_assistant_wants(prefix: str, name: str, size: tuple[int, int]) -> None:
    path = INTEGRATION / f"brand/{prefix}{name}.png"
    with Image.open(path) as image:
        assert image.size == size
        assert image.mode == "RGBA"
        assert image.getpixel((0, 0)) == (0, 0, 0, 0)
    assert path.stat().st_size < 40_000


def test_there_are_no_other_brand_images() -> None:
    names = {f"{prefix}{name}.png" for prefix in ("", "dark_") for name in BRAND_SIZES}
    assert {path.name for path in (INTEGRATION / "brand").iterdir()} == names


def test_shipped_files_name_foreign_hosts_only_where_they_must() -> None:
    for name, text in text_files(INTEGRATION):
        hosts = {host.lower() for host in re.findall(r"\w+://([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)", text)}
        foreign = {host for host in hosts if not RESERVED_HOST.fullmatch(host)}
        assert foreign <= FOREIGN_HOSTS.get(name.removeprefix(f"custom_components/{INTEGRATION.name}/"), set()), name


def test_the_address_of_the_repository_stands_in_as_few_places_as_possible() -> None:
    address = MANIFEST["documentation"].removeprefix("https://")
    assert re.fullmatch(r"github\.com/[a-z-]+/[a-z-]+", address)
    places = {name for name, text in text_files() if address in text}
    blueprints = {name for name in places if name.startswith("blueprints/automation/librelink_up/")}
    assert places - {"README.md"} - blueprints == {
        ".github/ISSUE_TEMPLATE/config.yml",
        "custom_components/librelink_up/manifest.json",
    }


def test_the_code_owner_is_the_same_everywhere() -> None:
    (owner,) = MANIFEST["codeowners"]
    assert (ROOT / ".github/CODEOWNERS").read_text("utf-8") == f"* {owner}\n"
    assert f"github.com/{owner.removeprefix('@')}/" in MANIFEST["documentation"]


def test_the_licence_is_one_that_the_marketplace_recognises() -> None:
    first, _, holder, *_ = (ROOT / "LICENSE").read_text("utf-8").splitlines()
    assert first == "MIT License"
    assert holder == "Copyright (c) 2026 LibreLink Up for Home Assistant contributors"


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/architecture.md"])
def test_pages_for_maintainers_name_files_that_exist(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    named = set(re.findall(r"`((?:[\w.@-]+/)*[\w.@-]+(?:\.(?:py|md|ya?ml|json|toml)|/))`", text))
    named |= set(re.findall(r"`(scripts/\w+|\.ci/run)\b", text))
    named |= set(re.findall(r"\]\((?!\w+:)([^)#]+)\)", text))
    assert named
    bases = (ROOT, INTEGRATION, (ROOT / page).parent)
    assert sorted(name for name in named if not any((base / name).exists() for base in bases)) == []


def test_a_bug_report_asks_for_diagnostics_and_warns_of_personal_data() -> None:
    form = read_yaml(ROOT / ".github/ISSUE_TEMPLATE/bug_report.yml")
    fields = {field.get("id"): field for field in form["body"]}
    assert fields["diagnostics"]["validations"]["required"] is True
    assert "e-mail" in form["body"][0]["attributes"]["value"]


def _scripts() -> list[Path]:
    return [
        path
        for folder in ("scripts", ".ci")
        for path in (ROOT / folder).iterdir()
        if path.suffix == "" and path.is_file()
    ]


@pytest.mark.parametrize("script", _scripts(), ids=lambda path: path.name)
def test_every_command_can_be_started_from_anywhere_and_stops_at_the_first_failure(script: Path) -> None:
    lines = script.read_text("utf-8").splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    assert "set -euo pipefail" in lines
    assert any(line.startswith('cd "$(dirname "$0")/..') for line in lines)
    assert script.stat().st_mode & 0o111
