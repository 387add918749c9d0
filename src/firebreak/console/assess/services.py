"""How do posts become stories, and how is each judged, explained and corrected?"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q

from firebreak import knowledge
from firebreak.console import bulk
from firebreak.console.access import Seat
from firebreak.console.assess import counting, placing
from firebreak.console.assess.facts import facts_at, facts_of_all
from firebreak.console.assess.models import Assessment, Story, StoryPost
from firebreak.console.assess.ruling import (
    assessment_of,
    follow_machine,
    new_assessment,
    reason_rows,
    row_of,
    ruling_of,
    see_again,
)
from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import beat, lock_brand, machine_actor, person_actor, write_entry
from firebreak.console.listen import services as listen
from firebreak.console.listen.habit import usual_per_hour as usual
from firebreak.console.listen.models import Post, Source
from firebreak.console.listen.reader import Read
from firebreak.console.listen.rows import Sheet, sheet_of
from firebreak.core import flow
from firebreak.core.assess.ruling import own_of
from firebreak.core.errors import BadInput
from firebreak.core.terms import Act, Category, Severity, StoryFacts
from firebreak.core.terms import Assessment as Made

ALIVE = timedelta(hours=72)
MOST_ALIVE = 400
FEW = 3  # fewer posts without anything urgent are looked at when they come, and not again


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a batch of posts."""

    added: int
    duplicates: int
    unmatched: int
    stories: frozenset[int]  # numbers of stories whose members changed


def take_in(*, brand: Brand, read: Read, via: Source | None, at: datetime) -> Taken:
    """Store a batch that was read, with readings, counts, search and stories: all of it, or nothing."""
    return take_in_sheet(brand=brand, sheet=sheet_of(read), via=via, at=at)


@transaction.atomic
def take_in_sheet(*, brand: Brand, sheet: Sheet, via: Source | None, at: datetime) -> Taken:
    """Do what `take_in` does with a batch whose rows were made before, perhaps by another process."""
    admitted = listen.admit(brand=brand, sheet=sheet, via=via)
    fresh, touched = admitted.fresh, set[int]()
    with bulk.beside() as meanwhile:
        asked = placing.question(brand=brand, fresh=fresh, said=sheet.said, at=at) if fresh else None
        answer = meanwhile(asked.answer) if asked else None
        listen.store(brand=brand, fresh=fresh, sheet=sheet, via=via, at=at)
    if asked and answer:
        touched = placing.settle(brand, asked, answer.result(), at=at)
    if touched:
        beat(brand, "stories")
    return Taken(
        added=len(fresh),
        duplicates=admitted.duplicates,
        unmatched=len(sheet.unmatched),
        stories=frozenset(touched),
    )


@dataclass(frozen=True, slots=True)
class Judged:
    """A story after it was judged, and what it was before."""

    story: Story
    facts: StoryFacts
    assessment: Assessment
    was: Severity
    changed: bool
    lapsed: bool = False


@transaction.atomic
def judge_stories(
    *, brand: Brand, stories: Iterable[Story], at: datetime, usual_per_hour: float, by_lines: bool = False
) -> list[Judged]:
    """Judge stories from their rows; an assessment is kept when the score moved, and every change of level audited.

    With `by_lines` one is kept as well when the score is the same and what its reasons tell is not.
    """
    lock_brand(brand)
    keys = [story.pk for story in stories]
    rows = Story.objects.filter(pk__in=keys, merged_into__isnull=True)
    found = rows.select_related("brand", "ruling").order_by("number")
    facts = facts_of_all(keys, at=at, usual_per_hour=usual_per_hour)
    last = latest_assessments(keys)
    judged = [
        judge(story, facts[story.pk], last.get(story.pk), at=at, by_lines=by_lines)
        for story in found
        if facts[story.pk].posts or not story.post_count  # not one whose posts are all dated ahead
    ]
    write_judged([one for one in judged if one.assessment.pk is None], at=at)
    if any(one.changed for one in judged):
        beat(brand, "stories")
    return judged


def latest_assessments(stories: Iterable[int]) -> dict[int, Assessment]:
    newest = Assessment.objects.filter(story__in=list(stories)).order_by().values("story").annotate(newest=Max("pk"))
    return {row.story_id: row for row in Assessment.objects.filter(pk__in=newest.values("newest"))}


def judge_again(brand: Brand, *stories: Story, at: datetime) -> None:
    """Judge stories whose posts a person or a source has put right: no loop looks at a small or an old one again."""
    judge_stories(brand=brand, stories=stories, at=at, usual_per_hour=usual(brand, at=at).mean, by_lines=True)


def judge(story: Story, facts: StoryFacts, last: Assessment | None, *, at: datetime, by_lines: bool) -> Judged:
    """Judge one story by its facts, as a person's ruling lets it stand; an empty one keeps its category."""
    was = Severity(story.severity)
    keep_ruling(story, usual_per_hour=facts.usual_per_hour)
    floor = Severity(story.floor) if story.floor else None
    made = flow.assess(facts, knowledge.severity(), floor=floor, ruling=ruling_of(story))
    lapsed = follow_machine(story, own_of(made), at=at)
    category = facts.category if facts.posts else Category(story.category)
    same = last and is_same(assessment_of(last), made) and story.category == category
    if last and same and not (by_lines and last.reasons != reason_rows(made.reasons)):
        return Judged(story=story, facts=facts, assessment=last, was=was, changed=lapsed)
    story.category = category.value
    row = new_assessment(story, made, at=at, facts=asdict(facts), rules=knowledge.severity().version)
    return Judged(story=story, facts=facts, assessment=row, was=was, changed=True, lapsed=lapsed)


def keep_ruling(story: Story, *, usual_per_hour: float) -> None:
    """Let a person's word outlive a change of the rules: what they saw is judged by the new ones."""
    row, rules = row_of(story), knowledge.severity()
    if row is None or row.lapsed_at or row.rules == rules.version:
        return
    seen = facts_at(story, at=row.at, usual_per_hour=usual_per_hour)
    if seen.posts:
        see_again(row, own_of(flow.assess(seen, rules)), rules=rules.version)


def is_same(last: Made, made: Made) -> bool:
    """Tell whether a judgement says what the last one said, with a person's word and without it."""
    return (last.score, last.hard_rule, own_of(last).score) == (made.score, made.hard_rule, own_of(made).score)


CARRIED = {
    "story": "bigint",
    "level": "text",
    "points": "double precision",
    "kind": "text",
    "hard": "boolean",
    "lowest": "text",
}
CARRY = """
    UPDATE assess_story SET
        severity = level, score = points, category = kind, hard_rule = hard, floor = lowest, version = version + 1
    FROM {given} WHERE id = story
"""


def write_judged(judged: Sequence[Judged], *, at: datetime) -> None:
    """Keep new assessments and carry them onto their stories, all in one go; every change of level is audited."""
    Assessment.objects.bulk_create([one.assessment for one in judged])
    for one in judged:
        carry(one.story, one.assessment)
    stories = [one.story for one in judged]
    bulk.each(CARRY, CARRIED, [(s.pk, s.severity, s.score, s.category, s.hard_rule, s.floor) for s in stories])
    for one in judged:
        if one.was.value != one.story.severity:
            placing.retitle(one.story)
            write_change(one, at=at)


def carry(story: Story, row: Assessment) -> None:
    """Let a story stand as it was judged; the hard rule leaves a floor that the machine never goes below."""
    hard = knowledge.severity().hard_rule
    if row.hard_rule and (not story.floor or hard.is_worse_than(Severity(story.floor))):
        story.floor = hard.value
    story.severity, story.score = row.severity, row.score
    story.hard_rule = story.hard_rule or row.hard_rule
    story.version += 1


def write_change(one: Judged, *, at: datetime) -> None:
    row = one.assessment
    write_entry(
        brand=one.story.brand,
        actor=machine_actor("assess"),
        action="judge_story",
        subject=f"story:{one.story.pk}",
        detail={
            "was": one.was.value,
            "now": row.severity,
            "assessment": row.pk,
            "rules": row.rules,
            "ruling_lapsed": one.lapsed,
        },
        at=at,
    )


def alive(brand: Brand, *, at: datetime) -> list[Story]:
    """Give the stories that had a post not long ago and whose level may still change, the latest ones if too many."""
    matters = Q(post_count__gte=FEW) | Q(urgent_count__gt=0) | ~Q(severity=Severity.S4)
    rows = Story.objects.filter(matters, brand=brand, last_post_at__gt=at - ALIVE).shown()
    latest = rows.select_related("brand").order_by("-last_post_at")[:MOST_ALIVE]
    return sorted(latest, key=lambda story: story.number)


@transaction.atomic
def merge_stories(*, seat: Seat, gone: Story, into: Story) -> None:
    """Let a person say that two stories are one."""
    seat.need(Act.TRIAGE)
    if gone.pk == into.pk or gone.merged_into_id or into.merged_into_id:
        raise BadInput(field="into", problem="not_mergeable")
    lock_brand(seat.brand)
    placing.merge_in_book(seat.brand, gone=gone.number, into=into.number)
    placing.absorb(seat.brand, gone=gone.number, into=into.number)
    judge_again(seat.brand, into, at=seat.at)
    record(seat, "merge_stories", into, {"gone": gone.pk})


@transaction.atomic
def split_story(*, seat: Seat, story: Story, posts: Iterable[int]) -> Story:
    """Let a person take posts out of a story into a new one."""
    seat.need(Act.TRIAGE)
    chosen = list(StoryPost.objects.filter(story=story, post__in=list(posts)).values_list("post_id", flat=True))
    if not chosen or len(chosen) == story.places.count():
        raise BadInput(field="posts", problem="not_splittable")
    lock_brand(seat.brand)
    taken = list(Post.objects.filter(pk__in=chosen).order_by("published_at", "pk"))
    again = placing.batch_again(seat.brand, taken)
    number = placing.split_in_book(seat.brand, story=story.number, taken=again)
    members = list(placing.stored_members(chosen).values())
    placing.write_stories(seat.brand, {number: members}, at=story.first_seen_at)
    row = Story.objects.get(brand=seat.brand, number=number)
    StoryPost.objects.filter(post__in=chosen).update(story=row, by=seat.person)
    counting.recount(story)
    counting.recount(row)
    placing.retitle(story)
    judge_again(seat.brand, story, row, at=seat.at)
    record(seat, "split_story", story, {"fresh": row.pk, "count": len(chosen)})
    row.refresh_from_db()
    return row


def record(seat: Seat, action: str, story: Story, detail: dict[str, object]) -> None:
    write_entry(
        brand=seat.brand,
        actor=person_actor(seat.person),
        action=action,
        subject=f"story:{story.pk}",
        detail=detail,
        at=seat.at,
    )
    beat(seat.brand, "stories")


@transaction.atomic
def erase_post(*, brand: Brand, post: Post, actor: str, at: datetime, why: str, incidents: Sequence[int] = ()) -> None:
    """Erase a post with all that holds its words: search, counts, reading, place.

    The trail keeps its id, and those of the `incidents` that it was part of.
    """
    lock_brand(brand)
    found = StoryPost.objects.filter(post=post).select_related("story").first()
    story = found.story if found else None
    gone = placing.batch_again(brand, [Post.objects.get(pk=post.pk)])
    placing.forget_in_book(brand, story=story.number if story else None, gone=gone)
    listen.erase(brand=brand, post=post, actor=actor, at=at, why=why, incidents=incidents)
    if story:
        counting.recount(story)
        placing.retitle(story)
        judge_again(brand, story, at=at)
    beat(brand, "posts", "stories")


def story_counts_differ(brand: Brand) -> list[tuple[str, dict[str, object], dict[str, object]]]:
    """Recount every story from rows; gives those whose stored counts say something else."""
    true, found = counting.counted_all(brand), []
    for story in Story.objects.filter(brand=brand).iterator():
        fresh = true.get(story.pk, counting.NO_POSTS)
        stored = {name: getattr(story, name) for name in fresh}
        if stored != fresh:
            found.append((story.code, stored, fresh))
    return found
