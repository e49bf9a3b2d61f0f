"""The public page of figures, under ``/fairness/``."""

from django.urls import path

from harmonie.apps.fairness.views.public import public

urlpatterns = [path("<slug:community>/", public, name="public_fairness")]
