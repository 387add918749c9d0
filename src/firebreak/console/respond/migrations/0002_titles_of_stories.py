"""Take back the titles that incidents and merged stories had copied: they stay with the story that is told now."""

from typing import Any

from django.db import migrations, models


def take_back(apps: Any, schema: object) -> None:
    apps.get_model("respond", "Incident").objects.filter(story__isnull=False).update(title="")
    apps.get_model("assess", "Story").objects.filter(merged_into__isnull=False).update(title="")


class Migration(migrations.Migration):
    dependencies = [("respond", "0001_initial"), ("assess", "0002_rulings")]

    operations = [
        migrations.AlterField("incident", "title", models.CharField("title", max_length=120, blank=True)),
        migrations.RunPython(take_back, migrations.RunPython.noop),
    ]
