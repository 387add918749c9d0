"""A page for the public of an incident, and what was corrected on it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('govern', '0004_engagements_that_approve'),
        ('learn', '0001_reviews'),
        ('respond', '0012_moderation_requests'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PublicPage',
            fields=[
                ('incident', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='public_page', serialize=False, to='respond.incident')),
                ('year', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('is_on', models.BooleanField(default=False)),
                ('opened_at', models.DateTimeField()),
                ('brand', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='public_pages', to='govern.brand')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'progress page',
                'verbose_name_plural': 'progress pages',
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('was', models.CharField(max_length=300)),
                ('now', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('right', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='respond.statement')),
                ('wrong', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='respond.statement')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='learn.publicpage')),
            ],
            options={
                'verbose_name': 'correction on a progress page',
                'verbose_name_plural': 'corrections on a progress page',
                'ordering': ['pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='publicpage',
            constraint=models.UniqueConstraint(fields=('brand', 'year', 'number'), name='one_progress_page_per_number'),
        ),
    ]
