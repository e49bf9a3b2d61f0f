"""``harmonie models``: which models are on this machine, whether they are sound, their cards."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harmonie.cli.options import Refused, Say, language_option, option

if TYPE_CHECKING:
    from harmonie.learning.registry import Model


def models(say: Say) -> click.Group:
    group = click.Group(
        "models", help=say("The models of this machine.", "Les modèles de cette machine.")
    )
    for command in (_list(say), _verify(say), _card(say)):
        command.params.append(language_option(say))
        group.add_command(command)
    return group


def _list(say: Say) -> click.Command:
    def callback(folder: str | None) -> None:
        from harmonie.learning import registry

        found = _or_refused(lambda: registry.models(_place(folder)))
        click.echo(_table(found, registry.LICENCE, say))

    text = say(
        "List the tiers installed: version, size, layers, languages, date, sha256, licence.",
        "Lister les niveaux installés\u00a0: version, taille, couches, langues, date, sha256, "
        "licence.",
    )
    return click.Command("list", params=[_folder(say)], callback=callback, help=text)


def _verify(say: Say) -> click.Command:
    def callback(tier: str | None, folder: str | None) -> int:
        from harmonie.learning import registry

        place = _place(folder)
        tiers = [tier] if tier else registry.present(place)
        problems = {name: registry.problem_of(name, place) for name in tiers}
        for name, problem in problems.items():
            if problem is None:
                click.echo(say(f"{name}: sound", f"{name}\u00a0: en ordre"))
            else:
                click.echo(f"harmonie: {problem.text(_language())}", err=True)
        if not tiers:
            click.echo(f"harmonie: {registry.none_in(place).text(_language())}", err=True)
        return 1 if not tiers or any(problems.values()) else 0

    text = say(
        "Check the weights: sha256, arrays, encoder, tokeniser, and what known texts score. Exit "
        "code 1 when anything is wrong.",
        "Contrôler les poids\u00a0: sha256, tableaux, encodeur, découpage, et les scores de textes "
        "connus. Code de sortie 1 si quelque chose ne va pas.",
    )
    return click.Command("verify", params=[_tier(), _folder(say)], callback=callback, help=text)


def _card(say: Say) -> click.Command:
    def callback(tier: str | None, folder: str | None) -> None:
        from harmonie.learning.card.page import page
        from harmonie.weights.store import best_installed, card_of

        place = _place(folder)
        name = tier or _or_refused(lambda: best_installed("full", place))
        known = _or_refused(lambda: card_of(name, place))
        click.echo(page(name, known, _language()), nl=False)

    text = say(
        "Print a tier’s card: what it learnt from, its figures, its limits. Without TIER, that of "
        "the default one.",
        "Afficher la fiche d’un niveau\u00a0: ce dont il a appris, ses chiffres, ses limites. Sans "
        "TIER, celle du niveau par défaut.",
    )
    return click.Command("card", params=[_tier(), _folder(say)], callback=callback, help=text)


def _tier() -> click.Parameter:
    return click.Argument(["tier"], type=click.Choice(["fast", "full", "deep"]), required=False)


def _folder(say: Say) -> click.Parameter:
    text = say("Folder of the weights; else those shipped.", "Dossier des poids\u202f; sinon ceux "
               "qui sont livrés.")  # fmt: skip
    return option("--folder", text, type=click.Path(file_okay=False))


def _place(folder: str | None) -> Path:
    from harmonie.weights.store import FOLDER

    return Path(folder) if folder else FOLDER


def _language() -> str:
    language: str = click.get_current_context().obj
    return language


def _or_refused(ask: Any) -> Any:
    from harmonie.weights.store import WeightsError
    from harmonie.wording import in_language

    try:
        return ask()
    except WeightsError as error:
        raise Refused(in_language(error.args[0], _language())) from error


def _table(found: list[Model], licence: str, say: Say) -> str:
    header = (
        say("tier", "niveau"), "version", say("size", "taille"), say("layers", "couches"),
        say("languages", "langues"), "date", "sha256", say("licence", "licence"), "",
    )  # fmt: skip
    rows = [
        (
            one.tier, one.version, _size(one.megabytes, say), str(one.layers or "–"),
            " ".join(one.languages), one.date or "–", one.sha256[:12], licence,
            say("default", "par défaut") if one.is_default else "",
        )
        for one in found
    ]  # fmt: skip
    width = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(size) for cell, size in zip(row, width, strict=True)).rstrip()
        for row in (header, *rows)
    )


def _size(megabytes: float, say: Say) -> str:
    return say(f"{megabytes:.1f} MB", f"{megabytes:.1f} Mo".replace(".", ","))
