"""Sets about hate, toxicity and abuse: what each of their labels means here.

Where a set does not ask a question, the head stays unknown for its rows. "Hate" in these sets is
hostility towards a group; anything labelled hateful is toxic here. A text that a hate set calls
"not hateful" may still be rude, so its toxicity stays unknown unless the set says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from harmonie.learning.dataset import Example, Source, family, lines, nothing_bad, rows, sampled


def _civil(root: Path) -> Iterator[Example]:
    for row in rows(root / "civil_toxic_spans/civil_comments.csv.gz"):
        asked = int(row["n_annotators"])
        fine = int(row["n_not_toxic"])
        share = (asked - fine) / asked if asked else 0.5
        if share <= 0.5:
            labels = {"toxicity": share / 2, "threat": 0.0, "hate": 0.1, "spam": 0.0, "scam": 0.0}
            yield Example(row["text"], "en", labels, "civil_toxic_spans")
        elif share >= 0.6:
            yield Example(row["text"], "en", {"toxicity": share, "spam": 0.0}, "civil_toxic_spans")


def _convabuse(root: Path) -> Iterator[Example]:
    for row in rows(root / "convabuse/convabuse_aggregated.csv.gz"):
        if row["abusive_majority"] != "1":
            labels = nothing_bad("sexual", "profanity", "self_harm", "violence")
        else:
            sexual = float(row["sex_harassment"] or 0)
            person = float(row["target_individual"] or 0) + float(row["target_system"] or 0) > 0.5
            group = max(
                float(row[k] or 0) for k in ("racist", "homophobic", "sexist", "transphobic")
            )
            labels = family(
                toxicity=1.0,
                sexual=1.0 if sexual >= 0.5 else 0.0,
                insult=1.0 if person and sexual < 0.5 else 0.0,
                hate=1.0 if group >= 0.5 else 0.0,
                spam=0.0,
                scam=0.0,
            )
        yield Example(row["user"], "en", labels, "convabuse")


def _davidson(root: Path) -> Iterator[Example]:
    offensive: list[Example] = []
    for row in rows(root / "davidson/labeled_data.csv.gz"):
        kind = row["class"]
        if kind == "2":
            yield Example(row["tweet"], "en", nothing_bad("spam", "scam"), "davidson")
        elif kind == "0":
            labels = {"toxicity": 1.0, "hate": 1.0, "self_harm": 0.0}
            yield Example(row["tweet"], "en", labels, "davidson")
        elif int(row["offensive_language"]) == int(row["count"]):
            labels = {"profanity": 1.0, "hate": 0.0, "threat": 0.0, "self_harm": 0.0}
            offensive.append(Example(row["tweet"], "en", labels, "davidson"))
    yield from sampled(offensive, 4000)


def _dynahate(root: Path) -> Iterator[Example]:
    for row in rows(root / "dynahate/dynahate.csv.gz"):
        hateful = float(row["label"])
        labels = {"toxicity": 1.0, "hate": 1.0} if hateful else {"toxicity": 0.0, "hate": 0.0}
        group = "" if row["dynahate_split"] == "train" else f"dynahate:{row['text'][:30]}"
        yield Example(row["text"], "en", labels, "dynahate", group)


def _edos(root: Path) -> Iterator[Example]:
    for row in rows(root / "edos/edos_labelled_aggregated.csv.gz"):
        if row["label_sexist"] == "sexist":
            threat = 1.0 if row["label_category"].startswith("1.") else 0.0
            labels = family(hate=0.9, threat=threat)
        else:
            labels = {"hate": 0.1, "spam": 0.0}
        yield Example(row["text"], "en", labels, "edos", weight=0.7)


def _gab(root: Path) -> Iterator[Example]:
    for row in rows(root / "gab_hate/gab_hate_dev_test.csv.gz"):
        attack, violent, vulgar = (row[k] == "1" for k in ("hd", "cv", "vo"))
        labels = family(hate=float(attack or violent))
        labels["violence"] = labels["threat"] = float(violent)
        if vulgar:
            labels["profanity"] = 1.0
        if not (attack or violent or vulgar):
            labels["toxicity"] = 0.0
        yield Example(row["Text"], "en", labels, "gab_hate")


def _hatemoji(root: Path) -> Iterator[Example]:
    for name in ("train.csv.gz", "validation.csv", "test.csv"):
        for row in rows(root / f"hatemoji/HatemojiBuild_{name}"):
            hateful = float(row["label_gold"])
            threat = float(row["type"].startswith("threat"))
            labels = family(hate=hateful, threat=threat)
            labels.setdefault("toxicity", 0.0)
            pair = min(int(row["entry_id"]), int(float(row["matched_id"] or row["entry_id"])))
            yield Example(row["text"], "en", labels, "hatemoji", f"hatemoji:{name}:{pair}")


def _hatexplain(root: Path) -> Iterator[Example]:
    for row in rows(root / "hatexplain/hatexplain.csv.gz"):
        labels = {
            "0": {"toxicity": 0.0, "hate": 0.0, "insult": 0.0, "harassment": 0.0},
            "1": {"toxicity": 0.9, "hate": 0.3},
            "2": {"toxicity": 1.0, "hate": 1.0},
        }[row["label"].split(".")[0]]
        yield Example(row["text"], "en", labels, "hatexplain", weight=0.7)


def _implicit(root: Path) -> Iterator[Example]:
    fine = {
        row["post"]: row["implicit_class"] for row in rows(root / "implicit_hate/stg2_posts.csv.gz")
    }
    for row in rows(root / "implicit_hate/stg1_posts.csv.gz"):
        kind = fine.get(row["post"], "")
        if row["class"] == "not_hate":
            labels = {"toxicity": 0.1, "hate": 0.0, "threat": 0.0}
        else:
            labels = family(hate=1.0 if row["class"] == "explicit_hate" else 0.8)
            if kind:
                labels["threat"] = labels["violence"] = float(kind == "threatening")
        yield Example(row["post"], "en", labels, "implicit_hate", weight=0.5)


def _jigsaw(root: Path) -> Iterator[Example]:
    for row in rows(root / "jigsaw_samples/jigsaw_small_samples.csv"):
        labels = family(
            toxicity=float(row["toxic"]),
            profanity=float(row["obscene"]),
            insult=float(row["insult"]),
            threat=float(row["threat"]),
            hate=float(row["identity_hate"]),
        )
        yield Example(row["comment_text"], "en", labels, "jigsaw_samples")


def _measuring(root: Path) -> Iterator[Example]:
    for row in rows(root / "measuring_hate_speech/measuring_hate_speech.csv.gz"):
        labels = family(hate=float(row["label"]))
        if labels["hate"] == 0.0:
            labels["toxicity"] = 0.2
        yield Example(row["text"], "en", labels, "measuring_hate_speech", weight=0.8)


def _mlma(root: Path) -> Iterator[Example]:
    for language in ("fr", "en"):
        for row in rows(root / f"mlma/{language}_dataset.csv.gz"):
            said = set(row["sentiment"].split("_"))
            text = row["tweet"].replace("@url", "http://x.example").replace("@user", "@user")
            if said == {"normal"}:
                labels = {"toxicity": 0.1, "hate": 0.0, "insult": 0.1, "threat": 0.0}
            else:
                share = 0.55 if "normal" in said else 0.85
                person = row["target"] == "other" or row["group"] == "individual"
                labels = {"toxicity": share, "hate": 0.9 if "hateful" in said else 0.4}
                if "offensive" in said and person:
                    labels["insult"] = 0.8
            yield Example(text, language, labels, "mlma", weight=0.5)


def _surge(root: Path) -> Iterator[Example]:
    for row in rows(root / "surge_toxicity/toxicity_en.csv"):
        if row["is_toxic"] == "Toxic":
            labels = {"toxicity": 1.0}
        else:
            labels = nothing_bad("profanity", "sexual", "spam", "scam")
        yield Example(row["text"], "en", labels, "surge_toxicity")


def _wiki(root: Path) -> Iterator[Example]:
    fine: list[Example] = []
    for row in rows(root / "wiki_context_toxicity/cat_large.csv.gz"):
        if float(row["label"]) >= 0.5:
            yield Example(row["text"], "en", {"toxicity": 1.0}, "wiki_context_toxicity")
        else:
            fine.append(Example(row["text"], "en", nothing_bad(), "wiki_context_toxicity"))
    yield from sampled(fine, 8000)


def _ailuminate(root: Path) -> Iterator[Example]:
    meaning = {"ssh": "self_harm", "sxc_prn": "sexual", "vcr": "violence", "iwp": "violence"}
    for row in rows(root / "ailuminate_demo/ailuminate_demo_en_fr.csv.gz"):
        if row["hazard"] in {"cse", "src", "hte", "dfm"}:
            continue
        head = meaning.get(row["hazard"])
        labels = {"self_harm": 0.0, "sexual": 0.0, "violence": 0.0, "insult": 0.0, "spam": 0.0}
        labels |= {head: 1.0} if head else {}
        key = f"ailuminate:{row['release_prompt_id']}"
        yield Example(row["prompt_text"], row["lang"][:2].lower(), labels, "ailuminate_demo", key)


def _profanity_lists(root: Path) -> Iterator[Example]:
    """Single words: profanity for what the lists are sure of."""
    for language in ("fr", "en"):
        for row in rows(root / f"profanity_lists/cuss/{language}.csv"):
            if row["sureness"] == "2":
                yield Example(row["term"], language, {"profanity": 0.9}, "profanity_lists", "", 0.3)
            elif row["sureness"] == "0":
                labels = {"profanity": 0.1, "toxicity": 0.1, "insult": 0.1}
                yield Example(row["term"], language, labels, "profanity_lists", "", 0.3)
        for word in lines(root / f"profanity_lists/ldnoobw/{language}.txt"):
            yield Example(word, language, {"profanity": 0.9}, "profanity_lists", "", 0.5)


SOURCES = (
    Source(
        "civil_toxic_spans",
        "CC0 1.0",
        "Pavlopoulos et al. 2021, 2022",
        "toxicity from the share of annotators; contested rows left out",
        _civil,
    ),
    Source(
        "convabuse",
        "CC BY 4.0",
        "Cercas Curry, Abercrombie, Rieser 2021",
        "majority abusive: toxicity; sexual harassment: sexual; target: insult",
        _convabuse,
    ),
    Source(
        "davidson",
        "MIT",
        "Davidson et al. 2017",
        "hate: hate, toxicity; unanimous offensive: profanity only; neither: nothing",
        _davidson,
    ),
    Source(
        "dynahate",
        "none stated; published for training classifiers",
        "Vidgen, Thrush, Waseem, Kiela 2021",
        "hate: hate, toxicity",
        _dynahate,
    ),
    Source(
        "edos",
        "CC0 1.0",
        "Kirk, Yin, Vidgen, Röttger 2023",
        "sexist: hate; first category: threat",
        _edos,
    ),
    Source(
        "gab_hate",
        "MIT",
        "Kennedy et al. 2020, 2022",
        "attack on dignity: hate; call for violence: threat, violence",
        _gab,
    ),
    Source(
        "hatemoji",
        "CC BY 4.0",
        "Kirk et al. 2022",
        "hateful: hate, toxicity; threatening type: threat; pairs kept together",
        _hatemoji,
    ),
    Source(
        "hatexplain",
        "MIT",
        "Mathew et al. 2021",
        "hate speech: hate; offensive: toxicity; normal: nothing",
        _hatexplain,
    ),
    Source(
        "implicit_hate",
        "MIT",
        "ElSherief et al. 2021",
        "implicit and explicit: hate; threatening: threat",
        _implicit,
    ),
    Source(
        "jigsaw_samples",
        "CC0 1.0",
        "Jigsaw / Conversation AI 2018",
        "six labels as they stand; obscene: profanity",
        _jigsaw,
    ),
    Source(
        "measuring_hate_speech",
        "CC BY 4.0",
        "Kennedy, Bacon, Sahn, von Vacano 2020",
        "hate: hate, toxicity",
        _measuring,
    ),
    Source(
        "mlma",
        "MIT",
        "Ousidhoum et al. 2019",
        "normal: nothing; others: toxicity with doubt; hateful: hate",
        _mlma,
    ),
    Source("surge_toxicity", "MIT", "Surge AI 2021", "toxic: toxicity", _surge),
    Source(
        "wiki_context_toxicity",
        "Apache-2.0; text CC BY-SA",
        "Pavlopoulos et al. 2020",
        "toxicity; 8,000 harmless comments",
        _wiki,
    ),
    Source(
        "ailuminate_demo",
        "CC BY 4.0",
        "Ghosh et al. 2025, AILuminate (MLCommons)",
        "topics: self-harm, sexual content, violence; four hazards left out",
        _ailuminate,
    ),
    Source(
        "profanity_lists",
        "CC BY 4.0 (LDNOOBW), MIT (cuss)",
        "LDNOOBW; cuss",
        "single words: profanity",
        _profanity_lists,
    ),
)
