"""Keep what is asked to be done to words of others, with its evidence and who decided."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

PERSON = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": settings.AUTH_USER_MODEL}
STATES = ("asked", "refused", "allowed", "declined", "undone")


class Migration(migrations.Migration):
    dependencies = [
        ("govern", "0003_phones"),
        ("listen", "0015_sorts_of_feeds"),
        ("respond", "0011_limits_from_the_start"),
    ]

    operations = [
        migrations.CreateModel(
            name="ModerationRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("act", models.CharField(max_length=20)),
                ("ground", models.CharField(max_length=20)),
                ("state", models.CharField(choices=[(state, state) for state in STATES], max_length=10)),
                ("refusal", models.CharField(blank=True, max_length=20)),
                ("copies", models.PositiveIntegerField(default=0)),
                ("evidence", models.CharField(blank=True, max_length=64)),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("undone_at", models.DateTimeField(null=True)),
                ("asked_by", models.ForeignKey(**PERSON)),
                ("decided_by", models.ForeignKey(null=True, **PERSON)),
                ("undone_by", models.ForeignKey(null=True, **PERSON)),
                (
                    "brand",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moderation_requests",
                        to="govern.brand",
                    ),
                ),
                (
                    "capture",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="listen.capture",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moderation_requests",
                        to="listen.post",
                    ),
                ),
            ],
            options={
                "verbose_name": "moderation request",
                "verbose_name_plural": "moderation requests",
                "indexes": [models.Index(fields=["brand", "-asked_at"], name="moderation_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")),
                        fields=("post",),
                        name="one_open_moderation_request_per_post",
                    )
                ],
            },
        ),
    ]
