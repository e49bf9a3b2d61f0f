"""Reads the body of a moderation request, or says which field is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from harmonie.apps.compat.openai.errors import refusal

#: Names under which existing programs ask for a judgement: all are judged by the model in use.
MODELS = frozenset(
    {
        "omni-moderation-latest", "omni-moderation-2024-09-26",
        "text-moderation-latest", "text-moderation-stable", "text-moderation-007",
        "harmonie",
    }
)  # fmt: skip
MAXIMUM_INPUTS = 256
MAXIMUM_CHARACTERS = 200_000


def texts_of(body: Mapping[str, Any]) -> list[str]:
    """The texts to judge: one result is due for each. A list of parts is one text.

    Raises ``ApiError`` 400, or 404 for a model nobody knows. Unknown fields are ignored, as the
    service does.
    """
    _check_model(body.get("model"))
    given = body.get("input")
    if isinstance(given, str):
        texts = [given]
    elif isinstance(given, list) and given:
        texts = _of_list(given)
    else:
        message = _("Send input: a text, a list of texts, or a list of parts.")
        raise refusal("invalid_input", message, "input")
    if sum(map(len, texts)) > MAXIMUM_CHARACTERS:
        message = _("The texts have over 200,000 characters together: send several requests.")
        raise refusal("input_too_large", message, "input")
    return texts


def _check_model(name: Any) -> None:
    if name is not None and (not isinstance(name, str) or name not in MODELS):
        message = _("There is no such model here. Known: %(known)s.") % {
            "known": ", ".join(sorted(MODELS))
        }
        raise refusal("model_not_found", message, "model", status=404)


def _of_list(given: list[Any]) -> list[str]:
    if len(given) > MAXIMUM_INPUTS:
        message = _("A request holds at most 256 inputs: send several.")
        raise refusal("too_many_inputs", message, "input")
    if isinstance(given[0], dict):
        return ["\n".join(_of_part(part, f"input[{n}]") for n, part in enumerate(given))]
    for place, one in enumerate(given):
        if not isinstance(one, str):
            message = _("A list holds texts only, or parts only.")
            raise refusal("invalid_input", message, f"input[{place}]")
    return given


def _of_part(part: Any, place: str) -> str:
    kind = part.get("type") if isinstance(part, dict) else None
    if kind == "image_url":
        message = _(
            "Images are not judged here: no image model is installed. Send the texts alone."
        )
        raise refusal("image_not_supported", message, place)
    text = part.get("text") if kind == "text" else None
    if not isinstance(text, str):
        message = _("A part is an object with type and text.")
        raise refusal("invalid_input", message, place)
    return text
