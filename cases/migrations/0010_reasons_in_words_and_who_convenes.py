"""Reasons are told in words, and a manager convenes a strategy meeting or has decided that there is cause."""

import django.db.models.functions.text
import django.db.models.lookups
import frontdoor.core.written
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from frontdoor.core.migrating import together


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0009_the_work_with_a_child_and_family'),
        ('frontdoor', '0011_reasons_in_words_and_what_stands_behind_them'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = together([
        pgtrigger.migrations.RemoveTrigger(
            model_name='conference',
            name='conference_signed_with_every_child_heard',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='strategymeeting',
            name='strategy_signed_with_who_is_missing',
        ),
        migrations.RemoveConstraint(
            model_name='adultsection',
            name='adult_section_says_why_not',
        ),
        migrations.RemoveConstraint(
            model_name='allocation',
            name='allocation_has_a_rationale',
        ),
        migrations.RemoveConstraint(
            model_name='assessedneed',
            name='assessed_need_says_what',
        ),
        migrations.RemoveConstraint(
            model_name='assessment',
            name='assessment_submitted_whole',
        ),
        migrations.RemoveConstraint(
            model_name='assessment',
            name='assessment_late_with_a_reason',
        ),
        migrations.RemoveConstraint(
            model_name='assessmentextension',
            name='extension_says_why',
        ),
        migrations.RemoveConstraint(
            model_name='assessmentextension',
            name='extension_decided_whole',
        ),
        migrations.RemoveConstraint(
            model_name='assessmentreturn',
            name='assessment_return_has_a_reason',
        ),
        migrations.RemoveConstraint(
            model_name='assessmentshared',
            name='assessment_shared_says_what',
        ),
        migrations.RemoveConstraint(
            model_name='caseclosure',
            name='closure_says_what_changed',
        ),
        migrations.RemoveConstraint(
            model_name='casenote',
            name='case_note_says_what_happened',
        ),
        migrations.RemoveConstraint(
            model_name='childsection',
            name='child_left_out_whole',
        ),
        migrations.RemoveConstraint(
            model_name='conference',
            name='conference_alone_whole',
        ),
        migrations.RemoveConstraint(
            model_name='conference',
            name='conference_called_off_whole',
        ),
        migrations.RemoveConstraint(
            model_name='conference',
            name='conference_signed_whole',
        ),
        migrations.RemoveConstraint(
            model_name='conferencechild',
            name='conference_child_decided_whole',
        ),
        migrations.RemoveConstraint(
            model_name='conferencechild',
            name='conference_child_what_follows',
        ),
        migrations.RemoveConstraint(
            model_name='conferencechild',
            name='conference_child_took_part',
        ),
        migrations.RemoveConstraint(
            model_name='conferencefamily',
            name='conference_family_left_out_whole',
        ),
        migrations.RemoveConstraint(
            model_name='conferenceinvitation',
            name='conference_invitation_sent_something',
        ),
        migrations.RemoveConstraint(
            model_name='coregroup',
            name='core_group_held_whole',
        ),
        migrations.RemoveConstraint(
            model_name='emergencypower',
            name='emergency_power_says_why',
        ),
        migrations.RemoveConstraint(
            model_name='emergencypower',
            name='emergency_power_ended_whole',
        ),
        migrations.RemoveConstraint(
            model_name='familyreturn',
            name='family_return_has_a_reason',
        ),
        migrations.RemoveConstraint(
            model_name='flaganswer',
            name='flag_answer_says_why',
        ),
        migrations.RemoveConstraint(
            model_name='historyconsidered',
            name='history_considered_says_how',
        ),
        migrations.RemoveConstraint(
            model_name='managercheck',
            name='manager_check_says_what',
        ),
        migrations.RemoveConstraint(
            model_name='missedtwice',
            name='missed_twice_taken_up_whole',
        ),
        migrations.RemoveConstraint(
            model_name='outlineaction',
            name='outline_action_has_a_purpose',
        ),
        migrations.RemoveConstraint(
            model_name='plan',
            name='plan_ended_otherwise_whole',
        ),
        migrations.RemoveConstraint(
            model_name='planaction',
            name='plan_action_is_measured',
        ),
        migrations.RemoveConstraint(
            model_name='planaction',
            name='plan_action_finished_whole',
        ),
        migrations.RemoveConstraint(
            model_name='planactionupdate',
            name='plan_update_says_why',
        ),
        migrations.RemoveConstraint(
            model_name='plandecision',
            name='plan_decision_says_why',
        ),
        migrations.RemoveConstraint(
            model_name='plandocument',
            name='plan_contingency_whole',
        ),
        migrations.RemoveConstraint(
            model_name='plandocument',
            name='plan_sent_back_whole',
        ),
        migrations.RemoveConstraint(
            model_name='planneed',
            name='plan_need_says_what',
        ),
        migrations.RemoveConstraint(
            model_name='planneed',
            name='plan_need_taken_out_why',
        ),
        migrations.RemoveConstraint(
            model_name='planoutcome',
            name='plan_outcome_says_what_is_different',
        ),
        migrations.RemoveConstraint(
            model_name='planoutcome',
            name='plan_outcome_taken_out_why',
        ),
        migrations.RemoveConstraint(
            model_name='planreview',
            name='plan_review_says_what_changed',
        ),
        migrations.RemoveConstraint(
            model_name='planview',
            name='plan_view_says_something',
        ),
        migrations.RemoveConstraint(
            model_name='section47',
            name='section47_outcome_whole',
        ),
        migrations.RemoveConstraint(
            model_name='section47',
            name='section47_not_needed_whole',
        ),
        migrations.RemoveConstraint(
            model_name='significantevent',
            name='significant_event_says_why',
        ),
        migrations.RemoveConstraint(
            model_name='strategyaction',
            name='strategy_action_has_a_purpose',
        ),
        migrations.RemoveConstraint(
            model_name='strategyaction',
            name='strategy_action_done_whole',
        ),
        migrations.RemoveConstraint(
            model_name='strategychaser',
            name='strategy_chaser_is_told',
        ),
        migrations.RemoveConstraint(
            model_name='strategychild',
            name='strategy_child_decided_whole',
        ),
        migrations.RemoveConstraint(
            model_name='strategychild',
            name='strategy_child_left_out_why',
        ),
        migrations.RemoveConstraint(
            model_name='strategyinformation',
            name='strategy_line_whole',
        ),
        migrations.RemoveConstraint(
            model_name='strategyinvitation',
            name='strategy_invitation_sent_something',
        ),
        migrations.RemoveConstraint(
            model_name='strategymeeting',
            name='strategy_says_why_now',
        ),
        migrations.RemoveConstraint(
            model_name='strategymeeting',
            name='strategy_alone_whole',
        ),
        migrations.RemoveConstraint(
            model_name='strategymeeting',
            name='strategy_called_off_whole',
        ),
        migrations.RemoveConstraint(
            model_name='strategymeeting',
            name='strategy_signed_whole',
        ),
        migrations.RemoveConstraint(
            model_name='thresholdview',
            name='threshold_view_whole',
        ),
        migrations.RemoveConstraint(
            model_name='visit',
            name='visit_has_the_childs_voice',
        ),
        migrations.RemoveConstraint(
            model_name='visit',
            name='visit_says_why_not_seen',
        ),
        migrations.RemoveConstraint(
            model_name='visitrecord',
            name='visit_record_says_what_was_seen',
        ),
        migrations.RemoveConstraint(
            model_name='visitrecord',
            name='visit_record_says_what_made_safe',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='conference',
            trigger=pgtrigger.compiler.Trigger(name='conference_signed_with_every_child_heard', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF NEW.signed_at IS NOT NULL AND OLD.signed_at IS NULL AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) AND EXISTS (\n        SELECT 1 FROM cases_conferencechild c WHERE c.conference_id = NEW.id AND (c.participation = '' OR (length(trim(coalesce(c.danger, ''))) < 20 OR NOT frontdoor_in_words(c.danger, 3)) OR (length(trim(coalesce(c.protective, ''))) < 20 OR NOT frontdoor_in_words(c.protective, 3)))) THEN\n                RAISE EXCEPTION 'Say of every child how it took part, and what it is in danger of and protected by.' USING ERRCODE = 'check_violation', CONSTRAINT = 'conference_signed_with_every_child_heard';\n            END IF;\n            RETURN NEW;\n        ", hash='79868ac0471e019e0bcda2fdb5710c3a5d2ab5da', operation='UPDATE', pgid='pgtrigger_conference_signed_with_every_child_heard_57348', table='cases_conference', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='strategymeeting',
            trigger=pgtrigger.compiler.Trigger(name='strategy_states_the_cause', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n            NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) AND (NEW.harm = '' OR (length(trim(coalesce(NEW.reason, ''))) < 40 OR NOT frontdoor_in_words(NEW.reason, 5)))\n         THEN\n                RAISE EXCEPTION 'State the reasonable cause to suspect significant harm: which harm, and in at least 40 characters what shows it and why now.' USING ERRCODE = 'check_violation', CONSTRAINT = 'strategy_states_the_cause';\n            END IF;\n            RETURN NEW;\n        ", hash='0f22f67c2f018a648bc49eab5c2ac15c6614d4ae', operation='INSERT', pgid='pgtrigger_strategy_states_the_cause_a79d6', table='cases_strategymeeting', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='strategymeeting',
            trigger=pgtrigger.compiler.Trigger(name='strategy_convened_by_a_manager', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n            NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE'))\n            AND NOT EXISTS (\n            SELECT 1 FROM workforce_rolegrant g\n            WHERE g.worker_id = NEW.convened_by_id AND g.role IN ('practice_manager', 'service_manager') AND g.approved_at IS NOT NULL\n              AND g.starts_on <= (NEW.convened_at AT TIME ZONE 'Europe/London')::date AND (g.ends_on IS NULL OR g.ends_on >= (NEW.convened_at AT TIME ZONE 'Europe/London')::date))\n            AND NOT EXISTS (\n                SELECT 1 FROM frontdoor_decision d JOIN frontdoor_childoutcome o ON o.decision_id = d.id\n                WHERE o.outcome IN ('REF47', 'EMG') AND d.contact_id IN (\n                    NEW.contact_id, (SELECT r.contact_id FROM frontdoor_referral r WHERE r.id = NEW.referral_id)))\n         THEN\n                RAISE EXCEPTION 'A practice manager or a service manager convenes a strategy meeting, unless a manager has decided on the contact that there is reasonable cause to suspect significant harm. Ask a manager.' USING ERRCODE = 'check_violation', CONSTRAINT = 'strategy_convened_by_a_manager';\n            END IF;\n            RETURN NEW;\n        ", hash='518c3e1f42dffb748be8eae1ee85d4804a962359', operation='INSERT', pgid='pgtrigger_strategy_convened_by_a_manager_58714', table='cases_strategymeeting', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='strategymeeting',
            trigger=pgtrigger.compiler.Trigger(name='strategy_signed_with_who_is_missing', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n            NEW.signed_at IS NOT NULL AND OLD.signed_at IS NULL AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) AND (length(trim(coalesce(NEW.missing_reason, ''))) < 20 OR NOT frontdoor_in_words(NEW.missing_reason, 3)) AND (\n                EXISTS (\n                    SELECT 1 FROM frontdoor_contact t\n                    WHERE t.id = NEW.contact_id AND t.agency_id IS NOT NULL AND NOT EXISTS (\n                        SELECT 1 FROM cases_strategyinvitation i\n                        WHERE i.meeting_id = NEW.id AND i.agency_id = t.agency_id))\n                OR EXISTS (\n                    SELECT 1 FROM cases_strategychild c JOIN frontdoor_person p ON p.id = c.child_id\n                    WHERE c.meeting_id = NEW.id AND c.left_out_reason = '' AND p.school <> '')\n                AND NOT EXISTS (\n                    SELECT 1 FROM cases_strategyinvitation i\n                    WHERE i.meeting_id = NEW.id AND i.discipline = 'education'))\n         THEN\n                RAISE EXCEPTION 'The referrer''s agency, and the school of a child who has one, are invited. Say in at least 20 characters why not.' USING ERRCODE = 'check_violation', CONSTRAINT = 'strategy_signed_with_who_is_missing';\n            END IF;\n            RETURN NEW;\n        ", hash='5ff84fee913479cc071d83ee0d2f851284729ff1', operation='UPDATE', pgid='pgtrigger_strategy_signed_with_who_is_missing_4d995', table='cases_strategymeeting', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='adultsection',
            constraint=models.CheckConstraint(condition=models.Q(('why_not', ''), models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('why_not'))), 20), frontdoor.core.written.InWords(models.F('why_not'), 3)), _connector='OR'), name='adult_section_says_why_not', violation_error_message='Say in at least 20 characters why this adult could not be part of the assessment.'),
        ),
        migrations.AddConstraint(
            model_name='allocation',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('rationale'))), 10), frontdoor.core.written.InWords(models.F('rationale'), 2)), name='allocation_has_a_rationale', violation_error_message='Say in at least 10 characters why this worker.'),
        ),
        migrations.AddConstraint(
            model_name='assessedneed',
            constraint=models.CheckConstraint(condition=models.Q(('grade', 'none'), models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('text'))), 20), frontdoor.core.written.InWords(models.F('text'), 3)), _connector='OR'), name='assessed_need_says_what', violation_error_message='Say in at least 20 characters what the need is.'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(('submitted_on__isnull', True), ('legacy_key__isnull', False), models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('analysis'))), 40), frontdoor.core.written.InWords(models.F('analysis'), 5), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='assessment_submitted_whole', violation_error_message='Write the analysis in at least 40 characters and choose an outcome.'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(('finished_on__isnull', True), ('finished_on__lte', models.F('due_on')), ('legacy_key__isnull', False), models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('late_reason'))), 20), frontdoor.core.written.InWords(models.F('late_reason'), 3)), _connector='OR'), name='assessment_late_with_a_reason', violation_error_message='Say in at least 20 characters why this assessment took longer than the time allowed.'),
        ),
        migrations.AddConstraint(
            model_name='assessmentextension',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('why'))), 20), frontdoor.core.written.InWords(models.F('why'), 3)), name='extension_says_why', violation_error_message='Say in at least 20 characters why more time is needed.'),
        ),
        migrations.AddConstraint(
            model_name='assessmentextension',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_by__isnull', True), ('decided_on__isnull', True), ('decision', ''), ('decision_reason', '')), models.Q(models.Q(('decision', ''), _negated=True), ('decided_by__isnull', False), ('decided_on__isnull', False), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('decision_reason'))), 10), frontdoor.core.written.InWords(models.F('decision_reason'), 2)), _connector='OR'), name='extension_decided_whole', violation_error_message='Say whether you agree, and why in at least 10 characters.'),
        ),
        migrations.AddConstraint(
            model_name='assessmentreturn',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('reason'))), 20), frontdoor.core.written.InWords(models.F('reason'), 3)), name='assessment_return_has_a_reason', violation_error_message='Say in at least 20 characters what is missing.'),
        ),
        migrations.AddConstraint(
            model_name='assessmentshared',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('comments'))), 20), frontdoor.core.written.InWords(models.F('comments'), 3)), models.Q(models.Q(('how', 'not'), _negated=True), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('comments'))), 2)), _connector='OR'), name='assessment_shared_says_what', violation_error_message='Write what they said. If it was not shared with this person, say why in at least 20 characters.'),
        ),
        migrations.AddConstraint(
            model_name='caseclosure',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('what_changed'))), 40), frontdoor.core.written.InWords(models.F('what_changed'), 5)), name='closure_says_what_changed', violation_error_message='Say in at least 40 characters what has changed for the child, and why the case can close.'),
        ),
        migrations.AddConstraint(
            model_name='casenote',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('text'))), 20), frontdoor.core.written.InWords(models.F('text'), 3)), name='case_note_says_what_happened', violation_error_message='Write what happened in at least 20 characters.'),
        ),
        migrations.AddConstraint(
            model_name='childsection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('left_out_by__isnull', True), ('left_out_on__isnull', True), ('left_out_reason', '')), models.Q(('left_out_by__isnull', False), ('left_out_on__isnull', False), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('left_out_reason'))), 20), frontdoor.core.written.InWords(models.F('left_out_reason'), 3)), _connector='OR'), name='child_left_out_whole', violation_error_message='Say in at least 20 characters why this child is not part of the assessment.'),
        ),
        migrations.AddConstraint(
            model_name='conference',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('alone_reason', ''), ('reconvene_due_on__isnull', True)), models.Q(('reconvene_due_on__isnull', False), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('alone_reason'))), 40), frontdoor.core.written.InWords(models.F('alone_reason'), 5)), _connector='OR'), name='conference_alone_whole', violation_error_message='Say in at least 40 characters why the conference decides without social care and two agencies there, and when it is held again.'),
        ),
        migrations.AddConstraint(
            model_name='conference',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('called_off_at__isnull', True), ('called_off_by__isnull', True), ('called_off_reason', '')), models.Q(('called_off_at__isnull', False), ('called_off_by__isnull', False), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('called_off_reason'))), 20), frontdoor.core.written.InWords(models.F('called_off_reason'), 3)), _connector='OR'), name='conference_called_off_whole', violation_error_message='Say in at least 20 characters why the meeting is not held.'),
        ),
        migrations.AddConstraint(
            model_name='conference',
            constraint=models.CheckConstraint(condition=models.Q(('signed_at__isnull', True), models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('background'))), 20), frontdoor.core.written.InWords(models.F('background'), 3), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('analysis'))), 40), frontdoor.core.written.InWords(models.F('analysis'), 5), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('contingency'))), 10), frontdoor.core.written.InWords(models.F('contingency'), 2)), _connector='OR'), name='conference_signed_whole', violation_error_message='Every part of the record must be written before it is signed.'),
        ),
        migrations.AddConstraint(
            model_name='conferencechild',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('decision', '')), models.Q(models.Q(('decision', ''), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('decision_reason'))), 40), frontdoor.core.written.InWords(models.F('decision_reason'), 5)), _connector='OR'), name='conference_child_decided_whole', violation_error_message='A decision about a child needs its reasons, in at least 40 characters, and who decided it when.'),
        ),
        migrations.AddConstraint(
            model_name='conferencechild',
            constraint=models.CheckConstraint(condition=models.Q(('decision', ''), ('decision__in', ('plan', 'continue')), models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('follows'))), 20), frontdoor.core.written.InWords(models.F('follows'), 3)), _connector='OR'), name='conference_child_what_follows', violation_error_message='Where there is no protection plan, say in at least 20 characters what follows for the child.'),
        ),
        migrations.AddConstraint(
            model_name='conferencechild',
            constraint=models.CheckConstraint(condition=models.Q(('participation__in', ['', 'PN0']), models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('participation_how'))), 10), frontdoor.core.written.InWords(models.F('participation_how'), 2)), _connector='OR'), name='conference_child_took_part', violation_error_message='Say in at least 10 characters how the child was helped to take part.'),
        ),
        migrations.AddConstraint(
            model_name='conferencefamily',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('left_out_at__isnull', True), ('left_out_by__isnull', True), ('left_out_reason', '')), models.Q(('left_out_at__isnull', False), ('left_out_by__isnull', False), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('left_out_reason'))), 40), frontdoor.core.written.InWords(models.F('left_out_reason'), 5)), _connector='OR'), name='conference_family_left_out_whole', violation_error_message="Leaving somebody of the family out needs the chair's reason, in at least 40 characters."),
        ),
        migrations.AddConstraint(
            model_name='conferenceinvitation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('attendance', 'information'), _negated=True), models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('contribution'))), 10), frontdoor.core.written.InWords(models.F('contribution'), 2)), _connector='OR'), name='conference_invitation_sent_something', violation_error_message='Write what was sent, in at least 10 characters.'),
        ),
        migrations.AddConstraint(
            model_name='coregroup',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('held_by__isnull', True), ('held_on__isnull', True)), models.Q(('held_by__isnull', False), ('held_on__isnull', False)), _connector='OR'), models.Q(('held_on__isnull', True), models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('attended'))), 5), models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('child_day'))), 30), frontdoor.core.written.InWords(models.F('child_day'), 3)), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('progress'))), 20), frontdoor.core.written.InWords(models.F('progress'), 3)), _connector='OR')), name='core_group_held_whole', violation_error_message="A core group that was held needs who came, the child's day in at least 30 characters, and what became of the actions in at least 20."),
        ),
        migrations.AddConstraint(
            model_name='emergencypower',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('reason'))), 20), frontdoor.core.written.InWords(models.F('reason'), 3)), name='emergency_power_says_why', violation_error_message='Say in at least 20 characters what happened and where the child is kept safe.'),
        ),
        migrations.AddConstraint(
            model_name='emergencypower',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), models.Q(models.Q(('ended_at__isnull', True), ('ended_how', '')), models.Q(('ended_at__isnull', False), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('ended_how'))), 10), frontdoor.core.written.InWords(models.F('ended_how'), 2)), _connector='OR')), name='emergency_power_ended_whole', violation_error_message='Say in at least 10 characters how it ended and where the child is now.'),
        ),
        migrations.AddConstraint(
            model_name='familyreturn',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('reason'))), 20), frontdoor.core.written.InWords(models.F('reason'), 3)), name='family_return_has_a_reason', violation_error_message='Say in at least 20 characters what is missing.'),
        ),
        migrations.AddConstraint(
            model_name='flaganswer',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('because'))), 20), frontdoor.core.written.InWords(models.F('because'), 3)), name='flag_answer_says_why', violation_error_message='Say in at least 20 characters how you know.'),
        ),
        migrations.AddConstraint(
            model_name='historyconsidered',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('relevance'))), 10), frontdoor.core.written.InWords(models.F('relevance'), 2)), name='history_considered_says_how', violation_error_message='Say in at least 10 characters what this means for the children now.'),
        ),
        migrations.AddConstraint(
            model_name='managercheck',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('said'))), 20), frontdoor.core.written.InWords(models.F('said'), 3)), name='manager_check_says_what', violation_error_message='Say in at least 20 characters what you found and what happens next.'),
        ),
        migrations.AddConstraint(
            model_name='missedtwice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('taken_up_at__isnull', True), ('taken_up_by__isnull', True)), models.Q(('taken_up_at__isnull', False), ('taken_up_by__isnull', False)), _connector='OR'), models.Q(models.Q(('taken_up_at__isnull', True), ('words', '')), models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('words'))), 20), frontdoor.core.written.InWords(models.F('words'), 3)), _connector='OR')), name='missed_twice_taken_up_whole', violation_error_message='Write what was agreed with the agency, in at least 20 characters.'),
        ),
        migrations.AddConstraint(
            model_name='outlineaction',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('purpose'))), 10), frontdoor.core.written.InWords(models.F('purpose'), 2)), name='outline_action_has_a_purpose', violation_error_message='Say in at least 10 characters what it is for.'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_by__isnull', True), ('ended_otherwise', ''), ('ended_words', '')), models.Q(('ended_by__isnull', False), ('ended_on__isnull', False), ('ended_otherwise__in', ['died', 'adult', 'moved']), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('ended_words'))), 20), frontdoor.core.written.InWords(models.F('ended_words'), 3)), _connector='OR'), name='plan_ended_otherwise_whole', violation_error_message='Say in at least 20 characters how the plan ended without a conference, and who says so.'),
        ),
        migrations.AddConstraint(
            model_name='planaction',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('measure'))), 10), frontdoor.core.written.InWords(models.F('measure'), 2), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('baseline'))), 5), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('target'))), 5)), name='plan_action_is_measured', violation_error_message='Say how we will know, how it is now, and what it will be or what somebody will see.'),
        ),
        migrations.AddConstraint(
            model_name='planaction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('evidence', ''), ('finished_by__isnull', True), ('finished_on__isnull', True), ('result', '')), models.Q(('finished_by__isnull', False), ('finished_on__isnull', False), models.Q(('result', ''), _negated=True), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('evidence'))), 10), frontdoor.core.written.InWords(models.F('evidence'), 2)), _connector='OR'), name='plan_action_finished_whole', violation_error_message='Say in at least 10 characters what shows that it was done, or why it was not.'),
        ),
        migrations.AddConstraint(
            model_name='planactionupdate',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('words'))), 10), frontdoor.core.written.InWords(models.F('words'), 2)), name='plan_update_says_why', violation_error_message='Say in at least 10 characters what shows that it was done, or why it was not.'),
        ),
        migrations.AddConstraint(
            model_name='plandecision',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('reason'))), 20), frontdoor.core.written.InWords(models.F('reason'), 3)), name='plan_decision_says_why', violation_error_message='Say in at least 20 characters why the plan starts or ends.'),
        ),
        migrations.AddConstraint(
            model_name='plandocument',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('contingency', ''), ('contingency_at__isnull', True), ('contingency_by__isnull', True), ('contingency_due_on__isnull', True)), models.Q(('contingency_at__isnull', False), ('contingency_by__isnull', False), ('contingency_due_on__isnull', False), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('contingency'))), 20), frontdoor.core.written.InWords(models.F('contingency'), 3)), _connector='OR'), name='plan_contingency_whole', violation_error_message='Say in at least 20 characters what happens if nothing has changed, and by when.'),
        ),
        migrations.AddConstraint(
            model_name='plandocument',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('sent_back_at__isnull', True), ('sent_back_by__isnull', True), ('sent_back_reason', '')), models.Q(('sent_back_at__isnull', False), ('sent_back_by__isnull', False), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('sent_back_reason'))), 20), frontdoor.core.written.InWords(models.F('sent_back_reason'), 3)), _connector='OR'), name='plan_sent_back_whole', violation_error_message='Say in at least 20 characters what has to be changed before the plan can be authorised.'),
        ),
        migrations.AddConstraint(
            model_name='planneed',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('words'))), 10), frontdoor.core.written.InWords(models.F('words'), 2)), name='plan_need_says_what', violation_error_message='Say in at least 10 characters what the child needs.'),
        ),
        migrations.AddConstraint(
            model_name='planneed',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('left_out_at__isnull', True), ('left_out_by__isnull', True), ('left_out_reason', '')), models.Q(('left_out_at__isnull', False), ('left_out_by__isnull', False), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('left_out_reason'))), 10), frontdoor.core.written.InWords(models.F('left_out_reason'), 2)), _connector='OR'), name='plan_need_taken_out_why', violation_error_message='Say in at least 10 characters why it is taken out of the plan.'),
        ),
        migrations.AddConstraint(
            model_name='planoutcome',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('words'))), 20), frontdoor.core.written.InWords(models.F('words'), 3), models.Q(('words__iregex', '^[^a-z]*(?:please[^a-z]+|to[^a-z]+)?(?:monitor|monitoring|support|supporting|liaise|liaising|engage|engaging|ensure|ensuring|continue|review|as[^a-z]+needed)(?:[^a-z]+(?:monitor|monitoring|support|supporting|liaise|liaising|engage|engaging|ensure|ensuring|continue|review|the|a|an|this|that|his|her|their|its|our|all|any|both|other|everyone|everybody|child|children|family|families|mother|father|mum|dad|parent|parents|carer|carers|situation|case|home|risk|risks|safety|wellbeing|welfare|needs|agency|agencies|professional|professionals|partners|network|services|support|progress|engagement|care|closely|regularly|further|needed|required|necessary|appropriate|possible|ongoing|and|or|to|with|of|for|on|in|as|where|when|if|by|at|be|is|are|safe|well|work|working|offer|provide|relevant|multi|keep|under|review|required))*[^a-z]*$'), _negated=True)), name='plan_outcome_says_what_is_different', violation_error_message='Say in at least 20 characters what will be different for the child, as somebody would see it, and not only support, engage or ensure.'),
        ),
        migrations.AddConstraint(
            model_name='planoutcome',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('left_out_at__isnull', True), ('left_out_by__isnull', True), ('left_out_reason', '')), models.Q(('left_out_at__isnull', False), ('left_out_by__isnull', False), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('left_out_reason'))), 10), frontdoor.core.written.InWords(models.F('left_out_reason'), 2)), _connector='OR'), name='plan_outcome_taken_out_why', violation_error_message='Say in at least 10 characters why it is taken out of the plan.'),
        ),
        migrations.AddConstraint(
            model_name='planreview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('held_by__isnull', True), ('held_on__isnull', True), ('words', '')), models.Q(('held_on__isnull', False), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('words'))), 20), frontdoor.core.written.InWords(models.F('words'), 3)), _connector='OR'), name='plan_review_says_what_changed', violation_error_message='Say in at least 20 characters what has changed for the children since the last review.'),
        ),
        migrations.AddConstraint(
            model_name='planview',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('words'))), 10), frontdoor.core.written.InWords(models.F('words'), 2)), name='plan_view_says_something', violation_error_message='Write in at least 10 characters what the child says or shows about how it goes.'),
        ),
        migrations.AddConstraint(
            model_name='section47',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('proposed_by__isnull', True), ('proposed_on__isnull', True)), models.Q(('proposed_by__isnull', False), ('proposed_on__isnull', False), models.Q(('outcome', ''), _negated=True), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('outcome_reason'))), 40), frontdoor.core.written.InWords(models.F('outcome_reason'), 5)), _connector='OR'), name='section47_outcome_whole', violation_error_message='Choose the outcome and say why, in at least 40 characters.'),
        ),
        migrations.AddConstraint(
            model_name='section47',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('not_needed_by__isnull', True), ('not_needed_on__isnull', True)), models.Q(('conference_not_needed', True), ('not_needed_by__isnull', False), ('not_needed_on__isnull', False), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('not_needed_reason'))), 40), frontdoor.core.written.InWords(models.F('not_needed_reason'), 5), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('agency_views'))), 40), frontdoor.core.written.InWords(models.F('agency_views'), 5)), _connector='OR'), name='section47_not_needed_whole', violation_error_message="That no conference is needed is a manager's decision: say why, and what police, health and the other agencies think of it, in at least 40 characters each."),
        ),
        migrations.AddConstraint(
            model_name='significantevent',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('reason'))), 10), frontdoor.core.written.InWords(models.F('reason'), 2)), name='significant_event_says_why', violation_error_message='Say in at least 10 characters why this is significant, or why it no longer is.'),
        ),
        migrations.AddConstraint(
            model_name='strategyaction',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('purpose'))), 10), frontdoor.core.written.InWords(models.F('purpose'), 2)), name='strategy_action_has_a_purpose', violation_error_message='Say in at least 10 characters what it is for.'),
        ),
        migrations.AddConstraint(
            model_name='strategyaction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_by__isnull', True), ('evidence', ''), ('finished_at__isnull', True)), models.Q(('done_by__isnull', False), ('finished_at__isnull', False), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('evidence'))), 10), frontdoor.core.written.InWords(models.F('evidence'), 2)), _connector='OR'), name='strategy_action_done_whole', violation_error_message='Say in at least 10 characters what shows that it was done.'),
        ),
        migrations.AddConstraint(
            model_name='strategychaser',
            constraint=models.CheckConstraint(condition=models.Q(('how', 'email'), models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('words'))), 5), frontdoor.core.written.InWords(models.F('words'), 1)), _connector='OR'), name='strategy_chaser_is_told', violation_error_message='Write what came of it, in at least 5 characters.'),
        ),
        migrations.AddConstraint(
            model_name='strategychild',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('decision', '')), models.Q(models.Q(('decision', ''), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('decision_reason'))), 20), frontdoor.core.written.InWords(models.F('decision_reason'), 3)), _connector='OR'), name='strategy_child_decided_whole', violation_error_message='A decision about a child needs its reasons, in at least 20 characters, and who decided it when.'),
        ),
        migrations.AddConstraint(
            model_name='strategychild',
            constraint=models.CheckConstraint(condition=models.Q(('left_out_reason', ''), models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('left_out_reason'))), 10), frontdoor.core.written.InWords(models.F('left_out_reason'), 2)), _connector='OR'), name='strategy_child_left_out_why', violation_error_message='Say in at least 10 characters why this child is not part of the meeting.'),
        ),
        migrations.AddConstraint(
            model_name='strategyinformation',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('words'))), 5), frontdoor.core.written.InWords(models.F('words'), 1), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('source'))), 2), frontdoor.core.written.InWords(models.F('source'), 1)), name='strategy_line_whole', violation_error_message='Write what was said in at least 5 characters, and where it is known from or whose opinion it is.'),
        ),
        migrations.AddConstraint(
            model_name='strategyinvitation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('attendance', 'information'), _negated=True), models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('contribution'))), 10), frontdoor.core.written.InWords(models.F('contribution'), 2)), _connector='OR'), name='strategy_invitation_sent_something', violation_error_message='Write what was sent, in at least 10 characters.'),
        ),
        migrations.AddConstraint(
            model_name='strategymeeting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('alone_reason', ''), ('reconvene_due_on__isnull', True)), models.Q(('reconvene_due_on__isnull', False), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('alone_reason'))), 40), frontdoor.core.written.InWords(models.F('alone_reason'), 5)), _connector='OR'), name='strategy_alone_whole', violation_error_message='Say in at least 40 characters why this cannot wait for police, health and the chair, and when the meeting is held again.'),
        ),
        migrations.AddConstraint(
            model_name='strategymeeting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('called_off_at__isnull', True), ('called_off_by__isnull', True), ('called_off_reason', '')), models.Q(('called_off_at__isnull', False), ('called_off_by__isnull', False), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('called_off_reason'))), 20), frontdoor.core.written.InWords(models.F('called_off_reason'), 3)), _connector='OR'), name='strategy_called_off_whole', violation_error_message='Say in at least 20 characters why the meeting is not held.'),
        ),
        migrations.AddConstraint(
            model_name='strategymeeting',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('reason'))), 20), frontdoor.core.written.InWords(models.F('reason'), 3)), name='strategy_says_why_now', violation_error_message='Say in at least 20 characters why a strategy meeting is needed now.'),
        ),
        migrations.AddConstraint(
            model_name='strategymeeting',
            constraint=models.CheckConstraint(condition=models.Q(('signed_at__isnull', True), models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('background'))), 20), frontdoor.core.written.InWords(models.F('background'), 3), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('risk_analysis'))), 40), frontdoor.core.written.InWords(models.F('risk_analysis'), 5), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('harm'))), 1), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('harm_when'))), 1), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('others_at_risk'))), 5), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('criminal_investigation'))), 5), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('interview'))), 5), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('medical'))), 5), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('consent_position'))), 10), frontdoor.core.written.InWords(models.F('consent_position'), 2), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('route'))), 1), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('route_reason'))), 20), frontdoor.core.written.InWords(models.F('route_reason'), 3), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('family_told'))), 10), frontdoor.core.written.InWords(models.F('family_told'), 2), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('family_told_by'))), 2), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('family_told_when'))), 2), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('safety'))), 20), frontdoor.core.written.InWords(models.F('safety'), 3), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('contingency'))), 10), frontdoor.core.written.InWords(models.F('contingency'), 2), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('dissent'))), 2), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('next_meeting'))), 5)), _connector='OR'), name='strategy_signed_whole', violation_error_message='Every part of the record must be written before it is signed.'),
        ),
        migrations.AddConstraint(
            model_name='thresholdview',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('words'))), 10), frontdoor.core.written.InWords(models.F('words'), 2)), name='threshold_view_whole', violation_error_message='Say in at least 10 characters why the agency thinks so.'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(('record__isnull', True), ('seen', False), models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('said'))), 10), frontdoor.core.written.InWords(models.F('said'), 2)), _connector='OR'), name='visit_has_the_childs_voice', violation_error_message='Write in at least 10 characters what the child said or showed. A child who does not speak shows it.'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(('record__isnull', True), ('seen', True), models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('not_seen_reason'))), 10), frontdoor.core.written.InWords(models.F('not_seen_reason'), 2)), _connector='OR'), name='visit_says_why_not_seen', violation_error_message='Say in at least 10 characters why the child was not seen.'),
        ),
        migrations.AddConstraint(
            model_name='visitrecord',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('observed'))), 20), frontdoor.core.written.InWords(models.F('observed'), 3)), name='visit_record_says_what_was_seen', violation_error_message='Write what you saw and heard in at least 20 characters.'),
        ),
        migrations.AddConstraint(
            model_name='visitrecord',
            constraint=models.CheckConstraint(condition=models.Q(('safe', True), models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('made_safe'))), 20), frontdoor.core.written.InWords(models.F('made_safe'), 3)), _connector='OR'), name='visit_record_says_what_made_safe', violation_error_message='Say in at least 20 characters what was done because a child was not safe.'),
        ),
    ])
