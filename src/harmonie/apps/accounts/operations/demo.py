"""The demo's organisation, communities and people; apart from real ones by ``is_demo``."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db import transaction

from harmonie.apps.accounts import queries
from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.accounts.models import Community, Membership, Organisation, User
from harmonie.apps.accounts.operations.entry import NewOrganisation, create_community

DOMAIN = "demo.example"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    key: str
    name: str
    role: str
    language: str
    pseudonym: str = ""


@dataclass(frozen=True, slots=True)
class DemoCommunity:
    slug: str
    name: str
    language: str
    policy_pack: str
    colour: str
    charter_url: str
    contact_email: str


PEOPLE = (
    DemoPerson("ines", "Inès Caradec", "owner", "fr"),
    DemoPerson("sana", "Sana Abadie", "lead", "fr"),
    DemoPerson("lea", "Léa Morvan", "moderator", "fr", "Léa, modération"),
    DemoPerson("tom", "Tom Wexford", "manager", "en", "Tom"),
    DemoPerson("yann", "Yann Brévelet", "auditor", "fr"),
    DemoPerson("noor", "Noor Haddon", "viewer", "en"),
)
COMMUNITIES = (
    DemoCommunity(
        "littoral-mobilites", "Littoral Mobilités", "fr", "brand_page", "#1F4E6B",
        "https://littoral-mobilites.example/charte", "equipe@littoral-mobilites.example",
    ),
    DemoCommunity(
        "ardenia", "Ardenia", "en", "forum", "#6B3A26",
        "https://ardenia.example/rules", "team@ardenia.example",
    ),
)  # fmt: skip


def create_demo(password: str) -> dict[str, int]:
    """Create what is missing of the demo; return community ids by the scenario's slugs.

    The people's password is set anew each time, so that the one shown is the one that works.
    """
    with transaction.atomic():
        organisation, _ = Organisation.objects.get_or_create(
            slug="demo", defaults={"name": "Démonstration · Demo", "is_demo": True}
        )
        people = {person.key: _person(organisation, person, password) for person in PEOPLE}
        mine = dict(Community.objects.filter(organisation=organisation).values_list("name", "id"))
        return {
            demo.slug: mine.get(demo.name) or _community(organisation, demo, people["ines"])
            for demo in COMMUNITIES
        }


def demo_actors(community_id: int) -> dict[str, Actor]:
    """The demo's people as actors of a community, by key."""
    addresses = {f"{person.key}@{DOMAIN}": person.key for person in PEOPLE}
    found = {}
    for user in User.objects.filter(email__in=addresses):
        actor = queries.actor_in(user, community_id)
        if actor is not None:
            found[addresses[user.email]] = actor
    return found


def _person(organisation: Organisation, person: DemoPerson, password: str) -> User:
    email = f"{person.key}@{DOMAIN}"
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(
            email, password, name=person.name, language=person.language,
            pseudonym=person.pseudonym,
        )  # fmt: skip
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        Membership.objects.create(user=user, organisation=organisation, role=person.role)
    elif not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
    return user


def _community(organisation: Organisation, demo: DemoCommunity, owner: User) -> int:
    community = create_community(
        organisation,
        NewOrganisation(
            organisation.name, demo.name, demo.language, "Europe/Paris", demo.policy_pack,
            demo.colour,
        ),
        owner,
    )  # fmt: skip
    Community.objects.filter(pk=community.pk).update(
        charter_url=demo.charter_url, contact_email=demo.contact_email
    )
    return community.pk
