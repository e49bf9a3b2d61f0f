"""Reads YAML nodes, noting every problem with its position instead of stopping at the first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Literal, cast

import yaml

from harmonie.policies.document import Document
from harmonie.policies.problems import HARD, Problem, quoted, suggestion
from harmonie.records import LANGUAGES

Node = yaml.Node
Keys = dict[str, Node]
Language = Literal["fr", "en"]
_ID = re.compile(r"[a-z][a-z0-9_]{0,63}")


class NodeReader:
    """A method returns a value, or ``None`` (or nothing) after noting a problem."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []

    def keys(self, node: Node, known: Sequence[str], required: Sequence[str]) -> Keys:
        """The mapping's values by key; unknown, double and missing keys are told."""
        found: Keys = {}
        if not isinstance(node, yaml.MappingNode):
            listed = ", ".join(known)
            self.wrong_kind(node, "", f"des lignes parmi {listed}", f"lines among {listed}")
            return found
        for key, value in self.pairs(node, ""):
            name = key.value
            if name not in known:
                fr, en = suggestion(name, known)
                self.problem(
                    key, "unknown_key", f"La clé {quoted(name)} n’existe pas ici.",
                    f"There is no key `{name}` here.", fr, en,
                )  # fmt: skip
                continue
            found[name] = value
        for name in required:
            if name not in found and name not in {key.value for key, _ in node.value}:
                self.problem(
                    node, "missing_key", f"Il manque {quoted(name)}.", f"`{name}` is missing.",
                    f"Ajoutez une ligne {name}{HARD}: …", f"Add a line {name}: …",
                )  # fmt: skip
        return found

    def pairs(self, node: Node, where: str) -> list[tuple[yaml.ScalarNode, Node]]:
        if not isinstance(node, yaml.MappingNode):
            self.wrong_kind(node, where, "des lignes nom\u00a0: valeur", "lines name: value")
            return []
        pairs, seen = [], set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.wrong_kind(key, where, "un nom", "a name")
            elif key.value in seen:
                self.problem(
                    key, "duplicate_key", f"La clé {quoted(key.value)} est donnée deux fois.",
                    f"The key `{key.value}` is given twice.", "Gardez-en une.", "Keep one.",
                )  # fmt: skip
            else:
                seen.add(key.value)
                pairs.append((key, value))
        return pairs

    def items(self, node: Node, where: str) -> list[Node]:
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        self.wrong_kind(node, where, "une liste", "a list")
        return []

    def both_languages(self, node: Node | None, where: str) -> dict[Language, str] | None:
        if node is None:
            return None
        if not isinstance(node, yaml.MappingNode):
            self.wrong_kind(node, where, "{fr: …, en: …}", "{fr: …, en: …}")
            return None
        keys = self.keys(node, LANGUAGES, required=())
        found: dict[Language, str] = {}
        for code in LANGUAGES:
            if code not in keys:
                fr = {"fr": "français (fr)", "en": "anglais (en)"}[code]
                en = {"fr": "French (fr)", "en": "English (en)"}[code]
                self.problem(
                    node, "missing_language", f"{where} manque en {fr}.",
                    f"{where} is missing in {en}.",
                    "Tout texte s’écrit dans les deux langues.",
                    "Every text is written in both languages.",
                )  # fmt: skip
                continue
            text = self.text(keys[code], f"{where}.{code}")
            if text is not None:
                found[cast(Language, code)] = text
        return found if len(found) == len(LANGUAGES) else None

    def text(self, node: Node | None, where: str) -> str | None:
        """A scalar as written: ``1.0`` and ``no`` are texts here, whatever YAML thinks."""
        if node is None:
            return None
        if not isinstance(node, yaml.ScalarNode):
            self.wrong_kind(node, where, "un texte", "a text")
            return None
        null = not node.style and node.tag.endswith(":null")
        if null or not node.value.strip():
            self.problem(
                node, "empty", f"{where} est vide.", f"{where} is empty.",
                "Écrivez ce qui doit y figurer, ou ôtez la ligne.",
                "Write what belongs here, or remove the line.",
            )  # fmt: skip
            return None
        return str(node.value)

    def identifier(self, node: Node, where: str) -> str | None:
        text = self.text(node, where)
        if text is not None and not _ID.fullmatch(text):
            self.problem(
                node, "bad_name", f"{quoted(text[:80])} n’est pas un nom valable pour {where}.",
                f"`{text[:80]}` is no valid name for {where}.",
                "Minuscules sans accent, chiffres et _, une lettre d’abord, 64 au plus.",
                "Small letters, digits and _, a letter first, 64 at most.",
            )  # fmt: skip
            return None
        return text

    def choice(
        self, node: Node | None, where: str, known: Sequence[str], code: str = "unknown_value"
    ) -> str | None:
        text = self.text(node, where)
        if text is None or text in known:
            return text
        fr, en = suggestion(text, known)
        self.problem(
            node, code, f"{quoted(text[:80])} n’est pas connu pour {where}.",
            f"`{text[:80]}` is not known for {where}.", fr, en,
        )  # fmt: skip
        return None

    def probability(self, node: Node, where: str) -> float | None:
        value = self.scalar(node)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            self.wrong_kind(node, where, "un nombre entre 0 et 1", "a number between 0 and 1")
            return None
        return float(value)

    def scalar(self, node: Node | None) -> Any:
        """A plain value (number, true or false, text), or ``None``."""
        if not isinstance(node, yaml.ScalarNode):
            return None
        try:
            return yaml.SafeLoader("").construct_object(node)
        except (ValueError, yaml.YAMLError):  # such as 2024-99-99, which looks like a date
            return node.value

    def value(self, node: Node) -> Any:
        """A tree of plain values; the document's depth is bounded."""
        if isinstance(node, yaml.MappingNode):
            return {key.value: self.value(value) for key, value in self.pairs(node, "then")}
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item) for item in node.value]
        value = self.scalar(node)
        return value if value is None or isinstance(value, bool | int | float) else node.value

    def child(self, node: Node | None, name: str) -> Node | None:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == name:
                    return cast(Node, value)
        return None

    def wrong_kind(self, node: Node | None, where: str, fr: str, en: str) -> None:
        head = f"{where}{HARD}: " if where else ""
        self.problem(
            node, "wrong_kind", f"{head}il faut {fr}.", f"{where + ': ' if where else ''}"
            f"this must be {en}.",
        )  # fmt: skip

    def problem(
        self, node: Node | None, code: str, fr: str, en: str, fr_advice: str = "",
        en_advice: str = "",
    ) -> None:  # fmt: skip
        place = self.document.place(node) if node is not None else None
        line, column = (place.line, place.column) if place else (1, 1)
        self.problems.append(Problem(line, column, code, fr, en, fr_advice, en_advice))
