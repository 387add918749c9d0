"""Affected people: cases, grounds for contact, contacts, promises, proposals, and the ledger of what they are given."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('govern', '0004_engagements_that_approve'),
        ('listen', '0017_decided_by_correction'),
        ('respond', '0012_moderation_requests'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Budget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('left', models.BigIntegerField(default=0)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='budgets', to='govern.brand')),
                ('incident', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='budgets', to='respond.incident')),
            ],
            options={
                'verbose_name': 'budget',
                'verbose_name_plural': 'budgets',
            },
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('way', models.CharField(choices=[('post', 'post'), ('phone', 'phone'), ('message', 'message'), ('mail', 'mail'), ('visit', 'visit'), ('other', 'other')], max_length=10, verbose_name='how they came to us')),
                ('received_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField()),
                ('name', models.CharField(blank=True, max_length=80, verbose_name='name')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                ('mail', models.CharField(blank=True, max_length=120, verbose_name='e-mail')),
                ('what', models.TextField(blank=True, verbose_name='what happened')),
                ('wants', models.CharField(blank=True, max_length=300, verbose_name='needs')),
                ('avoids', models.CharField(blank=True, max_length=300, verbose_name='does not want')),
                ('matter', models.CharField(blank=True, max_length=80, verbose_name='product, batch or shop')),
                ('injured', models.BooleanField(default=False, verbose_name='bodily harm')),
                ('held_at', models.DateTimeField(blank=True, null=True)),
                ('spoken_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.CharField(blank=True, choices=[('satisfied', 'satisfied'), ('partly', 'partly'), ('unsatisfied', 'unsatisfied'), ('no_answer', 'no_answer')], max_length=12, verbose_name='satisfaction')),
                ('erased_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=0)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cases', to='govern.brand')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('holder', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('incident', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='cases', to='respond.incident')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='cases.case')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'case',
                'verbose_name_plural': 'cases',
            },
        ),
        migrations.CreateModel(
            name='CasePost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='told', to='cases.case')),
                ('post', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='case_told', to='listen.post')),
            ],
            options={
                'verbose_name': 'mention of a case',
                'verbose_name_plural': 'mentions of cases',
                'ordering': ['post__published_at', 'post_id'],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ground', models.CharField(choices=[('consent', 'consent'), ('contract', 'contract'), ('law', 'law'), ('danger', 'danger')], max_length=10, verbose_name='ground')),
                ('ways', models.JSONField()),
                ('proof', models.CharField(blank=True, max_length=300, verbose_name='where it can be seen')),
                ('at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='cases.case')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'ground for contact',
                'verbose_name_plural': 'grounds for contact',
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('way', models.CharField(choices=[('post', 'post'), ('phone', 'phone'), ('message', 'message'), ('mail', 'mail'), ('visit', 'visit'), ('other', 'other')], max_length=10)),
                ('inward', models.BooleanField()),
                ('reached', models.BooleanField(default=True)),
                ('complaint', models.BooleanField(default=False)),
                ('text', models.TextField(blank=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='cases.case')),
                ('consent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.consent')),
            ],
            options={
                'verbose_name': 'contact',
                'verbose_name_plural': 'contacts',
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12)),
                ('kind', models.CharField(choices=[('refund', 'refund'), ('exchange', 'exchange'), ('coupon', 'coupon'), ('gift', 'gift'), ('medical', 'medical'), ('other', 'other')], max_length=10)),
                ('name', models.CharField(max_length=60)),
                ('most', models.PositiveIntegerField()),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remedies', to='govern.brand')),
            ],
            options={
                'verbose_name': 'item of compensation',
                'verbose_name_plural': 'items of compensation',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.PositiveIntegerField()),
                ('note', models.CharField(blank=True, max_length=300)),
                ('key', models.CharField(max_length=32)),
                ('state', models.CharField(choices=[('offered', 'offered'), ('approved', 'approved'), ('paid', 'paid'), ('refused', 'refused'), ('declined', 'declined'), ('reversed', 'reversed')], max_length=10)),
                ('offered_at', models.DateTimeField()),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
                ('paid_at', models.DateTimeField(blank=True, null=True)),
                ('reference', models.CharField(blank=True, max_length=60)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('budget', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='cases.budget')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='cases.case')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.item')),
                ('offered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'compensation',
                'verbose_name_plural': 'compensations',
                'ordering': ['-offered_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('deed', models.CharField(choices=[('fund', 'fund'), ('approve', 'approve'), ('refuse', 'refuse'), ('pay', 'pay'), ('decline', 'decline'), ('reverse', 'reverse')], max_length=8)),
                ('account', models.CharField(choices=[('budget', 'budget'), ('promised', 'promised'), ('paid', 'paid')], max_length=8)),
                ('amount', models.BigIntegerField()),
                ('budget', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='cases.budget')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('offer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='cases.offer')),
            ],
            options={
                'verbose_name': 'line of the ledger',
                'verbose_name_plural': 'lines of the ledger',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Promise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(blank=True, max_length=300, verbose_name='what we promised')),
                ('due_at', models.DateTimeField()),
                ('made_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('open', 'open'), ('kept', 'kept'), ('dropped', 'dropped')], default='open', max_length=8)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='promises', to='cases.case')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'promise',
                'verbose_name_plural': 'promises',
                'ordering': ['due_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(choices=[('person', 'person'), ('matter', 'matter')], max_length=8)),
                ('digest', models.CharField(max_length=64)),
                ('count', models.PositiveIntegerField()),
                ('since', models.DateTimeField()),
                ('to', models.CharField(choices=[('S1', 'S1'), ('S2', 'S2'), ('S3', 'S3'), ('S4', 'S4')], max_length=2)),
                ('at', models.DateTimeField()),
                ('state', models.CharField(choices=[('open', 'open'), ('accepted', 'accepted'), ('declined', 'declined')], default='open', max_length=10)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='govern.brand')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='cases.case')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('incident', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='respond.incident')),
            ],
            options={
                'verbose_name': 'proposal of a level',
                'verbose_name_plural': 'proposals of a level',
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.AddConstraint(
            model_name='budget',
            constraint=models.UniqueConstraint(fields=('incident',), name='one_budget_per_incident', violation_error_message='This incident has its budget.'),
        ),
        migrations.AddConstraint(
            model_name='budget',
            constraint=models.UniqueConstraint(condition=models.Q(('incident__isnull', True)), fields=('brand',), name='one_budget_without_incident', violation_error_message='The brand has its budget for people of no incident.'),
        ),
        migrations.AddConstraint(
            model_name='budget',
            constraint=models.CheckConstraint(condition=models.Q(('left__gte', 0)), name='nothing_beyond_budget', violation_error_message='The budget does not reach that far.'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['brand', 'closed_at', 'received_at'], name='case_by_state'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(fields=('brand', 'number'), name='one_case_per_number', violation_error_message='A case has a number of its own.'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(('inward', True), ('consent__isnull', False), _connector='OR'), name='no_contact_without_ground', violation_error_message='Nobody is contacted without a recorded ground.'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.UniqueConstraint(fields=('brand', 'code'), name='one_item_per_code', violation_error_message='The catalogue has this code already.'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.UniqueConstraint(fields=('case', 'key'), name='one_offer_per_key', violation_error_message='This is offered already.'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('brand', 'digest'), name='one_open_proposal', violation_error_message='This is proposed already.'),
        ),
    ]
