"""How do judgements, people, times and numbers look on the screen? Meaning is shape, word and colour together."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from firebreak.console import casewords, clock, formats, gauges, mediawords, sentences, sheets, words
from firebreak.core.terms import Severity

register = template.Library()

SEVERITY_ICONS = {"S1": "oct", "S2": "tri", "S3": "dia", "S4": "cir"}
SENTIMENT_LOOKS = {"negative": ("neg", "down"), "neutral": ("neu", "dash"), "positive": ("pos", "up")}
STATUSES = {
    "open": (gettext_lazy("Open"), "ring"),
    "work": (gettext_lazy("In progress"), "half"),
    "watch": (gettext_lazy("Monitoring"), "eye"),
    "done": (pgettext_lazy("status", "Closed"), "check"),
    "back": (gettext_lazy("Regressed"), "loop"),
}
STATUS_OF_PHASE = {
    "detect": "open",
    "triage": "open",
    "respond": "work",
    "remedy": "work",
    "watch": "watch",
    "closed": "done",
}


@register.simple_tag
def style_address() -> str:
    """Give the address of all rules of style."""
    return sheets.address()


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """Draw a symbol of the sprite; it is decoration, the words beside it speak."""
    return format_html('<svg class="icon {}" aria-hidden="true"><use href="#i-{}"/></svg>', extra, name)


@register.simple_tag
def sev(level: str, word: bool = True) -> SafeString:
    """Show a severity as shape, code and word; without `word` the word is only read aloud. Nothing for no level."""
    if not level:
        return mark_safe("")
    code = Severity(level).value
    name = format_html(" {}" if word else '<span class="sr">{}</span>', words.SEVERITIES[code])
    shape = icon(SEVERITY_ICONS[code], "icon-fill")
    return format_html('<span class="sev {}">{}{}{}</span>', code.lower(), shape, code, name)


@register.simple_tag
def sent(label: str, extra: Any = "", uncertain: bool = False) -> SafeString:
    """Show a sentiment with its arrow; `extra` follows the word (a share or a probability)."""
    look, arrow = SENTIMENT_LOOKS[str(label)]
    word = _("Undecided") if uncertain else words.SENTIMENTS[str(label)]
    if uncertain:
        look, arrow = "neu", "dash"
    return format_html('<span class="chip {}">{}{}{}</span>', look, icon(arrow), word, f" {extra}" if extra else "")


@register.simple_tag
def status(code: str, relapsed: Any = None) -> SafeString:
    """Show where the work stands: open, work, watch, done or back, or the phase of an incident."""
    key = STATUS_OF_PHASE.get(str(code), str(code))
    if relapsed and key != "done":
        key = "back"
    word, mark = STATUSES[key]
    return format_html('<span class="status {}">{}{}</span>', key, icon(mark), word)


@register.simple_tag
def category(code: str) -> SafeString:
    return format_html('<span class="chip plain">{}</span>', words.CATEGORIES[str(code)])


@register.simple_tag
def chip(text: Any, look: str = "plain", mark: str = "") -> SafeString:
    """Show a small fact; looks: plain, info, ok, warn, bad, neg, neu, pos, drill."""
    return format_html('<span class="chip {}">{}{}</span>', look, icon(mark) if mark else "", text)


@register.filter
def word(code: Any, table: str) -> str:
    """Name a code by a table of words: {{ signal|word:"SIGNALS" }}; the unknown stays itself."""
    tables = (getattr(one, table, None) for one in (words, casewords, mediawords, sentences))
    found: Mapping[str, Any] = next(filter(None, tables))
    return str(found.get(str(code), code))


@register.simple_tag
def avatar(name: str, outside: bool = False) -> SafeString:
    """Show a person as one letter; `outside` is a person of an agency."""
    return format_html('<span class="avatar{}" title="{}">{}</span>', " ext" if outside else "", name, initial(name))


@register.simple_tag(takes_context=True)
def face(context: Context, person: Any) -> SafeString:
    """Show a person as one letter, square where they are of another house than the brand's."""
    brand = context["shell"].brand
    return avatar(person.name, brand is not None and person.organisation_id != brand.organisation_id)


@register.filter
def tongue(text: Any) -> str:
    """Name the language of somebody's words: lang="{{ words|tongue }}"; empty where no letter tells."""
    return formats.tongue(str(text or ""))


@register.filter
def initial(name: str) -> str:
    """Give the letter that stands for a name: of a Chinese name the given name's, else the first."""
    return formats.initial(name)


@register.filter
def masked(name: str) -> str:
    """Hide the second half of a public name."""
    return formats.masked(name)


@register.simple_tag
def meter(value: float, look: str = "", target: float | None = None, label: str = "", top: float = 100) -> SafeString:
    """Draw a share of `top` as a bar, with a mark at `target`."""
    return gauges.meter(value, top=top, look=look, target=target, label=label)


@register.simple_tag(takes_context=True)
def g24(
    context: Context,
    start: datetime,
    events: Any = (),
    due: datetime | None = None,
    done: datetime | None = None,
    hours: int = 24,
) -> SafeString:
    """Draw the golden 24 hours: used time, the internal limit `due`, deeds `events` (instants), green once `done`."""
    at = now_of(context)
    deeds = [formats.hours_between(start, instant) for instant in events or () if instant]
    return gauges.track(
        formats.hours_between(start, done or at),
        total=hours,
        deeds=deeds,
        target=formats.hours_between(start, due) if due else None,
        done=bool(done),
    )


@register.simple_tag
def spark(values: Any, look: str = "", label: str = "") -> SafeString:
    return gauges.spark(list(values), look=look, label=label)


def now_of(context: Context) -> datetime:
    """Give the instant of this request, so that every time on a page agrees."""
    found = getattr(context.get("shell"), "at", None)
    return found if isinstance(found, datetime) else clock.now()


@register.simple_tag(takes_context=True)
def when(context: Context, instant: datetime | None, style: str = "") -> SafeString:
    """Show an instant: today, this year, other years; style "full" to the second, "ago" relative within 24 hours."""
    if instant is None:
        return mark_safe("—")
    at = now_of(context)
    full = formats.full_time(instant)
    if style == "full":
        return time_element(instant, full, full)
    if style == "ago":
        return time_element(instant, formats.ago(instant, at=at), full, ago=True)
    return time_element(instant, formats.short_time(instant, at=at), full)


def time_element(instant: datetime, text: str, full: str, *, ago: bool = False) -> SafeString:
    live = mark_safe(" data-ago") if ago else ""
    return format_html(
        '<time datetime="{}" title="{}"{}>{}</time>', formats.local(instant).isoformat(), full, live, text
    )


@register.simple_tag(takes_context=True)
def countdown(context: Context, due: datetime | None, deadline: bool = False, say: str = "") -> SafeString:
    """Count down to `due` by the server's clock; with `deadline` the instant stands beside it; `say` names it aloud."""
    if due is None:
        return mark_safe("—")
    at = now_of(context)
    left = format_html(
        '<span class="num" data-due="{}"{}>{}</span>',
        formats.local(due).isoformat(),
        format_html(' data-say="{}"', say) if say else "",
        formats.time_left(due - at),
    )
    if not deadline:
        return left
    until = _("due %(time)s") % {"time": formats.short_time(due, at=at)}
    return format_html('{} <span class="xs muted nowrap">{}</span>', left, until)


@register.filter
def duration(span: timedelta) -> str:
    return formats.duration(span)


@register.filter
def thousands(number: float | None) -> str:
    return formats.thousands(number)


@register.filter
def capped(count: int) -> str:
    """Show a count up to 999, then 999+."""
    return formats.capped(count)


@register.filter
def compact(number: float | None) -> str:
    """Shorten from ten thousand on: 4.2 萬, in English 42K."""
    return formats.compact(number)


@register.filter
def joined(text: str) -> str:
    """Write a number and its counter as one: {% filter joined %}{% blocktranslate … %}{% endfilter %}."""
    return formats.joined(text)


@register.filter
def whole(code: str) -> SafeString:
    """Keep the number of a record on one line: INC-0147 never breaks at its dash."""
    return format_html('<span class="nowrap">{}</span>', code)


@register.filter
def percent(share: float | None) -> str:
    """Show a share in [0, 1] as a whole percentage."""
    return formats.percent(share)


@register.filter
def times(factor: float | None) -> str:
    return formats.times(factor)


@register.filter
def money(amount: float | None) -> str:
    return formats.money(amount)


@register.simple_tag
def change(difference: float | None, unit: str = "", good: str = "") -> SafeString:
    """Show a change with its arrow; `good` says which direction is good news: "up", "down" or none."""
    if difference is None:
        return mark_safe("—")
    arrow = formats.arrow(difference)
    look = {("▲", "up"): "t-ok", ("▼", "down"): "t-ok", ("▲", "down"): "t-bad", ("▼", "up"): "t-bad"}.get((arrow, good))
    return format_html('<span class="{}">{} {}{}</span>', look or "", arrow, formats.thousands(abs(difference)), unit)


@register.simple_tag
def reason(entry: Any) -> str:
    """Say one reason of a judgement; takes a Reason or its stored {"code", "facts"}."""
    return sentences.reason_sentence(*sentences.reason_parts(entry))


@register.simple_tag
def moment(line: Any) -> str:
    """Say one line of an incident's timeline."""
    return sentences.moment_sentence(line.kind, line.facts)


@register.simple_tag
def moment_icon(line: Any) -> SafeString:
    return icon(sentences.moment_icon(line.kind, line.facts))


@register.simple_tag
def points(value: float, digits: int = 0, look: str = "") -> SafeString:
    """Show a contribution with its sign: without a `look`, ink when it adds and teal when it takes away."""
    text = f"{'−' if value < 0 else '+'}{abs(value):.{digits}f}"
    return format_html('<b class="{}">{}</b>', look or ("t-pos" if value < 0 else ""), text)


@register.simple_tag
def marked(text: str, spans: Any) -> SafeString:
    """Mark places of a post as published; `spans` are (start, end) code points of `text`, merged where they touch."""
    pieces, end = [], 0
    for begin, stop in formats.merged_spans(spans, length=len(text)):
        pieces += [("", text[end:begin], ""), (mark_safe("<mark>"), text[begin:stop], mark_safe("</mark>"))]
        end = stop
    pieces.append(("", text[end:], ""))
    return format_html_join("", "{}{}{}", pieces)


@register.filter
def get(table: Mapping[Any, Any], key: Any) -> Any:
    """Look a key up in a mapping."""
    return table.get(key)
