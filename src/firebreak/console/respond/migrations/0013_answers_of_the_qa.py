"""Let the Q&A of an incident be texts like others, several beside one another."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("respond", "0012_moderation_requests"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="statement",
            name="one_draft_per_channel_and_audience",
        ),
        migrations.AddField(
            model_name="statement",
            name="number",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="statement",
            name="question",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number", 0), ("published_at__isnull", True)),
                fields=("incident", "channel", "audience"),
                name="one_draft_per_channel_and_audience",
            ),
        ),
    ]
