"""Verdicts put into words: for the team, and for the member.

Certainty is told in words and in a figure, never one without the other, because a bare percentage
sounds more exact than it is. French typography: narrow no-break space (U+202F) before ; ! ? %,
no-break space (U+00A0) before : and inside « ».
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from harmonie.actions.action import ACTIONS
from harmonie.policies.problems import HARD, NARROW
from harmonie.records import Action, Message, Reason, Span, Verdict

Audience = Literal["staff", "member"]
Decider = Literal["machine", "person", "nobody"]
MAX_QUOTES = 5
MAX_QUOTE = 80

#: Lowest score of each degree, in French and in English.
_DEGREES = (
    (1.0, "certain", "certain"),
    (0.97, "très sûr", "very sure"),
    (0.85, "assez sûr", "quite sure"),
    (0.65, "plutôt sûr", "fairly sure"),
    (0.5, "peu sûr", "not very sure"),
    (0.0, "pas sûr", "not sure"),
)

#: What the member reads about what was done, by action.
_DONE: Mapping[str, tuple[str, str]] = {
    "approve": ("Votre message est publié.", "Your message is published."),
    "hide": (
        "Votre message n’est plus visible par les autres membres. Votre compte n’est pas touché.",
        "Your message is no longer visible to other members. Your account is not affected.",
    ),
    "remove": (
        "Votre message a été retiré. Votre compte n’est pas touché.",
        "Your message was removed. Your account is not affected.",
    ),
    "warn": (
        "Vous recevez un avertissement, sans autre conséquence.",
        "You receive a warning, without any other consequence.",
    ),
    "mute": (
        "Vous ne pouvez plus écrire pendant {duration}. Cette pause prend fin d’elle-même.",
        "You cannot write for {duration}. This pause ends by itself.",
    ),
    "ban": (
        "Vous n’avez plus accès à la communauté pendant {duration}. Cela prend fin de soi-même.",
        "You have no access to the community for {duration}. This ends by itself.",
    ),
    "reply": ("L’équipe vous a répondu.", "The team has answered you."),
}
_WHO: Mapping[Decider, tuple[str, str]] = {
    "machine": (
        "Un logiciel a décidé seul, dans les limites fixées par l’équipe. Vous pouvez demander "
        "qu’une personne relise.",
        "Software decided alone, within limits set by the team. You can ask for a person to read "
        "it again.",
    ),
    "person": (
        "Une personne de l’équipe a décidé. Un logiciel avait repéré le message\u202f; il n’a pas "
        "décidé.",
        "A person of the team decided. Software had noticed the message; it did not decide.",
    ),
    "nobody": (
        "Rien n’est encore décidé\u00a0: une personne de l’équipe va lire le message.",
        "Nothing is decided yet: a person of the team will read the message.",
    ),
}
_STAFF_MODE = {
    "act": ("L’IA agit seule", "The AI acts alone"),
    "propose": ("L’IA propose, une personne décide", "The AI proposes, a person decides"),
    "ask": ("L’IA ne tranche pas, une personne doit lire", "The AI does not settle it, a person "
            "must read"),
    "allow": ("Rien à faire", "Nothing to do"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Explanation:
    """A verdict in words. ``evidence`` quotes the message; ``certainty`` is empty for members."""

    language: str
    what: tuple[str, ...]
    why: tuple[str, ...]
    rules: tuple[str, ...]
    evidence: tuple[str, ...]
    certainty: str
    who: str

    def __str__(self) -> str:
        """Plain text, one point a line."""
        french = self.language == "fr"
        lines = [*self.what, *self.why]
        if self.evidence:
            label = f"Mots relevés{HARD}: " if french else "Words noticed: "
            lines.append(label + ", ".join(quote(text, self.language) for text in self.evidence))
        if self.rules:
            label = f"Règle{HARD}: " if french else "Rule: "
            lines.append(label + ", ".join(self.rules))
        if self.certainty:
            label = f"Certitude{HARD}: " if french else "Certainty: "
            lines.append(label + self.certainty)
        return "\n".join((*lines, self.who))


def explain(
    verdict: Verdict,
    message: str | Message,
    language: str,
    *,
    audience: Audience = "staff",
    decided_by: Decider | None = None,
) -> Explanation:
    """The verdict in words: what, why, which rule, on which words, how sure, who decided.

    ``decided_by`` is told by whoever carried the verdict out; when it is left out, ``act`` and
    ``allow`` are the machine's, and for ``propose`` and ``ask`` nobody has decided yet.
    """
    text = message.text if isinstance(message, Message) else message
    decider = decided_by or ("machine" if verdict.mode in ("act", "allow") else "nobody")
    spans = [span for reason in verdict.reasons for span in reason.spans]
    restricts = [reason for reason in verdict.reasons if reason.rule_id in verdict.rules]
    return Explanation(
        language=language,
        what=_what(verdict, language, audience, decider),
        why=tuple(dict.fromkeys(reason.text(language) for reason in verdict.reasons)),
        rules=verdict.rules,
        evidence=tuple(quotes(text, spans)),
        certainty=_certainty_of(verdict, restricts, language) if audience == "staff" else "",
        who=_pick(_WHO[decider], language),
    )


def certainty(score: float, language: str) -> str:
    """A probability in words: "quite sure" or « assez sûr »."""
    for lowest, fr, en in _DEGREES:
        if score >= lowest:
            return fr if language == "fr" else en
    return _pick(_DEGREES[-1][1:], language)


def percentage(score: float, language: str) -> str:
    """93% or 93 %, rounded down near the top: only what is certain reads 100."""
    whole = min(round(score * 100), 99) if score < 1.0 else 100
    return f"{whole}{NARROW}%" if language == "fr" else f"{whole}%"


def certainty_with_figure(score: float, language: str) -> str:
    """ "quite sure, 93%" or « assez sûr, 93 % »."""
    return f"{certainty(score, language)}, {percentage(score, language)}"


def duration(seconds: int, language: str) -> str:
    """A duration in the largest unit that tells it exactly."""
    units = (
        (86_400, "jour", "jours", "day", "days"),
        (3_600, "heure", "heures", "hour", "hours"),
        (60, "minute", "minutes", "minute", "minutes"),
        (1, "seconde", "secondes", "second", "seconds"),
    )
    for size, fr_one, fr_many, en_one, en_many in units:
        count, rest = divmod(seconds, size)
        if count and not rest:
            one, many = (fr_one, fr_many) if language == "fr" else (en_one, en_many)
            return f"{count}{HARD}{one if count == 1 else many}"
    return f"0{HARD}{'seconde' if language == 'fr' else 'seconds'}"


def quote(text: str, language: str) -> str:
    """Between the language's quotation marks."""
    return f"«{HARD}{text}{HARD}»" if language == "fr" else f"“{text}”"


def quotes(text: str, spans: Iterable[Span]) -> list[str]:
    """The words that weighed most, in reading order, touching ones joined, never cut in doubles."""
    heaviest = sorted(spans, key=lambda span: -span.weight)[:MAX_QUOTES]
    joined: list[tuple[int, int]] = []
    for span in sorted(heaviest):
        start, end = max(span.start, 0), min(span.end, len(text))
        if joined and not text[joined[-1][1] : start].strip() and start <= len(text):
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        elif start < end:
            joined.append((start, end))
    found = (text[start:end].strip() for start, end in joined)
    short = (words if len(words) <= MAX_QUOTE else words[:MAX_QUOTE] + "…" for words in found)
    return list(dict.fromkeys(filter(None, short)))


def _certainty_of(verdict: Verdict, reasons: list[Reason], language: str) -> str:
    if verdict.mode == "ask" and not reasons:
        return "ne sait pas juger" if language == "fr" else "cannot judge"
    return certainty_with_figure(verdict.confidence, language)


def _what(verdict: Verdict, language: str, audience: Audience, decider: Decider) -> tuple[str, ...]:
    if audience == "staff":
        names = ", ".join(_label(action, language) for action in verdict.actions)
        mode = _pick(_STAFF_MODE[verdict.mode], language)
        colon = f"{HARD}: " if language == "fr" else ": "
        return (f"{mode}{colon}{names}." if names else f"{mode}.",)
    if decider == "nobody":
        return ()
    told = (_done(action, language) for action in verdict.actions if action.kind in _DONE)
    return tuple(told)


def _done(action: Action, language: str) -> str:
    seconds = action.parameters.get("duration_seconds", 0)
    return _pick(_DONE[action.kind], language).format(duration=duration(seconds, language))


def _label(action: Action, language: str) -> str:
    label = ACTIONS.get(action.kind).label["fr" if language == "fr" else "en"]
    seconds = action.parameters.get("duration_seconds")
    return f"{label} ({duration(seconds, language)})" if seconds else label


def _pick(pair: tuple[str, str], language: str) -> str:
    return pair[0] if language == "fr" else pair[1]
