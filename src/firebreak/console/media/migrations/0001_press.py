"""Keep who of the press asks what, until when, what they were given, and what is under an embargo."""


import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('govern', '0004_engagements_that_approve'),
        ('respond', '0013_answers_of_the_qa'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Embargo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateTimeField()),
                ('agreed', models.CharField(blank=True, max_length=200, verbose_name='who agreed to it')),
                ('at', models.DateTimeField()),
                ('lifted_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lifted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('statement', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='embargo', to='respond.statement')),
            ],
            options={
                'verbose_name': 'embargo',
                'verbose_name_plural': 'embargoes',
            },
        ),
        migrations.CreateModel(
            name='Journalist',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=80, verbose_name='name')),
                ('outlet', models.CharField(max_length=80, verbose_name='outlet')),
                ('beat', models.CharField(blank=True, max_length=60, verbose_name='beat')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                ('mail', models.CharField(blank=True, max_length=120, verbose_name='e-mail')),
                ('ground', models.CharField(choices=[('given', 'given'), ('published', 'published')], max_length=10, verbose_name='where we have it from')),
                ('notes', models.TextField(blank=True, max_length=1000, verbose_name='notes')),
                ('spoken_at', models.DateTimeField(blank=True, null=True)),
                ('added_at', models.DateTimeField()),
                ('erased_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=0)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='journalists', to='govern.brand')),
            ],
            options={
                'verbose_name': 'journalist',
                'verbose_name_plural': 'journalists',
                'ordering': ['outlet', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Enquiry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('question', models.TextField(max_length=1000, verbose_name='question')),
                ('received_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('logged_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('received', 'received'), ('answering', 'answering'), ('answered', 'answered'), ('declined', 'declined')], default='received', max_length=10, verbose_name='state')),
                ('held_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('answer_version', models.PositiveIntegerField(blank=True, null=True)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('version', models.PositiveIntegerField(default=0)),
                ('answer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='given', to='respond.statement')),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='enquiries', to='govern.brand')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('holder', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('incident', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='enquiries', to='respond.incident')),
                ('logged_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('planned', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='planned_for', to='respond.statement')),
                ('journalist', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enquiries', to='media.journalist')),
            ],
            options={
                'verbose_name': 'enquiry',
                'verbose_name_plural': 'enquiries',
                'indexes': [models.Index(fields=['brand', 'state', 'due_at'], name='enquiries_by_due')],
                'constraints': [models.UniqueConstraint(fields=('brand', 'number'), name='one_enquiry_per_number', violation_error_message='An enquiry has a number of its own.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'answered'), _negated=True), ('answer__isnull', False), _connector='OR'), name='nothing_answered_without_a_text', violation_error_message='The press is answered with a text that was let go out.')],
            },
        ),
    ]
