"""Who may do what: the whole matrix, written out by hand so that a change is a decision."""

from __future__ import annotations

import pytest

from harmonie.apps.accounts.contracts import PERMISSIONS, NotAllowed, machine
from harmonie.apps.accounts.models import Role

ALL = [
    "inbox.read",
    "inbox.work",
    "inbox.reply",
    "inbox.ingest",
    "case.read",
    "case.decide",
    "rule.read",
    "rule.edit",
    "connection.read",
    "connection.edit",
    "member.manage",
    "key.manage",
    "audit.read",
    "settings.edit",
    "fairness.report",
    "fairness.read",
    "fairness.edit",
    "model.read",
    "model.promote",
    "appeal.read",
    "appeal.decide",
    "appeal.figures",
    "appeal.lodge",
]
MATRIX = {
    # In the order of ALL: inbox, case, rule, connection, team, keys, log, settings, fairness,
    # model, appeal
    "viewer":    "yes no  no  no  yes no  yes no  no  no  no  no  no  no  no  no  no  no  no "
                 "yes no  no  no",
    "auditor":   "yes no  no  no  yes no  yes no  yes no  no  no  yes no  yes yes no  yes no "
                 "yes no  no  no",
    "moderator": "yes yes yes no  yes yes yes no  no  no  no  no  no  no  yes no  no  no  no "
                 "yes yes no  no",
    "manager":   "yes yes yes yes yes yes yes no  yes no  no  no  no  no  yes no  no  no  no "
                 "yes yes no  no",
    "lead":      "yes yes yes yes yes yes yes yes yes yes yes yes yes yes yes yes yes yes yes "
                 "yes yes yes no",
    "owner":     "yes yes yes yes yes yes yes yes yes yes yes yes yes yes yes yes yes yes yes "
                 "yes yes yes no",
}  # fmt: skip


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("place", range(len(ALL)), ids=ALL)
def test_a_role_has_exactly_the_permissions_of_the_matrix(role, place):
    expected = MATRIX[role].split()[place] == "yes"
    assert (ALL[place] in PERMISSIONS[role]) is expected


def test_no_role_has_a_permission_that_is_not_listed():
    assert set().union(*PERMISSIONS.values()) <= set(ALL)


def test_the_machine_works_but_never_manages():
    actor = machine(7)
    assert actor.may("case.decide") and actor.may("inbox.ingest")
    assert not any(
        actor.may(permission)
        for permission in (
            "rule.edit", "member.manage", "key.manage", "settings.edit", "appeal.decide",
        )
    )  # fmt: skip


def test_a_permission_does_not_hold_in_another_community():
    with pytest.raises(NotAllowed):
        machine(7).require("case.decide", 8)
