"""How long may a kept list's address be? As long as it is: seventy Han characters were too many."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("listen", "0013_urgent_ones")]

    operations: ClassVar = [
        migrations.AlterField(model_name="savedview", name="query", field=models.TextField()),
    ]
