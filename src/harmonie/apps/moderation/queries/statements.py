"""The statement of reasons that the author of a restricted message may read, from its token."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from harmonie.apps.moderation import explain
from harmonie.apps.moderation import statement_wording as words
from harmonie.apps.moderation.contracts import RESTRICTING, Fact, Statement
from harmonie.apps.moderation.models import Decision
from harmonie.apps.moderation.queries import reading
from harmonie.apps.moderation.verdict_json import from_json
from harmonie.policies.policy import Rule
from harmonie.records import Reason

COMPLAINT_FROM = 0.5


class Incomplete(ValueError):
    """A statement lacks an element that the law asks for; it must not be shown."""


def statement(token: str, language: str | None = None) -> tuple[int, int, Statement]:
    """Decision id, community id and statement, in ``language`` or else in the author's.

    Raises :class:`harmonie.apps.moderation.explain.NoStatement` for an address that is wrong, or
    whose page is no longer kept, or that names a decision which restricts nobody.
    """
    row = (
        Decision.objects.select_related("community", "message__member", "policy_version")
        .defer("message__analysis", "message__embedding", "policy_version__source")
        .filter(public_id=explain.public_id(token))
        .first()
    )
    if row is None or row.kind not in RESTRICTING:
        raise explain.NoStatement(is_expired=False)
    if timezone.now() > row.made_at + explain.KEPT_FOR:
        raise explain.NoStatement(is_expired=True)
    chosen = language if language in ("fr", "en") else language_of(row)
    with timezone.override(ZoneInfo(row.community.time_zone)):
        written = write(row, chosen)
    if written.missing:
        raise Incomplete(f"the statement of decision {row.id} lacks: {', '.join(written.missing)}")
    return row.id, row.community_id, written


def language_of(row: Any) -> str:
    """The author's language: the message's, else the one known of the member, else ours."""
    for candidate in (row.evidence.get("language"), row.message.member.language):
        if candidate in ("fr", "en"):
            return str(candidate)
    return str(row.community.language)


def write(row: Any, language: str) -> Statement:
    """Put a decision in words."""
    reasons = _reasons(row)
    rule = reading.rule_of(row.policy_version_id, row.rule_id)
    community = row.community
    reference = explain.reference(community.name, row.public_id, row.made_at)
    return Statement(
        reference=reference,
        language=language,
        community_name=community.name,
        community_colour=community.colour,
        charter_url=community.charter_url,
        contact_email=community.contact_email,
        author_name=row.message.member.name,
        title=_title(row, language),
        opening=_opening(row, language),
        quote=row.evidence.get("text", ""),
        spans=reading.spans(reasons, row.main_signal),
        complaint_note=_complaint(row, language),
        what=_fact("what", _what(row, language), language),
        territory=_fact(
            "territory",
            words.pick(words.TERRITORY, language).format(community=community.name),
            language,
        ),
        duration=_fact("duration", _duration(row, language), language),
        facts=_fact("facts", _facts(row, rule, reasons, language), language),
        rule=_rule(row, rule, language),
        decided_by=_fact("decided_by", _who(row, language), language),
        automation=_fact(
            "automation", words.pick(words.AUTOMATION[_role(row)], language), language
        ),
        origin=_fact("origin", _origin(row, language), language),
        redress=_redress(community, reference, language),
        contest_until=explain.contest_until(row.made_at),
        is_undone=row.undone_at is not None,
        undone_at=row.undone_at,
        made_at=row.made_at,
        kind=row.kind,
    )


def _fact(key: str, text: str, language: str, link: str = "", link_text: str = "") -> Fact:
    return Fact(key, words.pick(words.LABELS[key], language), text, link, link_text)


def _reasons(row: Any) -> tuple[Reason, ...]:
    """The deciding rule's reason first; rules that only tag or ask follow."""
    reasons = from_json(row.verdict).reasons
    return tuple(sorted(reasons, key=lambda reason: reason.rule_id != row.rule_id))


def _title(row: Any, language: str) -> str:
    pair = words.UNDONE_TITLE if row.undone_at else words.TITLES[row.kind]
    return words.pick(pair, language)


def _opening(row: Any, language: str) -> str:
    pair = words.UNDONE_OPENING if row.undone_at else words.OPENING[row.kind]
    return words.pick(pair, language).format(
        name=row.message.member.name,
        date=words.date(row.message.created_at, language),
        undone=words.moment(row.undone_at, language) if row.undone_at else "",
    )


def _complaint(row: Any, language: str) -> str:
    intent = (row.evidence.get("signals") or {}).get("intent") or {}
    if intent.get("label") != "complaint" or intent.get("score", 0.0) < COMPLAINT_FROM:
        return ""
    return words.pick(words.COMPLAINT, language)


def _what(row: Any, language: str) -> str:
    channel = _channel(row.evidence.get("channel", ""), language)
    lines = [words.pick(words.WHAT[row.kind], language).format(channel=channel)]
    lines += [
        words.pick(words.ALSO[action["kind"]], language)
        for action in row.actions
        if action["kind"] in words.ALSO and action["kind"] != row.kind
    ]
    return " ".join(lines)


def _channel(key: str, language: str) -> str:
    if not key:
        return ""
    name = key.replace("-", " ").replace("_", " ").title() if key.islower() else key
    return f" sur {name}" if language == "fr" else f" on {name}"


def _duration(row: Any, language: str) -> str:
    ends = row.restrictions.exclude(ends_at=None).order_by("-ends_at").first()
    lines = []
    if row.kind in words.DURATION:
        lines.append(words.pick(words.DURATION[row.kind], language))
    if ends is not None:
        until = words.moment(ends.ends_at, language)
        lines.append(words.pick(words.DURATION["until"], language).format(until=until))
    return " ".join(lines)


def _facts(row: Any, rule: Rule | None, reasons: tuple[Reason, ...], language: str) -> str:
    """The rule's own words when it asks for what was done; else what a person judged.

    A rule that only asks for a reader says so to the author; once a person decided more, those
    words would contradict the decision.
    """
    if rule is not None and any(action.kind == row.kind for action in rule.then):
        return next(
            (reason.text(language) for reason in reasons if reason.rule_id == rule.id),
            words.pick(words.FACTS_NO_RULE, language),
        )
    if rule is None:
        return words.pick(words.FACTS_NO_RULE, language)
    return words.pick(words.FACTS_PERSON, language).format(title=rule.name(language))


def _rule(row: Any, rule: Rule | None, language: str) -> Fact:
    number = row.policy_version.number if row.policy_version else 0
    if rule is None:
        text = words.pick(words.RULE_PERSON, language).format(
            community=row.community.name, version=number
        )
    else:
        text = words.pick(words.RULE, language).format(
            title=rule.name(language), rule=rule.id, version=number
        )
    url = row.community.charter_url
    return _fact("rule", text, language, url, words.pick(words.CHARTER, language) if url else "")


def _who(row: Any, language: str) -> str:
    who = "machine" if row.is_by_machine else "key" if row.api_key_id else "person"
    return words.pick(words.WHO[who], language).format(at=words.moment(row.made_at, language))


def _role(row: Any) -> str:
    """What software did: decided, proposed this, proposed something else, or asked."""
    if row.is_by_machine:
        return "machine"
    if row.agreed_with_ai is None:
        return "asked"
    return "agreed" if row.agreed_with_ai else "differed"


def _origin(row: Any, language: str) -> str:
    origin = "reported" if row.evidence.get("reports") else "own"
    return words.pick(words.ORIGIN[origin], language)


def _redress(community: Any, reference: str, language: str) -> tuple[Fact, ...]:
    pair = words.CONTEST if community.contact_email else words.CONTEST_NO_ADDRESS
    return (
        Fact("internal", "", words.pick(pair, language).format(reference=reference)),
        Fact(
            "out_of_court",
            "",
            words.pick(words.OUT_OF_COURT, language),
            words.OUT_OF_COURT_URL,
            words.pick(words.OUT_OF_COURT_LINK, language),
        ),
        Fact("court", "", words.pick(words.COURT, language)),
    )
