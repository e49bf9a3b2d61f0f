"""The public address of a statement of reasons, under ``/s/``."""

from django.urls import path

from harmonie.apps.moderation.views.statement import statement

urlpatterns = [path("<str:token>/", statement, name="statement")]
