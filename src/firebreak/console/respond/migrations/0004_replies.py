"""Keep answers to mentions, and how a brand speaks."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("govern", "0003_phones"),
        ("listen", "0014_long_views"),
        ("respond", "0003_scores_of_stories"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Voice",
            fields=[
                (
                    "brand",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="voice",
                        serialize=False,
                        to="govern.brand",
                    ),
                ),
                ("opening", models.CharField(blank=True, max_length=200, verbose_name="beginning of a reply")),
                ("closing", models.CharField(blank=True, max_length=200, verbose_name="end of a reply")),
                ("manner", models.TextField(blank=True, max_length=1000, verbose_name="how we speak")),
            ],
            options={
                "verbose_name": "voice of the brand",
                "verbose_name_plural": "voices of the brand",
            },
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
                (
                    "posture",
                    models.CharField(
                        choices=[
                            ("rebuild", "rebuild"),
                            ("diminish", "diminish"),
                            ("deny", "deny"),
                            ("inform", "inform"),
                        ],
                        max_length=10,
                    ),
                ),
                ("written_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=0)),
                ("published_at", models.DateTimeField(null=True)),
                ("url", models.CharField(blank=True, max_length=500)),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="replies", to="govern.brand"
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="replies", to="listen.post"
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "reply",
                "verbose_name_plural": "replies",
                "indexes": [models.Index(fields=["brand", "-published_at"], name="replies_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("published_at__isnull", True)),
                        fields=("post",),
                        name="one_draft_per_mention",
                    )
                ],
            },
        ),
    ]
