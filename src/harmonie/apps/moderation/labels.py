"""Names of signals, decisions and words of certainty, for people."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SIGNALS = {
    "toxicity": _("Hostile words"),
    "insult": _("Insult"),
    "profanity": _("Coarse words"),
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
    "sentiment": _("Feeling"),
    "emotion": _("Emotion"),
    "intent": _("Intention"),
}
CLASSES = {
    "negative": pgettext_lazy("what a message expresses", "negative"),
    "neutral": pgettext_lazy("what a message expresses", "neutral"),
    "positive": pgettext_lazy("what a message expresses", "positive"),
    "joy": pgettext_lazy("what a message expresses", "joy"),
    "trust": pgettext_lazy("what a message expresses", "trust"),
    "anticipation": pgettext_lazy("what a message expresses", "expectation"),
    "surprise": pgettext_lazy("what a message expresses", "surprise"),
    "sadness": pgettext_lazy("what a message expresses", "sadness"),
    "fear": pgettext_lazy("what a message expresses", "fear"),
    "anger": pgettext_lazy("what a message expresses", "anger"),
    "disgust": pgettext_lazy("what a message expresses", "disgust"),
    "question": pgettext_lazy("what a message expresses", "question"),
    "request": pgettext_lazy("what a message expresses", "request"),
    "complaint": pgettext_lazy("what a message expresses", "complaint"),
    "praise": pgettext_lazy("what a message expresses", "praise"),
    "report": pgettext_lazy("what a message expresses", "report"),
    "suggestion": pgettext_lazy("what a message expresses", "suggestion"),
    "chit_chat": pgettext_lazy("what a message expresses", "small talk"),
    "off_topic": pgettext_lazy("what a message expresses", "off topic"),
}
WORDS = {
    "clear": pgettext_lazy("how strong a signal is", "clear"),
    "probable": pgettext_lazy("how strong a signal is", "probable"),
    "possible": pgettext_lazy("how strong a signal is", "possible"),
    "faint": pgettext_lazy("how strong a signal is", "faint"),
    "no sign": pgettext_lazy("how strong a signal is", "no sign"),
    "cannot judge": _("cannot judge"),
}
#: What a button says.
KINDS = {
    "approve": pgettext_lazy("a moderator's verb", "Approve"),
    "hide": pgettext_lazy("a moderator's verb", "Hide"),
    "remove": pgettext_lazy("a moderator's verb", "Remove"),
    "warn": pgettext_lazy("a moderator's verb", "Warn"),
    "mute": pgettext_lazy("a moderator's verb", "Mute"),
    "ban": pgettext_lazy("a moderator's verb", "Ban"),
    "escalate": pgettext_lazy("a moderator's verb", "Escalate"),
    "reply": pgettext_lazy("a moderator's verb", "Reply"),
    "tag": pgettext_lazy("a moderator's verb", "Tag"),
}
#: What a chip says once it is done.
DONE = {
    "approve": pgettext_lazy("what was done to a message", "Approved"),
    "hide": pgettext_lazy("what was done to a message", "Hidden"),
    "remove": pgettext_lazy("what was done to a message", "Removed"),
    "warn": pgettext_lazy("what was done to a message", "Warned"),
    "mute": pgettext_lazy("what was done to a message", "Muted"),
    "ban": pgettext_lazy("what was done to a message", "Banned"),
    "escalate": pgettext_lazy("what was done to a message", "Escalated"),
    "reply": pgettext_lazy("what was done to a message", "Answered"),
    "tag": pgettext_lazy("what was done to a message", "Tagged"),
}
#: "your team hid 92 of them"
TEAM_DID = {
    "approve": pgettext_lazy("your team … 92 of them", "approved"),
    "hide": pgettext_lazy("your team … 92 of them", "hid"),
    "remove": pgettext_lazy("your team … 92 of them", "removed"),
    "warn": pgettext_lazy("your team … 92 of them", "warned"),
    "mute": pgettext_lazy("your team … 92 of them", "muted"),
    "ban": pgettext_lazy("your team … 92 of them", "banned"),
}
#: What the undo toast says of one message.
TOASTS = {
    "approve": _("%(name)s’s message approved"),
    "hide": _("%(name)s’s message hidden, reasons ready"),
    "remove": _("%(name)s’s message removed, reasons ready"),
    "warn": _("%(name)s warned, reasons sent"),
    "mute": _("%(name)s muted, reasons ready"),
    "ban": _("%(name)s banned, reasons ready"),
    "escalate": _("Case escalated"),
}
TONES = {"approve": "ok", "hide": "warn", "remove": "bad", "warn": "warn", "mute": "warn",
         "ban": "bad", "escalate": "accent"}  # fmt: skip
MODES = {
    "act": _("acts alone"),
    "propose": _("proposes"),
    "ask": _("asks a person"),
    "allow": _("leaves it"),
}
TABS = {
    "todo": _("To decide"),
    "mine": _("Mine"),
    "undecided": _("Undecided"),
    "escalated": _("Escalated"),
    "decided": _("Decided"),
}
SORTS = {"priority": _("Priority"), "oldest": _("Oldest first"), "newest": _("Newest first")}
CANNOT_JUDGE = {
    "empty": _("no text"),
    "too_short": _("too short"),
    "too_long": _("too long"),
    "language": _("other language"),
    "unreadable": _("nothing to read"),
    "unsure": _("the AI hesitates"),
}
VISIBILITIES = {
    "visible": _("Visible"),
    "hidden": _("Hidden"),
    "removed": _("Removed"),
    "withdrawn": _("Deleted by its author"),
}
CHANNELS = {
    "facebook": "brand-facebook",
    "instagram": "brand-instagram",
    "mastodon": "brand-mastodon",
    "bluesky": "brand-bluesky",
    "discord": "brand-discord",
    "reddit": "brand-reddit",
    "telegram": "brand-telegram",
    "tiktok": "brand-tiktok",
    "twitter": "brand-x",
    "x": "brand-x",
    "youtube": "brand-youtube",
    "linkedin": "brand-linkedin",
    "matrix": "brand-matrix",
    "forum": "messages",
    "mail": "mail",
    "email": "mail",
    "letters": "mail",
    "reviews": "star",
    "webhook": "webhook",
    "file": "file-import",
}
EVENTS = {
    "message.received": _("Message received"),
    "message.edited": _("Message edited by its author"),
    "message.analysed": _("Read by the analysers"),
    "case.opened": _("Case opened"),
    "case.claimed": _("Case taken"),
    "case.escalated": _("Case escalated"),
    "case.decided": _("Case decided"),
    "decision.made": _("Decision made"),
    "decision.undone": _("Decision undone"),
    "action.queued": _("Sent to the channel"),
    "action.unsupported": _("Not possible on this channel"),
    "action.delivered": _("Done on the channel"),
    "action.failed": _("Refused by the channel"),
    "restriction.ended": _("Restriction ended"),
    "text.revealed": _("Blurred text shown"),
    "statement.read": _("Statement of reasons read"),
}
#: What a blind check may be answered.
ANSWERS = {
    "approve": pgettext_lazy("what a reviewer would do", "Leave it"),
    "hide": pgettext_lazy("what a reviewer would do", "Hide it"),
    "remove": pgettext_lazy("what a reviewer would do", "Remove it"),
    "warn": pgettext_lazy("what a reviewer would do", "Warn its author"),
    "mute": pgettext_lazy("what a reviewer would do", "Mute its author"),
    "ban": pgettext_lazy("what a reviewer would do", "Ban its author"),
    "unsure": pgettext_lazy("what a reviewer would do", "I cannot tell"),
}
MANDATE_STATES = {
    "off": pgettext_lazy("state of a mandate", "Off"),
    "asked": pgettext_lazy("state of a mandate", "Asked for: the AI proposes"),
    "shadow": pgettext_lazy("state of a mandate", "In the shadow"),
    "granted": pgettext_lazy("state of a mandate", "Acts alone"),
    "withdrawn": pgettext_lazy("state of a mandate", "Withdrawn: the AI proposes"),
}
MANDATE_TONES = {"granted": "ok", "withdrawn": "warn", "shadow": "accent", "asked": "outline",
                 "off": ""}  # fmt: skip
#: What happened to a mandate.
MANDATE_STEPS = {
    "asked": pgettext_lazy("step of a mandate", "Asked for"),
    "shadow": pgettext_lazy("step of a mandate", "Put in the shadow"),
    "tested": pgettext_lazy("step of a mandate", "Tested: it can be granted"),
    "refused": pgettext_lazy("step of a mandate", "Tested: refused"),
    "granted": pgettext_lazy("step of a mandate", "Granted"),
    "withdrawn": pgettext_lazy("step of a mandate", "Withdrawn"),
    "off": pgettext_lazy("step of a mandate", "Switched off"),
}
#: Why a decision was left out of a test.
SET_ASIDE = {
    "machine": _("of the AI or of a program alone"),
    "confirmed": _("that only confirmed what the screen showed"),
    "other": _("about something else"),
    "duplicate": _("again on the same text"),
    "too_old": _("made before the last withdrawal"),
}


def channel_icon(key: str) -> str:
    """The icon of a channel's key; a speech bubble for what we do not know."""
    lowered = key.lower()
    return next((icon for name, icon in CHANNELS.items() if lowered.startswith(name)), "message")


def channel_name(key: str) -> str:
    """A channel's key as people write it: "facebook-page" is "Facebook page"."""
    words = key.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:] if words.islower() else words


def month_and_year(at: datetime) -> str:
    """ "mars 2019" or "March 2019", in the time zone in force."""
    return date_format(timezone.localtime(at), "F Y")
