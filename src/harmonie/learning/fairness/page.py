"""An audit as one page of HTML that needs nothing else: no script, no remote address."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from importlib.resources import files

from harmonie.learning.fairness.page_figures import (
    functions,
    groups,
    robustness,
    swaps,
    training,
)
from harmonie.learning.fairness.records import AuditReport, Finding
from harmonie.learning.fairness.table import table
from harmonie.learning.fairness.telling import bound, measured, refused, undecided, verdict
from harmonie.learning.report.words import Say, count, speaker, tongue


def page(report: AuditReport, language: str) -> str:
    """The page in ``language``. It shows texts of Harmonie's own suites, never a user's."""
    say = speaker(language)
    style = (files("harmonie.learning.report") / "page.css").read_text("utf-8")
    style += (files(__package__) / "page.css").read_text("utf-8")
    title = say(f"Bias audit of {report.model_version}", f"Audit des biais, {report.model_version}")
    body = "\n".join(_body(report, title, language))
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _body(report: AuditReport, title: str, language: str) -> Iterator[str]:
    say = speaker(language)
    yield f"<h1>{escape(title)}</h1>"
    kind, word = ("ok", say("passed", "réussi")) if report.passed else (
        "bad", say("refused", "refusé")
    )  # fmt: skip
    yield (
        f'<p class="lead verdict"><span class="chip {kind}">{word}</span> '
        f"{escape(verdict(report, language))}</p>"
    )
    lead = f"{_lead(report, language)} {refused(report, language)}".strip()
    yield f'<p class="quiet">{escape(lead)}</p>'
    if report.limit is not None:
        note = say(
            f"On a sample: at most {report.limit} sentences or cases a part. Intervals are wide.",
            f"Sur un échantillon\u00a0: au plus {report.limit} phrases ou cas par partie. Les "
            "intervalles sont larges.",
        )
        yield f'<p class="warn">{escape(note)}</p>'
    yield _reading(say)
    yield from _findings(report, language)
    yield from groups(report, language)
    yield from functions(report, language)
    yield from swaps(report, language)
    yield from robustness(report, language)
    yield from training(report, language)


def _lead(report: AuditReport, language: str) -> str:
    say = speaker(language)
    tongues = ", ".join(tongue(of, language) for of in report.languages)
    texts = count(report.texts, language)
    made = report.made_at.strftime(say("%Y-%m-%d %H:%M %Z", "%d/%m/%Y %H:%M %Z"))
    return say(
        f"Tier {report.tier}, {tongues}: {texts} texts judged on {made}.",
        f"Niveau {report.tier}, {tongues}\u00a0: {texts} textes jugés le {made}.",
    )


def _reading(say: Say) -> str:
    told = say(
        "Every figure stands with its 95 % bootstrap interval; sentences are drawn, with all the "
        "texts made of them. Subgroup AUC is the chance that an attack on a group scores above a "
        "harmless text about it. BPSN sets harmless texts about the group against attacks on "
        "others: low, the group is flagged for its name. BNSP is the reverse: low, attacks on the "
        "group are missed. Yes or no is said at a score of 0.5. Identity sentences, swaps and "
        "cases were written for Harmonie and never trained on; figures on them say which groups "
        "are treated differently, not how often a mistake happens in a community.",
        "Chaque chiffre vient avec son intervalle à 95\u202f% (bootstrap)\u202f; on tire des "
        "phrases, avec tous les textes qui en sont faits. L’AUC de sous-groupe est la chance "
        "qu’une attaque contre un groupe ait un score plus haut qu’un texte inoffensif sur lui. "
        "BPSN oppose les textes inoffensifs sur le groupe aux attaques contre d’autres\u00a0: bas, "
        "le groupe est signalé pour son nom. BNSP fait l’inverse\u00a0: bas, les attaques contre "
        "le groupe sont manquées. Le oui ou le non se dit au score 0,5. Phrases, échanges et cas "
        "ont été écrits pour Harmonie et jamais appris\u202f; leurs chiffres disent quels groupes "
        "sont traités autrement, pas combien d’erreurs se produisent dans une communauté.",
    )
    head = say("How to read this page", "Comment lire cette page")
    return f"<details><summary>{escape(head)}</summary><p>{escape(told)}</p></details>"


def _findings(report: AuditReport, language: str) -> Iterator[str]:
    say = speaker(language)
    shown = [*report.failed, *report.undecided]
    title = say("What stands in the way", "Ce qui fait obstacle") if report.failed else say(
        "What the gate asked", "Ce que le seuil demandait"
    )  # fmt: skip
    yield f'<section aria-labelledby="gate"><h2 id="gate">{escape(title)}</h2>'
    if shown:
        caption = say("Figures refused or that cannot be told",
                      "Chiffres refusés ou qui ne peuvent pas être dits")  # fmt: skip
        yield _finding_table(shown, caption, language)
    else:
        yield f"<p>{say('Every figure holds.', 'Tous les chiffres tiennent.')}</p>"
    held = [finding for finding in report.findings if finding.passed]
    name = say(f"The {count(len(held), language)} figures that hold",
               f"Les {count(len(held), language)} chiffres qui tiennent")  # fmt: skip
    yield (
        f"<details><summary>{escape(name)}</summary>"
        f"{_finding_table(held, name, language)}</details></section>"
    )


def _finding_table(shown: list[Finding], caption: str, language: str) -> str:
    say = speaker(language)
    heads = (say("question", "question"), say("language", "langue"), say("texts", "textes"),
             say("figure, 95 % interval", "chiffre, intervalle à 95\u202f%"),
             say("bound", "seuil"), say("verdict", "verdict"))  # fmt: skip
    return table(heads, [_finding(f, language) for f in shown], caption, (2, 4))


def _finding(finding: Finding, language: str) -> str:
    say = speaker(language)
    kind, word = {
        True: ("ok", say("holds", "tient")),
        False: ("bad", say("refused", "refusé")),
        None: ("unknown", undecided(finding, language)),
    }[finding.passed]
    where = tongue(finding.language, language) if finding.language else say("both", "les deux")
    figure = "" if finding.figure is None else escape(measured(finding, language))
    return (
        f'<tr><th scope="row" class="wrap">{escape(finding.title(language))}</th>'
        f'<td>{where}</td><td class="n">{count(finding.n, language)}</td><td>{figure}</td>'
        f'<td class="n">{escape(bound(finding, language))}</td>'
        f'<td><span class="chip {kind}">{word}</span></td></tr>'
    )
