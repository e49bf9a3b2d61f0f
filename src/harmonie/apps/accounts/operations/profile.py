"""What people change about themselves."""

from __future__ import annotations

from django.core.cache import cache

from harmonie.apps.accounts.models import User


def prefer(user: User, *, language: str | None = None, theme: str | None = None) -> None:
    """Remember the person's language and theme; None leaves one as it is."""
    changed = []
    if language is not None and user.language != language:
        user.language = language
        changed.append("language")
    if theme is not None and user.theme != theme:
        user.theme = theme
        changed.append("theme")
    if changed:
        user.save(update_fields=changed)


def rename(user: User, *, name: str, pseudonym: str) -> None:
    """Change the name the team sees and the one members see."""
    user.name, user.pseudonym = name.strip(), pseudonym.strip()
    user.save(update_fields=["name", "pseudonym"])
    cache.delete(f"accounts.name.{user.pk}")
