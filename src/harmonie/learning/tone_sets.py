"""Sets about spam, sentiment, emotion and intent, and harmless texts that teach restraint."""

from __future__ import annotations

import gzip
import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

from harmonie.learning.dataset import (
    EKMAN,
    Example,
    Source,
    bucket,
    lines,
    nothing_bad,
    one_of,
    rows,
    sampled,
)
from harmonie.records import SENTIMENTS

#: GoEmotions' 27 emotions in Plutchik's eight. Left out: those that fit none.
_PLUTCHIK = {
    "admiration": "trust", "amusement": "joy", "anger": "anger", "annoyance": "anger",
    "approval": "trust", "caring": "trust", "curiosity": "anticipation",
    "desire": "anticipation", "disappointment": "sadness", "disapproval": "disgust",
    "disgust": "disgust", "excitement": "joy", "fear": "fear", "gratitude": "joy",
    "grief": "sadness", "joy": "joy", "love": "joy", "nervousness": "fear",
    "optimism": "anticipation", "pride": "joy", "relief": "joy", "remorse": "sadness",
    "sadness": "sadness", "surprise": "surprise", "confusion": "surprise",
    "realization": "surprise", "neutral": "neutral",
}  # fmt: skip
_POSITIVE = frozenset(("admiration", "amusement", "approval", "caring", "desire", "excitement",
                       "gratitude", "joy", "love", "optimism", "pride", "relief"))  # fmt: skip
_NEGATIVE = frozenset(("anger", "annoyance", "disappointment", "disapproval", "disgust",
                       "embarrassment", "fear", "grief", "nervousness", "remorse",
                       "sadness"))  # fmt: skip
#: GoEmotions' 27 emotions in Ekman's six, as its authors group them (Demszky et al. 2020).
EKMAN_OF = {
    "anger": "anger", "annoyance": "anger", "disapproval": "anger", "disgust": "disgust",
    "fear": "fear", "nervousness": "fear", "sadness": "sadness", "disappointment": "sadness",
    "embarrassment": "sadness", "grief": "sadness", "remorse": "sadness",
    "surprise": "surprise", "realization": "surprise", "confusion": "surprise",
    "curiosity": "surprise", "neutral": "neutral",
    **dict.fromkeys(("joy", "amusement", "approval", "excitement", "gratitude", "love",
                     "optimism", "relief", "pride", "admiration", "desire", "caring"), "joy"),
}  # fmt: skip
#: XED has no row for neutral, and its trust and anticipation may be joy: neither is known.
_UNASKED = frozenset(("joy", "neutral"))
_XED = {"1": "anger", "2": "anticipation", "3": "disgust", "4": "fear", "5": "joy",
        "6": "sadness", "7": "surprise", "8": "trust"}  # fmt: skip
_UNPLEASANT = frozenset(("anger", "disgust", "fear", "sadness"))
#: Emotions with which nobody threatens, hounds or despairs: they teach restraint.
_PEACEFUL = _POSITIVE - {"desire"} | {"curiosity", "surprise", "confusion", "realization"}
_PEACEFUL_XED = frozenset(("joy", "trust", "anticipation", "surprise"))
_PEACE = dict.fromkeys(("harassment", "threat", "self_harm", "sexual", "violence"), 0.0)


def _goemotions(root: Path) -> Iterator[Example]:
    names = list(lines(root / "goemotions/labels_original.txt"))
    for line in lines(root / "goemotions/train.tsv.gz"):
        text, indexes, _ = line.split("\t")
        said = [names[int(i)] for i in indexes.split(",")]
        emotions = sorted({_PLUTCHIK[s] for s in said if s in _PLUTCHIK})
        labels = one_of("emotion", *emotions) if emotions else {}
        basic = {EKMAN_OF[s] for s in said}
        labels |= {f"ekman:{e}": float(e in basic) for e in EKMAN}
        good, bad = any(s in _POSITIVE for s in said), any(s in _NEGATIVE for s in said)
        if good != bad:
            labels |= one_of("sentiment", "positive" if good else "negative")
        elif said == ["neutral"]:
            labels |= one_of("sentiment", "neutral")
        if set(said) <= {"gratitude", "admiration", "joy", "approval", "caring"}:
            labels |= {"toxicity": 0.0, "hate": 0.0, "insult": 0.0, "spam": 0.0, "scam": 0.0}
        if set(said) <= _PEACEFUL or said == ["neutral"]:
            labels |= _PEACE
        if set(said) <= {"gratitude", "admiration"} and bucket(text, 7, 6) == 0:
            labels |= one_of("intent", "praise")
        yield Example(text, "en", labels, "goemotions", weight=0.6)


def _xed(root: Path) -> Iterator[Example]:
    for language, name in (("fr", "fr-projections"), ("en", "en-annotated")):
        for line in lines(root / f"xed/{name}.tsv.gz"):
            text, _, codes = line.partition("\t")
            said = sorted({_XED[c.strip()] for c in codes.split(",") if c.strip() in _XED})
            if not said:
                continue
            labels = one_of("emotion", *said) | {"spam": 0.0, "scam": 0.0}
            labels |= {f"ekman:{e}": float(e in said) for e in EKMAN if e not in _UNASKED}
            bad = [s for s in said if s in _UNPLEASANT]
            if set(said) <= {"joy", "trust"} and "joy" in said:
                labels |= one_of("sentiment", "positive")
            elif said == ["anticipation"] and language == "fr":
                labels |= one_of("sentiment", "neutral")
            elif len(bad) == len(said):
                labels |= one_of("sentiment", "negative")
            if set(said) <= {"joy", "trust", "anticipation"}:
                labels |= dict.fromkeys(("toxicity", "insult", "harassment", "hate", "threat"), 0.0)
            if set(said) <= _PEACEFUL_XED:
                labels |= _PEACE
            yield Example(text, language, labels, "xed", weight=0.8 if language == "fr" else 0.5)
    for line in lines(root / "xed/neu_en.tsv.gz"):
        labels = one_of("emotion", "neutral") | one_of("sentiment", "neutral") | _PEACE
        yield Example(line.partition("\t")[2], "en", labels, "xed", weight=0.4)


def _lexicons(root: Path) -> Iterator[Example]:
    folder = root / "fr_sentiment_lexicons"
    for line in lines(folder / "vader_fr_lexicon.txt"):
        word, _, score = line.rpartition("->")
        yield from _polar(word, float(score) / 4)
    with gzip.open(folder / "pattern_fr-sentiment.xml.gz") as handle:
        for node in ElementTree.parse(handle).getroot():  # noqa: S314 - a local, trusted file
            yield from _polar(node.get("form", ""), float(node.get("polarity", "0")))


_FRAMES = ("c'est {}", "je trouve ça {}", "un film {}", "{} !", "votre service est {}")


def _polar(word: str, polarity: float) -> Iterator[Example]:
    """A word of the lexicon alone and in a few everyday frames; denied, it says the opposite."""
    if len(word) < 3 or 0.1 < abs(polarity) < 0.3:
        return
    label = "neutral" if abs(polarity) <= 0.1 else "positive" if polarity > 0 else "negative"
    share = {f"sentiment:{label}": 0.8} | {
        f"sentiment:{other}": 0.1 for other in SENTIMENTS if other != label
    }
    frames = ("{}", _FRAMES[bucket(word, 7, len(_FRAMES))])
    for frame in frames if label != "neutral" else frames[:1]:
        yield Example(frame.format(word), "fr", share, "fr_sentiment_lexicons", word, 0.25)
    if label == "positive":
        denied = {"sentiment:negative": 0.7, "sentiment:neutral": 0.2, "sentiment:positive": 0.1}
        yield Example(f"pas {word}", "fr", denied, "fr_sentiment_lexicons", word, 0.2)


def _sms(root: Path) -> Iterator[Example]:
    for line in lines(root / "sms_spam/SMSSpamCollection.tsv.gz"):
        label, _, text = line.partition("\t")
        if label in ("ham", "spam"):
            labels = nothing_bad() if label == "ham" else {"spam": 1.0}
            yield Example(html.unescape(text), "en", labels, "sms_spam")


def _spam_assassin(root: Path) -> Iterator[Example]:
    every: list[Example] = []
    for row in rows(root / "spam_assassin/spam_assassin.csv.gz"):
        text = re.sub(r"<[^>]+>|^\s*[\w-]+:.*$", " ", row["body"], flags=re.MULTILINE)
        text = re.sub(r"\s+", " ", f"{row['subject']} {text}")[:400].strip()
        spam = float(row["label"] == "spam")
        labels = {"spam": spam} | ({} if spam else {"scam": 0.0})
        every.append(Example(text, "en", labels, "spam_assassin", weight=0.5))
    yield from sampled(every, 4000)


def _janitr(root: Path) -> Iterator[Example]:
    scams = {"scam", "phishing", "recovery_scam", "giveaway"}
    spams = scams | {"spam", "promo", "affiliate", "lead_gen", "engagement_bait"}
    for row in rows(root / "janitr_scam_promo/janitr_sample.csv.gz"):
        said = set(re.split(r"[|,; ]+", row["labels"]))
        labels = {"spam": float(bool(said & spams)), "scam": float(bool(said & scams))}
        if said == {"clean"}:
            labels = nothing_bad("profanity")
        yield Example(row["text"], "en", labels, "janitr_scam_promo")


_ASKS = re.compile(
    r"^(?:what|how|why|when|where|who|which|is|are|do|does|did|quel|quelle|quels|quelles|comment"
    r"|pourquoi|quand|où|qui|est-ce|combien)\b",
    re.IGNORECASE,
)
_WANTS = re.compile(
    r"^(?:please|can you|could you|would you|i need|i want|i'd like|i would like|help me|tell me"
    r"|set|play|turn|remind|send|book|find|show|give|make|add|remove|cancel|change|order|put|start"
    r"|stop|open|transfer|schedule|call|email|check|pouvez|pourriez|merci de|je veux"
    r"|je voudrais)\b",
    re.IGNORECASE,
)


#: One assistant's sentence in so many tells its intent: they know two intents out of eight only.
_TELLING = 6


def _harmless(text: str, language: str, source: str, weight: float) -> Example:
    labels = nothing_bad()
    if language == "en" and bucket(text, 7, _TELLING):
        pass
    elif _WANTS.search(text):
        labels |= one_of("intent", "request")
    elif _ASKS.search(text):
        labels |= one_of("intent", "question")
    return Example(text, language, labels, source, weight=weight)


def _assistants(root: Path) -> Iterator[Example]:
    clinc = json.loads("\n".join(lines(root / "clinc150/train_val.json.gz")))
    found = [_harmless(text, "en", "clinc150", 0.3) for text, _ in clinc["train"]]
    yield from sampled(found, 4000)
    found = [_harmless(r["text"], "en", "banking77", 0.3)
             for r in rows(root / "banking77/train.csv.gz")]  # fmt: skip
    yield from sampled(found, 2500)
    found = [_harmless(json.loads(line)["text"], "en", "hwu64", 0.3)
             for line in lines(root / "hwu64/hwu64_folds2to10.jsonl.gz")]  # fmt: skip
    yield from sampled(found, 2500)
    for row in rows(root / "covidfaq_fr_en/nlu_fr_en.csv"):
        if row["intent"].startswith("ask_"):
            found_one = _harmless(row["text"], row["lang_file"], "covidfaq_fr_en", 0.6)
            calm = one_of("sentiment", "neutral") | one_of("emotion", "neutral")
            yield replace(found_one, labels={**found_one.labels, **calm})


def _small_talk(root: Path) -> Iterator[Example]:
    for path in sorted((root / "chatterbot_fr").glob("*.json")):
        language = "fr" if path.name.startswith("french") else "en"
        for exchange in json.loads(path.read_text("utf-8"))["conversations"]:
            for turn in exchange[:1]:
                labels = one_of("intent", "question" if turn.endswith("?") else "chit_chat")
                yield Example(turn, language, labels, "chatterbot_fr", weight=0.3)


def _ubuntu(root: Path) -> Iterator[Example]:
    found = []
    for row in rows(root / "ubuntu_irc_threads/ubuntu_irc_dev_test.csv.gz"):
        labels = dict.fromkeys(("threat", "hate", "self_harm", "sexual", "violence", "scam"), 0.0)
        if "?" in row["text"] and not bucket(row["text"], 7, _TELLING):
            labels |= one_of("intent", "question")
        found.append(Example(row["text"], "en", labels, "ubuntu_irc_threads", weight=0.3))
    yield from sampled(found, 5000)


SOURCES = (
    Source("goemotions", "CC BY 4.0", "Demszky et al. 2020",
           "27 emotions to Plutchik's eight and neutral; valence to sentiment; calm: no attack",
           _goemotions),
    Source("xed", "CC BY 4.0", "Öhman et al. 2020",
           "Plutchik's eight as they stand; French projected; valence to sentiment; "
           "calm: no attack", _xed),
    Source("fr_sentiment_lexicons", "PDDL (Pattern), MIT (vaderSentiment-fr)",
           "De Smedt & Daelemans 2012; vaderSentiment-fr", "words: sentiment", _lexicons),
    Source("sms_spam", "free for all purposes", "Almeida, Gómez Hidalgo, Yamakami 2011",
           "spam: spam; ham: nothing", _sms),
    Source("spam_assassin", "PDDL 1.0, CC0 1.0", "SpamAssassin public corpus 2002-2005",
           "spam: spam; first 400 characters of 4,000 messages", _spam_assassin),
    Source("janitr_scam_promo", "MIT", "Janitr 2026",
           "scam, phishing, giveaway: scam and spam; promotion: spam", _janitr),
    Source("clinc150, banking77, hwu64, covidfaq_fr_en", "CC BY 3.0, CC BY 4.0, CC BY 4.0, MIT",
           "Larson et al. 2019; Casanueva et al. 2020; Liu et al. 2019; Dialogue and Mila 2020",
           "harmless; questions and requests by their first words", _assistants),
    Source("chatterbot_fr", "BSD-3-Clause", "Gunther Cox", "first turns: chit-chat", _small_talk),
    Source("ubuntu_irc_threads", "CC BY 4.0", "Kummerfeld et al. 2019",
           "harmless technical talk, questions by their mark", _ubuntu),
)  # fmt: skip
