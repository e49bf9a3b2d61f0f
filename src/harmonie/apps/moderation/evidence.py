"""What a decision stood on, kept as it was when it was taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harmonie.apps.moderation.effects import main_kind
from harmonie.records import Analysis, Message, Reason, Verdict

if TYPE_CHECKING:
    from harmonie.policies.policy import Policy


def main_reason(verdict: Verdict, policy: Policy) -> Reason | None:
    """The reason of the rule that decides: the first that asks for its main action."""
    kind = main_kind(verdict.actions)
    for reason in verdict.reasons:
        try:
            rule = policy.rule(reason.rule_id)
        except KeyError:
            continue
        if any(action.kind == kind for action in rule.then):
            return reason
    return verdict.reasons[0] if verdict.reasons else None


def rule_and_signal(verdict: Verdict, policy: Policy) -> tuple[str, str]:
    """Id of the deciding rule and the signal it reads, empty when there is none."""
    reason = main_reason(verdict, policy)
    if reason is None:
        return ("", "")
    return (reason.rule_id[:60], (reason.signal or "").partition(".")[0][:20])


def of(message: Message, analysis: Analysis | None) -> dict[str, Any]:
    """The text that was judged, what the analysers said of it and with which versions.

    An edited message that nobody analysed yet (``None``) has no signals.
    """
    if analysis is None:
        analysis = Analysis(message_id=message.id, language=message.language, signals={})
    return {
        "text": message.text,
        "language": analysis.language,
        "channel": message.channel,
        "url": message.url,
        "reach": message.reach,
        "reports": message.reports,
        "cannot_judge": analysis.cannot_judge,
        "tier": analysis.tier,
        "hidden_characters": list(analysis.hidden_characters),
        "signals": {
            name: {
                "score": round(signal.score, 4),
                "label": signal.label,
                "version": signal.version,
            }
            for name, signal in analysis.signals.items()
        },
    }
