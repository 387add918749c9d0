"""What is known of a story at one moment, gathered from its rows for core to judge?

The database does the counting, so that a story of ten thousand posts is judged as fast as one of ten.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

import orjson
from django.db import connection
from django.db.models import (
    Avg,
    BooleanField,
    Case,
    Count,
    ExpressionWrapper,
    F,
    Max,
    Min,
    Q,
    QuerySet,
    Sum,
    TextField,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from firebreak import knowledge
from firebreak.console.assess.models import Assessment, Story
from firebreak.console.listen.models import Post
from firebreak.console.listen.people import PERSON
from firebreak.core.assess.floors import MINOR, PERSONAL, FloorRule, Told, holding, scattered, voices_of
from firebreak.core.terms import Category, PostKind, Sentiment, StoryFacts

HOUR = timedelta(hours=1)
LATE = timedelta(hours=72)  # what is told of harm in so long may be of one cause
NEGATIVE = Q(reading__sentiment=Sentiment.NEGATIVE)
NO_PRAISE = ~Q(reading__sentiment=Sentiment.POSITIVE)
SERIOUS = frozenset(
    [
        "bodily_harm",
        "danger",
        "foreign_body",
        "poisoning",
        "pests",
        "privacy_leak",
        "hidden_camera",
        "serious_defect_evidence",
    ]
)
GRAVE: tuple[Any, ...] = (  # what `harms_in` is told of a post
    "reading__urgent",
    "reading__category",
    KeyTextTransform("reasons", "reading__detail"),
    KeyTextTransform("evidence", "reading__detail"),
)
COUNTED = ("posts", "negative", "urgent", "last_hour", "hour_before", "interactions", "shares", "sources", "news")
# Who tells of harm in plain words is often read as neutral: only praise tells of none.
OWN_WORDS = Q(reading__urgent=True, reading__copy_of__isnull=True, reshare_of="") & ~Q(
    reading__sentiment=Sentiment.POSITIVE
)
NO_COUNTS: dict[str, Any] = dict.fromkeys(COUNTED, 0) | {"intensity": 0.0}
NO_AUTHORS: dict[str, Any] = {"authors": 0, "followers": 0, "top_followers": 0}


def facts_at(story: Story, *, at: datetime, usual_per_hour: float) -> StoryFacts:
    """Gather the facts of one story's posts that were out by `at`."""
    return facts_of_all([story.pk], at=at, usual_per_hour=usual_per_hour)[story.pk]


def facts_of_all(stories: Collection[int], *, at: datetime, usual_per_hour: float) -> dict[int, StoryFacts]:
    """Gather the facts of many stories (by primary key) of one brand in four questions, five where harm is told alone.

    `usual_per_hour` is what the brand expects at this time. A story without a post has no facts but zeros.
    """
    posts = Post.objects.filter(place__story__in=list(stories), published_at__lte=at).order_by()
    counts, authors = counts_of(posts, at=at), authors_of(posts)
    categories, grave = categories_of(posts), grave_of(posts)
    floors = floors_of(grave, at=at)
    return {
        story: StoryFacts(
            **(counts.get(story) or NO_COUNTS),
            **(authors.get(story) or NO_AUTHORS),
            **told_of(grave.get(story, ())),
            floors=floors.get(story, ()),
            usual_per_hour=usual_per_hour,
            category=categories.get(story, Category.OTHER),
        )
        for story in stories
    }


def counts_of(posts: QuerySet[Post], *, at: datetime) -> dict[int, dict[str, Any]]:
    """Count each story's posts."""
    likes, comments, shares = (Coalesce(Sum(name), 0) for name in ("likes", "comments", "shares"))
    rows: Any = posts.values("place__story").annotate(
        posts=Count("pk"),
        negative=Count("pk", filter=NEGATIVE),
        urgent=Count("pk", filter=Q(reading__urgent=True)),
        last_hour=Count("pk", filter=Q(published_at__gt=at - HOUR)),
        hour_before=Count("pk", filter=Q(published_at__gt=at - 2 * HOUR, published_at__lte=at - HOUR)),
        interactions=likes + comments + shares,
        told_on=shares + Count("pk", filter=~Q(reshare_of="")),
        sources=Count("source", distinct=True),
        news=Count("pk", filter=Q(kind=PostKind.NEWS)),
        intensity=Coalesce(Avg("reading__intensity", filter=NEGATIVE), 0.0),
    )
    # Not "shares" above: the name is a column's, and would be taken for it.
    return {row.pop("place__story"): row | {"shares": row.pop("told_on")} for row in rows}


def authors_of(posts: QuerySet[Post]) -> dict[int, dict[str, Any]]:
    """Count distinct authors and add up their followers; unknown counts as none."""
    each = posts.annotate(who=PERSON, told_in=F("place__story")).values("told_in", "who")
    inner, values = each.annotate(most=Coalesce(Max("followers"), 0)).query.sql_with_params()
    sums = f"SELECT told_in, COUNT(*), SUM(most), MAX(most) FROM ({inner}) AS one GROUP BY told_in"  # noqa: S608 - ours
    with connection.cursor() as cursor:
        cursor.execute(sums, values)
        return {
            story: {"authors": count, "followers": int(total), "top_followers": top}
            for story, count, total, top in cursor.fetchall()
        }


def categories_of(posts: QuerySet[Post]) -> dict[int, Category]:
    """Give each story's commonest category among negative posts (else among all); of equals, the gravest."""
    rows = posts.values_list("place__story", "reading__category")
    told: dict[int, list[tuple[Category, int, int]]] = {}
    for story, code, count, negative in rows.annotate(Count("pk"), negative=Count("pk", filter=NEGATIVE)):
        told.setdefault(story, []).append((Category(code), count, negative))
    return {story: commonest(counted) for story, counted in told.items()}


def category_among(posts: QuerySet[Post]) -> Category:
    """Give the commonest category of posts whichever story they belong to, as `categories_of` does for each story."""
    rows = posts.order_by().values_list("reading__category")
    told = rows.annotate(Count("pk"), negative=Count("pk", filter=NEGATIVE))
    counted = [(Category(code), count, negative) for code, count, negative in told]
    return commonest(counted) if counted else Category.OTHER


def commonest(told: Sequence[tuple[Category, int, int]]) -> Category:
    bitter = {code: negative for code, _, negative in told if negative and code.is_complaint}
    counts = bitter or {code: count for code, count, _ in told}
    order = list(Category)
    return min(counts, key=lambda code: (-counts[code], order.index(code)))


@dataclass(frozen=True, slots=True)
class Kind:
    """Posts of one kind: the serious harm that they tell of, whether they show it, and who tells it how."""

    harms: frozenset[str]
    shown: bool
    told: Told | None  # of posts in words of their own that are no praise


def told_of(grave: Iterable[Kind]) -> dict[str, Any]:
    """Tell from the kinds of grave posts of a story what its facts say of harm and evidence."""
    kinds = list(grave)
    harms = frozenset[str]().union(*(one.harms for one in kinds if one.shown))
    return {
        "serious": any(one.harms for one in kinds),
        "evidence": any(one.shown for one in kinds),
        "serious_with_evidence": bool(harms),
        "harms": tuple(sorted(harms)),
    }


def floors_of(grave: Mapping[int, Sequence[Kind]], *, at: datetime) -> dict[int, tuple[str, ...]]:
    """Name the rules of harm that hold for each story, by itself or together with what others told of late."""
    rules = knowledge.severity().floors
    told = {story: [one.told for one in kinds if one.told] for story, kinds in grave.items()}
    own = {story: holding(kinds, rules) for story, kinds in told.items()}
    alone = [
        story
        for story, kinds in told.items()
        if any(rule.name not in own[story] and voices_of(rule, kinds) for rule in rules)
    ]
    together = told_together(alone, rules, at=at) if alone else {}
    return {story: tuple(dict.fromkeys([*held, *together.get(story, ())])) for story, held in own.items()}


def told_together(alone: Sequence[int], rules: Sequence[FloorRule], *, at: datetime) -> dict[int, tuple[str, ...]]:
    """Name the rules that hold for several stories together and that one of these carries."""
    return scattered(told_of_late(alone, at=at), rules, judged=alone, carried=carried_by(alone, rules, at=at))


def carried_by(alone: Sequence[int], rules: Sequence[FloorRule], *, at: datetime) -> dict[int, set[str]]:
    """Name the rules that stories of the brand carried of late, though their own posts may be older.

    A matter goes on while it is told of again within some days, and who carried it then has told of it. A story that
    was merged carries on in the other one.
    """
    brand = Story.objects.filter(pk__in=alone[:1]).values("brand")
    judged = Assessment.objects.filter(story__brand__in=brand, hard_rule=True, at__gt=at - 2 * LATE, at__lte=at)
    said = judged.annotate(said=Cast("reasons", TextField())).order_by()
    holds = {f"of_{rule.name}": fact(Q(said__contains=f'"floor_{rule.name}"')) for rule in rules}
    rows = said.annotate(**holds).values_list(Coalesce("story__merged_into", "story"), *holds).distinct()
    found: dict[int, set[str]] = {}
    for story, *carried in rows:
        found.setdefault(story, set()).update(rule.name for rule, one in zip(rules, carried, strict=True) if one)
    return found


def told_of_late(alone: Sequence[int], *, at: datetime) -> dict[int, list[Told]]:
    """Give what the stories of the brand of these told of harm within some days."""
    brand = Story.objects.filter(pk__in=alone[:1]).values("brand")
    late = Post.objects.filter(OWN_WORDS, brand__in=brand, published_at__gt=at - LATE, published_at__lte=at)
    found = grave_of(late.filter(place__isnull=False).order_by())
    return {story: [one.told for one in kinds if one.told] for story, kinds in found.items()}


def grave_of(posts: QuerySet[Post]) -> dict[int, list[Kind]]:
    """Tell of each kind of post that is urgent or carries media which harm it tells of, and whether it shows it."""
    rows = posts.filter(Q(reading__urgent=True) | ~Q(media=[])).annotate(
        own=fact(OWN_WORDS),
        why=KeyTextTransform("reasons", "reading__detail"),
        pii=KeyTextTransform("pii", "reading__detail"),
    )
    rows = rows.annotate(
        minor=Case(When(OWN_WORDS & may_harm_a_child(), then=fact(speaks_of_a_child())), default=False)
    )
    kinds = rows.annotate(personal=fact(OWN_WORDS & ~Q(pii="[]"))).values_list(
        "place__story", "own", "minor", "personal", *GRAVE
    )
    voices = kinds.annotate(
        voice=Min(PERSON), other=Max(PERSON), words=Min("reading__copy_key"), others=Max("reading__copy_key")
    )
    found: dict[int, list[Kind]] = {}
    for story, *row in voices:
        found.setdefault(story, []).append(kind_of(*row))
    return found


def kind_of(own: bool, minor: bool, personal: bool, *row: Any) -> Kind:
    told, voices, texts = row[:4], frozenset(row[4:6]), frozenset(row[6:])
    harms, shown = harms_in(*told)
    if not own:
        return Kind(harms, shown, None)
    signs = {name for name, holds in ((MINOR, minor), (PERSONAL, personal)) if holds}
    return Kind(harms, shown, Told(frozenset(words(told[2])), frozenset({*signs, told[1]}), voices, texts))


def may_harm_a_child() -> Q:
    """Match posts whose reasons (annotated `why`) are a rule's that asks for a child beside them: few are, and it is
    told at once, where a child is sought word by word."""
    rules = knowledge.severity().floors
    asked = sorted(frozenset[str]().union(*(rule.any for rule in rules if MINOR in rule.beside)))
    return reduce(or_, (Q(why__contains=f'"{reason}"') for reason in asked), Q(pk__in=[]))


def speaks_of_a_child() -> Q:
    """Match posts that name a child; English words stand alone, so that "my song" is no son.

    All English words are one question: SQLite answers each of them in Python, post by post.
    """
    known = knowledge.severity().minors
    alone = "|".join(re.escape(word) for word in known if word.isascii())
    asked = [("iregex", rf"(^|[^a-z])({alone})(s|ren)?([^a-z]|$)")] if alone else []
    asked += [("icontains", word) for word in known if not word.isascii()]
    said = Q()
    for how, what in asked:
        said |= Q(**{f"text__{how}": what}) | Q(**{f"title__{how}": what})
    return said


def fact(condition: Q) -> Any:
    return ExpressionWrapper(condition, output_field=BooleanField())


def harms_in(urgent: bool, category: str, reasons: str | None, evidence: str | None) -> tuple[frozenset[str], bool]:
    """Tell from the columns GRAVE which serious harm a post tells of, and whether it shows evidence of a complaint."""
    harms = SERIOUS & frozenset(words(reasons)) if urgent else frozenset()
    return harms, Category(category).is_complaint and bool(words(evidence))


def words(stored: str | None) -> Iterable[str]:
    """Read a list of words that the database gave as text."""
    found: list[str] = orjson.loads(stored) if stored else []
    return found
