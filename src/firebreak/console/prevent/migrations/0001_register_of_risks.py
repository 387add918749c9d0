"""What could happen to a brand: figures, prevention, who watches over it, its incidents and its history."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('govern', '0004_engagements_that_approve'),
        ('respond', '0022_role_of_the_writer'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Risk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('title', models.CharField(blank=True, max_length=120, verbose_name='What could happen')),
                ('category', models.CharField(choices=[('product_safety', 'product_safety'), ('privacy_leak', 'privacy_leak'), ('harassment', 'harassment'), ('staff_conduct', 'staff_conduct'), ('misinformation', 'misinformation'), ('compliance', 'compliance'), ('ethics', 'ethics'), ('product_defect', 'product_defect'), ('delivery', 'delivery'), ('price_refund', 'price_refund'), ('service', 'service'), ('praise', 'praise'), ('question', 'question'), ('other', 'other')], max_length=20, verbose_name='Category')),
                ('branch', models.CharField(blank=True, choices=[('design', 'design'), ('process', 'process'), ('training', 'training'), ('supplier', 'supplier'), ('communication', 'communication')], max_length=15, verbose_name='Where it lies')),
                ('likelihood', models.PositiveSmallIntegerField(verbose_name='Likelihood')),
                ('impact', models.PositiveSmallIntegerField(verbose_name='Impact')),
                ('harms_health', models.BooleanField(default=False, verbose_name='Lives or health are at stake')),
                ('exposure', models.DecimalField(decimal_places=0, max_digits=12, null=True, verbose_name='Exposure in NT$')),
                ('prevention', models.CharField(blank=True, max_length=500, verbose_name='What keeps it from happening')),
                ('review_on', models.DateField(verbose_name='Next review')),
                ('judged_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=0)),
                ('brand', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='risks', to='govern.brand')),
                ('judged_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Who watches over it')),
            ],
            options={
                'verbose_name': 'risk',
                'verbose_name_plural': 'risks',
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='RiskChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(choices=[('add', 'add'), ('judge', 'judge'), ('happen', 'happen'), ('retire', 'retire')], max_length=10)),
                ('likelihood', models.PositiveSmallIntegerField()),
                ('impact', models.PositiveSmallIntegerField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('incident', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='respond.incident')),
                ('risk', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='prevent.risk')),
            ],
            options={
                'verbose_name': 'change of a risk',
                'verbose_name_plural': 'changes of a risk',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='RiskEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ended_at', models.DateTimeField()),
                ('severity', models.CharField(choices=[('S1', 'S1'), ('S2', 'S2'), ('S3', 'S3'), ('S4', 'S4')], max_length=2)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='risk_events', to='respond.incident')),
                ('risk', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='prevent.risk')),
            ],
            options={
                'verbose_name': 'incident that came of a risk',
                'verbose_name_plural': 'incidents that came of a risk',
                'ordering': ['-ended_at', '-pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='risk',
            constraint=models.UniqueConstraint(fields=('brand', 'number'), name='one_risk_per_number', violation_error_message='This number is taken.'),
        ),
        migrations.AddConstraint(
            model_name='risk',
            constraint=models.CheckConstraint(condition=models.Q(('impact__range', (1, 5)), ('likelihood__range', (1, 5))), name='figures_of_a_risk_from_one_to_five', violation_error_message='Likelihood and impact go from 1 to 5.'),
        ),
        migrations.AddConstraint(
            model_name='riskevent',
            constraint=models.UniqueConstraint(fields=('risk', 'incident'), name='one_event_per_incident_of_a_risk', violation_error_message='This incident is listed already.'),
        ),
    ]
