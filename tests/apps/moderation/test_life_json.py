from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from harmonie.apps.moderation.life_json import UnknownVersion, from_json, to_json
from harmonie.autonomy.calibrate import calibrate
from harmonie.autonomy.evidence import Decision
from harmonie.autonomy.hours import hours
from harmonie.autonomy.mandate import Actor, Life
from harmonie.autonomy.request import Request

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
LEAD = Actor("person", "user:1")


def lives() -> list[Life]:
    request = Request(
        "hide", signal="insult", language="fr",
        hours=hours("lun-ven 09:00-18:00, sat 22:00-02:00", "Europe/Paris"), maximum_error=0.1,
    )  # fmt: skip
    asked = Life(request).ask(LEAD, AT)
    shadow = asked.begin_shadow(LEAD, AT)
    evidence = [Decision(str(n), 0.9, True) for n in range(200)]
    granted = shadow.grant(LEAD, AT, calibrate(request, evidence))
    withdrawn = granted.withdraw(Actor("machine"), AT, "")
    return [Life(request), asked, shadow, granted, withdrawn, withdrawn.switch_off(LEAD, AT)]


@pytest.mark.parametrize("place", range(6))
def test_a_life_survives_its_json(place: int) -> None:
    life = lives()[place]
    again = from_json(json.loads(json.dumps(to_json(life))))
    assert to_json(again) == to_json(life)
    assert (again.request, again.state, again.attempt) == (life.request, life.state, life.attempt)
    assert again.calibration == life.calibration
    assert again.withdrawn_at == life.withdrawn_at
    assert again.mandate(AT) == life.mandate(AT)


def test_a_life_of_another_version_is_not_guessed() -> None:
    data = to_json(lives()[0]) | {"version": 2}
    with pytest.raises(UnknownVersion):
        from_json(data)
