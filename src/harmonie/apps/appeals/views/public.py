"""Contesting a decision: public pages, without account and without JavaScript."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from harmonie.apps.accounts import queries as accounts
from harmonie.apps.appeals import operations, queries
from harmonie.apps.appeals.contracts import Receipt, Refused
from harmonie.apps.appeals.forms import AddForm, ContestForm
from harmonie.apps.appeals.queries.receipts import id_and_community
from harmonie.apps.appeals.queries.terms import answer_within_days
from harmonie.apps.appeals.references import NoReceipt, receipt_path
from harmonie.apps.appeals.views import doorstep
from harmonie.apps.moderation import queries as moderation
from harmonie.apps.moderation.contracts import Statement
from harmonie.apps.moderation.explain import NoStatement
from harmonie.apps.moderation.statement_wording import date, moment


class _SeeOther(HttpResponseRedirect):
    """After a form: the browser fetches the next page, and sends nothing twice."""

    status_code = 303


@require_http_methods(["GET", "POST"])
def contest(request: HttpRequest, token: str) -> HttpResponse:
    """The form behind a statement of reasons; what it sends becomes an appeal."""
    if slow := doorstep.too_fast(request):
        return slow
    try:
        decision_id, community_id, found = moderation.statement(token, doorstep.asked(request))
    except NoStatement as reason:
        return doorstep.gone(request, is_expired=reason.is_expired)
    form = ContestForm(request.POST) if request.method == "POST" else ContestForm()
    refusal = queries.refusal_to_lodge(decision_id, found)
    if request.method == "POST":
        with doorstep.as_read_by(found.language, accounts.community(community_id)):
            is_valid = form.is_valid()
        if is_valid:
            try:
                lodged = operations.lodge(
                    token, form.cleaned_data["text"], language=found.language,
                    once=form.cleaned_data["once"],
                )  # fmt: skip
            except Refused as error:
                refusal = _beside_the_field(form, error)
            else:
                return _SeeOther(_in_language(receipt_path(lodged.public_id), found.language))
    return _contest_page(request, token, community_id, found, form, refusal)


def _contest_page(
    request: HttpRequest, token: str, community_id: int, found: Statement, form: ContestForm,
    refusal: Refused | None,
) -> HttpResponse:  # fmt: skip
    community = accounts.community(community_id)
    with doorstep.as_read_by(found.language, community):
        context: dict[str, object] = {
            "statement": found,
            "community": community,
            "form": form,
            "refusal": refusal.text() if refusal else "",
            "days": answer_within_days(community_id),
            "until": date(found.contest_until, found.language) if found.contest_until else "",
            "statement_path": _in_language(reverse("statement", args=[token]), found.language),
            "others": doorstep.other_ways(found.language),
            "here": reverse("contest", args=[token]),
        }
        status = refusal.status if refusal else 422 if form.errors else 200
        return doorstep.page(request, "appeals/contest.html", context, found.language, status)


@require_GET
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """What became of an appeal, for the member who holds its address."""
    if slow := doorstep.too_fast(request):
        return slow
    return _receipt_page(request, token)


@require_POST
def add(request: HttpRequest, token: str) -> HttpResponse:
    """Add something to an appeal."""
    if slow := doorstep.too_fast(request):
        return slow
    try:
        found = queries.receipt(token)
    except NoReceipt:
        return doorstep.gone(request)
    language, form = _language(request, found), AddForm(request.POST)
    with doorstep.as_read_by(language, accounts.community(found.community_id)):
        if not form.is_valid():
            return _receipt_page(request, token, form=form)
        try:
            operations.add(token, form.cleaned_data["text"])
        except Refused as error:
            refusal = _beside_the_field(form, error)
            return _receipt_page(request, token, form=form, refusal=refusal)
    return _SeeOther(_in_language(receipt_path(found.public_id), language))


@require_POST
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Take an appeal back."""
    if slow := doorstep.too_fast(request):
        return slow
    try:
        found = queries.receipt(token)
        operations.withdraw(token)
    except NoReceipt:
        return doorstep.gone(request)
    except Refused as refusal:
        return _receipt_page(request, token, refusal=refusal)
    return _SeeOther(_in_language(receipt_path(found.public_id), _language(request, found)))


def _receipt_page(
    request: HttpRequest, token: str, *, form: AddForm | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:  # fmt: skip
    try:
        appeal_id, community_id = id_and_community(token)
        # Nothing is told of an appeal that a decision undone a second ago has made pointless.
        operations.close_moot([appeal_id])
        found = queries.receipt(token)
    except NoReceipt:
        return doorstep.gone(request)
    community, language = accounts.community(community_id), _language(request, found)
    with doorstep.as_read_by(language, community):
        context: dict[str, object] = {
            "receipt": found,
            "community": community,
            "form": form or AddForm(),
            "refusal": refusal.text() if refusal else "",
            "lodged": moment(found.lodged_at, language),
            "due": date(found.due_at, language),
            "resolved": moment(found.resolved_at, language) if found.resolved_at else "",
            "messages_told": [(m, moment(m.at, language)) for m in found.messages],
            "contest_path": _contest_path(found, language),
            "others": doorstep.other_ways(language),
            "here": receipt_path(found.public_id),
            "token": token,
            "language": language,
        }
        status = refusal.status if refusal else 422 if form is not None and form.errors else 200
        return doorstep.page(request, "appeals/receipt.html", context, language, status)


def _beside_the_field(form: ContestForm | AddForm, error: Refused) -> Refused | None:
    """What is wrong with the text is said beside it, and the text is kept; the rest is returned."""
    if error.status != 422:
        return error
    form.add_error("text", error.text())
    return None


def _contest_path(found: Receipt, language: str) -> str:
    """The way to contest once more, when there is one."""
    if not found.may_lodge_again:
        return ""
    token = found.statement_url.rstrip("/").rpartition("/")[2]
    return _in_language(reverse("contest", args=[token]), language)


def _language(request: HttpRequest, found: Receipt) -> str:
    return doorstep.asked(request) or found.language


def _in_language(path: str, language: str) -> str:
    return f"{path}?lang={language}"
