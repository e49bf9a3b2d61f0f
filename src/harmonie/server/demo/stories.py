"""The three events: a breakdown that becomes a crisis, a spam wave, a raid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from .conversations import Conversation, Line, document, read_line
from .phrases import fill
from .scenes import Scene

LITTORAL, ARDENIA = "littoral-mobilites", "ardenia"
OUTAGE_DAYS_AGO, SPAM_DAYS_AGO, RAID_DAYS_AGO = 20, 9, 14
RAIDERS, RAID_POSTS = 40, 300
SPAMMERS, SPAM_POSTS = 15, 120


def outage(scene: Scene) -> None:
    """Ticketing and line 14 fail on a Monday at 6:20; calm returns on Thursday."""
    rhythm = scene.rhythms[LITTORAL]
    monday = rhythm.moment(OUTAGE_DAYS_AGO, 6, 20, weekday=0)
    begin = rhythm.minutes_ago(monday)
    for block in document("littoral_outage.yaml"):
        for phase, text in zip(block["phases"], block["lines"], strict=True):
            raw = [line.strip() for line in text.strip().splitlines()]
            lines = _crowd(scene, [read_line(line, block["language"]) for line in raw], phase)
            times = rhythm.draw_many(
                scene.rng, len(lines), begin - phase["from"] * 60, begin - phase["to"] * 60
            )
            talk = Conversation(LITTORAL, "facebook", phase["title"], (), story="outage")
            scene.add(talk, lines, times)


def _crowd(scene: Scene, lines: list[Line], phase: dict[str, Any]) -> list[Line]:
    """The written lines in order, and between them the echoes of those marked "E"."""
    echoes = [line for line in lines[1:] if line.who == "E"]
    slots = list(range(1, len(lines) + 1))
    extra = [
        (scene.rng.choice(slots), scene.rng.choice(echoes))
        for _ in range(phase["messages"] - len(lines))
    ]
    told: list[Line] = []
    people = count()
    for index, line in enumerate(lines):
        told.append(_placed(scene, line, told, people))
        # An echo never comes between a line and its "+" answers.
        if index + 1 < len(lines) and lines[index + 1].who == "+":
            continue
        ready = [pair for pair in extra if pair[0] <= index + 1]
        extra = [pair for pair in extra if pair[0] > index + 1]
        told.extend(_placed(scene, pair[1], told, people) for pair in ready)
    return told


def _placed(scene: Scene, line: Line, told: list[Line], people: Any) -> Line:
    """Gives the line its own speaker, its slots filled, its parent's number."""
    who = "*" if line.who == "*" else f"P{next(people)}"
    answers = None
    if line.who == "+":
        above = len(told)
        while above > 1 and told[above - 1].answers not in {None, 1}:
            above -= 1
        answers = above
    said = {other.text for other in told}
    text = fill(scene.rng, line.text)
    for _ in range(9):  # nobody says word for word what was just said, where slots allow
        if text not in said:
            break
        text = fill(scene.rng, line.text)
    return replace(line, who=who, text=text, answers=answers)


def spam_wave(scene: Scene) -> None:
    """Fifteen accounts post 120 near-identical offers within 90 minutes under three posts."""
    (block,) = document("littoral_spam.yaml")
    rhythm = scene.rhythms[LITTORAL]
    begin = rhythm.minutes_ago(rhythm.moment(SPAM_DAYS_AGO, 14, 10, weekday=2))
    accounts = [f"[{p.name}]" for p in scene.cast.newcomers(LITTORAL, "facebook", SPAMMERS)]
    waves: list[list[tuple[float, Line]]] = [[], [], []]
    for _ in range(SPAM_POSTS):
        text = scene.rng.choice(block["offers"]).format(
            link=scene.rng.choice(block["links"]), n=scene.rng.randint(3, 40)
        )
        line = Line(scene.rng.choice(accounts), text, "fr", label="spam")
        scene.rng.choice(waves).append((begin - scene.rng.uniform(0.1, 90), line))
    for number, text in enumerate(block["members"]):
        warning = Line("ABCDE"[number], text, "fr")
        scene.rng.choice(waves).append((begin - scene.rng.uniform(12, 100), warning))
    for post, wave in zip(block["posts"], waves, strict=True):
        wave.append((begin - scene.rng.uniform(70, 95), Line("*", block["staff"][0], "fr")))
        _storm(scene, "facebook", LITTORAL, post, Line("*", post, "fr"), wave, "spam_wave")


def raid(scene: Scene) -> None:
    """Forty new accounts post 300 hostile messages in two hours in five topics."""
    (block,) = document("ardenia_raid.yaml")
    rhythm = scene.rhythms[ARDENIA]
    begin = rhythm.minutes_ago(rhythm.moment(RAID_DAYS_AGO, 20, 35))
    accounts = [f"[{p.name}]" for p in scene.cast.newcomers(ARDENIA, "forum", RAIDERS)]
    waves: list[list[tuple[float, Line]]] = [[] for _ in block["topics"]]
    for _ in range(RAID_POSTS):
        language = "fr" if scene.rng.random() < 0.12 else "en"
        text = scene.rng.choice(block["attack_fr" if language == "fr" else "attack"])
        line = Line(scene.rng.choice(accounts), fill(scene.rng, text), language, label="raid")
        # The first hour is the fiercest.
        minutes = begin - 120 * scene.rng.betavariate(1.4, 2.4)
        scene.rng.choice(waves).append((minutes, line))
    for number, raw in enumerate(block["defence"]):
        line = replace(read_line(raw, "en"), who=chr(ord("B") + number))
        scene.rng.choice(waves).append((begin - scene.rng.uniform(15, 120), line))
    for (title, opener), wave in zip(block["topics"], waves, strict=True):
        wave.append((begin - scene.rng.uniform(30, 60), Line("*", block["staff"][0], "en")))
        wave.append((begin - scene.rng.uniform(122, 150), Line("*", block["staff"][1], "en")))
        _storm(scene, "forum", ARDENIA, title, Line("A", opener, "en"), wave, "raid")


def _storm(
    scene: Scene,
    channel: str,
    community: str,
    title: str,
    opener: Line,
    wave: Sequence[tuple[float, Line]],
    story: str,
) -> None:
    ordered = sorted(wave, key=lambda pair: -pair[0])
    before = ordered[0][0] + scene.rng.uniform(40, 400)
    times = [before]
    for minutes, _ in ordered:
        times.append(min(minutes, times[-1] - 0.01))
    talk = Conversation(community, channel, title[:60], (), story=story)
    scene.add(talk, [opener, *(line for _, line in ordered)], times)
