"""The audit of one model, from its scores to its verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from harmonie.channels.wording import say
from harmonie.learning.fairness.functional import function_figures, suite_texts
from harmonie.learning.fairness.gate import gated
from harmonie.learning.fairness.group_figures import SIGNAL, group_figures, identity_texts
from harmonie.learning.fairness.records import AuditReport, CannotAudit
from harmonie.learning.fairness.representativeness import kept_with
from harmonie.learning.fairness.robustness import altered_texts, robustness_figures
from harmonie.learning.fairness.scoring import Judging, Progress, Scores
from harmonie.learning.fairness.swaps import swap_figures, swap_texts
from harmonie.learning.fairness.thresholds import Given
from harmonie.learning.fairness.thresholds import thresholds as bounds
from harmonie.learning.fairness.wording import SENTENCES
from harmonie.records import LANGUAGES
from harmonie.weights.store import FOLDER

T = TypeVar("T")


def audit(
    pipeline: Judging,
    languages: Sequence[str] = LANGUAGES,
    thresholds: Given = None,
    limit: int | None = None,
    progress: Progress | None = None,
    against: AuditReport | None = None,
) -> AuditReport:
    """Audit a pipeline, or any object with ``analyse(messages) -> analyses``.

    ``thresholds``: a YAML file or mapping put over the shipped bounds. ``limit``: at most so many
    sentences of the identity templates and of each swap, cases of each function, and cases whose
    form is changed. ``progress`` is told texts judged and texts in all. ``against``: an older
    audit that must not be undercut. Raises :class:`CannotAudit`.
    """
    _check(languages, against)
    bounds("", thresholds)  # a mistake in it is told before the work, not after
    scores = _scored(pipeline, languages, limit, progress)
    tier, version = _tier_and_version(pipeline, scores, languages)
    limits = bounds(tier, thresholds)
    least, few = limits.too_few, limits.too_few["function"]
    report = AuditReport(
        model_version=version,
        tier=tier,
        made_at=datetime.now(UTC).replace(microsecond=0),
        passed=False,
        findings=(),
        groups=_each(languages, lambda one: group_figures(scores, one, least["group"], limit)),
        functions=_each(languages, lambda one: function_figures(scores, one, few, limit)),
        swaps=_each(languages, lambda one: swap_figures(scores, one, limit)),
        robustness=_each(languages, lambda one: robustness_figures(scores, one, limit)),
        representativeness=kept_with(Path(getattr(pipeline, "folder", FOLDER))),
        languages=tuple(languages),
        texts=scores.texts,
        limit=limit,
        refused=scores.refused(SIGNAL),
    )
    return gated(report, limits, against)


def _check(languages: Sequence[str], against: AuditReport | None) -> None:
    if against is not None and against.is_abridged:
        raise CannotAudit(say(SENTENCES, "abridged"))
    unknown = [language for language in languages if language not in LANGUAGES]
    if unknown or not languages:
        raise CannotAudit(say(SENTENCES, "unknown_language", languages=", ".join(unknown)))


def _scored(
    pipeline: Judging, languages: Sequence[str], limit: int | None, progress: Progress | None
) -> Scores:
    """Every text that the figures need, judged once."""
    scores = Scores(pipeline, progress)
    scores.read(pair for language in languages for pair in _texts(language, limit))
    return scores


def _tier_and_version(
    pipeline: Judging, scores: Scores, languages: Sequence[str]
) -> tuple[str, str]:
    """Those that the pipeline tells, else those of its signals."""
    tier, version = scores.tier_and_version(SIGNAL)
    if not version:
        raise CannotAudit(say(SENTENCES, "nothing_judged", languages=", ".join(languages)))
    return (
        str(getattr(pipeline, "tier", "") or tier),
        str(getattr(pipeline, "version", "") or version),
    )


def _texts(language: str, limit: int | None) -> Iterator[tuple[str, str]]:
    """Everything that will be asked, so that it is judged in one go."""
    for text in identity_texts(language, limit):
        yield text.text, language
    for told in (swap_texts, suite_texts, altered_texts):
        for one in told(language, limit):
            yield one, language


def _each(languages: Sequence[str], figures: Callable[[str], Sequence[T]]) -> tuple[T, ...]:
    return tuple(figure for language in languages for figure in figures(language))
