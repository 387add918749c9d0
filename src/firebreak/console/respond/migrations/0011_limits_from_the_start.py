"""Let the limits of every step run from when its matter was first seen, also where its plan was put in later."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, OuterRef, Subquery


def begin_with_the_matter(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    steps, incidents = apps.get_model("respond", "Step"), apps.get_model("respond", "Incident")
    began = incidents.objects.filter(pk=OuterRef("incident")).values("first_seen_at")
    steps.objects.filter(starts_at__gt=F("incident__first_seen_at")).update(starts_at=Subquery(began))


class Migration(migrations.Migration):
    dependencies = [("respond", "0010_what_a_reason_overrules")]

    operations = [migrations.RunPython(begin_with_the_matter, migrations.RunPython.noop)]
