"""Loaded before everything: a home of its own for the tests, and tables that can be emptied.

The audit log refuses deletion, so its triggers are lifted while the runner clears the database
between two tests.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import tempfile
from typing import Any

# A run started in the background inherits an ignored ctrl-C, and so would the commands it tests.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if "HARMONIE_HOME" not in os.environ:
    os.environ["HARMONIE_HOME"] = tempfile.mkdtemp(prefix="harmonie-tests-")
    atexit.register(shutil.rmtree, os.environ["HARMONIE_HOME"], ignore_errors=True)

from django.db import connection
from django.test import TransactionTestCase

from harmonie.apps.audit import triggers

_teardown = TransactionTestCase._fixture_teardown


def _teardown_without_triggers(self: Any) -> None:
    triggers.remove(connection)
    try:
        _teardown(self)
    finally:
        triggers.install(connection)


TransactionTestCase._fixture_teardown = _teardown_without_triggers  # type: ignore[method-assign]
