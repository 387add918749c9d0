"""What the staff reports, with its photo, its receipt, and the link by which it comes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('govern', '0004_engagements_that_approve'),
        ('listen', '0017_decided_by_correction'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('receipt', models.CharField(max_length=12, unique=True)),
                ('key', models.CharField(max_length=64)),
                ('language', models.CharField(max_length=10)),
                ('what', models.TextField(blank=True, verbose_name='what you saw')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='where')),
                ('seen_at', models.DateTimeField(verbose_name='when')),
                ('hurt', models.CharField(choices=[('nobody', 'nobody'), ('one', 'one'), ('several', 'several'), ('unknown', 'unknown')], max_length=8, verbose_name='who is hurt')),
                ('victims', models.CharField(blank=True, max_length=300)),
                ('name', models.CharField(blank=True, max_length=80)),
                ('contact', models.CharField(blank=True, max_length=120)),
                ('received_at', models.DateTimeField()),
                ('sha256', models.CharField(max_length=64)),
                ('has_photo', models.BooleanField(default=False)),
                ('read_at', models.DateTimeField(null=True)),
                ('category', models.CharField(blank=True, max_length=20)),
                ('grave', models.BooleanField(default=False)),
                ('taken_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('ending', models.CharField(blank=True, choices=[('mention', 'mention'), ('incident', 'incident'), ('case', 'case'), ('solved', 'solved'), ('double', 'double'), ('not_ours', 'not_ours'), ('unclear', 'unclear'), ('test', 'test')], max_length=10)),
                ('led_to', models.PositiveIntegerField(null=True)),
                ('erased_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=0)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='govern.brand')),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reports', to='listen.post')),
                ('taken_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'report of the staff',
                'verbose_name_plural': 'reports of the staff',
            },
        ),
        migrations.CreateModel(
            name='Photo',
            fields=[
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='photo', serialize=False, to='staff.report')),
                ('body', models.BinaryField()),
                ('kind', models.CharField(max_length=20)),
                ('sha256', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': 'photo of a report',
                'verbose_name_plural': 'photos of reports',
            },
        ),
        migrations.CreateModel(
            name='StaffLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=43, unique=True)),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='staff_links', to='govern.brand')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'link for the staff',
                'verbose_name_plural': 'links for the staff',
            },
        ),
        migrations.AddField(
            model_name='report',
            name='link',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='staff.stafflink'),
        ),
        migrations.AddConstraint(
            model_name='stafflink',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('brand',), name='one_staff_link_at_a_time', violation_error_message='A brand has one link for its staff at a time.'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['brand', 'closed_at', '-received_at'], name='report_by_state'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(condition=models.Q(('read_at__isnull', True)), fields=['id'], name='report_unread'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(fields=('brand', 'number'), name='one_report_per_number'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(fields=('brand', 'key'), name='one_report_per_sending'),
        ),
    ]
