"""Roles given, changed and taken; the last owner stays."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.accounts.models import Community, Membership, Role
from harmonie.apps.accounts.operations.entry import Refused
from harmonie.apps.audit import operations as audit


def change_role(actor: Actor, membership_id: int, role: str) -> Membership:
    """Give a member another role, in the same place."""
    with transaction.atomic():
        membership = _mine(actor, membership_id)
        if role not in Role.values:
            raise Refused(_("Unknown role."))
        if Role.OWNER in (role, membership.role) and actor.role != Role.OWNER:
            raise Refused(_("Only an owner can make or unmake an owner."))
        if role == Role.OWNER and membership.community_id is not None:
            raise Refused(
                _("An owner holds that role in every community: invite them as owner instead.")
            )
        if membership.role == Role.OWNER and role != Role.OWNER:
            _keep_an_owner(membership)
        before, membership.role = membership.role, role
        membership.save(update_fields=["role"])
        audit.record(
            "role.changed", actor=actor.label, community_id=actor.community_id,
            subject=f"user:{membership.user_id}", data={"from": before, "to": role},
        )  # fmt: skip
    return membership


def remove(actor: Actor, membership_id: int) -> None:
    """Take the role away; the account and what it did remain in the log."""
    with transaction.atomic():
        membership = _mine(actor, membership_id)
        if membership.role == Role.OWNER:
            if actor.role != Role.OWNER:
                raise Refused(_("Only an owner can make or unmake an owner."))
            _keep_an_owner(membership)
        audit.record(
            "role.changed", actor=actor.label, community_id=actor.community_id,
            subject=f"user:{membership.user_id}", data={"from": membership.role, "to": None},
        )  # fmt: skip
        membership.delete()


def _mine(actor: Actor, membership_id: int) -> Membership:
    """The membership, if the actor manages the place it belongs to."""
    actor.require("member.manage", actor.community_id)
    organisation_id = Community.objects.get(pk=actor.community_id).organisation_id
    membership = Membership.objects.select_for_update().get(
        pk=membership_id, organisation_id=organisation_id
    )
    if membership.community_id not in (None, actor.community_id):
        raise Membership.DoesNotExist
    if membership.community_id is None and actor.role != Role.OWNER:
        raise Refused(_("Only an owner can change a role that holds in every community."))
    return membership


def _keep_an_owner(membership: Membership) -> None:
    others = Membership.objects.select_for_update().filter(
        organisation_id=membership.organisation_id, role=Role.OWNER, user__is_active=True
    )
    if not others.exclude(pk=membership.pk).exists():
        raise Refused(
            _("This is the last owner. Make someone else an owner first, then try again.")
        )
