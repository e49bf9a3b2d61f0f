"""A lead's verbs: set reporting up, export, collect, send."""

from harmonie.apps.dsa.operations.collect import collect, retry
from harmonie.apps.dsa.operations.export import Export, InvalidRecord, export
from harmonie.apps.dsa.operations.send import send
from harmonie.apps.dsa.operations.set_up import InvalidReporting, choose_categories, set_up

__all__ = [
    "Export", "InvalidRecord", "InvalidReporting", "choose_categories", "collect", "export",
    "retry", "send", "set_up",
]  # fmt: skip
