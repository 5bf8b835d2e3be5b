"""Packs a release: python3 -m scripts.package TAG FOLDER.

Writes librelink_up.zip, with the manifest's version taken from the tag, and its SHA-256 sum. The same files and the
same tag give the same bytes, so that anybody can check a release. Any Python 3 runs it, with nothing installed.
"""

import hashlib
import json
from pathlib import Path
import re
import sys
import zipfile

INTEGRATION = Path(__file__).parent.parent / "custom_components/librelink_up"
ARCHIVE = "librelink_up.zip"

_TAG = re.compile(r"v(\d+\.\d+\.\d+(?:-beta\.\d+)?)")
_OLDEST = (1980, 1, 1, 0, 0, 0)  # The first moment that a zip file knows.


def version(tag: str) -> str:
    """Return the version that a tag stands for; raises ValueError unless it is like v1.2.3 or v1.2.3-beta.4."""
    if not (match := _TAG.fullmatch(tag)):
        raise ValueError(f"{tag!r} is not like v1.2.3 or v1.2.3-beta.4")
    return match[1]


def stamped_manifest(tag: str) -> bytes:
    """Return the manifest with the tag's version in it."""
    manifest = json.loads((INTEGRATION / "manifest.json").read_text("utf-8"))
    manifest["version"] = version(tag)
    return (json.dumps(manifest, indent=2) + "\n").encode()


def package(tag: str, folder: Path) -> Path:
    """Write the archive and its sum to a folder; returns the archive.

    The integration's inside is at the root of the archive, as the Marketplace wants it.
    """
    manifest = stamped_manifest(tag)
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / ARCHIVE
    files = [path for path in INTEGRATION.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    with zipfile.ZipFile(archive, "w") as packed:  # Not compressed: that differs from machine to machine.
        for path in sorted(files):
            name = path.relative_to(INTEGRATION).as_posix()
            info = zipfile.ZipInfo(name, _OLDEST)
            info.external_attr = 0o644 << 16
            packed.writestr(info, manifest if name == "manifest.json" else path.read_bytes())
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    (folder / f"{ARCHIVE}.sha256").write_text(f"{digest}  {ARCHIVE}\n", "utf-8")
    return archive


if __name__ == "__main__":
    tag, folder = sys.argv[1:]
    print(package(tag, Path(folder)))
