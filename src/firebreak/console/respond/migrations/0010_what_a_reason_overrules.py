"""Keep which warnings a reason was given for; a reason from before is asked for once more."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("respond", "0009_how_grave_it_was_when_approved")]

    operations = [
        migrations.AddField(
            model_name="statement",
            name="overruled_codes",
            field=models.JSONField(default=list),
        ),
    ]
