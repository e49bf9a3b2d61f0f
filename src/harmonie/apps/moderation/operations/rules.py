"""The community's rules: checked, numbered, never edited; the newest or a chosen one in force."""

from __future__ import annotations

from importlib.resources import files

from django.db import transaction
from django.db.models import Max

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.audit import operations as audit
from harmonie.apps.moderation.contracts import DecisionRefused
from harmonie.apps.moderation.in_force import compiled
from harmonie.apps.moderation.models import PolicyVersion
from harmonie.policies.policy import Policy, packs, parse_policy

WHY_LENGTH = 300


def save_policy(community_id: int, source: str, why: str, actor: Actor) -> int:
    """Check rules and put them in force; returns the version's number.

    Raises :class:`harmonie.policies.policy.PolicyErrors` with every problem's line and column,
    :class:`NotAllowed`, or :class:`DecisionRefused` when ``why`` is too long. The same text as the
    version in force changes nothing.
    """
    actor.require("rule.edit", community_id)
    policy = parse_policy(source)
    return _store(community_id, policy, source, _checked(why), actor)


def restore_version(community_id: int, number: int, why: str, actor: Actor) -> int:
    """Put an earlier version's text in force again, as a new version."""
    actor.require("rule.edit", community_id)
    old = PolicyVersion.objects.filter(community_id=community_id, number=number).first()
    if old is None:
        raise DecisionRefused(
            "unknown",
            f"There is no version {number} of the rules.",
            f"Il n’y a pas de version {number} des règles.",
        )
    return _store(community_id, parse_policy(old.source), old.source, _checked(why), actor)


def install_pack(community_id: int, pack: str, actor: Actor) -> int:
    """Put one of the product's packs in force; returns the version's number."""
    actor.require("rule.edit", community_id)
    return _install(community_id, pack, actor)


def install_first_pack(community_id: int, pack: str, actor_label: str) -> int | None:
    """Give a new community its rules; does nothing when it already has some."""
    if PolicyVersion.objects.filter(community_id=community_id).exists():
        return None
    source = _pack_source(pack)
    return _write(community_id, parse_policy(source, pack), source, "", None, actor_label)


def _install(community_id: int, pack: str, actor: Actor) -> int:
    source = _pack_source(pack)
    return _store(community_id, parse_policy(source, pack), source, "", actor)


def _pack_source(pack: str) -> str:
    if pack not in packs():
        raise DecisionRefused(
            "unknown",
            f"There is no pack named {pack!r}; choose one of: {', '.join(packs())}.",
            f"Il n’y a pas de modèle «\u202f{pack}\u202f»\u202f; choisissez parmi\u00a0: "
            f"{', '.join(packs())}.",
        )
    return (files("harmonie.policies") / "packs" / f"{pack}.yaml").read_text(encoding="utf-8")


def _checked(why: str) -> str:
    if len(why) > WHY_LENGTH:
        raise DecisionRefused(
            "why",
            f"The reason has {len(why)} characters; shorten it to {WHY_LENGTH}.",
            f"La raison compte {len(why)} caractères\u202f; ramenez-la à {WHY_LENGTH}.",
        )
    return why.strip()


def _store(community_id: int, policy: Policy, source: str, why: str, actor: Actor) -> int:
    author_id = actor.id if actor.is_person else None
    return _write(community_id, policy, source, why, author_id, actor.label)


@transaction.atomic
def _write(
    community_id: int, policy: Policy, source: str, why: str, author_id: int | None, label: str
) -> int:
    versions = PolicyVersion.objects.select_for_update().filter(community_id=community_id)
    current = versions.filter(is_current=True).first()
    if current is not None and current.source == source:
        return current.number
    newest = PolicyVersion.objects.filter(community_id=community_id).aggregate(n=Max("number"))["n"]
    versions.filter(is_current=True).update(is_current=False)
    version = PolicyVersion.objects.create(
        community_id=community_id,
        number=(newest or 0) + 1,
        name=policy.name[:60],
        source=source,
        why=why,
        author_id=author_id,
        is_current=True,
    )
    compiled.cache_clear()
    audit.record(
        "rule.changed",
        actor=label,
        community_id=community_id,
        subject=f"policy:{version.id}",
        data={"number": version.number, "rules": len(policy.rules)},
    )
    return version.number
