"""The demo scenario: enough of it, alike each time, true to life, and nobody real in it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from itertools import pairwise

import pytest

from harmonie.server.demo.conversations import read_line, written
from harmonie.server.demo.rhythm import PARIS, REFERENCE_NOW, Rhythm
from harmonie.server.demo.scenario import DAYS, DemoRow, scenario, waiting_threads
from harmonie.server.demo.verdicts import LABELS

LITTORAL, ARDENIA = "littoral-mobilites", "ardenia"
DAY = 24 * 60


@pytest.fixture(scope="module")
def rows() -> list[DemoRow]:
    return list(scenario())


@pytest.fixture(scope="module")
def by_id(rows: Sequence[DemoRow]) -> Mapping[str, DemoRow]:
    return {row.external_id: row for row in rows}


def hours(rows: Sequence[DemoRow], community: str) -> Counter[int]:
    quiet = {"everyday", "quarrel", "lounge"}
    return Counter(
        (REFERENCE_NOW - timedelta(minutes=row.minutes_ago)).astimezone(PARIS).hour
        for row in rows
        if row.community == community and row.story in quiet
    )


def test_there_are_enough_messages_in_both_languages(rows: Sequence[DemoRow]) -> None:
    distinct = {(row.text, row.language) for row in rows if row.source == "written"}
    per_language = Counter(language for _, language in distinct)
    assert len(rows) >= 3400
    assert per_language["fr"] >= 900
    assert per_language["en"] >= 600


def test_each_community_speaks_mostly_its_own_language(rows: Sequence[DemoRow]) -> None:
    shares = {}
    for community, language in ((LITTORAL, "fr"), (ARDENIA, "en")):
        own = [row for row in rows if row.community == community]
        shares[community] = sum(row.language == language for row in own) / len(own)
    assert 0.8 < shares[LITTORAL] < 0.95
    assert 0.7 < shares[ARDENIA] < 0.85


def test_some_messages_are_in_languages_the_ai_cannot_judge(rows: Sequence[DemoRow]) -> None:
    assert {row.language for row in rows} >= {"br", "es", "de"}


def test_the_same_seed_and_now_tell_the_same_story(rows: Sequence[DemoRow]) -> None:
    assert list(scenario()) == rows
    assert list(scenario(seed=8)) != rows


def test_no_external_id_comes_twice(rows: Sequence[DemoRow], by_id: Mapping[str, DemoRow]) -> None:
    assert len(by_id) == len(rows)


def test_an_answer_comes_after_what_it_answers_in_the_same_thread(
    rows: Sequence[DemoRow], by_id: Mapping[str, DemoRow]
) -> None:
    answers = [row for row in rows if row.parent_id]
    assert len(answers) > 1500
    for row in answers:
        parent = by_id[row.parent_id]
        assert parent.thread_id == row.thread_id
        assert parent.minutes_ago > row.minutes_ago


def test_every_thread_has_one_opening_message(rows: Sequence[DemoRow]) -> None:
    openings = Counter(row.thread_id for row in rows if not row.parent_id)
    assert set(openings) == {row.thread_id for row in rows}
    assert set(openings.values()) == {1}


def test_all_times_lie_within_sixty_days_and_come_oldest_first(rows: Sequence[DemoRow]) -> None:
    assert all(0 < row.minutes_ago <= DAYS * DAY for row in rows)
    assert all(older.minutes_ago >= newer.minutes_ago for older, newer in pairwise(rows))


def test_nobody_writes_before_joining(rows: Sequence[DemoRow]) -> None:
    assert all(row.author_joined_days_ago * DAY > row.minutes_ago for row in rows)
    joined = defaultdict(set)
    for row in rows:
        joined[row.author_id].add(row.author_joined_days_ago)
    assert all(len(days) == 1 for days in joined.values())


def test_nights_are_quiet_and_rush_hours_busy(rows: Sequence[DemoRow]) -> None:
    transport, game = hours(rows, LITTORAL), hours(rows, ARDENIA)
    assert sum(transport[hour] for hour in range(5)) < transport[8] / 2
    assert transport[8] > transport[10] > transport[3]
    assert transport[17] + transport[18] > transport[13] + transport[14]
    assert sum(game[hour] for hour in (20, 21, 22)) > 3 * sum(game[hour] for hour in (3, 4, 5))


def test_the_rhythm_follows_the_clock_of_paris_whatever_the_zone_of_now() -> None:
    now = datetime(2026, 7, 1, 6, 0, tzinfo=UTC)
    assert Rhythm(LITTORAL, now).activity(0.0) == 1.0  # 8 h in Paris in summer
    assert Rhythm(LITTORAL, now).activity(5 * 60) < 0.1


def test_a_now_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="timezone-aware"):
        list(scenario(now=datetime(2026, 7, 1)))


@pytest.mark.parametrize("hour", [3, 9, 20])
def test_the_story_holds_at_any_hour_of_loading(hour: int) -> None:
    told = list(scenario(now=datetime(2026, 3, 29, hour, tzinfo=UTC)))
    times = {row.external_id: row.minutes_ago for row in told}
    assert all(0 < row.minutes_ago <= DAYS * DAY for row in told)
    assert all(times[row.parent_id] > row.minutes_ago for row in told if row.parent_id)


def test_the_breakdown_mounts_over_days(rows: Sequence[DemoRow]) -> None:
    outage = [row for row in rows if row.story == "outage"]
    assert len(outage) >= 450
    span = max(row.minutes_ago for row in outage) - min(row.minutes_ago for row in outage)
    assert 2.5 * DAY < span < 4 * DAY
    assert sum(row.author_role == "staff" for row in outage) >= 8


def test_the_spam_wave_is_fifteen_new_accounts_within_ninety_minutes(
    rows: Sequence[DemoRow],
) -> None:
    wave = [row for row in rows if row.story == "spam_wave" and "1,95" in row.text]
    posts = [row for row in rows if row.story == "spam_wave" and ".example" in row.text]
    assert len(posts) == 120
    assert len({row.author_id for row in posts}) == 15
    assert max(r.minutes_ago for r in posts) - min(r.minutes_ago for r in posts) <= 90
    assert all(row.author_joined_days_ago * DAY - row.minutes_ago < 2 * 60 for row in posts)
    assert len({row.text for row in wave}) > 20


def test_the_raid_is_forty_new_accounts_within_two_hours(rows: Sequence[DemoRow]) -> None:
    raid = [row for row in rows if row.story == "raid"]
    fresh = [r for r in raid if r.author_joined_days_ago * DAY - r.minutes_ago < 3 * 60]
    raiders = {row.author_id for row in fresh if re.search(r"\d{4}", row.author_name)}
    posts = [row for row in raid if row.author_id in raiders]
    assert len(raiders) == 40
    assert len(posts) == 300
    assert max(r.minutes_ago for r in posts) - min(r.minutes_ago for r in posts) <= 120


def test_people_speak_of_the_raid_only_once_it_is_over(rows: Sequence[DemoRow]) -> None:
    over = min(row.minutes_ago for row in rows if row.story == "raid")
    talk = [r for r in rows if r.thread_title == "What happened with the raid thread"]
    assert talk
    assert all(row.minutes_ago < over for row in talk)


def test_the_desk_is_lively_in_the_last_two_days(rows: Sequence[DemoRow]) -> None:
    waiting = waiting_threads(rows)
    community = {row.thread_id: row.community for row in rows}
    counts = Counter(community[thread] for thread in waiting)
    assert counts[LITTORAL] >= 40
    assert counts[ARDENIA] >= 40


def test_a_thread_that_staff_answered_last_does_not_wait(rows: Sequence[DemoRow]) -> None:
    waiting = waiting_threads(rows)
    last = {row.thread_id: row for row in rows}
    assert any(r.author_role == "staff" for r in last.values())
    assert not any(last[thread].author_role == "staff" for thread in waiting)


def test_the_team_has_decided_old_rows_only_and_does_not_always_agree(
    rows: Sequence[DemoRow],
) -> None:
    decided = [row for row in rows if row.team_decision]
    assert all(row.minutes_ago > 2 * DAY and row.author_role == "member" for row in decided)
    labels = {line.text: line.label for talk in written() for line in talk.lines}
    insults = Counter(r.team_decision for r in decided if labels.get(r.text) == "insult")
    assert insults["hide"] > insults["approve"] > 0


def test_every_label_in_the_texts_is_one_the_team_knows() -> None:
    used = {line.label for talk in written() for line in talk.lines if line.label}
    assert used <= LABELS
    assert len(used) > 12


def test_a_malformed_line_is_quoted_in_the_error() -> None:
    with pytest.raises(ValueError, match="sans auteur"):
        read_line("sans auteur", "fr")


def test_a_line_is_read_with_its_marks() -> None:
    line = read_line("[Jordan K.]>3!threat Je l'attends", "fr")
    assert (line.who, line.answers, line.label) == ("[Jordan K.]", 3, "threat")
    assert read_line("D~fr!hostile Arrêtez", "br").language == "fr"


def test_no_address_or_number_of_a_real_person_occurs(rows: Sequence[DemoRow]) -> None:
    text = "\n".join(row.text for row in rows)
    assert not re.findall(r"[\w.+-]+@[\w-]+\.\w+", text)
    assert not re.findall(r"https?://|www\.", text)
    domains = re.findall(r"\b[\w-]+\.(?:com|fr|net|org|io|bzh|co|uk|example)\b", text)
    assert domains
    assert all(domain.endswith(".example") for domain in domains)
    # Numbers kept for fiction by the French and British regulators.
    numbers = set(re.findall(r"\+?\d(?:[ .]?\d){8,}", text))
    assert numbers
    assert all(re.match(r"06 39 98|02 61 91|020 7946 0", number) for number in numbers)


def test_the_attribution_counts_what_is_there(rows: Sequence[DemoRow]) -> None:
    page = files("harmonie.server.demo").joinpath("ATTRIBUTION.md").read_text(encoding="utf-8")
    stated = {name: int(count) for name, count in re.findall(r"^\| (\w+) \| (\d+) \|", page, re.M)}
    used = Counter(row.source for row in rows if row.source != "written")
    assert stated == dict(used)
    assert sum(used.values()) >= 600


def test_the_texts_stay_small() -> None:
    folder = files("harmonie.server.demo").joinpath("texts")
    assert sum(len(entry.read_bytes()) for entry in folder.iterdir()) < 1_000_000


def test_the_messages_that_the_desk_is_known_by_are_there(rows: Sequence[DemoRow]) -> None:
    recent = {row.text: row for row in rows if row.minutes_ago < DAY}
    insult = next(text for text in recent if "Votre chauffeur de 7 h 40 est un abruti" in text)
    assert recent[insult].author_name == "Thibault Rouvray"
    assert "Our guild chest is empty since 4.2" in {row.thread_title for row in recent.values()}
