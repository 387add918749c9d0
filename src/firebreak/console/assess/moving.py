"""How do mentions go from one story into another, because a person says so, and back again?"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from django.db import transaction

from firebreak.console.access import Seat
from firebreak.console.assess import counting, placing
from firebreak.console.assess.models import Story, StoryPost
from firebreak.console.assess.services import judge_again
from firebreak.console.govern.models import Brand, Person
from firebreak.console.govern.services import beat
from firebreak.console.listen.handling import Done, Seen, Undoing, act, remember
from firebreak.console.listen.models import Post
from firebreak.core.assess import story as core
from firebreak.core.errors import BadInput

Was = dict[int, dict[str, int | None]]  # by post: the story it was in and who had put it there


@transaction.atomic
def merge_into_story(*, seat: Seat, seen: Seen, into: Story) -> Done:
    """Let a person say that mentions belong to a story; levels and counts of all stories follow in the same step."""
    if into.merged_into_id:
        raise BadInput(field="into", problem="not_mergeable")
    done = act(seat=seat, seen=seen, kind="story", change=lambda _row, _post: None, detail={"into": into.pk})
    if done.deed is None:
        return done
    into = goes_on_in(into)
    places = StoryPost.objects.filter(post__in=done.posts)
    was: Was = {pk: {"story": None, "by": None} for pk in done.posts}
    was |= {one.post_id: {"story": one.story_id, "by": one.by_id} for one in places}
    remember(done.deed, was)
    move(seat, dict.fromkeys(done.posts, into), by=dict.fromkeys(done.posts, seat.person))
    return done


def goes_on_in(story: Story) -> Story:
    """Give the story that this one is now, read with the brand locked: another may have taken it in meanwhile."""
    now = Story.objects.select_related("merged_into").get(pk=story.pk)
    return now.merged_into or now


def put_back_in_stories(seat: Seat, found: Undoing) -> None:
    """Let the posts of an act be where they were; a story that went on in another since means that one."""
    told = {row.pk: found.deed.was[str(row.pk)] for row in found.rows}
    rows = Story.objects.filter(brand=seat.brand).select_related("merged_into")
    stories = {one.pk: one.merged_into or one for one in rows.filter(pk__in=[was["story"] for was in told.values()])}
    people = Person.objects.in_bulk([was["by"] for was in told.values() if was["by"]])
    targets = {pk: stories.get(was["story"]) for pk, was in told.items()}
    move(seat, targets, by={pk: people.get(was["by"]) for pk, was in told.items()})


def move(seat: Seat, targets: Mapping[int, Story | None], *, by: Mapping[int, Person | None]) -> None:
    """Put posts into stories, or by themselves where there is none; every story concerned is judged anew."""
    here = dict(StoryPost.objects.filter(post__in=targets).values_list("post_id", "story_id"))
    stories = Story.objects.filter(brand=seat.brand).in_bulk({*here.values()})
    stories |= {one.pk: one for one in targets.values() if one}
    routes: dict[tuple[int | None, int | None], list[int]] = {}
    for pk, target in targets.items():
        if here.get(pk) != (target.pk if target else None):
            routes.setdefault((here.get(pk), target.pk if target else None), []).append(pk)
    numbers = {pk: one.number for pk, one in stories.items()}
    for (source, goal), pks in routes.items():
        move_in_book(seat.brand, pks, story=numbers.get(source or 0), into=numbers.get(goal or 0))
    seat_posts(targets, by=by)
    touched = [stories[pk] for pk in sorted({pk for route in routes for pk in route if pk})]
    count_again(touched)
    if touched:
        judge_again(seat.brand, *touched, at=seat.at)
    beat(seat.brand, "posts", "stories")


def seat_posts(targets: Mapping[int, Story | None], *, by: Mapping[int, Person | None]) -> None:
    StoryPost.objects.filter(post__in=targets).delete()
    rows = [StoryPost(post_id=pk, story=story, by=by.get(pk)) for pk, story in targets.items() if story]
    StoryPost.objects.bulk_create(rows)


def count_again(stories: Iterable[Story]) -> None:
    for story in stories:
        counting.recount(story)
        placing.retitle(story)


def move_in_book(brand: Brand, pks: Sequence[int], *, story: int | None, into: int | None) -> None:
    """Tell the book where posts went, as far as it still holds the stories they left and joined."""
    row = placing.locked_book(brand)
    book = placing.opened(row)
    taken = placing.batch_again(brand, list(Post.objects.filter(pk__in=pks).order_by("published_at", "pk")))
    if story is not None and story in book.keys:
        book = core.without(book, story, taken)
    elif story is None:
        book = book.take(~(book.latent & np.isin(book.refs, taken.refs)))
    if into is not None and into in book.keys:
        book, fresh = core.apart(book, taken)
        book = core.merge(book, fresh, into)
    placing.keep(row, book)
