"""What exists is documented, in both languages alike; and each check turns red when broken."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house import documented
from tests.house.documented import LANGUAGES, REQUIRED, ROOT

CHECKS = (
    documented.pages_of_one_language,
    documented.different_headings,
    documented.unlisted_pages,
    documented.broken_links,
    documented.dressed_pages,
    documented.untidy_french,
    documented.stale_figures,
)
CASES = [(page, words) for page, several in REQUIRED.items() for words in several]


@pytest.mark.parametrize(("page", "words"), CASES, ids=lambda case: getattr(case, "__name__", case))
def test_what_exists_is_on_its_reference_page(page: str, words: documented.Words) -> None:
    wanted = list(words(ROOT))
    assert wanted
    assert documented.unmentioned(ROOT, page, wanted) == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_pages_keep_together(check: Callable[[Path], list[str]]) -> None:
    assert check(ROOT) == []


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project's pages, to be broken."""
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    for name in ("README.md", "README.fr.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"):
        shutil.copy(ROOT / name, tmp_path)
    for name in ("mkdocs.yml", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    weights = tmp_path / "src" / "harmonie" / "weights"
    weights.mkdir(parents=True)
    for card in (ROOT / "src" / "harmonie" / "weights").glob("*.md"):
        shutil.copy(card, weights)
    return tmp_path


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("page", "words"), CASES, ids=lambda case: getattr(case, "__name__", case))
def test_one_removed_line_turns_the_check_red(
    copy: Path, language: str, page: str, words: documented.Words
) -> None:
    word = sorted(words(ROOT), key=len)[-1]
    path = copy / "docs" / language / page
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if word not in line), "utf-8")
    assert documented.unmentioned(copy, page, [word]) == [f"{language}/{page}: {word}"]


@pytest.mark.parametrize(
    ("path", "addition", "check"),
    [
        ("docs/en/alone.md", "# A page in one language\n", documented.pages_of_one_language),
        ("docs/en/index.md", "\n## One heading more\n", documented.different_headings),
        ("README.fr.md", "\n## Un titre de plus\n", documented.different_headings),
        ("docs/en/alone.md", "# A page outside the menu\n", documented.unlisted_pages),
        ("docs/fr/index.md", "\n[perdu](nulle-part.md)\n", documented.broken_links),
        ("docs/en/index.md", "\n[lost](reference/api.md#nowhere)\n", documented.broken_links),
        ("docs/en/index.md", '\n<p style="color:red">x</p>\n', documented.dressed_pages),
        ("README.md", "\n![x](https://example.org/x.png)\n", documented.dressed_pages),
        ("docs/fr/index.md", "\nVraiment ?\n", documented.untidy_french),
        ("docs/fr/index.md", "\nUn point :\n", documented.untidy_french),
        ("docs/fr/index.md", "\nL'apostrophe\n", documented.untidy_french),
    ],
)
def test_a_violation_turns_its_check_red(
    copy: Path, path: str, addition: str, check: Callable[[Path], list[str]]
) -> None:
    assert check(copy) == []
    with (copy / path).open("a", encoding="utf-8") as file:
        file.write(addition)
    assert check(copy) != []


def test_figures_of_other_weights_turn_the_check_red(copy: Path) -> None:
    assert documented.stale_figures(copy) == []
    card = copy / "src" / "harmonie" / "weights" / "fast.md"
    card.write_text("# Model card: `fast-00000000`\n", "utf-8")
    assert len(documented.stale_figures(copy)) == len(LANGUAGES)


@pytest.mark.parametrize(
    ("source", "text", "words"),
    [
        ("server/settings.py", 'os.environ["HARMONIE_NEW_THING"]\n', documented.settings_read),
        (
            "apps/inbox/operations/new.py",
            'audit.record("thread.forgotten", actor="machine")\n',
            documented.event_types,
        ),
        (
            "policies/new.py",
            'self.problem(node, "new_code", "", "")\n',
            documented.rule_error_codes,
        ),
    ],
)
def test_something_new_in_the_source_is_noticed(
    tmp_path: Path, source: str, text: str, words: documented.Words
) -> None:
    path = tmp_path / "src" / "harmonie" / source
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    contracts = tmp_path / "src" / "harmonie" / "apps" / "accounts" / "contracts.py"
    contracts.parent.mkdir(parents=True, exist_ok=True)
    contracts.write_text("", "utf-8")
    assert len(list(words(tmp_path))) == 1
