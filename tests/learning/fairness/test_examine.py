"""The audit as a whole: a fair model passes, crooked ones are refused, the report keeps."""

from __future__ import annotations

import json

import pytest

from harmonie.learning.fairness import AuditReport, CannotAudit, abridged, audit
from harmonie.learning.fairness.changes import CHANGES
from harmonie.records import Analysis
from tests.learning.fairness.models import BINARY, LENIENT, LIMIT, KnowingModel


def against_muslims(text, language, signal, score):
    named = "usulman" in text or "Muslim" in text
    return min(1.0, score + 0.85) if named and signal == "toxicity" else score


def blind_to_abuse_of_women(text, language, signal, score):
    named = any(word in text for word in ("femme", " women", "Women", "a woman"))
    return 0.05 if named and signal == "toxicity" else score


def test_a_model_that_knows_the_answers_passes(fair):
    assert fair.passed and not fair.failed
    assert fair.model_version == "knowing-1" and fair.tier == "full"
    assert {f.language for f in fair.functions} == {"fr", "en"}
    means = [f.figure for f in fair.findings if f.key == "subgroup_auc_mean"]
    assert means == [1.0, 1.0]


def test_a_model_that_flags_a_group_for_its_name_is_refused():
    report = audit(KnowingModel(against_muslims), thresholds=LENIENT, limit=LIMIT)
    assert not report.passed
    refused = {(f.key, f.group) for f in report.failed}
    assert {("bpsn_auc", "muslim"), ("fpr_gap", "muslim")} <= refused
    assert {group for key, group in refused if key == "bpsn_auc"} == {"muslim"}
    assert ("swap_flips", "religion") in refused


def test_a_model_that_misses_abuse_of_a_group_is_refused():
    report = audit(KnowingModel(blind_to_abuse_of_women), thresholds=LENIENT, limit=LIMIT)
    refused = {(f.key, f.group) for f in report.failed}
    assert {("bnsp_auc", "woman"), ("fnr_gap", "woman")} <= refused


def test_a_model_worse_than_the_one_before_is_refused(fair):
    def a_little_worse(text, language, signal, score):
        one = text.startswith("Je suis musulmane et fière")
        return 0.95 if one and signal == "toxicity" else score

    low = {key: {"at_least": 0.8} for key in ("subgroup_auc", "bpsn_auc")}
    bounds = {"bounds": LENIENT["bounds"] | low}
    now = audit(KnowingModel(a_little_worse), ("fr",), bounds, LIMIT)
    assert now.passed
    now = audit(KnowingModel(a_little_worse), ("fr",), bounds, LIMIT, against=fair)
    assert [(f.key, f.group) for f in now.failed] == [
        ("against_subgroup_auc", "muslim"), ("against_bpsn_auc", "muslim"),
    ]  # fmt: skip
    same = audit(KnowingModel(), ("fr",), LENIENT, LIMIT, against=fair)
    assert same.passed and any(f.key.startswith("against_") for f in same.findings)


def test_the_report_survives_json(fair):
    assert AuditReport.from_json(json.loads(json.dumps(fair.to_json()))) == fair


@pytest.mark.parametrize("spoilt", [{}, {"format": 0}, {"format": 1}, [], None])
def test_what_is_no_audit_is_refused_in_both_languages(spoilt):
    with pytest.raises(CannotAudit) as refusal:
        AuditReport.from_json(spoilt)
    assert "harmonie audit" in refusal.value.args[0].text("fr")
    assert "harmonie audit" in refusal.value.args[0].text("en")


def test_signals_that_a_model_lacks_are_not_judged_and_not_failed():
    model = KnowingModel(signals=[s for s in BINARY if s != "distress"])
    report = audit(model, ("fr",), LENIENT, 4)
    distress = next(f for f in report.functions if f.function == "distress")
    assert (distress.n, distress.not_judged, distress.accuracy) == (0, 4, None)
    finding = next(f for f in report.findings if f.group == "distress")
    assert finding.passed is None and finding in report.undecided


def test_a_model_that_says_nothing_of_toxicity_cannot_be_audited():
    class Mute:
        def analyse(self, messages):
            return [Analysis(m.id, m.language, {}) for m in messages]

    with pytest.raises(CannotAudit):
        audit(Mute(), ("fr",), limit=2)
    with pytest.raises(CannotAudit):
        audit(KnowingModel(), ("de",))


def test_refusing_the_texts_about_a_group_does_not_embellish_it():
    class Shy(KnowingModel):
        def analyse(self, messages):
            return [
                Analysis(a.message_id, a.language, {}, "language") if "usulman" in m.text else a
                for m, a in zip(messages, super().analyse(messages), strict=True)
            ]

    report = audit(Shy(), ("fr",), LENIENT, LIMIT)
    assert report.refused > 0
    assert ("bnsp_auc", "muslim") in {(f.key, f.group) for f in report.failed}


def test_few_sentences_are_too_few_to_tell_never_a_pass():
    report = audit(KnowingModel(), ("en",), LENIENT, limit=4)
    groups = [f for f in report.findings if f.key == "subgroup_auc"]
    assert groups and all(f.passed is None and f.figure is None for f in groups)


def test_progress_counts_every_text_once():
    told: list[tuple[int, int]] = []
    report = audit(KnowingModel(), ("en",), LENIENT, 2, lambda *counts: told.append(counts))
    assert told[-1] == (report.texts, report.texts)
    assert [done for done, _ in told] == sorted({done for done, _ in told})


def test_every_change_of_form_is_reported_with_what_it_costs(fair):
    changes = {f.change for f in fair.robustness if f.language == "fr"}
    assert changes == set(CHANGES)
    assert "unaccented" not in {f.change for f in fair.robustness if f.language == "en"}
    typos = next(f for f in fair.robustness if f.change == "typos" and f.language == "fr")
    assert typos.before == 1.0 and typos.missed == 1.0 and typos.example


def test_findings_say_whom_they_are_about_in_both_languages(fair):
    finding = next(f for f in fair.findings if f.key == "bpsn_auc" and f.group == "muslim")
    assert "musulmans" in finding.title("fr") and "Muslims" in finding.title("en")


def test_an_abridged_audit_keeps_the_verdict_and_cannot_be_compared_with():
    report = audit(KnowingModel(against_muslims), ("fr",), LENIENT, LIMIT)
    kept = AuditReport.from_json(json.loads(json.dumps(abridged(report.to_json()))))
    assert kept.is_abridged and not report.is_abridged
    assert (kept.passed, kept.failed, kept.texts) == (False, report.failed, report.texts)
    assert kept.findings == kept.failed and not kept.groups and kept.representativeness is None
    with pytest.raises(CannotAudit, match="only the verdict"):
        audit(KnowingModel(), ("fr",), LENIENT, LIMIT, against=kept)
