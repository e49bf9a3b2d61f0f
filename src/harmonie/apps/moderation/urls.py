"""Addresses of the moderation room, under ``/c/<community>/moderation/``."""

from django.urls import path

from harmonie.apps.moderation.views import importing, mandates, queue, records, reviews, rules

app_name = "moderation"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("decide/", queue.decide_many, name="decide_many"),
    path("cases/<int:case_id>/", queue.case, name="case"),
    path("cases/<int:case_id>/decide/", queue.decide, name="decide"),
    path("cases/<int:case_id>/take/", queue.take, name="take"),
    path("cases/<int:case_id>/messages/<int:message_id>/", queue.reveal, name="reveal"),
    path("decisions/<int:decision_id>/", records.decision, name="decision"),
    path("decisions/<int:decision_id>/text/", records.reveal, name="reveal_record"),
    path("decisions/<int:decision_id>/undo/", queue.undo, name="undo"),
    path("batches/<uuid:batch>/undo/", queue.undo_batch, name="undo_batch"),
    path("rules/", rules.rules, name="rules"),
    path("rules/edit/", rules.edit, name="edit_rules"),
    path("rules/import/automoderator/", importing.automoderator, name="import_automoderator"),
    path("rules/install/", rules.install, name="install_pack"),
    path("rules/versions/<int:number>/", rules.version, name="version"),
    path("rules/versions/<int:number>/restore/", rules.restore, name="restore"),
    path("rules/<slug:rule_id>/", rules.rule, name="rule"),
    path("mandates/", mandates.listing, name="mandates"),
    path("mandates/ask/", mandates.ask, name="ask_mandate"),
    path("mandates/<int:mandate_id>/", mandates.one, name="mandate"),
    path("mandates/<int:mandate_id>/shadow/", mandates.shadow, name="shadow_mandate"),
    path("mandates/<int:mandate_id>/test/", mandates.test, name="test_mandate"),
    path("mandates/<int:mandate_id>/grant/", mandates.grant, name="grant_mandate"),
    path("mandates/<int:mandate_id>/withdraw/", mandates.withdraw, name="withdraw_mandate"),
    path("mandates/<int:mandate_id>/off/", mandates.switch_off, name="switch_off_mandate"),
    path("reviews/", reviews.following, name="reviews"),
    path("reviews/<int:review_id>/show/", reviews.show, name="show_review"),
    path("reviews/<int:review_id>/answer/", reviews.answer, name="answer_review"),
]
