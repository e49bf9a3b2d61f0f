"""A verdict as plain JSON, as cases and decisions keep it, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harmonie.records import Action, Reason, Span, Verdict


def to_json(verdict: Verdict) -> dict[str, Any]:
    return {
        "mode": verdict.mode,
        "actions": [action_to_json(action) for action in verdict.actions],
        "rules": list(verdict.rules),
        "reasons": [
            {
                "rule_id": reason.rule_id,
                "fr": reason.fr,
                "en": reason.en,
                "signal": reason.signal,
                "score": reason.score,
                "spans": [list(span) for span in reason.spans],
            }
            for reason in verdict.reasons
        ],
        "confidence": verdict.confidence,
        "policy": verdict.policy,
        "policy_version": verdict.policy_version,
        "severity": verdict.severity,
    }


def from_json(data: Mapping[str, Any]) -> Verdict:
    return Verdict(
        mode=data["mode"],
        actions=tuple(action_from_json(action) for action in data["actions"]),
        rules=tuple(data["rules"]),
        reasons=tuple(
            Reason(
                rule_id=reason["rule_id"],
                fr=reason["fr"],
                en=reason["en"],
                signal=reason["signal"],
                score=reason["score"],
                spans=tuple(Span(*span) for span in reason["spans"]),
            )
            for reason in data["reasons"]
        ),
        confidence=data["confidence"],
        policy=data["policy"],
        policy_version=data["policy_version"],
        severity=data["severity"],
    )


def action_to_json(action: Action) -> dict[str, Any]:
    return {"kind": action.kind, "parameters": dict(action.parameters)}


def action_from_json(data: Mapping[str, Any]) -> Action:
    return Action(data["kind"], dict(data["parameters"]))
