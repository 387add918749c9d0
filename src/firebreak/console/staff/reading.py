"""What does a report say, read as any post is, and how does it become a mention among the others?"""

from collections.abc import Set
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from firebreak.console.alert.models import Alert
from firebreak.console.alert.services import Finding, raise_alert
from firebreak.console.assess.models import Story
from firebreak.console.assess.services import take_in
from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import beat, lock_brand, machine_actor, write_entry
from firebreak.console.listen.models import Post as PostRow
from firebreak.console.listen.reader import Read, reader_for, watches_of
from firebreak.console.staff.models import Hurt, Report
from firebreak.console.staff.receiving import TOPIC
from firebreak.console.staff.wording import HURT
from firebreak.core.terms import Alarm, Author, Media, Post, PostKind, Reason, Severity, Signal, Watch, WatchKind

SOURCE = "staff"
HARM = "staff_harm"
HARMED = (Hurt.ONE, Hurt.SEVERAL)


def post_of(report: Report) -> Post:
    """Give a report as a post: brand and place before the words, since who works there names neither.

    Who reported it is no part of that, nor how to reach them.
    """
    with translation.override(report.language):
        harm = _("Hurt: %(who)s") % {"who": HURT[report.hurt]} if report.hurt in HARMED else ""
        head = _("%(brand)s, %(place)s: %(what)s")
        text = head % {"brand": report.brand.name, "place": report.place, "what": report.what}
    return Post(
        id=f"{report.receipt}",
        source=SOURCE,
        text="\n".join(filter(None, (text, harm, report.victims))),
        published_at=report.seen_at,
        channel=report.place,
        kind=PostKind.MESSAGE,
        author=Author(id=report.code),
        media=(Media(type="image", url=""),) if report.has_photo else (),
    )


def read_report(report: Report) -> Read:
    """Read it by the brand's watches, and as a post about the brand whatever they say: nobody reports of another."""
    own = Watch(name=report.brand.name, kind=WatchKind.BRAND, any=(report.brand.name,))
    return reader_for((*watches_of(report.brand), own)).read([post_of(report)])


def is_grave(report: Report, read: Read) -> bool:
    """Tell whether harm is told: by the words as they are read, or because the reporter says that somebody is hurt."""
    return bool(read.readings.urgent[0]) or report.hurt in HARMED


@transaction.atomic
def let_in(report: Report, read: Read, *, at: datetime) -> Set[int]:
    """Take a report in as a mention; a second time adds nothing, nor once it was erased meanwhile.

    Gives the numbers of the stories that it touched.
    """
    lock_brand(report.brand)
    if Report.objects.filter(pk=report.pk, erased_at__isnull=False).exists():
        return frozenset()
    return take_in(brand=report.brand, read=read, via=None, at=at).stories


def mention_of(report: Report) -> PostRow | None:
    found = PostRow.objects.filter(brand=report.brand, source=SOURCE, external_id=report.receipt)
    return found.select_related("place__story__merged_into").first()


def story_of(post: PostRow) -> Story | None:
    place = getattr(post, "place", None)
    return (place.story.merged_into or place.story) if place else None


@transaction.atomic
def call_for_harm(report: Report, *, at: datetime) -> Alert | None:
    """Call those whom the routes name for harm that somebody of the staff told of, unless its story called already."""
    lock_brand(report.brand)
    post = mention_of(report)
    story = story_of(post) if post else None
    if post is None or story is None:
        return None
    least = Severity.S2
    level = Severity(story.severity) if Severity(story.severity).is_worse_than(least) else least
    alarm = Alarm(
        key=f"{SOURCE}:{report.pk}:{int(report.received_at.timestamp())}",
        signal=Signal.HARD_RULE,
        severity=level,
        reasons=(Reason(HARM, 0, {"report": report.code}),),
    )
    return raise_alert(brand=report.brand, finding=Finding(alarm=alarm, story=story, evidence=[post.pk]), at=at)


@transaction.atomic
def note_read(report: Report, read: Read, *, at: datetime) -> None:
    """Write down what a report was read as: it is looked at by no loop again."""
    lock_brand(report.brand)
    against = bool(read.readings.negative[0])  # of anything else a kind would only mislead: no assistant reports praise
    category = read.readings.reading(0).category.value if against else ""
    grave = is_grave(report, read)
    rows = Report.objects.filter(pk=report.pk, read_at__isnull=True)
    if not rows.update(read_at=at, category=category, grave=grave, post=mention_of(report)):
        return
    detail = {"report": report.number, "category": category, "grave": grave, "model": read.model}
    actor, subject = machine_actor("staff"), f"report:{report.pk}"
    write_entry(brand=report.brand, actor=actor, action="read_report", subject=subject, detail=detail, at=at)
    beat(report.brand, TOPIC)


def brands_waiting() -> list[Brand]:
    return list(Brand.objects.filter(pk__in=Report.objects.unread().values("brand")).order_by("pk"))
