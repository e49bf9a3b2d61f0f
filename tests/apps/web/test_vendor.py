from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from harmonie.apps.web import vendor


def test_every_vendored_file_is_the_one_that_was_verified():
    assert vendor.check() > 100


def test_an_altered_file_is_found(tmp_path, monkeypatch):
    (tmp_path / "a.js").write_text("changed")
    (tmp_path / "vendor.sha256").write_text(f"{'0' * 64}  a.js\n")
    monkeypatch.setattr(vendor, "HERE", tmp_path)
    monkeypatch.setattr(vendor, "MANIFEST", tmp_path / "vendor.sha256")
    with pytest.raises(vendor.Altered, match=r"a\.js"):
        vendor.check()


def test_every_package_is_pinned_with_its_licence():
    for package in tomllib.loads(vendor.CONFIGURATION.read_text())["package"]:
        assert re.fullmatch(r"\d+\.\d+\.\d+", package["version"])
        assert re.fullmatch(r"[0-9a-f]{64}", package["sha256"])
        assert package["licence"]


def test_no_file_lies_there_that_nobody_listed():
    listed = {line.split("  ", 1)[1] for line in vendor.MANIFEST.read_text().splitlines()}
    folders = (vendor.HERE / "icons", vendor.HERE / "static" / "vendor")
    there = {
        str(path.relative_to(vendor.HERE))
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert there == listed
    assert sum((vendor.HERE / name).stat().st_size for name in listed) < 1_500_000


def test_styles_load_nothing_from_elsewhere():
    for path in (Path(vendor.HERE) / "static").rglob("*.css"):
        for address in re.findall(r"url\(\s*['\"]?([^'\")]+)", path.read_text()):
            assert not address.startswith(("http:", "https:", "//")), (path, address)
