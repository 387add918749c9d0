"""Tell versions that began without a word from those whose words were erased: only the latter have a writer."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def mark(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Say of each text that began from no template that it began empty; a template has words from the first."""
    versions = apps.get_model("respond", "StatementVersion").objects
    versions.filter(version=0, text="", statement__template="").update(began_empty=True)


class Migration(migrations.Migration):
    dependencies = [("respond", "0007_steps_of_plans")]

    operations = [
        migrations.AddField(
            model_name="statementversion",
            name="began_empty",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
