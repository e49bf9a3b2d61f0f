from __future__ import annotations

import pytest

from harmonie.apps.tuning.models import LiveModel
from harmonie.server import doctor

pytestmark = pytest.mark.django_db


def found(name: str, settings=None) -> doctor.Finding:
    return getattr(doctor, f"_{name}")()


def test_every_check_answers_and_speaks_both_languages(capsys, monkeypatch):
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    assert doctor.run() in (0, 1)
    french = capsys.readouterr().out
    assert "base de données à jour" in french
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    doctor.run()
    assert "database up to date" in capsys.readouterr().out


def test_missing_migrations_are_bad(monkeypatch):
    from django.db.migrations import executor

    monkeypatch.setattr(executor.MigrationExecutor, "migration_plan", lambda self, t: [1, 2])
    finding = found("database")
    assert finding.state == "bad"
    assert "2" in finding.en and finding.advice_fr


def test_keys_that_others_can_read_are_bad(tmp_path, settings):
    settings.HOME = tmp_path
    (tmp_path / "secret_key").write_text("x")
    (tmp_path / "secret_key").chmod(0o644)
    assert found("home").state == "bad"
    (tmp_path / "secret_key").chmod(0o600)
    assert found("home").state == "ok"


def test_a_full_disk_is_bad(monkeypatch):
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda path: type("U", (), {"free": 10})())
    assert found("disk").state == "bad"


def test_an_exposed_demo_is_bad(settings):
    assert found("exposure").state == "ok"
    settings.ALLOWED_HOSTS = ["harmonie.example.org"]
    assert found("exposure").state == "warn"
    settings.DEMO_LOGIN = True
    assert found("exposure").state == "bad"


def test_no_owner_yet_is_a_warning(person, community):
    assert found("owner").state == "warn"
    person("owner", community)
    assert found("owner").state == "ok"


def test_a_model_in_use_whose_files_are_gone_is_bad(community, settings, tmp_path):
    assert found("live_models").state == "ok"
    settings.HOME = tmp_path
    LiveModel.objects.create(
        community=community, number=1, tier="fast", name="atelier", mark="0" * 64,
        version="fast-00000000", how="promoted", is_current=True,
    )  # fmt: skip
    finding = found("live_models")
    assert finding.state == "bad"
    assert "Littoral Mobilités: " in finding.en and "is missing" in finding.en
    assert "manque" in finding.fr and "Models" in finding.advice_en
    assert "Modèles" in finding.advice_fr


def test_a_check_that_fails_is_told_and_does_not_stop_the_others(monkeypatch):
    def broken():
        raise RuntimeError("away")

    broken.__name__ = "_queue"
    monkeypatch.setattr(doctor, "_queue", broken)
    states = {finding.en.split(":")[0]: finding.state for finding in doctor.findings()}
    assert states["queue"] == "bad"
    assert len(states) >= 9
