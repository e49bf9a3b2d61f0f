"""What an audit finds: frozen records of plain values, written as JSON and read back.

Shares, AUCs and scores lie in [0, 1]; intervals are 95 % bootstrap intervals; ``None`` where there
is too little to tell. Titles are in both languages, because the report is read by members too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

#: Version of the JSON written by :meth:`AuditReport.to_json`.
FORMAT = 1
#: ``at_least``: a figure under the bound fails; ``at_most``: one above it does.
Direction = Literal["at_least", "at_most"]


class CannotAudit(ValueError):
    """An audit that cannot be made or read; ``args[0]`` is a sentence in both languages
    (:class:`harmonie.channels.wording.Wording`)."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure and its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Finding:
    """One question the gate asks, with its figure and what the thresholds answer.

    ``key`` names the threshold (``subgroup_auc_worst``), ``language`` is ``""`` for both, ``group``
    the identity term, swap axis, function or change it is about, ``""`` for all. ``passed`` is
    ``None`` when ``n`` texts are too few to tell or nothing could be judged: no verdict, shown so.
    """

    key: str
    title_fr: str
    title_en: str
    language: str
    group: str
    figure: float | None
    low: float | None
    high: float | None
    bound: float
    passed: bool | None
    n: int
    direction: Direction = "at_least"

    def title(self, language: str) -> str:
        return self.title_fr if language == "fr" else self.title_en


@dataclass(frozen=True, slots=True)
class GroupFigure:
    """How the model treats texts that name one identity (Borkan et al. 2019).

    ``subgroup_auc``: toxic from harmless among texts naming it; ``bpsn_auc``: harmless texts naming
    it against toxic ones of the others (low: it is flagged for its name); ``bnsp_auc``: the reverse
    (low: abuse against it is missed). ``fpr`` and ``fnr`` are at the threshold 0.5. ``family`` is
    ``religion``, ``origin``, …; ``group`` is the same identity in both languages, such as
    ``muslim``; ``name_fr`` and ``name_en`` say it.
    """

    language: str
    family: str
    group: str
    name_fr: str
    name_en: str
    n: int
    toxic: int
    subgroup_auc: Interval | None
    bpsn_auc: Interval | None
    bnsp_auc: Interval | None
    fpr: Interval | None
    fnr: Interval | None

    def name(self, language: str) -> str:
        return self.name_fr if language == "fr" else self.name_en


@dataclass(frozen=True, slots=True)
class Miss:
    """A case the model got wrong: expected 0 or 1 for ``signal``, and the score it gave."""

    case: str
    text: str
    signal: str
    expected: int
    score: float


@dataclass(frozen=True, slots=True)
class FunctionFigure:
    """One function of Harmonie's functional suite in one language.

    ``n`` cases were judged and ``right`` of them are as expected for every signal tested;
    ``not_judged`` test a signal the model lacks. ``harmful`` says
    whether the function's cases carry something, or look as if they did and do not.
    """

    language: str
    function: str
    title_fr: str
    title_en: str
    harmful: bool
    signals: tuple[str, ...]
    n: int
    right: int
    not_judged: int
    accuracy: Interval | None
    misses: tuple[Miss, ...] = ()

    def title(self, language: str) -> str:
        return self.title_fr if language == "fr" else self.title_en


@dataclass(frozen=True, slots=True)
class Shift:
    """How far naming one group moves the score from the mean of its sentence's fillings."""

    group: str
    name_fr: str
    name_en: str
    n: int
    mean: Interval

    def name(self, language: str) -> str:
        return self.name_fr if language == "fr" else self.name_en


@dataclass(frozen=True, slots=True)
class Swap:
    """The same sentence twice with another term, and its two scores."""

    first: str
    second: str
    first_score: float
    second_score: float


@dataclass(frozen=True, slots=True)
class SwapFigure:
    """Counterfactual swaps of one axis (``names``, ``gender``, ``religion``, …).

    ``mean_gap`` is the mean, over sentences, of the absolute difference of score between two
    fillings; ``worst_gap`` the largest; ``flips`` the share of pairs on two sides of 0.5.
    """

    language: str
    axis: str
    title_fr: str
    title_en: str
    sentences: int
    pairs: int
    mean_gap: Interval
    worst_gap: float
    flips: Interval
    worst: Swap
    shifts: tuple[Shift, ...] = ()

    def title(self, language: str) -> str:
        return self.title_fr if language == "fr" else self.title_en


@dataclass(frozen=True, slots=True)
class RobustnessFigure:
    """Accuracy on the same cases before and after a change of form (``homoglyphs``, ``case``, …).

    ``drop`` is before minus after, with its interval over cases; ``missed`` the share of harmful
    cases found before and lost after.
    """

    language: str
    change: str
    title_fr: str
    title_en: str
    n: int
    before: float
    after: float
    drop: Interval
    missed: float
    example: str = ""

    def title(self, language: str) -> str:
        return self.title_fr if language == "fr" else self.title_en


@dataclass(frozen=True, slots=True)
class TrainingShare:
    """A part of the training texts: ``axis`` is ``language``, ``source``, ``register``,
    ``dialect`` or ``group``.

    ``share`` is of the texts of its language; ``toxic`` the share labelled toxic among those whose
    toxicity is known, ``lift`` that share over the one of the whole language (1: no association).
    """

    axis: str
    key: str
    name_fr: str
    name_en: str
    language: str
    n: int
    share: float
    toxic: float | None
    lift: float | None

    def name(self, language: str) -> str:
        return self.name_fr if language == "fr" else self.name_en


@dataclass(frozen=True, slots=True)
class Statement:
    """A finding about the training data in plain words."""

    fr: str
    en: str

    def text(self, language: str) -> str:
        return self.fr if language == "fr" else self.en


@dataclass(frozen=True, slots=True)
class Representativeness:
    """Whom the training texts speak of, and how: made when training, kept with the weights."""

    texts: int
    shares: tuple[TrainingShare, ...]
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class AuditReport:
    """The whole audit of one model. ``passed``: no finding failed (undecided ones do not fail)."""

    model_version: str
    tier: str
    made_at: datetime
    passed: bool
    findings: tuple[Finding, ...]
    groups: tuple[GroupFigure, ...]
    functions: tuple[FunctionFigure, ...]
    swaps: tuple[SwapFigure, ...]
    robustness: tuple[RobustnessFigure, ...]
    representativeness: Representativeness | None
    languages: tuple[str, ...] = ("fr", "en")
    #: How many texts were judged, and the largest number per part when it was limited.
    texts: int = 0
    limit: int | None = None
    #: Texts that the model refused to judge: counted as not flagged.
    refused: int = 0
    #: Whether only the verdict and what failed remain (:func:`abridged`).
    is_abridged: bool = False

    @property
    def failed(self) -> tuple[Finding, ...]:
        """The findings that refuse the model."""
        return tuple(finding for finding in self.findings if finding.passed is False)

    @property
    def undecided(self) -> tuple[Finding, ...]:
        """The findings with too few texts to tell."""
        return tuple(finding for finding in self.findings if finding.passed is None)

    def to_json(self) -> dict[str, Any]:
        """Plain values for ``json.dumps``; ``made_at`` in ISO 8601 with its time zone."""
        return {"format": FORMAT, **asdict(self), "made_at": self.made_at.isoformat()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> AuditReport:
        """The report that :meth:`to_json` wrote. Raises :class:`CannotAudit`."""
        from harmonie.learning.fairness.reading import report

        return report(data)


def abridged(data: Mapping[str, Any]) -> dict[str, Any]:
    """Of what :meth:`AuditReport.to_json` wrote: the verdict, what was audited and what failed.

    A whole report weighs about half a megabyte; old ones are kept so.
    """
    failed = [finding for finding in data.get("findings", ()) if finding["passed"] is False]
    return {
        **data, "findings": failed, "groups": [], "functions": [], "swaps": [], "robustness": [],
        "representativeness": None, "is_abridged": True,
    }  # fmt: skip
