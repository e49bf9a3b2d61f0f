"""Public addresses of this room, under ``/s/`` beside the statements of reasons."""

from django.urls import path

from harmonie.apps.appeals.views import public

urlpatterns = [
    path("<str:token>/contest/", public.contest, name="contest"),
    path("appeals/<str:token>/", public.receipt, name="appeal_receipt"),
    path("appeals/<str:token>/add/", public.add, name="appeal_add"),
    path("appeals/<str:token>/withdraw/", public.withdraw, name="appeal_withdraw"),
]
