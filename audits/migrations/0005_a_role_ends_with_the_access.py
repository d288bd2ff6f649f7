"""A role that was taken away is asked for to the moment, and not to the end of its last day."""

import re

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from frontdoor.core.migrating import RewordTriggers, together

TO_THE_DAY = re.compile(
    r"g\.starts_on <= \((?P<at>.+) AT TIME ZONE 'Europe/London'\)::date"
    r" AND \(g\.ends_on IS NULL OR g\.ends_on >= \((?P=at) AT TIME ZONE 'Europe/London'\)::date\)(?!\s+AND \(g\.ended_at)"
)
TO_THE_MOMENT = r"\g<0>\n              AND (g.ended_at IS NULL OR g.ended_at > \g<at>)"


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0004_who_brings_the_past_in"),
        ("workforce", "0004_a_role_ends_with_the_access"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        RewordTriggers(TO_THE_DAY, TO_THE_MOMENT),
        *together([
        pgtrigger.migrations.RemoveTrigger(
            model_name='inspectionfinding',
            name='finding_closed_in_person',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='lookback',
            name='version_of_a_new_row',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='lookback',
            name='version_of_a_change',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='lookback',
            name='look_back_closed_when_done',
        ),
        migrations.AddField(
            model_name='historicallookback',
            name='handed_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='historicallookback',
            name='handed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicallookback',
            name='handed_to',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='lookback',
            name='handed_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='lookback',
            name='handed_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='lookback',
            name='handed_to',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspectionfinding',
            trigger=pgtrigger.compiler.Trigger(name='finding_closed_in_person', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n        OLD.closed_on IS NULL AND NEW.closed_on IS NOT NULL AND (\n            NOT EXISTS (\n            SELECT 1 FROM workforce_rolegrant g\n            WHERE g.worker_id = NEW.closed_by_id AND g.role IN ('senior_leader', 'service_manager') AND g.approved_at IS NOT NULL\n              AND g.starts_on <= (greatest(((NEW.closed_on + 0)::timestamp AT TIME ZONE 'Europe/London'), least(clock_timestamp(), ((NEW.closed_on + 1)::timestamp AT TIME ZONE 'Europe/London') - interval '1 microsecond')) AT TIME ZONE 'Europe/London')::date AND (g.ends_on IS NULL OR g.ends_on >= (greatest(((NEW.closed_on + 0)::timestamp AT TIME ZONE 'Europe/London'), least(clock_timestamp(), ((NEW.closed_on + 1)::timestamp AT TIME ZONE 'Europe/London') - interval '1 microsecond')) AT TIME ZONE 'Europe/London')::date)\n              AND (g.ended_at IS NULL OR g.ended_at > greatest(((NEW.closed_on + 0)::timestamp AT TIME ZONE 'Europe/London'), least(clock_timestamp(), ((NEW.closed_on + 1)::timestamp AT TIME ZONE 'Europe/London') - interval '1 microsecond'))))\n            OR NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) AND (\n                NEW.closed_by_id::text IS DISTINCT FROM current_setting('frontdoor.actor', true)\n                OR abs(NEW.closed_on - (clock_timestamp() AT TIME ZONE 'Europe/London')::date) > 1))\n     THEN\n                RAISE EXCEPTION 'A senior leader or a service manager closes a finding, in person and with the day''s date.' USING ERRCODE = 'check_violation', CONSTRAINT = 'finding_closed_in_person';\n            END IF;\n            RETURN NEW;\n        ", hash='e57ab4ee5014a0c30d60e90d7d8fb1263c689991', operation='UPDATE', pgid='pgtrigger_finding_closed_in_person_6df46', table='audits_inspectionfinding', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lookback',
            trigger=pgtrigger.compiler.Trigger(name='version_of_a_new_row', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    INSERT INTO "audits_historicallookback" ("closed_at", "closed_by_id", "criteria", "handed_at", "handed_by_id", "handed_to_id", "id", "name", "purpose", "recorded_at", "started_at", "started_by_id", history_type, history_date, history_user_id, history_change_reason)\n    SELECT written."closed_at", written."closed_by_id", written."criteria", written."handed_at", written."handed_by_id", written."handed_to_id", written."id", written."name", written."purpose", written."recorded_at", written."started_at", written."started_by_id", \'+\', clock_timestamp(),\n           nullif(current_setting(\'frontdoor.actor\', true), \'\')::bigint,\n           nullif(current_setting(\'frontdoor.change_reason\', true), \'\')\n    FROM new_rows written;\n    RETURN NULL;\n', hash='6c6baa4cee2e97329d87c44cd675ee107df3f0a2', level='STATEMENT', operation='INSERT', pgid='pgtrigger_version_of_a_new_row_b726e', referencing='REFERENCING NEW TABLE AS new_rows ', table='audits_lookback', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lookback',
            trigger=pgtrigger.compiler.Trigger(name='version_of_a_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    INSERT INTO "audits_historicallookback" ("closed_at", "closed_by_id", "criteria", "handed_at", "handed_by_id", "handed_to_id", "id", "name", "purpose", "recorded_at", "started_at", "started_by_id", history_type, history_date, history_user_id, history_change_reason)\n    SELECT written."closed_at", written."closed_by_id", written."criteria", written."handed_at", written."handed_by_id", written."handed_to_id", written."id", written."name", written."purpose", written."recorded_at", written."started_at", written."started_by_id", \'~\', clock_timestamp(),\n           nullif(current_setting(\'frontdoor.actor\', true), \'\')::bigint,\n           nullif(current_setting(\'frontdoor.change_reason\', true), \'\')\n    FROM new_rows written;\n    RETURN NULL;\n', hash='5aebbab3deaad52d06f582369e77ea00e2e324ae', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_version_of_a_change_9d1ae', referencing='REFERENCING NEW TABLE AS new_rows ', table='audits_lookback', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lookback',
            trigger=pgtrigger.compiler.Trigger(name='look_back_closed_when_done', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n        NEW.closed_at IS NOT NULL AND EXISTS (\n            SELECT 1 FROM audits_lookbackitem i WHERE i.look_back_id = NEW.id AND i.finding = '')\n     THEN\n                RAISE EXCEPTION 'Contacts are still to be looked at, and some may be hidden from you. What was found is recorded on each first.' USING ERRCODE = 'check_violation', CONSTRAINT = 'look_back_closed_when_done';\n            END IF;\n            RETURN NEW;\n        ", hash='f150b9cfa603b286494753d5b24617b7320667d4', operation='UPDATE', pgid='pgtrigger_look_back_closed_when_done_365d1', table='audits_lookback', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lookback',
            trigger=pgtrigger.compiler.Trigger(name='look_back_handed_to_who_works_it', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n        (NEW.handed_to_id, NEW.handed_at, NEW.handed_by_id) IS DISTINCT FROM (OLD.handed_to_id, OLD.handed_at, OLD.handed_by_id) AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) AND NOT (\n            EXISTS (SELECT 1 FROM workforce_worker w WHERE w.id = NEW.handed_to_id AND w.is_active\n                    AND (w.ended_on IS NULL OR w.ended_on >= (clock_timestamp() AT TIME ZONE 'Europe/London')::date))\n            AND EXISTS (\n            SELECT 1 FROM workforce_rolegrant g\n            WHERE g.worker_id = NEW.handed_to_id AND g.role IN ('senior_leader', 'service_manager', 'auditor') AND g.approved_at IS NOT NULL\n              AND g.starts_on <= (clock_timestamp() AT TIME ZONE 'Europe/London')::date AND (g.ends_on IS NULL OR g.ends_on >= (clock_timestamp() AT TIME ZONE 'Europe/London')::date)\n              AND (g.ended_at IS NULL OR g.ended_at > clock_timestamp())))\n     THEN\n                RAISE EXCEPTION 'Contacts that are hidden from you are handed to an auditor, a service manager or a senior leader who works here.' USING ERRCODE = 'check_violation', CONSTRAINT = 'look_back_handed_to_who_works_it';\n            END IF;\n            RETURN NEW;\n        ", hash='d45418a5955a456ab1c22875f8c1f37ebbdf7ac1', operation='INSERT OR UPDATE', pgid='pgtrigger_look_back_handed_to_who_works_it_c2e5f', table='audits_lookback', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lookback',
            trigger=pgtrigger.compiler.Trigger(name='look_back_handed_on_in_person', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n        (NEW.handed_to_id, NEW.handed_at, NEW.handed_by_id) IS DISTINCT FROM (OLD.handed_to_id, OLD.handed_at, OLD.handed_by_id) AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) AND (\n            OLD.closed_at IS NOT NULL OR abs(extract(epoch FROM NEW.handed_at - clock_timestamp())) > 300 OR NEW.handed_by_id::text IS DISTINCT FROM current_setting('frontdoor.actor', true))\n     THEN\n                RAISE EXCEPTION 'Whoever hands contacts on signs it, at the time it is done, while the look-back is open.' USING ERRCODE = 'check_violation', CONSTRAINT = 'look_back_handed_on_in_person';\n            END IF;\n            RETURN NEW;\n        ", hash='e7a143abd185588c66b6f1f9d413a138ecc721e5', operation='INSERT OR UPDATE', pgid='pgtrigger_look_back_handed_on_in_person_e702a', table='audits_lookback', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='lookback',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('handed_at__isnull', True), ('handed_by__isnull', True)), models.Q(('handed_at__isnull', False), ('handed_by__isnull', False)), _connector='OR'), models.Q(models.Q(('handed_at__isnull', True), ('handed_to__isnull', True)), models.Q(('handed_at__isnull', False), ('handed_to__isnull', False)), _connector='OR')), name='look_back_handed_on_whole', violation_error_message='Whoever hands contacts on signs it, at the time it is done, while the look-back is open.'),
        ),
        ]),
    ]
