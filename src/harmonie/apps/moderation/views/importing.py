"""Rules of another tool, translated into the editor: nothing is saved here."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from harmonie.apps.accounts.gate import DeskRequest, desk
from harmonie.apps.web import wording
from harmonie.policies.automoderator import Imported, import_rules
from harmonie.policies.automoderator.report import LEVELS, heading
from harmonie.policies.document import MAX_BYTES
from harmonie.policies.policy import PolicyErrors


@require_http_methods(["GET", "POST"])
@desk("rule.edit")
def automoderator(request: DeskRequest) -> HttpResponse:
    """Paste or choose AutoModerator's file; its translation opens in the rules' editor."""
    page = "moderation/import_rules.html"
    if request.method == "GET":
        return render(request, page)
    context: dict[str, Any] = {"original": request.POST.get("original", "")}
    try:
        context["original"] = original = _original(request)
        result = import_rules(original)
    except UnicodeDecodeError:
        context["refusal"] = _("This file is no text in UTF-8. Save it as UTF-8 and try again.")
        return render(request, page, context, status=422)
    except PolicyErrors as errors:
        context["refusal"] = errors.render(wording.language())
        return render(request, page, context, status=422)
    context |= _report(result)
    if not result.source:
        return render(request, page, context, status=422)
    context |= {"source": result.source, "why": _("Imported from AutoModerator")}
    return render(request, "moderation/edit_rules.html", context)


def _original(request: DeskRequest) -> str:
    """The file when one was chosen, else what was pasted."""
    chosen = request.FILES.get("file")
    if chosen is None:
        return request.POST.get("original", "")
    content: bytes = chosen.read(MAX_BYTES + 1)  # one byte too many is enough to refuse a giant
    return content.decode("utf-8-sig")


def _report(result: Imported) -> dict[str, Any]:
    language = wording.language()
    groups = []
    for level in LEVELS:
        rows = [
            (found.line, found.problem.text(language), found.problem.advice(language))
            for found in result.of(level)
        ]
        if rows:
            groups.append((heading(level, language), rows))
    return {"report": groups, "summary": result.summary(language)}
