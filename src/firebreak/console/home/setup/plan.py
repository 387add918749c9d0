"""Which watches do the words of the first run make, and which words do the brand's watches stand for?"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence

from django.db import transaction

from firebreak.console import words as told
from firebreak.console.access import Seat
from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import lock_brand, person_actor, slug_of, write_entry
from firebreak.console.listen.coverage import NEEDED, need_kind, waive_kind
from firebreak.console.listen.models import Post as PostRow
from firebreak.console.listen.models import Watch as WatchRow
from firebreak.console.listen.watching import check_watch, drop_watch, fields_of, save_watch
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.listen.limits import NAME
from firebreak.core.terms import Act, Watch, WatchKind

ONE_EACH = (WatchKind.PRODUCT, WatchKind.PERSON, WatchKind.COMPETITOR)  # every word is a watch of its own name
BESIDE = re.compile(r'\(("[^"]+"(?: OR "[^"]+")*)\) AND \(("[^"]+"(?: OR "[^"]+")*)\)')
LEGAL_FORM = re.compile(r"\s*(?:股份有限公司|有限公司|,?\s+(?:co\.?,?\s*)?(?:ltd|inc|corp|llc)\.?)$", re.IGNORECASE)
QUOTED = re.compile(r'"([^"]+)"')

Lists = Mapping[str, Sequence[str]]


def planned(title: str, lists: Lists) -> list[Watch]:
    """Give the watches that the words of each kind make; an unwanted word goes where one of its words is in it."""
    brand = tuple(lists["brand"])
    found = [Watch(name_of(title), WatchKind.BRAND, any=brand)] if brand else []
    found += [Watch(word, kind, any=(word,)) for kind in ONE_EACH for word in lists[kind.value]]
    if brand and (beside := lists["controversy"]):
        name = str(told.WATCH_KINDS[WatchKind.CONTROVERSY.value])
        found.append(Watch(name, WatchKind.CONTROVERSY, query=f"({joined(brand)}) AND ({joined(beside)})"))
    return [with_unwanted(watch, lists["none"], found) for watch in found]


def name_of(title: str) -> str:
    """Give the name of the brand's watch; a title may be longer than that of a watch."""
    return title.strip()[:NAME].strip() or "…"


def spoken(house: str) -> str:
    """Give the name of a house as people say it, without its legal form."""
    return LEGAL_FORM.sub("", house).strip() or house


def joined(words: Sequence[str]) -> str:
    return " OR ".join(f'"{word.replace(chr(34), "")}"' for word in words)


def with_unwanted(watch: Watch, none: Sequence[str], every: Sequence[Watch]) -> Watch:
    """Give a watch its share of the unwanted words; those in which no word of anybody's stands are the brand's."""
    own = [word for word in none if any(term in word for term in watch.any)]
    if watch.kind is WatchKind.BRAND:
        own += [word for word in none if not any(term in word for one in every for term in one.any)]
    return Watch(watch.name, watch.kind, any=watch.any, none=tuple(own), query=watch.query)


def lists_of(rows: Sequence[WatchRow]) -> dict[str, list[str]]:
    """Give the words of each kind that a brand's watches stand for; what was written otherwise is not among them."""
    found: dict[str, list[str]] = {name: [] for name in (*(kind.value for kind in NEEDED), "none")}
    for row in rows:
        if (words := words_of(row)) and not (row.kind == "brand" and found["brand"]):
            found[row.kind] += words
            found["none"] += [word for word in row.none if word not in found["none"]]
    return found


def words_of(row: WatchRow) -> list[str]:
    """Give the words that a watch stands for in the first run; none where only the settings can show it whole."""
    if row.kind == WatchKind.BRAND and not row.query:
        return list(row.any)
    if row.kind in set(ONE_EACH) and not row.query and row.any == [row.name]:
        return [row.name]
    beside = BESIDE.fullmatch(row.query) if row.kind == WatchKind.CONTROVERSY and not row.any else None
    return QUOTED.findall(beside[2]) if beside else []


def shown(rows: Sequence[WatchRow]) -> list[WatchRow]:
    """Keep the watches that their words alone would make again; whoever saves those unchanged changes nothing.

    A watch that somebody wrote finer in the settings is left out, and so are those that stand in the brand's way.
    """
    kept = [row for row in rows if words_of(row)]
    brands = [row for row in kept if row.kind == WatchKind.BRAND][:1]
    kept = [row for row in kept if row.kind != WatchKind.BRAND] + brands
    while astray := leaving(kept):
        kept = [row for row in kept if row not in astray]
    return kept


def leaving(rows: Sequence[WatchRow]) -> list[WatchRow]:
    """Give the watches to leave out; the brand's own stays, without those whose words change what it leaves out."""
    made = {key_of(watch.kind.value, watch.name): watch for watch in planned("", lists_of(rows))}
    odd = [row for row in rows if not is_same(row, made.get(key_of(row.kind, row.name)))]
    if others := [row for row in odd if row.kind != WatchKind.BRAND]:
        return others
    moved = [word for row in odd for word in set(row.none) ^ set(made[key_of(row.kind, row.name)].none)]
    return [row for row in rows if row.kind in set(ONE_EACH) and any(row.name in word for word in moved)]


def is_same(row: WatchRow, watch: Watch | None) -> bool:
    """Tell whether a row and a watch count the same posts, whatever their names."""
    if watch is None:
        return False
    return (row.any, set(row.none), row.query) == (list(watch.any), set(watch.none), watch.query)


def digest_of(rows: Sequence[WatchRow]) -> str:
    """Give a brand's watches in short, so that whoever saves them can be told that they are others by now."""
    every = sorted((row.pk, fields_of(row)) for row in rows)
    return hashlib.sha256(json.dumps(every).encode()).hexdigest() if every else ""


@transaction.atomic
def write_plan(*, seat: Seat, title: str, lists: Lists, waived: Sequence[str], seen: str) -> None:
    """Make the brand's watches those of the words; watches that only the settings can show stay as they are.

    Raises Conflict when the watches are no longer those whose digest was `seen`: what somebody added meanwhile would
    be taken for a word that was taken out.
    """
    seat.need(Act.CONFIGURE)
    lock_brand(seat.brand)
    rows = list(WatchRow.objects.filter(brand=seat.brand).order_by("pk"))
    if seen != digest_of(rows):
        raise Conflict(brand=seat.brand.pk)
    was = name_of(seat.brand.name)
    name_brand(seat=seat, name=title)
    old = {key_of(row.kind, row.name): row for row in shown(rows)}
    new = {key_of(watch.kind.value, watch.name): watch for watch in planned(title, lists)}
    for key in old.keys() - new.keys():
        drop_watch(seat=seat, row=old[key])
    for key, watch in new.items():
        write_watch(seat=seat, watch=watch, row=old.get(key), was=was)
    for kind in NEEDED:
        settle = waive_kind if kind.value in waived and not lists[kind.value] else need_kind
        settle(seat=seat, kind=kind)


def write_watch(*, seat: Seat, watch: Watch, row: WatchRow | None, was: str) -> None:
    """Write a planned watch where it is another than before; only one called as the brand `was` follows its name."""
    name = watch.name if row is None or row.name == was else row.name
    if row is not None and row.name == name and is_same(row, watch):
        return
    checked = check_watch(name=name, kind=watch.kind, words=watch.any, none=watch.none, query=watch.query)
    save_watch(seat=seat, watch=checked, row=row)


def key_of(kind: str, name: str) -> tuple[str, str]:
    """Tell watches apart; of brand and of controversy there is one each, whatever its name."""
    return (kind, name if kind in set(ONE_EACH) else "")


def name_brand(*, seat: Seat, name: str) -> None:
    """Call the brand by its name; its address follows as long as it holds no posts."""
    brand, name = seat.brand, name.strip()
    if name == brand.name:
        return
    seat.need(Act.ADMINISTER)
    slug = brand.slug if PostRow.objects.filter(brand=brand).exists() else slug_of(name)
    if Brand.objects.filter(slug=slug).exclude(pk=brand.pk).exists():
        raise BadInput(field="title", problem="brand_taken")
    brand.name, brand.slug = name, slug
    brand.save(update_fields=["name", "slug"])
    actor, subject = person_actor(seat.person), f"brand:{brand.pk}"
    write_entry(brand=brand, actor=actor, action="name_brand", subject=subject, at=seat.at)
