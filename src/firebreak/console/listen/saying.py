"""What does a person say of how one post is read: that it is wrong, that it is right, or nothing after all?"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from firebreak.console.access import Seat
from firebreak.console.govern.services import beat, lock_brand, person_actor, write_entry
from firebreak.console.listen.models import Correction, Post, Reading
from firebreak.console.listen.services import count_up, stored_key
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.terms import Act, Category, Sentiment
from firebreak.core.understand.reading import is_uncertain


def correct(*, seat: Seat, post: Post, changes: Mapping[str, str]) -> bool:
    """Write a person's word over the machine's; False when it says the same already."""
    reading = Reading.objects.select_for_update().get(post=post)
    told = {name: clean_correction(name, value) for name, value in changes.items()}
    new = {name: value for name, value in told.items() if value != getattr(reading, name)}
    if not new:
        return False
    Correction.objects.bulk_create(
        Correction(
            post=post, person=seat.person, at=seat.at, field=name, was=str(getattr(reading, name)), now=str(value)
        )
        for name, value in new.items()
    )
    rewrite(seat, post, reading, new, action="correct_reading")
    return True


def take_back(*, seat: Seat, post: Post, word: int) -> None:
    """Undo what this person said of a post last; Conflict where that is no longer the last word, or not theirs."""
    seat.need(Act.TRIAGE)
    reading = Reading.objects.select_for_update().get(post=post)
    last = Correction.objects.filter(post=post).order_by("-pk").first()
    if last is None or last.pk != word or last.person_id != seat.person.pk:
        raise Conflict
    said = Correction.objects.filter(post=post, person=seat.person, at=last.at)
    was = {one.field: one.was == "True" if one.field == "urgent" else one.was for one in said.order_by("-pk")}
    said.delete()
    rewrite(seat, post, reading, was, action="take_back_reading")


def rewrite(seat: Seat, post: Post, reading: Reading, values: Mapping[str, Any], *, action: str) -> None:
    """Let a reading say something else, with its counts and its audit line; it is a person's while one stands by it."""
    before = stored_key(post, reading)
    for name, value in values.items():
        setattr(reading, name, value)
    told = set(Correction.objects.filter(post=post).values_list("field", flat=True))
    reading.corrected = bool(told)
    reading.uncertain = "sentiment" not in told and is_unsure(reading)
    reading.save(update_fields=[*values, "corrected", "uncertain"])
    moved = Counter({stored_key(post, reading): 1})
    moved.subtract({before: 1})
    count_up(seat.brand, moved)
    write_entry(
        brand=seat.brand,
        actor=person_actor(seat.person),
        action=action,
        subject=f"post:{post.pk}",
        detail={name: str(value) for name, value in values.items()},
        at=seat.at,
    )


def is_unsure(reading: Reading) -> bool:
    """Tell whether the machine was unsure of the tone that it read; nobody is once a person has said it."""
    told = reading.detail.get("sentiment", {}).get("p")
    return is_uncertain(told.values()) if told else reading.uncertain


@transaction.atomic
def confirm_reading(*, seat: Seat, post: Post) -> bool:
    """Say that the machine read rightly. False when a person has said before how it is to be read."""
    seat.need(Act.TRIAGE)
    lock_brand(seat.brand)
    if not Reading.objects.filter(post=post, corrected=False).update(corrected=True, uncertain=False):
        return False
    said = Reading.objects.values_list("sentiment", "category").get(post=post)
    for field, value in zip(("sentiment", "category"), said, strict=True):
        Correction.objects.create(post=post, person=seat.person, at=seat.at, field=field, was=value, now=value)
    write_entry(
        brand=seat.brand,
        actor=person_actor(seat.person),
        action="confirm_reading",
        subject=f"post:{post.pk}",
        at=seat.at,
    )
    beat(seat.brand, "posts")
    return True


def last_word(post: Post) -> int:
    """Name what a person said of a post last; 0 where nobody has said anything."""
    return post.corrections.order_by("-pk").values_list("pk", flat=True).first() or 0


def clean_correction(name: str, value: str) -> str | bool:
    """Check one corrected field; raises BadInput for a field or value that does not exist."""
    try:
        if name == "sentiment":
            return Sentiment(value).value
        if name == "category":
            return Category(value).value
    except ValueError:
        raise BadInput(field=name, problem="unknown_value") from None
    if name == "urgent" and value in ("true", "false"):
        return value == "true"
    raise BadInput(field=name, problem="unknown_field")
