"""One document of AutoModerator, read into checks and effects; everything else becomes findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import yaml

from harmonie.policies.automoderator import checks, effects
from harmonie.policies.automoderator.checks import Check, Refusal
from harmonie.policies.automoderator.documents import Piece
from harmonie.policies.automoderator.effects import Effects
from harmonie.policies.automoderator.report import Finding, finding
from harmonie.policies.automoderator.wording import Level

_TRUE, _FALSE = ("true", "yes", "on"), ("false", "no", "off")
#: Checks of AutoModerator that look at what no message of Harmonie has.
_UNSUPPORTED_CHECKS = (
    "standard", "is_edited", "is_top_level", "parent_submission", "crosspost_author",
    "crosspost_subreddit", "subreddit", "past_archive_date", "is_gallery", "is_poll",
    "is_original_content", "is_video", "discussion_type", "parent_comment",
)  # fmt: skip
_AUTHOR_THRESHOLDS = (
    "account_age", "comment_karma", "link_karma", "post_karma", "combined_karma",
    "comment_subreddit_karma", "post_subreddit_karma", "combined_subreddit_karma",
    "contributor_quality",
)  # fmt: skip
_ACTIONS = ("approve", "remove", "spam", "filter", "report")


class RuleReader:
    """What one document says. ``checks`` are joined by AND; ``tested`` counts real checks."""

    def __init__(self, piece: Piece, root: yaml.MappingNode, number: int) -> None:
        self.piece = piece
        self.number = number
        self.line = piece.place(root)[0]
        self.checks: list[Check] = []
        self.tested = 0
        self.effects = Effects()
        self.findings: list[Finding] = []
        self.exempts_staff: bool | None = None
        self._read(root)

    @property
    def is_whole(self) -> bool:
        """Whether no check was lost: without one, the rule would fire on more messages."""
        return not any(found.level == "left_out" for found in self.findings)

    def leave_out(self, code: str) -> None:
        """The rule does not come across, for a reason of its own."""
        self.findings.append(finding("left_out", code, self.number, (self.line, 1)))

    # Keys ---------------------------------------------------------------------------------------

    def _read(self, root: yaml.MappingNode) -> None:
        last: list[Callable[[], None]] = []
        for name, key, value in self._pairs(root):
            if name in ("comment", "message", "modmail"):  # what they become depends on the action
                last.append(lambda n=name, k=key, v=value: self._words(n, k, v))  # type: ignore[misc]
            else:
                self._key(name, key, value)
        for later in last:
            later()
        if self.is_whole and not self.tested:
            self.leave_out("no_check")

    def _pairs(self, node: yaml.MappingNode) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
        """Keys in small letters, in order; of two that are the same, the last one."""
        found: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._note("left_out", key)("unknown_key", key="…")
                continue
            name = " ".join(key.value.lower().split())
            if name in found:
                self._note("adapted", key)("duplicate_key", key=name)
            found[name] = (key, value)
        for name, (key, value) in found.items():
            yield name, key, value

    def _key(self, name: str, key: yaml.Node, value: yaml.Node) -> None:
        read = getattr(self, f"_{name}", None) if name in _OWN else None
        try:
            if read is not None:
                read(key, value)
            elif name in effects.UNSUPPORTED:
                level: Level = "adapted" if name in effects.SILENT else "lost"
                self._note(level, key)("unsupported_action", key=name)
            elif name in _UNSUPPORTED_CHECKS:
                raise Refusal("unsupported_check", key=name)
            elif checks.is_field_key(name):
                self._fields(name, key, value)
            else:
                raise Refusal("unknown_key", key=name)
        except Refusal as refusal:
            self._note("left_out", key)(refusal.code, **refusal.values)

    def _fields(self, name: str, key: yaml.Node, value: yaml.Node) -> None:
        read = checks.read_key(name)
        self._add(checks.field_check(read, self._values(name, value), self._hear(key)))
        only_posts = checks.posts_only()
        if "body" not in read.fields and only_posts not in self.checks:
            self.checks.append(only_posts)

    def _add(self, check: Check) -> None:
        self.checks.append(check)
        self.tested += 1

    def _type(self, key: yaml.Node, value: yaml.Node) -> None:
        check = checks.type_check(self._text("type", value), self._hear(key))
        if check is not None and check not in self.checks:
            self.checks.append(check)

    def _reports(self, key: yaml.Node, value: yaml.Node) -> None:
        self._add(checks.reports_check(self._text("reports", value)))

    def _body_longer_than(self, key: yaml.Node, value: yaml.Node) -> None:
        text = self._text("body_longer_than", value)
        self._add(checks.length_check("body_longer_than", text, self._hear(key)))

    def _body_shorter_than(self, key: yaml.Node, value: yaml.Node) -> None:
        text = self._text("body_shorter_than", value)
        self._add(checks.length_check("body_shorter_than", text, self._hear(key)))

    def _ignore_blockquotes(self, key: yaml.Node, value: yaml.Node) -> None:
        if self._truth("ignore_blockquotes", value):
            raise Refusal("unsupported_check", key="ignore_blockquotes")

    def _priority(self, key: yaml.Node, value: yaml.Node) -> None:
        return  # read by priority_of, before the rules are put in order

    def _moderators_exempt(self, key: yaml.Node, value: yaml.Node) -> None:
        self.exempts_staff = self._truth("moderators_exempt", value)

    # The author -----------------------------------------------------------------------------------

    def _author(self, key: yaml.Node, value: yaml.Node) -> None:
        if not isinstance(value, yaml.MappingNode):
            raise Refusal("unsupported_check", key="author")
        any_will_do = False
        limits: list[tuple[yaml.Node, Check | Refusal]] = []
        for name, inner, given in self._pairs(value):
            if name == "satisfy_any_threshold":
                any_will_do = self._truth(name, given)
            elif name in _AUTHOR_THRESHOLDS:
                limits.append((inner, self._threshold(name, inner, given)))
            elif name == "is_moderator":
                self._add(checks.moderator_check(self._truth(name, given)))
            else:
                self._note("left_out", inner)("unsupported_check", key=f"author: {name}")
        self._limits(limits, any_will_do)

    def _threshold(self, name: str, key: yaml.Node, value: yaml.Node) -> Check | Refusal:
        if name != "account_age":
            return Refusal("unsupported_check", key=f"author: {name}")
        try:
            return checks.age_check(self._text(name, value), self._hear(key))
        except Refusal as refusal:
            return refusal

    def _limits(self, limits: list[tuple[yaml.Node, Check | Refusal]], any_will_do: bool) -> None:
        kept = [limit for _, limit in limits if isinstance(limit, Check)]
        for key, limit in limits:
            if isinstance(limit, Refusal):  # one of several that suffice: the others still do
                level: Level = "lost" if any_will_do and kept else "left_out"
                self._note(level, key)(limit.code, **limit.values)
        if any_will_do and kept:
            facts = tuple(fact for check in kept for fact in check.facts)
            self._add(Check(tuple(a for check in kept for a in check.atoms), facts=facts))
        else:
            for check in kept:
                self._add(check)

    # Actions --------------------------------------------------------------------------------------

    def _action(self, key: yaml.Node, value: yaml.Node) -> None:
        kind = self._text("action", value).strip().lower()
        if kind in _ACTIONS:
            self.effects.kind = kind
        else:
            self._note("lost", key)("unsupported_action", key=f"action: {kind}")

    def _action_reason(self, key: yaml.Node, value: yaml.Node) -> None:
        self.effects.reason = " ".join(self._text("action_reason", value).split())

    _report_reason = _action_reason

    def _set_flair(self, key: yaml.Node, value: yaml.Node) -> None:
        words = self._values("set_flair", value)
        effects.add_flair(self.effects, words, self._hear(key))

    def _words(self, name: str, key: yaml.Node, value: yaml.Node) -> None:
        add = {
            "comment": effects.add_comment,
            "message": effects.add_message,
            "modmail": effects.add_modmail,
        }
        try:
            add[name](self.effects, self._text(name, value), self._hear(key))
        except Refusal as refusal:
            self._note("lost", key)(refusal.code, **refusal.values)

    # Values ---------------------------------------------------------------------------------------

    def _text(self, key: str, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise Refusal("bad_value", key=key)
        return str(node.value)

    def _truth(self, key: str, node: yaml.Node) -> bool:
        text = self._text(key, node).strip().lower()
        if text not in (*_TRUE, *_FALSE):
            raise Refusal("bad_value", key=key)
        return text in _TRUE

    def _values(self, key: str, node: yaml.Node) -> list[str]:
        """A text or a list of texts, empty ones refused: they would match everything."""
        if isinstance(node, yaml.MappingNode):
            node = next((v for k, v in node.value if k.value in ("text", "css_class")), node)
        items = node.value if isinstance(node, yaml.SequenceNode) else [node]
        values = [self._text(key, item) for item in items]
        if not values or not all(values):
            raise Refusal("bad_value", key=key)
        return values

    def _note(self, level: Level, node: yaml.Node) -> Callable[..., None]:
        def note(code: str, **values: Any) -> None:
            place = self.piece.place(node)
            self.findings.append(finding(level, code, self.number, place, **values))

        return note

    def _hear(self, node: yaml.Node) -> Callable[..., None]:
        def note(level: Level, code: str, **values: Any) -> None:
            self._note(level, node)(code, **values)

        return note


#: Keys with a method of their own.
_OWN = frozenset(
    (
        "type", "reports", "body_longer_than", "body_shorter_than", "ignore_blockquotes",
        "priority", "moderators_exempt", "author", "action", "action_reason", "report_reason",
        "set_flair",
    )
)  # fmt: skip


def priority_of(root: yaml.Node | None) -> int:
    """The rule's ``priority``, 0 when it has none that can be read."""
    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        if isinstance(key, yaml.ScalarNode) and key.value.strip().lower() == "priority":
            try:
                return max(min(int(str(value.value).strip()), 10**9), -(10**9))
            except ValueError:
                return 0
    return 0
