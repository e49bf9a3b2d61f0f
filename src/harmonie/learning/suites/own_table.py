"""A user's own CSV as a suite, and the column format of HateCheck (Röttger et al. 2021)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from harmonie.channels.tables.columns import USUAL_NAMES, fold
from harmonie.channels.wording import clip
from harmonie.learning.suites.suite import CannotEvaluate, Case, Classes, Pair, Task, one, yes
from harmonie.learning.suites.tables import header, rows
from harmonie.records import EMOTIONS, INTENTS, SENTIMENTS, SIGNALS

CLASSES: Mapping[str, tuple[str, ...]] = {
    "sentiment": SENTIMENTS,
    "emotion": EMOTIONS,
    "intent": INTENTS,
}
MOST_GROUPS = 200
HATECHECK = ("functionality", "test_case", "label_gold")
_TRUE = {"1", "1.0", "true", "yes", "y", "oui", "vrai", "hateful", "toxic", "toxique", "spam"}
_FALSE = {"0", "0.0", "false", "no", "n", "non", "faux", "non-hateful", "not toxic", "ham", ""}


@dataclass(frozen=True, slots=True)
class OwnTable:
    """How to read a user's file. ``positive`` is the cell that means yes; recognised if empty."""

    path: Path
    signal: str = ""
    text: str = ""
    label: str = ""
    language: str = ""
    group: str = ""
    positive: str = ""

    name = "csv"
    citation = ""
    folder = ""
    shares = ()

    @property
    def title(self) -> Pair:
        return (self.path.name, self.path.name)

    def tasks(self, root: Path) -> Iterator[Task]:
        """One task; ``root`` is not used. Raises :class:`CannotEvaluate`."""
        present, delimiter = header(self.path)
        if set(HATECHECK) <= set(present) and not (self.text or self.label):
            self._check_signal()
            yield self._hatecheck(present, delimiter)
            return
        text, label = self.text or _usual(self.path, present), self.label
        self._check_signal()
        if not label or not self.signal:
            raise CannotEvaluate(
                "a CSV needs --label COLUMN and --signal NAME (unless it has the columns of "
                f"HateCheck: {', '.join(HATECHECK)})",
                "un CSV demande --label COLONNE et --signal NOM (sauf s’il a les colonnes de "
                f"HateCheck\u00a0: {', '.join(HATECHECK)})",
            )
        wanted = [text, label, *([self.group] if self.group else [])]
        classes: Classes = tuple((name, (name,)) for name in CLASSES.get(self.signal, ()))
        cases = []
        for number, row in enumerate(rows(self.path, delimiter, wanted), 2):
            groups = {self.group: row[self.group]} if self.group else {}
            target = self._target(row[label], classes, number)
            cases.append(Case(row[text], target, "", groups))
        yield self._task(
            self.path.stem, self.signal, cases, "macro_f1" if classes else "auc", classes
        )

    def _check_signal(self) -> None:
        if self.signal and self.signal not in SIGNALS:
            known = ", ".join(SIGNALS)
            raise CannotEvaluate(
                f"no signal is named {clip(self.signal)!r}; known: {known}",
                f"aucun signal ne s’appelle «\u202f{clip(self.signal)}\u202f»\u202f; "
                f"connus\u00a0: {known}",
            )

    def _hatecheck(self, present: list[str], delimiter: str) -> Task:
        kinds = [name for name in ("functionality", "target_ident") if name in present]
        cases = [
            Case(
                row["test_case"],
                self._target(row["label_gold"], (), number),
                "",
                {kind: row[kind] for kind in kinds if row[kind]},
            )
            for number, row in enumerate(rows(self.path, delimiter, HATECHECK), 2)
        ]
        return self._task("HateCheck", self.signal or "hate", cases, "accuracy", ())

    def _task(self, name: str, signal: str, cases: list[Case], main: str, classes: Classes) -> Task:
        if not cases:
            raise CannotEvaluate(
                f"{self.path}: there is no row below the header",
                f"{self.path}\u00a0: il n’y a aucune ligne sous l’en-tête",
            )
        self._check_groups(cases)
        return Task(name, self.language, signal, cases, main, classes)

    def _check_groups(self, cases: Sequence[Case]) -> None:
        """A column of texts is no column of groups, and would put the texts into the report."""
        found: dict[str, set[str]] = {}
        for case in cases:
            for kind, name in case.groups.items():
                found.setdefault(kind, set()).add(name)
        for kind, names in found.items():
            if len(names) > MOST_GROUPS:
                raise CannotEvaluate(
                    f"the column {clip(kind)!r} has {len(names)} different values; --group takes "
                    f"one with at most {MOST_GROUPS}",
                    f"la colonne «\u202f{clip(kind)}\u202f» a {len(names)} valeurs "
                    f"différentes\u202f; --group en demande une qui en a au plus {MOST_GROUPS}",
                )

    def _target(self, cell: str, classes: Classes, number: int) -> frozenset[int]:
        value = cell.strip().casefold()
        names = [name for name, _ in classes]
        if classes and value in names:
            return one(names.index(value))
        if not classes and self.positive:
            return yes(value == self.positive.strip().casefold())
        if not classes and value in _TRUE | _FALSE:
            return yes(value in _TRUE)
        known = ", ".join(names) if classes else "0, 1, true, false, yes, no"
        said = clip(cell)
        raise CannotEvaluate(
            f"{self.path}, row {number}: {said!r} is not a label of this signal (known: {known})"
            + ("" if classes else "; say which value means yes with --positive"),
            f"{self.path}, ligne {number}\u00a0: «\u202f{said}\u202f» n’est pas une étiquette de "
            f"ce signal (connues\u00a0: {known})"
            + ("" if classes else "\u202f; dites quelle valeur veut dire oui avec --positive"),
        )


def _usual(path: Path, present: list[str]) -> str:
    """The column that bears a usual name of the text."""
    folded = {fold(name): name for name in present}
    for name in USUAL_NAMES["text"]:
        if name in folded:
            return folded[name]
    names = ", ".join(clip(name) for name in present)
    raise CannotEvaluate(
        f"{path}: no column looks like the text; name it with --text (columns: {names})",
        f"{path}\u00a0: aucune colonne ne ressemble au texte\u202f; nommez-la avec --text "
        f"(colonnes\u00a0: {names})",
    )
