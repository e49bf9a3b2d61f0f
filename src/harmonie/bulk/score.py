"""Judges a file of any size: in batches, in order, with constant memory, losing no row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from harmonie.bulk.wording import tell
from harmonie.channels.channel import Parsed
from harmonie.channels.wording import Wording, in_language
from harmonie.records import Message, Verdict

if TYPE_CHECKING:
    from harmonie.policies.policy import Policy

Line = dict[str, Any]
Judge = Callable[[Sequence[Message]], list[Line]]


@dataclass(slots=True)
class Totals:
    """What became of the rows."""

    rows: int = 0
    judged: int = 0
    abstained: int = 0
    failed: int = 0
    notices: dict[str, tuple[int, str]] = field(default_factory=dict)

    def notice(self, sentence: str) -> None:
        """Count a repair by its kind, with its first example: values would fill the memory."""
        kind = sentence.code if isinstance(sentence, Wording) else sentence
        count, example = self.notices.get(kind, (0, sentence))
        self.notices[kind] = (count + 1, example)

    def count(self, line: Line) -> None:
        self.rows += 1
        if "error" in line:
            self.failed += 1
        elif line["cannot_judge"] is not None:
            self.abstained += 1
        else:
            self.judged += 1


def scorer(tier: str) -> Judge:
    """Scores messages: one line each, ``{"id", "language", "signals", "cannot_judge"}``."""
    from harmonie.pipeline import default_pipeline

    return default_pipeline(tier).lines


def aspect_scorer(tier: str) -> Judge:
    """Scores messages and adds what each speaks of, and how, under ``"aspects"``."""
    from harmonie.analysers.aspects import aspects, plain
    from harmonie.pipeline import default_pipeline, to_json

    pipeline = default_pipeline(tier)

    def judge(messages: Sequence[Message]) -> list[Line]:
        analyses = pipeline.analyse(messages)
        told = aspects(pipeline, messages, analyses)
        return [
            {**to_json(analysis), "aspects": list(map(plain, mine))}
            for analysis, mine in zip(analyses, told, strict=True)
        ]

    return judge


def decider(policy: Policy, tier: str) -> Judge:
    """Scores messages and adds what ``policy`` decides under ``"verdict"``."""
    from harmonie.pipeline import default_pipeline, to_json
    from harmonie.policies.decide import decide

    pipeline = default_pipeline(tier)

    def judge(messages: Sequence[Message]) -> list[Line]:
        lines = []
        for message, analysis in zip(messages, pipeline.analyse(messages), strict=True):
            line = to_json(analysis)
            line["verdict"] = verdict_line(decide(message, policy, analysis=analysis))
            lines.append(line)
        return lines

    return judge


def verdict_line(verdict: Verdict) -> Line:
    """A verdict as plain JSON values; the reasons in both languages, in the order of the rules."""
    return {
        "mode": verdict.mode,
        "actions": [
            {"kind": action.kind, "parameters": dict(action.parameters)}
            for action in verdict.actions
        ],
        "rules": list(verdict.rules),
        "reasons": {
            "fr": [reason.fr for reason in verdict.reasons],
            "en": [reason.en for reason in verdict.reasons],
        },
        "confidence": verdict.confidence,
        "severity": verdict.severity,
        "policy": verdict.policy,
        "policy_version": verdict.policy_version,
    }


def judge_rows(
    rows: Iterable[Parsed], judge: Judge, batch_size: int, language: str = "en"
) -> Iterator[list[tuple[Parsed, Line]]]:
    """Batches of rows with their output lines, in the order of the input.

    A row that is no message gives ``{"id": null, "row": n, "error": "…", "code": "…"}``.
    """
    iterator = iter(rows)
    while batch := list(islice(iterator, batch_size)):
        pairs = [(parsed, parsed.message) for parsed in batch if parsed.message is not None]
        lines = iter(_judge_batch(pairs, judge, language))
        yield [
            (parsed, error_line(parsed, parsed.error or "", language))
            if parsed.message is None
            else (parsed, next(lines))
            for parsed in batch
        ]


def error_line(parsed: Parsed, error: str, language: str) -> Line:
    """The output line of a row that could not be judged: it says which row, and why."""
    line: Line = {
        "id": parsed.message.id if parsed.message else None,
        "row": parsed.row,
        "error": in_language(error, language),
    }
    if isinstance(error, Wording):
        line["code"] = error.code
    return line


def _judge_batch(pairs: list[tuple[Parsed, Message]], judge: Judge, language: str) -> list[Line]:
    if not pairs:
        return []
    try:
        return judge([message for _, message in pairs])
    except Exception:  # one by one, so that the message which breaks an analyser is known and told
        return [_judge_one(parsed, message, judge, language) for parsed, message in pairs]


def _judge_one(parsed: Parsed, message: Message, judge: Judge, language: str) -> Line:
    try:
        return judge([message])[0]
    except Exception as error:
        return error_line(parsed, tell("analysis_failed", kind=type(error).__name__), language)
