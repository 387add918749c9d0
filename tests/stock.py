"""What does a brand look like that has one of everything? A stage for the walk over all pages and for every export."""

from datetime import datetime, timedelta
from typing import Any

from firebreak.console.alert.campaigns import Campaign
from firebreak.console.alert.dates import OwnDate
from firebreak.console.alert.models import Silence
from firebreak.console.alert.services import set_default_routes
from firebreak.console.govern.models import Brand, Person
from firebreak.console.listen.models import Post, Source, Watch
from firebreak.console.respond.guard.records import ModerationRequest
from firebreak.console.respond.plan.steps import begin_plan
from firebreak.console.respond.send.records import Freeze
from firebreak.core.respond.sheet import Key
from firebreak.core.terms import Signal
from tests.records import (
    MINUTE,
    action,
    alert,
    brief,
    capture,
    case,
    drill,
    enquiry,
    fact,
    feed,
    incident,
    matrix,
    outlet,
    plan,
    quiet_days,
    ready_text,
    resource,
    risk,
    staff_report,
    statement,
    story,
)


def stock(brand: Brand, *, at: datetime) -> dict[str, Any]:
    """Give a brand one of everything, as a walk over all pages needs it."""
    set_default_routes(brand)
    source = feed(brand, at=at)
    hook = Source.objects.create(
        brand=brand, key="desk", name="Desk", kind="webhook", secret="s" * 32, created_at=at, last_ok_at=at
    )
    watch = Watch.objects.create(brand=brand, name="明泉", kind="brand", any=["明泉"])
    quiet_days(brand, at=at, days=9)
    leak = story(brand, at=at - 20 * MINUTE)
    other = story(brand, at=at - 90 * MINUTE, severity="S4", title="客服電話難打")
    raised = alert(brand, at=at - 15 * MINUTE, about=leak)
    running = incident(brand, at=at - 15 * MINUTE, about=leak, raised=raised)
    waiting = alert(brand, at=at - 5 * MINUTE, severity="S3", signal=Signal.VOLUME.value)
    silence = Silence.objects.create(
        brand=brand,
        subject="volume:elsewhere",
        severity="S3",
        reason="已宣告的活動",
        person=Person.objects.filter(organisation=brand.organisation).order_by("pk")[0],
        at=at - 30 * MINUTE,
        until=at + 30 * MINUTE,
    )
    somebody = silence.person
    begin_plan(running, posts=Post.objects.none(), at=at - 14 * MINUTE)
    fact(running, Key.BATCH, "B2611-07", by=somebody, at=at - 9 * MINUTE)
    first = Post.objects.filter(place__story=leak).order_by("pk")[0]
    return {
        "moderation": ModerationRequest.objects.create(
            brand=brand,
            post=first,
            act="hide",
            ground="scam",
            state="refused",
            refusal="criticism",
            copies=2,
            asked_by=somebody,
            asked_at=at - 6 * MINUTE,
        ),
        "statement": statement(
            running, "我們知道大家擔心漏水，正在查，今晚八點前更新。", by=somebody, at=at - 8 * MINUTE
        ),
        "outlet": outlet(brand, by=somebody, at=at - 9 * MINUTE),
        "matrix": matrix(brand, by=Person.objects.order_by("pk").get(name="Carol"), at=at - 9 * MINUTE),
        "ready": ready_text(brand, by=somebody, at=at - 9 * MINUTE),
        "freeze": Freeze.objects.create(
            brand=brand, incident=running, reason="先對過事實", thrown_by=somebody, thrown_at=at - MINUTE
        ),
        "case": case(running, by=somebody, at=at - 12 * MINUTE, what="廚房淹了，地板要換", phone="0912-345-678"),
        "enquiry": (asked := enquiry(running, by=somebody, at=at - 10 * MINUTE)),
        "journalist": asked.journalist,
        "action": action(running, by=somebody, at=at - 5 * MINUTE),
        "staff_report": staff_report(brand, at=at - 4 * MINUTE),
        "resource": resource(brand, by=somebody, at=at),
        "risk": risk(brand, by=somebody, at=at, about=running, likelihood=3),
        "silence": silence,
        "campaign": Campaign.objects.create(
            brand=brand, name="週年慶", begins=at, ends=at + timedelta(days=3), person=silence.person, at=at
        ),
        "own_date": OwnDate.objects.create(
            brand=brand, name="前年的召回", day=at.date() + timedelta(days=5), yearly=True, person=silence.person, at=at
        ),
        "plan": plan(brand, by=somebody, at=at - 7 * MINUTE),
        "drill": drill(brand, by=somebody, at=at, others="三家門市店長"),
        "capture": capture(leak.places.order_by("post")[0].post, at=at - 10 * MINUTE),
        "source": source,
        "hook": hook,
        "watch": watch,
        "story": leak,
        "other_story": other,
        "alert": raised,
        "waiting_alert": waiting,
        "incident": running,
        "brief": brief(brand, at=at - MINUTE),
        "post": first,
    }
