import django.db.models.deletion
import django.utils.timezone
import harmonie.apps.appeals.references
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_people_come_in'),
        ('moderation', '0002_counts_by_index'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=harmonie.apps.appeals.references.random_reference, max_length=16, unique=True)),
                ('state', models.CharField(choices=[('lodged', 'To take'), ('taken', 'Being examined'), ('upheld', 'Decision upheld'), ('overturned', 'Decision overturned'), ('withdrawn', 'Closed without examination')], default='lodged', max_length=10)),
                ('closed_because', models.CharField(blank=True, max_length=8)),
                ('language', models.CharField(max_length=2)),
                ('text', models.TextField()),
                ('lodged_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('lodged_as', models.CharField(default='public', max_length=40)),
                ('once', models.CharField(blank=True, max_length=32)),
                ('due_at', models.DateTimeField()),
                ('taken_at', models.DateTimeField(null=True)),
                ('resolved_as', models.CharField(blank=True, max_length=40)),
                ('resolved_at', models.DateTimeField(null=True)),
                ('reasons', models.TextField(blank=True)),
                ('decided_as', models.CharField(max_length=40)),
                ('is_by_machine', models.BooleanField()),
                ('kind', models.CharField(max_length=12)),
                ('rule_id', models.CharField(blank=True, max_length=60)),
                ('model_version', models.CharField(blank=True, max_length=80)),
                ('main_signal', models.CharField(blank=True, max_length=20)),
                ('content_language', models.CharField(blank=True, max_length=8)),
                ('assignee', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.community')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='moderation.decision')),
                ('moderator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('resolved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['community', 'state', 'due_at'], name='appeals_queue'), models.Index(fields=['community', '-resolved_at'], name='appeals_resolved'), models.Index(fields=['decision', '-id'], name='appeals_of_a_decision')],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('state__in', ('lodged', 'taken'))), fields=('decision',), name='appeals_one_open_per_decision'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('upheld', 'overturned')), _negated=True), ('resolved_as__startswith', 'user:'), _connector='OR'), name='appeals_a_person_resolves'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('upheld', 'overturned')), _negated=True), models.Q(('resolved_as', models.F('decided_as')), _negated=True), _connector='OR'), name='appeals_another_person_resolves'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'upheld'), _negated=True), models.Q(('reasons', ''), _negated=True), _connector='OR'), name='appeals_upheld_with_reasons'),
                    models.CheckConstraint(condition=models.Q(models.Q(('resolved_at__isnull', True), ('state__in', ('lodged', 'taken'))), models.Q(('resolved_at__isnull', False), ('state__in', ('upheld', 'overturned', 'withdrawn'))), _connector='OR'), name='appeals_closed_ones_have_an_end'),
                ],
            },
        ),
        migrations.CreateModel(
            name='AppealMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_from_team', models.BooleanField()),
                ('text', models.TextField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('appeal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='appeals.appeal')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['appeal', 'id'], name='appeals_conversation')],
            },
        ),
        migrations.CreateModel(
            name='Terms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer_within_days', models.PositiveSmallIntegerField(default=14)),
                ('community', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.community')),
            ],
        ),
    ]
