"""How much of it is used? Bars, the golden 24 hours and small lines, to stand inside a sentence or a row."""

from collections.abc import Iterable

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from firebreak.console.drawing import Line, draw_line, vouched
from firebreak.console.formats import thousands
from firebreak.console.scale import Values, nice_top, part


def spark(values: Values, *, look: str = "", label: str = "") -> SafeString:
    """Draw a small line without axes; with a `label` it is an image of its own, else decoration."""
    top = nice_top([values])
    path = draw_line(Line("", values), top, len(values))
    role = format_html('role="img" aria-label="{}"', label) if label else vouched('aria-hidden="true"')
    return format_html(
        '<svg class="spark {}" viewBox="0 0 1000 100" preserveAspectRatio="none" {}>{}</svg>',
        look,
        role,
        vouched(path),
    )


def meter(
    value: float, *, top: float = 100, look: str = "", target: float | None = None, label: str = ""
) -> SafeString:
    """Draw `value` of `top` as a bar with an optional mark; out of range is drawn at the edge."""
    share = part(value, top)
    tick = "" if target is None else f'<rect class="tick" x="{part(target, top):g}%" y="0" width="2" height="100%"/>'
    return format_html(
        '<svg class="meter" role="img" aria-label="{}"><rect class="bg" width="100%" height="100%"/>'
        '<rect class="v {}" width="{}%" height="100%"/>{}</svg>',
        label or f"{share:.0f}%",
        look,
        f"{share:g}",
        vouched(tick),
    )


def track(
    used: float, *, total: float = 24, deeds: Iterable[float] = (), target: float | None = None, done: bool = False
) -> SafeString:
    """Draw hours on a linear scale: used time, the internal limit, deeds as dots, all green once the reply is out."""
    edge = part(used, total)
    pieces = [
        '<rect class="base" y="8" width="100%" height="8" rx="2"/>',
        f'<rect class="used{" done" if done else ""}" y="8" width="{edge:g}%" height="8" rx="2"/>',
    ]
    if target is not None and 0 <= target <= total:
        pieces.append(f'<rect class="sla" x="{part(target, total):g}%" y="3" width="2" height="18"/>')
    pieces += [f'<rect class="tick" x="{quarter}%" y="8" width="1" height="8"/>' for quarter in (25, 50, 75)]
    pieces += [f'<circle class="ev ok" cx="{part(deed, total):g}%" cy="12" r="4"/>' for deed in deeds]
    if not done:
        pieces.append(f'<rect class="now" x="{edge:g}%" y="2" width="2" height="20"/>')
    sentence = _("%(used)s of %(total)s hours used") % {"used": thousands(round(used, 1)), "total": thousands(total)}
    return format_html('<svg class="g24" role="img" aria-label="{}">{}</svg>', sentence, vouched("".join(pieces)))


def strip(parts: Iterable[tuple[float, float, str]]) -> SafeString:
    """Draw a period as one bar; `parts` are where a piece of it begins and ends, in [0, 1], and its look."""
    pieces = ['<rect class="base" width="100%" height="100%" rx="2"/>']
    for begins, ends, look in parts:
        wide = max(part(ends, 1) - part(begins, 1), 0.5)  # however short, it can be seen
        left = min(part(begins, 1), 100 - wide)
        pieces.append(f'<rect class="{look}" x="{left:g}%" width="{wide:g}%" height="100%"/>')
    return format_html('<svg class="strip" aria-hidden="true">{}</svg>', vouched("".join(pieces)))
