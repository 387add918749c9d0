"""Is everything as it should be? One line each, with what to do."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

import orjson
from django.core.checks import run_checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count

from firebreak import knowledge
from firebreak.connect.registry import find_sources
from firebreak.console import clock
from firebreak.console.alert.calling import administrators, unreached
from firebreak.console.assess.services import story_counts_differ
from firebreak.console.cases.owed import ledgers_differ
from firebreak.console.govern.models import Brand, Organisation
from firebreak.console.govern.services import verify_chain
from firebreak.console.listen.captures import Capture
from firebreak.console.listen.capturing import is_unchanged
from firebreak.console.listen.counts import rollups_differ
from firebreak.console.listen.models import Parcel, Post, Source
from firebreak.console.listen.search import count_indexed
from firebreak.core.errors import UnreadableFile
from firebreak.core.govern import trail
from firebreak.run.anchors import anchors_in, last_anchor

AT_ONCE = 20  # captures held in memory, with pictures of up to 8 MB


@dataclass(frozen=True, slots=True)
class Line:
    """One thing looked at: fine or not, what was found, and what to do about it."""

    name: str
    fine: bool
    found: str
    do: str = ""


def check_all(out: IO[str], *, as_json: bool) -> bool:
    """Print every line; True when all is fine."""
    lines = list(look())
    for line in lines:
        out.write(orjson.dumps(asdict(line)).decode() + "\n" if as_json else text_of(line))
    return all(line.fine for line in lines)


def text_of(line: Line) -> str:
    mark = "ok  " if line.fine else "FIX "
    return f"{mark} {line.name:<14} {line.found}" + (f"  → {line.do}" if line.do and not line.fine else "") + "\n"


def look() -> Iterator[Line]:
    """Look at one thing after the other; a database that cannot be read ends it, what needs none comes first."""
    parts: tuple[Callable[[], Line], ...] = (configuration, reading, kinds)
    yield from (part() for part in parts)
    try:
        yield from records()
    except DatabaseError as problem:
        yield unreachable(problem)


def records() -> Iterator[Line]:
    """Look at the database; without migrations nothing more can be read."""
    schema = migrations()
    yield schema
    if not schema.fine:
        return
    parts: tuple[Callable[[], Line], ...] = (sources, search, rollups, stories, captures, ledgers, routes)
    yield from (part() for part in parts)
    yield from chains()


def unreachable(problem: DatabaseError) -> Line:
    said = next(iter(str(problem).splitlines()), "") or type(problem).__name__
    do = "start the database, or correct FIREBREAK_DATABASE_URL; restore a damaged file from a backup"
    return Line("database", False, f"{connection.vendor}: {said}", do)


def configuration() -> Line:
    found = run_checks()
    words = "; ".join(f"{each.id} {each.hint or each.msg}" for each in found)
    return Line("configuration", not found, words or "complete", "correct the settings named")


def migrations() -> Line:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return Line("database", not plan, f"{connection.vendor}, {len(plan)} migrations missing", "run firebreak up once")


def reading() -> Line:
    try:
        version = knowledge.model().version
    except UnreadableFile as problem:
        return Line("reading", False, str(problem), "install Firebreak again: the weights of the reader are damaged")
    try:
        second = knowledge.second()
    except UnreadableFile as problem:
        do = "correct or take away FIREBREAK_SECOND_READER; where it is not set, install Firebreak again"
        return Line("reading", False, f"second reader: {problem}", do)
    return Line("reading", True, f"model {version}" + (f", second reader {second.version}" if second else ""))


def kinds() -> Line:
    found = find_sources()
    broken = ", ".join(f"{problem.name} ({problem.code})" for problem in found.problems)
    return Line("connectors", not broken, ", ".join(sorted(found.sources)), f"remove or mend {broken}")


def sources() -> Line:
    failing = Source.objects.filter(failures__gt=0).values_list("name", "last_error")
    aside = Parcel.objects.exclude(problem="").values_list("source__name", "problem")
    wrong = [f"{name}: {error}" for name, error in failing]
    for (name, problem), count in sorted(Counter(aside).items()):
        wrong.append(f"{name}: {count} parcels put aside, {problem}")
    do = "look at address, key and parcels of the source under settings"
    return Line("sources", not wrong, "; ".join(wrong) or f"{Source.objects.count()} answering", do)


def search() -> Line:
    posts, indexed = Post.objects.count(), count_indexed()
    return Line("search", posts == indexed, f"{indexed} of {posts} posts findable", "restore from a backup and tell us")


def rollups() -> Line:
    wrong = [difference for brand in Brand.objects.all() for difference in rollups_differ(brand)]
    return Line("counts", not wrong, differences(wrong), "restore from a backup and tell us")


def stories() -> Line:
    wrong = [difference for brand in Brand.objects.all() for difference in story_counts_differ(brand)]
    return Line("stories", not wrong, differences(wrong), "restore from a backup and tell us")


def captures() -> Line:
    """Read every capture again; one that is not what was captured is no evidence any more."""
    rows = Capture.objects.select_related("brand").order_by("brand", "number").iterator(chunk_size=AT_ONCE)
    told = [(f"{one.brand.slug} {one.code}", is_unchanged(one)) for one in rows]
    changed = ", ".join(name for name, same in told if not same)
    do = "use them as evidence no more, keep the database as it is and call the auditor"
    return Line("captures", not changed, f"changed: {changed}" if changed else f"{len(told)} as captured", do)


def ledgers() -> Line:
    """Recount every ledger of compensation; a dollar that is missing or too much is named."""
    wrong = ledgers_differ()
    return Line("ledgers", not wrong, differences(wrong), "keep the database as it is and call the auditor")


def routes() -> Line:
    """Name the levels that reach nobody by their roles; fine as long as an administrator is called instead."""
    staffed = Brand.objects.filter(routes__isnull=False, assignments__isnull=False).distinct().order_by("slug")
    found = [call_of(brand) for brand in staffed]
    said = "; ".join(words for words, _reached in found if words)
    do = "give somebody one of the roles under settings › people, or call another role under settings › routes"
    return Line("routes", all(reached for _words, reached in found), said or "every level reaches somebody", do)


def call_of(brand: Brand) -> tuple[str, bool]:
    """Say which levels of a brand reach nobody by role, and whether somebody is called all the same."""
    now = clock.now()
    levels, instead = unreached(brand, at=now), len(administrators(brand, at=now))
    if not levels:
        return "", True
    told = f"{instead} administrators called instead" if instead else "no administrator either"
    return f"{brand.slug}: {', '.join(levels)} reach nobody by role, {told}", bool(instead)


def differences(wrong: Iterable[object]) -> str:
    listed = [str(each) for each in wrong]
    return f"{len(listed)} differences" + (": " + "; ".join(listed[:20]) if listed else "")


def chains() -> Iterator[Line]:
    houses = Organisation.objects.annotate(count=Count("entries")).filter(count__gt=0)
    for house in houses:
        anchor = last_anchor(house)
        yield chain_line(house, anchor.claim if anchor else None)


def chain_line(house: Organisation, claimed: trail.Anchor | None) -> Line:
    verdict = verify_chain(house, claimed=claimed)
    if not verdict.whole:
        found = f"{house.slug}: {verdict.problem} at entry {verdict.entry}"
        return Line("audit", False, found, "keep the database as it is and call the auditor")
    tail = "tail provable" if verdict.tail_provable else f"tail not provable after entry {verdict.proven}"
    return Line("audit", True, f"{house.slug}: {verdict.count} entries whole, {tail}")


def verify_audit(out: IO[str], *, anchor_file: str | None) -> bool:
    """Walk every chain, against the anchor in a file if there is one; prints a line each."""
    kept = anchors_in(Path(anchor_file)) if anchor_file else {}
    houses = Organisation.objects.annotate(count=Count("entries")).filter(count__gt=0)
    lines = [chain_line(house, kept.get(house.slug)) for house in houses]
    out.writelines(map(text_of, lines))
    return all(line.fine for line in lines)
