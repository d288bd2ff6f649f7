"""What a manager decided about a contact, child by child, and what the referrer is told."""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger
from django.conf import settings
from django.db import migrations, models

from frontdoor.migrations.beginning.words import WRITTEN_ONCE, refuses

TABLES = [
    migrations.CreateModel(
        name="Decision",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            (
                "contact",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, related_name="decision", to="frontdoor.contact"
                ),
            ),
            (
                "decided_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("decided_at", models.DateTimeField()),
            (
                "urgent",
                models.BooleanField(default=False, verbose_name="decided at once, the rest of the record follows"),
            ),
            ("history_considered", models.TextField(blank=True, verbose_name="what the history tells us")),
            ("analysis", models.TextField(blank=True)),
            (
                "immediate_danger",
                models.BooleanField(blank=True, null=True, verbose_name="a child is in immediate danger now"),
            ),
            ("danger_steps", models.TextField(blank=True, verbose_name="what was done about it")),
            (
                "lived_experience",
                models.TextField(blank=True, verbose_name="what the children say, and what their day is like"),
            ),
            ("missing", models.TextField(blank=True, verbose_name="what is missing")),
            ("would_change", models.TextField(blank=True, verbose_name="what would change our mind")),
            ("legacy_key", models.CharField(blank=True, editable=False, max_length=80, null=True, unique=True)),
        ],
        options={
            "abstract": False,
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("urgent", True),
                        django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.text.Length(
                                django.db.models.functions.text.Trim(models.F("analysis"))
                            ),
                            40,
                        ),
                        _connector="OR",
                    ),
                    name="decision_has_an_analysis",
                    violation_error_message="Write the analysis in at least 40 characters.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("urgent", True),
                        django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.text.Length(
                                django.db.models.functions.text.Trim(models.F("history_considered"))
                            ),
                            10,
                        ),
                        _connector="OR",
                    ),
                    name="decision_considers_history",
                    violation_error_message="Say what the history tells us, in at least 10 characters.",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ChildOutcome",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            (
                "decision",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="outcomes", to="frontdoor.decision"
                ),
            ),
            (
                "child",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="contact_outcomes", to="frontdoor.person"
                ),
            ),
            (
                "level",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="frontdoor.thresholdlevel"
                ),
            ),
            (
                "outcome",
                models.CharField(
                    choices=[
                        ("NFA", "No further action"),
                        ("ADV", "Information, advice or signposting given"),
                        ("EHO", "Early help offered"),
                        ("OPEN", "Passed to the worker of an open case"),
                        ("REF17", "Referral for a child in need assessment (section 17)"),
                        ("REF47", "Referral and strategy discussion (section 47)"),
                        ("EMG", "Emergency action and strategy discussion"),
                        ("OLA", "Another authority's child"),
                        ("MIS", "Missing child notice handled"),
                        ("PF", "Private fostering notification"),
                        ("ADO", "Non-agency adoption"),
                        ("RET", "Returned to the referrer for missing information"),
                    ],
                    max_length=5,
                ),
            ),
            ("reason", models.TextField()),
            (
                "assessment_changes",
                models.TextField(blank=True, verbose_name="what an assessment will change for this child"),
            ),
            ("lesser_step", models.TextField(blank=True, verbose_name="which lesser step was tried, or why none was")),
            ("why_not_early_help", models.TextField(blank=True, verbose_name="why this could not be early help")),
            (
                "threshold_statement",
                models.TextField(blank=True, verbose_name="reasonable cause to suspect significant harm"),
            ),
            ("help_service", models.CharField(blank=True, max_length=120, verbose_name="which early help service")),
            ("help_accepted", models.BooleanField(blank=True, null=True, verbose_name="whether the family accepts it")),
        ],
        options={
            "abstract": False,
            "indexes": [models.Index(fields=["outcome"], name="outcome_code")],
            "constraints": [
                models.UniqueConstraint(fields=("decision", "child"), name="outcome_once_a_child"),
                models.CheckConstraint(
                    condition=django.db.models.lookups.GreaterThanOrEqual(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim(models.F("reason"))
                        ),
                        20,
                    ),
                    name="outcome_has_a_reason",
                    violation_error_message="Give the reason in at least 20 characters.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("outcome", "EHO"),
                        models.Q(("help_accepted__isnull", True), ("help_service", "")),
                        _connector="OR",
                    ),
                    name="outcome_help_is_of_early_help",
                ),
            ],
        },
    ),
]

RULES = {
    "decision": [
        *WRITTEN_ONCE,
        refuses(
            "decision_answers_danger",
            sentence="Say whether a child is in immediate danger now. If so, say in at least 10 characters what was done.",
            operation=pgtrigger.Insert,
            when="""NOT NEW.urgent AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND (NEW.immediate_danger IS NULL OR NEW.immediate_danger AND length(trim(coalesce(NEW.danger_steps, ''))) < 10)""",
        ),
        refuses(
            "decision_hears_the_child",
            sentence="Say what the children say and what their day is like, in at least 10 characters. If not known, say so.",
            operation=pgtrigger.Insert,
            when="""NOT NEW.urgent AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND (length(trim(coalesce(NEW.lived_experience, ''))) < 10)""",
        ),
        refuses(
            "decision_says_what_is_missing",
            sentence="Say what is missing, in at least 10 characters. If nothing is, say so.",
            operation=pgtrigger.Insert,
            when="""NOT NEW.urgent AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND (length(trim(coalesce(NEW.missing, ''))) < 10)""",
        ),
        refuses(
            "decision_says_what_would_change_it",
            sentence="Say what would change your mind, in at least 10 characters.",
            operation=pgtrigger.Insert,
            when="""NOT NEW.urgent AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND (length(trim(coalesce(NEW.would_change, ''))) < 10)""",
        ),
        refuses(
            "decision_read_for_risk",
            sentence="A social worker must set the urgency before this contact can be decided.",
            operation=pgtrigger.Insert,
            when="""
        NEW.legacy_key IS NULL AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND EXISTS (
            SELECT 1 FROM frontdoor_contact c WHERE c.id = NEW.contact_id AND c.triaged_at IS NULL)
    """,
        ),
        refuses(
            "decision_family_is_told",
            sentence="The family has to be told that agencies were asked without consent before this contact is decided, or the reason why not yet has to be recorded, with the day on which that is looked at again.",
            operation=pgtrigger.Insert,
            when="""
        NEW.legacy_key IS NULL AND NOT NEW.urgent AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND EXISTS (
            SELECT 1 FROM frontdoor_consentoverride o
            WHERE o.contact_id = NEW.contact_id AND o.decision = 'approved' AND (
                NOT EXISTS (SELECT 1 FROM frontdoor_familytelling t WHERE t.override_id = o.id)
                OR EXISTS (SELECT 1 FROM frontdoor_familytelling t
                           WHERE t.override_id = o.id AND t.told_on IS NULL AND t.put_off_on IS NULL)))
    """,
        ),
    ],
    "childoutcome": [
        *WRITTEN_ONCE,
        refuses(
            "outcome_says_what_assessment_changes",
            sentence="Say what an assessment will change for this child, and which lesser step was tried or why none was, in at least 20 characters each.",
            operation=pgtrigger.Insert,
            when="""NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND (
                NEW.outcome IN ('REF17', 'REF47') AND NOT EXISTS (SELECT 1 FROM frontdoor_decision d WHERE d.id = NEW.decision_id AND d.urgent)
                AND (length(trim(coalesce(NEW.assessment_changes, ''))) < 20 OR length(trim(coalesce(NEW.lesser_step, ''))) < 20)
            )""",
        ),
        refuses(
            "outcome_weighs_early_help",
            sentence="Say why this could not be early help, in at least 20 characters.",
            operation=pgtrigger.Insert,
            when="""NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND (NEW.outcome = 'REF17' AND length(trim(coalesce(NEW.why_not_early_help, ''))) < 20)""",
        ),
        refuses(
            "outcome_states_the_threshold",
            sentence="State the reasonable cause to suspect significant harm, in at least 40 characters: which harm, and what shows it.",
            operation=pgtrigger.Insert,
            when="""NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND (NEW.outcome IN ('REF47', 'EMG') AND length(trim(coalesce(NEW.threshold_statement, ''))) < 40)""",
        ),
        refuses(
            "outcome_names_the_early_help",
            sentence="Name the early help service, and say whether the family accepts it.",
            operation=pgtrigger.Insert,
            when="""NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND (NEW.outcome = 'EHO' AND (length(trim(coalesce(NEW.help_service, ''))) < 3 OR NEW.help_accepted IS NULL))""",
        ),
        refuses(
            "outcome_is_no_return",
            sentence="Returning a contact to the referrer does not decide it. Return it from its own page, and choose another outcome.",
            operation=pgtrigger.Insert,
            when="""NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND (NEW.outcome = 'RET')""",
        ),
        refuses(
            "outcome_of_a_no_below_threshold",
            sentence="The family said no, and this level of need is below the threshold of social care. Only advice, an offer of early help, no further action or handing the contact on can follow.",
            operation=pgtrigger.Insert,
            when="""
        NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND NEW.outcome IN ('REF17', 'REF47', 'EMG', 'RET')
        AND NOT EXISTS (SELECT 1 FROM frontdoor_thresholdlevel l WHERE l.id = NEW.level_id AND l.statutory)
        AND EXISTS (
            SELECT 1 FROM (
                SELECT DISTINCT ON (e.kind, coalesce(e.given_by_id, e.child_id)) e.*
                FROM frontdoor_consentevent e JOIN frontdoor_decision d ON d.contact_id = e.contact_id
                WHERE d.id = NEW.decision_id AND e.child_id = NEW.child_id AND e.kind IN ('B', 'C')
                  AND e.status IN ('GIVEN', 'GIVEN_PARTIAL', 'CYP_COMPETENT', 'REFUSED', 'WITHDRAWN')
                ORDER BY e.kind, coalesce(e.given_by_id, e.child_id), e.happened_at DESC, e.id DESC) latest
            WHERE latest.status IN ('REFUSED', 'WITHDRAWN') AND NOT EXISTS (
                SELECT 1 FROM frontdoor_consentmatter m
                WHERE m.contact_id = latest.contact_id AND m.child_id = NEW.child_id AND m.kind = latest.kind
                  AND m.decision = 'rely' AND m.decided_at >= latest.recorded_at))
    """,
        ),
        refuses(
            "outcome_level_of_the_day",
            sentence="Choose a level of the scheme that was in force when the contact was received.",
            operation=pgtrigger.Insert,
            when="""
                    NOT EXISTS (
                        SELECT 1 FROM frontdoor_decision d JOIN frontdoor_contact c ON c.id = d.contact_id
                        JOIN frontdoor_thresholdlevel l ON l.id = NEW.level_id AND NOT l.left_out
                        WHERE d.id = NEW.decision_id
                        AND l.scheme_id = (SELECT s.id FROM frontdoor_thresholdscheme s WHERE s.approved_at IS NOT NULL AND s.valid_from <= (c.received_at AT TIME ZONE 'Europe/London')::date ORDER BY s.valid_from DESC LIMIT 1))
                """,
        ),
    ],
}
