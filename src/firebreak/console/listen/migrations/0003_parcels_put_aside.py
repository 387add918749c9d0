from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("listen", "0002_search")]
    operations = [
        migrations.AddField(
            model_name="parcel",
            name="problem",
            field=models.CharField(blank=True, max_length=60),
        ),
    ]
