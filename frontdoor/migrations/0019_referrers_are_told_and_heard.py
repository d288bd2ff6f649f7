"""Referrers are acknowledged, told in words that somebody has read, and heard when they disagree.

An answer of before was told by e-mail or by voice, on a day; its hour was not kept and is set to noon.
"""

import datetime

import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
import simple_history.models
from django.conf import settings
from django.db import migrations, models

LOCAL = "Local standard; to be confirmed by the authority"
SINCE = datetime.date(2000, 1, 1)

TOLD = """
    how = CASE WHEN finished_on IS NULL THEN '' WHEN by_email THEN 'email' ELSE 'call' END,
    told_at = (finished_on + time '12:00') AT TIME ZONE 'Europe/London'
"""

TEXTS = {
    "advice": (
        "If you would like advice about this family or another one, ring the front door and ask for a consultation. "
        "You need not give a name to ask."
    ),
    "challenge": (
        "If you disagree with this decision, ring the front door and say why. A manager who did not decide it looks at "
        "it again and answers you. If you still disagree, use the escalation policy of the safeguarding partnership."
    ),
}


def move(apps, schema_editor) -> None:
    system = apps.get_model("workforce", "Worker").objects.get(is_system=True)
    schema_editor.execute("SELECT set_config('frontdoor.actor', %s, true)", [str(system.pk)])
    schema_editor.execute(f"UPDATE frontdoor_referrerfeedback SET {TOLD}")
    schema_editor.execute(f"UPDATE frontdoor_historicalreferrerfeedback SET {TOLD}")
    apps.get_model("frontdoor", "PolicyPeriod").objects.create(
        code="T37",
        name="Referrer's challenge answered",
        value=5,
        unit="working_days",
        source=LOCAL,
        valid_from=SINCE,
        set_by_id=system.pk,
    )
    for code, words in TEXTS.items():
        apps.get_model("frontdoor", "AuthorityText").objects.create(
            code=code, words=words, valid_from=SINCE, set_by_id=system.pk
        )
    # What waits to be checked at the end would keep the tables from being changed below.
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):

    dependencies = [
        ('frontdoor', '0018_partner_systems'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Acknowledgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('started_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('how', models.CharField(blank=True, choices=[('call', 'Telephone call or in person'), ('email', 'E-mail'), ('letter', 'Letter')], max_length=6, verbose_name='how the referrer was told')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AuthorityText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('code', models.CharField(choices=[('advice', 'Whom to call for advice'), ('challenge', 'How to challenge a decision')], max_length=9)),
                ('words', models.TextField()),
                ('valid_from', models.DateField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FeedbackChallenge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('words', models.TextField(error_messages={'blank': 'Write what the referrer disagrees with, in at least 20 characters.'}, verbose_name='what the referrer disagrees with')),
                ('started_on', models.DateField()),
                ('due_on', models.DateField()),
                ('answered_on', models.DateField(blank=True, editable=False, null=True)),
                ('result', models.CharField(blank=True, choices=[('stands', 'The decision stands'), ('again', 'The contact is looked at again'), ('changed', 'The decision was changed')], editable=False, max_length=7)),
                ('answer', models.TextField(blank=True, editable=False)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='HistoricalAcknowledgement',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('history_change_reason', models.CharField(blank=True, default='', max_length=200, null=True)),
                ('started_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('how', models.CharField(blank=True, choices=[('call', 'Telephone call or in person'), ('email', 'E-mail'), ('letter', 'Letter')], max_length=6, verbose_name='how the referrer was told')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical acknowledgement',
                'verbose_name_plural': 'historical acknowledgements',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalAuthorityText',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('history_change_reason', models.CharField(blank=True, default='', max_length=200, null=True)),
                ('code', models.CharField(choices=[('advice', 'Whom to call for advice'), ('challenge', 'How to challenge a decision')], max_length=9)),
                ('words', models.TextField()),
                ('valid_from', models.DateField()),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical authority text',
                'verbose_name_plural': 'historical authority texts',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalFeedbackChallenge',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('history_change_reason', models.CharField(blank=True, default='', max_length=200, null=True)),
                ('words', models.TextField(error_messages={'blank': 'Write what the referrer disagrees with, in at least 20 characters.'}, verbose_name='what the referrer disagrees with')),
                ('started_on', models.DateField()),
                ('due_on', models.DateField()),
                ('answered_on', models.DateField(blank=True, editable=False, null=True)),
                ('result', models.CharField(blank=True, choices=[('stands', 'The decision stands'), ('again', 'The contact is looked at again'), ('changed', 'The decision was changed')], editable=False, max_length=7)),
                ('answer', models.TextField(blank=True, editable=False)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical feedback challenge',
                'verbose_name_plural': 'historical feedback challenges',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.RemoveConstraint(
            model_name='referrerfeedback',
            name='feedback_given_by_somebody',
        ),
        migrations.AddField(
            model_name='historicalreferrerfeedback',
            name='how',
            field=models.CharField(blank=True, choices=[('call', 'Telephone call or in person'), ('email', 'E-mail'), ('letter', 'Letter')], max_length=6, verbose_name='how the referrer was told'),
        ),
        migrations.AddField(
            model_name='historicalreferrerfeedback',
            name='told_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='referrerfeedback',
            name='how',
            field=models.CharField(blank=True, choices=[('call', 'Telephone call or in person'), ('email', 'E-mail'), ('letter', 'Letter')], max_length=6, verbose_name='how the referrer was told'),
        ),
        migrations.AddField(
            model_name='referrerfeedback',
            name='told_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='acknowledgement',
            name='contact',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='acknowledgement', to='frontdoor.contact'),
        ),
        migrations.AddField(
            model_name='acknowledgement',
            name='told_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='authoritytext',
            name='set_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='feedbackchallenge',
            name='answered_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='feedbackchallenge',
            name='feedback',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='challenges', to='frontdoor.referrerfeedback'),
        ),
        migrations.AddField(
            model_name='feedbackchallenge',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalacknowledgement',
            name='contact',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='frontdoor.contact'),
        ),
        migrations.AddField(
            model_name='historicalacknowledgement',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalacknowledgement',
            name='told_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalauthoritytext',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalauthoritytext',
            name='set_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalfeedbackchallenge',
            name='answered_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalfeedbackchallenge',
            name='feedback',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='frontdoor.referrerfeedback'),
        ),
        migrations.AddField(
            model_name='historicalfeedbackchallenge',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalfeedbackchallenge',
            name='recorded_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='acknowledgement',
            trigger=pgtrigger.compiler.Trigger(name='recorded_at_is_the_databases', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF TG_OP = 'INSERT' THEN NEW.recorded_at := clock_timestamp(); ELSE NEW.recorded_at := OLD.recorded_at; END IF;\n        RETURN NEW;\n    ", hash='2e26ceae3857d980e5303adf19a368e285dd8cf3', operation='INSERT OR UPDATE', pgid='pgtrigger_recorded_at_is_the_databases_f2273', table='frontdoor_acknowledgement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='acknowledgement',
            trigger=pgtrigger.compiler.Trigger(name='ledger_collect', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM new_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'collect', TG_TABLE_NAME,\n                   (to_jsonb(t)->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (to_jsonb(t)->>'id')::bigint END,\n                       (to_jsonb(t)->>'person_id')::bigint,\n                       (to_jsonb(t)->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(to_jsonb(t)::text, 'UTF8'))\n            FROM new_rows t;\n            RETURN NULL;\n        ", hash='03028937500aabab163e069ba56ec09dbaa9a2fb', level='STATEMENT', operation='INSERT', pgid='pgtrigger_ledger_collect_7b56c', referencing='REFERENCING NEW TABLE AS new_rows ', table='frontdoor_acknowledgement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='acknowledgement',
            trigger=pgtrigger.compiler.Trigger(name='ledger_alter', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM new_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'alter', TG_TABLE_NAME,\n                   (to_jsonb(t)->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (to_jsonb(t)->>'id')::bigint END,\n                       (to_jsonb(t)->>'person_id')::bigint,\n                       (to_jsonb(t)->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(to_jsonb(t)::text, 'UTF8'))\n            FROM new_rows t;\n            RETURN NULL;\n        ", hash='5e3f5e49f509c0bf80c6efa37d3c8079f1593306', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_ledger_alter_0a18a', referencing='REFERENCING NEW TABLE AS new_rows ', table='frontdoor_acknowledgement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='acknowledgement',
            trigger=pgtrigger.compiler.Trigger(name='ledger_erase', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM old_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'erase', TG_TABLE_NAME,\n                   (to_jsonb(t)->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (to_jsonb(t)->>'id')::bigint END,\n                       (to_jsonb(t)->>'person_id')::bigint,\n                       (to_jsonb(t)->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(to_jsonb(t)::text, 'UTF8'))\n            FROM old_rows t;\n            RETURN NULL;\n        ", hash='4593c43a53f1b9d7e5d73558dfc8c09b2611586c', level='STATEMENT', operation='DELETE', pgid='pgtrigger_ledger_erase_ac385', referencing='REFERENCING OLD TABLE AS old_rows ', table='frontdoor_acknowledgement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='authoritytext',
            trigger=pgtrigger.compiler.Trigger(name='recorded_at_is_the_databases', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF TG_OP = 'INSERT' THEN NEW.recorded_at := clock_timestamp(); ELSE NEW.recorded_at := OLD.recorded_at; END IF;\n        RETURN NEW;\n    ", hash='870fccff81acd2f50ae190e5f682717ac17640f8', operation='INSERT OR UPDATE', pgid='pgtrigger_recorded_at_is_the_databases_a0330', table='frontdoor_authoritytext', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='authoritytext',
            trigger=pgtrigger.compiler.Trigger(name='ledger_collect', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM new_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'collect', TG_TABLE_NAME,\n                   (to_jsonb(t)->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (to_jsonb(t)->>'id')::bigint END,\n                       (to_jsonb(t)->>'person_id')::bigint,\n                       (to_jsonb(t)->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(to_jsonb(t)::text, 'UTF8'))\n            FROM new_rows t;\n            RETURN NULL;\n        ", hash='5372ea422ead985fbc32f4631bc6871269af4dab', level='STATEMENT', operation='INSERT', pgid='pgtrigger_ledger_collect_9d8c3', referencing='REFERENCING NEW TABLE AS new_rows ', table='frontdoor_authoritytext', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='authoritytext',
            trigger=pgtrigger.compiler.Trigger(name='ledger_alter', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM new_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'alter', TG_TABLE_NAME,\n                   (to_jsonb(t)->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (to_jsonb(t)->>'id')::bigint END,\n                       (to_jsonb(t)->>'person_id')::bigint,\n                       (to_jsonb(t)->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(to_jsonb(t)::text, 'UTF8'))\n            FROM new_rows t;\n            RETURN NULL;\n        ", hash='1aa1dc2ccff4f59c718cf90bd5628ffacb549a20', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_ledger_alter_7047b', referencing='REFERENCING NEW TABLE AS new_rows ', table='frontdoor_authoritytext', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='authoritytext',
            trigger=pgtrigger.compiler.Trigger(name='ledger_erase', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM old_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'erase', TG_TABLE_NAME,\n                   (to_jsonb(t)->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (to_jsonb(t)->>'id')::bigint END,\n                       (to_jsonb(t)->>'person_id')::bigint,\n                       (to_jsonb(t)->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(to_jsonb(t)::text, 'UTF8'))\n            FROM old_rows t;\n            RETURN NULL;\n        ", hash='b8f8e363252ec73f091eddbea457b1a5774a0a1b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_ledger_erase_5760f', referencing='REFERENCING OLD TABLE AS old_rows ', table='frontdoor_authoritytext', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feedbackchallenge',
            trigger=pgtrigger.compiler.Trigger(name='recorded_at_is_the_databases', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF TG_OP = 'INSERT' THEN NEW.recorded_at := clock_timestamp(); ELSE NEW.recorded_at := OLD.recorded_at; END IF;\n        RETURN NEW;\n    ", hash='e43cd71cc03e0bd405ccb1af97cc7d672c58710c', operation='INSERT OR UPDATE', pgid='pgtrigger_recorded_at_is_the_databases_5614f', table='frontdoor_feedbackchallenge', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feedbackchallenge',
            trigger=pgtrigger.compiler.Trigger(name='ledger_collect', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM new_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'collect', TG_TABLE_NAME,\n                   (to_jsonb(t)->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (to_jsonb(t)->>'id')::bigint END,\n                       (to_jsonb(t)->>'person_id')::bigint,\n                       (to_jsonb(t)->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(to_jsonb(t)::text, 'UTF8'))\n            FROM new_rows t;\n            RETURN NULL;\n        ", hash='367bd82467b7ef8722a6af8e242de2efc84f0ccf', level='STATEMENT', operation='INSERT', pgid='pgtrigger_ledger_collect_cc2cb', referencing='REFERENCING NEW TABLE AS new_rows ', table='frontdoor_feedbackchallenge', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feedbackchallenge',
            trigger=pgtrigger.compiler.Trigger(name='ledger_alter', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM new_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'alter', TG_TABLE_NAME,\n                   (to_jsonb(t)->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (to_jsonb(t)->>'id')::bigint END,\n                       (to_jsonb(t)->>'person_id')::bigint,\n                       (to_jsonb(t)->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(to_jsonb(t)::text, 'UTF8'))\n            FROM new_rows t;\n            RETURN NULL;\n        ", hash='856f348027d1afa0cd5e3235e38b8c84407ae9da', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_ledger_alter_31232', referencing='REFERENCING NEW TABLE AS new_rows ', table='frontdoor_feedbackchallenge', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feedbackchallenge',
            trigger=pgtrigger.compiler.Trigger(name='ledger_erase', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT 1 FROM old_rows) THEN\n                RETURN NULL;\n            END IF;\n            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN\n                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';\n            END IF;\n            INSERT INTO frontdoor_ledgerevent\n                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)\n            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, 'erase', TG_TABLE_NAME,\n                   (to_jsonb(t)->>'id')::bigint,\n                   array_remove(ARRAY[\n                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (to_jsonb(t)->>'id')::bigint END,\n                       (to_jsonb(t)->>'person_id')::bigint,\n                       (to_jsonb(t)->>'child_id')::bigint], NULL),\n                   '', '', sha256(convert_to(to_jsonb(t)::text, 'UTF8'))\n            FROM old_rows t;\n            RETURN NULL;\n        ", hash='53d1014d5a326b117caa0b14b8effb5cab956bb8', level='STATEMENT', operation='DELETE', pgid='pgtrigger_ledger_erase_aaf1d', referencing='REFERENCING OLD TABLE AS old_rows ', table='frontdoor_feedbackchallenge', when='AFTER')),
        ),
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name='historicalreferrerfeedback',
            name='by_email',
        ),
        migrations.RemoveField(
            model_name='referrerfeedback',
            name='by_email',
        ),
        migrations.AddIndex(
            model_name='acknowledgement',
            index=models.Index(condition=models.Q(('due_at__isnull', False), ('finished_at__isnull', True)), fields=['due_at'], name='ack_t03_open'),
        ),
        migrations.AddIndex(
            model_name='feedbackchallenge',
            index=models.Index(condition=models.Q(('answered_on__isnull', True), ('due_on__isnull', False)), fields=['due_on'], name='challenge_t37_open'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referrerfeedback',
            trigger=pgtrigger.compiler.Trigger(name='feedback_stays_as_told', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n        OLD.finished_on IS NOT NULL\n        AND (NEW.words, NEW.how, NEW.told_by_id, NEW.told_at, NEW.finished_on, NEW.contact_id)\n        IS DISTINCT FROM (OLD.words, OLD.how, OLD.told_by_id, OLD.told_at, OLD.finished_on, OLD.contact_id)\n     THEN\n                RAISE EXCEPTION 'What a referrer was told is kept as it was told. Write another letter or record another call.' USING ERRCODE = 'check_violation', CONSTRAINT = 'feedback_stays_as_told';\n            END IF;\n            RETURN NEW;\n        ", hash='a361ad14ab94e658fccbc32ea22ed1f3d600c5ba', operation='UPDATE', pgid='pgtrigger_feedback_stays_as_told_7911b', table='frontdoor_referrerfeedback', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feedbackchallenge',
            trigger=pgtrigger.compiler.Trigger(name='challenge_answered_by_another_manager', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n        NEW.answered_by_id IS NOT NULL AND (\n            EXISTS (\n                SELECT 1 FROM frontdoor_referrerfeedback f JOIN frontdoor_contact c ON c.id = f.contact_id\n                WHERE f.id = NEW.feedback_id AND c.decided_by_id = NEW.answered_by_id)\n            OR NOT EXISTS (\n                SELECT 1 FROM workforce_rolegrant g\n                WHERE g.worker_id = NEW.answered_by_id AND g.role IN ('practice_manager', 'service_manager')\n                  AND g.approved_at IS NOT NULL AND g.starts_on <= NEW.answered_on\n                  AND (g.ends_on IS NULL OR g.ends_on >= NEW.answered_on)))\n     THEN\n                RAISE EXCEPTION 'A challenge is answered by a manager other than the one who decided the contact.' USING ERRCODE = 'check_violation', CONSTRAINT = 'challenge_answered_by_another_manager';\n            END IF;\n            RETURN NEW;\n        ", hash='f9c48aea3cb9f2fe8394f8b319345824b1878005', operation='INSERT OR UPDATE', pgid='pgtrigger_challenge_answered_by_another_manager_f3362', table='frontdoor_feedbackchallenge', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='referrerfeedback',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('finished_on__isnull', True), ('told_by__isnull', True)), models.Q(('finished_on__isnull', False), ('told_by__isnull', False)), _connector='OR'), models.Q(models.Q(('finished_on__isnull', True), ('told_at__isnull', True)), models.Q(('finished_on__isnull', False), ('told_at__isnull', False)), _connector='OR'), models.Q(models.Q(('finished_on__isnull', True), ('how', '')), models.Q(('finished_on__isnull', False), models.Q(('how', ''), _negated=True)), _connector='OR')), name='feedback_given_by_somebody', violation_error_message='Say how the referrer was told, who told them and when.'),
        ),
        migrations.AddConstraint(
            model_name='acknowledgement',
            constraint=models.CheckConstraint(condition=models.Q(('due_at__gte', models.F('started_at'))), name='ack_t03_due_after_start', violation_error_message='The due date cannot be before the start.'),
        ),
        migrations.AddConstraint(
            model_name='acknowledgement',
            constraint=models.CheckConstraint(condition=models.Q(('finished_at__gte', models.F('started_at'))), name='ack_t03_end_after_start', violation_error_message='The end cannot be before the start.'),
        ),
        migrations.AddConstraint(
            model_name='acknowledgement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('finished_at__isnull', True), ('told_by__isnull', True)), models.Q(('finished_at__isnull', False), ('told_by__isnull', False)), _connector='OR'), models.Q(models.Q(('finished_at__isnull', True), ('how', '')), models.Q(('finished_at__isnull', False), models.Q(('how', ''), _negated=True)), _connector='OR')), name='ack_given_whole', violation_error_message='Say how the referrer was told, who told them and when.'),
        ),
        migrations.AddConstraint(
            model_name='authoritytext',
            constraint=models.UniqueConstraint(fields=('code', 'valid_from'), name='text_one_a_day', violation_error_message='There is already such a text from that day.'),
        ),
        migrations.AddConstraint(
            model_name='authoritytext',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('words'))), 20), name='text_says_something', violation_error_message='Write the text in at least 20 characters.'),
        ),
        migrations.AddConstraint(
            model_name='feedbackchallenge',
            constraint=models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('started_on'))), name='challenge_t37_due_after_start', violation_error_message='The due date cannot be before the start.'),
        ),
        migrations.AddConstraint(
            model_name='feedbackchallenge',
            constraint=models.CheckConstraint(condition=models.Q(('answered_on__gte', models.F('started_on'))), name='challenge_t37_end_after_start', violation_error_message='The end cannot be before the start.'),
        ),
        migrations.AddConstraint(
            model_name='feedbackchallenge',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('words'))), 20), name='challenge_says_what', violation_error_message='Write what the referrer disagrees with, in at least 20 characters.'),
        ),
        migrations.AddConstraint(
            model_name='feedbackchallenge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('answered_by__isnull', True), ('answered_on__isnull', True)), models.Q(('answered_by__isnull', False), ('answered_on__isnull', False)), _connector='OR'), models.Q(models.Q(('answered_on__isnull', True), ('result', '')), models.Q(('answered_on__isnull', False), models.Q(('result', ''), _negated=True), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('answer'))), 20)), _connector='OR')), name='challenge_answered_whole', violation_error_message='Write the answer to the challenge in at least 20 characters.'),
        ),
    ]
