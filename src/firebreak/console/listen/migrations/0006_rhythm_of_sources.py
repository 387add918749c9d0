import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("listen", "0005_near_copies")]
    operations = [
        migrations.RemoveField(model_name="source", name="silent_after_seconds"),
        migrations.AddField(
            model_name="source",
            name="gave_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="last gave posts"),
        ),
        migrations.AddField(
            model_name="source",
            name="resumed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="resumed"),
        ),
        migrations.CreateModel(
            name="SourceHour",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hour", models.BigIntegerField()),
                ("moments", models.PositiveSmallIntegerField()),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="hours", to="listen.source"
                    ),
                ),
            ],
            options={
                "verbose_name": "hour of a source",
                "verbose_name_plural": "hours of a source",
                "constraints": [models.UniqueConstraint(fields=("source", "hour"), name="one_row_per_hour")],
            },
        ),
    ]
