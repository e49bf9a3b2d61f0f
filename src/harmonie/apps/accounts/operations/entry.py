"""How people come in: the first-run link, invitations, accounts."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from harmonie.apps.accounts import queries
from harmonie.apps.accounts.announcements import community_created
from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.accounts.models import (
    Community,
    Invitation,
    Membership,
    Organisation,
    Role,
    SetupToken,
    User,
)  # fmt: skip
from harmonie.apps.audit import operations as audit

SETUP_HOURS = 24
INVITATION_DAYS = 7


class Refused(ValueError):
    """The link or the request cannot be used; the message (translated) says why and what to do."""


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    organisation: str
    community: str
    language: str
    time_zone: str
    policy_pack: str
    colour: str = "#0B6E75"


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def issue_setup_token() -> str | None:
    """A new first-run token (older ones stop working), or None when an owner exists."""
    with transaction.atomic():
        if queries.has_owner():
            return None
        SetupToken.objects.filter(used_at=None).delete()
        token = secrets.token_urlsafe(24)
        SetupToken.objects.create(
            token_hash=_hash(token), expires_at=timezone.now() + timedelta(hours=SETUP_HOURS)
        )
    return token


def check_setup_token(token: str) -> SetupToken:
    """The live token; :class:`Refused` otherwise."""
    if queries.has_owner():
        raise Refused(_("This instance is already set up. Log in, or ask an owner to invite you."))
    found = SetupToken.objects.filter(token_hash=_hash(token), used_at=None).first()
    if found is None or found.expires_at <= timezone.now():
        raise Refused(
            _("This link was used, replaced or has expired. Restart the server to get a new one.")
        )
    return found


def set_up(token: str, new: NewOrganisation, *, name: str, email: str, password: str) -> User:
    """Create the organisation, its first community with a policy pack, and its owner. Once."""
    with transaction.atomic():
        found = check_setup_token(token)
        # Only one request may use the token: the update counts, the read does not.
        if not SetupToken.objects.filter(pk=found.pk, used_at=None).update(used_at=timezone.now()):
            raise Refused(_("This link was already used."))
        organisation = Organisation.objects.create(
            name=new.organisation, slug=free_slug(new.organisation, Organisation)
        )
        owner = create_person(email=email, name=name, password=password, language=new.language)
        Membership.objects.create(user=owner, organisation=organisation, role=Role.OWNER)
        create_community(organisation, new, owner)
    return owner


def create_community(organisation: Organisation, new: NewOrganisation, owner: User) -> Community:
    """Create a community and announce it, so that its policy pack is installed with it."""
    community = Community.objects.create(
        organisation=organisation, name=new.community, slug=free_slug(new.community, Community),
        language=new.language, time_zone=new.time_zone, colour=new.colour,
        is_demo=organisation.is_demo,
    )  # fmt: skip
    actor = queries.actor_in(owner, community.pk)
    audit.record(
        "community.created", actor=f"user:{owner.pk}", community_id=community.pk,
        subject=f"community:{community.pk}", data={"policy_pack": new.policy_pack},
    )  # fmt: skip
    community_created.send(
        Community, community_id=community.pk, policy_pack=new.policy_pack, actor=actor
    )
    return community


def free_slug(name: str, model: type[Community] | type[Organisation]) -> str:
    """A short address made from the name that nothing else uses yet."""
    base = slugify(name)[:40].strip("-") or "community"
    slug, number = base, 1
    while model.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


def create_person(*, email: str, name: str, password: str | None, language: str) -> User:
    """An account whose address counts as known: people come by invitation only."""
    if User.objects.filter(email__iexact=email).exists():
        raise Refused(_("This e-mail address already has an account. Log in first."))
    user = User.objects.create_user(email, password, name=name.strip(), language=language)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def invite(
    actor: Actor, *, community_id: int, role: str, email: str = "", everywhere: bool = False
) -> str:
    """Create an invitation and return the token of its link (shown once)."""
    actor.require("member.manage", community_id)
    if role not in Role.values:
        raise Refused(_("Unknown role."))
    if role == Role.OWNER and actor.role != Role.OWNER:
        raise Refused(_("Only an owner can invite an owner."))
    if everywhere and actor.role != Role.OWNER:
        raise Refused(_("Only an owner can give a role in every community."))
    token = secrets.token_urlsafe(24)
    with transaction.atomic():
        community = Community.objects.get(pk=community_id)
        invitation = Invitation.objects.create(
            organisation_id=community.organisation_id,
            community=None if everywhere or role == Role.OWNER else community,
            role=role, email=email, token_hash=_hash(token), created_by_id=actor.id,
            expires_at=timezone.now() + timedelta(days=INVITATION_DAYS),
        )  # fmt: skip
        audit.record(
            "member.invited", actor=actor.label, community_id=community_id,
            subject=f"invitation:{invitation.pk}", data={"role": role},
        )  # fmt: skip
    return token


def check_invitation(token: str) -> Invitation:
    """The live invitation; :class:`Refused` otherwise."""
    found = (
        Invitation.objects.filter(token_hash=_hash(token), used_at=None, revoked_at=None)
        .select_related("organisation", "community", "created_by")
        .first()
    )
    if found is None or found.expires_at <= timezone.now():
        raise Refused(_("This invitation was used, withdrawn or has expired. Ask for a new one."))
    return found


def wrong_address() -> str:
    return _("This invitation is for another e-mail address. Ask for one in your name.")


def accept(token: str, user: User) -> Membership:
    """Give the invitation's role to the person; the invitation is spent."""
    with transaction.atomic():
        invitation = check_invitation(token)
        spent = Invitation.objects.filter(pk=invitation.pk, used_at=None, revoked_at=None)
        if not spent.update(used_at=timezone.now()):
            raise Refused(_("This invitation was already used."))
        membership, _created = Membership.objects.update_or_create(
            user=user, organisation=invitation.organisation, community=invitation.community,
            defaults={"role": invitation.role},
        )  # fmt: skip
        audit.record(
            "role.changed", actor=f"user:{user.pk}", community_id=invitation.community_id,
            subject=f"user:{user.pk}",
            data={"role": invitation.role, "invitation": invitation.pk},
        )  # fmt: skip
    return membership


def withdraw(actor: Actor, invitation_id: int) -> None:
    """Make an invitation's link useless."""
    with transaction.atomic():
        invitation = Invitation.objects.select_related("organisation").get(pk=invitation_id)
        organisation_id = Community.objects.get(pk=actor.community_id).organisation_id
        if invitation.organisation_id != organisation_id:
            raise Invitation.DoesNotExist
        actor.require("member.manage", actor.community_id)
        Invitation.objects.filter(pk=invitation_id, used_at=None).update(revoked_at=timezone.now())
        audit.record(
            "member.invitation_withdrawn", actor=actor.label, community_id=actor.community_id,
            subject=f"invitation:{invitation_id}",
        )  # fmt: skip
