"""One audit of a model that knows the answers, shared by the tests that read it."""

from __future__ import annotations

import pytest

from harmonie.learning.fairness import AuditReport, audit
from harmonie.learning.fairness.gate import gated
from harmonie.learning.fairness.thresholds import thresholds
from tests.learning.fairness.models import LENIENT, LIMIT, KnowingModel


@pytest.fixture(scope="session")
def fair() -> AuditReport:
    return audit(KnowingModel(), thresholds=LENIENT, limit=LIMIT)


@pytest.fixture(scope="session")
def refused(fair: AuditReport) -> AuditReport:
    """The same under the shipped bounds: it has never seen a text in another form."""
    return gated(fair, thresholds("full"), None)
