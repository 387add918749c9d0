"""Which readings are urgent? They get an index of their own, so that nobody goes through all others for them."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("listen", "0012_waivers")]

    operations: ClassVar = [
        migrations.AddIndex(
            model_name="reading",
            index=models.Index(fields=["post"], condition=models.Q(("urgent", True)), name="reading_urgent"),
        ),
    ]
