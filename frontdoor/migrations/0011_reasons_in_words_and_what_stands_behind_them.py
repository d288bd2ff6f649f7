"""A reason is told in words; reason O4 belongs to an act; names and decisions count in what agencies are asked."""

import django.db.models.functions.text
import django.db.models.lookups
import frontdoor.core.written
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


from frontdoor.core.migrating import together

IN_WORDS = r"""
CREATE FUNCTION frontdoor_in_words(told text, words integer) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT count(*) >= words AND (words = 1 OR 2 * count(*) FILTER (WHERE word !~ '^(?:na|nil|none|nothing|not|no|yes|ok|okay|as|above|below|ditto|see|same|before|test|testing|tbc|tbd|tba|held|given|stated|applicable|attached|reasons?|because|blah|foo|bar|abc|xyz|lorem|ipsum|dolor|sit|amet|is|it|the|and|of|to|for|on|in|at|by|an|refer|records?|files?|notes?|text|words|.*(?:asdf|sdfg|dfgh|fghj|ghjk|hjkl|lkjh|qwer|zxcv|xcvb|cvbn|poiu|uiop).*)$') >= words)
    FROM (
        SELECT DISTINCT part.word
        FROM string_to_table(
            regexp_replace(
                regexp_replace(
                    translate(coalesce(told, ''), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'),
                    '[\u0001-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u060c\u061b\u061f\u0640\u0660-\u0669\u06d4\u06f0-\u06f9\u0964-\u096f\u2000-\u2bff\u3000-\u3020\ufe00-\ufe0f\uff01-\uff20\U0001f000-\U0001faff]', ' ', 'g'),
                '([\u0e00-\u0edf\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff])', ' \1 ', 'g'),
            ' ') AS part(word)
        WHERE part.word <> '' AND part.word !~ '^(?:([a-z])\1*|(.{1,3})\2{2,})$'
    ) AS found
$$;
"""
IN_WORDS_GONE = "DROP FUNCTION frontdoor_in_words(text, integer);"
NAMES_ON = r"""
CREATE FUNCTION frontdoor_names_on(about bigint) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    WITH children AS (SELECT c.child_id FROM public.frontdoor_contactchild c WHERE c.contact_id = about),
    adults AS (
        SELECT r.adult_id FROM public.frontdoor_relationship r WHERE r.child_id IN (SELECT child_id FROM children)),
    people AS (
        SELECT p.given_names, p.family_name, p.also_known_as FROM public.frontdoor_person p
        WHERE p.id IN (SELECT child_id FROM children) OR p.id IN (SELECT adult_id FROM adults)
           OR p.id IN (SELECT r.child_id FROM public.frontdoor_relationship r
                       WHERE r.adult_id IN (SELECT adult_id FROM adults))
        UNION
        SELECT t.given_names, t.family_name, t.also_known_as FROM public.frontdoor_toldperson t
        WHERE t.contact_id = about),
    written AS (
        SELECT lower(concat_ws(' ', given_names, family_name, also_known_as)) AS names FROM people
        UNION
        SELECT public.frontdoor_name_key(concat_ws(' ', given_names, family_name, also_known_as)) FROM people)
    SELECT coalesce(string_agg(DISTINCT part.word, '|'), '')
    FROM written, string_to_table(regexp_replace(written.names, '[^[:alpha:][:space:]''’-]', '', 'g'), ' ') AS part(word)
    WHERE length(part.word) > 1 AND part.word !~ '^[''’-]'
$$;
"""
NAMES_ON_GONE = "DROP FUNCTION frontdoor_names_on(bigint);"


class Migration(migrations.Migration):

    dependencies = [
        ('frontdoor', '0010_rules_held_on_the_row'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(IN_WORDS, IN_WORDS_GONE),
        migrations.RunSQL(NAMES_ON, NAMES_ON_GONE),
        *together([
        pgtrigger.migrations.RemoveTrigger(
            model_name='agencyrequest',
            name='request_needs_an_owner',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='agencyrequest',
            name='request_wording_needs_a_manager',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='childoutcome',
            name='outcome_weighs_early_help',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='childoutcome',
            name='outcome_states_the_threshold',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='childoutcome',
            name='outcome_names_the_early_help',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='childoutcome',
            name='outcome_says_what_assessment_changes',
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
            name='consent_competence_looked_at',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='consentoverride',
            name='override_facts_tell',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='consentoverride',
            name='override_reasons_have_evidence',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='consentoverride',
            name='override_evidence_has_its_number',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='consentoverride',
            name='override_questions_ask_what_is_known',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='consentoverride',
            name='version_of_a_new_row',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='consentoverride',
            name='version_of_a_change',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='consentoverride',
            name='override_request_stays',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='consentoverride',
            name='override_duty_is_told',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='contact',
            name='contact_decided_on_history',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='contact',
            name='contact_decided_on_summary',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='contactreturn',
            name='return_asks_what_is_known',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='decision',
            name='decision_answers_danger',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='decision',
            name='decision_hears_the_child',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='decision',
            name='decision_says_what_is_missing',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='decision',
            name='decision_says_what_would_change_it',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='decisioncompletion',
            name='completion_on_history',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='overrideorder',
            name='order_compels_something',
        ),
        migrations.RemoveConstraint(
            model_name='accessgrant',
            name='grant_has_a_reason',
        ),
        migrations.RemoveConstraint(
            model_name='accessgrant',
            name='grant_ended_whole',
        ),
        migrations.RemoveConstraint(
            model_name='addressgrant',
            name='address_grant_has_a_reason',
        ),
        migrations.RemoveConstraint(
            model_name='advicecall',
            name='advice_says_what_was_asked',
        ),
        migrations.RemoveConstraint(
            model_name='advicecall',
            name='advice_says_what_was_advised',
        ),
        migrations.RemoveConstraint(
            model_name='agencyevent',
            name='agency_event_says_what_was_agreed',
        ),
        migrations.RemoveConstraint(
            model_name='agencyrequest',
            name='request_unanswered_with_a_reason',
        ),
        migrations.RemoveConstraint(
            model_name='authoritytext',
            name='text_says_something',
        ),
        migrations.RemoveConstraint(
            model_name='checkchaser',
            name='chaser_by_hand_is_told',
        ),
        migrations.RemoveConstraint(
            model_name='checkreply',
            name='reply_says_who_answered',
        ),
        migrations.RemoveConstraint(
            model_name='childoutcome',
            name='outcome_has_a_reason',
        ),
        migrations.RemoveConstraint(
            model_name='consentevent',
            name='consent_words_say_why',
        ),
        migrations.RemoveConstraint(
            model_name='consentmatter',
            name='matter_decided_whole',
        ),
        migrations.RemoveConstraint(
            model_name='consentoverride',
            name='override_facts_are_told',
        ),
        migrations.RemoveConstraint(
            model_name='consentoverride',
            name='override_decided_whole',
        ),
        migrations.RemoveConstraint(
            model_name='consentoverride',
            name='override_reviewed_whole',
        ),
        migrations.RemoveConstraint(
            model_name='consentoverride',
            name='override_is_whole',
        ),
        migrations.RemoveConstraint(
            model_name='contactreturn',
            name='return_says_what_is_missing',
        ),
        migrations.RemoveConstraint(
            model_name='contactreview',
            name='review_says_what_would_have_helped',
        ),
        migrations.RemoveConstraint(
            model_name='contactreview',
            name='review_changed_with_a_reason',
        ),
        migrations.RemoveConstraint(
            model_name='decision',
            name='decision_has_an_analysis',
        ),
        migrations.RemoveConstraint(
            model_name='decision',
            name='decision_considers_history',
        ),
        migrations.RemoveConstraint(
            model_name='decisioncompletion',
            name='completion_is_whole',
        ),
        migrations.RemoveConstraint(
            model_name='decisionfact',
            name='fact_has_a_source',
        ),
        migrations.RemoveConstraint(
            model_name='documentversion',
            name='document_version_says_why',
        ),
        migrations.RemoveConstraint(
            model_name='export',
            name='export_has_a_purpose',
        ),
        migrations.RemoveConstraint(
            model_name='export',
            name='export_decided_whole',
        ),
        migrations.RemoveConstraint(
            model_name='familytelling',
            name='telling_told_whole',
        ),
        migrations.RemoveConstraint(
            model_name='familytelling',
            name='telling_put_off_whole',
        ),
        migrations.RemoveConstraint(
            model_name='feedbackchallenge',
            name='challenge_says_what',
        ),
        migrations.RemoveConstraint(
            model_name='feedbackchallenge',
            name='challenge_answered_whole',
        ),
        migrations.RemoveConstraint(
            model_name='groupaction',
            name='group_action_is_specific',
        ),
        migrations.RemoveConstraint(
            model_name='groupaction',
            name='group_action_done_with_evidence',
        ),
        migrations.RemoveConstraint(
            model_name='groupmeeting',
            name='group_meeting_minuted_whole',
        ),
        migrations.RemoveConstraint(
            model_name='handover',
            name='hand_over_says_what_was_done',
        ),
        migrations.RemoveConstraint(
            model_name='handover',
            name='hand_over_says_what_to_do',
        ),
        migrations.RemoveConstraint(
            model_name='household',
            name='household_protected_whole',
        ),
        migrations.RemoveConstraint(
            model_name='identitylink',
            name='identity_link_has_a_reason',
        ),
        migrations.RemoveConstraint(
            model_name='overrideorder',
            name='order_compels_to_share',
        ),
        migrations.RemoveConstraint(
            model_name='overrideremedy',
            name='remedy_says_what',
        ),
        migrations.RemoveConstraint(
            model_name='overrideremedy',
            name='remedy_done_whole',
        ),
        migrations.RemoveConstraint(
            model_name='packexample',
            name='example_tells_a_story',
        ),
        migrations.RemoveConstraint(
            model_name='personmerge',
            name='merge_has_a_reason',
        ),
        migrations.RemoveConstraint(
            model_name='personmerge',
            name='merge_decided_whole',
        ),
        migrations.RemoveConstraint(
            model_name='personmerge',
            name='merge_undone_whole',
        ),
        migrations.RemoveConstraint(
            model_name='receivedcorrection',
            name='received_correction_has_a_reason',
        ),
        migrations.RemoveConstraint(
            model_name='replystatement',
            name='statement_fact_with_source',
        ),
        migrations.RemoveConstraint(
            model_name='replystatement',
            name='statement_opinion_of_somebody',
        ),
        migrations.RemoveConstraint(
            model_name='restriction',
            name='restriction_has_a_reason',
        ),
        migrations.RemoveConstraint(
            model_name='restriction',
            name='restriction_lifted_whole',
        ),
        migrations.RemoveConstraint(
            model_name='searchalert',
            name='alert_looked_into_whole',
        ),
        migrations.RemoveConstraint(
            model_name='sharingrefusal',
            name='sharing_refused_for_the_child',
        ),
        migrations.RemoveConstraint(
            model_name='sharingrefusal',
            name='sharing_refusal_says_what',
        ),
        migrations.AddField(
            model_name='consentoverride',
            name='acts_now',
            field=models.CharField(blank=True, choices=[('strategy', 'Strategy discussion'), ('power', 'Police protection or emergency protection order'), ('call', 'Call to the police or the ambulance that is not on this system')], max_length=8, verbose_name='what is done at once'),
        ),
        migrations.AddField(
            model_name='consentoverride',
            name='acts_now_id',
            field=models.BigIntegerField(blank=True, null=True, verbose_name='its number'),
        ),
        migrations.AddField(
            model_name='consentoverride',
            name='call_reference',
            field=models.CharField(blank=True, max_length=60, verbose_name='reference of the call'),
        ),
        migrations.AddField(
            model_name='consentoverride',
            name='called_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='when the police or the ambulance was called'),
        ),
        migrations.AddField(
            model_name='historicalconsentoverride',
            name='acts_now',
            field=models.CharField(blank=True, choices=[('strategy', 'Strategy discussion'), ('power', 'Police protection or emergency protection order'), ('call', 'Call to the police or the ambulance that is not on this system')], max_length=8, verbose_name='what is done at once'),
        ),
        migrations.AddField(
            model_name='historicalconsentoverride',
            name='acts_now_id',
            field=models.BigIntegerField(blank=True, null=True, verbose_name='its number'),
        ),
        migrations.AddField(
            model_name='historicalconsentoverride',
            name='call_reference',
            field=models.CharField(blank=True, max_length=60, verbose_name='reference of the call'),
        ),
        migrations.AddField(
            model_name='historicalconsentoverride',
            name='called_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='when the police or the ambulance was called'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agencyrequest',
            trigger=pgtrigger.compiler.Trigger(name='request_wording_needs_a_manager', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n        regexp_replace(array_to_string(NEW.questions, chr(10)), replace('\\y(?:(?:(?:did|does) +(?:(?:you|he|she|they|it|we|anyone|anybody|someone|somebody|staff)(?: +(?:at|from|in) +(?:the +)?[a-z]+)?|(?:the|your|his|her|their|any|a|an|another|this)(?: +(?!(?:please|kindly|you|we|i|to|that|must|should|can|could|will|would|shall|and|or)\\s)[a-z-]+){1,3}|(?:mum|dad|mother|father|@names@))|do +(?:you|they|we|staff)|(?:can|could|will|would|may) +(?:(?:(?:the|this|your|her|his|their|its|both|a)\\s+)?(?:child|children|young\\s+(?:person|people)|kids?|pupils?|boy|girl|siblings?|brothers?|sisters?|mother|mum|father|dad|parents?|family|carers?|step-?(?:mother|mum|father|dad|parents?)|grand(?:parents?|mother|father)|partner)|(?:@names@)(?!\\S{1,2}\\s+(?:[a-z]+\\s+)?(?:staff|teachers?|tutors?|nurses?|heads?|colleagues?|teams?|leads?|gps?|doctors?|midwi(?:fe|ves)|visitors?|assistants?|office|school|surgery|practice|police|officers?))))(?: +(?:ever|also|then|last|first|already))? +(?!(?:please|kindly|you|we|i|to|that|must|should|can|could|will|would|shall|and|or)\\s)[a-z-]+(?:(?: +(?:(?:to|with) +(?:the|his|her|their|this)|(?!(?:please|kindly|you|we|i|to|that|must|should|can|could|will|would|shall|and|or)\\s)[a-z-]+)){0,5} +(?:or|and) +(?!(?:please|kindly|you|we|i|to|that|must|should|can|could|will|would|shall|and|or)\\s)[a-z-]+)?|ask(?: +[^\\s.?!]+){1,3} +(?:whether|if|for|to)(?: +[a-z]+){0,3} +(?:agrees?|consents?|agreement|permission)(?! +that))\\y', '@names@', coalesce(nullif(frontdoor_names_on(NEW.contact_id), ''), 'zzznobodyzzz')), ' | ', 'gi') ~* replace('(?:\\y|(?=[.!?:;,(\\n]))(?:investigate|interrogate|look\\s+into|(?:please|kindly|you|you\\s+to|must|should|asked\\s+to)\\s+(?:find\\s+out|question|examine|quiz|probe|inspect)|(?:start|begin|keep|continue)\\s+(?:investigating|questioning|interviewing|looking\\s+into)|(?:ask|question|quiz|probe|grill|examine|speak\\s+(?:to|with)|talk\\s+(?:to|with))\\s+(?:(?:(?:the|this|your|her|his|their|its|both|a)\\s+)?(?:child|children|young\\s+(?:person|people)|kids?|pupils?|boy|girl|siblings?|brothers?|sisters?|mother|mum|father|dad|parents?|family|carers?|step-?(?:mother|mum|father|dad|parents?)|grand(?:parents?|mother|father)|partner)|(?:@names@)(?!\\S{1,2}\\s+(?:[a-z]+\\s+)?(?:staff|teachers?|tutors?|nurses?|heads?|colleagues?|teams?|leads?|gps?|doctors?|midwi(?:fe|ves)|visitors?|assistants?|office|school|surgery|practice|police|officers?)))|(?:(?:^|[.!?:;,(\\n])[ \\t]*|(?:please|kindly|must|should|(?:could|can|would)\\s+(?:you|someone|somebody|anyone|your\\s+staff|the\\s+school)|(?:need|want|like|ask|asked)\\s+(?:you\\s+)?to|and|then)\\s+(?:also\\s+|then\\s+|please\\s+)?)(?:ring|phone|telephone|call|text|message|contact|email|approach|confront|challenge)\\s+(?:(?:(?:the|this|your|her|his|their|its|both|a)\\s+)?(?:child|children|young\\s+(?:person|people)|kids?|pupils?|boy|girl|siblings?|brothers?|sisters?|mother|mum|father|dad|parents?|family|carers?|step-?(?:mother|mum|father|dad|parents?)|grand(?:parents?|mother|father)|partner)|(?:@names@)(?!\\S{1,2}\\s+(?:[a-z]+\\s+)?(?:staff|teachers?|tutors?|nurses?|heads?|colleagues?|teams?|leads?|gps?|doctors?|midwi(?:fe|ves)|visitors?|assistants?|office|school|surgery|practice|police|officers?)))|(?:(?:^|[.!?:;,(\\n])[ \\t]*|(?:please|kindly|must|should|(?:could|can|would)\\s+(?:you|someone|somebody|anyone|your\\s+staff|the\\s+school)|(?:need|want|like|ask|asked)\\s+(?:you\\s+)?to|and|then)\\s+(?:also\\s+|then\\s+|please\\s+)?)(?:put|raise|discuss|explore|share|go\\s+(?:over|through))\\s+(?:[^\\s.?!]+\\s+){1,6}(?:to|with)\\s+(?:(?:(?:the|this|your|her|his|their|its|both|a)\\s+)?(?:child|children|young\\s+(?:person|people)|kids?|pupils?|boy|girl|siblings?|brothers?|sisters?|mother|mum|father|dad|parents?|family|carers?|step-?(?:mother|mum|father|dad|parents?)|grand(?:parents?|mother|father)|partner)|(?:@names@)(?!\\S{1,2}\\s+(?:[a-z]+\\s+)?(?:staff|teachers?|tutors?|nurses?|heads?|colleagues?|teams?|leads?|gps?|doctors?|midwi(?:fe|ves)|visitors?|assistants?|office|school|surgery|practice|police|officers?)))|(?:(?:^|[.!?:;,(\\n])[ \\t]*|(?:please|kindly|must|should|(?:could|can|would)\\s+(?:you|someone|somebody|anyone|your\\s+staff|the\\s+school)|(?:need|want|like|ask|asked)\\s+(?:you\\s+)?to|and|then)\\s+(?:also\\s+|then\\s+|please\\s+)?)(?:sit\\s+down|check\\s+in|catch\\s+up|touch\\s+base|meet|follow\\s+(?:this|it)\\s+up)\\s+with\\s+(?:(?:(?:the|this|your|her|his|their|its|both|a)\\s+)?(?:child|children|young\\s+(?:person|people)|kids?|pupils?|boy|girl|siblings?|brothers?|sisters?|mother|mum|father|dad|parents?|family|carers?|step-?(?:mother|mum|father|dad|parents?)|grand(?:parents?|mother|father)|partner)|(?:@names@)(?!\\S{1,2}\\s+(?:[a-z]+\\s+)?(?:staff|teachers?|tutors?|nurses?|heads?|colleagues?|teams?|leads?|gps?|doctors?|midwi(?:fe|ves)|visitors?|assistants?|office|school|surgery|practice|police|officers?)))|(?:get|seek|obtain)\\s+(?:(?:(?:the|this|your|her|his|their|its|both|a)\\s+)?(?:child|children|young\\s+(?:person|people)|kids?|pupils?|boy|girl|siblings?|brothers?|sisters?|mother|mum|father|dad|parents?|family|carers?|step-?(?:mother|mum|father|dad|parents?)|grand(?:parents?|mother|father)|partner)|(?:@names@)(?!\\S{1,2}\\s+(?:[a-z]+\\s+)?(?:staff|teachers?|tutors?|nurses?|heads?|colleagues?|teams?|leads?|gps?|doctors?|midwi(?:fe|ves)|visitors?|assistants?|office|school|surgery|practice|police|officers?)))\\S{0,2}\\s+(?:account|version|side|explanation|story|response)|(?:ask|quiz|probe|speak\\s+(?:to|with)|talk\\s+(?:to|with))\\s+(?:him|her|them)\\s+(?:what|whether|if|who|how|why|where|when|about)|ask\\s+(?!(?:us|me|you|for|yourself|yourselves|questions?|(?:(?:your|the|our|any|his|her|their)\\s+)?(?:[a-z]+\\s+){0,2}(?:staff|teachers?|tutors?|nurses?|heads?|colleagues?|teams?|leads?|gps?|doctors?|midwi(?:fe|ves)|visitors?|assistants?|office|school|surgery|practice|police|officers?))\\s)[^\\s.?!]+(?:\\s+[^\\s.?!]+){0,2}\\s+(?:what|whether|if|who|how|why|where|when|about)|(?:please|kindly|you|you\\s+to|must|should|asked\\s+to)\\s+(?:speak|talk)\\s+(?:to|with)\\s+(?!(?:us|me|you|for|yourself|yourselves|questions?|(?:(?:your|the|our|any|his|her|their)\\s+)?(?:[a-z]+\\s+){0,2}(?:staff|teachers?|tutors?|nurses?|heads?|colleagues?|teams?|leads?|gps?|doctors?|midwi(?:fe|ves)|visitors?|assistants?|office|school|surgery|practice|police|officers?))\\s)[^\\s.?!]+(?:\\s+[^\\s.?!]+){0,2}|question\\s+(?:him|her|them)|(?:check|confirm|verify|clarify)\\s+(?:[^\\s.?!]+\\s+){0,4}with\\s+(?:(?:(?:(?:the|this|your|her|his|their|its|both|a)\\s+)?(?:child|children|young\\s+(?:person|people)|kids?|pupils?|boy|girl|siblings?|brothers?|sisters?|mother|mum|father|dad|parents?|family|carers?|step-?(?:mother|mum|father|dad|parents?)|grand(?:parents?|mother|father)|partner)|(?:@names@)(?!\\S{1,2}\\s+(?:[a-z]+\\s+)?(?:staff|teachers?|tutors?|nurses?|heads?|colleagues?|teams?|leads?|gps?|doctors?|midwi(?:fe|ves)|visitors?|assistants?|office|school|surgery|practice|police|officers?)))|him|her|them)|have\\s+(?:a\\s+)?(?:[a-z]+\\s+)?(?:word|chat|talk|conversation)\\s+with\\s+(?:(?:(?:(?:the|this|your|her|his|their|its|both|a)\\s+)?(?:child|children|young\\s+(?:person|people)|kids?|pupils?|boy|girl|siblings?|brothers?|sisters?|mother|mum|father|dad|parents?|family|carers?|step-?(?:mother|mum|father|dad|parents?)|grand(?:parents?|mother|father)|partner)|(?:@names@)(?!\\S{1,2}\\s+(?:[a-z]+\\s+)?(?:staff|teachers?|tutors?|nurses?|heads?|colleagues?|teams?|leads?|gps?|doctors?|midwi(?:fe|ves)|visitors?|assistants?|office|school|surgery|practice|police|officers?)))|him|her|them)|get\\s+(?:[a-z-]+\\s+){1,2}to\\s+(?:tell|say|explain|show|describe|talk)|(?:find\\s+out|establish|ascertain|determine)\\s+(?:(?:what|whether|if|who|how|why|where|when|about)|from\\s+(?!(?:your|the)\\s+(?:records?|files?|notes?)))|we\\s+(?:need|want|expect|request|require|ask\\s+for|would\\s+like)\\s+(?:[^\\s.?!]+\\s+){0,4}investigation|(?<!the )(?<!your )investigations?\\s+(?:into|of)\\s+(?:[^\\s.?!]+\\s+){1,4}by\\s+(?:you|the|your)|(?:carry(?:ing)?\\s+out|conduct|undertake|perform|make|start|open|begin|launch|hold|initiate|do|complete|lead|arrange|run|we\\s+(?:need|want|expect|request|require))\\s+(?:(?:an?|the|its|your|their|his|her|own|full|further|some|any|more|initial|internal|proper|thorough|quick|joint|formal|brief)\\s+){0,4}(?:investigations?|enquiry|enquiries|inquiry|inquiries|interviews?)|(?:carry(?:ing)?\\s+out|conduct|undertake|perform|make|start|open|begin|launch|hold|initiate|do|complete|lead|arrange|run|we\\s+(?:need|want|expect|request|require))\\s+(?:(?:an?|the|its|your|their|his|her|own|full|further|some|any|more|initial|internal|proper|thorough|quick|joint|formal|brief)\\s+){0,4}(?:(?:welfare|safe\\s+and\\s+well|safety|home|house|unannounced|safeguarding)\\s+)+(?:checks?|visits?)|(?:carry(?:ing)?\\s+out|conduct|undertake|perform|make|start|open|begin|launch|hold|initiate|do|complete|lead|arrange|run|we\\s+(?:need|want|expect|request|require))\\s+(?:(?:an?|the|its|your|their|his|her|own|full|further|some|any|more|initial|internal|proper|thorough|quick|joint|formal|brief)\\s+){0,4}(?:s\\.?\\s?47|section\\s+47)|(?:take|get|obtain)\\s+(?:(?:an?|the|his|her|their|any|full|further|written|short)\\s+){0,3}(?:statements?|accounts?|disclosures?)\\s+(?:from|of)|search\\s+(?:the|his|her|their|this)\\s+(?:[a-z]+\\s+)?(?:home|house|flat|room|bedroom|bags?|phone|locker|child|boy|girl)|(?:look\\s+(?:at|for)|check(?:\\s+for)?|inspect|examine|photograph)\\s+(?:(?:the|his|her|their|any|this)\\s+(?:[a-z]+\\s+)?)?(?:bruis(?:e|es|ing)|marks?|injur(?:y|ies)|wounds?|burns?|body|arms?|legs?|skin)|(?:look\\s+at|inspect|examine|photograph)\\s+(?:(?:the|his|her|their|any|this)\\s+(?:[a-z]+\\s+)?)(?:bedroom|home|house|flat)|(?:(?:please|kindly|you|you\\s+to|must|should|asked\\s+to)\\s+|(?:^|[.!?:;,(\\n])[ \\t]*)(?:visit|go\\s+and\\s+see|call\\s+on)\\s+(?!(?:us|me|our)\\s)[a-z]+|(?<!the )(?<!an )(?<!his )(?<!her )(?<!that )interview)\\y', '@names@', coalesce(nullif(frontdoor_names_on(NEW.contact_id), ''), 'zzznobodyzzz')) AND (\n            (length(trim(coalesce(NEW.wording_reason, ''))) < 20 OR NOT frontdoor_in_words(NEW.wording_reason, 3))\n            OR NOT EXISTS (\n            SELECT 1 FROM workforce_rolegrant g\n            WHERE g.worker_id = NEW.requested_by_id AND g.role IN ('practice_manager', 'service_manager') AND g.approved_at IS NOT NULL\n              AND g.starts_on <= ((CASE WHEN (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) THEN NEW.requested_at ELSE clock_timestamp() END) AT TIME ZONE 'Europe/London')::date AND (g.ends_on IS NULL OR g.ends_on >= ((CASE WHEN (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) THEN NEW.requested_at ELSE clock_timestamp() END) AT TIME ZONE 'Europe/London')::date)))\n     THEN\n                RAISE EXCEPTION 'An agency can be asked what it knows. It cannot be asked to investigate or to question the child or the family: that is social care''s own work. Change the words, or let a practice manager or service manager write why they may stand, in at least 20 characters.' USING ERRCODE = 'check_violation', CONSTRAINT = 'request_wording_needs_a_manager';\n            END IF;\n            RETURN NEW;\n        ", hash='62ffc68426923992360cddd9160417e8bd03a74c', operation='INSERT', pgid='pgtrigger_request_wording_needs_a_manager_6ca4d', table='frontdoor_agencyrequest', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agencyrequest',
            trigger=pgtrigger.compiler.Trigger(name='request_needs_an_owner', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n        NEW.owner_id IS NULL AND NEW.ended_at IS NULL AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE'))\n        AND (TG_OP = 'INSERT' OR OLD.owner_id IS NOT NULL)\n        AND (\n            EXISTS (SELECT 1 FROM frontdoor_contact c\n                    WHERE c.id = NEW.contact_id AND (c.rag = 'red' OR c.immediate_danger))\n            OR EXISTS (SELECT 1 FROM frontdoor_consentoverride o\n                       WHERE o.contact_id = NEW.contact_id AND o.overriding_concern)\n            OR EXISTS (SELECT 1 FROM frontdoor_consentevent e\n                       WHERE e.contact_id = NEW.contact_id AND e.status = 'NOT_NEEDED_S47')\n            OR EXISTS (SELECT 1 FROM frontdoor_decision d JOIN frontdoor_childoutcome o ON o.decision_id = d.id\n                       WHERE d.contact_id = NEW.contact_id AND o.outcome IN ('REF47', 'EMG'))\n            OR EXISTS (SELECT 1 FROM cases_strategymeeting m\n                       WHERE m.contact_id = NEW.contact_id AND m.called_off_at IS NULL))\n     THEN\n                RAISE EXCEPTION 'This concern may need enquiries under section 47. Name the registered social worker who owns it: asking an agency does not hand it over.' USING ERRCODE = 'check_violation', CONSTRAINT = 'request_needs_an_owner';\n            END IF;\n            RETURN NEW;\n        ", hash='f7a6dc21cda401af6ec3db5d0437571a92fa8bf2', operation='INSERT OR UPDATE', pgid='pgtrigger_request_needs_an_owner_56f75', table='frontdoor_agencyrequest', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='childoutcome',
            trigger=pgtrigger.compiler.Trigger(name='outcome_says_what_assessment_changes', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) AND (\n                (NEW.outcome = 'REF17' OR NEW.outcome = 'REF47' AND NOT EXISTS (SELECT 1 FROM frontdoor_decision d WHERE d.id = NEW.decision_id AND d.urgent))\n                AND ((length(trim(coalesce(NEW.assessment_changes, ''))) < 20 OR NOT frontdoor_in_words(NEW.assessment_changes, 3)) OR (length(trim(coalesce(NEW.lesser_step, ''))) < 20 OR NOT frontdoor_in_words(NEW.lesser_step, 3)))\n            ) THEN\n                RAISE EXCEPTION 'Say what an assessment will change for this child, and which lesser step was tried or why none was, in at least 20 characters each.' USING ERRCODE = 'check_violation', CONSTRAINT = 'outcome_says_what_assessment_changes';\n            END IF;\n            RETURN NEW;\n        ", hash='268dd5f0ff9993d8622cb5665e5b14a8cd500dbe', operation='INSERT', pgid='pgtrigger_outcome_says_what_assessment_changes_d754b', table='frontdoor_childoutcome', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='childoutcome',
            trigger=pgtrigger.compiler.Trigger(name='outcome_weighs_early_help', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) AND (NEW.outcome = 'REF17' AND (length(trim(coalesce(NEW.why_not_early_help, ''))) < 20 OR NOT frontdoor_in_words(NEW.why_not_early_help, 3))) THEN\n                RAISE EXCEPTION 'Say why this could not be early help, in at least 20 characters.' USING ERRCODE = 'check_violation', CONSTRAINT = 'outcome_weighs_early_help';\n            END IF;\n            RETURN NEW;\n        ", hash='dbb73b60cbea4abfff1b5613e54c1494594e7b1a', operation='INSERT', pgid='pgtrigger_outcome_weighs_early_help_3d87c', table='frontdoor_childoutcome', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='childoutcome',
            trigger=pgtrigger.compiler.Trigger(name='outcome_states_the_threshold', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) AND (NEW.outcome IN ('REF47', 'EMG') AND (length(trim(coalesce(NEW.threshold_statement, ''))) < 40 OR NOT frontdoor_in_words(NEW.threshold_statement, 5))) THEN\n                RAISE EXCEPTION 'State the reasonable cause to suspect significant harm, in at least 40 characters: which harm, and what shows it.' USING ERRCODE = 'check_violation', CONSTRAINT = 'outcome_states_the_threshold';\n            END IF;\n            RETURN NEW;\n        ", hash='6a0371fc7c68cfdbd330fb6cc2381f6aff361650', operation='INSERT', pgid='pgtrigger_outcome_states_the_threshold_96930', table='frontdoor_childoutcome', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='childoutcome',
            trigger=pgtrigger.compiler.Trigger(name='outcome_names_the_early_help', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) AND (NEW.outcome = 'EHO' AND ((length(trim(coalesce(NEW.help_service, ''))) < 3 OR NOT frontdoor_in_words(NEW.help_service, 0)) OR NEW.help_accepted IS NULL)) THEN\n                RAISE EXCEPTION 'Name the early help service, and say whether the family accepts it.' USING ERRCODE = 'check_violation', CONSTRAINT = 'outcome_names_the_early_help';\n            END IF;\n            RETURN NEW;\n        ", hash='f26dcd066492f4befca641bd7fdc35c1c33223d0', operation='INSERT', pgid='pgtrigger_outcome_names_the_early_help_a541d', table='frontdoor_childoutcome', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='childoutcome',
            trigger=pgtrigger.compiler.Trigger(name='outcome_above_the_lowest_level', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) AND (\n                NEW.outcome IN ('REF17', 'REF47', 'EMG') AND EXISTS (\n                    SELECT 1 FROM frontdoor_thresholdlevel l\n                    WHERE l.id = NEW.level_id AND NOT l.statutory AND NOT EXISTS (\n                        SELECT 1 FROM frontdoor_thresholdlevel lower\n                        WHERE lower.scheme_id = l.scheme_id AND NOT lower.left_out AND lower.code < l.code))\n            ) THEN\n                RAISE EXCEPTION 'The lowest level is for help that every family can get: no referral to social care rests on it. Choose the level that the indicators show, or another outcome.' USING ERRCODE = 'check_violation', CONSTRAINT = 'outcome_above_the_lowest_level';\n            END IF;\n            RETURN NEW;\n        ", hash='cbfd6c7d4f36ce2d8b992ffa9b20e5705d9b08dc', operation='INSERT', pgid='pgtrigger_outcome_above_the_lowest_level_ae8b5', table='frontdoor_childoutcome', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consentevent',
            trigger=pgtrigger.compiler.Trigger(name='consent_competence_looked_at', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE young frontdoor_person%ROWTYPE;', func="\n            SELECT * INTO young FROM frontdoor_person p WHERE p.id = NEW.child_id;\n            IF \n        NEW.status = 'CYP_COMPETENT'\n        AND (young.birth_date IS NULL OR young.birth_date > (NEW.happened_at AT TIME ZONE 'Europe/London')::date - interval '16 years')\n        AND ((length(trim(coalesce(NEW.considered, ''))) < 40 OR NOT frontdoor_in_words(NEW.considered, 5)) OR NOT EXISTS (\n            SELECT 1 FROM workforce_rolegrant g\n            WHERE g.worker_id = NEW.recorded_by_id AND g.role IN ('social_worker', 'practice_manager', 'service_manager') AND g.approved_at IS NOT NULL\n              AND g.starts_on <= ((CASE WHEN (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) THEN NEW.happened_at ELSE clock_timestamp() END) AT TIME ZONE 'Europe/London')::date AND (g.ends_on IS NULL OR g.ends_on >= ((CASE WHEN (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) THEN NEW.happened_at ELSE clock_timestamp() END) AT TIME ZONE 'Europe/London')::date)))\n     THEN\n                RAISE EXCEPTION 'Only a social worker or a manager can record that a young person under 16 decides alone, with what was considered about the young person''s understanding in at least 40 characters.' USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_competence_looked_at';\n            END IF;\n            RETURN NEW;\n        ", hash='1a66f82c8ca9d024dabe278ed574c5e16e411590', operation='INSERT', pgid='pgtrigger_consent_competence_looked_at_c8f5f', table='frontdoor_consentevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consentevent',
            trigger=pgtrigger.compiler.Trigger(name='consent_age_is_told', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE young frontdoor_person%ROWTYPE;', func="\n            SELECT * INTO young FROM frontdoor_person p WHERE p.id = NEW.child_id;\n            IF \n        NEW.status = 'CYP_COMPETENT' AND young.birth_date IS NULL AND (length(trim(coalesce(NEW.age_told, ''))) < 20 OR NOT frontdoor_in_words(NEW.age_told, 3))\n     THEN\n                RAISE EXCEPTION 'The date of birth is not known. Say in at least 20 characters how you know that the young person is old enough.' USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_age_is_told';\n            END IF;\n            RETURN NEW;\n        ", hash='80579a865cfe4b3ef65fdd5ccd7c0412b3afd5a3', operation='INSERT', pgid='pgtrigger_consent_age_is_told_c9c85', table='frontdoor_consentevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consentevent',
            trigger=pgtrigger.compiler.Trigger(name='consent_facts_are_told', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF NEW.status = 'CYP_COMPETENT' AND NEW.considered <> '' AND NOT frontdoor_in_words(NEW.considered, 5)\n OR NEW.status = 'CYP_COMPETENT' AND NEW.age_told <> '' AND NOT frontdoor_in_words(NEW.age_told, 3) THEN\n                RAISE EXCEPTION 'Write this in your own words. Dots, repeated letters or words, and fillers such as “as above” say nothing.' USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_facts_are_told';\n            END IF;\n            RETURN NEW;\n        ", hash='1cdac8555ec33aa8de76f8fcfee0ddee4ddadecb', operation='INSERT', pgid='pgtrigger_consent_facts_are_told_15bdb', table='frontdoor_consentevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consentoverride',
            trigger=pgtrigger.compiler.Trigger(name='version_of_a_new_row', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    INSERT INTO "frontdoor_historicalconsentoverride" ("acts_now", "acts_now_id", "advice", "asked", "attempts", "call_reference", "called_at", "child_view", "contact_id", "decided_at", "decided_by_id", "decider_number", "decider_roles", "decision", "decision_reason", "evidence", "expires_at", "facts", "ground", "harm", "harm_if_not_shared", "harm_if_sought", "id", "immediate", "legal_basis", "less_intrusive", "overriding_concern", "questions", "reason_codes", "recorded_at", "requested_at", "requested_by_id", "review_due_at", "review_result", "review_share", "review_words", "reviewed_at", "reviewed_by_id", "signed_at", history_type, history_date, history_user_id, history_change_reason)\n    SELECT written."acts_now", written."acts_now_id", written."advice", written."asked", written."attempts", written."call_reference", written."called_at", written."child_view", written."contact_id", written."decided_at", written."decided_by_id", written."decider_number", written."decider_roles", written."decision", written."decision_reason", written."evidence", written."expires_at", written."facts", written."ground", written."harm", written."harm_if_not_shared", written."harm_if_sought", written."id", written."immediate", written."legal_basis", written."less_intrusive", written."overriding_concern", written."questions", written."reason_codes", written."recorded_at", written."requested_at", written."requested_by_id", written."review_due_at", written."review_result", written."review_share", written."review_words", written."reviewed_at", written."reviewed_by_id", written."signed_at", \'+\', clock_timestamp(),\n           nullif(current_setting(\'frontdoor.actor\', true), \'\')::bigint,\n           nullif(current_setting(\'frontdoor.change_reason\', true), \'\')\n    FROM new_rows written;\n    RETURN NULL;\n', hash='433b12a755604b0bd6c16b22a7013d8c2b898862', level='STATEMENT', operation='INSERT', pgid='pgtrigger_version_of_a_new_row_b48e2', referencing='REFERENCING NEW TABLE AS new_rows ', table='frontdoor_consentoverride', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consentoverride',
            trigger=pgtrigger.compiler.Trigger(name='version_of_a_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    INSERT INTO "frontdoor_historicalconsentoverride" ("acts_now", "acts_now_id", "advice", "asked", "attempts", "call_reference", "called_at", "child_view", "contact_id", "decided_at", "decided_by_id", "decider_number", "decider_roles", "decision", "decision_reason", "evidence", "expires_at", "facts", "ground", "harm", "harm_if_not_shared", "harm_if_sought", "id", "immediate", "legal_basis", "less_intrusive", "overriding_concern", "questions", "reason_codes", "recorded_at", "requested_at", "requested_by_id", "review_due_at", "review_result", "review_share", "review_words", "reviewed_at", "reviewed_by_id", "signed_at", history_type, history_date, history_user_id, history_change_reason)\n    SELECT written."acts_now", written."acts_now_id", written."advice", written."asked", written."attempts", written."call_reference", written."called_at", written."child_view", written."contact_id", written."decided_at", written."decided_by_id", written."decider_number", written."decider_roles", written."decision", written."decision_reason", written."evidence", written."expires_at", written."facts", written."ground", written."harm", written."harm_if_not_shared", written."harm_if_sought", written."id", written."immediate", written."legal_basis", written."less_intrusive", written."overriding_concern", written."questions", written."reason_codes", written."recorded_at", written."requested_at", written."requested_by_id", written."review_due_at", written."review_result", written."review_share", written."review_words", written."reviewed_at", written."reviewed_by_id", written."signed_at", \'~\', clock_timestamp(),\n           nullif(current_setting(\'frontdoor.actor\', true), \'\')::bigint,\n           nullif(current_setting(\'frontdoor.change_reason\', true), \'\')\n    FROM new_rows written;\n    RETURN NULL;\n', hash='cdeda4cf672ae4c7c0ec5e05245a065ffb7d6aad', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_version_of_a_change_edead', referencing='REFERENCING NEW TABLE AS new_rows ', table='frontdoor_consentoverride', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consentoverride',
            trigger=pgtrigger.compiler.Trigger(name='override_facts_tell', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF NOT frontdoor_in_words(NEW.facts, 5) THEN\n                RAISE EXCEPTION 'Write this in your own words. Dots, repeated letters or words, and fillers such as “as above” say nothing.' USING ERRCODE = 'check_violation', CONSTRAINT = 'override_facts_tell';\n            END IF;\n            RETURN NEW;\n        ", hash='b3f19b4ba75e78705b130e3ae3e04093eed66b1f', operation='INSERT', pgid='pgtrigger_override_facts_tell_22014', table='frontdoor_consentoverride', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consentoverride',
            trigger=pgtrigger.compiler.Trigger(name='override_questions_ask_what_is_known', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) AND regexp_replace(NEW.questions, replace('\\y(?:(?:(?:did|does) +(?:(?:you|he|she|they|it|we|anyone|anybody|someone|somebody|staff)(?: +(?:at|from|in) +(?:the +)?[a-z]+)?|(?:the|your|his|her|their|any|a|an|another|this)(?: +(?!(?:please|kindly|you|we|i|to|that|must|should|can|could|will|would|shall|and|or)\\s)[a-z-]+){1,3}|(?:mum|dad|mother|father|@names@))|do +(?:you|they|we|staff)|(?:can|could|will|would|may) +(?:(?:(?:the|this|your|her|his|their|its|both|a)\\s+)?(?:child|children|young\\s+(?:person|people)|kids?|pupils?|boy|girl|siblings?|brothers?|sisters?|mother|mum|father|dad|parents?|family|carers?|step-?(?:mother|mum|father|dad|parents?)|grand(?:parents?|mother|father)|partner)|(?:@names@)(?!\\S{1,2}\\s+(?:[a-z]+\\s+)?(?:staff|teachers?|tutors?|nurses?|heads?|colleagues?|teams?|leads?|gps?|doctors?|midwi(?:fe|ves)|visitors?|assistants?|office|school|surgery|practice|police|officers?))))(?: +(?:ever|also|then|last|first|already))? +(?!(?:please|kindly|you|we|i|to|that|must|should|can|could|will|would|shall|and|or)\\s)[a-z-]+(?:(?: +(?:(?:to|with) +(?:the|his|her|their|this)|(?!(?:please|kindly|you|we|i|to|that|must|should|can|could|will|would|shall|and|or)\\s)[a-z-]+)){0,5} +(?:or|and) +(?!(?:please|kindly|you|we|i|to|that|must|should|can|could|will|would|shall|and|or)\\s)[a-z-]+)?|ask(?: +[^\\s.?!]+){1,3} +(?:whether|if|for|to)(?: +[a-z]+){0,3} +(?:agrees?|consents?|agreement|permission)(?! +that))\\y', '@names@', coalesce(nullif(frontdoor_names_on(NEW.contact_id), ''), 'zzznobodyzzz')), ' | ', 'gi') ~* replace('(?:\\y|(?=[.!?:;,(\\n]))(?:investigate|interrogate|look\\s+into|(?:please|kindly|you|you\\s+to|must|should|asked\\s+to)\\s+(?:find\\s+out|question|examine|quiz|probe|inspect)|(?:start|begin|keep|continue)\\s+(?:investigating|questioning|interviewing|looking\\s+into)|(?:ask|question|quiz|probe|grill|examine|speak\\s+(?:to|with)|talk\\s+(?:to|with))\\s+(?:(?:(?:the|this|your|her|his|their|its|both|a)\\s+)?(?:child|children|young\\s+(?:person|people)|kids?|pupils?|boy|girl|siblings?|brothers?|sisters?|mother|mum|father|dad|parents?|family|carers?|step-?(?:mother|mum|father|dad|parents?)|grand(?:parents?|mother|father)|partner)|(?:@names@)(?!\\S{1,2}\\s+(?:[a-z]+\\s+)?(?:staff|teachers?|tutors?|nurses?|heads?|colleagues?|teams?|leads?|gps?|doctors?|midwi(?:fe|ves)|visitors?|assistants?|office|school|surgery|practice|police|officers?)))|(?:(?:^|[.!?:;,(\\n])[ \\t]*|(?:please|kindly|must|should|(?:could|can|would)\\s+(?:you|someone|somebody|anyone|your\\s+staff|the\\s+school)|(?:need|want|like|ask|asked)\\s+(?:you\\s+)?to|and|then)\\s+(?:also\\s+|then\\s+|please\\s+)?)(?:ring|phone|telephone|call|text|message|contact|email|approach|confront|challenge)\\s+(?:(?:(?:the|this|your|her|his|their|its|both|a)\\s+)?(?:child|children|young\\s+(?:person|people)|kids?|pupils?|boy|girl|siblings?|brothers?|sisters?|mother|mum|father|dad|parents?|family|carers?|step-?(?:mother|mum|father|dad|parents?)|grand(?:parents?|mother|father)|partner)|(?:@names@)(?!\\S{1,2}\\s+(?:[a-z]+\\s+)?(?:staff|teachers?|tutors?|nurses?|heads?|colleagues?|teams?|leads?|gps?|doctors?|midwi(?:fe|ves)|visitors?|assistants?|office|school|surgery|practice|police|officers?)))|(?:(?:^|[.!?:;,(\\n])[ \\t]*|(?:please|kindly|must|should|(?:could|can|would)\\s+(?:you|someone|somebody|anyone|your\\s+staff|the\\s+school)|(?:need|want|like|ask|asked)\\s+(?:you\\s+)?to|and|then)\\s+(?:also\\s+|then\\s+|please\\s+)?)(?:put|raise|discuss|explore|share|go\\s+(?:over|through))\\s+(?:[^\\s.?!]+\\s+){1,6}(?:to|with)\\s+(?:(?:(?:the|this|your|her|his|their|its|both|a)\\s+)?(?:child|children|young\\s+(?:person|people)|kids?|pupils?|boy|girl|siblings?|brothers?|sisters?|mother|mum|father|dad|parents?|family|carers?|step-?(?:mother|mum|father|dad|parents?)|grand(?:parents?|mother|father)|partner)|(?:@names@)(?!\\S{1,2}\\s+(?:[a-z]+\\s+)?(?:staff|teachers?|tutors?|nurses?|heads?|colleagues?|teams?|leads?|gps?|doctors?|midwi(?:fe|ves)|visitors?|assistants?|office|school|surgery|practice|police|officers?)))|(?:(?:^|[.!?:;,(\\n])[ \\t]*|(?:please|kindly|must|should|(?:could|can|would)\\s+(?:you|someone|somebody|anyone|your\\s+staff|the\\s+school)|(?:need|want|like|ask|asked)\\s+(?:you\\s+)?to|and|then)\\s+(?:also\\s+|then\\s+|please\\s+)?)(?:sit\\s+down|check\\s+in|catch\\s+up|touch\\s+base|meet|follow\\s+(?:this|it)\\s+up)\\s+with\\s+(?:(?:(?:the|this|your|her|his|their|its|both|a)\\s+)?(?:child|children|young\\s+(?:person|people)|kids?|pupils?|boy|girl|siblings?|brothers?|sisters?|mother|mum|father|dad|parents?|family|carers?|step-?(?:mother|mum|father|dad|parents?)|grand(?:parents?|mother|father)|partner)|(?:@names@)(?!\\S{1,2}\\s+(?:[a-z]+\\s+)?(?:staff|teachers?|tutors?|nurses?|heads?|colleagues?|teams?|leads?|gps?|doctors?|midwi(?:fe|ves)|visitors?|assistants?|office|school|surgery|practice|police|officers?)))|(?:get|seek|obtain)\\s+(?:(?:(?:the|this|your|her|his|their|its|both|a)\\s+)?(?:child|children|young\\s+(?:person|people)|kids?|pupils?|boy|girl|siblings?|brothers?|sisters?|mother|mum|father|dad|parents?|family|carers?|step-?(?:mother|mum|father|dad|parents?)|grand(?:parents?|mother|father)|partner)|(?:@names@)(?!\\S{1,2}\\s+(?:[a-z]+\\s+)?(?:staff|teachers?|tutors?|nurses?|heads?|colleagues?|teams?|leads?|gps?|doctors?|midwi(?:fe|ves)|visitors?|assistants?|office|school|surgery|practice|police|officers?)))\\S{0,2}\\s+(?:account|version|side|explanation|story|response)|(?:ask|quiz|probe|speak\\s+(?:to|with)|talk\\s+(?:to|with))\\s+(?:him|her|them)\\s+(?:what|whether|if|who|how|why|where|when|about)|ask\\s+(?!(?:us|me|you|for|yourself|yourselves|questions?|(?:(?:your|the|our|any|his|her|their)\\s+)?(?:[a-z]+\\s+){0,2}(?:staff|teachers?|tutors?|nurses?|heads?|colleagues?|teams?|leads?|gps?|doctors?|midwi(?:fe|ves)|visitors?|assistants?|office|school|surgery|practice|police|officers?))\\s)[^\\s.?!]+(?:\\s+[^\\s.?!]+){0,2}\\s+(?:what|whether|if|who|how|why|where|when|about)|(?:please|kindly|you|you\\s+to|must|should|asked\\s+to)\\s+(?:speak|talk)\\s+(?:to|with)\\s+(?!(?:us|me|you|for|yourself|yourselves|questions?|(?:(?:your|the|our|any|his|her|their)\\s+)?(?:[a-z]+\\s+){0,2}(?:staff|teachers?|tutors?|nurses?|heads?|colleagues?|teams?|leads?|gps?|doctors?|midwi(?:fe|ves)|visitors?|assistants?|office|school|surgery|practice|police|officers?))\\s)[^\\s.?!]+(?:\\s+[^\\s.?!]+){0,2}|question\\s+(?:him|her|them)|(?:check|confirm|verify|clarify)\\s+(?:[^\\s.?!]+\\s+){0,4}with\\s+(?:(?:(?:(?:the|this|your|her|his|their|its|both|a)\\s+)?(?:child|children|young\\s+(?:person|people)|kids?|pupils?|boy|girl|siblings?|brothers?|sisters?|mother|mum|father|dad|parents?|family|carers?|step-?(?:mother|mum|father|dad|parents?)|grand(?:parents?|mother|father)|partner)|(?:@names@)(?!\\S{1,2}\\s+(?:[a-z]+\\s+)?(?:staff|teachers?|tutors?|nurses?|heads?|colleagues?|teams?|leads?|gps?|doctors?|midwi(?:fe|ves)|visitors?|assistants?|office|school|surgery|practice|police|officers?)))|him|her|them)|have\\s+(?:a\\s+)?(?:[a-z]+\\s+)?(?:word|chat|talk|conversation)\\s+with\\s+(?:(?:(?:(?:the|this|your|her|his|their|its|both|a)\\s+)?(?:child|children|young\\s+(?:person|people)|kids?|pupils?|boy|girl|siblings?|brothers?|sisters?|mother|mum|father|dad|parents?|family|carers?|step-?(?:mother|mum|father|dad|parents?)|grand(?:parents?|mother|father)|partner)|(?:@names@)(?!\\S{1,2}\\s+(?:[a-z]+\\s+)?(?:staff|teachers?|tutors?|nurses?|heads?|colleagues?|teams?|leads?|gps?|doctors?|midwi(?:fe|ves)|visitors?|assistants?|office|school|surgery|practice|police|officers?)))|him|her|them)|get\\s+(?:[a-z-]+\\s+){1,2}to\\s+(?:tell|say|explain|show|describe|talk)|(?:find\\s+out|establish|ascertain|determine)\\s+(?:(?:what|whether|if|who|how|why|where|when|about)|from\\s+(?!(?:your|the)\\s+(?:records?|files?|notes?)))|we\\s+(?:need|want|expect|request|require|ask\\s+for|would\\s+like)\\s+(?:[^\\s.?!]+\\s+){0,4}investigation|(?<!the )(?<!your )investigations?\\s+(?:into|of)\\s+(?:[^\\s.?!]+\\s+){1,4}by\\s+(?:you|the|your)|(?:carry(?:ing)?\\s+out|conduct|undertake|perform|make|start|open|begin|launch|hold|initiate|do|complete|lead|arrange|run|we\\s+(?:need|want|expect|request|require))\\s+(?:(?:an?|the|its|your|their|his|her|own|full|further|some|any|more|initial|internal|proper|thorough|quick|joint|formal|brief)\\s+){0,4}(?:investigations?|enquiry|enquiries|inquiry|inquiries|interviews?)|(?:carry(?:ing)?\\s+out|conduct|undertake|perform|make|start|open|begin|launch|hold|initiate|do|complete|lead|arrange|run|we\\s+(?:need|want|expect|request|require))\\s+(?:(?:an?|the|its|your|their|his|her|own|full|further|some|any|more|initial|internal|proper|thorough|quick|joint|formal|brief)\\s+){0,4}(?:(?:welfare|safe\\s+and\\s+well|safety|home|house|unannounced|safeguarding)\\s+)+(?:checks?|visits?)|(?:carry(?:ing)?\\s+out|conduct|undertake|perform|make|start|open|begin|launch|hold|initiate|do|complete|lead|arrange|run|we\\s+(?:need|want|expect|request|require))\\s+(?:(?:an?|the|its|your|their|his|her|own|full|further|some|any|more|initial|internal|proper|thorough|quick|joint|formal|brief)\\s+){0,4}(?:s\\.?\\s?47|section\\s+47)|(?:take|get|obtain)\\s+(?:(?:an?|the|his|her|their|any|full|further|written|short)\\s+){0,3}(?:statements?|accounts?|disclosures?)\\s+(?:from|of)|search\\s+(?:the|his|her|their|this)\\s+(?:[a-z]+\\s+)?(?:home|house|flat|room|bedroom|bags?|phone|locker|child|boy|girl)|(?:look\\s+(?:at|for)|check(?:\\s+for)?|inspect|examine|photograph)\\s+(?:(?:the|his|her|their|any|this)\\s+(?:[a-z]+\\s+)?)?(?:bruis(?:e|es|ing)|marks?|injur(?:y|ies)|wounds?|burns?|body|arms?|legs?|skin)|(?:look\\s+at|inspect|examine|photograph)\\s+(?:(?:the|his|her|their|any|this)\\s+(?:[a-z]+\\s+)?)(?:bedroom|home|house|flat)|(?:(?:please|kindly|you|you\\s+to|must|should|asked\\s+to)\\s+|(?:^|[.!?:;,(\\n])[ \\t]*)(?:visit|go\\s+and\\s+see|call\\s+on)\\s+(?!(?:us|me|our)\\s)[a-z]+|(?<!the )(?<!an )(?<!his )(?<!her )(?<!that )interview)\\y', '@names@', coalesce(nullif(frontdoor_names_on(NEW.contact_id), ''), 'zzznobodyzzz')) THEN\n                RAISE EXCEPTION 'An agency can be asked what it knows. It cannot be asked to investigate or to question the child or the family: that is social care''s own work. Change the words.' USING ERRCODE = 'check_violation', CONSTRAINT = 'override_questions_ask_what_is_known';\n            END IF;\n            RETURN NEW;\n        ", hash='354df43df0a5093e41b1c108240d0971bbc9e47c', operation='INSERT', pgid='pgtrigger_override_questions_ask_what_is_known_68111', table='frontdoor_consentoverride', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consentoverride',
            trigger=pgtrigger.compiler.Trigger(name='override_o4_acts_at_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n        NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) AND (CASE\n            WHEN NOT 'O4' = ANY (NEW.reason_codes) THEN NEW.acts_now <> ''\n            WHEN NEW.acts_now = 'strategy' THEN NOT EXISTS (\n                SELECT 1 FROM cases_strategymeeting m JOIN cases_strategychild s ON s.meeting_id = m.id\n                JOIN frontdoor_contactchild c ON c.child_id = s.child_id AND c.contact_id = NEW.contact_id\n                WHERE m.id = NEW.acts_now_id AND m.called_off_at IS NULL AND s.left_out_reason = '')\n            WHEN NEW.acts_now = 'power' THEN NOT EXISTS (\n                SELECT 1 FROM cases_emergencypower p\n                JOIN frontdoor_contactchild c ON c.child_id = p.child_id AND c.contact_id = NEW.contact_id\n                WHERE p.id = NEW.acts_now_id AND p.ended_at IS NULL)\n            WHEN NEW.acts_now = 'call' THEN NEW.called_at IS NULL OR NEW.called_at > NEW.requested_at\n                OR length(trim(NEW.call_reference)) < 3 OR NEW.call_reference !~ '[0-9]'\n            ELSE true END)\n     THEN\n                RAISE EXCEPTION 'Reason O4 belongs to a strategy discussion or an emergency power of a child on this contact. Choose which. If there is none on this system, give the time of the call to the police or the ambulance, before the request, and its reference.' USING ERRCODE = 'check_violation', CONSTRAINT = 'override_o4_acts_at_once';\n            END IF;\n            RETURN NEW;\n        ", hash='f2055d5ba0f77e14ee1ec959e446144abec9566d', operation='INSERT', pgid='pgtrigger_override_o4_acts_at_once_b77f1', table='frontdoor_consentoverride', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consentoverride',
            trigger=pgtrigger.compiler.Trigger(name='override_reasons_have_evidence', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n        EXISTS (SELECT 1 FROM unnest(NEW.reason_codes) code\n                WHERE code IN ('O1', 'O2', 'O3', 'O4', 'O6', 'O10', 'O12') AND (length(trim(coalesce(NEW.evidence->>code, ''))) < 10 OR NOT frontdoor_in_words(NEW.evidence->>code, 2)))\n     THEN\n                RAISE EXCEPTION 'Each reason you chose needs its evidence in words. Answer the question below it.' USING ERRCODE = 'check_violation', CONSTRAINT = 'override_reasons_have_evidence';\n            END IF;\n            RETURN NEW;\n        ", hash='59e8fecd18673ee6438a2cf53d33c3455f17f652', operation='INSERT', pgid='pgtrigger_override_reasons_have_evidence_83e30', table='frontdoor_consentoverride', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consentoverride',
            trigger=pgtrigger.compiler.Trigger(name='override_evidence_has_its_number', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n        EXISTS (SELECT 1 FROM unnest(NEW.reason_codes) code\n                WHERE code IN ('O12', 'O3') AND coalesce(NEW.evidence->>code, '') !~ '[0-9]')\n     THEN\n                RAISE EXCEPTION 'Give the police reference, or the number of the order or section.' USING ERRCODE = 'check_violation', CONSTRAINT = 'override_evidence_has_its_number';\n            END IF;\n            RETURN NEW;\n        ", hash='0e47dcea81bb24072b4d12dcb5d0188d02cd0c0c', operation='INSERT', pgid='pgtrigger_override_evidence_has_its_number_19185', table='frontdoor_consentoverride', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consentoverride',
            trigger=pgtrigger.compiler.Trigger(name='override_duty_is_told', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n            NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) AND 'O12' = ANY (NEW.reason_codes) AND NEW.legal_basis = '16LA' AND (\n                (length(trim(coalesce(NEW.evidence->>'O12', ''))) < 40 OR NOT frontdoor_in_words(NEW.evidence->>'O12', 5))\n                OR NEW.evidence->>'O12' !~* '\\m16\\s*LA\\M'\n                OR NOT frontdoor_in_words(NEW.evidence->>'O12', 5))\n         THEN\n                RAISE EXCEPTION 'Say in at least 40 characters what section 16LA compels to be shared, by whom and about whom. Name the section.' USING ERRCODE = 'check_violation', CONSTRAINT = 'override_duty_is_told';\n            END IF;\n            RETURN NEW;\n        ", hash='68cc77a93500de97656c685319408ecbafd6d125', operation='INSERT', pgid='pgtrigger_override_duty_is_told_93823', table='frontdoor_consentoverride', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consentoverride',
            trigger=pgtrigger.compiler.Trigger(name='override_request_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF \n        (NEW.contact_id, NEW.requested_by_id, NEW.requested_at, NEW.asked, NEW.attempts, NEW.reason_codes, NEW.evidence,\n         NEW.facts, NEW.harm_if_sought, NEW.harm_if_not_shared, NEW.overriding_concern, NEW.harm, NEW.immediate,\n         NEW.less_intrusive, NEW.questions, NEW.ground, NEW.legal_basis, NEW.advice, NEW.child_view, NEW.acts_now,\n         NEW.acts_now_id, NEW.called_at, NEW.call_reference)\n        IS DISTINCT FROM\n        (OLD.contact_id, OLD.requested_by_id, OLD.requested_at, OLD.asked, OLD.attempts, OLD.reason_codes, OLD.evidence,\n         OLD.facts, OLD.harm_if_sought, OLD.harm_if_not_shared, OLD.overriding_concern, OLD.harm, OLD.immediate,\n         OLD.less_intrusive, OLD.questions, OLD.ground, OLD.legal_basis, OLD.advice, OLD.child_view, OLD.acts_now,\n         OLD.acts_now_id, OLD.called_at, OLD.call_reference)\n        OR (OLD.decided_at IS NOT NULL\n            AND (NEW.decided_at, NEW.decided_by_id, NEW.decision, NEW.decision_reason, NEW.expires_at,\n                 NEW.review_due_at, NEW.review_share)\n            IS DISTINCT FROM (OLD.decided_at, OLD.decided_by_id, OLD.decision, OLD.decision_reason, OLD.expires_at,\n                 OLD.review_due_at, OLD.review_share))\n        OR (OLD.reviewed_at IS NOT NULL\n            AND (NEW.reviewed_at, NEW.reviewed_by_id, NEW.review_result, NEW.review_words)\n            IS DISTINCT FROM (OLD.reviewed_at, OLD.reviewed_by_id, OLD.review_result, OLD.review_words))\n     THEN\n                RAISE EXCEPTION 'A request for an override and the decision on it cannot be changed. Make a new request.' USING ERRCODE = 'check_violation', CONSTRAINT = 'override_request_stays';\n            END IF;\n            RETURN NEW;\n        ", hash='50e753ab2af2e9f8794c27fcccb72bbadd154684', operation='UPDATE', pgid='pgtrigger_override_request_stays_cca21', table='frontdoor_consentoverride', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contact',
            trigger=pgtrigger.compiler.Trigger(name='contact_decided_on_history', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE d frontdoor_decision%ROWTYPE;', func="\n            SELECT * INTO d FROM frontdoor_decision WHERE contact_id = NEW.id;\n            IF OLD.decided_at IS NULL AND NEW.decided_at IS NOT NULL AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) AND (NOT d.urgent AND (\n        EXISTS (\n            SELECT 1 FROM frontdoor_contact this\n            JOIN frontdoor_contactchild about ON about.contact_id = this.id\n            JOIN frontdoor_contactchild before ON before.child_id = about.child_id AND before.contact_id <> this.id\n            JOIN frontdoor_contact other ON other.id = before.contact_id\n                AND other.received_at >= this.received_at - interval '366 days'\n            WHERE this.id = NEW.id AND NOT EXISTS (\n                SELECT 1 FROM frontdoor_historyread r\n                WHERE r.decision_id = d.id AND r.kind = 'contact' AND r.subject_id = other.id))\n        OR EXISTS (\n            SELECT 1 FROM frontdoor_contactchild about\n            JOIN cases_plan p ON p.child_id = about.child_id AND p.ended_on IS NOT NULL\n            WHERE about.contact_id = NEW.id AND NOT EXISTS (\n                SELECT 1 FROM frontdoor_historyread r\n                WHERE r.decision_id = d.id AND r.kind = 'plan' AND r.subject_id = p.id))\n    )) THEN\n                RAISE EXCEPTION 'Mark every other contact and every closed plan as read before you decide.' USING ERRCODE = 'check_violation', CONSTRAINT = 'contact_decided_on_history';\n            END IF;\n            RETURN NEW;\n        ", hash='1ca0c9aea6c453bbc0f2a33537c45b2cb6ffc003', operation='UPDATE', pgid='pgtrigger_contact_decided_on_history_6c9c5', table='frontdoor_contact', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contact',
            trigger=pgtrigger.compiler.Trigger(name='contact_decided_on_summary', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE d frontdoor_decision%ROWTYPE;', func="\n            SELECT * INTO d FROM frontdoor_decision WHERE contact_id = NEW.id;\n            IF OLD.decided_at IS NULL AND NEW.decided_at IS NOT NULL AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) AND (NOT d.urgent AND (length(trim(coalesce(d.history_considered, ''))) < 40 OR NOT frontdoor_in_words(d.history_considered, 5)) AND \n        EXISTS (\n            SELECT 1 FROM frontdoor_contact this\n            JOIN frontdoor_contactchild about ON about.contact_id = this.id\n            JOIN frontdoor_referral r ON r.child_id = about.child_id\n                AND r.closed_on <= (this.received_at AT TIME ZONE 'Europe/London')::date\n                AND r.closed_on >= (this.received_at AT TIME ZONE 'Europe/London')::date - 366\n            WHERE this.id = NEW.id)\n    ) THEN\n                RAISE EXCEPTION 'A case of this family closed less than a year before. Say what the history tells us, in at least 40 characters.' USING ERRCODE = 'check_violation', CONSTRAINT = 'contact_decided_on_summary';\n            END IF;\n            RETURN NEW;\n        ", hash='5d24611484d5ee258a4786f5af0fafe8ff837421', operation='UPDATE', pgid='pgtrigger_contact_decided_on_summary_d033e', table='frontdoor_contact', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contactreturn',
            trigger=pgtrigger.compiler.Trigger(name='return_asks_what_is_known', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) AND regexp_replace(NEW.missing, replace('\\y(?:(?:(?:did|does) +(?:(?:you|he|she|they|it|we|anyone|anybody|someone|somebody|staff)(?: +(?:at|from|in) +(?:the +)?[a-z]+)?|(?:the|your|his|her|their|any|a|an|another|this)(?: +(?!(?:please|kindly|you|we|i|to|that|must|should|can|could|will|would|shall|and|or)\\s)[a-z-]+){1,3}|(?:mum|dad|mother|father|@names@))|do +(?:you|they|we|staff)|(?:can|could|will|would|may) +(?:(?:(?:the|this|your|her|his|their|its|both|a)\\s+)?(?:child|children|young\\s+(?:person|people)|kids?|pupils?|boy|girl|siblings?|brothers?|sisters?|mother|mum|father|dad|parents?|family|carers?|step-?(?:mother|mum|father|dad|parents?)|grand(?:parents?|mother|father)|partner)|(?:@names@)(?!\\S{1,2}\\s+(?:[a-z]+\\s+)?(?:staff|teachers?|tutors?|nurses?|heads?|colleagues?|teams?|leads?|gps?|doctors?|midwi(?:fe|ves)|visitors?|assistants?|office|school|surgery|practice|police|officers?))))(?: +(?:ever|also|then|last|first|already))? +(?!(?:please|kindly|you|we|i|to|that|must|should|can|could|will|would|shall|and|or)\\s)[a-z-]+(?:(?: +(?:(?:to|with) +(?:the|his|her|their|this)|(?!(?:please|kindly|you|we|i|to|that|must|should|can|could|will|would|shall|and|or)\\s)[a-z-]+)){0,5} +(?:or|and) +(?!(?:please|kindly|you|we|i|to|that|must|should|can|could|will|would|shall|and|or)\\s)[a-z-]+)?|ask(?: +[^\\s.?!]+){1,3} +(?:whether|if|for|to)(?: +[a-z]+){0,3} +(?:agrees?|consents?|agreement|permission)(?! +that))\\y', '@names@', coalesce(nullif(frontdoor_names_on(NEW.contact_id), ''), 'zzznobodyzzz')), ' | ', 'gi') ~* replace('(?:\\y|(?=[.!?:;,(\\n]))(?:investigate|interrogate|look\\s+into|(?:please|kindly|you|you\\s+to|must|should|asked\\s+to)\\s+(?:find\\s+out|question|examine|quiz|probe|inspect)|(?:start|begin|keep|continue)\\s+(?:investigating|questioning|interviewing|looking\\s+into)|(?:ask|question|quiz|probe|grill|examine|speak\\s+(?:to|with)|talk\\s+(?:to|with))\\s+(?:(?:(?:the|this|your|her|his|their|its|both|a)\\s+)?(?:child|children|young\\s+(?:person|people)|kids?|pupils?|boy|girl|siblings?|brothers?|sisters?|mother|mum|father|dad|parents?|family|carers?|step-?(?:mother|mum|father|dad|parents?)|grand(?:parents?|mother|father)|partner)|(?:@names@)(?!\\S{1,2}\\s+(?:[a-z]+\\s+)?(?:staff|teachers?|tutors?|nurses?|heads?|colleagues?|teams?|leads?|gps?|doctors?|midwi(?:fe|ves)|visitors?|assistants?|office|school|surgery|practice|police|officers?)))|(?:(?:^|[.!?:;,(\\n])[ \\t]*|(?:please|kindly|must|should|(?:could|can|would)\\s+(?:you|someone|somebody|anyone|your\\s+staff|the\\s+school)|(?:need|want|like|ask|asked)\\s+(?:you\\s+)?to|and|then)\\s+(?:also\\s+|then\\s+|please\\s+)?)(?:ring|phone|telephone|call|text|message|contact|email|approach|confront|challenge)\\s+(?:(?:(?:the|this|your|her|his|their|its|both|a)\\s+)?(?:child|children|young\\s+(?:person|people)|kids?|pupils?|boy|girl|siblings?|brothers?|sisters?|mother|mum|father|dad|parents?|family|carers?|step-?(?:mother|mum|father|dad|parents?)|grand(?:parents?|mother|father)|partner)|(?:@names@)(?!\\S{1,2}\\s+(?:[a-z]+\\s+)?(?:staff|teachers?|tutors?|nurses?|heads?|colleagues?|teams?|leads?|gps?|doctors?|midwi(?:fe|ves)|visitors?|assistants?|office|school|surgery|practice|police|officers?)))|(?:(?:^|[.!?:;,(\\n])[ \\t]*|(?:please|kindly|must|should|(?:could|can|would)\\s+(?:you|someone|somebody|anyone|your\\s+staff|the\\s+school)|(?:need|want|like|ask|asked)\\s+(?:you\\s+)?to|and|then)\\s+(?:also\\s+|then\\s+|please\\s+)?)(?:put|raise|discuss|explore|share|go\\s+(?:over|through))\\s+(?:[^\\s.?!]+\\s+){1,6}(?:to|with)\\s+(?:(?:(?:the|this|your|her|his|their|its|both|a)\\s+)?(?:child|children|young\\s+(?:person|people)|kids?|pupils?|boy|girl|siblings?|brothers?|sisters?|mother|mum|father|dad|parents?|family|carers?|step-?(?:mother|mum|father|dad|parents?)|grand(?:parents?|mother|father)|partner)|(?:@names@)(?!\\S{1,2}\\s+(?:[a-z]+\\s+)?(?:staff|teachers?|tutors?|nurses?|heads?|colleagues?|teams?|leads?|gps?|doctors?|midwi(?:fe|ves)|visitors?|assistants?|office|school|surgery|practice|police|officers?)))|(?:(?:^|[.!?:;,(\\n])[ \\t]*|(?:please|kindly|must|should|(?:could|can|would)\\s+(?:you|someone|somebody|anyone|your\\s+staff|the\\s+school)|(?:need|want|like|ask|asked)\\s+(?:you\\s+)?to|and|then)\\s+(?:also\\s+|then\\s+|please\\s+)?)(?:sit\\s+down|check\\s+in|catch\\s+up|touch\\s+base|meet|follow\\s+(?:this|it)\\s+up)\\s+with\\s+(?:(?:(?:the|this|your|her|his|their|its|both|a)\\s+)?(?:child|children|young\\s+(?:person|people)|kids?|pupils?|boy|girl|siblings?|brothers?|sisters?|mother|mum|father|dad|parents?|family|carers?|step-?(?:mother|mum|father|dad|parents?)|grand(?:parents?|mother|father)|partner)|(?:@names@)(?!\\S{1,2}\\s+(?:[a-z]+\\s+)?(?:staff|teachers?|tutors?|nurses?|heads?|colleagues?|teams?|leads?|gps?|doctors?|midwi(?:fe|ves)|visitors?|assistants?|office|school|surgery|practice|police|officers?)))|(?:get|seek|obtain)\\s+(?:(?:(?:the|this|your|her|his|their|its|both|a)\\s+)?(?:child|children|young\\s+(?:person|people)|kids?|pupils?|boy|girl|siblings?|brothers?|sisters?|mother|mum|father|dad|parents?|family|carers?|step-?(?:mother|mum|father|dad|parents?)|grand(?:parents?|mother|father)|partner)|(?:@names@)(?!\\S{1,2}\\s+(?:[a-z]+\\s+)?(?:staff|teachers?|tutors?|nurses?|heads?|colleagues?|teams?|leads?|gps?|doctors?|midwi(?:fe|ves)|visitors?|assistants?|office|school|surgery|practice|police|officers?)))\\S{0,2}\\s+(?:account|version|side|explanation|story|response)|(?:ask|quiz|probe|speak\\s+(?:to|with)|talk\\s+(?:to|with))\\s+(?:him|her|them)\\s+(?:what|whether|if|who|how|why|where|when|about)|ask\\s+(?!(?:us|me|you|for|yourself|yourselves|questions?|(?:(?:your|the|our|any|his|her|their)\\s+)?(?:[a-z]+\\s+){0,2}(?:staff|teachers?|tutors?|nurses?|heads?|colleagues?|teams?|leads?|gps?|doctors?|midwi(?:fe|ves)|visitors?|assistants?|office|school|surgery|practice|police|officers?))\\s)[^\\s.?!]+(?:\\s+[^\\s.?!]+){0,2}\\s+(?:what|whether|if|who|how|why|where|when|about)|(?:please|kindly|you|you\\s+to|must|should|asked\\s+to)\\s+(?:speak|talk)\\s+(?:to|with)\\s+(?!(?:us|me|you|for|yourself|yourselves|questions?|(?:(?:your|the|our|any|his|her|their)\\s+)?(?:[a-z]+\\s+){0,2}(?:staff|teachers?|tutors?|nurses?|heads?|colleagues?|teams?|leads?|gps?|doctors?|midwi(?:fe|ves)|visitors?|assistants?|office|school|surgery|practice|police|officers?))\\s)[^\\s.?!]+(?:\\s+[^\\s.?!]+){0,2}|question\\s+(?:him|her|them)|(?:check|confirm|verify|clarify)\\s+(?:[^\\s.?!]+\\s+){0,4}with\\s+(?:(?:(?:(?:the|this|your|her|his|their|its|both|a)\\s+)?(?:child|children|young\\s+(?:person|people)|kids?|pupils?|boy|girl|siblings?|brothers?|sisters?|mother|mum|father|dad|parents?|family|carers?|step-?(?:mother|mum|father|dad|parents?)|grand(?:parents?|mother|father)|partner)|(?:@names@)(?!\\S{1,2}\\s+(?:[a-z]+\\s+)?(?:staff|teachers?|tutors?|nurses?|heads?|colleagues?|teams?|leads?|gps?|doctors?|midwi(?:fe|ves)|visitors?|assistants?|office|school|surgery|practice|police|officers?)))|him|her|them)|have\\s+(?:a\\s+)?(?:[a-z]+\\s+)?(?:word|chat|talk|conversation)\\s+with\\s+(?:(?:(?:(?:the|this|your|her|his|their|its|both|a)\\s+)?(?:child|children|young\\s+(?:person|people)|kids?|pupils?|boy|girl|siblings?|brothers?|sisters?|mother|mum|father|dad|parents?|family|carers?|step-?(?:mother|mum|father|dad|parents?)|grand(?:parents?|mother|father)|partner)|(?:@names@)(?!\\S{1,2}\\s+(?:[a-z]+\\s+)?(?:staff|teachers?|tutors?|nurses?|heads?|colleagues?|teams?|leads?|gps?|doctors?|midwi(?:fe|ves)|visitors?|assistants?|office|school|surgery|practice|police|officers?)))|him|her|them)|get\\s+(?:[a-z-]+\\s+){1,2}to\\s+(?:tell|say|explain|show|describe|talk)|(?:find\\s+out|establish|ascertain|determine)\\s+(?:(?:what|whether|if|who|how|why|where|when|about)|from\\s+(?!(?:your|the)\\s+(?:records?|files?|notes?)))|we\\s+(?:need|want|expect|request|require|ask\\s+for|would\\s+like)\\s+(?:[^\\s.?!]+\\s+){0,4}investigation|(?<!the )(?<!your )investigations?\\s+(?:into|of)\\s+(?:[^\\s.?!]+\\s+){1,4}by\\s+(?:you|the|your)|(?:carry(?:ing)?\\s+out|conduct|undertake|perform|make|start|open|begin|launch|hold|initiate|do|complete|lead|arrange|run|we\\s+(?:need|want|expect|request|require))\\s+(?:(?:an?|the|its|your|their|his|her|own|full|further|some|any|more|initial|internal|proper|thorough|quick|joint|formal|brief)\\s+){0,4}(?:investigations?|enquiry|enquiries|inquiry|inquiries|interviews?)|(?:carry(?:ing)?\\s+out|conduct|undertake|perform|make|start|open|begin|launch|hold|initiate|do|complete|lead|arrange|run|we\\s+(?:need|want|expect|request|require))\\s+(?:(?:an?|the|its|your|their|his|her|own|full|further|some|any|more|initial|internal|proper|thorough|quick|joint|formal|brief)\\s+){0,4}(?:(?:welfare|safe\\s+and\\s+well|safety|home|house|unannounced|safeguarding)\\s+)+(?:checks?|visits?)|(?:carry(?:ing)?\\s+out|conduct|undertake|perform|make|start|open|begin|launch|hold|initiate|do|complete|lead|arrange|run|we\\s+(?:need|want|expect|request|require))\\s+(?:(?:an?|the|its|your|their|his|her|own|full|further|some|any|more|initial|internal|proper|thorough|quick|joint|formal|brief)\\s+){0,4}(?:s\\.?\\s?47|section\\s+47)|(?:take|get|obtain)\\s+(?:(?:an?|the|his|her|their|any|full|further|written|short)\\s+){0,3}(?:statements?|accounts?|disclosures?)\\s+(?:from|of)|search\\s+(?:the|his|her|their|this)\\s+(?:[a-z]+\\s+)?(?:home|house|flat|room|bedroom|bags?|phone|locker|child|boy|girl)|(?:look\\s+(?:at|for)|check(?:\\s+for)?|inspect|examine|photograph)\\s+(?:(?:the|his|her|their|any|this)\\s+(?:[a-z]+\\s+)?)?(?:bruis(?:e|es|ing)|marks?|injur(?:y|ies)|wounds?|burns?|body|arms?|legs?|skin)|(?:look\\s+at|inspect|examine|photograph)\\s+(?:(?:the|his|her|their|any|this)\\s+(?:[a-z]+\\s+)?)(?:bedroom|home|house|flat)|(?:(?:please|kindly|you|you\\s+to|must|should|asked\\s+to)\\s+|(?:^|[.!?:;,(\\n])[ \\t]*)(?:visit|go\\s+and\\s+see|call\\s+on)\\s+(?!(?:us|me|our)\\s)[a-z]+|(?<!the )(?<!an )(?<!his )(?<!her )(?<!that )interview)\\y', '@names@', coalesce(nullif(frontdoor_names_on(NEW.contact_id), ''), 'zzznobodyzzz')) THEN\n                RAISE EXCEPTION 'An agency can be asked what it knows. It cannot be asked to investigate or to question the child or the family: that is social care''s own work. Change the words.' USING ERRCODE = 'check_violation', CONSTRAINT = 'return_asks_what_is_known';\n            END IF;\n            RETURN NEW;\n        ", hash='07006df6b3e75ee963adcdba98717e936e68c607', operation='INSERT', pgid='pgtrigger_return_asks_what_is_known_157e4', table='frontdoor_contactreturn', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='decision_answers_danger', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF NOT NEW.urgent AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) AND (NEW.immediate_danger IS NULL OR NEW.immediate_danger AND (length(trim(coalesce(NEW.danger_steps, ''))) < 10 OR NOT frontdoor_in_words(NEW.danger_steps, 2))) THEN\n                RAISE EXCEPTION 'Say whether a child is in immediate danger now. If so, say in at least 10 characters what was done.' USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_answers_danger';\n            END IF;\n            RETURN NEW;\n        ", hash='1cdab973b34c72c647a76322cc41282a87cda325', operation='INSERT', pgid='pgtrigger_decision_answers_danger_38c86', table='frontdoor_decision', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='decision_hears_the_child', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF NOT NEW.urgent AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) AND ((length(trim(coalesce(NEW.lived_experience, ''))) < 10 OR NOT frontdoor_in_words(NEW.lived_experience, 2))) THEN\n                RAISE EXCEPTION 'Say what the children say and what their day is like, in at least 10 characters. If not known, say so.' USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_hears_the_child';\n            END IF;\n            RETURN NEW;\n        ", hash='890a2f856cac9f374b6156855713b6e244d2a777', operation='INSERT', pgid='pgtrigger_decision_hears_the_child_bc7cd', table='frontdoor_decision', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='decision_says_what_is_missing', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF NOT NEW.urgent AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) AND ((length(trim(coalesce(NEW.missing, ''))) < 10 OR NOT frontdoor_in_words(NEW.missing, 2))) THEN\n                RAISE EXCEPTION 'Say what is missing, in at least 10 characters. If nothing is, say so.' USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_says_what_is_missing';\n            END IF;\n            RETURN NEW;\n        ", hash='8cab2188fa82a9f40c48d771e381f77102b4a628', operation='INSERT', pgid='pgtrigger_decision_says_what_is_missing_6f788', table='frontdoor_decision', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='decision_says_what_would_change_it', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF NOT NEW.urgent AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on' AND has_schema_privilege(session_user, 'public', 'CREATE')) AND ((length(trim(coalesce(NEW.would_change, ''))) < 10 OR NOT frontdoor_in_words(NEW.would_change, 2))) THEN\n                RAISE EXCEPTION 'Say what would change your mind, in at least 10 characters.' USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_says_what_would_change_it';\n            END IF;\n            RETURN NEW;\n        ", hash='7f3803194ceb996c3fd230eda56c62be442f0c61', operation='INSERT', pgid='pgtrigger_decision_says_what_would_change_it_19a1c', table='frontdoor_decision', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decisioncompletion',
            trigger=pgtrigger.compiler.Trigger(name='completion_on_history', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE this_contact bigint;', func="\n            SELECT contact_id INTO this_contact FROM frontdoor_decision WHERE id = NEW.decision_id;\n            IF \n                    OLD.finished_on IS NULL AND NEW.finished_on IS NOT NULL\n                    AND (\n        EXISTS (\n            SELECT 1 FROM frontdoor_contact this\n            JOIN frontdoor_contactchild about ON about.contact_id = this.id\n            JOIN frontdoor_contactchild before ON before.child_id = about.child_id AND before.contact_id <> this.id\n            JOIN frontdoor_contact other ON other.id = before.contact_id\n                AND other.received_at >= this.received_at - interval '366 days'\n            WHERE this.id = this_contact AND NOT EXISTS (\n                SELECT 1 FROM frontdoor_historyread r\n                WHERE r.decision_id = NEW.decision_id AND r.kind = 'contact' AND r.subject_id = other.id))\n        OR EXISTS (\n            SELECT 1 FROM frontdoor_contactchild about\n            JOIN cases_plan p ON p.child_id = about.child_id AND p.ended_on IS NOT NULL\n            WHERE about.contact_id = this_contact AND NOT EXISTS (\n                SELECT 1 FROM frontdoor_historyread r\n                WHERE r.decision_id = NEW.decision_id AND r.kind = 'plan' AND r.subject_id = p.id))\n    )\n                 THEN\n                RAISE EXCEPTION 'Mark every other contact and every closed plan as read before you decide.' USING ERRCODE = 'check_violation', CONSTRAINT = 'completion_on_history';\n            END IF;\n            RETURN NEW;\n        ", hash='96956c90cc38686067a3eab96024629c7d063620', operation='UPDATE', pgid='pgtrigger_completion_on_history_172b1', table='frontdoor_decisioncompletion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='overrideorder',
            trigger=pgtrigger.compiler.Trigger(name='order_compels_something', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            \n            IF NOT frontdoor_in_words(NEW.compels, 5) THEN\n                RAISE EXCEPTION 'Write this in your own words. Dots, repeated letters or words, and fillers such as “as above” say nothing.' USING ERRCODE = 'check_violation', CONSTRAINT = 'order_compels_something';\n            END IF;\n            RETURN NEW;\n        ", hash='c7cf2217e392cce0dc0a42347d88d97e606f57da', operation='INSERT', pgid='pgtrigger_order_compels_something_e421e', table='frontdoor_overrideorder', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='accessgrant',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('reason'))), 20), frontdoor.core.written.InWords(models.F('reason'), 3)), name='grant_has_a_reason', violation_error_message='Say in at least 20 characters why you need this record.'),
        ),
        migrations.AddConstraint(
            model_name='accessgrant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), models.Q(('ended_at__isnull', True), models.Q(('expires_at__lte', models.F('ended_at')), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('end_reason'))), 10), frontdoor.core.written.InWords(models.F('end_reason'), 2)), _connector='OR')), name='grant_ended_whole', violation_error_message='Say who ended it, when, and in at least 10 characters why.'),
        ),
        migrations.AddConstraint(
            model_name='addressgrant',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('reason'))), 20), frontdoor.core.written.InWords(models.F('reason'), 3)), name='address_grant_has_a_reason', violation_error_message='Say in at least 20 characters why this worker needs the address.'),
        ),
        migrations.AddConstraint(
            model_name='advicecall',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('question'))), 20), frontdoor.core.written.InWords(models.F('question'), 3)), name='advice_says_what_was_asked', violation_error_message='Say in at least 20 characters what the caller asked.'),
        ),
        migrations.AddConstraint(
            model_name='advicecall',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('advice'))), 20), frontdoor.core.written.InWords(models.F('advice'), 3)), name='advice_says_what_was_advised', violation_error_message='Say in at least 20 characters what you advised.'),
        ),
        migrations.AddConstraint(
            model_name='agencyevent',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('agreed'))), 20), frontdoor.core.written.InWords(models.F('agreed'), 3)), name='agency_event_says_what_was_agreed', violation_error_message='Write what was agreed, in at least 20 characters.'),
        ),
        migrations.AddConstraint(
            model_name='agencyrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ending', 'not_answered'), _negated=True), models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('ending_reason'))), 20), frontdoor.core.written.InWords(models.F('ending_reason'), 3)), _connector='OR'), name='request_unanswered_with_a_reason', violation_error_message='Say in at least 20 characters why the request ends without an answer.'),
        ),
        migrations.AddConstraint(
            model_name='authoritytext',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('words'))), 20), frontdoor.core.written.InWords(models.F('words'), 3)), name='text_says_something', violation_error_message='Write the text in at least 20 characters.'),
        ),
        migrations.AddConstraint(
            model_name='checkchaser',
            constraint=models.CheckConstraint(condition=models.Q(('how__in', ['reminder', 'overdue', 'escalation']), models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('words'))), 5), frontdoor.core.written.InWords(models.F('words'), 1)), _connector='OR'), name='chaser_by_hand_is_told', violation_error_message='Write what was said, in at least 5 characters.'),
        ),
        migrations.AddConstraint(
            model_name='checkreply',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('answered_by'))), 2), frontdoor.core.written.InWords(models.F('answered_by'), 1)), name='reply_says_who_answered', violation_error_message='Say who at the agency answered.'),
        ),
        migrations.AddConstraint(
            model_name='childoutcome',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('reason'))), 20), frontdoor.core.written.InWords(models.F('reason'), 3)), name='outcome_has_a_reason', violation_error_message='Give the reason in at least 20 characters.'),
        ),
        migrations.AddConstraint(
            model_name='consentevent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'CYP_COMPETENT'), _negated=True), models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('words'))), 10), frontdoor.core.written.InWords(models.F('words'), 2)), _connector='OR'), name='consent_words_say_why', violation_error_message='Write what the young person was asked and said, in at least 10 characters.'),
        ),
        migrations.AddConstraint(
            model_name='consentmatter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('decision', ''), ('reason', '')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('decision__in', ['stop', 'rely', 'concern']), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('reason'))), 20), frontdoor.core.written.InWords(models.F('reason'), 3)), _connector='OR'), name='matter_decided_whole', violation_error_message='A decision needs its reason in at least 20 characters.'),
        ),
        migrations.AddConstraint(
            model_name='consentoverride',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('facts'))), 40), frontdoor.core.written.InWords(models.F('facts'), 5)), name='override_facts_are_told', violation_error_message='Write the facts you rely on in at least 40 characters.'),
        ),
        migrations.AddConstraint(
            model_name='consentoverride',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('ground', 'concern'), _negated=True), models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('harm_if_sought'))), 10), frontdoor.core.written.InWords(models.F('harm_if_sought'), 2), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('harm_if_not_shared'))), 10), frontdoor.core.written.InWords(models.F('harm_if_not_shared'), 2), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('less_intrusive'))), 10), frontdoor.core.written.InWords(models.F('less_intrusive'), 2)), _connector='OR'), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('questions'))), 10), frontdoor.core.written.InWords(models.F('questions'), 2)), name='override_is_whole', violation_error_message='Answer every question about harm, lesser steps and what is asked.'),
        ),
        migrations.AddConstraint(
            model_name='consentoverride',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('decision', '')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), models.Q(('decision', ''), _negated=True), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('decision_reason'))), 20), frontdoor.core.written.InWords(models.F('decision_reason'), 3)), _connector='OR'), name='override_decided_whole', violation_error_message='A decision needs a manager, a time and a reason of at least 20 characters.'),
        ),
        migrations.AddConstraint(
            model_name='consentoverride',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('review_result', ''), ('reviewed_at__isnull', True)), models.Q(('review_result__in', ['upheld', 'learning', 'not_justified']), ('reviewed_at__isnull', False), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('review_words'))), 20), frontdoor.core.written.InWords(models.F('review_words'), 3)), _connector='OR'), name='override_reviewed_whole', violation_error_message='A review needs its result, and what was found in at least 20 characters.'),
        ),
        migrations.AddConstraint(
            model_name='contactreturn',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('missing'))), 20), frontdoor.core.written.InWords(models.F('missing'), 3)), name='return_says_what_is_missing', violation_error_message='Say in at least 20 characters what the referrer is asked for.'),
        ),
        migrations.AddConstraint(
            model_name='contactreview',
            constraint=models.CheckConstraint(condition=models.Q(('code', 'AP'), models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('helped'))), 20), frontdoor.core.written.InWords(models.F('helped'), 3)), _connector='OR'), name='review_says_what_would_have_helped', violation_error_message='Say what would have helped, in at least 20 characters.'),
        ),
        migrations.AddConstraint(
            model_name='contactreview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('corrects__isnull', True), models.Q(('stage', 'agreed'), _negated=True)), models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('reason'))), 20), frontdoor.core.written.InWords(models.F('reason'), 3)), _connector='OR'), name='review_changed_with_a_reason', violation_error_message='Give the reason in at least 20 characters.'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('urgent', True), models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('analysis'))), 40), frontdoor.core.written.InWords(models.F('analysis'), 5)), _connector='OR'), name='decision_has_an_analysis', violation_error_message='Write the analysis in at least 40 characters.'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('urgent', True), models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('history_considered'))), 10), frontdoor.core.written.InWords(models.F('history_considered'), 2)), _connector='OR'), name='decision_considers_history', violation_error_message='Say what the history tells us, in at least 10 characters.'),
        ),
        migrations.AddConstraint(
            model_name='decisioncompletion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finished_by__isnull', True), ('finished_on__isnull', True)), models.Q(('finished_by__isnull', False), ('finished_on__isnull', False), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('history_considered'))), 10), frontdoor.core.written.InWords(models.F('history_considered'), 2), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('analysis'))), 40), frontdoor.core.written.InWords(models.F('analysis'), 5), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('lived_experience'))), 10), frontdoor.core.written.InWords(models.F('lived_experience'), 2), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('missing'))), 10), frontdoor.core.written.InWords(models.F('missing'), 2), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('would_change'))), 10), frontdoor.core.written.InWords(models.F('would_change'), 2)), _connector='OR'), name='completion_is_whole', violation_error_message='Write the summary of the history, what the children say, the analysis, what is missing and what would change it.'),
        ),
        migrations.AddConstraint(
            model_name='decisionfact',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('words'))), 3), frontdoor.core.written.InWords(models.F('words'), 1), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('source'))), 2), frontdoor.core.written.InWords(models.F('source'), 1)), name='fact_has_a_source', violation_error_message='Give at least one fact, and say where it comes from.'),
        ),
        migrations.AddConstraint(
            model_name='documentversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('number', 1), ('why', '')), models.Q(('number__gt', 1), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('why'))), 10), frontdoor.core.written.InWords(models.F('why'), 2)), _connector='OR'), name='document_version_says_why', violation_error_message='Say in at least 10 characters why there is a new version.'),
        ),
        migrations.AddConstraint(
            model_name='export',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('purpose'))), 10), frontdoor.core.written.InWords(models.F('purpose'), 2)), name='export_has_a_purpose', violation_error_message='Say in at least 10 characters what the list is for.'),
        ),
        migrations.AddConstraint(
            model_name='export',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('decision', '')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('decision__in', ['approved', 'refused']), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('reason'))), 10), frontdoor.core.written.InWords(models.F('reason'), 2)), _connector='OR'), name='export_decided_whole', violation_error_message='Say in at least 10 characters why you approve or refuse it.'),
        ),
        migrations.AddConstraint(
            model_name='familytelling',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('told_by__isnull', True), ('told_on__isnull', True), ('told_words', '')), models.Q(('told_by__isnull', False), ('told_on__isnull', False), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('told_words'))), 10), frontdoor.core.written.InWords(models.F('told_words'), 2)), _connector='OR'), name='telling_told_whole', violation_error_message='Say who was told, and what, in at least 10 characters.'),
        ),
        migrations.AddConstraint(
            model_name='familytelling',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('put_off_by__isnull', True), ('put_off_on__isnull', True), ('put_off_reason', '')), models.Q(('put_off_by__isnull', False), ('put_off_on__isnull', False), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('put_off_reason'))), 20), frontdoor.core.written.InWords(models.F('put_off_reason'), 3)), _connector='OR'), name='telling_put_off_whole', violation_error_message='Say in at least 20 characters why the family is not told yet, and when that is looked at again.'),
        ),
        migrations.AddConstraint(
            model_name='feedbackchallenge',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('words'))), 20), frontdoor.core.written.InWords(models.F('words'), 3)), name='challenge_says_what', violation_error_message='Write what the referrer disagrees with, in at least 20 characters.'),
        ),
        migrations.AddConstraint(
            model_name='feedbackchallenge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('answered_by__isnull', True), ('answered_on__isnull', True)), models.Q(('answered_by__isnull', False), ('answered_on__isnull', False)), _connector='OR'), models.Q(models.Q(('answered_on__isnull', True), ('result', '')), models.Q(('answered_on__isnull', False), models.Q(('result', ''), _negated=True), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('answer'))), 20), frontdoor.core.written.InWords(models.F('answer'), 3)), _connector='OR')), name='challenge_answered_whole', violation_error_message='Write the answer to the challenge in at least 20 characters.'),
        ),
        migrations.AddConstraint(
            model_name='groupaction',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('what'))), 20), frontdoor.core.written.InWords(models.F('what'), 3), models.Q(('what__iregex', '\\y(asap|a\\.s\\.a\\.p|as soon as possible|ongoing|on-going|tbc|tba|in due course|when possible)\\y'), _negated=True)), name='group_action_is_specific', violation_error_message='Say exactly what will be done, in at least 20 characters. Words such as ASAP or ongoing give no date that can be kept.'),
        ),
        migrations.AddConstraint(
            model_name='groupaction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_by__isnull', True), ('evidence', ''), ('finished_on__isnull', True)), models.Q(('done_by__isnull', False), ('finished_on__isnull', False), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('evidence'))), 20), frontdoor.core.written.InWords(models.F('evidence'), 3)), _connector='OR'), name='group_action_done_with_evidence', violation_error_message='Say what shows that it was done, in at least 20 characters.'),
        ),
        migrations.AddConstraint(
            model_name='groupmeeting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('discussed', ''), ('minuted_at__isnull', True), ('minuted_by__isnull', True), ('present', '')), models.Q(('minuted_at__isnull', False), ('minuted_by__isnull', False), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('present'))), 20), frontdoor.core.written.InWords(models.F('present'), 3), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('discussed'))), 20), frontdoor.core.written.InWords(models.F('discussed'), 3)), _connector='OR'), name='group_meeting_minuted_whole', violation_error_message='Write who came and what was discussed, in at least 20 characters each.'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('done'))), 10), frontdoor.core.written.InWords(models.F('done'), 2)), name='hand_over_says_what_was_done', violation_error_message='Say in at least 10 characters what has been done so far.'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('to_do'))), 10), frontdoor.core.written.InWords(models.F('to_do'), 2)), name='hand_over_says_what_to_do', violation_error_message='Say in at least 10 characters what the day team must do.'),
        ),
        migrations.AddConstraint(
            model_name='household',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('protected', False), ('protected_at__isnull', True), ('protected_by__isnull', True)), models.Q(('protected', True), ('protected_at__isnull', False), ('protected_by__isnull', False), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('protected_reason'))), 20), frontdoor.core.written.InWords(models.F('protected_reason'), 3)), _connector='OR'), name='household_protected_whole', violation_error_message='Say in at least 20 characters why the address must be protected.'),
        ),
        migrations.AddConstraint(
            model_name='identitylink',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('reason'))), 10), frontdoor.core.written.InWords(models.F('reason'), 2)), name='identity_link_has_a_reason', violation_error_message='Say in at least 10 characters how you know.'),
        ),
        migrations.AddConstraint(
            model_name='overrideorder',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('compels'))), 40), frontdoor.core.written.InWords(models.F('compels'), 5)), name='order_compels_to_share', violation_error_message='Say in at least 40 characters what the order compels to be shared, and by whom. An order about where a child lives or whom the child sees compels nobody to share.'),
        ),
        migrations.AddConstraint(
            model_name='overrideremedy',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('what'))), 20), frontdoor.core.written.InWords(models.F('what'), 3)), name='remedy_says_what', violation_error_message='Say in at least 20 characters what is put right.'),
        ),
        migrations.AddConstraint(
            model_name='overrideremedy',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_by__isnull', True), ('done_on__isnull', True), ('done_words', '')), models.Q(('done_by__isnull', False), ('done_on__isnull', False), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('done_words'))), 10), frontdoor.core.written.InWords(models.F('done_words'), 2)), _connector='OR'), name='remedy_done_whole', violation_error_message='Say in at least 10 characters what was done, and who did it when.'),
        ),
        migrations.AddConstraint(
            model_name='packexample',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('story'))), 40), frontdoor.core.written.InWords(models.F('story'), 5)), name='example_tells_a_story', violation_error_message='Tell the example in at least 40 characters.'),
        ),
        migrations.AddConstraint(
            model_name='personmerge',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('reason'))), 20), frontdoor.core.written.InWords(models.F('reason'), 3)), name='merge_has_a_reason', violation_error_message='Say in at least 20 characters why these are one person.'),
        ),
        migrations.AddConstraint(
            model_name='personmerge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('decision', '')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), models.Q(('decision', ''), _negated=True), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('decision_reason'))), 20), frontdoor.core.written.InWords(models.F('decision_reason'), 3)), _connector='OR'), name='merge_decided_whole', violation_error_message='A decision needs a manager, a time and a reason of at least 20 characters.'),
        ),
        migrations.AddConstraint(
            model_name='personmerge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('undone_at__isnull', True), ('undone_by__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), models.Q(('undone_at__isnull', True), models.Q(('decision', 'approved'), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('undo_reason'))), 20), frontdoor.core.written.InWords(models.F('undo_reason'), 3)), _connector='OR')), name='merge_undone_whole', violation_error_message='Say in at least 20 characters why these are two people after all.'),
        ),
        migrations.AddConstraint(
            model_name='receivedcorrection',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('reason'))), 20), frontdoor.core.written.InWords(models.F('reason'), 3)), name='received_correction_has_a_reason', violation_error_message='Say in at least 20 characters why the moment is corrected.'),
        ),
        migrations.AddConstraint(
            model_name='replystatement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('said', 'fact'), _negated=True), models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('words'))), 5), frontdoor.core.written.InWords(models.F('words'), 1), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('source'))), 2), frontdoor.core.written.InWords(models.F('source'), 1), ('dated_on__isnull', False)), _connector='OR'), name='statement_fact_with_source', violation_error_message='A fact needs the words, who saw it or where it is written, and the day it is from.'),
        ),
        migrations.AddConstraint(
            model_name='replystatement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('said', 'opinion'), _negated=True), models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('words'))), 5), frontdoor.core.written.InWords(models.F('words'), 1), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('source'))), 2), frontdoor.core.written.InWords(models.F('source'), 1)), _connector='OR'), name='statement_opinion_of_somebody', violation_error_message='An opinion needs the words and whose opinion it is.'),
        ),
        migrations.AddConstraint(
            model_name='restriction',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('reason'))), 20), frontdoor.core.written.InWords(models.F('reason'), 3)), name='restriction_has_a_reason', violation_error_message='Say in at least 20 characters why the record must be restricted.'),
        ),
        migrations.AddConstraint(
            model_name='restriction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('lifted_at__isnull', True), ('lifted_by__isnull', True)), models.Q(('lifted_at__isnull', False), ('lifted_by__isnull', False)), _connector='OR'), models.Q(('lifted_at__isnull', True), models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('lift_reason'))), 20), frontdoor.core.written.InWords(models.F('lift_reason'), 3)), _connector='OR')), name='restriction_lifted_whole', violation_error_message='Say in at least 20 characters why the record need not be restricted any more.'),
        ),
        migrations.AddConstraint(
            model_name='searchalert',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('looked_at__isnull', True), ('looked_by__isnull', True)), models.Q(('looked_at__isnull', False), ('looked_by__isnull', False)), _connector='OR'), models.Q(('looked_at__isnull', True), models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('found'))), 20), frontdoor.core.written.InWords(models.F('found'), 3)), _connector='OR')), name='alert_looked_into_whole', violation_error_message='Say in at least 20 characters what you found.'),
        ),
        migrations.AddConstraint(
            model_name='sharingrefusal',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('detriment'))), 40), frontdoor.core.written.InWords(models.F('detriment'), 5)), name='sharing_refused_for_the_child', violation_error_message='Say in at least 40 characters why sharing would be more detrimental to the child than not sharing (Children Act 2004, section 16LA(3)).'),
        ),
        migrations.AddConstraint(
            model_name='sharingrefusal',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('asked_for'))), 10), frontdoor.core.written.InWords(models.F('asked_for'), 2)), name='sharing_refusal_says_what', violation_error_message='Say in at least 10 characters what the agency asked for.'),
        ),
        ]),
    ]
