"""Addresses of the appeals room, under ``/c/<community>/appeals/``."""

from django.urls import path

from harmonie.apps.appeals.views import desk, figures

app_name = "appeals"
urlpatterns = [
    path("", desk.listing, name="list"),
    path("figures/", figures.counted, name="figures"),
    path("terms/", figures.terms, name="terms"),
    path("<int:appeal_id>/", desk.one, name="appeal"),
    path("<int:appeal_id>/take/", desk.take, name="take"),
    path("<int:appeal_id>/give-back/", desk.give_back, name="give_back"),
    path("<int:appeal_id>/answer/", desk.answer, name="answer"),
    path("<int:appeal_id>/resolve/", desk.resolve, name="resolve"),
]
