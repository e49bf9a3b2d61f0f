"""Make a virtual environment and fill it from a hash-pinned lock: needs Python 3.11 alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NEEDED = (3, 11)


def main(folder: str, lock: str) -> None:
    if sys.version_info < NEEDED:
        sys.exit(
            f"Harmonie needs Python {NEEDED[0]}.{NEEDED[1]} or newer: make PYTHON=python3.11 …"
        )
    python = Path(folder) / "bin" / "python"
    if not python.exists():
        make_environment(folder)
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "-q", "install"]
    run([*pip, "--require-hashes", "-r", lock])
    run([*pip, "--no-deps", "--no-build-isolation", "-e", "."])


def make_environment(folder: str) -> None:
    """Debian splits `venv` off its Python: where it is missing, install it if we may."""
    command = [sys.executable, "-m", "venv", folder]
    if subprocess.run(command, capture_output=True, check=False).returncode == 0:
        return
    shutil.rmtree(folder, ignore_errors=True)
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit(f"Python cannot make a virtual environment here: install {package} and try again.")
    run(["apt-get", "update", "-qq"])
    run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", package])
    run(command)


def run(command: list[str]) -> None:
    finished = subprocess.run(command, check=False)
    if finished.returncode != 0:
        sys.exit(f"this step failed: {' '.join(command)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
