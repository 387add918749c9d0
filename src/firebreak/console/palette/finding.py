"""What does the command bar show for what was typed? Acts, places to go, and mentions, each group in its order."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from firebreak.console import formats
from firebreak.console.desk.places import Place
from firebreak.console.listen.inbox import row_of
from firebreak.console.listen.models import Post
from firebreak.console.listen.platform import shown_name
from firebreak.console.listen.search import find
from firebreak.console.palette import acts, pages
from firebreak.console.palette.commands import Asked, Command, fitting, spans_of
from firebreak.console.shell import Shell
from firebreak.core.terms import Act

MOST_ACTS, MOST_PAGES, MOST_MENTIONS = 6, 8, 4
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Group:
    code: str
    label: str
    commands: Sequence[Command]


def groups_of(shell: Shell, places: Sequence[Place], text: str) -> list[Group]:
    """Give what fits, group by group; with `>` before it acts only, with `#` records only."""
    asked = Asked.of(text[:LONGEST])
    place = next((one for one in places if shell.brand == one.brand), None)
    here = [place] if place else list(places)
    found = [
        Group("act", _("Acts"), [] if asked.only == "#" else acts_of(shell, here, place, asked)),
        Group("go", _("Go to"), [] if asked.only == ">" else goals_of(shell, places, here, place, asked)),
        Group("mention", _("Mentions"), mentions_of(shell, here, asked) if asked.words and not asked.only else []),
    ]
    return [group for group in found if group.commands]


def acts_of(shell: Shell, here: Sequence[Place], place: Place | None, asked: Asked) -> list[Command]:
    found = [*acts.of_alerts(here, shell), *acts.of_incidents(here)]
    found += [*acts.of_brand(place)] if place else []
    most = MOST_ACTS * 3 if asked.only else MOST_ACTS
    return fitting([*found, *acts.of_oneself(shell)], asked, most=most)


def goals_of(
    shell: Shell, places: Sequence[Place], here: Sequence[Place], place: Place | None, asked: Asked
) -> list[Command]:
    """Give pages and brands, and with something typed records too."""
    records = [*pages.incidents(here, asked), *pages.stories(here, asked)] if asked.words else []
    if asked.only == "#":
        return fitting(records, asked, most=MOST_PAGES)
    there = [*pages.pages(shell, place), *pages.brands(places, shell.brand)]
    return fitting([*there, *records], asked, most=MOST_PAGES if asked.words else len(there))


def mentions_of(shell: Shell, here: Sequence[Place], asked: Asked) -> list[Command]:
    """Give the newest mentions that hold every word, and where all of them are."""
    found = [one for place in here[:1] if len(here) == 1 for one in newest(shell, place, asked)]
    for place in here:
        url = f"{reverse('mentions', args=[place.brand.slug])}?{urlencode({'q': asked.text})}"
        label = _("Search all mentions for “%(text)s”") % {"text": asked.text}
        note = place.brand.name if len(here) > 1 else ""
        found.append(Command("search", label, url, note=note, spans=spans_of(label, asked.words)))
    return found


def newest(shell: Shell, place: Place, asked: Asked) -> list[Command]:
    """Show what the reader may see of them; who may not unmask finds none by what is hidden."""
    ids = find(place.brand, asked.text, private=place.may(Act.UNMASK), most=MOST_MENTIONS)
    rows: QuerySet[Post] = Post.objects.filter(pk__in=ids).select_related("reading", "place__story__incident")
    posts = sorted(rows, key=lambda post: ids.index(post.pk))
    return [mention(shell, place, post, asked) for post in posts]


def mention(shell: Shell, place: Place, post: Post, asked: Asked) -> Command:
    words = row_of(place.seat, post).words
    note = f"{shown_name(post.source)} · {formats.short_time(post.published_at, at=shell.at)}"
    url = reverse("mention", args=[place.brand.slug, post.pk])
    return Command("chat", words, url, note=note, quotes=True, spans=spans_of(words, asked.words))
