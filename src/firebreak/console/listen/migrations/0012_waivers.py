"""Which kinds of watches does a brand go without, and who said so?"""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KINDS = ("brand", "product", "person", "competitor", "controversy", "industry", "campaign")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("govern", "0001_initial"), ("listen", "0011_handling")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Waiver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[(kind, kind) for kind in KINDS], max_length=20)),
                ("at", models.DateTimeField()),
                (
                    "brand",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="waivers",
                        to="govern.brand",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "waiver",
                "verbose_name_plural": "waivers",
                "constraints": [models.UniqueConstraint(fields=["brand", "kind"], name="one_waiver_per_kind")],
            },
        ),
    ]
