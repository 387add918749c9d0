"""Why an incident happened: its review, contributing factors, corrective actions, and looks at whether they work."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('respond', '0012_moderation_requests'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Action',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('branch', models.CharField(choices=[('design', 'design'), ('process', 'process'), ('training', 'training'), ('supplier', 'supplier'), ('communication', 'communication')], max_length=15)),
                ('text', models.CharField(max_length=300, verbose_name='what is changed')),
                ('due', models.DateField(verbose_name='by when')),
                ('proof', models.CharField(blank=True, max_length=500, verbose_name='what shows it')),
                ('file', models.BinaryField(null=True)),
                ('file_name', models.CharField(blank=True, max_length=120)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('done_at', models.DateTimeField(null=True)),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='respond.incident')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who answers for it')),
            ],
            options={
                'verbose_name': 'corrective action',
                'verbose_name_plural': 'corrective actions',
                'ordering': ['due', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Factor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('branch', models.CharField(choices=[('design', 'design'), ('process', 'process'), ('training', 'training'), ('supplier', 'supplier'), ('communication', 'communication')], max_length=15)),
                ('text', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='factors', to='respond.incident')),
            ],
            options={
                'verbose_name': 'contributing factor',
                'verbose_name_plural': 'contributing factors',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('incident', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='review', serialize=False, to='respond.incident')),
                ('whys', models.JSONField(default=list)),
                ('root', models.CharField(blank=True, max_length=500, verbose_name='root cause')),
                ('branch', models.CharField(blank=True, choices=[('design', 'design'), ('process', 'process'), ('training', 'training'), ('supplier', 'supplier'), ('communication', 'communication')], max_length=15)),
                ('review_on', models.DateField(null=True, verbose_name='day of the review')),
                ('watch_days', models.PositiveSmallIntegerField(default=90)),
                ('waived', models.CharField(blank=True, max_length=300)),
                ('waived_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=0)),
                ('result', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='respond.statement')),
                ('waived_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'review of an incident',
                'verbose_name_plural': 'reviews of incidents',
            },
        ),
        migrations.CreateModel(
            name='Check',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('days', models.PositiveSmallIntegerField()),
                ('due', models.DateField()),
                ('works', models.BooleanField(null=True)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('before', models.PositiveIntegerField(null=True)),
                ('after', models.PositiveIntegerField(null=True)),
                ('at', models.DateTimeField(null=True)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='learn.action')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'effectiveness check',
                'verbose_name_plural': 'effectiveness checks',
                'ordering': ['days'],
                'constraints': [models.UniqueConstraint(fields=('action', 'days'), name='one_check_per_day_of_an_action')],
            },
        ),
    ]
