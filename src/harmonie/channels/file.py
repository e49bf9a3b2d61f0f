"""Files of messages: JSON lines, CSV, Parquet or plain text, as people export them."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, ClassVar

from harmonie.channels.channel import (
    Capability,
    InvalidPayload,
    Parsed,
    Request,
    Setting,
)
from harmonie.channels.tables.columns import FIELDS, RowReader, to_timezone
from harmonie.channels.tables.decoding import Limits
from harmonie.channels.tables.reading import FORMATS, Format, format_of_name, read_table
from harmonie.channels.wording import problem
from harmonie.records import Action, Message

_COLUMN_LABELS = {
    "text": ("Column of the text", "Colonne du texte"),
    "id": ("Column of the message’s id", "Colonne de l’identifiant du message"),
    "author": ("Column of the author’s id", "Colonne de l’identifiant de l’auteur"),
    "author_name": ("Column of the author’s name", "Colonne du nom de l’auteur"),
    "author_role": ("Column of the author’s role", "Colonne du rôle de l’auteur"),
    "created_at": ("Column of the date", "Colonne de la date"),
    "thread": ("Column of the thread", "Colonne du fil"),
    "parent": ("Column of the parent message’s id", "Colonne du message parent"),
    "parent_text": (
        "Column of the parent message’s text",
        "Colonne du texte du message parent",
    ),
    "language": ("Column of the language", "Colonne de la langue"),
    "reach": ("Column of the reach", "Colonne de la portée"),
    "url": ("Column of the address", "Colonne de l’adresse"),
    "reports": ("Column of the number of reports", "Colonne du nombre de signalements"),
}
_AUTO_HELP = {
    "en": "Left empty, it is recognised by its usual names.",
    "fr": "Laissée vide, elle est reconnue à ses noms usuels.",
}


def _setting(name: str, en: str, fr: str, help_en: str, help_fr: str, default: str = "") -> Setting:
    label, advice = {"en": en, "fr": fr}, {"en": help_en, "fr": help_fr}
    return Setting(name, label, advice, is_required=False, default=default)


class FileChannel:
    """A file that somebody brings. It is read only: what is decided stays in the desk."""

    kind_of_plugin: ClassVar[str] = "channels"
    name: ClassVar[str] = "file"
    label: ClassVar[Mapping[str, str]] = {"en": "File", "fr": "Fichier"}
    capabilities: ClassVar[frozenset[Capability]] = frozenset({"read", "history"})
    settings: ClassVar[tuple[Setting, ...]] = (
        _setting(
            "format", "Format", "Format",
            "jsonl, csv, parquet or text. Left empty, it is recognised.",
            "jsonl, csv, parquet ou text. Laissé vide, il est reconnu.",
        ),
        *(
            Setting(f"{name}_field", {"en": en, "fr": fr}, _AUTO_HELP, is_required=False)
            for name, (en, fr) in _COLUMN_LABELS.items()
        ),
        _setting(
            "delimiter", "Delimiter of CSV", "Séparateur du CSV",
            "One of , ; | or tab. Left empty, it is recognised.",
            "Un de , ; | ou tab. Laissé vide, il est reconnu.",
        ),
        _setting(
            "timezone", "Time zone of dates without one", "Fuseau des dates qui n’en ont pas",
            "For instance Europe/Paris.", "Par exemple Europe/Paris.", default="UTC",
        ),
    )  # fmt: skip

    def parse(
        self, payload: bytes, headers: Mapping[str, str], settings: Mapping[str, Any]
    ) -> Iterator[Parsed]:
        """One :class:`Parsed` per row. ``headers`` may give the file's name as ``filename``.

        Raises :class:`InvalidPayload` when nothing in the file can be read.
        """
        name = str(settings.get("filename") or _header(headers, "filename"))
        return parse_stream(io.BytesIO(payload), settings, name)

    def request_for(
        self,
        action: Action,
        message: Message,
        settings: Mapping[str, Any],
        idempotency_key: str,
    ) -> Request | None:
        """Nothing can be done to a file: always ``None``."""
        return None


def parse_stream(
    stream: BinaryIO,
    settings: Mapping[str, Any],
    filename: str = "",
    limits: Limits | None = None,
) -> Iterator[Parsed]:
    """As :meth:`FileChannel.parse`, from an open file of any size.

    A second message of the same id is an error: stored, it would overwrite the first. The ids
    seen are remembered, about 100 bytes each; nothing else grows.
    """
    kind = _format(str(settings.get("format") or ""))
    delimiter = delimiter_of(str(settings.get("delimiter") or ""))
    reader = row_reader(settings, limits)
    seen: dict[str, int] = {}
    for parsed in read_table(stream, reader, kind or format_of_name(filename), delimiter):
        if parsed.message is not None:
            first = seen.setdefault(parsed.message.external_id, parsed.row)
            if first != parsed.row:
                identifier = parsed.message.external_id
                wording = problem("duplicate_id", id=identifier, first=first)
                yield Parsed(parsed.row, error=wording)
                continue
        yield parsed


def row_reader(settings: Mapping[str, Any], limits: Limits | None = None) -> RowReader:
    """The reader of rows that these settings ask for."""
    chosen = {name: str(settings.get(f"{name}_field") or "") for name in FIELDS}
    return RowReader(
        chosen=chosen,
        limits=limits or Limits(),
        timezone=to_timezone(str(settings.get("timezone") or "")),
        channel=FileChannel.name,
    )


def _header(headers: Mapping[str, str], name: str) -> str:
    return next((value for key, value in headers.items() if key.lower() == name), "")


def _format(value: str) -> Format | None:
    for known in FORMATS:
        if value.lower() == known:
            return known
    if value:
        advice = ", ".join(FORMATS)
        raise InvalidPayload(problem("bad_setting", name="format", value=value, advice=advice))
    return None


def delimiter_of(value: str) -> str:
    """A delimiter as people write it, ``""`` for "recognise it". Raises :class:`InvalidPayload`."""
    value = {"tab": "\t", "\\t": "\t"}.get(value.lower(), value)
    if value and value not in (",", ";", "\t", "|"):
        wording = problem("bad_setting", name="delimiter", value=value, advice=", ; | tab")
        raise InvalidPayload(wording)
    return value
