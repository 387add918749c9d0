"""How is an answer to a mention written, checked and kept, and who says that it was published?"""

from django.db import transaction
from django.db.models import F

from firebreak import knowledge
from firebreak.console.access import Seat
from firebreak.console.assess.models import Story
from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import beat, lock_brand, person_actor, write_entry
from firebreak.console.listen.mention import safe_url
from firebreak.console.listen.models import Post
from firebreak.console.respond.lines import note
from firebreak.console.respond.models import Incident
from firebreak.console.respond.replies import LONGEST_URL, Reply, Voice
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.respond.statement import Draft, DraftKind, Level, LintResult, Posture, lint
from firebreak.core.respond.template import holes
from firebreak.core.terms import Act, Severity

RECENT = 20  # published replies with which a draft is compared: nobody wants the same words as everybody
TOPIC = "handling"


def draft_of(post: Post) -> Reply | None:
    return Reply.objects.filter(post=post, published_at__isnull=True).select_related("written_by").first()


def voice_of(brand: Brand) -> Voice:
    return Voice.objects.filter(brand=brand).first() or Voice(brand=brand)


def check_reply(*, post: Post, text: str, posture: Posture) -> LintResult:
    """Read a reply by the tone rules, as grave as the mention's incident or story; nothing is written."""
    others = Reply.objects.filter(brand=post.brand, published_at__isnull=False).exclude(post=post)
    recent = others.order_by("-published_at").values_list("text", flat=True)[:RECENT]
    draft = Draft(
        id=str(post.pk),
        kind=DraftKind.REPLY,
        text=text,
        severity=severity_of(post),
        posture=posture,
        recent=tuple(recent),
    )
    return lint(draft, knowledge.tone())


def story_of(post: Post) -> Story | None:
    place = getattr(post, "place", None)
    return place.story if place else None


def incident_of(post: Post) -> Incident | None:
    return getattr(story_of(post), "incident", None)


def severity_of(post: Post) -> Severity:
    """Give the level that a reply is read by; a mention that stands alone is of the least."""
    matter = incident_of(post) or story_of(post)
    return Severity(matter.severity) if matter else Severity.S4


@transaction.atomic
def save_reply(*, seat: Seat, post: Post, text: str, posture: Posture, version: int | None) -> Reply:
    """Keep a draft; `version` is the one that was on the screen, None where there was none. Raises Conflict."""
    seat.need(Act.TRIAGE)
    if not text.strip():
        raise BadInput(field="text", problem="empty")
    lock_brand(seat.brand)
    if not Post.objects.filter(pk=post.pk).exists():  # erased meanwhile, and what is said of it with it
        raise Conflict(post=post.pk)
    there = draft_of(post)
    if (there.version if there else None) != version:
        raise Conflict(post=post.pk)
    kept = there or Reply(brand=seat.brand, post=post, version=-1)
    kept.text, kept.posture = text.strip(), posture.value
    kept.written_by, kept.written_at, kept.version = seat.person, seat.at, kept.version + 1
    kept.save()
    record(seat, post, "save_reply", blocked_by(post, kept))
    return kept


@transaction.atomic
def drop_reply(*, seat: Seat, post: Post, version: int) -> None:
    """Throw a draft away; what was published stays."""
    seat.need(Act.TRIAGE)
    lock_brand(seat.brand)
    gone, _kinds = Reply.objects.filter(post=post, published_at__isnull=True, version=version).delete()
    if not gone:
        raise Conflict(post=post.pk)
    record(seat, post, "drop_reply", [])


@transaction.atomic
def publish_reply(*, seat: Seat, post: Post, url: str, version: int) -> Reply:
    """Say where a draft was published: by a person, elsewhere. Its incident's timeline and the log tell of it."""
    seat.need(Act.TRIAGE)
    if len(url) > LONGEST_URL or not safe_url(url):
        raise BadInput(field="url", problem="not_a_link")
    lock_brand(seat.brand)
    fields = {"published_at": seat.at, "published_by": seat.person, "url": safe_url(url)}
    drafts = Reply.objects.filter(post=post, published_at__isnull=True, version=version)
    kept = drafts.first()
    if kept is None or not drafts.update(version=F("version") + 1, **fields):
        raise Conflict(post=post.pk)
    if holes_of(kept.text):  # nobody can have posted these words
        raise BadInput(field="text", problem="facts_missing")
    record(seat, post, "publish_reply", blocked_by(post, kept))
    if incident := incident_of(post):
        facts = {"posts": [post.pk]}
        note(incident, kind="reply", at=seat.at, person=seat.person, text=safe_url(url), facts=facts)
        beat(seat.brand, "incidents", f"incident:{incident.pk}")
    kept.refresh_from_db()
    return kept


@transaction.atomic
def publish_words(*, seat: Seat, post: Post, text: str, posture: Posture, url: str, version: int) -> Reply:
    """Say that words were published as they stand on the screen: where they differ from the draft, they are kept first.

    Raises Conflict where the draft has changed since `version`, BadInput for no words or no link.
    """
    there = draft_of(post)
    if there and (there.text, there.posture) != (text.strip(), posture.value):
        version = save_reply(seat=seat, post=post, text=text, posture=posture, version=version).version
    return publish_reply(seat=seat, post=post, url=url, version=version)


@transaction.atomic
def set_voice(*, seat: Seat, opening: str, closing: str, manner: str) -> None:
    """Write down how the brand speaks; drafts that are there stay as they are."""
    seat.need(Act.CONFIGURE)
    lock_brand(seat.brand)
    said = {"opening": opening.strip(), "closing": closing.strip(), "manner": manner.strip()}
    was = voice_of(seat.brand)
    changed = sorted(name for name, words in said.items() if getattr(was, name) != words)
    if not changed:
        return
    Voice.objects.update_or_create(brand=seat.brand, defaults=said)
    actor, subject = person_actor(seat.person), f"brand:{seat.brand.pk}"
    write_entry(
        brand=seat.brand, actor=actor, action="set_voice", subject=subject, detail={"fields": changed}, at=seat.at
    )


def holes_of(text: str) -> tuple[str, ...]:
    """Name what a template still marks as missing in some words."""
    return holes(text, knowledge.templates())


def blocked_by(post: Post, kept: Reply) -> list[str]:
    """Name the rules that stood against a draft as it was kept."""
    found = check_reply(post=post, text=kept.text, posture=Posture(kept.posture)).findings
    return sorted({one.code for one in found if one.level is Level.BLOCK})


def record(seat: Seat, post: Post, action: str, blocked: list[str]) -> None:
    write_entry(
        brand=seat.brand,
        actor=person_actor(seat.person),
        action=action,
        subject=f"post:{post.pk}",
        detail={"blocked": blocked} if blocked else {},
        at=seat.at,
    )
    beat(seat.brand, TOPIC)
