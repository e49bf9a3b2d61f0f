"""Reads about people, communities and what each may do."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.core.cache import cache
from django.db.models import Q
from django.utils import timezone

from harmonie.apps.accounts.contracts import PERMISSIONS, Actor, CommunityCard, Permission
from harmonie.apps.accounts.models import (
    ApiKey,
    Community,
    Invitation,
    Membership,
    Role,
    User,
)  # fmt: skip
from harmonie.apps.web.wording import initials

#: From most to least powerful: a person with several roles in one place holds the first of them.
RANK = ("owner", "lead", "manager", "moderator", "auditor", "viewer")


@dataclass(frozen=True, slots=True)
class PersonCard:
    id: int
    name: str
    initials: str
    role: str

    @property
    def role_label(self) -> str:
        return str(role_labels()[self.role])


def card(community: Community) -> CommunityCard:
    return CommunityCard(
        id=community.pk, slug=community.slug, name=community.name, colour=community.colour,
        language=community.language, time_zone=community.time_zone,
        charter_url=community.charter_url, contact_email=community.contact_email,
    )  # fmt: skip


def community(slug_or_id: str | int) -> CommunityCard:
    """The community's card; LookupError when there is none."""
    where = Q(pk=slug_or_id) if isinstance(slug_or_id, int) else Q(slug=slug_or_id)
    found = Community.objects.filter(where).first()
    if found is None:
        raise LookupError(f"no community {slug_or_id!r}")
    return card(found)


def all_communities() -> list[CommunityCard]:
    return [card(found) for found in Community.objects.order_by("pk")]


def communities_of(user: User) -> list[CommunityCard]:
    """Every community the person has a role in, by name."""
    memberships = Membership.objects.filter(user=user)
    found = Community.objects.filter(
        Q(pk__in=memberships.exclude(community=None).values("community_id"))
        | Q(organisation_id__in=memberships.filter(community=None).values("organisation_id"))
    )
    return [card(one) for one in found.order_by("name")]


def role_in(user_id: int, community_id: int) -> str | None:
    """The most powerful role the person holds in that community, or None."""
    roles = set(
        Membership.objects.filter(user_id=user_id)
        .filter(
            Q(community_id=community_id)
            | Q(
                community=None,
                organisation_id__in=Community.objects.filter(pk=community_id).values(
                    "organisation_id"
                ),
            )
        )
        .values_list("role", flat=True)
    )
    return next((role for role in RANK if role in roles), None)


def actor_for(user: User, community_slug: str) -> Actor | None:
    """What the person may do in that community; None for a stranger to it."""
    found = Community.objects.filter(slug=community_slug).only("pk").first()
    if found is None or not user.is_active:
        return None
    return actor_in(user, found.pk)


def actor_in(user: User, community_id: int) -> Actor | None:
    role = role_in(user.pk, community_id)
    if role is None:
        return None
    return Actor(
        kind="person", id=user.pk, name=user.name, community_id=community_id,
        permissions=PERMISSIONS[role], role=role,
    )  # fmt: skip


def person_name(user_id: int | None) -> str:
    """The person's name, or "" for nobody. Cached for a minute: lists show many."""
    if user_id is None:
        return ""
    key = f"accounts.name.{user_id}"
    name = cache.get(key)
    if name is None:
        name = User.objects.filter(pk=user_id).values_list("name", flat=True).first() or ""
        cache.set(key, name, 60)
    return str(name)


def member_facing_name(user_id: int | None) -> str:
    """What members see: the pseudonym when there is one, for the team's safety."""
    row = User.objects.filter(pk=user_id).values_list("pseudonym", "name").first()
    return "" if row is None else (row[0] or row[1])


def people(community_id: int, permission: Permission | None = None) -> list[PersonCard]:
    """The team of a community, by name; only those with ``permission`` when it is given."""
    rows = (
        Membership.objects.filter(user__is_active=True)
        .filter(
            Q(community_id=community_id)
            | Q(
                community=None,
                organisation_id__in=Community.objects.filter(pk=community_id).values(
                    "organisation_id"
                ),
            )
        )
        .values_list("user_id", "user__name", "role")
    )
    best: dict[int, tuple[str, str]] = {}
    for user_id, name, role in rows:
        if user_id not in best or RANK.index(role) < RANK.index(best[user_id][1]):
            best[user_id] = (name, role)
    cards = [
        PersonCard(id=user_id, name=name, initials=initials(name), role=role)
        for user_id, (name, role) in best.items()
        if permission is None or permission in PERMISSIONS[role]
    ]
    return sorted(cards, key=lambda person: person.name.casefold())


def has_owner() -> bool:
    """Whether a real owner exists: the demo's people do not count."""
    return Membership.objects.filter(role=Role.OWNER, organisation__is_demo=False).exists()


def is_only_demo(user_id: int) -> bool:
    """Whether every role of the person is in the demo organisation."""
    places = Membership.objects.filter(user_id=user_id)
    return places.exists() and not places.filter(organisation__is_demo=False).exists()


def demo_people() -> list[PersonCard]:
    """The people of the demo, by power: offered on the log-in page while the demo log-in is on."""
    rows = Membership.objects.filter(organisation__is_demo=True, user__is_active=True)
    cards = [
        PersonCard(user_id, name, initials(name), role)
        for user_id, name, role in rows.values_list("user_id", "user__name", "role")
    ]
    return sorted(cards, key=lambda person: RANK.index(person.role))


def keys(community_id: int) -> list[ApiKey]:
    return list(ApiKey.objects.filter(community_id=community_id).order_by("revoked_at", "-pk"))


@lru_cache(maxsize=1)
def role_labels() -> dict[str, object]:
    return dict(Role.choices)


def memberships(community_id: int) -> list[Membership]:
    """The team of a community as rows (people with their place and role), by name."""
    organisation_id = Community.objects.values_list("organisation_id", flat=True).get(
        pk=community_id
    )
    rows = Membership.objects.filter(
        Q(community_id=community_id) | Q(community=None, organisation_id=organisation_id)
    ).select_related("user")
    return sorted(rows, key=lambda row: (RANK.index(row.role), row.user.name.casefold()))


def open_invitations(community_id: int) -> list[Invitation]:
    organisation_id = Community.objects.values_list("organisation_id", flat=True).get(
        pk=community_id
    )
    return list(
        Invitation.objects.filter(
            Q(community_id=community_id) | Q(community=None, organisation_id=organisation_id),
            used_at=None, revoked_at=None, expires_at__gt=timezone.now(),
        ).order_by("-pk")
    )  # fmt: skip
