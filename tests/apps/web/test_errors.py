from __future__ import annotations

import pytest
from django.utils import translation

from harmonie.apps.web.errors import Refused, error_body


@pytest.mark.parametrize(("language", "sentence"), [("fr", "Rien."), ("en", "Nothing.")])
@pytest.mark.parametrize(
    ("code", "told", "status"), [("unknown", "not_found", 404), ("too_many", "too_many", 422)]
)
def test_a_refusal_reaches_programs_in_their_language(
    language: str, sentence: str, code: str, told: str, status: int
) -> None:
    with translation.override(language):
        error = Refused(code, "Nothing.", "Rien.").as_error()
    assert error.status == status
    assert error_body(error.code, error.message) == {
        "error": {"code": told, "message": sentence, "fields": {}}
    }
