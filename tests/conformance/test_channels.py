"""What every channel must do, whatever its platform."""

from __future__ import annotations

import random
from collections.abc import Mapping
from types import ModuleType

import pytest

from harmonie.actions.action import ACTIONS
from harmonie.channels.channel import (
    CHANNELS,
    Channel,
    InvalidPayload,
    Parsed,
    Request,
    SignatureRefused,
)
from harmonie.channels.wording import Wording
from harmonie.records import Action, Author, Message
from tests.channels.recordings import Recording, channel_at, described, recordings, samples

NAMES = CHANNELS.names()
RECORDED = [recording for name in NAMES for recording in recordings(name)]
MUTATIONS = 10_000
CLOCK = 1768469400.0
HOSTILE = (
    b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"\\ud800", "\u202e".encode(), "\ufdfa".encode() * 40,
    b'"', b"'", b",", b";", b"\t", b"\r", b"\n", b"{", b"}", b"[", b"]", b"null", b"1e999",
    b"NaN", b"=1+1", b"<script>", b"\\", b":", b'"text":""',
)  # fmt: skip


def test_the_file_and_webhook_channels_are_found_without_any_list() -> None:
    assert {"file", "webhook"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_channel_keeps_the_protocol(name: str) -> None:
    kind = CHANNELS.get(name)
    assert isinstance(kind(), Channel)
    assert set(kind.label) == {"fr", "en"} and all(kind.label.values())
    for setting in kind.settings:
        assert set(setting.label) == {"fr", "en"} and all(setting.label.values())
        assert not setting.help or set(setting.help) == {"fr", "en"}
    assert len({setting.name for setting in kind.settings}) == len(kind.settings)


@pytest.mark.parametrize("name", NAMES)
def test_a_channel_has_eight_recorded_payloads_at_least(name: str) -> None:
    assert len(recordings(name)) >= 8


@pytest.mark.parametrize("recording", RECORDED, ids=lambda r: f"{r.platform}-{r.name}")
def test_a_recorded_payload_becomes_its_messages(recording: Recording) -> None:
    parsed = recording.parse()
    assert [described(p) for p in parsed if p.message is not None] == recording.messages
    errors = [p for p in parsed if p.error is not None]
    assert [{"row": p.row, "code": p.error.code} for p in errors] == recording.errors
    assert [n.code for p in parsed for n in p.notices] == recording.notices


@pytest.mark.parametrize("recording", RECORDED, ids=lambda r: f"{r.platform}-{r.name}")
def test_errors_and_notices_are_written_in_both_languages(recording: Recording) -> None:
    for parsed in recording.parse():
        for sentence in (*parsed.notices, *([parsed.error] if parsed.error else [])):
            assert isinstance(sentence, Wording)
            assert sentence.text("fr") != sentence.text("en")


@pytest.mark.parametrize("name", NAMES)
def test_ten_thousand_damaged_payloads_lose_no_text_and_mistake_no_author(name: str) -> None:
    """One record of each payload is damaged: all the others must come out whole, each with its own
    author, and the damaged one must come out or be told."""
    chance = random.Random(f"harmonie {name}")
    material = samples(name)
    for number in range(MUTATIONS):
        head, records, tail, headers = material.sample(number, 4)
        victim = chance.randrange(len(records))
        damaged = damage(records[victim], chance)
        pieces = [*records[:victim], damaged, *records[victim + 1 :]]
        payload = head + b"".join(pieces) + tail
        headers, settings = material.sealed(payload, headers)
        parsed, refusal = _parse(name, payload, headers, settings)
        _check_sound(parsed)
        _check_authors(parsed, material)
        if material.may_merge(records[victim], damaged):
            assert (
                refusal or any(p.error for p in parsed) or _all_texts(parsed, material, victim)
            ), repr(payload)
            continue
        assert refusal is None, (payload, refusal)
        if any(p.error and p.error.code == "duplicate_id" for p in parsed):
            continue  # the damage made an id that another record bears: that is told
        messages = [p.message for p in parsed if p.message]
        kept = {(m.author and m.author.external_id, m.text) for m in messages}
        for k in range(len(records)):
            if k != victim:
                assert (material.author(k), material.text(k)) in kept, repr(payload)


@pytest.mark.parametrize("name", NAMES)
def test_noise_is_refused_or_told_and_never_a_crash(name: str) -> None:
    chance = random.Random(f"noise {name}")
    material = samples(name)
    for number in range(1_000):
        payload = chance.randbytes(chance.randrange(200))
        if number % 2:
            recorded = chance.choice(recordings(name)).payload
            payload = recorded[: chance.randrange(len(recorded))]
        headers, settings = material.sealed(payload, {})
        parsed, _ = _parse(name, payload, headers, {**settings, "format": chance.choice(
            ["", "jsonl", "csv", "text"])})  # fmt: skip
        _check_sound(parsed)


def damage(record: bytes, chance: random.Random) -> bytes:
    """Flip, drop, double, cut or insert a few bytes."""
    damaged = bytearray(record)
    for _ in range(chance.randrange(1, 4)):
        at = chance.randrange(len(damaged) + 1)
        kind = chance.randrange(5)
        if kind == 0 and at < len(damaged):
            damaged[at] = chance.randrange(256)
        elif kind == 1:
            del damaged[at : at + chance.randrange(1, 6)]
        elif kind == 2:
            damaged[at:at] = damaged[at : at + 8]
        elif kind == 3:
            damaged[at:at] = chance.choice(HOSTILE)
        elif at < len(damaged):
            damaged[at] ^= 1 << chance.randrange(8)
    # The end of the record is the border with the next one: a damage stays inside.
    if record.endswith(b"\n") and not damaged.endswith(b"\n"):
        damaged += b"\n"
    return bytes(damaged)


def _parse(
    name: str, payload: bytes, headers: Mapping[str, str], settings: Mapping[str, str]
) -> tuple[list[Parsed], Exception | None]:
    try:
        return list(channel_at(name, CLOCK).parse(payload, headers, settings)), None
    except (InvalidPayload, SignatureRefused) as error:
        assert isinstance(error.args[0], Wording)
        return [], error


def _check_sound(parsed: list[Parsed]) -> None:
    for row in parsed:
        assert (row.message is None) != (row.error is None)
        if row.message is not None:
            row.message.text.encode()  # no lone surrogate goes further
            assert row.message.external_id


def _check_authors(parsed: list[Parsed], material: ModuleType) -> None:
    """A text that came through whole is by its own author, or a damaged name: never by another."""
    for row in parsed:
        for k in range(4):
            if row.message and row.message.author and row.message.text == material.text(k):
                others = {material.author(j) for j in range(4) if j != k}
                assert row.message.author.external_id not in others


def _all_texts(parsed: list[Parsed], material: ModuleType, victim: int) -> bool:
    whole = "\n".join(p.message.text for p in parsed if p.message)
    return all(material.text(k) in whole for k in range(4) if k != victim)


MESSAGE = Message("x", id="m1", external_id="c_42", channel="site", thread_id="t", url="https://e.test",
                  author=Author("u_7"))  # fmt: skip
PARAMETERS = {
    "reply": {"text": "Bonjour"},
    "warn": {"text": "Attention"},
    "mute": {"duration_seconds": 3600},
    "ban": {"duration_seconds": 86400},
}


def _request(name: str, kind: str) -> Request | None:
    settings = {"secret": "whsec_" + "A" * 44, "url": "https://exemple.test/hook"}
    action = Action(kind, PARAMETERS.get(kind, {}))
    return channel_at(name, CLOCK).request_for(action, MESSAGE, settings, "key-1")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", ACTIONS.names())
def test_a_channel_builds_requests_for_exactly_what_it_says_it_can_do(name: str, kind: str) -> None:
    capabilities = CHANNELS.get(name).capabilities
    is_undo = getattr(ACTIONS.get(kind), "is_undo", False)
    is_announced = kind in capabilities or (
        is_undo and "undo" in capabilities and ACTIONS.get(kind).target != "desk"
    )
    request = _request(name, kind)
    assert (request is not None) == is_announced
    if request is not None:
        assert request.idempotency_key == "key-1"
        assert request == _request(name, kind), "a second attempt must send the same order"
