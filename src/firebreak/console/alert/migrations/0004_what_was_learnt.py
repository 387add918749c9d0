"""Keep what the detector has learnt of each brand, and the lower end of what an alert expected."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("alert", "0003_silences"),
        ("govern", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Learnt",
            fields=[
                (
                    "brand",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="learnt",
                        serialize=False,
                        to="govern.brand",
                    ),
                ),
                ("begun", models.BigIntegerField()),
                ("until", models.BigIntegerField()),
                ("anew_at", models.DateTimeField()),
                ("state", models.BinaryField()),
            ],
            options={
                "verbose_name": "what was learnt of a brand",
                "verbose_name_plural": "what was learnt of brands",
            },
        ),
        migrations.AddField(model_name="alert", name="low", field=models.FloatField(null=True)),
    ]
