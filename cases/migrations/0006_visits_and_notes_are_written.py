"""Visits and case notes in words, the days by which children are to be seen, and what of a story is significant."""

from datetime import date

import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
import simple_history.models
from django.conf import settings
from django.db import migrations, models


SINCE = date(2000, 1, 1)
LOCAL = "Local standard; to be confirmed by the authority"
PERIODS = [
    ("T05-S47", "Child seen in a section 47 enquiry", 1, "working_days"),
    ("T25-CP", "Visit or case note under a protection plan written", 1, "working_days"),
]


def load(apps, schema_editor) -> None:
    period = apps.get_model("frontdoor", "PolicyPeriod")
    system = apps.get_model("workforce", "Worker").objects.get(is_system=True)
    schema_editor.execute("SELECT set_config('frontdoor.actor', %s, true)", [str(system.pk)])
    period.objects.bulk_create(
        period(code=code, name=name, value=value, unit=unit, source=LOCAL, valid_from=SINCE, set_by=system)
        for code, name, value, unit in PERIODS
    )

from frontdoor.core.migrating import together


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0005_an_enquiry_that_ends_takes_its_ground_away'),
        ('frontdoor', '0008_who_decides_that_nobody_is_asked'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [*together([
        migrations.CreateModel(
            name='CaseNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('happened_at', models.DateTimeField(verbose_name='when it was')),
                ('note_due_at', models.DateTimeField(editable=False, verbose_name='by when it had to be written')),
                ('noted_at', models.DateTimeField(editable=False, null=True, verbose_name='when it was written')),
                ('kind', models.CharField(choices=[('telephone', 'Telephone call'), ('letter', 'Letter or e-mail'), ('meeting', 'Meeting'), ('consultation', 'Talk with another agency'), ('advice', 'Advice from a manager'), ('decision', 'Management decision'), ('other', 'Something else')], max_length=12, verbose_name='what kind of note')),
                ('with_whom', models.CharField(blank=True, max_length=200, verbose_name='with whom')),
                ('text', models.TextField(verbose_name='what happened')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CaseNoteChild',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            ],
            options={
                'verbose_name': 'child of a case note',
                'verbose_name_plural': 'children of case notes',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='HistoricalSeenDue',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('history_change_reason', models.CharField(blank=True, default='', max_length=200, null=True)),
                ('code', models.CharField(choices=[('T05', 'Child seen in the assessment'), ('T05-S47', 'Child seen in a section 47 enquiry'), ('T17', 'Child protection visit'), ('T18', 'Child in need visit')], max_length=10, verbose_name='clock')),
                ('counted_from', models.DateField()),
                ('due_on', models.DateField(editable=False)),
                ('seen_on', models.DateField(editable=False, null=True, verbose_name='when the child was seen')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical day by which a child is to be seen',
                'verbose_name_plural': 'historical days by which children are to be seen',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='SeenDue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('code', models.CharField(choices=[('T05', 'Child seen in the assessment'), ('T05-S47', 'Child seen in a section 47 enquiry'), ('T17', 'Child protection visit'), ('T18', 'Child in need visit')], max_length=10, verbose_name='clock')),
                ('counted_from', models.DateField()),
                ('due_on', models.DateField(editable=False)),
                ('seen_on', models.DateField(editable=False, null=True, verbose_name='when the child was seen')),
            ],
            options={
                'verbose_name': 'day by which a child is to be seen',
                'verbose_name_plural': 'days by which children are to be seen',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SignificantEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('source', models.CharField(max_length=60, verbose_name='kind of entry')),
                ('row', models.BigIntegerField(verbose_name='its number')),
                ('significant', models.BooleanField()),
                ('reason', models.TextField(verbose_name='why')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='VisitRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('happened_at', models.DateTimeField(verbose_name='when it was')),
                ('note_due_at', models.DateTimeField(editable=False, verbose_name='by when it had to be written')),
                ('noted_at', models.DateTimeField(editable=False, null=True, verbose_name='when it was written')),
                ('kind', models.CharField(choices=[('assessment', 'Assessment'), ('s47', 'Section 47 enquiry'), ('cp', 'Child protection plan'), ('cin', 'Child in need plan'), ('other', 'Another reason')], max_length=10, verbose_name='what the visit was for')),
                ('place', models.CharField(choices=[('home', 'At home'), ('school', 'At school or nursery'), ('office', 'At an office'), ('elsewhere', 'Somewhere else')], max_length=9, verbose_name='where the visit was')),
                ('place_words', models.CharField(blank=True, max_length=200, verbose_name='where else')),
                ('announced', models.BooleanField(verbose_name='the family knew of the visit beforehand')),
                ('present', models.TextField(blank=True, verbose_name='who else was present')),
                ('observed', models.TextField(verbose_name='what was seen and heard')),
                ('analysis', models.TextField(blank=True, verbose_name='what the worker makes of it')),
                ('agreed', models.TextField(blank=True, verbose_name='what was agreed')),
                ('safe', models.BooleanField(verbose_name='the children were safe when the worker left')),
                ('made_safe', models.TextField(blank=True, verbose_name='what was done because a child was not safe')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='visit',
            name='version_of_a_new_row',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='visit',
            name='version_of_a_change',
        ),
        migrations.AddField(
            model_name='historicalvisit',
            name='bedroom_seen',
            field=models.BooleanField(blank=True, null=True, verbose_name="the child's bedroom was seen"),
        ),
        migrations.AddField(
            model_name='historicalvisit',
            name='not_seen_reason',
            field=models.TextField(blank=True, verbose_name='why the child was not seen'),
        ),
        migrations.AddField(
            model_name='historicalvisit',
            name='said',
            field=models.TextField(blank=True, verbose_name='what the child said or showed'),
        ),
        migrations.AddField(
            model_name='visit',
            name='bedroom_seen',
            field=models.BooleanField(blank=True, null=True, verbose_name="the child's bedroom was seen"),
        ),
        migrations.AddField(
            model_name='visit',
            name='not_seen_reason',
            field=models.TextField(blank=True, verbose_name='why the child was not seen'),
        ),
        migrations.AddField(
            model_name='visit',
            name='said',
            field=models.TextField(blank=True, verbose_name='what the child said or showed'),
        ),
        migrations.AlterField(
            model_name='historicalvisit',
            name='seen_alone',
            field=models.BooleanField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='visit',
            name='seen_alone',
            field=models.BooleanField(blank=True, null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visit',
            trigger=pgtrigger.compiler.Trigger(name='version_of_a_new_row', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    INSERT INTO "cases_historicalvisit" ("bedroom_seen", "child_id", "id", "legacy_key", "not_seen_reason", "record_id", "recorded_at", "said", "seen", "seen_alone", "visited_by_id", "visited_on", history_type, history_date, history_user_id, history_change_reason)\n    SELECT written."bedroom_seen", written."child_id", written."id", written."legacy_key", written."not_seen_reason", written."record_id", written."recorded_at", written."said", written."seen", written."seen_alone", written."visited_by_id", written."visited_on", \'+\', clock_timestamp(),\n           nullif(current_setting(\'frontdoor.actor\', true), \'\')::bigint,\n           nullif(current_setting(\'frontdoor.change_reason\', true), \'\')\n    FROM new_rows written;\n    RETURN NULL;\n', level='STATEMENT', operation='INSERT', pgid='pgtrigger_version_of_a_new_row_e304d', referencing='REFERENCING NEW TABLE AS new_rows ', table='cases_visit', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visit',
            trigger=pgtrigger.compiler.Trigger(name='version_of_a_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    INSERT INTO "cases_historicalvisit" ("bedroom_seen", "child_id", "id", "legacy_key", "not_seen_reason", "record_id", "recorded_at", "said", "seen", "seen_alone", "visited_by_id", "visited_on", history_type, history_date, history_user_id, history_change_reason)\n    SELECT written."bedroom_seen", written."child_id", written."id", written."legacy_key", written."not_seen_reason", written."record_id", written."recorded_at", written."said", written."seen", written."seen_alone", written."visited_by_id", written."visited_on", \'~\', clock_timestamp(),\n           nullif(current_setting(\'frontdoor.actor\', true), \'\')::bigint,\n           nullif(current_setting(\'frontdoor.change_reason\', true), \'\')\n    FROM new_rows written;\n    RETURN NULL;\n', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_version_of_a_change_5be65', referencing='REFERENCING NEW TABLE AS new_rows ', table='cases_visit', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visit',
            trigger=pgtrigger.compiler.Trigger(name='visit_agrees_with_its_record', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n        NEW.record_id IS NOT NULL AND NOT EXISTS (\n            SELECT 1 FROM cases_visitrecord r\n            WHERE r.id = NEW.record_id AND r.visited_by_id = NEW.visited_by_id\n              AND (r.happened_at AT TIME ZONE 'Europe/London')::date = NEW.visited_on)\n     THEN\n                RAISE EXCEPTION 'A child''s part of a visit has the day and the worker of the visit.' USING ERRCODE = 'check_violation', CONSTRAINT = 'visit_agrees_with_its_record';\n            END IF;\n            RETURN NEW;\n        ", operation='INSERT', pgid='pgtrigger_visit_agrees_with_its_record_9dd69', table='cases_visit', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visit',
            trigger=pgtrigger.compiler.Trigger(name='visit_stays_as_written', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n        OLD.record_id IS NOT NULL\n        AND (NEW.record_id, NEW.visited_on, NEW.visited_by_id, NEW.seen, NEW.seen_alone, NEW.bedroom_seen, NEW.said,\n             NEW.not_seen_reason)\n        IS DISTINCT FROM\n            (OLD.record_id, OLD.visited_on, OLD.visited_by_id, OLD.seen, OLD.seen_alone, OLD.bedroom_seen, OLD.said,\n             OLD.not_seen_reason)\n     THEN\n                RAISE EXCEPTION 'What was written of a visit stays. Write a note that corrects it.' USING ERRCODE = 'check_violation', CONSTRAINT = 'visit_stays_as_written';\n            END IF;\n            RETURN NEW;\n        ", operation='UPDATE', pgid='pgtrigger_visit_stays_as_written_72ad1', table='cases_visit', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='casenote',
            name='corrects',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='cases.casenote'),
        ),
        migrations.AddField(
            model_name='casenote',
            name='written_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='case_notes', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='casenotechild',
            name='child',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='case_notes', to='frontdoor.person'),
        ),
        migrations.AddField(
            model_name='casenotechild',
            name='note',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='children', to='cases.casenote'),
        ),
        migrations.AddField(
            model_name='historicalseendue',
            name='child',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='frontdoor.person'),
        ),
        migrations.AddField(
            model_name='historicalseendue',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalseendue',
            name='plan',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.plan'),
        ),
        migrations.AddField(
            model_name='historicalseendue',
            name='referral',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='frontdoor.referral'),
        ),
        migrations.AddField(
            model_name='seendue',
            name='child',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seen_due', to='frontdoor.person'),
        ),
        migrations.AddField(
            model_name='seendue',
            name='plan',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='seen_due', to='cases.plan'),
        ),
        migrations.AddField(
            model_name='seendue',
            name='referral',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seen_due', to='frontdoor.referral'),
        ),
        migrations.AddField(
            model_name='significantevent',
            name='child',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='significant_events', to='frontdoor.person'),
        ),
        migrations.AddField(
            model_name='significantevent',
            name='marked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='visitrecord',
            name='visited_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits_written', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='casenote',
            name='corrects_visit',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='cases.visitrecord'),
        ),
        migrations.AddField(
            model_name='historicalvisit',
            name='record',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.visitrecord'),
        ),
        migrations.AddField(
            model_name='visit',
            name='record',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='cases.visitrecord'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.UniqueConstraint(fields=('record', 'child'), name='visit_once_a_child', violation_error_message='This child stands in this visit already.'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(('record__isnull', True), ('seen', False), ('seen_alone__isnull', False), _connector='OR'), name='visit_says_if_seen_alone', violation_error_message='Say of each child who was seen whether the child was seen alone.'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(('record__isnull', True), ('seen', False), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('said'))), 10), _connector='OR'), name='visit_has_the_childs_voice', violation_error_message='Write in at least 10 characters what the child said or showed. A child who does not speak shows it.'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(('record__isnull', True), ('seen', True), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('not_seen_reason'))), 10), _connector='OR'), name='visit_says_why_not_seen', violation_error_message='Say in at least 10 characters why the child was not seen.'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(('record__isnull', True), ('seen', True), models.Q(('bedroom_seen__isnull', True), ('said', ''), ('seen_alone__isnull', True)), _connector='OR'), name='visit_not_seen_is_nothing_seen', violation_error_message='A child who was not seen was not seen alone, said nothing and has no bedroom seen.'),
        ),
        migrations.AddConstraint(
            model_name='casenotechild',
            constraint=models.UniqueConstraint(fields=('note', 'child'), name='case_note_once_a_child'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='casenotechild',
            trigger=pgtrigger.compiler.Trigger(name='recorded_at_is_the_databases', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF TG_OP = 'INSERT' THEN NEW.recorded_at := clock_timestamp(); ELSE NEW.recorded_at := OLD.recorded_at; END IF;\n        RETURN NEW;\n    ", operation='INSERT OR UPDATE', pgid='pgtrigger_recorded_at_is_the_databases_0aca0', table='cases_casenotechild', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='casenotechild',
            trigger=pgtrigger.compiler.Trigger(name='is_written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'This entry cannot be changed. Add a new one.' USING ERRCODE = 'check_violation';", operation='UPDATE OR DELETE', pgid='pgtrigger_is_written_once_50d59', table='cases_casenotechild', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='casenotechild',
            trigger=pgtrigger.compiler.Trigger(name='ledger_collect', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM new_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'collect', TG_TABLE_NAME,\n                   (facts->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (facts->>'id')::bigint END,\n                       (facts->>'person_id')::bigint,\n                       (facts->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(facts::text, 'UTF8'))\n            FROM (SELECT to_jsonb(t) AS facts FROM new_rows t OFFSET 0) written;\n            RETURN NULL;\n        ", level='STATEMENT', operation='INSERT', pgid='pgtrigger_ledger_collect_58e66', referencing='REFERENCING NEW TABLE AS new_rows ', table='cases_casenotechild', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='casenotechild',
            trigger=pgtrigger.compiler.Trigger(name='ledger_alter', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM new_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'alter', TG_TABLE_NAME,\n                   (facts->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (facts->>'id')::bigint END,\n                       (facts->>'person_id')::bigint,\n                       (facts->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(facts::text, 'UTF8'))\n            FROM (SELECT to_jsonb(t) AS facts FROM new_rows t OFFSET 0) written;\n            RETURN NULL;\n        ", level='STATEMENT', operation='UPDATE', pgid='pgtrigger_ledger_alter_fab9b', referencing='REFERENCING NEW TABLE AS new_rows ', table='cases_casenotechild', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='casenotechild',
            trigger=pgtrigger.compiler.Trigger(name='ledger_erase', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM old_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'erase', TG_TABLE_NAME,\n                   (facts->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (facts->>'id')::bigint END,\n                       (facts->>'person_id')::bigint,\n                       (facts->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(facts::text, 'UTF8'))\n            FROM (SELECT to_jsonb(t) AS facts FROM old_rows t OFFSET 0) written;\n            RETURN NULL;\n        ", level='STATEMENT', operation='DELETE', pgid='pgtrigger_ledger_erase_da609', referencing='REFERENCING OLD TABLE AS old_rows ', table='cases_casenotechild', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='seendue',
            index=models.Index(condition=models.Q(('due_on__isnull', False), ('seen_on__isnull', True)), fields=['due_on'], name='seen_due_t17_open'),
        ),
        migrations.AddIndex(
            model_name='seendue',
            index=models.Index(fields=['child', '-id'], name='seen_due_child'),
        ),
        migrations.AddConstraint(
            model_name='seendue',
            constraint=models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('counted_from'))), name='seen_due_t17_due_after_start', violation_error_message='The due date cannot be before the start.'),
        ),
        migrations.AddConstraint(
            model_name='seendue',
            constraint=models.CheckConstraint(condition=models.Q(('seen_on__gte', models.F('counted_from'))), name='seen_due_t17_end_after_start', violation_error_message='The end cannot be before the start.'),
        ),
        migrations.AddConstraint(
            model_name='seendue',
            constraint=models.UniqueConstraint(fields=('referral', 'plan', 'code', 'counted_from'), name='seen_due_once', nulls_distinct=False, violation_error_message='There is a day already by which this child is to be seen.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='seendue',
            trigger=pgtrigger.compiler.Trigger(name='recorded_at_is_the_databases', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF TG_OP = 'INSERT' THEN NEW.recorded_at := clock_timestamp(); ELSE NEW.recorded_at := OLD.recorded_at; END IF;\n        RETURN NEW;\n    ", operation='INSERT OR UPDATE', pgid='pgtrigger_recorded_at_is_the_databases_e45eb', table='cases_seendue', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='seendue',
            trigger=pgtrigger.compiler.Trigger(name='ledger_collect', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM new_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'collect', TG_TABLE_NAME,\n                   (facts->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (facts->>'id')::bigint END,\n                       (facts->>'person_id')::bigint,\n                       (facts->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(facts::text, 'UTF8'))\n            FROM (SELECT to_jsonb(t) AS facts FROM new_rows t OFFSET 0) written;\n            RETURN NULL;\n        ", level='STATEMENT', operation='INSERT', pgid='pgtrigger_ledger_collect_843e2', referencing='REFERENCING NEW TABLE AS new_rows ', table='cases_seendue', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='seendue',
            trigger=pgtrigger.compiler.Trigger(name='ledger_alter', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM new_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'alter', TG_TABLE_NAME,\n                   (facts->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (facts->>'id')::bigint END,\n                       (facts->>'person_id')::bigint,\n                       (facts->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(facts::text, 'UTF8'))\n            FROM (SELECT to_jsonb(t) AS facts FROM new_rows t OFFSET 0) written;\n            RETURN NULL;\n        ", level='STATEMENT', operation='UPDATE', pgid='pgtrigger_ledger_alter_66654', referencing='REFERENCING NEW TABLE AS new_rows ', table='cases_seendue', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='seendue',
            trigger=pgtrigger.compiler.Trigger(name='ledger_erase', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM old_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'erase', TG_TABLE_NAME,\n                   (facts->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (facts->>'id')::bigint END,\n                       (facts->>'person_id')::bigint,\n                       (facts->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(facts::text, 'UTF8'))\n            FROM (SELECT to_jsonb(t) AS facts FROM old_rows t OFFSET 0) written;\n            RETURN NULL;\n        ", level='STATEMENT', operation='DELETE', pgid='pgtrigger_ledger_erase_73ef8', referencing='REFERENCING OLD TABLE AS old_rows ', table='cases_seendue', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='seendue',
            trigger=pgtrigger.compiler.Trigger(name='version_of_a_new_row', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    INSERT INTO "cases_historicalseendue" ("child_id", "code", "counted_from", "due_on", "id", "plan_id", "recorded_at", "referral_id", "seen_on", history_type, history_date, history_user_id, history_change_reason)\n    SELECT written."child_id", written."code", written."counted_from", written."due_on", written."id", written."plan_id", written."recorded_at", written."referral_id", written."seen_on", \'+\', clock_timestamp(),\n           nullif(current_setting(\'frontdoor.actor\', true), \'\')::bigint,\n           nullif(current_setting(\'frontdoor.change_reason\', true), \'\')\n    FROM new_rows written;\n    RETURN NULL;\n', level='STATEMENT', operation='INSERT', pgid='pgtrigger_version_of_a_new_row_6afdf', referencing='REFERENCING NEW TABLE AS new_rows ', table='cases_seendue', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='seendue',
            trigger=pgtrigger.compiler.Trigger(name='version_of_a_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    INSERT INTO "cases_historicalseendue" ("child_id", "code", "counted_from", "due_on", "id", "plan_id", "recorded_at", "referral_id", "seen_on", history_type, history_date, history_user_id, history_change_reason)\n    SELECT written."child_id", written."code", written."counted_from", written."due_on", written."id", written."plan_id", written."recorded_at", written."referral_id", written."seen_on", \'~\', clock_timestamp(),\n           nullif(current_setting(\'frontdoor.actor\', true), \'\')::bigint,\n           nullif(current_setting(\'frontdoor.change_reason\', true), \'\')\n    FROM new_rows written;\n    RETURN NULL;\n', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_version_of_a_change_f5d93', referencing='REFERENCING NEW TABLE AS new_rows ', table='cases_seendue', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='significantevent',
            index=models.Index(fields=['child', 'source', 'row', '-id'], name='significant_event'),
        ),
        migrations.AddConstraint(
            model_name='significantevent',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('reason'))), 10), name='significant_event_says_why', violation_error_message='Say in at least 10 characters why this is significant, or why it no longer is.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='significantevent',
            trigger=pgtrigger.compiler.Trigger(name='recorded_at_is_the_databases', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF TG_OP = 'INSERT' THEN NEW.recorded_at := clock_timestamp(); ELSE NEW.recorded_at := OLD.recorded_at; END IF;\n        RETURN NEW;\n    ", operation='INSERT OR UPDATE', pgid='pgtrigger_recorded_at_is_the_databases_918c1', table='cases_significantevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='significantevent',
            trigger=pgtrigger.compiler.Trigger(name='is_written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'This entry cannot be changed. Add a new one.' USING ERRCODE = 'check_violation';", operation='UPDATE OR DELETE', pgid='pgtrigger_is_written_once_4023d', table='cases_significantevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='significantevent',
            trigger=pgtrigger.compiler.Trigger(name='ledger_collect', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM new_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'collect', TG_TABLE_NAME,\n                   (facts->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (facts->>'id')::bigint END,\n                       (facts->>'person_id')::bigint,\n                       (facts->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(facts::text, 'UTF8'))\n            FROM (SELECT to_jsonb(t) AS facts FROM new_rows t OFFSET 0) written;\n            RETURN NULL;\n        ", level='STATEMENT', operation='INSERT', pgid='pgtrigger_ledger_collect_bf91a', referencing='REFERENCING NEW TABLE AS new_rows ', table='cases_significantevent', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='significantevent',
            trigger=pgtrigger.compiler.Trigger(name='ledger_alter', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM new_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'alter', TG_TABLE_NAME,\n                   (facts->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (facts->>'id')::bigint END,\n                       (facts->>'person_id')::bigint,\n                       (facts->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(facts::text, 'UTF8'))\n            FROM (SELECT to_jsonb(t) AS facts FROM new_rows t OFFSET 0) written;\n            RETURN NULL;\n        ", level='STATEMENT', operation='UPDATE', pgid='pgtrigger_ledger_alter_761bd', referencing='REFERENCING NEW TABLE AS new_rows ', table='cases_significantevent', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='significantevent',
            trigger=pgtrigger.compiler.Trigger(name='ledger_erase', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM old_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'erase', TG_TABLE_NAME,\n                   (facts->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (facts->>'id')::bigint END,\n                       (facts->>'person_id')::bigint,\n                       (facts->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(facts::text, 'UTF8'))\n            FROM (SELECT to_jsonb(t) AS facts FROM old_rows t OFFSET 0) written;\n            RETURN NULL;\n        ", level='STATEMENT', operation='DELETE', pgid='pgtrigger_ledger_erase_a4ad5', referencing='REFERENCING OLD TABLE AS old_rows ', table='cases_significantevent', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='significantevent',
            trigger=pgtrigger.compiler.Trigger(name='significant_event_in_person', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) AND NEW.marked_by_id::text IS DISTINCT FROM current_setting('frontdoor.actor', true) THEN\n                RAISE EXCEPTION 'A visit or a note is signed by whoever writes it.' USING ERRCODE = 'check_violation', CONSTRAINT = 'significant_event_in_person';\n            END IF;\n            RETURN NEW;\n        ", operation='INSERT', pgid='pgtrigger_significant_event_in_person_34609', table='cases_significantevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='visitrecord',
            index=models.Index(fields=['visited_by', '-happened_at'], name='visit_record_worker'),
        ),
        migrations.AddConstraint(
            model_name='visitrecord',
            constraint=models.CheckConstraint(condition=models.Q(('noted_at__isnull', True), ('noted_at__gte', models.F('happened_at')), _connector='OR'), name='visit_record_has_happened', violation_error_message='This is in the future. Write it down when it has happened.'),
        ),
        migrations.AddConstraint(
            model_name='visitrecord',
            constraint=models.CheckConstraint(condition=models.Q(('note_due_at__gte', models.F('happened_at'))), name='visit_record_due_after_event'),
        ),
        migrations.AddConstraint(
            model_name='visitrecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('place', 'elsewhere'), _negated=True), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('place_words'))), 3), _connector='OR'), name='visit_record_says_where', violation_error_message='Say where the visit was.'),
        ),
        migrations.AddConstraint(
            model_name='visitrecord',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('observed'))), 20), name='visit_record_says_what_was_seen', violation_error_message='Write what you saw and heard in at least 20 characters.'),
        ),
        migrations.AddConstraint(
            model_name='visitrecord',
            constraint=models.CheckConstraint(condition=models.Q(('safe', True), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('made_safe'))), 20), _connector='OR'), name='visit_record_says_what_made_safe', violation_error_message='Say in at least 20 characters what was done because a child was not safe.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visitrecord',
            trigger=pgtrigger.compiler.Trigger(name='recorded_at_is_the_databases', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF TG_OP = 'INSERT' THEN NEW.recorded_at := clock_timestamp(); ELSE NEW.recorded_at := OLD.recorded_at; END IF;\n        RETURN NEW;\n    ", operation='INSERT OR UPDATE', pgid='pgtrigger_recorded_at_is_the_databases_03e65', table='cases_visitrecord', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visitrecord',
            trigger=pgtrigger.compiler.Trigger(name='is_written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'This entry cannot be changed. Add a new one.' USING ERRCODE = 'check_violation';", operation='UPDATE OR DELETE', pgid='pgtrigger_is_written_once_29d6f', table='cases_visitrecord', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visitrecord',
            trigger=pgtrigger.compiler.Trigger(name='ledger_collect', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM new_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'collect', TG_TABLE_NAME,\n                   (facts->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (facts->>'id')::bigint END,\n                       (facts->>'person_id')::bigint,\n                       (facts->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(facts::text, 'UTF8'))\n            FROM (SELECT to_jsonb(t) AS facts FROM new_rows t OFFSET 0) written;\n            RETURN NULL;\n        ", level='STATEMENT', operation='INSERT', pgid='pgtrigger_ledger_collect_5f56c', referencing='REFERENCING NEW TABLE AS new_rows ', table='cases_visitrecord', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visitrecord',
            trigger=pgtrigger.compiler.Trigger(name='ledger_alter', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM new_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'alter', TG_TABLE_NAME,\n                   (facts->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (facts->>'id')::bigint END,\n                       (facts->>'person_id')::bigint,\n                       (facts->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(facts::text, 'UTF8'))\n            FROM (SELECT to_jsonb(t) AS facts FROM new_rows t OFFSET 0) written;\n            RETURN NULL;\n        ", level='STATEMENT', operation='UPDATE', pgid='pgtrigger_ledger_alter_53124', referencing='REFERENCING NEW TABLE AS new_rows ', table='cases_visitrecord', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visitrecord',
            trigger=pgtrigger.compiler.Trigger(name='ledger_erase', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM old_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'erase', TG_TABLE_NAME,\n                   (facts->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (facts->>'id')::bigint END,\n                       (facts->>'person_id')::bigint,\n                       (facts->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(facts::text, 'UTF8'))\n            FROM (SELECT to_jsonb(t) AS facts FROM old_rows t OFFSET 0) written;\n            RETURN NULL;\n        ", level='STATEMENT', operation='DELETE', pgid='pgtrigger_ledger_erase_e089b', referencing='REFERENCING OLD TABLE AS old_rows ', table='cases_visitrecord', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visitrecord',
            trigger=pgtrigger.compiler.Trigger(name='visit_noted_when_written', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) OR NEW.noted_at IS NULL THEN\n                NEW.noted_at := clock_timestamp();\n            END IF;\n            RETURN NEW;\n        ", operation='INSERT', pgid='pgtrigger_visit_noted_when_written_b4887', table='cases_visitrecord', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visitrecord',
            trigger=pgtrigger.compiler.Trigger(name='visit_written_in_person', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) AND NEW.visited_by_id::text IS DISTINCT FROM current_setting('frontdoor.actor', true) THEN\n                RAISE EXCEPTION 'A visit or a note is signed by whoever writes it.' USING ERRCODE = 'check_violation', CONSTRAINT = 'visit_written_in_person';\n            END IF;\n            RETURN NEW;\n        ", operation='INSERT', pgid='pgtrigger_visit_written_in_person_48a23', table='cases_visitrecord', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='casenote',
            index=models.Index(fields=['written_by', '-happened_at'], name='case_note_worker'),
        ),
        migrations.AddConstraint(
            model_name='casenote',
            constraint=models.CheckConstraint(condition=models.Q(('noted_at__isnull', True), ('noted_at__gte', models.F('happened_at')), _connector='OR'), name='case_note_has_happened', violation_error_message='This is in the future. Write it down when it has happened.'),
        ),
        migrations.AddConstraint(
            model_name='casenote',
            constraint=models.CheckConstraint(condition=models.Q(('note_due_at__gte', models.F('happened_at'))), name='case_note_due_after_event'),
        ),
        migrations.AddConstraint(
            model_name='casenote',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('text'))), 20), name='case_note_says_what_happened', violation_error_message='Write what happened in at least 20 characters.'),
        ),
        migrations.AddConstraint(
            model_name='casenote',
            constraint=models.CheckConstraint(condition=models.Q(('corrects__isnull', True), ('corrects_visit__isnull', True), _connector='OR'), name='case_note_corrects_one', violation_error_message='A note corrects one other note or one visit.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='casenote',
            trigger=pgtrigger.compiler.Trigger(name='recorded_at_is_the_databases', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF TG_OP = 'INSERT' THEN NEW.recorded_at := clock_timestamp(); ELSE NEW.recorded_at := OLD.recorded_at; END IF;\n        RETURN NEW;\n    ", operation='INSERT OR UPDATE', pgid='pgtrigger_recorded_at_is_the_databases_e3eda', table='cases_casenote', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='casenote',
            trigger=pgtrigger.compiler.Trigger(name='is_written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'This entry cannot be changed. Add a new one.' USING ERRCODE = 'check_violation';", operation='UPDATE OR DELETE', pgid='pgtrigger_is_written_once_291bd', table='cases_casenote', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='casenote',
            trigger=pgtrigger.compiler.Trigger(name='ledger_collect', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM new_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'collect', TG_TABLE_NAME,\n                   (facts->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (facts->>'id')::bigint END,\n                       (facts->>'person_id')::bigint,\n                       (facts->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(facts::text, 'UTF8'))\n            FROM (SELECT to_jsonb(t) AS facts FROM new_rows t OFFSET 0) written;\n            RETURN NULL;\n        ", level='STATEMENT', operation='INSERT', pgid='pgtrigger_ledger_collect_74566', referencing='REFERENCING NEW TABLE AS new_rows ', table='cases_casenote', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='casenote',
            trigger=pgtrigger.compiler.Trigger(name='ledger_alter', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM new_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'alter', TG_TABLE_NAME,\n                   (facts->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (facts->>'id')::bigint END,\n                       (facts->>'person_id')::bigint,\n                       (facts->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(facts::text, 'UTF8'))\n            FROM (SELECT to_jsonb(t) AS facts FROM new_rows t OFFSET 0) written;\n            RETURN NULL;\n        ", level='STATEMENT', operation='UPDATE', pgid='pgtrigger_ledger_alter_01438', referencing='REFERENCING NEW TABLE AS new_rows ', table='cases_casenote', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='casenote',
            trigger=pgtrigger.compiler.Trigger(name='ledger_erase', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM old_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'erase', TG_TABLE_NAME,\n                   (facts->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (facts->>'id')::bigint END,\n                       (facts->>'person_id')::bigint,\n                       (facts->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(facts::text, 'UTF8'))\n            FROM (SELECT to_jsonb(t) AS facts FROM old_rows t OFFSET 0) written;\n            RETURN NULL;\n        ", level='STATEMENT', operation='DELETE', pgid='pgtrigger_ledger_erase_21cc7', referencing='REFERENCING OLD TABLE AS old_rows ', table='cases_casenote', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='casenote',
            trigger=pgtrigger.compiler.Trigger(name='case_note_noted_when_written', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) OR NEW.noted_at IS NULL THEN\n                NEW.noted_at := clock_timestamp();\n            END IF;\n            RETURN NEW;\n        ", operation='INSERT', pgid='pgtrigger_case_note_noted_when_written_7cf95', table='cases_casenote', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='casenote',
            trigger=pgtrigger.compiler.Trigger(name='case_note_written_in_person', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) AND NEW.written_by_id::text IS DISTINCT FROM current_setting('frontdoor.actor', true) THEN\n                RAISE EXCEPTION 'A visit or a note is signed by whoever writes it.' USING ERRCODE = 'check_violation', CONSTRAINT = 'case_note_written_in_person';\n            END IF;\n            RETURN NEW;\n        ", operation='INSERT', pgid='pgtrigger_case_note_written_in_person_11c4d', table='cases_casenote', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='casenote',
            trigger=pgtrigger.compiler.Trigger(name='case_note_decision_by_a_manager', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n                    NEW.kind = 'decision' AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) AND NOT EXISTS (\n            SELECT 1 FROM workforce_rolegrant g\n            WHERE g.worker_id = NEW.written_by_id AND g.role IN ('practice_manager', 'service_manager') AND g.approved_at IS NOT NULL\n              AND g.starts_on <= (clock_timestamp() AT TIME ZONE 'Europe/London')::date AND (g.ends_on IS NULL OR g.ends_on >= (clock_timestamp() AT TIME ZONE 'Europe/London')::date))\n                 THEN\n                RAISE EXCEPTION 'A management decision is written by a manager.' USING ERRCODE = 'check_violation', CONSTRAINT = 'case_note_decision_by_a_manager';\n            END IF;\n            RETURN NEW;\n        ", operation='INSERT', pgid='pgtrigger_case_note_decision_by_a_manager_0449b', table='cases_casenote', when='BEFORE')),
        ),
    ]), migrations.RunPython(load, migrations.RunPython.noop)]
