"""How does a post go, wherever it left a trace? Its words, what was counted of it, and what points at it."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from firebreak.console.access import Seat
from firebreak.console.alert.evidence import drop_from_evidence
from firebreak.console.assess.services import erase_post
from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import beat, lock_brand, person_actor
from firebreak.console.listen.forgotten import remember_forgotten
from firebreak.console.listen.models import Post
from firebreak.console.respond.models import Incident, Moment
from firebreak.console.work.services import forget_files
from firebreak.core.terms import Act

ON_REQUEST: list[Callable[[Seat, Post, str], None]] = []
"""What else goes with a post that somebody with a right to it asks to erase; apps above this one add theirs."""


@transaction.atomic
def forget_post(*, brand: Brand, post: Post, actor: str, at: datetime, why: str) -> None:
    """Erase a post everywhere: text, reading, search, counts, story, and the evidence of alerts and timelines."""
    lock_brand(brand)
    alerts = drop_from_evidence(brand, post)
    incidents = {*incidents_with(post), *drop_from_timelines(brand, post)}
    erase_post(brand=brand, post=post, actor=actor, at=at, why=why, incidents=sorted(incidents))
    if alerts:
        beat(brand, "alerts")


def incidents_with(post: Post) -> set[int]:
    """Name the incidents whose story holds a post: their evidence goes on to say that it was there."""
    story = Q(story__places__post=post) | Q(story__merged_into__places__post=post)
    return set(Incident.objects.filter(story, brand=post.brand_id).values_list("pk", flat=True))


def drop_from_timelines(brand: Brand, post: Post) -> set[int]:
    """Take an erased post out of the evidence on the timelines of incidents; the link to its reply leads to it too.

    Gives the incidents whose timeline rested on it.
    """
    touched = set()
    resting = Q(kind="alert", at__gte=post.published_at) | Q(kind="reply")
    for moment in Moment.objects.filter(resting, incident__brand=brand):
        told = moment.facts.get("posts", [])
        if post.pk in told:
            facts = moment.facts | {"posts": [pk for pk in told if pk != post.pk]}
            text = "" if moment.kind == "reply" else moment.text
            Moment.objects.filter(pk=moment.pk).update(facts=facts, text=text)
            touched.add(moment.incident_id)
    return touched


@transaction.atomic
def forget_on_request(*, seat: Seat, post: Post, reason: str) -> None:
    """Erase a post because somebody with a right to it asks; `reason` is a code. It never comes in again.

    Files of lists that wait to be fetched may hold it: they go too, and one that is being written begins anew.
    """
    seat.need(Act.ERASE)
    for forget in ON_REQUEST:
        forget(seat, post, reason)
    remember_forgotten(post)
    forget_post(brand=seat.brand, post=post, actor=person_actor(seat.person), at=seat.at, why=reason)
    forget_files(seat.brand, kind="export")
