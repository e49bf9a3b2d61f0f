"""How a card calls registers and groups: other names stay as their set has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from harmonie.learning.report.words import speaker

Say = Callable[[str, str], str]
__all__ = ["GROUPS", "REGISTERS", "Say", "speaker"]

REGISTERS: Mapping[str, tuple[str, str]] = {
    "borders": ("borderline cases", "cas limites"),
    "brand": ("brand pages", "pages de marques"),
    "community": ("communities", "communautés"),
    "forum": ("forums", "forums"),
    "games": ("games", "jeux vidéo"),
    "hazards": ("danger and its look-alikes", "danger et ses sosies"),
    "life": ("short posts of everyday life", "messages courts du quotidien"),
    "long": ("long messages", "longs messages"),
    "news": ("short posts on the news", "messages courts sur l’actualité"),
    "quarrels": ("quarrels", "disputes"),
    "social": ("social networks", "réseaux sociaux"),
    "sport": ("sport", "sport"),
    "talk": ("talk", "discussions"),
    "town": ("town pages", "pages de communes"),
    "tweets": ("short posts", "messages courts"),
    "world": ("French of the world", "français du monde"),
}
GROUPS: Mapping[str, tuple[str, str]] = {
    "aboriginal": ("Aboriginal people", "Aborigènes"),
    "arabs": ("Arabs", "Arabes"),
    "asians": ("Asians", "Asiatiques"),
    "black": ("Black people", "Noirs"),
    "blacks": ("Black people", "Noirs"),
    "christians": ("Christians", "chrétiens"),
    "dalits": ("Dalits", "Dalits"),
    "disabled": ("disabled people", "personnes handicapées"),
    "fat": ("fat people", "personnes grosses"),
    "foreigners": ("foreigners", "étrangers"),
    "gay": ("gay people", "homosexuels"),
    "gays": ("gay people", "homosexuels"),
    "homeless": ("homeless people", "personnes sans abri"),
    "indians": ("Indians", "Indiens"),
    "jews": ("Jews", "juifs"),
    "latinos": ("Latinos", "Latinos"),
    "lesbians": ("lesbians", "lesbiennes"),
    "lgbt": ("LGBT people", "personnes LGBT"),
    "men": ("men", "hommes"),
    "mentally_ill": ("people with a mental illness", "personnes malades mentales"),
    "migrants": ("migrants", "migrants"),
    "muslims": ("Muslims", "musulmans"),
    "old": ("old people", "personnes âgées"),
    "police": ("police officers", "policiers"),
    "poor": ("poor people", "pauvres"),
    "provincials": ("provincials", "provinciaux"),
    "roma": ("Roma", "Roms"),
    "romanians": ("Romanians", "Roumains"),
    "trans": ("trans people", "personnes trans"),
    "whites": ("White people", "Blancs"),
    "women": ("women", "femmes"),
    "young": ("young people", "jeunes"),
}
