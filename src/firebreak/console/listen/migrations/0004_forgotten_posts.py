"""Remember what was erased on request, as digests, so that it does not come in again."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("govern", "0001_initial"), ("listen", "0003_parcels_put_aside")]

    operations = [
        migrations.CreateModel(
            name="Forgotten",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="forgotten", to="govern.brand"
                    ),
                ),
            ],
            options={
                "verbose_name": "forgotten post",
                "verbose_name_plural": "forgotten posts",
                "constraints": [
                    models.UniqueConstraint(fields=("brand", "digest"), name="one_row_per_forgotten_post")
                ],
            },
        ),
    ]
