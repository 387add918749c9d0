"""Keep how grave the matter was when somebody approved a text, and who was asked; older approvals are given anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("respond", "0008_who_wrote_a_text")]

    operations = [
        migrations.AddField(
            model_name="approval",
            name="severity",
            field=models.CharField(blank=True, default="", max_length=2),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="approval",
            name="asked",
            field=models.JSONField(default=list),
        ),
    ]
