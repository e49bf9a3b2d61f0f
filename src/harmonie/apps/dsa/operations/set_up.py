"""Setting reporting up. Nothing is ever sent before a lead has switched it on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.audit import operations as audit
from harmonie.apps.connections import egress, vault
from harmonie.apps.dsa.categories import CHOICES
from harmonie.apps.dsa.contracts import COUNTRIES
from harmonie.apps.dsa.models import Profile, Reporting

ADDRESS_END = "/statements"
_TOKEN = re.compile(r"[\x21-\x7e]{1,500}")


class InvalidReporting(ValueError):
    """``problems`` maps a field of the form to what is wrong and what to write instead."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {text}" for name, text in problems.items()))
        self.problems = dict(problems)


def set_up(
    community_id: int,
    actor: Actor,
    *,
    profile: str,
    is_small: bool,
    is_voluntary: bool,
    is_on: bool,
    address: str,
    token: str = "",
    territories: Sequence[str] = COUNTRIES,
) -> None:
    """Keep how a community reports; an empty ``token`` keeps the one that is there.

    Sending may be on for an online platform that is not small, and for others only when they
    choose to (articles 19 and 24(5)). Raises :class:`InvalidReporting`, :class:`NotAllowed`.
    """
    actor.require("settings.edit", community_id)
    with transaction.atomic():
        row, _is_new = Reporting.objects.select_for_update().get_or_create(
            community_id=community_id
        )
        was_on = row.is_on
        row.profile, row.is_small, row.is_voluntary = profile, is_small, is_voluntary
        row.is_on, row.address = is_on, address.strip()
        row.territories = [code for code in COUNTRIES if code in territories]
        given = token.strip()
        _check(row, given)
        if given:
            row.secrets = vault.lock({"token": given})
        if is_on and not was_on:
            row.started_at = row.collected_until = timezone.now()
        row.paused_until, row.failures, row.last_error = None, 0, ""
        row.save()
        _tell(row, actor, ["profile", "address", "territories", "token" if given else "is_on"])


def choose_categories(community_id: int, actor: Actor, chosen: Mapping[str, str]) -> None:
    """Give rules that no table knows their category; an empty one takes the choice back."""
    actor.require("settings.edit", community_id)
    wrong = sorted({name for name in chosen.values() if name and name not in CHOICES})
    if wrong:
        raise InvalidReporting({"category": _("%(name)s is no category.") % {"name": wrong[0]}})
    with transaction.atomic():
        row, _is_new = Reporting.objects.select_for_update().get_or_create(
            community_id=community_id
        )
        kept = {**row.categories, **chosen}
        row.categories = {rule_id: name for rule_id, name in kept.items() if name}
        row.save(update_fields=["categories"])
        _tell(row, actor, ["categories"])


def _check(row: Reporting, token: str) -> None:
    problems: dict[str, str] = {}
    if row.profile not in Profile.values:
        problems["profile"] = _("Choose one of the profiles.")
    if not row.territories:
        problems["territories"] = _("Choose at least one country.")
    if token and not _TOKEN.fullmatch(token):
        problems["token"] = _("A token holds no space and no line break: copy it again.")
    if row.is_on:
        is_due = row.profile == Profile.ONLINE_PLATFORM and not row.is_small
        if not is_due and not row.is_voluntary:
            problems["is_voluntary"] = _(
                "This profile need not send anything. Tick this box if you choose to all the same."
            )
        if not (token or row.secrets):
            problems["token"] = _("Give the token of your account in the database.")
        problems |= _address(row.address)
    if problems:
        raise InvalidReporting(problems)


def _address(address: str) -> dict[str, str]:
    if not address.endswith(ADDRESS_END):
        return {"address": _("Give the address that ends in “/statements”.")}
    try:
        egress.check(address)
    except egress.AddressRefused as error:
        return {"address": str(error)}
    return {}


def _tell(row: Reporting, actor: Actor, fields: list[str]) -> None:
    audit.record(
        "statement.settings_changed",
        actor=actor.label,
        community_id=row.community_id,
        subject=f"community:{row.community_id}",
        data={"fields": fields, "is_on": row.is_on},
    )
