"""A report that cannot be read waits for its next try; mentions made of reports are named by code, not by receipt."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def name_by_code(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """Take the secret receipt, and the place, out of the mentions that were made so far."""
    posts = apps.get_model("listen", "Post").objects
    for report in apps.get_model("staff", "Report").objects.filter(post__source="staff"):
        posts.filter(pk=report.post_id).update(external_id=f"R-{report.number:04d}", channel="")


class Migration(migrations.Migration):

    dependencies = [
        ('staff', '0001_reports'),
    ]

    operations = [
        migrations.AddField(
            model_name='report',
            name='next_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='report',
            name='tries',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.RunPython(name_by_code, migrations.RunPython.noop),
    ]
