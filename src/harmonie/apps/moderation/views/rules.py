"""The community's rules: in words, as text, by version, and how each one fires."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from harmonie.apps.accounts.gate import DeskRequest, desk
from harmonie.apps.moderation import operations, queries
from harmonie.apps.moderation.contracts import DecisionRefused
from harmonie.apps.moderation.in_force import NoPolicy
from harmonie.apps.web import wording
from harmonie.policies.policy import PolicyErrors, load_policy, packs

EDITOR_LENGTH = 262_144


@require_GET
@desk("rule.read")
def rules(request: DeskRequest) -> HttpResponse:
    """The rules in force, each with its figures."""
    community_id = request.actor.community_id
    context: dict[str, Any] = {
        "versions": queries.versions(community_id),
        "may_edit": request.actor.may("rule.edit"),
    }
    try:
        now, cards = queries.rules_in_force(community_id)
    except NoPolicy:
        return render(request, "moderation/no_rules.html", context | {"packs": _packs()})
    return render(request, "moderation/rules.html", context | {"now": now, "cards": cards})


def _packs() -> list[tuple[str, str]]:
    titles = {name: load_policy(name).title for name in packs()}
    return [
        (name, title["fr"] if wording.language() == "fr" else title["en"])
        for name, title in titles.items()
    ]


@require_GET
@desk("rule.read")
def rule(request: DeskRequest, rule_id: str) -> HttpResponse:
    """Why a rule fires: its words, its condition, its figures and the messages it met."""
    try:
        page = queries.rule_page(request.actor.community_id, rule_id)
    except NoPolicy:
        page = None
    if page is None:
        raise Http404(rule_id)
    return render(request, "moderation/rule.html", {"page": page})


@require_http_methods(["GET", "POST"])
@desk("rule.edit")
def edit(request: DeskRequest) -> HttpResponse:
    """The YAML text of the rules; saved only when nothing is wrong in it."""
    community_id = request.actor.community_id
    if request.method == "GET":
        source = queries.source(community_id) or ""
        return render(request, "moderation/edit_rules.html", {"source": source})
    source = request.POST.get("source", "").replace("\r\n", "\n")
    why = request.POST.get("why", "")
    context: dict[str, Any] = {"source": source, "why": why}
    try:
        operations.save_policy(community_id, source, why, request.actor)
    except PolicyErrors as errors:
        language = wording.language()
        context["problems"] = [
            (problem, problem.text(language), problem.advice(language))
            for problem in errors.problems
        ]
        return render(request, "moderation/edit_rules.html", context, status=422)
    except DecisionRefused as refusal:
        context["refusal"] = refusal.text(get_language())
        return render(request, "moderation/edit_rules.html", context, status=422)
    return redirect("moderation:rules", request.community.slug)


@require_GET
@desk("rule.read")
def version(request: DeskRequest, number: int) -> HttpResponse:
    """What a version changed, and its text."""
    community_id = request.actor.community_id
    source = queries.source(community_id, number)
    card = next((c for c in queries.versions(community_id) if c.number == number), None)
    if source is None or card is None:
        raise Http404(_("There is no such version."))
    before = queries.source(community_id, number - 1) or ""
    context = {
        "card": card,
        "source": source,
        "lines": queries.diff(before, source) if before else [],
        "may_edit": request.actor.may("rule.edit"),
    }
    return render(request, "moderation/version.html", context)


@require_POST
@desk("rule.edit")
def restore(request: DeskRequest, number: int) -> HttpResponse:
    """Put an earlier version in force again."""
    why = request.POST.get("why", "") or _("Back to version %(number)s") % {"number": number}
    try:
        operations.restore_version(request.actor.community_id, number, why, request.actor)
    except DecisionRefused as refusal:
        raise Http404(str(refusal)) from None
    return redirect("moderation:rules", request.community.slug)


@require_POST
@desk("rule.edit")
def install(request: DeskRequest) -> HttpResponse:
    """Start from one of the packs."""
    try:
        operations.install_pack(
            request.actor.community_id, request.POST.get("pack", ""), request.actor
        )
    except DecisionRefused as refusal:
        raise Http404(str(refusal)) from None
    return redirect("moderation:rules", request.community.slug)
