"""Where does long work wait, and where does its file lie until it is fetched?"""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies: ClassVar = [
        ('govern', '0002_own_wishes'),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name='Work',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('asked', models.JSONField(default=dict)),
                ('language', models.CharField(max_length=10)),
                ('at', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Under way'), ('done', 'Done'), ('cancelled', 'Cancelled'), ('failed', 'Failed')], default='waiting', max_length=10)),
                ('turn', models.PositiveSmallIntegerField(default=0)),
                ('lease_until', models.DateTimeField(null=True)),
                ('step', models.PositiveSmallIntegerField(default=0)),
                ('done', models.PositiveBigIntegerField(default=0)),
                ('total', models.PositiveBigIntegerField(default=0)),
                ('pace', models.FloatField(default=0)),
                ('outcome', models.JSONField(default=dict)),
                ('error', models.CharField(blank=True, max_length=60)),
                ('ended_at', models.DateTimeField(null=True)),
                ('keep_until', models.DateTimeField(null=True)),
                ('taken_at', models.DateTimeField(null=True)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='works', to='govern.brand')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='works', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'long work',
                'verbose_name_plural': 'long works',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Piece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('body', models.BinaryField()),
                ('work', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='pieces', to='work.work')),
            ],
            options={
                'verbose_name': 'piece of a file',
                'verbose_name_plural': 'pieces of a file',
            },
        ),
        migrations.AddIndex(
            model_name='work',
            index=models.Index(fields=['brand', 'person', '-id'], name='work_of_person'),
        ),
        migrations.AddIndex(
            model_name='work',
            index=models.Index(condition=models.Q(('state__in', ('waiting', 'running'))), fields=['id'], name='work_under_way'),
        ),
        migrations.AddConstraint(
            model_name='piece',
            constraint=models.UniqueConstraint(fields=('work', 'number'), name='one_piece_per_number'),
        ),
    ]
