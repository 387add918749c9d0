"""Which columns does a mention have in a file, and which rows are in the list that a person looks at?"""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from firebreak.console import words
from firebreak.console.access import Seat
from firebreak.console.export.cells import Row, Value
from firebreak.console.export.listing import Asked, Listing, yes
from firebreak.console.listen import inbox
from firebreak.console.listen.framing import chips
from firebreak.console.listen.models import Post
from firebreak.console.listen.platform import shown_name
from firebreak.console.listen.search import holds, may_hold
from firebreak.core.terms import Act

COLUMNS = (
    pgettext_lazy("column", "Published"),
    gettext_lazy("First seen"),
    gettext_lazy("Source"),
    gettext_lazy("Board or channel"),
    gettext_lazy("Author"),
    gettext_lazy("Account"),
    gettext_lazy("Followers"),
    pgettext_lazy("of a post", "Title"),
    pgettext_lazy("of a post", "Text"),
    gettext_lazy("Address"),
    gettext_lazy("Sentiment"),
    gettext_lazy("Sentiment score"),
    gettext_lazy("Strongest emotion"),
    gettext_lazy("Strength of that emotion"),
    gettext_lazy("Category"),
    gettext_lazy("Urgent"),
    gettext_lazy("Confidence"),
    gettext_lazy("Story"),
    gettext_lazy("Severity"),
    gettext_lazy("Decided by a person"),
    gettext_lazy("Likes"),
    gettext_lazy("Comments"),
    gettext_lazy("Shares"),
    gettext_lazy("Views of the post"),
    gettext_lazy("Identifier at the source"),
)


def mentions(asked: Asked) -> Listing:
    """Give the mentions of a view with its filters, newest first."""
    form = inbox.filter_form(asked.seat, asked.data)
    want = inbox.wanted(asked.data, form)
    posts, kept = all_of(asked.seat, want)
    return Listing(
        code="mentions",
        title=gettext_lazy("Mentions"),
        columns=COLUMNS,
        found=posts.select_related("reading", "place__story__incident", "handling").defer("raw"),
        row=lambda post: row_of(asked, post, gone=inbox.gone_of(asked.seat, want)),
        kept=kept,
        conditions=[str(inbox.VIEWS[want.view][0]), *(chip.text for chip in chips(want, form))],
        narrowed_by=[f"view:{want.view}", *sorted(want.chosen)],
        personal=True,
    )


def all_of(seat: Seat, want: inbox.Wanted) -> tuple[QuerySet[Post], Callable[[Post], bool] | None]:
    """Give every post of a list, and what to ask of each of a search: on its page a search ends at the newest."""
    if "q" not in want.chosen:
        return inbox.posts_of(seat, want), None
    words_sought, private = want.chosen["q"], seat.may(Act.UNMASK)
    rest = {name: value for name, value in want.chosen.items() if name != "q"}
    rows = may_hold(inbox.posts_of(seat, replace(want, chosen=rest)), words_sought, private=private)
    return rows, lambda post: holds(post, words_sought, private=private)


def row_of(asked: Asked, post: Post, *, gone: Collection[int]) -> Row:
    """Write one mention, masked as its list shows it unless the mask is lifted."""
    reading, story = post.reading, story_of(post)
    author = inbox.author_of(asked.seat, post, lifted=asked.lifted)
    emotion, strength = inbox.strongest_emotion(post)
    told: list[Value] = [
        post.published_at,
        post.first_seen_at,
        shown_name(post.source),
        post.channel,
        author.name,
        author.id,
        post.followers,
        inbox.masked(post, "title", lifted=asked.lifted),
        inbox.masked(post, "text", lifted=asked.lifted),
        post.url,
        _("Undecided") if reading.uncertain else str(words.SENTIMENTS[reading.sentiment]),
        round(reading.score, 4),
        str(words.EMOTIONS.get(emotion, "")),
        round(strength, 4) if emotion else None,
        str(words.CATEGORIES[reading.category]),
        yes(reading.urgent),
        round(reading.confidence, 4),
        story.code if story else "",
        story.severity if story else "",
        yes(inbox.is_decided(post, gone=gone)),
    ]
    return [*told, post.likes, post.comments, post.shares, post.views, post.external_id]


def story_of(post: Post) -> Any:
    place = getattr(post, "place", None)
    return place.story if place else None
