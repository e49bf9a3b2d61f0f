"""What an audit says when it cannot be made: every sentence in English and in French."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "not_an_audit": (
        "this is not an audit of Harmonie, or one of another version: make it again with "
        "`harmonie audit`",
        "ce n’est pas un audit d’Harmonie, ou il est d’une autre version\u00a0: refaites-le avec "
        "`harmonie audit`",
    ),
    "damaged": (
        "this audit is damaged ({why}): make it again with `harmonie audit`",
        "cet audit est abîmé ({why})\u00a0: refaites-le avec `harmonie audit`",
    ),
}
