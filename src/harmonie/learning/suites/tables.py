"""Files of labelled texts: CSV, JSON lines and plain lines, gzipped or not, with clear errors."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from harmonie.channels.wording import clip
from harmonie.learning.suites.suite import CannotEvaluate

csv.field_size_limit(sys.maxsize)
DELIMITERS = ",;\t|"


def text_of(path: Path) -> str:
    """The whole file as text; :class:`CannotEvaluate` when it is not UTF-8 or not there."""
    try:
        data = path.read_bytes()
        if data[:2] == b"\x1f\x8b":
            data = gzip.decompress(data)
        return data.decode("utf-8-sig")
    except (FileNotFoundError, IsADirectoryError):
        raise CannotEvaluate(
            f"{path}: there is no such file", f"{path}\u00a0: ce fichier n’existe pas"
        ) from None
    except UnicodeDecodeError:
        raise CannotEvaluate(
            f"{path}: this file is not UTF-8; save it as CSV UTF-8 and try again",
            f"{path}\u00a0: ce fichier n’est pas en UTF-8\u202f; enregistrez-le en CSV UTF-8 "
            "puis recommencez",
        ) from None
    except (gzip.BadGzipFile, EOFError):
        raise CannotEvaluate(
            f"{path}: this gzip file is damaged; copy it again",
            f"{path}\u00a0: ce fichier gzip est abîmé\u202f; recopiez-le",
        ) from None


def rows(path: Path, delimiter: str = ",", wanted: Sequence[str] = ()) -> Iterator[dict[str, str]]:
    """Rows of a CSV file with a header line, which must name the ``wanted`` columns.

    Cells that a short row lacks are empty.
    """
    reader = csv.DictReader(io.StringIO(text_of(path), newline=""), delimiter=delimiter, restval="")
    present = reader.fieldnames or []
    for name in wanted:
        if name not in present:
            names = ", ".join(clip(column) for column in present) or "—"
            raise CannotEvaluate(
                f"{path}: no column is named {name!r}; its columns are: {names}",
                f"{path}\u00a0: aucune colonne ne s’appelle «\u202f{name}\u202f»\u202f; ses "
                f"colonnes sont\u00a0: {names}",
            )
    yield from reader


def header(path: Path) -> tuple[list[str], str]:
    """Names of the columns, and the delimiter that splits the first line into most of them."""
    first = text_of(path).partition("\n")[0].rstrip("\r")
    delimiter = max(DELIMITERS, key=first.count)
    return next(csv.reader([first], delimiter=delimiter), []), delimiter


def lines(folder: Path, name: str) -> list[str]:
    """Lines of a text file of ``folder``, or of its gzipped copy."""
    plain = folder / name
    path = plain if plain.exists() else folder / f"{name}.gz"
    return text_of(path).rstrip("\n").split("\n")


def labelled(folder: Path, part: str) -> list[tuple[str, int]]:
    """Texts and label numbers of ``<part>_text.txt`` and ``<part>_labels.txt``, line by line."""
    texts, labels = lines(folder, f"{part}_text.txt"), lines(folder, f"{part}_labels.txt")
    if len(texts) != len(labels):
        raise CannotEvaluate(
            f"{folder}: {len(texts)} texts but {len(labels)} labels in {part}; copy the set again",
            f"{folder}\u00a0: {len(texts)} textes mais {len(labels)} étiquettes dans {part}\u202f; "
            "recopiez le jeu",
        )
    return list(zip(texts, map(int, labels), strict=True))


def objects(path: Path) -> Iterator[dict[str, Any]]:
    """Objects of a file of JSON lines."""
    for number, line in enumerate(text_of(path).splitlines(), 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise CannotEvaluate(
                f"{path}, line {number}: not a JSON object; copy the set again",
                f"{path}, ligne {number}\u00a0: pas un objet JSON\u202f; recopiez le jeu",
            )
        yield found
