"""Fills an empty desk through its real operations: two communities, a team in each language.

Run by the journeys in a process of its own (Playwright's event loop and Django's database do not
share a thread). Prints one line of JSON: people with their sessions, keys, ids.
"""

from __future__ import annotations

import json
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

PASSWORD = "trois mots sans rapport 42"
#: A shared secret of the authenticator app, in base 32: nothing real is behind it.
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LANGUAGES = ("fr", "en")
COMMUNITIES = {
    "fr": ("Littoral Mobilités", "#1F4E6B", "brand_page"),
    "en": ("Ardenia", "#6B3A26", "brand_page"),
    "hostile": ("<b>Hostile</b>", "#54447A", "brand_page"),
}
PEOPLE = {
    "owner": ("Inès Caradec", "Ines Carrow"),
    "lead": ("Sana Belkacem", "Sana Bell"),
    "moderator": ("Léa Morvan", "Lea Marsh"),
    "second": ("Yann Kerbrat", "Ian Kirby"),
    "manager": ("Tom Guillou", "Tom Wexford"),
    "viewer": ("Paul Riou", "Paul Reed"),
    "auditor": ("Anne Le Goff", "Anne Gough"),
}
NAMES = ("Nadège", "Jordan", "Solène", "Kévin", "Maelle", "Draken", "Oxalis", "Thibault", "Rowan")
SURNAMES = ("Guivarc’h", "Lagadec", "Rouvray", "Tanguy", "Le Bihan", "Hart", "Webb", "Quéré")
HOSTILE = Path(__file__).with_name("data") / "hostile.json"


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    communities = make_communities()
    live_on_the_fast_tier(communities["en"]["id"])
    people = {
        f"{role}_{language}": make_person(role, names[index], language, communities)
        for role, names in PEOPLE.items()
        for index, language in enumerate(LANGUAGES)
    }
    texts = yaml.safe_load(HOSTILE.with_name("messages.yaml").read_text(encoding="utf-8"))
    for language in LANGUAGES:
        fill(communities[language]["id"], "facebook", everyday(texts[language], language))
        fill(communities[language]["id"], "forum", reported(texts["reported"][language], language))
        fill(communities[language]["id"], "instagram", examples(language))
    fill(communities["hostile"]["id"], "forum", hostile())
    measure(communities, people)
    print(json.dumps({"communities": communities, "people": people}))


def live_on_the_fast_tier(community_id: int) -> None:
    """As a team on a small machine: a candidate is then audited beside a model of its own kind."""
    from harmonie.apps.tuning.models import How, LiveModel
    from harmonie.pipeline import default_pipeline

    LiveModel.objects.create(
        community_id=community_id, number=1, tier="fast", how=How.INSTALLED,
        version=default_pipeline("fast").version, is_current=True,
    )  # fmt: skip


def measure(communities: dict[str, dict[str, Any]], people: dict[str, dict[str, Any]]) -> None:
    """A bias audit of each community, and in the English one two candidates that were measured.

    The audits are real, on fewer sentences than usual.
    """
    from harmonie.apps.accounts.models import User
    from harmonie.apps.accounts.queries import actor_in
    from harmonie.apps.fairness import operations as fairness
    from harmonie.apps.tuning import operations as tuning
    from harmonie.learning import fairness as auditing
    from tests.apps.tuning import weighing

    whole = auditing.audit
    auditing.audit = lambda pipeline, **more: whole(pipeline, limit=20, **more)
    weighing.other("atelier")
    weighing.biased("partial")
    for language in LANGUAGES:
        lead = actor_in(
            User.objects.get(pk=people[f"lead_{language}"]["id"]), communities[language]["id"]
        )
        assert lead is not None
        fairness.run(fairness.ask(lead))
        if language == "en":
            auditing.audit = lambda pipeline, **more: whole(pipeline, limit=2, **more)
            tuning.go_on_comparing(tuning.ask_for_comparison("partial.fast", lead))
            tuning.audit_candidate(tuning.ask_for_audit("partial.fast", lead))
    auditing.audit = whole


def make_communities() -> dict[str, dict[str, Any]]:
    from harmonie.apps.accounts import keys
    from harmonie.apps.accounts.models import ApiKey, Community, Organisation
    from harmonie.apps.moderation.operations.rules import install_first_pack

    organisation = Organisation.objects.create(name="Littoral", slug="littoral")
    made = {}
    for key, (name, colour, pack) in COMMUNITIES.items():
        community = Community.objects.create(
            organisation=organisation, name=name, slug=key if key == "hostile" else f"place-{key}",
            colour=colour, language=key if key in LANGUAGES else "fr",
            charter_url="https://charter.example/", contact_email="team@charter.example",
        )  # fmt: skip
        install_first_pack(community.pk, pack, "machine")
        text, prefix, secret_hash = keys.make()
        ApiKey.objects.create(
            community=community, name="site", prefix=prefix, secret_hash=secret_hash,
            scopes=list(keys.SCOPES), requests_per_minute=100_000,
        )  # fmt: skip
        made[key] = {"id": community.pk, "slug": community.slug, "key": text}
    return made


def make_person(
    role: str, name: str, language: str, communities: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    """Someone with a second factor, and an open session."""
    from allauth.account.models import EmailAddress
    from allauth.mfa.totp.internal.auth import TOTP
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.cached_db import SessionStore

    from harmonie.apps.accounts.models import Membership, Organisation, User

    email = f"{role}-{language}@journeys.example"
    user = User.objects.create_user(email, PASSWORD, name=name, language=language)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    Membership.objects.create(
        user=user, organisation=Organisation.objects.get(),
        role="moderator" if role == "second" else role,
    )  # fmt: skip
    TOTP.activate(user, SECRET)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["community"] = communities[language]["slug"]
    session.save()
    return {"id": user.pk, "name": name, "email": email, "session": session.session_key}


def fill(community_id: int, channel: str, messages: list[Any]) -> None:
    """Receive, analyse, consider: what the API and the worker do."""
    from harmonie.apps.accounts.contracts import machine
    from harmonie.apps.inbox.operations.analyse import analyse
    from harmonie.apps.inbox.operations.receive import receive
    from harmonie.apps.moderation.operations.consider import consider

    results = receive(messages, actor=machine(community_id), channel=channel)
    ids = [result.id for result in results if result.id is not None]
    assert len(ids) == len(messages), [result.error for result in results if result.error]
    consider(analyse(ids))


def message(
    number: int, text: str, language: str, *, thread: str, minutes: float, **more: Any
) -> Any:
    from django.utils import timezone

    from harmonie.records import Author, Message

    now = timezone.now()
    name = f"{NAMES[number % len(NAMES)]} {SURNAMES[number * 3 % len(SURNAMES)]}"
    author = more.pop("author", None) or Author(
        f"{language}-{thread}", name, joined_at=now - timedelta(days=200 + number * 3)
    )
    return Message(
        text=text, author=author, external_id=f"{language}-{thread}-{number}",
        thread_id=f"{language}-{thread}", created_at=now - timedelta(minutes=minutes),
        reach=20 + number * 7 % 300, **more,
    )  # fmt: skip


def everyday(conversations: list[list[str]], language: str) -> list[Any]:
    from harmonie.records import Author

    messages = []
    for place, lines in enumerate(conversations):
        for rank, line in enumerate(lines):
            is_ours = line.startswith("* ")
            messages.append(
                message(
                    place * 10 + rank, line.removeprefix("* "), language, thread=f"talk{place}",
                    minutes=15 + place * 6 + (len(lines) - rank) * 2,
                    author=Author("team", "Équipe", "staff") if is_ours else None,
                )
            )  # fmt: skip
    return messages


def reported(lines: list[str], language: str) -> list[Any]:
    return [
        message(
            500 + place, line, language, thread=f"reported{place}", minutes=20 + place, reports=4
        )
        for place, line in enumerate(lines)
    ]


def examples(language: str) -> list[Any]:
    """The texts on which the pack says that its rules fire."""
    pack = yaml.safe_load((files("harmonie.policies") / "packs" / "brand_page.yaml").read_text())
    lines = [
        example["text"]
        for rule in pack["rules"]
        for example in rule["examples"]["fires"]
        if example.get("language") == language and not example.keys() - {"language", "text"}
    ]
    return [
        message(700 + place, line, language, thread=f"example{place}", minutes=5 + place)
        for place, line in enumerate(dict.fromkeys(lines))
    ]


def hostile() -> list[Any]:
    """Texts and names that would run, reorder or swell if a page let them."""
    from harmonie.records import Author

    given = json.loads(HOSTILE.read_text(encoding="utf-8"))
    pairs = [(text, name) for text in given["texts"] for name in given["names"][:1]]
    pairs += [(given["texts"][0], name) for name in given["names"][1:]]
    return [
        message(
            900 + place, f"{text} n° {place}", "fr", thread=f"hostile{place}", minutes=5 + place,
            reports=5, author=Author(f"h{place}", name),
            extra={"subject": given["names"][0], "thread_title": given["names"][0]},
        )
        for place, (text, name) in enumerate(pairs)
    ]  # fmt: skip


if __name__ == "__main__":
    main()
