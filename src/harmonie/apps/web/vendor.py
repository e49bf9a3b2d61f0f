"""Fetches the vendored front end named in ``vendor.toml`` and proves that it was not altered.

``python -m harmonie.apps.web.vendor`` packs each package with the npm client, compares the tarball
with its pinned sha256, copies the files kept and writes ``vendor.sha256`` beside this module.
``--check`` (used by the tests) compares the tree with that list and needs no network.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
MANIFEST = HERE / "vendor.sha256"
CONFIGURATION = HERE.parents[3] / "vendor.toml"
# A source map is not kept, so the pointer to it would be a broken link.
_SOURCE_MAP = re.compile(rb"\n?(?:/\*|//)# sourceMappingURL=[^\n*]*(?:\*/)?\s*$")


class Altered(ValueError):
    """A vendored file or tarball differs from what is pinned."""


def refresh(configuration: Path = CONFIGURATION) -> list[Path]:
    """Download, verify and unpack every package; return the files written."""
    written: list[Path] = []
    for package in tomllib.loads(configuration.read_text())["package"]:
        with tempfile.TemporaryDirectory() as folder:
            tarball = _pack(package, Path(folder))
            written += _unpack(package, tarball)
    lines = [f"{_sha256(path)}  {path.relative_to(HERE)}" for path in sorted(written)]
    MANIFEST.write_text("\n".join(lines) + "\n")
    return written


def check() -> int:
    """Compare the tree with ``vendor.sha256``; return the number of files, raise Altered."""
    lines = MANIFEST.read_text().splitlines()
    for line in lines:
        expected, name = line.split("  ", 1)
        if _sha256(HERE / name) != expected:
            raise Altered(f"{name} is not the file that was vendored; run this module to refresh")
    return len(lines)


def _pack(package: dict[str, Any], folder: Path) -> Path:
    name = f"{package['name']}@{package['version']}"
    subprocess.run(  # noqa: S603  (names and versions come from vendor.toml)
        ["npm", "pack", "--silent", name],  # noqa: S607  (whichever npm is installed)
        cwd=folder,
        check=True,
        capture_output=True,
    )
    (tarball,) = folder.glob("*.tgz")
    if (found := _sha256(tarball)) != package["sha256"]:
        raise Altered(f"{name}: sha256 is {found}, vendor.toml pins {package['sha256']}")
    return tarball


def _unpack(package: dict[str, Any], tarball: Path) -> list[Path]:
    wanted = {file["from"]: HERE / file["to"] for file in package["files"]}
    for icon in package.get("icons", ()):
        wanted[f"icons/outline/{icon}.svg"] = HERE / "icons" / f"{icon}.svg"
    with tarfile.open(tarball) as archive:
        for source, target in wanted.items():
            member = archive.extractfile(f"package/{source}")
            if member is None:
                raise Altered(f"{package['name']} holds no file {source}")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(_SOURCE_MAP.sub(b"\n", member.read()))
    return list(wanted.values())


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    if "--check" in sys.argv:
        print(f"{check()} vendored files are as pinned")  # noqa: T201
    else:
        print(f"{len(refresh())} files written")  # noqa: T201
