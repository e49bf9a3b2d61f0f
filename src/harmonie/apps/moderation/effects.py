"""What decisions do to a message and its author, worked out without touching anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from harmonie.actions.action import ACTIONS
from harmonie.records import Action, Message

#: What each kind of decision makes of a message's visibility; the others leave it alone.
VISIBILITY_AFTER = {"approve": "visible", "hide": "hidden", "remove": "removed"}
TIMED = ("mute", "ban")
DAY_SECONDS = 86_400
DEFAULT_DURATION = {"mute": DAY_SECONDS, "ban": 30 * DAY_SECONDS}

_TRANSITIONS: dict[tuple[str, str], tuple[str, ...]] = {
    ("visible", "hidden"): ("hide",),
    ("visible", "removed"): ("remove",),
    ("hidden", "visible"): ("show",),
    ("hidden", "removed"): ("remove",),
    ("removed", "visible"): ("restore",),
    ("removed", "hidden"): ("restore", "hide"),
}


def transition(before: str, after: str) -> list[Action]:
    """The channel actions that lead from one visibility to another; none when they are equal."""
    return [Action(kind) for kind in _TRANSITIONS.get((before, after), ())]


def needs_person(actions: Iterable[Action]) -> bool:
    return any(ACTIONS.get(action.kind).needs_person for action in actions)


def main_kind(actions: Sequence[Action]) -> str:
    """The action that names a verdict: the most severe one, those on the desk only coming last."""
    if not actions:
        return ""

    def weight(action: Action) -> tuple[bool, int]:
        kind = ACTIONS.get(action.kind)
        return (kind.target != "desk", kind.severity)

    return max(actions, key=weight).kind


def visibility_after(actions: Iterable[Action], before: str) -> str:
    """The strictest visibility that the actions ask for; approving alone makes visible again."""
    wanted = [VISIBILITY_AFTER[a.kind] for a in actions if a.kind in VISIBILITY_AFTER]
    for visibility in ("removed", "hidden", "visible"):
        if visibility in wanted:
            return visibility
    return before


def channel_actions(actions: Sequence[Action], before: str) -> list[Action]:
    """What to ask of the channel: the change of visibility, then what is done to the author."""
    asked = transition(before, visibility_after(actions, before))
    if not asked:
        asked = [a for a in actions if a.kind == "approve"]
    return asked + [a for a in actions if a.kind in ("warn", "mute", "ban")]


def undo_actions(
    actions: Sequence[Action], message: Message, after: str, before: str
) -> list[Action]:
    """The way back: the earlier visibility, and the reverse of what was done to the author."""
    back = transition(after, before)
    for action in actions:
        if action.kind in ("warn", "mute", "ban"):
            reverse = ACTIONS.get(action.kind)().reverse(action, message)
            if reverse is not None:
                back.append(reverse)
    return back


def action_for(kind: str, parameters: dict[str, Any], warning: dict[str, str]) -> Action:
    """The action of a decision by a person, checked; raises :class:`InvalidAction`.

    A warning without words of its own takes those of the rule, in both languages; a mute without
    a duration lasts a day, a ban thirty days.
    """
    given = dict(parameters)
    if kind == "warn" and not given.get("text"):
        given["text"] = warning
    if kind in TIMED and given.get("duration_seconds") is None:
        given["duration_seconds"] = DEFAULT_DURATION[kind]
    return Action(kind, ACTIONS.get(kind)().validate(given))
