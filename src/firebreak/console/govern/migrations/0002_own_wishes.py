"""From which severity on is a person mailed, and how is one found in a long chain?"""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("govern", "0001_initial")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="person",
            name="mail_from",
            field=models.CharField(default="S4", max_length=2, verbose_name="least severity that is mailed"),
        ),
        *(
            migrations.AddIndex(
                model_name="entry",
                index=models.Index(fields=["organisation", field, "-number"], name=f"entry_by_{field}"),
            )
            for field in ("actor", "action", "subject")
        ),
    ]
