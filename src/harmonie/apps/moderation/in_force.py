"""The rules in force in a community, compiled once per version."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from harmonie.apps.moderation.models import PolicyVersion

if TYPE_CHECKING:
    from harmonie.apps.moderation.limits import Limit
    from harmonie.policies.policy import Policy


@dataclass(frozen=True, slots=True)
class InForce:
    """A compiled policy and the version it was compiled from.

    :func:`harmonie.apps.moderation.limits.within` adds the mandates that are ``granted`` or in the
    ``shadows`` now, and the model in use; without it the AI has no mandate at all.
    """

    policy: Policy
    version_id: int
    number: int
    granted: tuple[Limit, ...] = ()
    shadows: tuple[Limit, ...] = ()
    model_version: str = ""
    checks_allows: bool = False


class NoPolicy(LookupError):
    """The community has no rules in force; somebody must install a pack or write some."""


def in_force(community_id: int) -> InForce:
    """The policy that applies now. Raises :class:`NoPolicy`."""
    row = (
        PolicyVersion.objects.filter(community_id=community_id, is_current=True)
        .values_list("id", "number")
        .first()
    )
    if row is None:
        raise NoPolicy(f"community {community_id} has no rules in force; install a policy pack")
    version_id, number = row
    return InForce(compiled(version_id), version_id, number)


@lru_cache(maxsize=64)
def compiled(version_id: int) -> Policy:
    """A version's policy. Versions are never edited: writing one empties the cache, so that an id
    used again (after a rollback or a restored backup) never brings back other rules.
    """
    from harmonie.policies.policy import parse_policy

    version = PolicyVersion.objects.get(id=version_id)
    return parse_policy(version.source, name=version.name)
