"""allauth's questions answered: nobody signs up, and a fresh log-in is not asked twice."""

from __future__ import annotations

import time

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from django.http import HttpRequest

_RECENT_SECONDS = 600


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People come by invitation only."""
        return False

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Somebody who logged in minutes ago is not asked again before adding a second factor."""
        request = context.request
        if app == "allauth.mfa" and request is not None:
            records = get_authentication_records(request, request.user)
            if records and time.time() - records[-1]["at"] < _RECENT_SECONDS:
                return False
        required: bool = super().is_reauthentication_required(app=app)
        return required
