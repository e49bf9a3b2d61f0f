"""Numbers, percentages and times as each language writes them. Pure functions."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

NARROW = "\u202f"


def language() -> str:
    """ "fr" or "en", the language of the page."""
    return "en" if (get_language() or "fr").startswith("en") else "fr"


def number(value: float, digits: int | None = None) -> str:
    """8412 -> "8 412" (narrow no-break space) or "8,412"; 4.2 -> "4,2" or "4.2"."""
    if digits is None:
        digits = 0 if float(value).is_integer() else 1
    text = f"{value:,.{digits}f}"
    if language() == "fr":
        text = text.replace(",", NARROW).replace(".", ",")
    return text.replace("-", "\u2212")


def percent(share: float, digits: int = 0) -> str:
    """0.93 -> "93 %" in French (narrow no-break space), "93%" in English."""
    text = number(share * 100, digits)
    return f"{text}{NARROW}%" if language() == "fr" else f"{text}%"


def clock_time(at: datetime) -> str:
    """ "9 h 21" or "9:21 am", in the time zone in force."""
    local = timezone.localtime(at)
    if language() == "fr":
        return f"{local.hour}{NARROW}h{NARROW}{local.minute:02}"
    return f"{local.hour % 12 or 12}:{local.minute:02}\u00a0{'am' if local.hour < 12 else 'pm'}"


def day(at: datetime, now: datetime | None = None) -> str:
    """ "24 nov.", with the year when it is not this one."""
    local = timezone.localtime(at)
    this_year = timezone.localtime(now or timezone.now()).year
    months = {
        "fr": [
            "janv.",
            "févr.",
            "mars",
            "avr.",
            "mai",
            "juin",
            "juill.",
            "août",
            "sept.",
            "oct.",
            "nov.",
            "déc.",
        ],
        "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    }[language()]
    first = "1er" if local.day == 1 and language() == "fr" else str(local.day)
    text = f"{first}\u00a0{months[local.month - 1]}"
    return text if local.year == this_year else f"{text}\u00a0{local.year}"


def moment(at: datetime, now: datetime | None = None) -> str:
    """ "aujourd’hui à 9 h 21", "hier à 9 h 21", "24 nov. à 9 h 21"."""
    today = timezone.localtime(now or timezone.now()).date()
    return _moment(at, today, language(), timezone.get_current_timezone())


# Lists say the same moments at each refresh. The language and the zone are there as keys.
@lru_cache(maxsize=4096)
def _moment(at: datetime, today: date, language: str, zone: tzinfo) -> str:
    that = timezone.localtime(at, zone).date()
    if that == today:
        return gettext("today at %(time)s") % {"time": clock_time(at)}
    if that == today - timedelta(days=1):
        return gettext("yesterday at %(time)s") % {"time": clock_time(at)}
    noon = datetime.combine(today, time(12), zone)
    return gettext("%(day)s at %(time)s") % {"day": day(at, noon), "time": clock_time(at)}


def ago(at: datetime, now: datetime | None = None) -> str:
    """Short and relative within a day ("4 min", "2 h"), then the day."""
    seconds = ((now or timezone.now()) - at).total_seconds()
    if seconds < 0:
        return ahead(at, now)
    if seconds < 60:
        return gettext("now")
    if seconds < 3600:
        return f"{int(seconds // 60)}{NARROW}min"
    if seconds < 86_400:
        return f"{int(seconds // 3600)}{NARROW}h"
    if seconds < 7 * 86_400:
        days = int(seconds // 86_400)
        return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
    return day(at, now)


def ahead(at: datetime, now: datetime | None = None) -> str:
    """How long until ``at``: "in 18 min"."""
    seconds = (at - (now or timezone.now())).total_seconds()
    if seconds < 3600:
        amount = f"{max(1, int(seconds // 60))}{NARROW}min"
    elif seconds < 86_400:
        amount = f"{int(seconds // 3600)}{NARROW}h"
    else:
        return day(at, now)
    return gettext("in %(amount)s") % {"amount": amount}


def initials(name: str) -> str:
    """ "Léa Morvan" -> "LM", "Draken" -> "DR"; never empty."""
    words: list[str] = re.findall(r"[^\W_]+", name)
    if len(words) >= 2:
        return (words[0][0] + words[-1][0]).upper()
    return (words[0][:2] if words else "?").upper()


def tint(name: str) -> int:
    """The avatar colour of a name, 1 to 6, stable across processes."""
    return sum(ord(character) * (place + 1) for place, character in enumerate(name)) % 6 + 1
