"""How long does a page take with ten thousand posts stored, and with a million? `python -m bench.page_speed [POSTS]`.

Posts are imported as from a file; the 200 largest stories stay, none above 5,000 posts, and three incidents run. Each
page is then asked for as a browser asks, without the network; what is timed is the whole of the server's work. Beside
each the same page with a hundredth of the posts. The story, its room and its mention are those of the largest.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.databases import databases, not_run
from bench.made import BRAND, DAYS, START, WATCHES, write_posts

POSTS = 1_000_000
LESS = 100  # times fewer posts, for the page beside
STORIES, MOST, INCIDENTS, TIMES = 200, 5_000, 3, 20
AIM_MS = 150.0
WARM = 2

Line = tuple[str, str, str]


def pages_of(slug: str, keys: dict[str, int]) -> dict[str, str]:
    """Give the address of every page that grows with what is stored."""
    under = f"/b/{slug}/"
    return {
        "board": under,
        "mentions, untriaged": f"{under}mentions/",
        "mentions, all": f"{under}mentions/?view=all",
        "mentions, two characters": f"{under}mentions/?view=all&q=退款",
        "one mention": f"{under}mentions/{keys['post']}/",
        "stories": f"{under}stories/",
        "one story": f"{under}stories/{keys['story']}/",
        "alerts": f"{under}alerts/",
        "incidents": f"{under}incidents/",
        "room": f"{under}incidents/{keys['incident']}/",
        "briefs": f"{under}briefs/",
        "desk": "/desk/",
        "sources": f"{under}settings/",
        "watches": f"{under}settings/watches/",
        "audit log": f"{under}settings/audit/",
        "command bar": f"{under}palette/?q=退款",
    }


def fill(folder: Path, count: int, database: str) -> None:
    """Import the posts as a person would."""
    watch = folder / "watch.yaml"
    watch.write_text(WATCHES, encoding="utf-8")
    command = [sys.executable, "-m", "firebreak", "import", "--watch", str(watch), "--db", database]
    env = {**os.environ, "FIREBREAK_HOME": str(folder)}
    subprocess.run(
        [*command, str(write_posts(folder / "posts.jsonl", count))], env=env, check=True, capture_output=True
    )


def set_up(folder: Path, database: str) -> tuple[Any, dict[str, int], str]:
    """Seat somebody at the brand on the evening of the last day, with alerts judged and incidents open."""
    os.environ |= {"FIREBREAK_HOME": str(folder), "FIREBREAK_DATABASE_URL": database}
    os.environ["DJANGO_SETTINGS_MODULE"] = "firebreak.console.settings"
    import django

    django.setup()
    from django.test import Client

    from firebreak.console import clock
    from firebreak.console.access import take_seat
    from firebreak.console.assess.models import Story
    from firebreak.console.govern.models import Brand
    from firebreak.console.govern.seating import seat_person
    from firebreak.console.listen.models import Post
    from firebreak.console.respond.opening import open_from_story
    from firebreak.core.terms import Role

    clock.stand_at(START + timedelta(days=DAYS))
    brand = Brand.objects.get(name=BRAND)
    keep_largest()
    at, house = clock.now(), brand.organisation
    person = seat_person(
        email="a@example.org", name="A", organisation=house, brand=brand, role=Role.ADMIN, password=None, at=at
    )
    seat = take_seat(person, brand.slug, at=at)
    stories = list(Story.objects.filter(brand=brand).order_by("-post_count")[:INCIDENTS])
    incidents = [open_from_story(seat=seat, story=one) for one in stories]
    post = Post.objects.filter(place__story=stories[0]).order_by("-pk").first()
    keys = {"post": post.pk if post else 0, "story": stories[0].number, "incident": incidents[0].number}
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(person)
    return client, keys, brand.slug


def keep_largest() -> None:
    """Leave the 200 largest stories, the newest posts of each; made posts are alike, so that there are far too many."""
    from django.db import connection
    from django.db.models import F, Window
    from django.db.models.functions import RowNumber

    from firebreak.console.assess.counting import recount
    from firebreak.console.assess.models import Assessment, Story, StoryPost
    from firebreak.console.bulk import learn_shape

    kept = list(Story.objects.order_by("-post_count").values_list("pk", flat=True)[:STORIES])
    StoryPost.objects.exclude(story__in=kept)._raw_delete(connection.alias)
    Assessment.objects.exclude(story__in=kept)._raw_delete(connection.alias)
    Story.objects.exclude(pk__in=kept)._raw_delete(connection.alias)
    nth = Window(RowNumber(), partition_by="story", order_by=F("post").desc())
    beyond = StoryPost.objects.annotate(nth=nth).filter(nth__gt=MOST).values("pk")
    StoryPost.objects.filter(pk__in=beyond)._raw_delete(connection.alias)
    for story in Story.objects.all():
        recount(story)
    learn_shape()


def timed(client: Any, path: str) -> list[float]:
    """Ask for a page again and again, each time after something was heard; gives milliseconds."""
    from firebreak.console.govern.models import Brand
    from firebreak.console.govern.services import beat
    from firebreak.console.listen.waiting import forget_counts

    brand, found = Brand.objects.get(name=BRAND), []
    for _ in range(WARM + TIMES):
        beat(brand, "posts", "stories")
        forget_counts()
        began = time.perf_counter()
        answer = client.get(path)
        content = answer.content
        found.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200 or not content:
            raise SystemExit(f"{path} answered {answer.status_code}")
    return found[WARM:]


def measure(folder: Path, count: int, database: str) -> dict[str, Any]:
    """Give for every page its p95 in milliseconds, and how many stories there are."""
    fill(folder, count, database)
    client, keys, slug = set_up(folder, database)
    from firebreak.console.assess.models import Story

    found = {name: p95(timed(client, path)) for name, path in pages_of(slug, keys).items()}
    return {"pages": found, "stories": Story.objects.count()}


def p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def apart(count: int, database: str) -> dict[str, Any]:
    """Measure in another process: Django knows one database."""
    command = [sys.executable, "-m", "bench.page_speed", str(count), database]
    found: dict[str, Any] = json.loads(subprocess.check_output(command).splitlines()[-1])
    return found


def rows(count: int = POSTS) -> Iterator[Line]:
    """Give the lines of the table."""
    with tempfile.TemporaryDirectory(prefix="firebreak-bench-") as name, databases(Path(name)) as kinds:
        for kind, fresh in kinds.items():
            if fresh is None:
                yield not_run(f"pages, {kind}")
                continue
            few, many = (apart(number, fresh(f"pages{number}")) for number in (count // LESS, count))
            yield f"pages, {kind}, {count:,} posts, {many['stories']:,} stories", "p95", f"aim < {AIM_MS:.0f} ms"
            for page, slow in many["pages"].items():
                beside = f"× {slow / few['pages'][page]:.1f} of {count // LESS:,} posts ({few['pages'][page]:.0f} ms)"
                yield f"  {page}", f"{slow:.0f} ms", beside


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else POSTS
    if len(sys.argv) > 2:
        with tempfile.TemporaryDirectory(prefix="firebreak-bench-") as name:
            print(json.dumps(measure(Path(name), count, sys.argv[2])))
        return
    for line in rows(count):
        print(" | ".join(line), flush=True)


if __name__ == "__main__":
    main()
