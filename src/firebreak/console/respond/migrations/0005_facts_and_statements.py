"""Keep fact sheets, and the texts of incidents with their versions."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("respond", "0004_replies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Fact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.CharField(max_length=500, verbose_name="what we know")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("unverified", "unverified"),
                            ("checking", "checking"),
                            ("confirmed", "confirmed"),
                            ("refuted", "refuted"),
                        ],
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="how we know it")),
                ("version", models.PositiveIntegerField(default=0)),
                ("written_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "key",
                    models.CharField(
                        choices=[
                            ("batch", "batch"),
                            ("time", "time"),
                            ("place", "place"),
                            ("scope", "scope"),
                            ("cause", "cause"),
                            ("remedy", "remedy"),
                            ("contact", "contact"),
                            ("next_update", "next_update"),
                        ],
                        max_length=12,
                        verbose_name="fact",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sheet", to="respond.incident"
                    ),
                ),
                (
                    "settled_by",
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
                "verbose_name": "fact",
                "verbose_name_plural": "facts",
            },
        ),
        migrations.CreateModel(
            name="FactVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.CharField(max_length=500, verbose_name="what we know")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("unverified", "unverified"),
                            ("checking", "checking"),
                            ("confirmed", "confirmed"),
                            ("refuted", "refuted"),
                        ],
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="how we know it")),
                ("version", models.PositiveIntegerField(default=0)),
                ("written_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "fact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="respond.fact"
                    ),
                ),
                (
                    "settled_by",
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
                "verbose_name": "version of a fact",
                "verbose_name_plural": "versions of a fact",
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("website", "website"),
                            ("facebook", "facebook"),
                            ("instagram", "instagram"),
                            ("threads", "threads"),
                            ("line", "line"),
                            ("ptt", "ptt"),
                            ("dcard", "dcard"),
                            ("google_maps", "google_maps"),
                            ("press", "press"),
                            ("mail", "mail"),
                            ("script", "script"),
                        ],
                        max_length=12,
                        verbose_name="channel",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("public", "public"),
                            ("customer", "customer"),
                            ("media", "media"),
                            ("staff", "staff"),
                            ("authority", "authority"),
                        ],
                        max_length=10,
                        verbose_name="audience",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("statement", "statement"),
                            ("holding", "holding"),
                            ("reply", "reply"),
                            ("press", "press"),
                            ("letter", "letter"),
                        ],
                        max_length=10,
                        verbose_name="kind of text",
                    ),
                ),
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
                ("template", models.CharField(blank=True, max_length=60)),
                ("text", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=0)),
                ("written_at", models.DateTimeField()),
                ("used", models.JSONField(default=list)),
                ("reread", models.JSONField(default=list)),
                ("published_at", models.DateTimeField(null=True)),
                ("url", models.CharField(blank=True, max_length=500)),
                ("digest", models.CharField(blank=True, max_length=64)),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="statements", to="respond.incident"
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
                "verbose_name": "statement",
                "verbose_name_plural": "statements",
            },
        ),
        migrations.CreateModel(
            name="StatementVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("text", models.TextField(blank=True)),
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
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="respond.statement"
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
                "verbose_name": "version of a statement",
                "verbose_name_plural": "versions of a statement",
            },
        ),
        migrations.CreateModel(
            name="Writing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="writers", to="respond.statement"
                    ),
                ),
            ],
            options={
                "verbose_name": "writing",
                "verbose_name_plural": "writings",
            },
        ),
        migrations.AddConstraint(
            model_name="fact",
            constraint=models.UniqueConstraint(fields=("incident", "key"), name="one_line_per_fact"),
        ),
        migrations.AddConstraint(
            model_name="factversion",
            constraint=models.UniqueConstraint(fields=("fact", "version"), name="one_row_per_version_of_a_fact"),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("published_at__isnull", True)),
                fields=("incident", "channel", "audience"),
                name="one_draft_per_channel_and_audience",
            ),
        ),
        migrations.AddConstraint(
            model_name="statementversion",
            constraint=models.UniqueConstraint(
                fields=("statement", "version"), name="one_row_per_version_of_a_statement"
            ),
        ),
        migrations.AddConstraint(
            model_name="writing",
            constraint=models.UniqueConstraint(fields=("statement", "person"), name="one_place_per_writer"),
        ),
    ]
