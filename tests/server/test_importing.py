from __future__ import annotations

import json

import pytest

from harmonie.apps.audit import queries as audit
from harmonie.server import importing

pytestmark = pytest.mark.django_db


def write(path, *rows) -> str:
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows))
    return str(path)


def test_good_rows_are_kept_and_bad_ones_told(tmp_path, community, capsys):
    path = write(
        tmp_path / "in.jsonl",
        {"id": "1", "text": "Bonjour"}, "{broken", {"id": "3", "text": "Merci"}, {"id": "4"},
    )  # fmt: skip
    assert importing.run(path, "littoral", "facebook") == 1
    out, err = capsys.readouterr()
    assert "2 new" in out and "2 refused" in out
    assert "row 2" in err and "row 4" in err
    assert len(audit.events(community.pk, types=["message.received"])) == 2


def test_importing_twice_adds_nothing(tmp_path, community, capsys):
    path = write(tmp_path / "in.jsonl", {"id": "1", "text": "Bonjour"})
    assert importing.run(path, "littoral", "facebook") == 0
    assert importing.run(path, "littoral", "facebook") == 0
    assert "0 new, 1 already known" in capsys.readouterr().out


def test_an_unknown_community_is_told_with_those_that_exist(tmp_path, community, capsys):
    with pytest.raises(SystemExit) as stopped:
        importing.run(write(tmp_path / "in.jsonl", {"text": "x"}), "nowhere", "file")
    assert stopped.value.code == 2
    assert "littoral" in capsys.readouterr().err


def test_a_missing_file_is_told(community, capsys):
    with pytest.raises(SystemExit):
        importing.run("/nowhere.jsonl", "littoral", "file")
    assert "nowhere.jsonl" in capsys.readouterr().err
