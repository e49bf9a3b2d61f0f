"""``POST /v1/moderations``."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from harmonie.apps.accounts.gate import KeyAuth, community_of, scope
from harmonie.apps.compat.door import Json, door
from harmonie.apps.compat.judging import judge
from harmonie.apps.compat.openai import mapping
from harmonie.apps.compat.openai.errors import envelope, refusal
from harmonie.apps.compat.openai.reading import texts_of
from harmonie.records import Analysis, Message

_auth: KeyAuth = scope("judge")
#: What a caller may ask for texts that cannot be judged: a refusal (the default), or nulls.
UNJUDGED = "X-Harmonie-Unjudged"
#: What texts that do not tell ("ok", "lol") are taken for, when the caller knows: ``fr``, ``en``.
LANGUAGE = "X-Harmonie-Language"


def _enter(request: HttpRequest) -> None:
    _auth(request)


@door(_enter, envelope)
def moderations(request: HttpRequest, body: Json) -> Json:
    """Judge each input. A text that nobody can judge is refused with 422, or its scores are
    ``null`` when the header ``X-Harmonie-Unjudged: null`` asks for that: never a low score.
    """
    takes_nulls = _header(request, UNJUDGED, ("error", "null")) == "null"
    hint = _header(request, LANGUAGE, ("", "fr", "en")) or None
    messages = [Message(text, language=hint) for text in texts_of(body)]
    version, analyses = judge(community_of(request), messages)
    if not takes_nulls:
        _refuse_unjudged(analyses, is_list=isinstance(body["input"], list) and len(messages) > 1)
    results = [mapping.result(analysis) for analysis in analyses]
    return {
        "id": f"modr-{uuid.uuid4().hex}",
        "model": version,
        "results": results,
        "harmonie": _besides(analyses, results),
    }


def _header(request: HttpRequest, name: str, known: tuple[str, ...]) -> str:
    """One of ``known``, the first of them when the header is missing."""
    wanted = request.headers.get(name, known[0])
    if wanted not in known:
        message = _("The header %(name)s is one of: %(known)s.") % {
            "name": name,
            "known": ", ".join(filter(None, known)),
        }
        raise refusal("invalid_header", message, name)
    return wanted


def _refuse_unjudged(analyses: Sequence[Analysis], *, is_list: bool) -> None:
    for place, analysis in enumerate(analyses):
        if not mapping.is_judged(analysis):
            param = f"input[{place}]" if is_list else "input"
            message = _(
                "This text cannot be judged (%(reason)s): have a person read it. To get null "
                "instead of this refusal, send the header %(name)s: null."
            ) % {"reason": analysis.cannot_judge, "name": UNJUDGED}
            raise refusal(f"cannot_judge_{analysis.cannot_judge}", message, param, status=422)


def _besides(analyses: Sequence[Analysis], results: Sequence[dict[str, Any]]) -> Json:
    """What the format has no field for: what was not judged, and why."""
    missing = [mapping.not_judged(one) for one in results]
    return {
        "not_judged": [name for name in mapping.NAMES if any(name in one for one in missing)],
        "results": [
            {"language": one.language, "cannot_judge": one.cannot_judge, "not_judged": names}
            for one, names in zip(analyses, missing, strict=True)
        ],
    }
