"""Fixtures every test may use: an organisation, two communities, people, keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from harmonie.apps.accounts.contracts import Actor
    from harmonie.apps.accounts.models import Community, Organisation, User


def pytest_configure(config: pytest.Config) -> None:
    from harmonie.server.translations import compile_all

    compile_all()


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    yield
    from django.conf import settings

    if settings.configured:
        from django.core.cache import cache

        cache.clear()


@pytest.fixture(autouse=True)
def _cheap_passwords(settings: Any) -> None:
    """Argon2 costs time on purpose; tests of other things need not pay it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty home for tests that start a process of their own."""
    return tmp_path / "home"


@pytest.fixture
def organisation(db: None) -> Organisation:
    from harmonie.apps.accounts.models import Organisation

    return Organisation.objects.create(name="Littoral Mobilités", slug="littoral")


@pytest.fixture
def community(organisation: Organisation) -> Community:
    """« Littoral Mobilités », French, slug "littoral"."""
    from harmonie.apps.accounts.models import Community

    return Community.objects.create(
        organisation=organisation, name="Littoral Mobilités", slug="littoral", colour="#1F4E6B"
    )


@pytest.fixture
def other_community(db: None) -> Community:
    """“Ardenia”, English, of another organisation, slug "ardenia"."""
    from harmonie.apps.accounts.models import Community, Organisation

    other = Organisation.objects.create(name="Ardenia", slug="ardenia")
    return Community.objects.create(
        organisation=other, name="Ardenia", slug="ardenia", language="en", colour="#6B3A26"
    )


@pytest.fixture
def person(db: None) -> Callable[..., User]:
    """``person("moderator", community)``: someone with that role, language French by default."""
    from harmonie.apps.accounts.models import Membership, User

    count = 0

    def make(role: str, community: Community, *, name: str = "", language: str = "fr") -> User:
        nonlocal count
        count += 1
        user = User.objects.create_user(
            f"{role}{count}@example.org", name=name or f"{role.title()} {count}", language=language
        )
        Membership.objects.create(
            user=user, organisation=community.organisation, community=community, role=role
        )
        return user

    return make


@pytest.fixture
def actor(person: Callable[..., User]) -> Callable[[str, Community], Actor]:
    """``actor("lead", community)``: the same as an Actor."""
    from harmonie.apps.accounts.queries import actor_in

    def make(role: str, community: Community) -> Actor:
        found = actor_in(person(role, community), community.pk)
        assert found is not None
        return found

    return make


@pytest.fixture
def client_for() -> Callable[[User], Client]:
    """A client where that person is logged in, with a second factor."""
    from allauth.mfa.models import Authenticator
    from django.test import Client

    def make(user: User) -> Client:
        Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, data={})
        client = Client()
        client.force_login(user)
        return client

    return make


@pytest.fixture
def api_key(db: None) -> Callable[..., str]:
    """``api_key(["messages:write"], community)``: the text of a new key."""
    from harmonie.apps.accounts import keys
    from harmonie.apps.accounts.models import ApiKey

    def make(scopes: list[str], community: Community, **fields: Any) -> str:
        text, prefix, secret_hash = keys.make()
        ApiKey.objects.create(
            community=community, name="test", prefix=prefix, secret_hash=secret_hash,
            scopes=scopes, **fields,
        )  # fmt: skip
        return text

    return make
