"""One card as a page of markdown."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Template
from typing import Any

from harmonie.learning.card import tables
from harmonie.learning.card.names import Say, speaker
from harmonie.learning.report.words import count, number
from harmonie.text.hashing import ROWS
from harmonie.weights.store import version_of

#: What a core is taken to draw while it trains, in kilowatts.
CORE = 0.015


def page(tier: str, card: Mapping[str, Any], language: str) -> str:
    """The card of ``tier`` in ``language`` (``fr`` or ``en``)."""
    words = _tiers()[tier]
    known = {
        "version": version_of(tier, card),
        "layers": str(card.get("layers", "")),
        "student": str(card.get("student", "")),
        "rows": count(ROWS, language),
    }
    figures = card.get("figures", ())
    texts = card.get("examples") or sum(one["texts"] for one in card.get("sources", ()))
    say = speaker(language)
    return Template(_frame(language)).substitute(
        known,
        what=_filled(words["what"][language], known),
        method=_filled(words["method"][language], known),
        facts=_facts(tier, card, say, language),
        texts=count(texts, language),
        sources=tables.sources(card, language),
        left_out=_left_out(card, say),
        by_language=tables.by_language(figures, "all", language),
        on_comments=tables.by_language(figures, "comments", language),
        by_register=tables.by_register(figures, language),
        by_group=tables.by_group(figures, language),
        reliability=tables.reliability(figures, language),
        ablations=_ablations(card, say, language),
        cost=_cost(card, say, language),
        base=_tiers()["base"][language] if "layers" in card else "",
        extra=words["extra"],
        options=words["options"],
    )


def _facts(tier: str, card: Mapping[str, Any], say: Say, language: str) -> str:
    size = card.get("bytes")
    lines = [
        (say("tier", "niveau"), f"`{tier}`"),
        (say("languages", "langues"), say("French, English", "français, anglais")),
        (say("layers", "couches"), str(card.get("layers", ""))),
        (say("additive model beside it", "modèle additif à côté"), _code(card.get("student"))),
        (say("size", "taille"), f"{number(size / 1e6, language, 1)} {say('MB', 'Mo')}"
         if size else ""),
        (say("made on", "fait le"), str(card.get("date", ""))),
        ("sha256", f"`{card['sha256']}`"),
    ]  # fmt: skip
    colon = say(":", "\u00a0:")
    told = [f"- {name}{colon} {value}" for name, value in lines if value]
    told.append(
        say("- plain arrays: no pickled object",
            "- de simples tableaux\u00a0: aucun objet sérialisé")
    )  # fmt: skip
    return "\n".join(told)


def _left_out(card: Mapping[str, Any], say: Say) -> str:
    names = ", ".join(card.get("left_out", ()))
    sentence = say(f"Trained without: {names}.", f"Entraîné sans\u00a0: {names}.")
    return f"\n{sentence}\n" if names else ""


def _ablations(card: Mapping[str, Any], say: Say, language: str) -> str:
    found = card.get("ablations", ())
    if not found:
        return ""
    title = say("What some sets bring", "Ce qu’apportent certains jeux")
    text = say(
        "The same additive heads fitted again without one set; AUC on the held-out texts of all "
        "other sets. A set that states no licence is among them, and those written for Harmonie.",
        "Les mêmes têtes additives ajustées de nouveau sans un jeu\u202f; AUC sur les textes mis "
        "de côté de tous les autres. Un jeu qui n’énonce pas de licence en est, et ceux écrits "
        "pour Harmonie.",
    )
    return f"\n### {title}\n\n{text}\n\n{tables.ablations(found, language)}\n"


def _cost(card: Mapping[str, Any], say: Say, language: str) -> str:
    hours = card.get("cpu_hours")
    if not hours:
        return say(
            "Not recorded for these weights. Training every tier takes less than two hours on two "
            "cores, without a graphics card; the fast tier alone takes minutes.",
            "Non relevé pour ces poids. Entraîner tous les niveaux prend moins de deux heures sur "
            "deux cœurs, sans carte graphique\u202f; le niveau rapide seul prend quelques minutes.",
        )
    told, energy = number(hours, language, 1), number(hours * CORE, language, 2)
    return say(
        f"{told} CPU-hours for every tier together, without a graphics card: about {energy} kWh "
        "where a core draws 15 W. It starts from weights trained by others, whose cost is not "
        "counted here.",
        f"{told} heures de processeur pour tous les niveaux ensemble, sans carte graphique\u00a0: "
        f"environ {energy} kWh si un cœur consomme 15 W. Il part de poids entraînés par d’autres, "
        "dont le coût n’est pas compté ici.",
    )


def _code(value: object) -> str:
    return f"`{value}`" if value else ""


def _filled(words: str, known: Mapping[str, str]) -> str:
    return Template(words).substitute(known).strip()


@cache
def _frame(language: str) -> str:
    return (files("harmonie.learning.card") / "words" / f"{language}.md").read_text("utf-8")


@cache
def _tiers() -> dict[str, Any]:
    import yaml

    path = files("harmonie.learning.card") / "words" / "tiers.yaml"
    found: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return found
