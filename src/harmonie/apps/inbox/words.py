"""The inbox's words for moods, intents, signals and states, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

#: (word, tone of the chip). Red and amber say a state; the word always stands beside.
MOODS = {
    "angry": (pgettext_lazy("mood", "Angry"), "bad"),
    "upset": (pgettext_lazy("mood", "Upset"), "warn"),
    "neutral": (pgettext_lazy("mood", "Neutral"), ""),
    "happy": (pgettext_lazy("mood", "Happy"), "ok"),
}
INTENTS = {
    "question": pgettext_lazy("intent", "Question"),
    "request": pgettext_lazy("intent", "Request"),
    "complaint": pgettext_lazy("intent", "Complaint"),
    "praise": pgettext_lazy("intent", "Thanks"),
    "report": pgettext_lazy("intent", "Report"),
    "suggestion": pgettext_lazy("intent", "Suggestion"),
    "chit_chat": pgettext_lazy("intent", "Chat"),
    "off_topic": pgettext_lazy("intent", "Off topic"),
}
SIGNALS = {
    "toxicity": _("Toxicity"),
    "insult": _("Insult"),
    "profanity": _("Profanity"),
    "harassment": _("Harassment"),
    "hate": _("Hate"),
    "threat": _("Threat"),
    "sexual": _("Sexual content"),
    "self_harm": _("Self-harm"),
    "violence": _("Violence"),
    "spam": _("Spam"),
    "scam": _("Scam"),
    "distress": _("Distress"),
    "injection": _("Orders to the AI"),
    "personal_data": _("Personal data"),
    "sentiment": _("Sentiment"),
    "emotion": _("Emotion"),
    "intent": _("Intent"),
}
#: (sign, word, tone of the chip) of how a thing that is spoken of is felt.
FELT = {
    "positive": ("+", pgettext_lazy("felt", "positive"), "ok"),
    "negative": ("−", pgettext_lazy("felt", "negative"), "warn"),
    "neutral": ("", pgettext_lazy("felt", "neutral"), ""),
}
CANNOT_JUDGE = {
    "empty": _("The message has no text."),
    "too_short": _("The message is too short to be judged."),
    "too_long": _("The message is too long to be judged."),
    "language": _("Neither French nor English: a person must read it."),
    "unreadable": _("The message has no words that can be read."),
    "unsure": _("The AI hesitates: a person must read it."),
    "failed": _("The analysis failed: a person must read it."),
}
STATES = {
    "open": pgettext_lazy("conversation", "Open"),
    "snoozed": pgettext_lazy("conversation", "Snoozed"),
    "done": pgettext_lazy("conversation", "Done"),
}
VISIBILITIES = {
    "hidden": _("Hidden on the channel"),
    "removed": _("Removed from the channel"),
    "withdrawn": _("Deleted by its author"),
}
LANGUAGES = {"fr": _("French"), "en": _("English")}
VIEWS = {
    "open": pgettext_lazy("conversations", "Open"),
    "mine": pgettext_lazy("conversations", "Mine"),
    "unassigned": pgettext_lazy("conversations", "Unassigned"),
    "late": pgettext_lazy("conversations", "Late"),
}
#: What a channel's name contains, and its icon.
CHANNEL_ICONS = (
    ("facebook", "brand-facebook"), ("instagram", "brand-instagram"),
    ("mastodon", "brand-mastodon"), ("discord", "brand-discord"), ("reddit", "brand-reddit"),
    ("youtube", "brand-youtube"), ("bluesky", "brand-bluesky"), ("telegram", "brand-telegram"),
    ("tiktok", "brand-tiktok"), ("linkedin", "brand-linkedin"), ("matrix", "brand-matrix"),
    ("mail", "mail"), ("forum", "messages"), ("game", "device-gamepad-2"),
    ("jeu", "device-gamepad-2"),
    ("web", "world"), ("avis", "star"), ("review", "star"),
)  # fmt: skip


def channel_icon(channel: str) -> str:
    """The icon of a channel, by what its name contains."""
    lowered = channel.lower()
    return next((icon for part, icon in CHANNEL_ICONS if part in lowered), "message-circle")
