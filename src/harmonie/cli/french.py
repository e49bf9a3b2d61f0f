"""click's own sentences in French: click ships none, and asks gettext for them at each use."""

from __future__ import annotations

import gettext
import sys

FRENCH = {
    "Usage:": "Utilisation\u00a0:",
    "Options": "Options",
    "Positional arguments": "Arguments",
    "Commands": "Commandes",
    "deprecated": "déconseillé",
    "default: {default}": "par défaut\u00a0: {default}",
    "Show this message and exit.": "Afficher cette aide et sortir.",
    "Show the version and exit.": "Afficher la version et sortir.",
    "Error: {message}": "Erreur\u00a0: {message}",
    "Aborted!": "Interrompu\u202f!",
    "Try '{command} {option}' for help.": "«\u202f{command} {option}\u202f» affiche l’aide.",
    "Missing command.": "Il manque une commande.",
    "Missing argument": "Il manque l’argument",
    "Missing option": "Il manque l’option",
    "Missing parameter": "Il manque le paramètre",
    "Missing {param_type}": "Il manque {param_type}",
    "Missing parameter: {param_name}": "Il manque le paramètre {param_name}",
    "No such option {name!r}.": "Il n’y a pas d’option {name!r}.",
    "No such command {name!r}.": "Il n’y a pas de commande {name!r}.",
    "Did you mean {possibility}?": "Vouliez-vous dire {possibility}\u202f?",
    "(Did you mean one of: {possibilities}?)": "(Vouliez-vous dire\u00a0: {possibilities}\u202f?)",
    "Invalid value: {message}": "Valeur refusée\u00a0: {message}",
    "Invalid value for {param_hint}: {message}": (
        "Valeur refusée pour {param_hint}\u00a0: {message}"
    ),
    "Got unexpected extra argument ({args})": "Argument de trop ({args})",
    "Got unexpected extra arguments ({args})": "Arguments de trop ({args})",
    "Option {name!r} does not take a value.": "L’option {name!r} ne prend pas de valeur.",
    "Option {name!r} requires an argument.": "L’option {name!r} demande une valeur.",
    "Option {name!r} requires {nargs} arguments.": "L’option {name!r} demande {nargs} valeurs.",
    "Choose from:\n\t{choices}": "Choisissez parmi\u00a0:\n\t{choices}",
    "{value!r} is not {choice}.": "{value!r} n’est pas {choice}.",
    "{value!r} is not one of {choices}.": "{value!r} n’est aucun de {choices}.",
    "{value} is not in the range {range}.": "{value} n’est pas dans l’intervalle {range}.",
    "{value!r} is not a valid {number_type}.": "{value!r} n’est pas un nombre valide.",
    "{name} {filename!r} does not exist.": "{name} {filename!r} n’existe pas.",
    "{name} {filename!r} is a file.": "{name} {filename!r} est un fichier.",
    "{name} {filename!r} is a directory.": "{name} {filename!r} est un dossier.",
    "{name} {filename!r} is not readable.": "{name} {filename!r} n’est pas lisible.",
    "{name} {filename!r} is not writable.": "{name} {filename!r} n’est pas accessible en écriture.",
    "file": "le fichier",
    "directory": "le dossier",
    "path": "le chemin",
}
_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "types")


def speak(language: str) -> None:
    """Make click speak ``language`` (``fr`` or ``en``) from now on.

    click binds gettext's functions when it is imported, so they are replaced where it holds them;
    a sentence that is not in :data:`FRENCH` stays in English.
    """
    french = language == "fr"

    def one(message: str) -> str:
        return FRENCH.get(message, message)

    def several(singular: str, plural: str, number: int) -> str:
        return one(singular if number < 2 else plural)

    for name in _MODULES:
        module = sys.modules.get(f"click.{name}")
        if hasattr(module, "_"):
            setattr(module, "_", one if french else gettext.gettext)  # noqa: B010
        if hasattr(module, "ngettext"):
            setattr(module, "ngettext", several if french else gettext.ngettext)  # noqa: B010
