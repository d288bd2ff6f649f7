"""A role that was taken away is asked for to the moment, and not to the end of its last day."""

import re

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

from frontdoor.core.migrating import RewordTriggers, together

TO_THE_DAY = re.compile(
    r"g\.starts_on <= \((?P<at>.+) AT TIME ZONE 'Europe/London'\)::date"
    r" AND \(g\.ends_on IS NULL OR g\.ends_on >= \((?P=at) AT TIME ZONE 'Europe/London'\)::date\)(?!\s+AND \(g\.ended_at)"
)
TO_THE_MOMENT = r"\g<0>\n              AND (g.ended_at IS NULL OR g.ended_at > \g<at>)"


class Migration(migrations.Migration):
    dependencies = [
        ("frontdoor", "0011_each_no_is_decided_for_itself"),
        ("workforce", "0004_a_role_ends_with_the_access"),
        ("cases", "0008_how_long_work_may_stand_still"),  # whose periods start in the past
    ]

    operations = [
        RewordTriggers(TO_THE_DAY, TO_THE_MOMENT),
        *together([
        pgtrigger.migrations.RemoveTrigger(
            model_name='consentevent',
            name='consent_old_enough_to_answer',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='consentevent',
            name='consent_age_is_told',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='consentevent',
            name='consent_facts_are_told',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='consentevent',
            name='consent_own_no_from_16_on',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='consentevent',
            name='consent_competence_looked_at',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='consentoverride',
            name='override_signed_when_recorded',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='consentoverride',
            name='override_requested_in_time',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='feedbackchallenge',
            name='challenge_answered_by_another_manager',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='groupmeeting',
            name='group_meeting_led_by_a_leader',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consentevent',
            trigger=pgtrigger.compiler.Trigger(name='consent_own_no_from_16_on', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE young frontdoor_person%ROWTYPE;', func="\n            SELECT * INTO young FROM frontdoor_person p WHERE p.id = NEW.child_id;\n            IF \n        NEW.given_by_id = NEW.child_id AND NEW.status IN ('REFUSED', 'WITHDRAWN') AND NEW.considered = '' AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE'))\n        AND (young.birth_date IS NULL OR young.birth_date > (NEW.happened_at AT TIME ZONE 'Europe/London')::date - interval '16 years')\n        AND NOT EXISTS (\n            SELECT 1 FROM frontdoor_consentevent e\n            WHERE e.contact_id = NEW.contact_id AND e.child_id = NEW.child_id AND (e.status = 'CYP_COMPETENT' OR e.given_by_id = e.child_id AND e.status IN ('REFUSED', 'WITHDRAWN') AND e.considered <> ''))\n     THEN\n                RAISE EXCEPTION 'A young person says no alone from 16 on. Before, record with it what was considered about the young person''s understanding, or record what a parent answered.' USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_own_no_from_16_on';\n            END IF;\n            RETURN NEW;\n        ", hash='c96b9284a1b3b6dd7b4a5ff876f1cb10962760ff', operation='INSERT', pgid='pgtrigger_consent_own_no_from_16_on_c7144', table='frontdoor_consentevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consentevent',
            trigger=pgtrigger.compiler.Trigger(name='consent_old_enough_to_answer', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE young frontdoor_person%ROWTYPE;', func="\n            SELECT * INTO young FROM frontdoor_person p WHERE p.id = NEW.child_id;\n            IF \n        (NEW.status = 'CYP_COMPETENT' OR NEW.given_by_id = NEW.child_id AND NEW.status IN ('REFUSED', 'WITHDRAWN') AND NEW.considered <> '') AND (\n            young.birth_date_known = 'unborn' OR young.birth_date > (NEW.happened_at AT TIME ZONE 'Europe/London')::date - interval '10 years')\n     THEN\n                RAISE EXCEPTION 'A child under 10 cannot agree alone. Ask an adult with parental responsibility.' USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_old_enough_to_answer';\n            END IF;\n            RETURN NEW;\n        ", hash='05e0c1ecc4f13e52cc31d4d276a9a37ad3138f2c', operation='INSERT', pgid='pgtrigger_consent_old_enough_to_answer_36c64', table='frontdoor_consentevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consentevent',
            trigger=pgtrigger.compiler.Trigger(name='consent_competence_looked_at', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE young frontdoor_person%ROWTYPE;', func="\n            SELECT * INTO young FROM frontdoor_person p WHERE p.id = NEW.child_id;\n            IF \n        (NEW.status = 'CYP_COMPETENT' OR NEW.given_by_id = NEW.child_id AND NEW.status IN ('REFUSED', 'WITHDRAWN') AND NEW.considered <> '')\n        AND (young.birth_date IS NULL OR young.birth_date > (NEW.happened_at AT TIME ZONE 'Europe/London')::date - interval '16 years')\n        AND (length(trim(NEW.considered)) < 40 OR NOT EXISTS (\n            SELECT 1 FROM workforce_rolegrant g\n            WHERE g.worker_id = NEW.recorded_by_id AND g.role IN ('social_worker', 'practice_manager', 'service_manager') AND g.approved_at IS NOT NULL\n              AND g.starts_on <= ((CASE WHEN (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) THEN NEW.happened_at ELSE clock_timestamp() END) AT TIME ZONE 'Europe/London')::date AND (g.ends_on IS NULL OR g.ends_on >= ((CASE WHEN (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) THEN NEW.happened_at ELSE clock_timestamp() END) AT TIME ZONE 'Europe/London')::date)\n              AND (g.ended_at IS NULL OR g.ended_at > (CASE WHEN (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) THEN NEW.happened_at ELSE clock_timestamp() END))))\n     THEN\n                RAISE EXCEPTION 'Only a social worker or a manager can record that a young person under 16 decides alone, with what was considered about the young person''s understanding in at least 40 characters.' USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_competence_looked_at';\n            END IF;\n            RETURN NEW;\n        ", hash='1e0e204b2d217dc6ec56d80a0c1e5204c3dce944', operation='INSERT', pgid='pgtrigger_consent_competence_looked_at_c8f5f', table='frontdoor_consentevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consentevent',
            trigger=pgtrigger.compiler.Trigger(name='consent_age_is_told', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE young frontdoor_person%ROWTYPE;', func="\n            SELECT * INTO young FROM frontdoor_person p WHERE p.id = NEW.child_id;\n            IF \n        (NEW.status = 'CYP_COMPETENT' OR NEW.given_by_id = NEW.child_id AND NEW.status IN ('REFUSED', 'WITHDRAWN') AND NEW.considered <> '') AND young.birth_date IS NULL AND length(trim(NEW.age_told)) < 20\n     THEN\n                RAISE EXCEPTION 'The date of birth is not known. Say in at least 20 characters how you know that the young person is old enough.' USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_age_is_told';\n            END IF;\n            RETURN NEW;\n        ", hash='39d8d40f4024234f92ba3974998623558ed956c0', operation='INSERT', pgid='pgtrigger_consent_age_is_told_c9c85', table='frontdoor_consentevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consentevent',
            trigger=pgtrigger.compiler.Trigger(name='consent_facts_are_told', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF (NEW.status = 'CYP_COMPETENT' OR NEW.given_by_id = NEW.child_id AND NEW.status IN ('REFUSED', 'WITHDRAWN') AND NEW.considered <> '') AND NEW.considered <> '' AND (lower(NEW.considered) ~ '([a-z])\\1\\1\\1\\1' OR (\n            SELECT count(DISTINCT word) FROM regexp_split_to_table(lower(NEW.considered), '\\s+') word\n            WHERE word <> '') < 5)\n OR (NEW.status = 'CYP_COMPETENT' OR NEW.given_by_id = NEW.child_id AND NEW.status IN ('REFUSED', 'WITHDRAWN') AND NEW.considered <> '') AND NEW.age_told <> '' AND (lower(NEW.age_told) ~ '([a-z])\\1\\1\\1\\1' OR (\n            SELECT count(DISTINCT word) FROM regexp_split_to_table(lower(NEW.age_told), '\\s+') word\n            WHERE word <> '') < 3) THEN\n                RAISE EXCEPTION 'Write what happened in your own words. Repeated letters and repeated words are no facts.' USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_facts_are_told';\n            END IF;\n            RETURN NEW;\n        ", hash='16011f8ba6b73330ed407148a981b2510b528667', operation='INSERT', pgid='pgtrigger_consent_facts_are_told_15bdb', table='frontdoor_consentevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consentoverride',
            trigger=pgtrigger.compiler.Trigger(name='override_signed_when_recorded', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) THEN\n            NEW.signed_at := coalesce(NEW.signed_at, NEW.decided_at);\n        ELSIF TG_OP = 'INSERT' THEN\n            NEW.signed_at := NULL;\n        ELSE\n            NEW.signed_at := CASE WHEN OLD.decided_at IS NULL AND NEW.decided_at IS NOT NULL\n                                  THEN clock_timestamp() ELSE OLD.signed_at END;\n        END IF;\n        IF TG_OP = 'UPDATE' AND OLD.decided_at IS NOT NULL THEN\n            NEW.decider_number := OLD.decider_number;\n            NEW.decider_roles := OLD.decider_roles;\n        ELSE\n            NEW.decider_number := coalesce(\n                (SELECT w.registration_number FROM workforce_worker w WHERE w.id = NEW.decided_by_id), '');\n            NEW.decider_roles := coalesce((\n                SELECT array_agg(DISTINCT g.role ORDER BY g.role) FROM workforce_rolegrant g\n                WHERE g.worker_id = NEW.decided_by_id AND g.approved_at IS NOT NULL\n              AND g.starts_on <= (NEW.decided_at AT TIME ZONE 'Europe/London')::date AND (g.ends_on IS NULL OR g.ends_on >= (NEW.decided_at AT TIME ZONE 'Europe/London')::date)\n              AND (g.ended_at IS NULL OR g.ended_at > NEW.decided_at)),\n                ARRAY[]::varchar[]);\n        END IF;\n        RETURN NEW;\n    ", hash='70a5ba9eaa2e2bba414fe30b66609dc710597e7d', operation='INSERT OR UPDATE', pgid='pgtrigger_override_signed_when_recorded_00b74', table='frontdoor_consentoverride', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consentoverride',
            trigger=pgtrigger.compiler.Trigger(name='override_requested_in_time', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n        NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) AND (\n            abs(extract(epoch FROM NEW.requested_at - clock_timestamp())) > 300\n            OR EXISTS (SELECT 1 FROM frontdoor_contact c\n                       WHERE c.id = NEW.contact_id AND NEW.requested_at < c.received_at))\n     THEN\n                RAISE EXCEPTION 'A request is made after the contact was received, and dated at the moment it is made.' USING ERRCODE = 'check_violation', CONSTRAINT = 'override_requested_in_time';\n            END IF;\n            RETURN NEW;\n        ", hash='799942754e31a44cabed46cc414c8ea5f2e55724', operation='INSERT', pgid='pgtrigger_override_requested_in_time_94615', table='frontdoor_consentoverride', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feedbackchallenge',
            trigger=pgtrigger.compiler.Trigger(name='challenge_answered_by_another_manager', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n        NEW.answered_by_id IS NOT NULL AND (\n            EXISTS (\n                SELECT 1 FROM frontdoor_referrerfeedback f JOIN frontdoor_contact c ON c.id = f.contact_id\n                WHERE f.id = NEW.feedback_id AND c.decided_by_id = NEW.answered_by_id)\n            OR (NEW.answered_by_id, NEW.answered_on) IS DISTINCT FROM (OLD.answered_by_id, OLD.answered_on)\n               AND NOT EXISTS (\n            SELECT 1 FROM workforce_rolegrant g\n            WHERE g.worker_id = NEW.answered_by_id AND g.role IN ('practice_manager', 'service_manager') AND g.approved_at IS NOT NULL\n              AND g.starts_on <= (greatest(((NEW.answered_on + 0)::timestamp AT TIME ZONE 'Europe/London'), least(clock_timestamp(), ((NEW.answered_on + 1)::timestamp AT TIME ZONE 'Europe/London') - interval '1 microsecond')) AT TIME ZONE 'Europe/London')::date AND (g.ends_on IS NULL OR g.ends_on >= (greatest(((NEW.answered_on + 0)::timestamp AT TIME ZONE 'Europe/London'), least(clock_timestamp(), ((NEW.answered_on + 1)::timestamp AT TIME ZONE 'Europe/London') - interval '1 microsecond')) AT TIME ZONE 'Europe/London')::date)\n              AND (g.ended_at IS NULL OR g.ended_at > greatest(((NEW.answered_on + 0)::timestamp AT TIME ZONE 'Europe/London'), least(clock_timestamp(), ((NEW.answered_on + 1)::timestamp AT TIME ZONE 'Europe/London') - interval '1 microsecond')))))\n     THEN\n                RAISE EXCEPTION 'A challenge is answered by a manager other than the one who decided the contact.' USING ERRCODE = 'check_violation', CONSTRAINT = 'challenge_answered_by_another_manager';\n            END IF;\n            RETURN NEW;\n        ", hash='f256b9c81ca62a43c0fa9378f734b42891145ee8', operation='INSERT OR UPDATE', pgid='pgtrigger_challenge_answered_by_another_manager_f3362', table='frontdoor_feedbackchallenge', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='groupmeeting',
            trigger=pgtrigger.compiler.Trigger(name='group_meeting_led_by_a_leader', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n                    (NEW.led_by_id, NEW.held_on) IS DISTINCT FROM (OLD.led_by_id, OLD.held_on)\n                    AND NOT EXISTS (\n            SELECT 1 FROM workforce_rolegrant g\n            WHERE g.worker_id = NEW.led_by_id AND g.role IN ('senior_leader') AND g.approved_at IS NOT NULL\n              AND g.starts_on <= (greatest(((NEW.held_on + 0)::timestamp AT TIME ZONE 'Europe/London'), least(clock_timestamp(), ((NEW.held_on + 1)::timestamp AT TIME ZONE 'Europe/London') - interval '1 microsecond')) AT TIME ZONE 'Europe/London')::date AND (g.ends_on IS NULL OR g.ends_on >= (greatest(((NEW.held_on + 0)::timestamp AT TIME ZONE 'Europe/London'), least(clock_timestamp(), ((NEW.held_on + 1)::timestamp AT TIME ZONE 'Europe/London') - interval '1 microsecond')) AT TIME ZONE 'Europe/London')::date)\n              AND (g.ended_at IS NULL OR g.ended_at > greatest(((NEW.held_on + 0)::timestamp AT TIME ZONE 'Europe/London'), least(clock_timestamp(), ((NEW.held_on + 1)::timestamp AT TIME ZONE 'Europe/London') - interval '1 microsecond'))))\n                 THEN\n                RAISE EXCEPTION 'The group is led by the director or another senior leader.' USING ERRCODE = 'check_violation', CONSTRAINT = 'group_meeting_led_by_a_leader';\n            END IF;\n            RETURN NEW;\n        ", hash='575b4546131c3b03915279fee6e6f84e75d94d93', operation='INSERT OR UPDATE', pgid='pgtrigger_group_meeting_led_by_a_leader_3d04c', table='frontdoor_groupmeeting', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='policyperiod',
            trigger=pgtrigger.compiler.Trigger(name='policy_past_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) AND OLD.valid_from < (clock_timestamp() AT TIME ZONE 'Europe/London')::date THEN\n                RAISE EXCEPTION 'This period started before today, and what was promised under it stays promised. Add a new one instead.' USING ERRCODE = 'check_violation', CONSTRAINT = 'policy_past_stays';\n            END IF;\n            RETURN NEW;\n        ", hash='daf59bc31c6965367b56f0046c42fba29f03782c', operation='UPDATE', pgid='pgtrigger_policy_past_stays_4a84b', table='frontdoor_policyperiod', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='policyperiod',
            trigger=pgtrigger.compiler.Trigger(name='policy_starts_today_or_later', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) AND NEW.valid_from < (clock_timestamp() AT TIME ZONE 'Europe/London')::date THEN\n                RAISE EXCEPTION 'A new period starts today or later: what was promised under the old one stays promised.' USING ERRCODE = 'check_violation', CONSTRAINT = 'policy_starts_today_or_later';\n            END IF;\n            RETURN NEW;\n        ", hash='41bb7839eb9b1e404cf781f78cd96bfb6a5c548d', operation='INSERT OR UPDATE', pgid='pgtrigger_policy_starts_today_or_later_ad05f', table='frontdoor_policyperiod', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='policyperiod',
            trigger=pgtrigger.compiler.Trigger(name='policy_limits_in_order', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE since date; broken date;', func="\n        IF NEW.code NOT IN ('CASELOAD-ALARM', 'CASELOAD-AMBER', 'CASELOAD-ASYE-AMBER', 'CASELOAD-ASYE-RED', 'CASELOAD-CRITICAL', 'CASELOAD-RED') THEN\n            RETURN NULL;\n        END IF;\n        since := least(NEW.valid_from, OLD.valid_from);\n        SELECT min(d.day) INTO broken\n        FROM (SELECT since AS day UNION SELECT p.valid_from FROM frontdoor_policyperiod p\n              WHERE p.code IN ('CASELOAD-ALARM', 'CASELOAD-AMBER', 'CASELOAD-ASYE-AMBER', 'CASELOAD-ASYE-RED', 'CASELOAD-CRITICAL', 'CASELOAD-RED') AND p.valid_from >= since) d\n        CROSS JOIN (SELECT NULL::bigint AS team UNION SELECT p.team_id FROM frontdoor_policyperiod p\n                    WHERE p.code IN ('CASELOAD-ALARM', 'CASELOAD-AMBER', 'CASELOAD-ASYE-AMBER', 'CASELOAD-ASYE-RED', 'CASELOAD-CRITICAL', 'CASELOAD-RED')) t\n        CROSS JOIN (VALUES ('CASELOAD-AMBER', 'CASELOAD-RED'), ('CASELOAD-ASYE-AMBER', 'CASELOAD-ASYE-RED'), ('CASELOAD-ASYE-RED', 'CASELOAD-CRITICAL'), ('CASELOAD-CRITICAL', 'CASELOAD-ALARM'), ('CASELOAD-RED', 'CASELOAD-CRITICAL')) s (lower, upper)\n        WHERE (SELECT p.value FROM frontdoor_policyperiod p\n                WHERE p.code = s.lower AND p.valid_from <= d.day AND (p.team_id IS NULL OR p.team_id = t.team)\n                ORDER BY p.team_id IS NULL, p.valid_from DESC LIMIT 1) > (SELECT p.value FROM frontdoor_policyperiod p\n                WHERE p.code = s.upper AND p.valid_from <= d.day AND (p.team_id IS NULL OR p.team_id = t.team)\n                ORDER BY p.team_id IS NULL, p.valid_from DESC LIMIT 1);\n        IF broken IS NOT NULL THEN\n            RAISE EXCEPTION 'From % one caseload limit would lie above the next: amber comes first, then red, critical and the alarm. Change the other limit first.', to_char(broken, 'FMDD FMMonth YYYY')\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'policy_limits_in_order';\n        END IF;\n        RETURN NULL;\n    ", hash='924a5d12e41e32c6d854f1b4fd44a9a76ebc3ccc', operation='INSERT OR UPDATE', pgid='pgtrigger_policy_limits_in_order_19edb', table='frontdoor_policyperiod', when='AFTER')),
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='contactreview',
            name='review_second_by_another',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contactreview',
            trigger=pgtrigger.compiler.Trigger(name='review_second_by_another', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n        NEW.stage = 'second' AND (\n            NOT EXISTS (SELECT 1 FROM frontdoor_sampledcontact s WHERE s.contact_id = NEW.contact_id)\n            OR EXISTS (SELECT 1 FROM frontdoor_contact c\n                       WHERE c.id = NEW.contact_id AND c.decided_by_id = NEW.reviewed_by_id)\n            OR EXISTS (SELECT 1 FROM frontdoor_contactreview r\n                       WHERE r.contact_id = NEW.contact_id AND r.reviewed_by_id = NEW.reviewed_by_id))\n     THEN\n                RAISE EXCEPTION 'A second rating is given by somebody who neither decided the contact nor rated it first, on a contact drawn for it.' USING ERRCODE = 'check_violation', CONSTRAINT = 'review_second_by_another';\n            END IF;\n            RETURN NEW;\n        ", hash='7110c586db7363cc9dd59f2458a6ce902fbbb153', operation='INSERT', pgid='pgtrigger_review_second_by_another_adea9', table='frontdoor_contactreview', when='BEFORE')),
        ),
        ]),
    ]
