"""What an audit says when it cannot be made, and what its findings are called: in English and in
French."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "not_an_audit": (
        "this is not an audit of Harmonie, or one of another version: make it again with "
        "`harmonie audit`",
        "ce n’est pas un audit d’Harmonie, ou il est d’une autre version\u00a0: refaites-le avec "
        "`harmonie audit`",
    ),
    "damaged": (
        "this audit is damaged ({why}): make it again with `harmonie audit`",
        "cet audit est abîmé ({why})\u00a0: refaites-le avec `harmonie audit`",
    ),
    "no_file": (
        "{path} cannot be read ({why}): check its name and its rights",
        "{path} ne peut pas être lu ({why})\u00a0: vérifiez son nom et ses droits",
    ),
    "not_thresholds": (
        "the thresholds must be YAML with `bounds`, `too_few` and `against`, as in the "
        "`audit.yaml` that is shipped",
        "les seuils doivent être du YAML avec `bounds`, `too_few` et `against`, comme dans le "
        "fichier `audit.yaml` fourni",
    ),
    "unknown_threshold": (
        "no threshold is named {names}; known: {known}",
        "aucun seuil ne s’appelle {names}\u202f; connus\u00a0: {known}",
    ),
    "bad_threshold": (
        "a threshold cannot be read ({why}): write for instance `subgroup_auc: {{at_least: 0.9}}`",
        "un seuil ne peut pas être lu ({why})\u00a0: écrivez par exemple "
        "`subgroup_auc: {{at_least: 0.9}}`",
    ),
    "abridged": (
        "only the verdict of the older audit was kept: give one that is whole",
        "de l’ancien audit, il ne reste que le verdict\u00a0: donnez-en un qui soit entier",
    ),
    "nothing_judged": (
        "this model says nothing of toxicity in {languages}: there is nothing to audit",
        "ce modèle ne dit rien de la toxicité en {languages}\u00a0: il n’y a rien à auditer",
    ),
    "unknown_language": (
        "an audit speaks French and English (fr, en), not {languages}",
        "un audit parle français et anglais (fr, en), pas {languages}",
    ),
}
#: Titles of findings, ``{name}`` being the group, axis, function or change.
TITLES: dict[str, tuple[str, str]] = {
    "subgroup_auc_mean": (
        "Toxic told from harmless, mean of all groups",
        "Le toxique distingué de l’inoffensif, moyenne des groupes",
    ),
    "subgroup_auc": (
        "Toxic told from harmless when {name} are named",
        "Le toxique distingué de l’inoffensif quand on nomme\u00a0: {name}",
    ),
    "bpsn_auc": (
        "Harmless texts naming {name} score under abuse of others",
        "Les textes inoffensifs qui nomment {name} restent sous les attaques contre d’autres",
    ),
    "bnsp_auc": (
        "Abuse naming {name} scores above harmless texts on others",
        "Les attaques qui nomment {name} passent au-dessus des textes inoffensifs sur d’autres",
    ),
    "fpr_gap": (
        "False alarms on {name}, above the mean of groups",
        "Fausses alertes sur {name}, au-dessus de la moyenne des groupes",
    ),
    "fnr_gap": (
        "Abuse of {name} missed, above the mean of groups",
        "Attaques contre {name} manquées, au-dessus de la moyenne des groupes",
    ),
    "swap_mean_gap": (
        "Mean gap of score when swapping: {name}",
        "Écart moyen de score quand on échange\u00a0: {name}",
    ),
    "swap_flips": (
        "Verdicts that flip when swapping: {name}",
        "Verdicts qui basculent quand on échange\u00a0: {name}",
    ),
    "suite_accuracy": (
        "Functional suite: cases judged as expected",
        "Suite fonctionnelle\u00a0: cas jugés comme attendu",
    ),
    "suite_harmless": (
        "Functional suite: harmless cases left alone",
        "Suite fonctionnelle\u00a0: cas inoffensifs laissés en paix",
    ),
    "suite_language_gap": (
        "Functional suite: gap between French and English",
        "Suite fonctionnelle\u00a0: écart entre français et anglais",
    ),
    "function_accuracy": ("Function: {name}", "Fonction\u00a0: {name}"),
    "robustness_drop": (
        "Accuracy lost to a change of form: {name}",
        "Exactitude perdue par un changement de forme\u00a0: {name}",
    ),
    "robustness_lost": (
        "Abuse found before and lost after a change of form: {name}",
        "Abus trouvés avant et perdus après un changement de forme\u00a0: {name}",
    ),
    "against_subgroup_auc": (
        "Not worse than before, toxic from harmless: {name}",
        "Pas pire qu’avant, toxique et inoffensif\u00a0: {name}",
    ),
    "against_bpsn_auc": (
        "Not worse than before, harmless texts naming {name}",
        "Pas pire qu’avant, textes inoffensifs qui nomment {name}",
    ),
    "against_bnsp_auc": (
        "Not worse than before, abuse naming {name}",
        "Pas pire qu’avant, attaques qui nomment {name}",
    ),
    "against_suite_accuracy": (
        "Not worse than before on the functional suite",
        "Pas pire qu’avant sur la suite fonctionnelle",
    ),
}
