"""Who was reached, who is next, and who comes last? The rungs of one alert, from its deliveries."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firebreak import knowledge
from firebreak.console.alert.calling import MAIL, MAIL_OF_END
from firebreak.console.alert.models import Alert, Delivery
from firebreak.console.formats import listed, short_time
from firebreak.core.terms import Severity

FAILURES = {
    "no_seat": gettext_lazy("no longer works for this brand"),
    "channel_refused": gettext_lazy("refused by the mail server"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One rung: sent, failed, next, or still to come; `note` says what became of it."""

    look: str
    icon: str
    who: str
    at: datetime | None
    counts_down: bool = False
    note: str = ""


def ladder_of(alert: Alert, *, in_app_only: bool) -> list[Step]:
    """Give who is called when: what was sent, what comes next, every rung after it, and what lies behind the last."""
    rows = sorted(alert.deliveries.all(), key=lambda one: (one.sent_at or one.next_at or alert.at, one.pk))
    steps: list[Step] = []
    for one in rows:
        is_next = not any(step.look == "next" for step in steps)
        steps.append(step_of(one, is_next=is_next, in_app_only=in_app_only))
    return [*steps, last_of(alert)] if steps and not alert.acknowledged_at else steps


def step_of(one: Delivery, *, is_next: bool, in_app_only: bool) -> Step:
    """Say how one delivery stands."""
    unseen = "" if one.person.last_login else _("has never signed in")
    if in_app_only:
        return Step("", "bell", one.person.name, None, note=unseen)
    who = _("%(name)s · %(channel)s") % {"name": one.person.name, "channel": channel(one.channel)}
    if one.failed:
        return Step("fail", "x", who, one.next_at, note=failure(one))
    if one.sent_at:
        return Step("ok", "check", who, one.sent_at, note=noted(_("delivered"), unseen))
    if one.next_at is None:
        return Step("", "dash", who, None, note=unseen)
    if not is_next:
        return Step("", "ring", who, one.next_at, True, unseen)
    tried = _("tried %(n)s times") % {"n": one.tries} if one.tries else ""
    return Step("next", "clock", who, one.next_at, True, noted(tried, unseen))


def noted(*notes: str) -> str:
    return listed(note for note in notes if note)


def failure(one: Delivery) -> str:
    why = FAILURES.get(one.failed, one.failed)
    return _("%(why)s, tried %(n)s times") % {"why": why, "n": one.tries} if one.tries > 1 else str(why)


def last_of(alert: Alert) -> Step:
    """Say that nobody comes after these, and until when the alert is to be taken."""
    span = knowledge.clocks().span("ack", Severity(alert.severity or Severity.S3))
    return Step("end", "dash", _("Nobody after that; to be taken by"), span.after(alert.at) if span else None)


def told_of(steps: list[Step], *, at: datetime) -> str:
    """Say in one line what was tried so far."""
    tried = [step for step in steps if step.look in ("ok", "fail")]
    lines = [
        f"{step.who} {short_time(step.at, at=at)} {step.note}" if step.at else f"{step.who} {step.note}"
        for step in tried
    ]
    return _("; ").join(lines)


def channel(code: str) -> str:
    return {MAIL: _("e-mail"), MAIL_OF_END: _("e-mail that it is over")}.get(code, code)
