"""Feeds that were all taken for news learn what their address says of them; posts that are stored stay as they are."""

from typing import Any

from django.db import migrations

from firebreak.console.listen.genre import settings_of


def sort_feeds(apps: Any, _schema: Any) -> None:
    rows = apps.get_model("listen", "Source").objects.filter(kind="rss")
    for source in rows.iterator():
        if "kind" not in source.config:
            source.config |= settings_of("", str(source.config.get("url", "")))
            source.save(update_fields=["config"])


class Migration(migrations.Migration):
    dependencies = [("listen", "0014_long_views")]

    operations = [migrations.RunPython(sort_feeds, migrations.RunPython.noop)]
