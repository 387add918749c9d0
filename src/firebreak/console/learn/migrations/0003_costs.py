"""Hours and other costs of an incident, what an hour is worth, and who shows theirs."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('govern', '0004_engagements_that_approve'),
        ('learn', '0002_progress_pages'),
        ('respond', '0012_moderation_requests'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Disclosure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='disclosures', to='govern.brand')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('house', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='govern.organisation')),
            ],
            options={
                'verbose_name': 'costs shown to the other side',
                'verbose_name_plural': 'costs shown to the other side',
                'constraints': [models.UniqueConstraint(fields=('brand', 'house'), name='one_disclosure_per_house', violation_error_message='A house shows its costs or it does not.')],
            },
        ),
        migrations.CreateModel(
            name='Outlay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('watch', 'watch'), ('answer', 'answer'), ('write', 'write'), ('decide', 'decide'), ('law', 'law'), ('press', 'press'), ('field', 'field'), ('after', 'after'), ('else', 'else'), ('lab', 'lab'), ('counsel', 'counsel'), ('recall', 'recall'), ('media', 'media'), ('travel', 'travel'), ('staff', 'staff'), ('other', 'other')], max_length=10)),
                ('role', models.CharField(blank=True, max_length=20)),
                ('minutes', models.PositiveSmallIntegerField(default=0)),
                ('is_estimate', models.BooleanField(default=False)),
                ('amount', models.PositiveIntegerField(default=0)),
                ('what', models.CharField(blank=True, max_length=120)),
                ('day', models.DateField()),
                ('key', models.CharField(max_length=32)),
                ('at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('house', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='govern.organisation')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outlays', to='respond.incident')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'effort or cost',
                'verbose_name_plural': 'efforts and costs',
                'ordering': ['-day', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('amount', 0), ('minutes__gt', 0), ('person__isnull', False)), models.Q(('amount__gt', 0), ('minutes', 0), ('person__isnull', True)), _connector='OR'), name='hours_of_somebody_or_a_sum', violation_error_message='It is either hours of somebody or a sum.'), models.UniqueConstraint(fields=('incident', 'by', 'key'), name='one_outlay_per_key', violation_error_message='This is noted already.')],
            },
        ),
        migrations.CreateModel(
            name='Rate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(blank=True, choices=[('viewer', 'viewer'), ('cs_agent', 'cs_agent'), ('agency_lead', 'agency_lead'), ('brand_pr', 'brand_pr'), ('legal', 'legal'), ('executive', 'executive'), ('auditor', 'auditor'), ('admin', 'admin')], max_length=20)),
                ('per_hour', models.PositiveIntegerField()),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rates', to='govern.brand')),
                ('house', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rates', to='govern.organisation')),
            ],
            options={
                'verbose_name': 'hourly rate',
                'verbose_name_plural': 'hourly rates',
                'ordering': ['house', 'role'],
                'constraints': [models.UniqueConstraint(fields=('brand', 'house', 'role'), name='one_rate_per_role', violation_error_message='A role has one rate.')],
            },
        ),
    ]
