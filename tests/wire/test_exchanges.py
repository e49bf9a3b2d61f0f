"""Each recorded exchange, played again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from harmonie.apps.accounts.models import Community
from tests.wire.exchanges import differences, exchanges, play

pytestmark = pytest.mark.django_db
EVERY = [*exchanges("openai"), *exchanges("perspective")]


@pytest.mark.parametrize("recording", EVERY, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_recorded_client_receives_what_it_did(
    recording: Path, community: Community, api_key: Callable[..., str]
) -> None:
    answer, wanted = play(recording, api_key(["judge"], community))
    assert answer.status_code == wanted["status"], answer.content
    assert differences(answer.json(), wanted["body"]) == []


def test_another_answer_is_noticed() -> None:
    wanted = {"a": ["<score>", None], "b": "x"}
    assert differences({"a": [0.5, None], "b": "x"}, wanted) == []
    for wrong in ({"a": [1.5, None], "b": "x"}, {"a": [0.5, 0.0], "b": "x"}, {"a": [0.5, None]}):
        assert differences(wrong, wanted)
