"""Vectors of messages: made with the analysis, compared within one version, brought up to date."""

from __future__ import annotations

import numpy as np
import pytest

from harmonie.apps.inbox import operations, queries, tasks
from harmonie.apps.inbox.models import Message, Stage
from harmonie.vectors import default_embedder
from tests.apps.inbox.conftest import written

pytestmark = pytest.mark.django_db

LATE = "Le bus 12 est encore en retard ce matin"
LATE_AGAIN = "Encore en retard ce matin, le bus 12 !"
THANKS = "Merci beaucoup à toute l’équipe, c’était une journée magnifique !"


@pytest.fixture
def analysed(receive):
    ids = [
        r.id for r in receive(written("m1", LATE), written("m2", LATE_AGAIN), written("m3", THANKS))
    ]
    operations.analyse(ids)
    return ids


def made_before(*ids):
    """As an earlier embedder left them: other directions, another version."""
    old = np.random.default_rng(3).normal(size=64).astype("<f2").tobytes()
    Message.objects.filter(pk__in=ids).update(embedding=old, embedding_version="words-old")


def test_a_message_finds_the_one_that_says_the_same(analysed, community):
    first, again, _ = analysed
    ((found, similarity),) = queries.nearest(community.pk, first)
    assert found == again
    assert 0.4 < similarity <= 1


def test_a_vector_says_which_embedder_made_it(analysed):
    versions = set(Message.objects.values_list("embedding_version", flat=True))
    assert versions == {default_embedder().version}


def test_vectors_of_two_versions_are_never_compared(analysed, community):
    first, again, thanks = analysed
    made_before(again, thanks)
    assert queries.nearest(community.pk, first, floor=-1.0) == []
    assert [pk for pk, _ in queries.nearest(community.pk, again, floor=-1.0)] == [thanks]


def test_the_job_brings_old_vectors_up_to_date(analysed, community):
    first, again, thanks = analysed
    made_before(first, again, thanks)

    tasks.refresh_vectors.call()

    assert operations.refresh_vectors() == 0
    assert [pk for pk, _ in queries.nearest(community.pk, first)] == [again]


def test_the_newest_come_first_when_there_are_many(analysed):
    made_before(*analysed)
    assert operations.refresh_vectors(limit=2) == 2
    old = Message.objects.filter(embedding_version="words-old").values_list("pk", flat=True)
    assert list(old) == [min(analysed)]


def test_a_message_that_waits_for_its_analysis_is_left_to_it(analysed):
    made_before(*analysed)
    Message.objects.filter(pk=analysed[0]).update(stage=Stage.RECEIVED)
    assert operations.refresh_vectors() == 2
    assert Message.objects.get(pk=analysed[0]).embedding_version == "words-old"


def test_of_equally_close_messages_the_newest_comes_first(receive, community):
    ids = [r.id for r in receive(*(written(f"m{i}", LATE) for i in range(4)))]
    operations.analyse(ids)
    assert [pk for pk, _ in queries.nearest(community.pk, ids[0], k=2)] == [ids[3], ids[2]]


def test_similarity_stays_inside_a_community(analysed, community, receive):
    assert queries.nearest(community.pk + 1, analysed[0]) == []
