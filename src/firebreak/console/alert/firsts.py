"""Is a word of controversy said of a brand for the first time ever?"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

import orjson
from django.db.models import Min, Q
from django.db.models.fields.json import KeyTextTransform

from firebreak.console.alert.models import Alert
from firebreak.console.assess.facts import NEGATIVE
from firebreak.console.assess.models import Story
from firebreak.console.govern.models import Brand
from firebreak.console.listen.models import Post
from firebreak.console.listen.people import PERSON
from firebreak.console.listen.search import holds, may_hold
from firebreak.console.listen.tally import BACKLOG
from firebreak.core.alert.rule import FIRST_EVER, FirstHeard
from firebreak.core.terms import WatchKind
from firebreak.core.text.search import query_bigrams

LATELY = timedelta(hours=6)  # what was said earlier was said before
KNOWN = timedelta(days=7)  # who was listened to for less long has no past to compare with
KIND = WatchKind.CONTROVERSY.value
Said = dict[str, dict[str, set[int]]]  # by watch and term the posts


class Complaint(NamedTuple):
    """Who complains, in which words, in which story ("" for none)."""

    who: str
    words: str
    story: str


def firsts_of(brand: Brand, *, told: Collection[int], at: datetime) -> tuple[FirstHeard, ...]:
    """Give by watch of controversy the terms that complaints, but for those of told stories, say as never before."""
    complaints, said = said_lately(brand, told=told, at=at)
    new = {term for terms in said.values() for term in terms if not was_said(brand, term, before=at - LATELY)}
    new -= told_lately(brand, at=at) if new else set()
    begun = Post.objects.filter(brand=brand).aggregate(begun=Min("published_at"))["begun"] if new else None
    if begun is None or at - begun < KNOWN:
        return ()
    found = {watch: {term: posts for term, posts in terms.items() if term in new} for watch, terms in said.items()}
    return tuple(
        first_heard(watch, terms, complaints, known=at - begun) for watch, terms in sorted(found.items()) if terms
    )


def first_heard(
    watch: str, terms: Mapping[str, set[int]], complaints: Mapping[int, Complaint], *, known: timedelta
) -> FirstHeard:
    spoke = [complaints[post] for post in set[int]().union(*terms.values())]
    return FirstHeard(
        watch=watch,
        terms=tuple(sorted(terms)),
        posts=len(spoke),
        voices=min(len({one.who for one in spoke}), len({one.words for one in spoke})),
        stories=frozenset(one.story for one in spoke),
        known=known,
        within=LATELY,
    )


def said_lately(brand: Brand, *, told: Collection[int], at: datetime) -> tuple[dict[int, Complaint], Said]:
    """Give the complaints in which a watch of controversy was heard, and which of its terms each says."""
    rows = Post.objects.filter(NEGATIVE | Q(reading__urgent=True), brand=brand, published_at__lte=at)
    rows = rows.filter(published_at__gt=at - LATELY).exclude(BACKLOG)
    rows = rows.annotate(about=KeyTextTransform("about", "reading__detail")).filter(about__contains=f'"{KIND}"')
    rows = rows.exclude(place__story__in=told) if told else rows
    complaints: dict[int, Complaint] = {}
    said: Said = defaultdict(lambda: defaultdict(set))
    columns = rows.annotate(who=PERSON).values_list("pk", "who", "reading__copy_key", "place__story__number", "about")
    for post, who, words, number, about in columns.order_by("pk"):
        complaints[post] = Complaint(who, words, Story(number=number).code if number else "")
        for one in orjson.loads(about):
            if one["kind"] == KIND:
                said[one["watch"]][one["term"]].add(post)
    return complaints, said


def told_lately(brand: Brand, *, at: datetime) -> set[str]:
    """Give the terms that were alerted while they may still look new: each is told once, and holds back no other."""
    rows = Alert.objects.filter(brand=brand, key__startswith=f"{FIRST_EVER}:", at__gt=at - LATELY)
    return {term for alert in rows for term in alert.first_terms}


def was_said(brand: Brand, term: str, *, before: datetime) -> bool:
    """Tell whether a term stands in any post of the brand until then; one too short to look up is taken for known."""
    if not query_bigrams(term):
        return True
    rows = may_hold(Post.objects.filter(brand=brand, published_at__lte=before), term, private=True)
    return any(holds(post, term, private=True) for post in rows.only("title", "text").iterator(chunk_size=50))
