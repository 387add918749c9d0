"""What does a report say, read as any post is, and how does it become a mention among the others?"""

from collections.abc import Set
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from firebreak.console.alert.models import Alert
from firebreak.console.alert.services import Finding, raise_alert
from firebreak.console.assess.models import Story
from firebreak.console.assess.services import take_in
from firebreak.console.govern.services import beat, lock_brand, machine_actor, write_entry
from firebreak.console.listen.models import Post as PostRow
from firebreak.console.listen.reader import Read, reader_for, watches_of
from firebreak.console.staff.models import Hurt, Report
from firebreak.console.staff.receiving import TOPIC
from firebreak.console.staff.wording import HURT
from firebreak.core.terms import Alarm, Author, Media, Post, PostKind, Reason, Severity, Signal, Watch, WatchKind

SOURCE = "staff"
HARM, MANY = "staff_harm", "staff_many"
HARMED = (Hurt.ONE, Hurt.SEVERAL)
QUARTER = 900  # seconds
CALLS_OF_LINK = 3  # for harm within a quarter of an hour; one call tells of all that comes after


def post_of(report: Report) -> Post:
    """Give a report as a post: brand and place before the words, since who works there names neither.

    Who reported it is no part of that, nor how to reach them, nor who is hurt: that stays behind the report's mask.
    """
    with translation.override(report.language):
        harm = _("Hurt: %(who)s") % {"who": HURT[report.hurt]} if report.hurt in HARMED else ""
        head = _("%(brand)s, %(place)s: %(what)s")
        text = head % {"brand": report.brand.name, "place": report.place, "what": report.what}
    return Post(
        id=report.code,  # never the receipt: it opens how the report stands, and this goes into lists and archives
        source=SOURCE,
        text="\n".join(filter(None, (text, harm))),
        published_at=report.seen_at,
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
    found = PostRow.objects.filter(brand=report.brand, source=SOURCE, external_id=report.code)
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
    alarm = alarm_of(report, HARM, level=level, key=f"{SOURCE}:{report.pk}:{int(report.received_at.timestamp())}")
    return raise_alert(brand=report.brand, finding=Finding(alarm=alarm, story=story, evidence=lambda: [post.pk]), at=at)


def is_one_of_many(report: Report, *, at: datetime) -> bool:
    """Tell whether so much harm came by this link a short while ago that each call more would only drown the others."""
    since = at - timedelta(seconds=QUARTER)
    told = Report.objects.filter(link__isnull=False, link=report.link_id, grave=True, read_at__gt=since)
    return told.count() >= CALLS_OF_LINK


def call_for_many(report: Report, *, at: datetime) -> Alert | None:
    """Call once a quarter of an hour for all the harm that comes by one link: a person looks at which of it holds."""
    begun = int(at.timestamp()) // QUARTER * QUARTER
    alarm = alarm_of(report, MANY, level=Severity.S2, key=f"{SOURCE}_link:{report.link_id}:{begun}")
    return raise_alert(brand=report.brand, finding=Finding(alarm=alarm), at=at)


def alarm_of(report: Report, code: str, *, level: Severity, key: str) -> Alarm:
    reasons = (Reason(code, 0, {"report": report.code}),)
    return Alarm(key=key, signal=Signal.HARD_RULE, severity=level, reasons=reasons)


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


def put_off(report: Report, *, at: datetime) -> None:
    """Let a report that cannot be read wait, twice as long each time up to a quarter of an hour."""
    wait = timedelta(seconds=min(2**report.tries, QUARTER))
    Report.objects.filter(pk=report.pk).update(tries=F("tries") + 1, next_at=at + wait)
