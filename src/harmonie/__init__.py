"""Harmonie judges what a community writes, in French and in English.

The library's face. Everything else is imported when it is first used, so that
``import harmonie`` stays cheap.

>>> import harmonie
>>> analysis = harmonie.analyse("Merci pour votre aide !")
>>> policy = harmonie.load_policy("brand_page")
>>> verdict = harmonie.decide("Espèce d'abruti", policy)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["__version__", "analyse", "decide", "load_policy"]

if TYPE_CHECKING:
    from harmonie.pipeline import analyse
    from harmonie.policies.decide import decide
    from harmonie.policies.policy import load_policy

_HOMES = {
    "analyse": "harmonie.pipeline",
    "decide": "harmonie.policies.decide",
    "load_policy": "harmonie.policies.policy",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'harmonie' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
