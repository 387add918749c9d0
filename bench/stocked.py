"""How does a database of very many posts come about? Imported as a person would, with incidents."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.made import BRAND, DAYS, START, WATCHES, write_posts

STORIES, MOST, INCIDENTS = 200, 5_000, 3
READER = "a@example.org"
KEYS, STORE = "keys.json", "posts.sqlite3"


def stock(folder: Path, count: int) -> None:
    """Make the database in a folder, unless a whole one is there; takes minutes for a million posts."""
    if (folder / KEYS).exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    for half in folder.glob(f"{STORE}*"):  # of an import that was broken off, its log beside it
        half.unlink()
    database = f"sqlite:///{folder / STORE}"
    fill(folder, count, database)
    stand_in(folder, database)
    keys = set_up()
    (folder / KEYS).write_text(json.dumps(keys))


def fill(folder: Path, count: int, database: str) -> None:
    """Import the posts as a person would."""
    watch = folder / "watch.yaml"
    watch.write_text(WATCHES, encoding="utf-8")
    command = [sys.executable, "-m", "firebreak", "import", "--watch", str(watch), "--db", database]
    env = {**os.environ, "FIREBREAK_HOME": str(folder)}
    posts = write_posts(folder / "posts.jsonl", count)
    subprocess.run([*command, str(posts)], env=env, check=True, capture_output=True)
    posts.unlink()


def stand_in(folder: Path, database: str) -> None:
    """Make this process one of the house's, on the evening of the last day, with the tables of today."""
    os.environ |= {"FIREBREAK_HOME": str(folder), "FIREBREAK_DATABASE_URL": database}
    os.environ["DJANGO_SETTINGS_MODULE"] = "firebreak.console.settings"
    import django

    django.setup()
    from firebreak.console import clock
    from firebreak.run.setup import migrate

    clock.stand_at(START + timedelta(days=DAYS))
    migrate()


def set_up() -> dict[str, Any]:
    """Seat somebody at the brand, with incidents open; gives what the addresses of pages name."""
    from firebreak.console import clock
    from firebreak.console.access import take_seat
    from firebreak.console.assess.models import Story
    from firebreak.console.govern.models import Brand
    from firebreak.console.govern.seating import seat_person
    from firebreak.console.listen.models import Post
    from firebreak.console.respond.opening import open_from_story
    from firebreak.core.terms import Role

    brand = Brand.objects.get(name=BRAND)
    keep_largest()
    at, house = clock.now(), brand.organisation
    person = seat_person(email=READER, name="A", organisation=house, brand=brand, role=Role.ADMIN, password=None, at=at)
    seat = take_seat(person, brand.slug, at=at)
    stories = list(Story.objects.filter(brand=brand).order_by("-post_count")[:INCIDENTS])
    incidents = [open_from_story(seat=seat, story=one) for one in stories]
    post = Post.objects.filter(place__story=stories[0]).order_by("-pk").first()
    keys = {"post": post.pk if post else 0, "story": stories[0].number, "incident": incidents[0].number}
    return {"slug": brand.slug, "keys": keys}


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
