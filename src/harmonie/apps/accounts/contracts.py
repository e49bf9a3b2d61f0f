"""What other rooms may hold about people: who acts, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Permission = Literal[
    "inbox.read", "inbox.work", "inbox.reply", "inbox.ingest",
    "case.read", "case.decide", "rule.read", "rule.edit",
    "connection.read", "connection.edit", "member.manage", "key.manage",
    "audit.read", "settings.edit",
    "fairness.report", "fairness.read", "fairness.edit", "model.read", "model.promote",
    "appeal.read", "appeal.decide", "appeal.figures", "appeal.lodge",
]  # fmt: skip

_READ: tuple[Permission, ...] = ("inbox.read", "case.read", "rule.read", "appeal.read")
_WORK: tuple[Permission, ...] = (
    *_READ, "inbox.work", "inbox.reply", "case.decide", "fairness.report",
)  # fmt: skip
#: What only people do: no job and no program examines an appeal.
_JUDGE: tuple[Permission, ...] = (*_WORK, "appeal.decide")
_LEAD: tuple[Permission, ...] = (
    *_JUDGE, "rule.edit", "connection.read", "connection.edit", "key.manage", "audit.read",
    "settings.edit", "member.manage", "inbox.ingest", "fairness.read", "fairness.edit",
    "model.read", "model.promote", "appeal.figures",
)  # fmt: skip

#: Deny by default: what is not written here is refused.
PERMISSIONS: dict[str, frozenset[str]] = {
    "viewer": frozenset(_READ),
    "auditor": frozenset(
        (
            *_READ,
            "connection.read",
            "audit.read",
            "fairness.report",
            "fairness.read",
            "model.read",
        )
    ),
    "moderator": frozenset(_JUDGE),
    "manager": frozenset((*_JUDGE, "connection.read", "inbox.ingest")),
    "lead": frozenset(_LEAD),
    "owner": frozenset(_LEAD),
}


class NotAllowed(PermissionError):
    """The actor may not do this here; nothing was changed."""


@dataclass(frozen=True, slots=True)
class CommunityCard:
    id: int
    slug: str
    name: str
    colour: str
    language: str
    time_zone: str
    charter_url: str = ""
    contact_email: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: a person, a program with a key, or the machine itself.

    ``label`` is what the audit log stores ("user:12", "key:3", "machine"); ``name`` is shown to
    the team; ``permissions`` hold for ``community_id`` only.
    """

    kind: Literal["person", "key", "machine"]
    id: int | None
    name: str
    community_id: int
    permissions: frozenset[str]
    role: str = ""

    @property
    def label(self) -> str:
        return {"person": f"user:{self.id}", "key": f"key:{self.id}"}.get(self.kind, "machine")

    @property
    def is_person(self) -> bool:
        return self.kind == "person"

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    def require(self, permission: Permission, community_id: int) -> None:
        """Raise :class:`NotAllowed` unless the actor has ``permission`` in that community."""
        if community_id != self.community_id or permission not in self.permissions:
            raise NotAllowed(f"{self.label} may not {permission} in community {community_id}")


def machine(community_id: int) -> Actor:
    """The software itself, for jobs: it may ingest and decide, never manage."""
    return Actor(
        kind="machine",
        id=None,
        name="Harmonie",
        community_id=community_id,
        permissions=frozenset((*_WORK, "inbox.ingest")),
    )
