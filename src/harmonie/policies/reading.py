"""From a YAML document to a policy, collecting every problem on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import yaml

from harmonie.actions.action import ACTIONS, InvalidAction
from harmonie.policies.document import Document
from harmonie.policies.expression import Expression, compile_expression
from harmonie.policies.facts import BINARY_SIGNALS, CLASS_SIGNALS
from harmonie.policies.fault import ExpressionErrors
from harmonie.policies.nodes import Keys, Language, Node, NodeReader
from harmonie.policies.policy import Example, Examples, Policy, Rule
from harmonie.policies.problems import HARD, PolicyErrors, Problem, quoted
from harmonie.records import LANGUAGES, Action, Author, History, Message, Mode

MAX_RULES = 200
MODES = ("act", "propose", "ask")
ROLES = ("member", "staff", "bot")
_RANK = {"ask": 0, "propose": 1, "act": 2}
_POLICY_KEYS = ("version", "name", "title", "description", "exempt", "thresholds", "rules")
_RULE_KEYS = (
    "id", "title", "when", "then", "mode", "under_mandate", "min_confidence", "severity", "signal",
    "because", "examples",
)  # fmt: skip
_MESSAGE_FACTS = {
    "reports": int, "reach": int, "channel": str, "is_reply": bool, "role": str, "author_days": int,
}  # fmt: skip
#: When an example with ``author_days`` was written; only the days since joining matter.
_WRITTEN_AT = datetime(2024, 1, 1, tzinfo=UTC)
_LONGEST_DAYS = 100_000
_HISTORY_FACTS = tuple(f.name for f in fields(History) if f.name != "human_decision")
SIGNAL_NAMES = (
    *BINARY_SIGNALS,
    *(f"{name}.{label}" for name, labels in CLASS_SIGNALS.items() for label in labels),
)


def read_policy(source: str, name: str) -> Policy:
    """The policy, or :class:`PolicyErrors` with everything that is wrong."""
    reader = _Reader(Document(source), name)
    policy = reader.policy()
    if reader.problems or policy is None:
        raise PolicyErrors(reader.problems, name)
    return policy


class _Reader(NodeReader):
    """From the document's nodes to the policy's records."""

    def __init__(self, document: Document, name: str) -> None:
        super().__init__(document)
        self.fallback_name = name

    # Policy -----------------------------------------------------------------------------------

    def policy(self) -> Policy | None:
        root = self.document.root
        if not isinstance(root, yaml.MappingNode):
            self.problem(
                root, "not_a_policy", "Le fichier n’est pas une charte.", "The file is no policy.",
                "Il commence par version, name, title et rules.",
                "It starts with version, name, title and rules.",
            )  # fmt: skip
            return None
        keys = self.keys(root, _POLICY_KEYS, required=("version", "title", "rules"))
        thresholds = self._thresholds(keys.get("thresholds"))
        version = self.text(keys.get("version"), "version")
        name = self.fallback_name
        if "name" in keys:
            name = self.identifier(keys["name"], "name") or ""
        title = self.both_languages(keys.get("title"), "title")
        description = self.both_languages(keys.get("description"), "description")
        exempt = self._exempt(keys.get("exempt"))
        rules = self._rules(keys.get("rules"), thresholds)
        if self.problems or version is None or title is None:
            return None
        return Policy(
            name=name, version=version, title=title, rules=tuple(rules), exempt=exempt,
            thresholds=thresholds, description=description, source=self.document.source,
        )  # fmt: skip

    def _thresholds(self, node: Node | None) -> dict[str, float]:
        found: dict[str, float] = {}
        if node is None:
            return found
        for key, value in self.pairs(node, "thresholds"):
            name = self.identifier(key, "thresholds")
            number = self.probability(value, f"thresholds.{key.value}")
            if name is not None:
                # A number that is wrong was told once; rules that read it are still checked.
                found[name] = 1.0 if number is None else number
        return found

    def _exempt(self, node: Node | None) -> frozenset[str]:
        if node is None:
            return frozenset({"staff"})
        found = set()
        for item in self.items(node, "exempt"):
            role = self.choice(item, "exempt", ROLES)
            if role is not None:
                found.add(role)
        return frozenset(found)

    # Rules ------------------------------------------------------------------------------------

    def _rules(self, node: Node | None, thresholds: Mapping[str, float]) -> list[Rule]:
        if node is None:
            return []
        items = self.items(node, "rules")
        if not 1 <= len(items) <= MAX_RULES and isinstance(node, yaml.SequenceNode):
            self.problem(
                node, "rule_count", f"La charte a {len(items)} règles{HARD}: il en faut de 1 à "
                f"{MAX_RULES}.", f"The policy has {len(items)} rules: it needs 1 to {MAX_RULES}.",
            )  # fmt: skip
            return []
        rules, seen = [], dict[str, int]()
        for item in items:
            rule = self._rule(item, thresholds, seen)
            if rule is not None:
                rules.append(rule)
        return rules

    def _rule(
        self, node: Node, thresholds: Mapping[str, float], seen: dict[str, int]
    ) -> Rule | None:
        if not isinstance(node, yaml.MappingNode):
            self.wrong_kind(node, "rules", "une règle avec id, when, then", "a rule with id, when")
            return None
        required = ("id", "when", "then", "mode", "because", "severity", "examples")
        keys = self.keys(node, _RULE_KEYS, required)
        before = len(self.problems)
        rule_id = self._rule_id(keys.get("id"), seen)
        compiled = self._when(keys.get("when"), thresholds)
        then = self._then(keys.get("then"))
        mode, under = self._modes(keys)
        because = self.both_languages(keys.get("because"), "because")
        title = self.both_languages(keys.get("title"), "title")
        severity = self._severity(keys.get("severity"))
        signal = self._signal(keys.get("signal"), compiled, keys.get("when"))
        lowest = 1.0
        if "min_confidence" in keys:
            lowest = self.probability(keys["min_confidence"], "min_confidence") or 0.0
        examples = self._examples(keys.get("examples"))
        if len(self.problems) > before or compiled is None or rule_id is None or because is None:
            return None
        return Rule(
            id=rule_id, when=compiled.source, then=then, mode=cast(Mode, mode), because=because,
            severity=severity, signal=signal, examples=examples, min_confidence=lowest,
            under_mandate=cast(Mode, under), compiled=compiled, title=title,
            line=self.document.place(node).line,
        )  # fmt: skip

    def _rule_id(self, node: Node | None, seen: dict[str, int]) -> str | None:
        if node is None:
            return None
        rule_id = self.identifier(node, "id")
        if rule_id is None:
            return None
        if rule_id in seen:
            self.problem(
                node, "duplicate_id",
                f"Une autre règle se nomme {quoted(rule_id)} (ligne {seen[rule_id]}).",
                f"Another rule is named `{rule_id}` (line {seen[rule_id]}).",
                "Donnez à chacune son nom.", "Give each its own name.",
            )  # fmt: skip
            return None
        seen[rule_id] = self.document.place(node).line
        return rule_id

    def _when(self, node: Node | None, thresholds: Mapping[str, float]) -> Expression | None:
        source = self.text(node, "when")
        if source is None or not isinstance(node, yaml.ScalarNode):
            return None
        try:
            return compile_expression(source, tuple(thresholds))
        except ExpressionErrors as errors:
            for fault in errors.faults:
                place = self.document.place_inside(node, fault.offset)
                self.problems.append(
                    Problem(
                        place.line, place.column, fault.code, fault.fr, fault.en,
                        fault.advice_fr, fault.advice_en,
                    )
                )  # fmt: skip
            return None

    def _modes(self, keys: Keys) -> tuple[str, str]:
        mode = self.choice(keys.get("mode"), "mode", MODES) or "ask"
        if "under_mandate" not in keys:
            return mode, mode
        under = self.choice(keys["under_mandate"], "under_mandate", MODES) or mode
        if mode == "ask" or _RANK[under] < _RANK[mode]:
            self.problem(
                keys["under_mandate"], "mandate_against_mode",
                f"under_mandate ({under}) ne va pas avec mode ({mode}).",
                f"under_mandate ({under}) does not go with mode ({mode}).",
                "Un mandat ne fait qu’étendre act ou propose, et jamais ask.",
                "A mandate only widens act or propose, and never ask.",
            )  # fmt: skip
        return mode, under

    def _severity(self, node: Node | None) -> int:
        value = self.scalar(node)
        if node is None:
            return 0
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 4:
            self.wrong_kind(
                node, "severity", "un entier de 0 (nulle) à 4 (critique)",
                "a whole number from 0 (none) to 4 (critical)",
            )  # fmt: skip
            return 0
        return value

    def _signal(
        self, node: Node | None, compiled: Expression | None, when: Node | None
    ) -> str | None:
        """The rule's signal; found alone when the condition reads no more than one."""
        if node is not None:
            name = self.choice(node, "signal", SIGNAL_NAMES, code="unknown_signal")
            if compiled is not None and name is not None and name not in compiled.signals:
                self.problem(
                    node, "signal_not_read", f"La condition ne lit pas le signal {quoted(name)}.",
                    f"The condition does not read the signal `{name}`.",
                    "Nommez un signal que when lit, ou ôtez cette ligne.",
                    "Name a signal that when reads, or remove this line.",
                )  # fmt: skip
            return name
        if compiled is None or not compiled.signals:
            return None
        if len(compiled.signals) > 1:
            read = ", ".join(sorted(compiled.signals))
            self.problem(
                when, "signal_unclear", f"La condition lit plusieurs signaux ({read}).",
                f"The condition reads several signals ({read}).",
                f"Ajoutez signal{HARD}: celui dont la probabilité est la certitude de la règle.",
                "Add signal: the one whose probability is the rule's confidence.",
            )  # fmt: skip
            return None
        return next(iter(compiled.signals))

    # Actions ----------------------------------------------------------------------------------

    def _then(self, node: Node | None) -> tuple[Action, ...]:
        if node is None:
            return ()
        items = self.items(node, "then")
        if not items and isinstance(node, yaml.SequenceNode):
            self.wrong_kind(node, "then", "au moins une action", "at least one action")
        actions = [self._action(item) for item in items]
        found = [action for action in actions if action is not None]
        kinds = [action.kind for action in found]
        for kind in sorted({kind for kind in kinds if kinds.count(kind) > 1}):
            self.problem(
                node, "duplicate_action", f"L’action {quoted(kind)} est donnée deux fois.",
                f"The action `{kind}` is given twice.",
                "Gardez-en une.", "Keep one.",
            )  # fmt: skip
        return tuple(found)

    def _action(self, node: Node) -> Action | None:
        key, value = node, None
        if isinstance(node, yaml.MappingNode):
            if len(node.value) != 1:
                self.wrong_kind(node, "then", "une action par tiret", "one action for each dash")
                return None
            key, value = node.value[0]
        names = tuple(name for name in ACTIONS.names() if not ACTIONS.get(name).is_undo)
        kind = self.choice(key, "then", names, code="unknown_action")
        if kind is None:
            return None
        parameters = {} if value is None else self.value(value)
        if parameters is not None and not isinstance(parameters, dict):
            self.wrong_kind(
                cast(Node, value), kind, "des paramètres, comme {names: [insulte]}",
                "parameters, such as {names: [insult]}",
            )  # fmt: skip
            return None
        try:
            return Action(kind, ACTIONS.get(kind)().validate(parameters or {}))
        except InvalidAction as error:
            at = self.child(value, error.parameter) or key
            self.problem(at, "bad_action", _sentence(error.fr), _sentence(error.en))
            return None

    # Examples ---------------------------------------------------------------------------------

    def _examples(self, node: Node | None) -> Examples:
        if node is None:
            return Examples((), ())
        keys = self.keys(node, ("fires", "does_not"), required=("fires", "does_not"))
        fires, does_not = (self._example_list(keys.get(key), key) for key in ("fires", "does_not"))
        return Examples(fires, does_not)

    def _example_list(self, node: Node | None, where: str) -> tuple[Example, ...]:
        if node is None:
            return ()
        items = self.items(node, where)
        if not items and isinstance(node, yaml.SequenceNode):
            self.wrong_kind(node, where, "au moins un exemple", "at least one example")
        found = (self._example(item, where) for item in items)
        return tuple(example for example in found if example is not None)

    def _example(self, node: Node, where: str) -> Example | None:
        if not isinstance(node, yaml.MappingNode):
            self.wrong_kind(node, where, "{language: fr, text: …}", "{language: fr, text: …}")
            return None
        keys = self.keys(node, ("language", "text", "with"), required=("language", "text"))
        language = self.choice(keys.get("language"), "language", LANGUAGES)
        text = self.text(keys.get("text"), "text")
        message, history = self._surroundings(keys.get("with"))
        if language is None or text is None:
            return None
        role = message.pop("role", "member")
        parent = "example" if message.pop("is_reply", False) else ""
        days = message.pop("author_days", None)
        if days is not None:
            message["created_at"] = _WRITTEN_AT
        joined = None if days is None else _WRITTEN_AT - timedelta(days=min(days, _LONGEST_DAYS))
        author = Author("example", role=role, joined_at=joined)
        return Example(
            cast(Language, language), text,
            Message(text, id="example", author=author, parent_id=parent, **message),
            History(**history), self.document.place(node).line,
        )  # fmt: skip

    def _surroundings(self, node: Node | None) -> tuple[dict[str, Any], dict[str, Any]]:
        message: dict[str, Any] = {}
        history: dict[str, Any] = {}
        if node is None:
            return message, history
        for key, item in self.keys(node, (*_MESSAGE_FACTS, *_HISTORY_FACTS), ()).items():
            expected = _MESSAGE_FACTS.get(key, int)
            value = self.scalar(item)
            negative = isinstance(value, int) and value < 0
            if type(value) is not expected or negative or (key == "role" and value not in ROLES):
                self.wrong_kind(
                    item, key, *(
                        {
                            int: ("un nombre entier, 0 ou plus", "a whole number, 0 or more"),
                            bool: ("true ou false", "true or false"),
                        }.get(expected, ("un texte connu", "a known text"))
                    ),
                )  # fmt: skip
            elif key in _MESSAGE_FACTS:
                message[key] = value
            else:
                history[key] = value
        return message, history


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")
