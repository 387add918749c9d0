"""Keep what the detector has learnt of each watch; a database of before begins with none, and learns from its posts."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("alert", "0005_campaigns"),
        ("listen", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="WatchLearnt",
            fields=[
                (
                    "watch",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="learnt",
                        serialize=False,
                        to="listen.watch",
                    ),
                ),
                ("definition", models.CharField(max_length=64)),
                ("since", models.BigIntegerField(default=0)),
                ("begun", models.BigIntegerField()),
                ("until", models.BigIntegerField()),
                ("anew_at", models.DateTimeField()),
                ("state", models.BinaryField()),
            ],
            options={
                "verbose_name": "what was learnt of a watch",
                "verbose_name_plural": "what was learnt of watches",
            },
        ),
    ]
