"""How are times, numbers, names and places in a text written? The rules of the house style, apart from any markup."""

import math
import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

DAY = timedelta(days=1)
WEEKDAYS = (
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
)

KANA, HANGUL = re.compile("[\u3041-\u30ff]"), re.compile("[\uac00-\ud7a3]")
AFTER_UNIT = re.compile("([萬億]) (?=[\u3400-\u9fff])")
HAN, LATIN = re.compile("[\u3400-\u9fff]"), re.compile("[A-Za-z]{2,}")


def local(instant: datetime) -> datetime:
    """Give the instant in the zone of the screen, to the second."""
    return timezone.localtime(instant).replace(microsecond=0)


def short_time(instant: datetime, *, at: datetime) -> str:
    """Write 11:34 today, 11/20（五）11:34 this year, 2026/11/20 11:34 otherwise."""
    then, today = local(instant), local(at)
    if then.date() == today.date():
        return f"{then:%H:%M}"
    if then.year == today.year:
        return pgettext("this year", "%(weekday)s %(month)s/%(day)s %(time)s") % {
            "weekday": WEEKDAYS[then.weekday()],
            "month": f"{then:%m}",
            "day": f"{then:%d}",
            "time": f"{then:%H:%M}",
        }
    return f"{then:%Y/%m/%d %H:%M}"


def full_time(instant: datetime) -> str:
    """Write an instant to the second, as evidence, audit and reports need it."""
    return f"{local(instant):%Y/%m/%d %H:%M:%S}"


def ago(instant: datetime, *, at: datetime) -> str:
    """Write how long ago within 24 hours, the time itself beyond."""
    seconds = (at - instant).total_seconds()
    if not 0 <= seconds < DAY.total_seconds():
        return short_time(instant, at=at)
    if seconds < 60:
        return _("just now")
    if seconds < 3600:
        return ngettext("%(count)d min ago", "%(count)d min ago", int(seconds // 60)) % {"count": seconds // 60}
    return ngettext("%(count)d h ago", "%(count)d h ago", int(seconds // 3600)) % {"count": seconds // 3600}


def tongue(text: str) -> str:
    """Guess the language of somebody's words, as a tag: by its letters, of Chinese and English by which has more words.

    >>> tongue("Found glass in 山腳 milk tea"), tongue("山腳 milk 壞了"), tongue("まずい"), tongue("123 !")
    ('en', 'zh-Hant-TW', 'ja', '')
    """
    if KANA.search(text):
        return "ja"
    if HANGUL.search(text):
        return "ko"
    han, latin = len(HAN.findall(text)), len(LATIN.findall(text))
    if not han and not latin:
        return ""
    return "zh-Hant-TW" if han >= latin else "en"


def listed(names: Iterable[object]) -> str:
    """Write names one after the other, as the language does."""
    return pgettext("between names", ", ").join(map(str, names))


def time_left(left: timedelta) -> str:
    """Write hh:mm:ss up to a day, days and hours beyond, and how long overdue once it is."""
    seconds = math.floor(left.total_seconds())
    if seconds < 0:
        return _("overdue by %(time)s") % {"time": duration(-left)}
    if seconds > DAY.total_seconds():
        return _("%(days)d d %(hours)d h") % {"days": seconds // 86400, "hours": seconds % 86400 // 3600}
    return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"


def duration(span: timedelta) -> str:
    """Write a span in its two largest units: 2 日 3 時, 1 小時 36 分, 12 分, 40 秒."""
    seconds = max(0, math.floor(span.total_seconds()))
    if seconds >= 86400:
        return _("%(days)d d %(hours)d h") % {"days": seconds // 86400, "hours": seconds % 86400 // 3600}
    if seconds >= 3600:
        hours, minutes = seconds // 3600, seconds % 3600 // 60
        text = _("%(hours)d h %(minutes)d min") if minutes else _("%(hours)d h")
        return text % {"hours": hours, "minutes": minutes}
    if seconds >= 60:
        return _("%(minutes)d min") % {"minutes": seconds // 60}
    return _("%(seconds)d s") % {"seconds": seconds}


def hours_between(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds() / 3600


def thousands(number: float | None) -> str:
    """Write 1,284; a fraction keeps one decimal."""
    if number is None or not math.isfinite(number):
        return "—"
    return f"{number:,.0f}" if float(number).is_integer() or abs(number) >= 100 else f"{number:,.1f}"


def capped(count: int) -> str:
    """Write a count that nobody needs beyond three digits: 128, then 999+."""
    return str(count) if count < 1000 else "999+"


def compact(number: float | None) -> str:
    """Write 1,284 in full, then 4.2 萬 and 1.3 億, or 42K and 1.3M in English."""
    if number is None or not math.isfinite(number) or abs(number) < 10_000:
        return thousands(number)
    is_chinese = (get_language() or "").startswith("zh")
    steps = ((1e8, " 億"), (1e4, " 萬")) if is_chinese else ((1e9, "B"), (1e6, "M"), (1e3, "K"))
    step, unit = next(pair for pair in steps if abs(number) >= pair[0])
    value = number / step
    return f"{value:,.0f}{unit}" if abs(value) >= 10 else f"{value:.1f}".removesuffix(".0") + unit


def joined(text: str) -> str:
    """Close the gap that a shortened number leaves before its counter: 104 萬位, beside 640 位."""
    return AFTER_UNIT.sub(r"\1", text)


def percent(share: float | None) -> str:
    return "—" if share is None or not math.isfinite(share) else f"{share * 100:.0f}%"


def times(factor: float | None) -> str:
    """Write a multiple of the usual."""
    if factor is None or not math.isfinite(factor):
        return "—"
    return _("%(factor)s times the usual") % {"factor": f"{factor:.1f}" if factor < 100 else f"{factor:,.0f}"}


def money(amount: float | None) -> str:
    return "—" if amount is None else f"{'−' if amount < 0 else ''}NT${abs(amount):,.0f}"


def arrow(difference: float) -> str:
    """Give ▲, ▼ or — for a change."""
    return "▲" if difference > 0 else "▼" if difference < 0 else "—"


def initial(name: str) -> str:
    """Give the letter that stands for a name: of a Chinese name the given name's first, else the first letter."""
    name = name.strip()
    if not name:
        return "?"
    is_han = all("\u3400" <= char <= "\u9fff" for char in name)
    return name[1] if is_han and 2 <= len(name) <= 4 else name[0].upper()


def masked(name: str) -> str:
    """Show the first half of a public name, at most four characters, and an asterisk."""
    name = name.strip()
    return f"{name[: min(4, max(1, len(name) // 2))]}*" if name else _("Anonymous")


def merged_spans(spans: Iterable[tuple[int, int]], *, length: int) -> list[tuple[int, int]]:
    """Sort places, cut them to [0, length] and join those that touch."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted((max(0, start), min(length, end)) for start, end in spans):
        if end <= start:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined
