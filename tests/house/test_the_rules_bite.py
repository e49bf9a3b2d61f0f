"""One deliberate violation of each kind, in a copy of the house: every rule must turn red."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house import rules
from tests.house.test_house import PROJECT, ROOMS


def write(root: Path, path: str, text: str) -> None:
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text)


@pytest.mark.parametrize(
    ("path", "text", "rule"),
    [
        ("text/endless.py", "x = 1\n" * 501, rules.long_files),
        ("text/long.py", "def f():\n" + "    x = 1\n" * 41, rules.long_functions),
        ("text/utils.py", "", rules.forbidden_names),
        ("apps/inbox/operations/helpers/grab.py", "", rules.forbidden_names),
        ("analysers/new.py", "def f():\n    import torch\n", rules.training_imports),
        ("analysers/new.py", "from tokenizers import Tokenizer\n", rules.training_imports),
        ("text/new.py", "from pickle import loads\n", rules.pickle_readers),
        ("text/new.py", "import numpy as np\nnp.load('x.npy')\n", rules.pickle_readers),
        ("weights/new.py", "torch.load('x', weights_only=True)\n", rules.pickle_readers),
        ("learning/encoder/new.py", "torch.load('x')\n", rules.pickle_readers),
        (
            "apps/moderation/queries.py",
            "from harmonie.apps.inbox.models import Message\n",
            rules.foreign_models,
        ),
        (
            "apps/moderation/queries.py",
            "from django.apps import apps\napps.get_model('inbox', 'Message')\n",
            rules.foreign_models,
        ),
        (
            "apps/inbox/models.py",
            "case = models.ForeignKey('moderation.Case', related_name='+')\n",
            lambda root: rules.upward_keys(root, ROOMS),
        ),
        (
            "apps/inbox/models.py",
            "community = models.ForeignKey('accounts.Community')\n",
            lambda root: rules.upward_keys(root, ROOMS),
        ),
        (
            "apps/inbox/views.py",
            "Message.objects.filter(pk=1).update(text='')\n",
            rules.writes_outside_operations,
        ),
        ("apps/inbox/api.py", "message.save()\n", rules.writes_outside_operations),
        ("apps/inbox/views.py", "_('A text without French')\n", rules.missing_translations),
        (
            "apps/inbox/templates/inbox/page.html",
            '{% translate "A text without French" %}',
            rules.missing_translations,
        ),
        (
            "apps/inbox/locale/fr/LC_MESSAGES/django.po",
            'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
            'msgid "Yes"\nmsgstr ""\n',
            rules.missing_translations,
        ),
        (
            "apps/inbox/templates/inbox/page.html",
            "<script>alert(1)</script>",
            rules.inline_code_in_templates,
        ),
        (
            "apps/inbox/templates/inbox/page.html",
            '<p style="color:red">',
            rules.inline_code_in_templates,
        ),
        (
            "apps/inbox/templates/inbox/page.html",
            '<img src="https://example.org/a.png">',
            rules.inline_code_in_templates,
        ),
        (
            "apps/inbox/templates/inbox/page.html",
            "{{ message.text|safe }}",
            rules.inline_code_in_templates,
        ),
    ],
)
def test_a_violation_turns_its_rule_red(
    tmp_path: Path, path: str, text: str, rule: Callable[[Path], list[str]]
) -> None:
    write(tmp_path, path, text)
    assert rule(tmp_path) != []


@pytest.fixture(scope="module")
def broken_report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What import-linter says of a copy of the house with one wrong import of each kind."""
    root = tmp_path_factory.mktemp("house")
    ignore = shutil.ignore_patterns(
        "static", "templates", "locale", "*.npz", "*.npy", "__pycache__"
    )
    shutil.copytree(rules.SOURCE, root / "harmonie", ignore=ignore)
    wrong = {
        "records.py": "import harmonie.text\n",
        "apps/inbox/contracts.py": "import harmonie.apps.moderation.contracts\n",
        "apps/inbox/models.py": "import harmonie.apps.inbox.queries\n",
        "text/__init__.py": "import django\n",
    }
    for path, text in wrong.items():
        with (root / "harmonie" / path).open("a") as file:
            file.write(text)
    shutil.copy(PROJECT / "pyproject.toml", root)
    run = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode != 0
    return run.stdout


@pytest.mark.parametrize(
    "contract",
    [
        "Storeys: imports go down only",
        "Rooms: imports go down only",
        "Inside a room: imports go down only",
        "Downstairs knows no web framework",
    ],
)
def test_a_wrong_import_breaks_its_contract(broken_report: str, contract: str) -> None:
    assert f"{contract} BROKEN" in broken_report
