"""Requests to agencies with their questions, reminders and replies; a check is one child on a request.

Each question of before becomes a request about its one child, with the number it had. A reply of before was not told
apart: it is kept whole, as one statement that says so.
"""

import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
import simple_history.models
from django.conf import settings
from django.db import migrations, models

NOT_APART = "Recorded before fact and opinion were kept apart"
LOCAL = "Local standard; to be confirmed by the authority"

COLUMNS = """
    id, contact_id, agency_id, kind, questions, wording_reason, requested_by_id, clock, requested_at, due_at, remind_at,
    escalate_at, ended_at, ended_by_id, ending, ending_reason
"""
VALUES = """
    id, contact_id, agency_id, 'information', ARRAY[question], '', requested_by_id, 'T36',
    (requested_on + time '09:00') AT TIME ZONE 'Europe/London',
    (due_on + 1)::timestamp AT TIME ZONE 'Europe/London',
    (due_on + time '09:00') AT TIME ZONE 'Europe/London',
    (due_on + 1 + greatest(due_on - requested_on, 1))::timestamp AT TIME ZONE 'Europe/London',
    greatest(least((replied_on + time '17:00') AT TIME ZONE 'Europe/London', now()),
             (requested_on + time '09:00') AT TIME ZONE 'Europe/London'),
    replied_by_id, CASE WHEN replied_on IS NULL THEN '' ELSE 'answered' END, ''
"""
HISTORY = "history_id, history_date, history_type, history_user_id, history_change_reason, recorded_at"

STEPS = (
    f"INSERT INTO frontdoor_agencyrequest ({COLUMNS}) SELECT {VALUES} FROM frontdoor_agencycheck ORDER BY id",
    f"""
    INSERT INTO frontdoor_historicalagencyrequest ({COLUMNS}, {HISTORY})
    SELECT {VALUES}, {HISTORY} FROM frontdoor_historicalagencycheck ORDER BY history_id
    """,
    """
    SELECT setval(pg_get_serial_sequence(name, field), greatest(wanted, 1), wanted > 0)
    FROM (SELECT 'frontdoor_agencyrequest' AS name, 'id' AS field, coalesce(max(id), 0) AS wanted
          FROM frontdoor_agencyrequest
          UNION ALL
          SELECT 'frontdoor_historicalagencyrequest', 'history_id', coalesce(max(history_id), 0)
          FROM frontdoor_historicalagencyrequest) numbers
    """,
    "UPDATE frontdoor_agencycheck SET request_id = id",
    """
    INSERT INTO frontdoor_checkreply (request_id, answered_by, answered_as, received_at, nothing_known, recorded_by_id)
    SELECT id, 'The agency', '', ended_at, false, ended_by_id
    FROM frontdoor_agencyrequest WHERE ended_at IS NOT NULL ORDER BY id
    """,
    f"""
    INSERT INTO frontdoor_replystatement (reply_id, said, words, source)
    SELECT r.id, 'opinion', rpad(c.reply, greatest(length(c.reply), 5), '.'), '{NOT_APART}'
    FROM frontdoor_checkreply r JOIN frontdoor_agencycheck c ON c.id = r.request_id ORDER BY r.id
    """,
    "UPDATE frontdoor_policyperiod SET code = 'T36', name = 'Agency''s reply to a request' WHERE code = 'C-REPLY'",
    """
    UPDATE frontdoor_historicalpolicyperiod SET code = 'T36', name = 'Agency''s reply to a request'
    WHERE code = 'C-REPLY'
    """,
)


def move(apps, schema_editor) -> None:
    system = apps.get_model("workforce", "Worker").objects.get(is_system=True)
    schema_editor.execute("SELECT set_config('frontdoor.actor', %s, true)", [str(system.pk)])
    for step in STEPS:
        schema_editor.execute(step)
    apps.get_model("frontdoor", "PolicyPeriod").objects.create(
        code="T36-RED",
        name="Agency's reply to a request on a Red contact",
        value=2,
        unit="hours",
        source=LOCAL,
        valid_from=datetime.date(2000, 1, 1),
        set_by_id=system.pk,
    )
    # What waits to be checked at the end would keep the tables from being changed below.
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):

    dependencies = [
        ('frontdoor', '0012_partner_limit'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AgencyRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('kind', models.CharField(choices=[('information', 'Information request'), ('early_help', 'Early-help offer')], error_messages={'invalid_choice': 'An agency can be asked for information or to offer early help. Nothing else can be asked of it.'}, max_length=11, verbose_name='what is asked')),
                ('questions', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), error_messages={'blank': 'Write at least one question, each in at least 10 characters.'}, size=None)),
                ('wording_reason', models.TextField(blank=True, verbose_name="manager's reason for the wording")),
                ('requested_at', models.DateTimeField()),
                ('clock', models.CharField(choices=[('T36', 'The usual time'), ('T36-RED', 'The time on a Red contact')], max_length=7, verbose_name='which reply clock')),
                ('due_at', models.DateTimeField()),
                ('remind_at', models.DateTimeField(verbose_name='first reminder')),
                ('escalate_at', models.DateTimeField(verbose_name="to the agency's lead")),
                ('ended_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('ending', models.CharField(blank=True, choices=[('answered', 'Answered'), ('not_answered', 'Closed without an answer')], editable=False, max_length=12)),
                ('ending_reason', models.TextField(blank=True, editable=False, verbose_name='why it ended without an answer')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CheckChaser',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('how', models.CharField(choices=[('reminder', 'Reminder by e-mail before the reply was due'), ('overdue', 'Reminder by e-mail when the reply was due'), ('escalation', "E-mail to the agency's named lead"), ('telephone', 'Telephone call'), ('email', 'E-mail of our own'), ('in_person', 'In person or in a meeting'), ('lead', "Call to the agency's named lead")], max_length=10)),
                ('chased_at', models.DateTimeField()),
                ('spoke_to', models.CharField(blank=True, max_length=120, verbose_name='who was reached')),
                ('words', models.TextField(blank=True, verbose_name='what was said')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CheckReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('answered_by', models.CharField(error_messages={'blank': 'Say who at the agency answered.'}, max_length=120, verbose_name='who answered')),
                ('answered_as', models.CharField(blank=True, max_length=120, verbose_name='their job')),
                ('received_at', models.DateTimeField()),
                ('nothing_known', models.BooleanField(default=False, verbose_name='the agency holds no information')),
            ],
            options={
                'verbose_name_plural': 'check replies',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='HistoricalAgencyRequest',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('history_change_reason', models.CharField(blank=True, default='', max_length=200, null=True)),
                ('kind', models.CharField(choices=[('information', 'Information request'), ('early_help', 'Early-help offer')], error_messages={'invalid_choice': 'An agency can be asked for information or to offer early help. Nothing else can be asked of it.'}, max_length=11, verbose_name='what is asked')),
                ('questions', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), error_messages={'blank': 'Write at least one question, each in at least 10 characters.'}, size=None)),
                ('wording_reason', models.TextField(blank=True, verbose_name="manager's reason for the wording")),
                ('requested_at', models.DateTimeField()),
                ('clock', models.CharField(choices=[('T36', 'The usual time'), ('T36-RED', 'The time on a Red contact')], max_length=7, verbose_name='which reply clock')),
                ('due_at', models.DateTimeField()),
                ('remind_at', models.DateTimeField(verbose_name='first reminder')),
                ('escalate_at', models.DateTimeField(verbose_name="to the agency's lead")),
                ('ended_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('ending', models.CharField(blank=True, choices=[('answered', 'Answered'), ('not_answered', 'Closed without an answer')], editable=False, max_length=12)),
                ('ending_reason', models.TextField(blank=True, editable=False, verbose_name='why it ended without an answer')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical agency request',
                'verbose_name_plural': 'historical agency requests',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='ReplyStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('said', models.CharField(choices=[('fact', 'Fact'), ('opinion', 'Opinion')], max_length=7)),
                ('words', models.TextField()),
                ('source', models.CharField(max_length=200, verbose_name='source, or whose opinion')),
                ('dated_on', models.DateField(blank=True, null=True, verbose_name='the day it is from')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='agencycheck',
            name='check_stays',
        ),
        migrations.RemoveConstraint(
            model_name='agencycheck',
            name='check_c_reply_due_after_start',
        ),
        migrations.RemoveConstraint(
            model_name='agencycheck',
            name='check_c_reply_end_after_start',
        ),
        migrations.RemoveConstraint(
            model_name='agencycheck',
            name='check_asks_something',
        ),
        migrations.RemoveConstraint(
            model_name='agencycheck',
            name='check_reply_is_dated',
        ),
        migrations.RemoveIndex(
            model_name='agencycheck',
            name='check_c_reply_open',
        ),
        migrations.AddField(
            model_name='agency',
            name='lead_email',
            field=models.EmailField(blank=True, max_length=254, verbose_name="named lead's secure e-mail"),
        ),
        migrations.AddField(
            model_name='agency',
            name='lead_name',
            field=models.CharField(blank=True, max_length=120, verbose_name='named lead'),
        ),
        migrations.AddField(
            model_name='agency',
            name='lead_telephone',
            field=models.CharField(blank=True, max_length=30, verbose_name="named lead's telephone"),
        ),
        migrations.AddField(
            model_name='historicalagency',
            name='lead_email',
            field=models.EmailField(blank=True, max_length=254, verbose_name="named lead's secure e-mail"),
        ),
        migrations.AddField(
            model_name='historicalagency',
            name='lead_name',
            field=models.CharField(blank=True, max_length=120, verbose_name='named lead'),
        ),
        migrations.AddField(
            model_name='historicalagency',
            name='lead_telephone',
            field=models.CharField(blank=True, max_length=30, verbose_name="named lead's telephone"),
        ),
        migrations.AddField(
            model_name='agencyrequest',
            name='agency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agency_requests', to='frontdoor.agency'),
        ),
        migrations.AddField(
            model_name='agencyrequest',
            name='contact',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agency_requests', to='frontdoor.contact'),
        ),
        migrations.AddField(
            model_name='agencyrequest',
            name='ended_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='agencyrequest',
            name='owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests_owned', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='agencyrequest',
            name='requested_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='agencycheck',
            name='request',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='about', to='frontdoor.agencyrequest'),
        ),
        migrations.AddField(
            model_name='checkchaser',
            name='chased_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='checkchaser',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='chasers', to='frontdoor.agencyrequest'),
        ),
        migrations.AddField(
            model_name='checkreply',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='checkreply',
            name='request',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reply', to='frontdoor.agencyrequest'),
        ),
        migrations.AddField(
            model_name='historicalagencyrequest',
            name='agency',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='frontdoor.agency'),
        ),
        migrations.AddField(
            model_name='historicalagencyrequest',
            name='contact',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='frontdoor.contact'),
        ),
        migrations.AddField(
            model_name='historicalagencyrequest',
            name='ended_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalagencyrequest',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalagencyrequest',
            name='owner',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalagencyrequest',
            name='requested_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='replystatement',
            name='child',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='frontdoor.person'),
        ),
        migrations.AddField(
            model_name='replystatement',
            name='reply',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='frontdoor.checkreply'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agencyrequest',
            trigger=pgtrigger.compiler.Trigger(name='recorded_at_is_the_databases', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF TG_OP = 'INSERT' THEN NEW.recorded_at := clock_timestamp(); ELSE NEW.recorded_at := OLD.recorded_at; END IF;\n        RETURN NEW;\n    ", hash='582a7f7804e2b683ebcccfe2f994dd814c33e174', operation='INSERT OR UPDATE', pgid='pgtrigger_recorded_at_is_the_databases_f4a7b', table='frontdoor_agencyrequest', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agencyrequest',
            trigger=pgtrigger.compiler.Trigger(name='ledger_collect', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM new_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'collect', TG_TABLE_NAME,\n                   (to_jsonb(t)->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (to_jsonb(t)->>'id')::bigint END,\n                       (to_jsonb(t)->>'person_id')::bigint,\n                       (to_jsonb(t)->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(to_jsonb(t)::text, 'UTF8'))\n            FROM new_rows t;\n            RETURN NULL;\n        ", hash='a57d3d92b096c10d5bd9a4bdeac4b69a4d500c4f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_ledger_collect_bcf16', referencing='REFERENCING NEW TABLE AS new_rows ', table='frontdoor_agencyrequest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agencyrequest',
            trigger=pgtrigger.compiler.Trigger(name='ledger_alter', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM new_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'alter', TG_TABLE_NAME,\n                   (to_jsonb(t)->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (to_jsonb(t)->>'id')::bigint END,\n                       (to_jsonb(t)->>'person_id')::bigint,\n                       (to_jsonb(t)->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(to_jsonb(t)::text, 'UTF8'))\n            FROM new_rows t;\n            RETURN NULL;\n        ", hash='a6adf991e8f52d5bd1fa4eeebfff3f2d3fb862bf', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_ledger_alter_b4354', referencing='REFERENCING NEW TABLE AS new_rows ', table='frontdoor_agencyrequest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agencyrequest',
            trigger=pgtrigger.compiler.Trigger(name='ledger_erase', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM old_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'erase', TG_TABLE_NAME,\n                   (to_jsonb(t)->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (to_jsonb(t)->>'id')::bigint END,\n                       (to_jsonb(t)->>'person_id')::bigint,\n                       (to_jsonb(t)->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(to_jsonb(t)::text, 'UTF8'))\n            FROM old_rows t;\n            RETURN NULL;\n        ", hash='8c610a0b90bc0f2f6dc83b8a8dbfc461131e7dd8', level='STATEMENT', operation='DELETE', pgid='pgtrigger_ledger_erase_1035f', referencing='REFERENCING OLD TABLE AS old_rows ', table='frontdoor_agencyrequest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkchaser',
            trigger=pgtrigger.compiler.Trigger(name='recorded_at_is_the_databases', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF TG_OP = 'INSERT' THEN NEW.recorded_at := clock_timestamp(); ELSE NEW.recorded_at := OLD.recorded_at; END IF;\n        RETURN NEW;\n    ", hash='6ac71e198b572ae6e1ae9255fe7efb72f3d8fb1d', operation='INSERT OR UPDATE', pgid='pgtrigger_recorded_at_is_the_databases_a552a', table='frontdoor_checkchaser', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkchaser',
            trigger=pgtrigger.compiler.Trigger(name='ledger_collect', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM new_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'collect', TG_TABLE_NAME,\n                   (to_jsonb(t)->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (to_jsonb(t)->>'id')::bigint END,\n                       (to_jsonb(t)->>'person_id')::bigint,\n                       (to_jsonb(t)->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(to_jsonb(t)::text, 'UTF8'))\n            FROM new_rows t;\n            RETURN NULL;\n        ", hash='6875996e3a8700fcd7110780d93281edff52dfea', level='STATEMENT', operation='INSERT', pgid='pgtrigger_ledger_collect_84fbe', referencing='REFERENCING NEW TABLE AS new_rows ', table='frontdoor_checkchaser', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkchaser',
            trigger=pgtrigger.compiler.Trigger(name='ledger_alter', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM new_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'alter', TG_TABLE_NAME,\n                   (to_jsonb(t)->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (to_jsonb(t)->>'id')::bigint END,\n                       (to_jsonb(t)->>'person_id')::bigint,\n                       (to_jsonb(t)->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(to_jsonb(t)::text, 'UTF8'))\n            FROM new_rows t;\n            RETURN NULL;\n        ", hash='48ec975e2d0a2711e06360405831dd22576fb4e8', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_ledger_alter_918c7', referencing='REFERENCING NEW TABLE AS new_rows ', table='frontdoor_checkchaser', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkchaser',
            trigger=pgtrigger.compiler.Trigger(name='ledger_erase', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM old_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'erase', TG_TABLE_NAME,\n                   (to_jsonb(t)->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (to_jsonb(t)->>'id')::bigint END,\n                       (to_jsonb(t)->>'person_id')::bigint,\n                       (to_jsonb(t)->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(to_jsonb(t)::text, 'UTF8'))\n            FROM old_rows t;\n            RETURN NULL;\n        ", hash='d19460d9502040467d94638d953c963547cde5fa', level='STATEMENT', operation='DELETE', pgid='pgtrigger_ledger_erase_24e96', referencing='REFERENCING OLD TABLE AS old_rows ', table='frontdoor_checkchaser', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkreply',
            trigger=pgtrigger.compiler.Trigger(name='recorded_at_is_the_databases', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF TG_OP = 'INSERT' THEN NEW.recorded_at := clock_timestamp(); ELSE NEW.recorded_at := OLD.recorded_at; END IF;\n        RETURN NEW;\n    ", hash='dcbb0dcd3f9e0db1ef23f0c1d5226dc8c5033e4b', operation='INSERT OR UPDATE', pgid='pgtrigger_recorded_at_is_the_databases_b66e5', table='frontdoor_checkreply', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkreply',
            trigger=pgtrigger.compiler.Trigger(name='ledger_collect', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM new_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'collect', TG_TABLE_NAME,\n                   (to_jsonb(t)->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (to_jsonb(t)->>'id')::bigint END,\n                       (to_jsonb(t)->>'person_id')::bigint,\n                       (to_jsonb(t)->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(to_jsonb(t)::text, 'UTF8'))\n            FROM new_rows t;\n            RETURN NULL;\n        ", hash='cb75ab01ce0c3fadf010ea181875c01ce8983d65', level='STATEMENT', operation='INSERT', pgid='pgtrigger_ledger_collect_4d61f', referencing='REFERENCING NEW TABLE AS new_rows ', table='frontdoor_checkreply', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkreply',
            trigger=pgtrigger.compiler.Trigger(name='ledger_alter', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM new_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'alter', TG_TABLE_NAME,\n                   (to_jsonb(t)->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (to_jsonb(t)->>'id')::bigint END,\n                       (to_jsonb(t)->>'person_id')::bigint,\n                       (to_jsonb(t)->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(to_jsonb(t)::text, 'UTF8'))\n            FROM new_rows t;\n            RETURN NULL;\n        ", hash='b9d0f5e57891ee67cd902935202f08f244fd4789', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_ledger_alter_d4a6e', referencing='REFERENCING NEW TABLE AS new_rows ', table='frontdoor_checkreply', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkreply',
            trigger=pgtrigger.compiler.Trigger(name='ledger_erase', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM old_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'erase', TG_TABLE_NAME,\n                   (to_jsonb(t)->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (to_jsonb(t)->>'id')::bigint END,\n                       (to_jsonb(t)->>'person_id')::bigint,\n                       (to_jsonb(t)->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(to_jsonb(t)::text, 'UTF8'))\n            FROM old_rows t;\n            RETURN NULL;\n        ", hash='014b30fc6ab41c4fc638213314c0128fb6e031bb', level='STATEMENT', operation='DELETE', pgid='pgtrigger_ledger_erase_a47ae', referencing='REFERENCING OLD TABLE AS old_rows ', table='frontdoor_checkreply', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='replystatement',
            trigger=pgtrigger.compiler.Trigger(name='recorded_at_is_the_databases', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF TG_OP = 'INSERT' THEN NEW.recorded_at := clock_timestamp(); ELSE NEW.recorded_at := OLD.recorded_at; END IF;\n        RETURN NEW;\n    ", hash='15a25e0e05a77dfc633afcc35808b1afc74adfcc', operation='INSERT OR UPDATE', pgid='pgtrigger_recorded_at_is_the_databases_c08b3', table='frontdoor_replystatement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='replystatement',
            trigger=pgtrigger.compiler.Trigger(name='ledger_collect', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM new_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'collect', TG_TABLE_NAME,\n                   (to_jsonb(t)->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (to_jsonb(t)->>'id')::bigint END,\n                       (to_jsonb(t)->>'person_id')::bigint,\n                       (to_jsonb(t)->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(to_jsonb(t)::text, 'UTF8'))\n            FROM new_rows t;\n            RETURN NULL;\n        ", hash='823191401fb25c5b0d0c4807dabd833c5463d605', level='STATEMENT', operation='INSERT', pgid='pgtrigger_ledger_collect_ae7be', referencing='REFERENCING NEW TABLE AS new_rows ', table='frontdoor_replystatement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='replystatement',
            trigger=pgtrigger.compiler.Trigger(name='ledger_alter', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM new_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'alter', TG_TABLE_NAME,\n                   (to_jsonb(t)->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (to_jsonb(t)->>'id')::bigint END,\n                       (to_jsonb(t)->>'person_id')::bigint,\n                       (to_jsonb(t)->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(to_jsonb(t)::text, 'UTF8'))\n            FROM new_rows t;\n            RETURN NULL;\n        ", hash='1662c0aeb4bdf367a340c762ae5235b156ff59cc', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_ledger_alter_f6504', referencing='REFERENCING NEW TABLE AS new_rows ', table='frontdoor_replystatement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='replystatement',
            trigger=pgtrigger.compiler.Trigger(name='ledger_erase', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM old_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'erase', TG_TABLE_NAME,\n                   (to_jsonb(t)->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (to_jsonb(t)->>'id')::bigint END,\n                       (to_jsonb(t)->>'person_id')::bigint,\n                       (to_jsonb(t)->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(to_jsonb(t)::text, 'UTF8'))\n            FROM old_rows t;\n            RETURN NULL;\n        ", hash='b5eefafaadda2d1cc10c046350db627bdd9815e0', level='STATEMENT', operation='DELETE', pgid='pgtrigger_ledger_erase_e9aed', referencing='REFERENCING OLD TABLE AS old_rows ', table='frontdoor_replystatement', when='AFTER')),
        ),
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='agencycheck',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='about', to='frontdoor.agencyrequest'),
        ),
        migrations.RemoveField(
            model_name='historicalagencycheck',
            name='agency',
        ),
        migrations.RemoveField(
            model_name='historicalagencycheck',
            name='child',
        ),
        migrations.RemoveField(
            model_name='historicalagencycheck',
            name='consent',
        ),
        migrations.RemoveField(
            model_name='historicalagencycheck',
            name='contact',
        ),
        migrations.RemoveField(
            model_name='historicalagencycheck',
            name='history_user',
        ),
        migrations.RemoveField(
            model_name='historicalagencycheck',
            name='replied_by',
        ),
        migrations.RemoveField(
            model_name='historicalagencycheck',
            name='requested_by',
        ),
        migrations.RemoveField(
            model_name='agencycheck',
            name='due_on',
        ),
        migrations.RemoveField(
            model_name='agencycheck',
            name='question',
        ),
        migrations.RemoveField(
            model_name='agencycheck',
            name='replied_by',
        ),
        migrations.RemoveField(
            model_name='agencycheck',
            name='replied_on',
        ),
        migrations.RemoveField(
            model_name='agencycheck',
            name='reply',
        ),
        migrations.RemoveField(
            model_name='agencycheck',
            name='requested_by',
        ),
        migrations.RemoveField(
            model_name='agencycheck',
            name='requested_on',
        ),
        migrations.DeleteModel(
            name='HistoricalAgencyCheck',
        ),
        migrations.AddIndex(
            model_name='agencyrequest',
            index=models.Index(condition=models.Q(('due_at__isnull', False), ('ended_at__isnull', True)), fields=['due_at'], name='request_t36_open'),
        ),
        migrations.AddIndex(
            model_name='agencyrequest',
            index=models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['remind_at'], name='request_to_remind'),
        ),
        migrations.AddIndex(
            model_name='agencyrequest',
            index=models.Index(fields=['agency', '-requested_at'], name='request_agency'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agencycheck',
            trigger=pgtrigger.compiler.Trigger(name='is_written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'This entry cannot be changed. Add a new one.' USING ERRCODE = 'check_violation';", hash='f8ff78699aa81cc70280936fd6b796f1615355a2', operation='UPDATE OR DELETE', pgid='pgtrigger_is_written_once_85c2e', table='frontdoor_agencycheck', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agencycheck',
            trigger=pgtrigger.compiler.Trigger(name='check_on_its_request', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n        NOT EXISTS (\n            SELECT 1 FROM frontdoor_agencyrequest r\n            WHERE r.id = NEW.request_id AND r.contact_id = NEW.contact_id AND r.agency_id = NEW.agency_id)\n     THEN\n                RAISE EXCEPTION 'A child is asked about on the contact and at the agency of its request.' USING ERRCODE = 'check_violation', CONSTRAINT = 'check_on_its_request';\n            END IF;\n            RETURN NEW;\n        ", hash='2488fa54800931120d1896e6a9930ea672b284af', operation='INSERT', pgid='pgtrigger_check_on_its_request_32028', table='frontdoor_agencycheck', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agencycheck',
            trigger=pgtrigger.compiler.Trigger(name='check_offer_needs_agreement', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE agreed frontdoor_consentevent%ROWTYPE;', func="\n            \n        SELECT * INTO agreed FROM frontdoor_consentevent e\n        WHERE e.contact_id = NEW.contact_id AND e.child_id = NEW.child_id AND e.kind = 'C'\n        ORDER BY e.happened_at DESC, e.id DESC LIMIT 1;\n    \n            IF \n        EXISTS (SELECT 1 FROM frontdoor_agencyrequest r WHERE r.id = NEW.request_id AND r.kind = 'early_help')\n        AND (agreed.id IS NULL OR agreed.status NOT IN ('CYP_COMPETENT', 'GIVEN', 'GIVEN_PARTIAL'))\n     THEN\n                RAISE EXCEPTION 'Early help cannot be offered yet. Record that a parent agreed to a service for this child.' USING ERRCODE = 'check_violation', CONSTRAINT = 'check_offer_needs_agreement';\n            END IF;\n            RETURN NEW;\n        ", hash='727d0d6ecdcc7c49626274481f23bc61d8a03eab', operation='INSERT', pgid='pgtrigger_check_offer_needs_agreement_750ec', table='frontdoor_agencycheck', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agencyrequest',
            trigger=pgtrigger.compiler.Trigger(name='request_questions_are_told', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n        coalesce(cardinality(NEW.questions), 0) = 0\n        OR EXISTS (SELECT 1 FROM unnest(NEW.questions) q WHERE length(trim(coalesce(q, ''))) < 10)\n     THEN\n                RAISE EXCEPTION 'Write at least one question, each in at least 10 characters.' USING ERRCODE = 'check_violation', CONSTRAINT = 'request_questions_are_told';\n            END IF;\n            RETURN NEW;\n        ", hash='90cb3549749cd19c807310d9fa4bd619439031ea', operation='INSERT', pgid='pgtrigger_request_questions_are_told_10c56', table='frontdoor_agencyrequest', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agencyrequest',
            trigger=pgtrigger.compiler.Trigger(name='request_wording_needs_a_manager', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n        array_to_string(NEW.questions, chr(10)) ~* '\\y(?:(?:please|kindly|can you|could you|would you|will you|you to|you should|you must)\\s+(?:investigate|look\\s+into|find\\s+out|interview|question|examine)|(?:ask|question|interview|examine|speak\\s+(?:to|with)|talk\\s+(?:to|with))\\s+(?:(?:the|this|your|her|his|their)\\s+)?(?:child|children|pupils?|boy|girl|siblings?|brothers?|sisters?|mother|mum|father|dad|parents?|family|carers?)|find\\s+out\\s+(?:what|whether|if|who|how|from)|(?:carry\\s+out|make|start|open)\\s+(?:an?\\s+|your\\s+own\\s+|the\\s+)?(?:investigations?|enquiry|enquiries))\\y' AND (\n            length(trim(NEW.wording_reason)) < 20\n            OR NOT EXISTS (\n                SELECT 1 FROM workforce_rolegrant g\n                WHERE g.worker_id = NEW.requested_by_id AND g.role IN ('practice_manager', 'service_manager')\n                  AND g.approved_at IS NOT NULL\n                  AND g.starts_on <= (NEW.requested_at AT TIME ZONE 'Europe/London')::date\n                  AND (g.ends_on IS NULL OR g.ends_on >= (NEW.requested_at AT TIME ZONE 'Europe/London')::date)))\n     THEN\n                RAISE EXCEPTION 'An agency can be asked what it knows. It cannot be asked to investigate or to question the child or the family: that is social care''s own work. Change the words, or let a practice manager or service manager write why they may stand, in at least 20 characters.' USING ERRCODE = 'check_violation', CONSTRAINT = 'request_wording_needs_a_manager';\n            END IF;\n            RETURN NEW;\n        ", hash='78c2ec7ef0e0cf7fcab9fee422d060b40b52c814', operation='INSERT', pgid='pgtrigger_request_wording_needs_a_manager_6ca4d', table='frontdoor_agencyrequest', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agencyrequest',
            trigger=pgtrigger.compiler.Trigger(name='request_needs_an_owner', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n        NEW.owner_id IS NULL AND NEW.ended_at IS NULL AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on')\n        AND (TG_OP = 'INSERT' OR OLD.owner_id IS NOT NULL)\n        AND (\n            EXISTS (SELECT 1 FROM frontdoor_contact c\n                    WHERE c.id = NEW.contact_id AND (c.rag = 'red' OR c.immediate_danger))\n            OR EXISTS (SELECT 1 FROM frontdoor_consentoverride o\n                       WHERE o.contact_id = NEW.contact_id AND o.overriding_concern)\n            OR EXISTS (SELECT 1 FROM frontdoor_consentevent e\n                       WHERE e.contact_id = NEW.contact_id AND e.status = 'NOT_NEEDED_S47'))\n     THEN\n                RAISE EXCEPTION 'This concern may need enquiries under section 47. Name the registered social worker who owns it: asking an agency does not hand it over.' USING ERRCODE = 'check_violation', CONSTRAINT = 'request_needs_an_owner';\n            END IF;\n            RETURN NEW;\n        ", hash='497deb704a14c20ded96fdb92076cda0bad1e4df', operation='INSERT OR UPDATE', pgid='pgtrigger_request_needs_an_owner_56f75', table='frontdoor_agencyrequest', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agencyrequest',
            trigger=pgtrigger.compiler.Trigger(name='request_owner_is_registered', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n        NEW.owner_id IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.owner_id IS DISTINCT FROM OLD.owner_id)\n        AND NOT EXISTS (SELECT 1 FROM workforce_worker w\n                        WHERE w.id = NEW.owner_id AND w.registration_number IS NOT NULL)\n     THEN\n                RAISE EXCEPTION 'The owner of a concern must be a registered social worker.' USING ERRCODE = 'check_violation', CONSTRAINT = 'request_owner_is_registered';\n            END IF;\n            RETURN NEW;\n        ", hash='5754f1cc1d0a620442e3e8a7220502b139b7a82c', operation='INSERT OR UPDATE', pgid='pgtrigger_request_owner_is_registered_b40d5', table='frontdoor_agencyrequest', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agencyrequest',
            trigger=pgtrigger.compiler.Trigger(name='request_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n        (NEW.contact_id, NEW.agency_id, NEW.kind, NEW.questions, NEW.wording_reason, NEW.requested_by_id,\n         NEW.requested_at)\n        IS DISTINCT FROM\n        (OLD.contact_id, OLD.agency_id, OLD.kind, OLD.questions, OLD.wording_reason, OLD.requested_by_id,\n         OLD.requested_at)\n        OR (OLD.ended_at IS NOT NULL\n            AND (NEW.ended_at, NEW.ended_by_id, NEW.ending, NEW.ending_reason)\n            IS DISTINCT FROM (OLD.ended_at, OLD.ended_by_id, OLD.ending, OLD.ending_reason))\n     THEN\n                RAISE EXCEPTION 'A request that was put to an agency cannot be changed. Make a new one.' USING ERRCODE = 'check_violation', CONSTRAINT = 'request_stays';\n            END IF;\n            RETURN NEW;\n        ", hash='ccb6618f3ee86943dbbcfb5d4ad655027914274f', operation='UPDATE', pgid='pgtrigger_request_stays_df514', table='frontdoor_agencyrequest', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agencyrequest',
            trigger=pgtrigger.compiler.Trigger(name='request_answered_with_a_reply', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n        NEW.ending = 'answered' AND OLD.ending <> 'answered'\n        AND NOT EXISTS (SELECT 1 FROM frontdoor_checkreply r WHERE r.request_id = NEW.id)\n     THEN\n                RAISE EXCEPTION 'Record the reply itself: a request is not answered without it.' USING ERRCODE = 'check_violation', CONSTRAINT = 'request_answered_with_a_reply';\n            END IF;\n            RETURN NEW;\n        ", hash='67f6817bc5e60c93b2676652cae8ae7e43abc06f', operation='UPDATE', pgid='pgtrigger_request_answered_with_a_reply_0aa31', table='frontdoor_agencyrequest', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agencyrequest',
            trigger=pgtrigger.compiler.Trigger(name='request_names_a_child', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func="\n        IF NOT EXISTS (SELECT 1 FROM frontdoor_agencycheck c WHERE c.request_id = NEW.id) THEN\n            RAISE EXCEPTION 'Choose at least one child.' USING ERRCODE = 'check_violation', CONSTRAINT = 'request_names_a_child';\n        END IF;\n        RETURN NULL;\n    ", hash='34e6e0ea65718a18817417f0b432f38e32cb3fc6', operation='INSERT', pgid='pgtrigger_request_names_a_child_b2ac9', table='frontdoor_agencyrequest', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkchaser',
            trigger=pgtrigger.compiler.Trigger(name='is_written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'This entry cannot be changed. Add a new one.' USING ERRCODE = 'check_violation';", hash='4b4fcc7c0483e17fbfa770beba58c9004477b96b', operation='UPDATE OR DELETE', pgid='pgtrigger_is_written_once_a7054', table='frontdoor_checkchaser', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkchaser',
            trigger=pgtrigger.compiler.Trigger(name='chaser_while_it_waits', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n    NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND EXISTS (\n        SELECT 1 FROM frontdoor_agencyrequest c WHERE c.id = NEW.request_id AND c.ended_at IS NOT NULL)\n THEN\n                RAISE EXCEPTION 'This request has ended. Make a new one for more.' USING ERRCODE = 'check_violation', CONSTRAINT = 'chaser_while_it_waits';\n            END IF;\n            RETURN NEW;\n        ", hash='726dd9747de26dc0e5807c09739355e9eba35dbe', operation='INSERT', pgid='pgtrigger_chaser_while_it_waits_bad62', table='frontdoor_checkchaser', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkreply',
            trigger=pgtrigger.compiler.Trigger(name='is_written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'This entry cannot be changed. Add a new one.' USING ERRCODE = 'check_violation';", hash='592f96ce3ee5ef4874cce70be246eb1adf39d316', operation='UPDATE OR DELETE', pgid='pgtrigger_is_written_once_62b13', table='frontdoor_checkreply', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkreply',
            trigger=pgtrigger.compiler.Trigger(name='reply_while_it_waits', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n    NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND EXISTS (\n        SELECT 1 FROM frontdoor_agencyrequest c WHERE c.id = NEW.request_id AND c.ended_at IS NOT NULL)\n THEN\n                RAISE EXCEPTION 'This request has ended. Make a new one for more.' USING ERRCODE = 'check_violation', CONSTRAINT = 'reply_while_it_waits';\n            END IF;\n            RETURN NEW;\n        ", hash='fbc6bb487e01a9084600254cf157ab3f9784849e', operation='INSERT', pgid='pgtrigger_reply_while_it_waits_d1146', table='frontdoor_checkreply', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='replystatement',
            trigger=pgtrigger.compiler.Trigger(name='is_written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'This entry cannot be changed. Add a new one.' USING ERRCODE = 'check_violation';", hash='ea58fa4671771c894baca5a5a8e32e36262786ca', operation='UPDATE OR DELETE', pgid='pgtrigger_is_written_once_86538', table='frontdoor_replystatement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='replystatement',
            trigger=pgtrigger.compiler.Trigger(name='statement_about_a_child_asked_about', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n                    NEW.child_id IS NOT NULL AND NOT EXISTS (\n                        SELECT 1 FROM frontdoor_checkreply r\n                        JOIN frontdoor_agencycheck c ON c.request_id = r.request_id AND c.child_id = NEW.child_id\n                        WHERE r.id = NEW.reply_id)\n                 THEN\n                RAISE EXCEPTION 'This child is not on the request.' USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_about_a_child_asked_about';\n            END IF;\n            RETURN NEW;\n        ", hash='8d8c79a7e1c0957170dfe5aa79a60c4184648a4c', operation='INSERT', pgid='pgtrigger_statement_about_a_child_asked_about_fd3d9', table='frontdoor_replystatement', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='agencycheck',
            constraint=models.UniqueConstraint(fields=('request', 'child'), name='check_child_once'),
        ),
        migrations.AddConstraint(
            model_name='agencyrequest',
            constraint=models.CheckConstraint(condition=models.Q(('due_at__gte', models.F('requested_at'))), name='request_t36_due_after_start', violation_error_message='The due date cannot be before the start.'),
        ),
        migrations.AddConstraint(
            model_name='agencyrequest',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at__gte', models.F('requested_at'))), name='request_t36_end_after_start', violation_error_message='The end cannot be before the start.'),
        ),
        migrations.AddConstraint(
            model_name='agencyrequest',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['information', 'early_help'])), name='request_kind_is_no_investigation', violation_error_message='An agency can be asked for information or to offer early help. Nothing else can be asked of it.'),
        ),
        migrations.AddConstraint(
            model_name='agencyrequest',
            constraint=models.CheckConstraint(condition=models.Q(('due_at__gte', models.F('remind_at')), ('escalate_at__gte', models.F('due_at'))), name='request_reminders_in_order'),
        ),
        migrations.AddConstraint(
            model_name='agencyrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), models.Q(models.Q(('ended_at__isnull', True), ('ending', '')), models.Q(('ended_at__isnull', False), models.Q(('ending', ''), _negated=True)), _connector='OR')), name='request_ended_whole', violation_error_message='A request ends with a time, who ended it and how.'),
        ),
        migrations.AddConstraint(
            model_name='agencyrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ending', 'not_answered'), _negated=True), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('ending_reason'))), 20), _connector='OR'), name='request_unanswered_with_a_reason', violation_error_message='Say in at least 20 characters why the request ends without an answer.'),
        ),
        migrations.AddConstraint(
            model_name='checkchaser',
            constraint=models.UniqueConstraint(condition=models.Q(('how__in', ['reminder', 'overdue', 'escalation'])), fields=('request', 'how'), name='chaser_of_the_system_once'),
        ),
        migrations.AddConstraint(
            model_name='checkchaser',
            constraint=models.CheckConstraint(condition=models.Q(('how__in', ['reminder', 'overdue', 'escalation']), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('words'))), 5), _connector='OR'), name='chaser_by_hand_is_told', violation_error_message='Write what was said, in at least 5 characters.'),
        ),
        migrations.AddConstraint(
            model_name='checkreply',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('answered_by'))), 2), name='reply_says_who_answered', violation_error_message='Say who at the agency answered.'),
        ),
        migrations.AddConstraint(
            model_name='checkreply',
            constraint=models.CheckConstraint(condition=models.Q(('received_at__lte', models.F('recorded_at'))), name='reply_received_before_recorded', violation_error_message='A reply cannot come in the future.'),
        ),
        migrations.AddConstraint(
            model_name='replystatement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('said', 'fact'), _negated=True), models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('words'))), 5), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('source'))), 2), ('dated_on__isnull', False)), _connector='OR'), name='statement_fact_with_source', violation_error_message='A fact needs the words, who saw it or where it is written, and the day it is from.'),
        ),
        migrations.AddConstraint(
            model_name='replystatement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('said', 'opinion'), _negated=True), models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('words'))), 5), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('source'))), 2)), _connector='OR'), name='statement_opinion_of_somebody', violation_error_message='An opinion needs the words and whose opinion it is.'),
        ),
    ]
