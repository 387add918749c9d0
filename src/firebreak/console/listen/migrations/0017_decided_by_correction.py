"""Until this version, whoever corrected a mention had dealt with it: it does not wait for anybody again.

Corrections from now on decide nothing, so that theirs wait; so do mentions of grave stories, of whatever time.
"""

from typing import Any

from django.db import migrations

GRAVE = ["S1", "S2"]


def close_corrected(apps: Any, _schema: Any) -> None:
    handling = apps.get_model("listen", "Handling")
    said = apps.get_model("listen", "Correction").objects.filter(post__handling__isnull=True)
    said = said.exclude(post__place__story__severity__in=GRAVE).select_related("post").order_by("at", "pk")
    last = {one.post_id: one for one in said.iterator()}
    handling.objects.bulk_create(
        (
            handling(post_id=post, brand_id=one.post.brand_id, closed_at=one.at, closed_by_id=one.person_id)
            for post, one in last.items()
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("listen", "0016_counts_that_stay"), ("assess", "0004_forecasts")]

    operations = [migrations.RunPython(close_corrected, migrations.RunPython.noop)]
