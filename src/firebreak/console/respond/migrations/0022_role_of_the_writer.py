"""Keep in which role a text was written; of what is there already, the role that its writer has by now."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def mark(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Write down the role of today, by which these texts have been judged so far; who has none wrote as nobody."""
    texts = apps.get_model("respond", "Statement").objects
    seats = apps.get_model("govern", "Assignment").objects
    roles = {(brand, person): role for brand, person, role in seats.values_list("brand", "person", "role")}
    for brand, person in texts.values_list("incident__brand", "written_by").distinct():
        texts.filter(incident__brand=brand, written_by=person).update(written_as=roles.get((brand, person), ""))


class Migration(migrations.Migration):
    dependencies = [("respond", "0021_two_people_for_a_matrix"), ("govern", "0004_engagements_that_approve")]

    operations = [
        migrations.AddField(
            model_name="statement",
            name="written_as",
            field=models.CharField(blank=True, default="", max_length=20),
            preserve_default=False,
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
