from typing import Any

from django.db import migrations, models


def count_sources(apps: Any, schema_editor: Any) -> None:
    """Write down for every story on which sources it was told so far."""
    found: dict[int, set[str]] = {}
    rows = apps.get_model("assess", "StoryPost").objects.order_by().values_list("story_id", "post__source").distinct()
    for story, source in rows.iterator():
        found.setdefault(story, set()).add(source)
    stories = apps.get_model("assess", "Story").objects
    for story, sources in found.items():
        stories.filter(pk=story).update(told_on="\n".join(sorted(filter(None, sources))))


class Migration(migrations.Migration):
    dependencies = [("assess", "0002_rulings"), ("listen", "0001_initial")]

    operations = [
        migrations.AddField("story", "told_on", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.RunPython(count_sources, migrations.RunPython.noop),
    ]
