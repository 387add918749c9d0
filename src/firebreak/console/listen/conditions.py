"""To what can a list of mentions be narrowed, and how does each condition read on its chip?"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from json import dumps
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from firebreak.console import words
from firebreak.console.listen.forms import HOURS, STATES
from firebreak.console.listen.handled import asleep, awake, nobodys
from firebreak.console.listen.platform import posts_from

LABELS = {
    "sentiment": gettext_lazy("Sentiment"),
    "category": gettext_lazy("Category"),
    "source": gettext_lazy("Source"),
    "watch": pgettext_lazy("listening", "Watch"),
    "story": gettext_lazy("Story"),
    "holder": gettext_lazy("Held by"),
    "state": gettext_lazy("State"),
    "tag": gettext_lazy("Insight"),
    "q": gettext_lazy("Search"),
}
ALONE = {
    "urgent": gettext_lazy("Urgent only"),
    "alike": gettext_lazy("Similar ones together"),
}
PLAIN = {
    "sentiment": "reading__sentiment",
    "category": "reading__category",
    "story": "place__story__number",
    "tag": "insights__tag",
    "urgent": "reading__urgent",
}


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition of the list, and the list without it."""

    text: str
    query: str


def conditions(chosen: Mapping[str, Any], *, at: datetime, gone: Collection[int] = ()) -> Q:
    """Turn what is chosen into conditions on posts; `gone` names holders who hold nothing any more."""
    found = Q(**{path: chosen[name] for name, path in PLAIN.items() if name in chosen})
    if "source" in chosen:
        found &= posts_from(chosen["source"])
    if "hours" in chosen:
        found &= Q(published_at__gt=at - timedelta(hours=int(chosen["hours"])))
    if "alike" in chosen:
        found &= Q(reading__copy_of__isnull=True)
    if "holder" in chosen:
        found &= Q(handling__holder=int(chosen["holder"]), handling__closed_at__isnull=True)
    if "state" in chosen:
        found &= in_state(chosen["state"], at=at, gone=gone)
    if "watch" in chosen:
        found &= heard_by(chosen["watch"])
    return found


def in_state(state: str, *, at: datetime, gone: Collection[int]) -> Q:
    """Keep what stands so with people: waiting for anybody, held, asleep or closed."""
    if state == "closed":
        return Q(handling__closed_at__isnull=False)
    if state == "asleep":
        return asleep(at)
    if state == "waiting":
        return nobodys(gone) & awake(at)
    held = Q(handling__closed_at__isnull=True, handling__holder__isnull=False)
    return held & ~Q(handling__holder__in=list(gone)) & awake(at)


def heard_by(watch: str) -> Q:
    """Keep the posts in which a watch was heard; JSON may be kept with or without spaces and escapes."""
    names = {dumps(watch, ensure_ascii=False), dumps(watch)}
    told = [f'"watch":{space}{name}' for name in names for space in ("", " ")]
    return reduce(or_, (Q(reading__detail__about__icontains=one) for one in told))


def chip_text(name: str, value: Any, people: Mapping[str, str]) -> str:
    """Say one condition; `people` gives the names of those who may hold a mention."""
    if name == "hours":
        return str(HOURS[value])
    if name in ALONE:
        return str(ALONE[name])
    tables: dict[str, Mapping[str, Any]] = {
        "sentiment": words.SENTIMENTS,
        "category": words.CATEGORIES,
        "source": words.PLATFORMS,
        "state": STATES,
        "holder": people,
    }
    shown = f"ST-{value:04d}" if name == "story" else tables.get(name, {}).get(value, value)
    return _("%(what)s: %(value)s") % {"what": LABELS[name], "value": shown}
