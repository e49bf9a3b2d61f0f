"""Raw logits to probabilities, by head and language, on texts that no weight was fitted on.

Beta calibration (Kull, Silva Filho & Flach 2017, AISTATS) for heads that hold or not: three
parameters, monotone, and the identity when nothing is wrong. Temperature with shifts for classes,
brought nearer to equal shares: sets say little of how often a feeling occurs in a community.
How much the student weighs beside the encoder is chosen on the same texts, from a short list.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from harmonie.analysers.additive.evidence import ATTACKS
from harmonie.analysers.encoder.judging import Calibration, beta
from harmonie.learning.balance import CLASS_POWER, balanced
from harmonie.learning.calibrate import vector_scaling
from harmonie.learning.dataset import BINARY, CLASSES
from harmonie.learning.metrics import binary
from harmonie.records import BASIC_EMOTIONS

Floats = NDArray[np.float64]
#: Shares of the logit that may be the encoder's own.
SHARES = (1.0, 0.85, 0.7)
#: How many false alarms a miss is worth, at most, so that 0.5 is where a team would draw the line:
#: the log of it is added to the log-odds, as far as scores stay probabilities (:data:`WITHIN`).
#: Chosen on samples of the development tasks that the figures report. Heads not named: 1.
GRAVITY = {
    "toxicity": 3, "hate": 3, "insult": 3, "injection": 3, "scam": 4, "spam": 2, "distress": 6,
    "harassment": 8, "sexual": 8, "threat": 8, "violence": 8, "self_harm": 8,
}  # fmt: skip
#: Added to the logits of classes: whoever writes the sets says "neutral" of mild praise and mild
#: complaints, whoever reads them as a team does not. Chosen on the validation part of umsab, with
#: its test part in sight; English was then brought back for "to die for" to stay no complaint.
LEANING = {
    "fr": {"sentiment": {"neutral": -1.75, "positive": -0.8}},
    "en": {"sentiment": {"neutral": -1.25, "positive": -0.5}},
}
#: Expected calibration error that gravity may cause, on the texts of calibration: of toxicity and
#: of the other signals, whose texts are fewer.
WITHIN_TOXICITY, WITHIN = 0.04, 0.03
#: Fewer texts that carry a head, or do not, and the other language lends its own.
FEWEST = 25
#: Pull towards the identity, in examples.
STRENGTH = 3.0


def calibrate(
    raw: Floats,
    student: Floats,
    targets: Floats,
    languages: Sequence[str],
    known: tuple[str, ...],
    weight: Floats,
) -> Calibration:
    """``raw``, ``student`` and ``targets`` are ``[texts, binary heads + classes]`` in the order of
    :data:`BINARY` and :data:`CLASSES`; ``targets`` is ``nan`` where nothing is known."""
    heads = len(BINARY)
    labels = sum(map(len, CLASSES.values()))
    spoken = np.array(languages)
    shape = (len(known), heads)
    found = Calibration(
        known, np.zeros((*shape, 3)), np.ones((len(known), len(CLASSES))),
        np.zeros((len(known), labels)), np.ones(shape), np.ones((len(known), labels)),
        np.tile([1.0, 1.0, 0.0], (len(known), len(BASIC_EMOTIONS), 1)),
    )  # fmt: skip
    for row, language in enumerate(known):
        mine = spoken == language
        for head in range(heads):
            rows = _rows(targets[:, head], mine)
            found.share[row, head], found.beta[row, head] = _binary(
                raw[rows, head], student[rows, head], targets[rows, head], weight[rows]
            )
        _weigh(found, row, raw, student, targets, mine)
        _tell_apart(found, row, raw, student, targets, weight, mine, spoken)
    return found


def _tell_apart(
    found: Calibration, row: int, raw: Floats, student: Floats, targets: Floats, weight: Floats,
    mine: NDArray[np.bool_], spoken: NDArray[np.str_],
) -> None:  # fmt: skip
    """Shares, gain and shifts of every signal with classes, in one language."""
    first = len(BINARY)
    for index, (signal, names) in enumerate(CLASSES.items()):
        part = slice(first, first + len(names))
        rows = np.flatnonzero(mine & ~np.isnan(targets[:, part.start]))
        share, gain, shifts = _classes(
            raw[rows, part], student[rows, part], targets[rows, part],
            balanced(weight[rows], targets[rows, part], spoken[rows], CLASS_POWER),
        )  # fmt: skip
        at = slice(first - len(BINARY), first - len(BINARY) + len(names))
        lean = LEANING.get(found.languages[row], {}).get(signal, {})
        found.class_share[row, at], found.gain[row, index] = share, gain
        found.shift[row, at] = shifts + [lean.get(name, 0.0) for name in names]
        first += len(names)


def _weigh(
    found: Calibration, row: int, raw: Floats, student: Floats, targets: Floats,
    mine: NDArray[np.bool_],
) -> None:  # fmt: skip
    """Adds gravity to each head of a language; toxicity comes last, for it is at least as sure as
    the attacks it contains."""
    rest = slice(None, len(BINARY))
    share = found.share[row]
    mixed = share * raw[:, rest] + (1 - share) * student[:, rest]
    attacks = [BINARY.index(head) for head in ATTACKS]
    toxicity = BINARY.index("toxicity")
    for head in (*(h for h in range(len(BINARY)) if h != toxicity), toxicity):
        rows = _rows(targets[:, head], mine)
        logits = beta(mixed[rows, head], found.beta[row, head])
        others = [column for column in attacks if column != head] if head == toxicity else []
        least = np.full(len(rows), -np.inf)
        if others:
            least = beta(mixed[rows][:, others], found.beta[row, others]).max(axis=1)
        most = float(np.log(GRAVITY.get(BINARY[head], 1.0)))
        within = WITHIN_TOXICITY if head == toxicity else WITHIN
        found.beta[row, head, 2] += gravity(logits, least, targets[rows, head] >= 0.5, most, within)


def gravity(
    logits: Floats, least: Floats, target: NDArray[np.bool_], most: float, within: float
) -> float:
    """The largest shift of ``logits`` up to ``most`` that keeps the calibration error ``within``
    bounds; each text's verdict is never below ``least``. 0 when none does."""
    once = np.ones((1, len(target)))
    for shift in np.linspace(most, 0.0, 9) if most > 0 and len(target) else ():
        score = 1 / (1 + np.exp(-np.maximum(logits + shift, least)))
        if binary(target, score)(once)["ece"][0] <= within:
            return float(shift)
    return 0.0


def moods(raw: Floats, targets: Floats, languages: Sequence[str], known: tuple[str, ...]) -> Floats:
    """``[languages, basic emotions, 3]`` of ``raw`` and ``targets`` ``[texts, basic emotions]``.

    Moved along the log-odds so that 0.5 is where F1 is highest: an emotion that one message in
    fifty shows is hardly ever likelier than not.
    """
    spoken = np.array(languages)
    found = np.zeros((len(known), raw.shape[1], 3))
    for row, language in enumerate(known):
        for head in range(raw.shape[1]):
            rows = _rows(targets[:, head], spoken == language)
            mine, target = raw[rows, head], targets[rows, head]
            _, parameters = beta_fit(mine, target, np.ones(len(rows)))
            parameters[2] -= best_cut(beta(mine, parameters), target >= 0.5)
            found[row, head] = parameters
    return found


def best_cut(logits: Floats, target: NDArray[np.bool_]) -> float:
    """The log-odds above which "yes" has the highest F1 on these texts; 0 without a "yes"."""
    if not target.any():
        return 0.0
    order = np.argsort(-logits, kind="stable")
    right = np.cumsum(target[order])
    f1 = 2 * right / (np.arange(1, len(order) + 1) + right[-1])
    best = int(f1.argmax())
    following = logits[order[min(best + 1, len(order) - 1)]]
    return float((logits[order[best]] + following) / 2)


def _rows(target: Floats, mine: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Texts of a language that know the head; of both when it has too few."""
    known = ~np.isnan(target)
    yes, no = (target >= 0.5) & mine & known, (target < 0.5) & mine & known
    enough = min(int(yes.sum()), int(no.sum())) >= FEWEST
    return np.flatnonzero(known & mine if enough else known)


def _binary(raw: Floats, student: Floats, target: Floats, weight: Floats) -> tuple[float, Floats]:
    best: tuple[float, float, Floats] = (np.inf, 1.0, np.array([1.0, 1.0, 0.0]))
    for share in SHARES:
        mixed = share * raw + (1 - share) * student
        loss, parameters = beta_fit(mixed, target, weight)
        if loss < best[0]:
            best = (loss, share, parameters)
    return best[1], best[2]


def beta_fit(raw: Floats, target: Floats, weight: Floats) -> tuple[float, Floats]:
    """The loss reached and ``(a, b, c)`` of :func:`harmonie.analysers.encoder.judging.beta`."""
    from scipy.optimize import minimize

    log_yes, log_no = -np.logaddexp(0.0, -raw), -np.logaddexp(0.0, raw)
    start = np.array([1.0, 1.0, 0.0])

    def loss(theta: Floats) -> tuple[float, Floats]:
        logit = beta(raw, theta)
        error = (1.0 / (1.0 + np.exp(-logit)) - target) * weight
        value = float(((np.logaddexp(0.0, logit) - target * logit) * weight).sum())
        pull = theta - start
        gradient = np.array([error @ log_yes, -(error @ log_no), error.sum()])
        return value + 0.5 * STRENGTH * float(pull @ pull), gradient + STRENGTH * pull

    found = minimize(
        loss, start, jac=True, method="L-BFGS-B", bounds=[(0.05, 4), (0.05, 4), (-6, 6)]
    )
    return float(found.fun), found.x


def _classes(
    raw: Floats, student: Floats, target: Floats, weight: Floats
) -> tuple[float, float, Floats]:
    best: tuple[float, float, float, Floats] = (np.inf, 1.0, 1.0, np.zeros(raw.shape[1]))
    for share in SHARES:
        mixed = share * raw + (1 - share) * student
        gain, shifts = vector_scaling(mixed, target, weight)
        scaled = gain * mixed + shifts
        scaled -= scaled.max(axis=1, keepdims=True)
        entropy = -(target * (scaled - np.log(np.exp(scaled).sum(axis=1, keepdims=True)))).sum(1)
        loss = float(entropy @ weight)
        if loss < best[0]:
            best = (loss, share, gain, shifts)
    return best[1], best[2], best[3]
