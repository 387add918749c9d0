"""Let engagements that covered all that an agency may do cover approving too, which came later.

One that was narrowed stays as it was agreed.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ALL_BEFORE = {"read", "triage", "alert", "incident", "unmask", "configure"}


def cover_approving(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    for one in apps.get_model("govern", "Engagement").objects.all():
        if set(one.scopes) == ALL_BEFORE:
            one.scopes = [*one.scopes, "approve"]
            one.save(update_fields=["scopes"])


class Migration(migrations.Migration):
    dependencies = [("govern", "0003_phones")]

    operations = [migrations.RunPython(cover_approving, migrations.RunPython.noop)]
