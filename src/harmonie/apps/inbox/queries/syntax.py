"""The little language of the search box, which saved views keep.

    canal:web humeur:fâché signal:insulte>0,5 étiquette:remboursement "mot exact" -pub

Words are searched in texts and names. ``key:value`` filters; keys and values are understood in
English and in French, with or without accents. An unknown key is an ordinary word; a known key with
a value that means nothing is reported, never silently ignored.

========  =====================================  ==============================================
English   French                                 values
========  =====================================  ==============================================
channel   canal                                  a channel's name
lang      langue                                 fr, en
mood      humeur                                 angry, upset, neutral, happy, negative
intent    intention                              question, request, complaint, praise, report, …
tag       étiquette                              a tag
for       pour                                   me, none, a colleague's name
is        est                                    open, snoozed, done, any, late, soon,
                                                 unanswered, unjudged
signal    signal                                 insult>0.5, sentiment=negative
since     depuis                                 2026-11-24 (that day included)
until     avant                                  2026-11-24 (that day included)
sort      tri                                    due, newest
========  =====================================  ==============================================
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from harmonie import records
from harmonie.apps.inbox.contracts import MOODS, InboxFilter, SignalFilter

MAXIMUM_QUERY = 1_000

KEYS = {
    "channel": "channel", "canal": "channel", "lang": "lang", "language": "lang",
    "langue": "lang", "mood": "mood", "humeur": "mood", "intent": "intent",
    "intention": "intent", "tag": "tag", "etiquette": "tag", "for": "for", "pour": "for",
    "assignee": "for", "is": "is", "est": "is", "signal": "signal", "since": "since",
    "depuis": "since", "until": "until", "avant": "until", "sort": "sort", "tri": "sort",
}  # fmt: skip
MOOD_VALUES = {
    **{mood: (mood,) for mood in MOODS}, "negative": ("angry", "upset"),
    "fache": ("angry",), "colere": ("angry",), "contrarie": ("upset",), "decu": ("upset",),
    "neutre": ("neutral",), "content": ("happy",), "negatif": ("angry", "upset"),
    "positive": ("happy",), "positif": ("happy",),
}  # fmt: skip
INTENT_VALUES = {
    **{intent: intent for intent in records.INTENTS}, "demande": "request",
    "reclamation": "complaint", "plainte": "complaint", "eloge": "praise", "merci": "praise",
    "signalement": "report", "idee": "suggestion", "bavardage": "chit_chat",
    "hors_sujet": "off_topic",
}  # fmt: skip
SIGNAL_NAMES = {
    **{name: name for name in records.SIGNALS}, "toxicite": "toxicity", "insulte": "insult",
    "grossierete": "profanity", "harcelement": "harassment", "haine": "hate",
    "menace": "threat", "sexuel": "sexual", "automutilation": "self_harm", "arnaque": "scam",
    "detresse": "distress",
    "donnees_personnelles": "personal_data", "emotion": "emotion",
}  # fmt: skip
STATE_VALUES = {
    "open": ("open",), "ouvert": ("open",), "snoozed": ("snoozed",), "reporte": ("snoozed",),
    "done": ("done",), "traite": ("done",), "any": (), "tous": (), "tout": (),
}  # fmt: skip
_LATE = {"late": "late", "retard": "late", "soon": "soon", "bientot": "soon"}
_UNANSWERED = {"unanswered", "sans_reponse", "attente"}
_UNJUDGED = {"unjudged", "indecis"}
_ME, _NOBODY = {"me", "moi"}, {"none", "nobody", "personne"}
_SORTS = {"due": "due", "echeance": "due", "newest": "newest", "recent": "newest"}

_TOKEN = re.compile(
    r'-?"[^"]*"|-?«[^»]*»|-?“[^”]*”'
    r'|[^\s:"«»“”]+:(?:"[^"]*"|«[^»]*»|“[^”]*”|[^\s"«»“”]+)'
    r'|[^\s"«»“”]+'
)
_SIGNAL = re.compile(r"([\w-]+)(?:(>=|>|=|:)([\w.,-]+))?")


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """What was understood, and what was not, in the reader's words."""

    filter: InboxFilter
    problems: tuple[str, ...] = ()


@dataclass(slots=True)
class _Draft:
    fields: dict[str, Any] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def add(self, name: str, *values: Any) -> None:
        self.fields[name] = (*self.fields.get(name, ()), *values)


def parse_query(
    query: str, *, people: dict[str, int] | None = None, base: InboxFilter | None = None
) -> ParsedQuery:
    """Read a search; ``people`` maps the names of colleagues to their ids. Never raises."""
    draft = _Draft()
    for token in _TOKEN.findall(query[:MAXIMUM_QUERY]):
        key, colon, value = token.partition(":")
        known = KEYS.get(_plain(key)) if colon and value and not token.startswith("-") else None
        if known is None:
            draft.words.append(token)
            continue
        value = value.strip('"«»“”').strip()
        read = _READERS[known]
        problem = (
            _person(draft, value, people or {})
            if known == "for"
            else read(draft, _plain(value), value)
        )
        if problem:
            draft.problems.append(problem)
    start = base or InboxFilter()
    fields = {name: getattr(start, name) for name in start.__slots__} | draft.fields
    fields["text"] = " ".join(draft.words)
    if draft.words and "states" not in draft.fields and base is None:
        fields["states"] = ()
    return ParsedQuery(InboxFilter(**fields), tuple(draft.problems))


def _plain(text: str) -> str:
    """Lower case without accents, blanks and dashes as underscores."""
    decomposed = unicodedata.normalize("NFD", text.strip().lower())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return re.sub(r"[\s-]+", "_", bare)


def _unknown(what: str, value: str, known: Any) -> str:
    return _("%(what)s: “%(value)s” is not known. Known: %(known)s.") % {
        "what": what, "value": value[:40], "known": ", ".join(known),
    }  # fmt: skip


def _channel(draft: _Draft, plain: str, value: str) -> str | None:
    draft.add("channels", value)
    return None


def _language(draft: _Draft, plain: str, value: str) -> str | None:
    if plain not in records.LANGUAGES:
        return _unknown(_("Language"), value, records.LANGUAGES)
    draft.add("languages", plain)
    return None


def _mood(draft: _Draft, plain: str, value: str) -> str | None:
    if plain not in MOOD_VALUES:
        return _unknown(_("Mood"), value, (*MOODS, "negative"))
    draft.add("moods", *MOOD_VALUES[plain])
    return None


def _intent(draft: _Draft, plain: str, value: str) -> str | None:
    if plain not in INTENT_VALUES:
        return _unknown(_("Intent"), value, records.INTENTS)
    draft.add("intents", INTENT_VALUES[plain])
    return None


def _tag(draft: _Draft, plain: str, value: str) -> str | None:
    draft.add("tags", value.lower().lstrip("#"))
    return None


def _is(draft: _Draft, plain: str, value: str) -> str | None:
    if plain in STATE_VALUES:
        draft.fields["states"] = STATE_VALUES[plain]
    elif plain in _LATE:
        draft.fields["due"] = _LATE[plain]
    elif plain in _UNANSWERED:
        draft.fields["needs_answer"] = True
    elif plain in _UNJUDGED:
        draft.fields["cannot_judge"] = True
    else:
        known = ("open", "snoozed", "done", "any", "late", "soon", "unanswered", "unjudged")
        return _unknown(_("State"), value, known)
    return None


def _person(draft: _Draft, value: str, people: dict[str, int]) -> str | None:
    plain = _plain(value)
    if plain in _ME or plain in _NOBODY:
        draft.fields["assignee"] = "me" if plain in _ME else "none"
        return None
    found = [id for name, id in people.items() if _plain(name).startswith(plain)]
    if len(found) != 1:
        return _unknown(_("Colleague"), value, ("me", "none", *sorted(people)))
    draft.fields["assignee"], draft.fields["assignee_id"] = "person", found[0]
    return None


def _signal(draft: _Draft, plain: str, value: str) -> str | None:
    match = _SIGNAL.fullmatch(plain)
    name = SIGNAL_NAMES.get(match[1]) if match else None
    if match is None or name is None:
        return _unknown(_("Signal"), value, records.SIGNALS)
    operator, operand = match[2], match[3]
    if operator is None:
        draft.add("signals", SignalFilter(name, 0.5))
        return None
    try:
        score = float(operand.replace(",", "."))
    except ValueError:
        draft.add("signals", SignalFilter(name, 0.0, operand))
        return None
    if not 0 <= score <= 1:
        return _("Signal: a score goes from 0 to 1, as in signal:insult>0.5.")
    draft.add("signals", SignalFilter(name, score))
    return None


def _day(draft: _Draft, value: str, name: str, shift: timedelta) -> str | None:
    try:
        day = date.fromisoformat(value)
        moment = datetime.combine(day, time.min, timezone.get_current_timezone()) + shift
    except (ValueError, OverflowError):
        return _("Date: write it as 2026-11-24.")
    draft.fields[name] = moment
    return None


def _since(draft: _Draft, plain: str, value: str) -> str | None:
    return _day(draft, value, "since", timedelta())


def _until(draft: _Draft, plain: str, value: str) -> str | None:
    return _day(draft, value, "until", timedelta(days=1))


def _sort(draft: _Draft, plain: str, value: str) -> str | None:
    if plain not in _SORTS:
        return _unknown(_("Order"), value, ("due", "newest"))
    draft.fields["sort"] = _SORTS[plain]
    return None


_READERS: dict[str, Callable[[_Draft, str, str], str | None]] = {
    "channel": _channel, "lang": _language, "mood": _mood, "intent": _intent, "tag": _tag,
    "is": _is, "for": _is, "signal": _signal, "since": _since, "until": _until, "sort": _sort,
}  # fmt: skip
