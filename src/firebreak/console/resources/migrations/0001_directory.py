"""Whom a brand calls in a crisis: name, kind, number, and when somebody last looked."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('govern', '0004_engagements_that_approve'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Resource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('lab', 'lab'), ('counsel', 'counsel'), ('store', 'store'), ('speaker', 'speaker'), ('insurer', 'insurer'), ('authority', 'authority')], max_length=12, verbose_name='Kind')),
                ('name', models.CharField(max_length=120, verbose_name='Name')),
                ('who', models.CharField(blank=True, max_length=120, verbose_name='Who to ask for')),
                ('phone', models.CharField(max_length=60, verbose_name='Phone')),
                ('hours', models.CharField(blank=True, max_length=120, verbose_name='When they answer')),
                ('purpose', models.CharField(blank=True, max_length=300, verbose_name='What they are for')),
                ('checked_on', models.DateField(blank=True, null=True, verbose_name='Last checked')),
                ('changed_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=0)),
                ('brand', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='resources', to='govern.brand')),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'resource',
                'verbose_name_plural': 'resources',
                'ordering': ['kind', 'name'],
                'constraints': [models.UniqueConstraint(fields=('brand', 'kind', 'name'), name='one_resource_per_name', violation_error_message='This is in the directory already.')],
            },
        ),
    ]
