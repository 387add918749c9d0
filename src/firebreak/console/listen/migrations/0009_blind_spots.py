"""When was a source not heard, how much did it give in each hour, and has somebody removed it?"""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("listen", "0008_spare_indexes")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="source",
            name="last_problem",
            field=models.CharField(blank=True, max_length=40, verbose_name="last problem"),
        ),
        migrations.AddField(
            model_name="source",
            name="removed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="removed"),
        ),
        migrations.AddField(model_name="sourcehour", name="given", field=models.PositiveIntegerField(default=0)),
        migrations.AddField(model_name="sourcehour", name="kept", field=models.PositiveIntegerField(default=0)),
        migrations.CreateModel(
            name="BlindSpot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("began", models.DateTimeField()),
                ("ended", models.DateTimeField(null=True)),
                ("code", models.CharField(max_length=60)),
                ("problem", models.CharField(blank=True, max_length=40)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="blind_spots", to="listen.source"
                    ),
                ),
            ],
            options={
                "verbose_name": "blind spot",
                "verbose_name_plural": "blind spots",
                "indexes": [models.Index(fields=["source", "-began"], name="blind_newest")],
            },
        ),
    ]
