import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harmonie.apps.audit import leaf, operations, queries, triggers
from harmonie.apps.audit.contracts import Entry
from harmonie.apps.audit.models import Checkpoint, Event

pytestmark = pytest.mark.django_db


def write(count: int, start: int = 0) -> None:
    operations.record_many(
        [
            Entry("message.received", "machine", 1, f"message:{number}", {"score": 0.5})
            for number in range(start, start + count)
        ]
    )


def tamper(sql: str, *parameters: object) -> None:
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
    triggers.install(connection)


def test_events_are_numbered_without_holes_across_batches() -> None:
    write(3)
    operations.record("case.decided", actor="user:1", community_id=2, subject="case:9")
    write(2)
    assert [event.index for event in queries.events(None)] == list(range(6))
    assert queries.newest_index() == 5
    assert queries.newest_index(2) == 3


def test_an_event_vanishes_with_the_change_it_tells_of() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        write(1)
        raise RuntimeError
    assert queries.newest_index() == -1
    write(1)
    assert queries.verify().is_intact


def test_an_untouched_log_verifies() -> None:
    write(10)
    operations.seal()
    write(3)
    verification = queries.verify()
    assert verification.is_intact
    assert verification.size == 13


@pytest.mark.parametrize(
    "verb", ["UPDATE audit_event SET actor = 'nobody'", "DELETE FROM audit_event"]
)
def test_the_database_refuses_to_change_or_delete_an_event(verb: str) -> None:
    write(1)
    refused = pytest.raises(DatabaseError, match="append-only")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb)


@given(index=st.integers(0, 7), field=st.sampled_from(["actor", "type", "subject", "data", "at"]))
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_changed_field_is_found_and_its_index_named(index: int, field: str) -> None:
    value = {"data": '{"score": 0.9}', "at": "2020-01-01 00:00:00"}.get(field, "forged")
    with transaction.atomic():
        start = queries.newest_index() + 1
        write(8)
        tamper(f'UPDATE audit_event SET {field} = %s WHERE "index" = %s', value, start + index)
        assert start + index in {fault.index for fault in queries.verify().faults}
        transaction.set_rollback(True)


def test_a_removed_event_is_found() -> None:
    write(5)
    tamper('DELETE FROM audit_event WHERE "index" = 2')
    assert queries.verify().faults[0].index == 2


def test_a_cut_tail_is_found_by_the_signed_head() -> None:
    write(5)
    operations.seal()
    tamper('DELETE FROM audit_event WHERE "index" >= 3')
    assert "end is cut" in queries.verify().faults[0].what


def test_a_rewritten_history_is_found_by_a_head_kept_elsewhere() -> None:
    write(4)
    head = operations.seal()
    assert head is not None
    kept = [(head.size, bytes(head.root_hash))]
    tamper("DELETE FROM audit_event")
    Checkpoint.objects.all().delete()
    write(4, start=100)
    assert queries.verify().is_intact
    assert not queries.verify(kept).is_intact


def test_a_forged_head_is_found() -> None:
    write(2)
    operations.seal()
    Checkpoint.objects.update(signature=bytes(64))
    assert "signature" in queries.verify().faults[0].what


def test_sealing_again_without_news_does_nothing() -> None:
    write(2)
    assert operations.seal() is not None
    assert operations.seal() is None


def test_an_event_can_be_proven_to_an_outsider() -> None:
    from harmonie.apps.audit import merkle

    write(9)
    operations.seal()
    proof = queries.proof(4)
    steps = [bytes.fromhex(step) for step in proof["proof"]]  # type: ignore[attr-defined]
    hashed = merkle.leaf_hash(merkle.canonical(leaf.content(Event.objects.get(index=4))))
    assert merkle.is_included(hashed, 4, 9, steps, bytes.fromhex(str(proof["root_hash"])))


def test_an_event_not_yet_sealed_has_no_proof() -> None:
    write(1)
    with pytest.raises(LookupError, match="seal the log first"):
        queries.proof(0)
