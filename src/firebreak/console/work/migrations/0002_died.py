"""Counts how often the loop of a long work ended before it was done, apart from how often it was taken in hand."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies: ClassVar = [
        ('work', '0001_works'),
    ]

    operations: ClassVar = [
        migrations.AddField(
            model_name='work',
            name='died',
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
