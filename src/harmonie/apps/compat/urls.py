"""Addresses of the imitated services, where their clients look for them: below the host itself."""

from __future__ import annotations

from django.urls import path

from harmonie.apps.compat.openai.views import moderations
from harmonie.apps.compat.perspective.views import analyze, discovery, suggest_score

app_name = "compat"
urlpatterns = [
    path("v1/moderations", moderations, name="moderations"),
    path("v1alpha1/comments:analyze", analyze, name="analyze"),
    path("v1alpha1/comments:suggestscore", suggest_score, name="suggest_score"),
    path("$discovery/rest", discovery, name="discovery"),
]
