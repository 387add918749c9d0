"""Take back the scores that incidents had copied: each goes by its story's, which may change at any moment."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("respond", "0002_titles_of_stories")]

    operations = [migrations.RemoveField("incident", "score")]
