"""Consent: what was asked for one child, and what came of it. Withdrawal is a later event; nothing is rewritten."""

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
        name="ConsentEvent",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            (
                "contact",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="consent_events", to="frontdoor.contact"
                ),
            ),
            (
                "child",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="consent_events", to="frontdoor.person"
                ),
            ),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("A", "The agency telling social care"),
                        ("B", "Asking other agencies for information"),
                        ("C", "An assessment, a plan or early help"),
                    ],
                    max_length=1,
                ),
            ),
            (
                "status",
                models.CharField(
                    choices=[
                        ("GIVEN", "Given"),
                        ("GIVEN_PARTIAL", "Given for some agencies only"),
                        ("REFUSED", "Refused"),
                        ("WITHDRAWN", "Withdrawn"),
                        ("SOUGHT_NO_REPLY", "Asked, no answer"),
                        ("NOT_SOUGHT", "Not asked"),
                        ("NOT_NEEDED_S47", "Not needed: section 47 enquiry"),
                        ("NOT_NEEDED_ADVICE", "Not needed: advice, no child named"),
                        ("NOT_NEEDED_COURT", "Not needed: court order"),
                        ("CYP_COMPETENT", "Given by the young person"),
                        ("OVERRIDDEN", "Overridden by a manager"),
                        ("GROUND_ENDED", "Section 47 or the court order has ended"),
                    ],
                    max_length=17,
                ),
            ),
            (
                "given_by",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="frontdoor.person",
                ),
            ),
            ("words", models.TextField(blank=True, verbose_name="what was asked and said")),
            (
                "considered",
                models.TextField(blank=True, verbose_name="what was considered about the young person's understanding"),
            ),
            ("happened_at", models.DateTimeField(verbose_name="when")),
            (
                "strategy_decided_at",
                models.DateTimeField(
                    blank=True, null=True, verbose_name="when the strategy discussion decided on section 47"
                ),
            ),
            ("strategy_with", models.TextField(blank=True, verbose_name="who took part in the strategy discussion")),
            (
                "order_named",
                models.TextField(blank=True, verbose_name="which order or section it is, and what it orders"),
            ),
            ("order_court", models.CharField(blank=True, max_length=120, verbose_name="the court that made it")),
            ("order_on", models.DateField(blank=True, null=True, verbose_name="the date of the order")),
            (
                "order_reference",
                models.CharField(blank=True, max_length=60, verbose_name="the number of the order or case"),
            ),
            (
                "age_told",
                models.TextField(blank=True, verbose_name="how the age is known where the date of birth is not"),
            ),
            (
                "override",
                models.ForeignKey(
                    blank=True,
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="events",
                    to="frontdoor.consentoverride",
                ),
            ),
            (
                "recorded_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "agencies",
                models.ManyToManyField(related_name="+", through="frontdoor.ConsentAgency", to="frontdoor.agency"),
            ),
        ],
        options={
            "abstract": False,
            "indexes": [
                models.Index(fields=["contact", "child", "kind", "-happened_at", "-id"], name="consent_standing")
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("status__in", ["GIVEN", "GIVEN_PARTIAL", "REFUSED", "WITHDRAWN"]), _negated=True),
                        ("given_by__isnull", False),
                        _connector="OR",
                    ),
                    name="consent_given_by_somebody",
                    violation_error_message="Say which adult with parental responsibility answered.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("override__isnull", False), ("status", "OVERRIDDEN")),
                        models.Q(models.Q(("status", "OVERRIDDEN"), _negated=True), ("override__isnull", True)),
                        _connector="OR",
                    ),
                    name="consent_overridden_by_an_override",
                    violation_error_message="Only a manager's decision on a request can override consent.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("status", "CYP_COMPETENT"), _negated=True),
                        django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.text.Length(
                                django.db.models.functions.text.Trim(models.F("words"))
                            ),
                            10,
                        ),
                        _connector="OR",
                    ),
                    name="consent_words_say_why",
                    violation_error_message="Write what the young person was asked and said, in at least 10 characters.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("happened_at__lte", models.F("recorded_at"))),
                    name="consent_not_before_it_is_recorded",
                    violation_error_message="Consent cannot be recorded before it was asked.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("status", "NOT_NEEDED_S47"), _negated=True),
                        models.Q(
                            ("strategy_decided_at__isnull", False),
                            django.db.models.lookups.GreaterThanOrEqual(
                                django.db.models.functions.text.Length(
                                    django.db.models.functions.text.Trim(models.F("words"))
                                ),
                                40,
                            ),
                        ),
                        _connector="OR",
                    ),
                    name="consent_s47_needs_a_strategy_discussion",
                    violation_error_message="Section 47 needs the time of the strategy discussion that decided on it, who took part in it in at least 20 characters, and its grounds in at least 40 characters.",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ConsentAgency",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            (
                "event",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="covered_agencies",
                    to="frontdoor.consentevent",
                ),
            ),
            (
                "agency",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="frontdoor.agency"),
            ),
        ],
        options={
            "verbose_name_plural": "consent agencies",
            "abstract": False,
            "constraints": [models.UniqueConstraint(fields=("event", "agency"), name="consent_agency_once")],
        },
    ),
]

RULES = {
    "consentevent": [
        *WRITTEN_ONCE,
        refuses(
            "consent_override_is_real",
            sentence="Only a manager's decision on a request can override consent.",
            operation=pgtrigger.Insert,
            when="""
        NEW.status = 'OVERRIDDEN' AND (EXISTS (
            SELECT 1 FROM frontdoor_consentevent e WHERE e.override_id = NEW.override_id AND e.child_id = NEW.child_id)
        OR NOT EXISTS (
            SELECT 1 FROM frontdoor_consentoverride o
            JOIN frontdoor_overridechild c ON c.override_id = o.id AND c.child_id = NEW.child_id
            WHERE o.id = NEW.override_id AND o.contact_id = NEW.contact_id AND o.decision = 'approved'
              AND o.decided_at = NEW.happened_at AND o.decided_by_id = NEW.recorded_by_id))
    """,
        ),
        refuses(
            "consent_child_is_on_the_contact",
            sentence="This child is not on the contact.",
            operation=pgtrigger.Insert,
            when="""
        NOT EXISTS (SELECT 1 FROM frontdoor_contactchild c
                    WHERE c.contact_id = NEW.contact_id AND c.child_id = NEW.child_id)
    """,
        ),
        refuses(
            "consent_not_long_before_the_contact",
            sentence="Consent that the referrer obtained can be recorded when it is at most 28 days older than the contact. Ask the parent again.",
            operation=pgtrigger.Insert,
            when="""
        EXISTS (SELECT 1 FROM frontdoor_contact c
                WHERE c.id = NEW.contact_id AND NEW.happened_at < c.received_at - interval '28 days')
    """,
        ),
        refuses(
            "consent_of_a_child_is_not_advice",
            sentence="This contact names a child, so it is not advice alone. Log an advice call where nobody is named.",
            operation=pgtrigger.Insert,
            when="NEW.status = 'NOT_NEEDED_ADVICE'",
        ),
        refuses(
            "consent_young_person_answers_alone",
            sentence="Where a young person answers alone, no adult is named as the one who answered.",
            operation=pgtrigger.Insert,
            when="NEW.status = 'CYP_COMPETENT' AND NEW.given_by_id IS NOT NULL",
        ),
        refuses(
            "consent_s47_strategy_is_named",
            sentence="Section 47 needs the time of the strategy discussion that decided on it, who took part in it in at least 20 characters, and its grounds in at least 40 characters.",
            operation=pgtrigger.Insert,
            when="NEW.status = 'NOT_NEEDED_S47' AND length(trim(NEW.strategy_with)) < 20",
        ),
        refuses(
            "consent_court_order_is_named",
            sentence="A court order needs what it orders in at least 20 characters, the court that made it, its date, and its number.",
            operation=pgtrigger.Insert,
            when="""
        NEW.status = 'NOT_NEEDED_COURT' AND (
            length(trim(NEW.order_named)) < 20 OR length(trim(NEW.order_court)) < 5
            OR NEW.order_on IS NULL
            OR length(trim(NEW.order_reference)) < 4 OR NEW.order_reference !~ '[0-9]')
    """,
        ),
        pgtrigger.Trigger(
            name="consent_in_turn",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            func="""PERFORM 1 FROM frontdoor_contact held WHERE held.id = NEW.contact_id FOR NO KEY UPDATE; RETURN NEW;""",
        ),
        refuses(
            "consent_giver_holds_responsibility",
            sentence="Only an adult who is recorded as holding parental responsibility for this child on that day can agree. Record the relationship first, or ask another adult.",
            operation=pgtrigger.Insert,
            when="""
        NEW.kind IN ('B', 'C') AND NEW.status IN ('GIVEN', 'GIVEN_PARTIAL') AND NEW.given_by_id IS NOT NULL
        AND NOT EXISTS (
            SELECT 1 FROM frontdoor_relationship r
            WHERE r.child_id = NEW.child_id AND r.adult_id = NEW.given_by_id AND r.parental_responsibility = 'yes'
              AND (r.started_on IS NULL OR r.started_on <= (NEW.happened_at AT TIME ZONE 'Europe/London')::date) AND (r.ended_on IS NULL OR r.ended_on > (NEW.happened_at AT TIME ZONE 'Europe/London')::date)
              AND (r.responsibility_from IS NULL OR r.responsibility_from <= (NEW.happened_at AT TIME ZONE 'Europe/London')::date))
    """,
        ),
        refuses(
            "consent_old_enough_to_answer",
            sentence="A child under 10 cannot agree alone. Ask an adult with parental responsibility.",
            operation=pgtrigger.Insert,
            declare=[("young", "frontdoor_person%ROWTYPE")],
            first="SELECT * INTO young FROM frontdoor_person p WHERE p.id = NEW.child_id;",
            when="""
        NEW.status = 'CYP_COMPETENT' AND (
            young.birth_date_known = 'unborn' OR young.birth_date > (NEW.happened_at AT TIME ZONE 'Europe/London')::date - interval '10 years')
    """,
        ),
        refuses(
            "consent_competence_looked_at",
            sentence="Only a social worker or a manager can record that a young person under 16 decides alone, with what was considered about the young person's understanding in at least 40 characters.",
            operation=pgtrigger.Insert,
            declare=[("young", "frontdoor_person%ROWTYPE")],
            first="SELECT * INTO young FROM frontdoor_person p WHERE p.id = NEW.child_id;",
            when="""
        NEW.status = 'CYP_COMPETENT'
        AND (young.birth_date IS NULL OR young.birth_date > (NEW.happened_at AT TIME ZONE 'Europe/London')::date - interval '16 years')
        AND (length(trim(NEW.considered)) < 40 OR NOT EXISTS (
            SELECT 1 FROM workforce_rolegrant g
            WHERE g.worker_id = NEW.recorded_by_id AND g.role IN ('social_worker', 'practice_manager', 'service_manager') AND g.approved_at IS NOT NULL
              AND g.starts_on <= (NEW.happened_at AT TIME ZONE 'Europe/London')::date AND (g.ends_on IS NULL OR g.ends_on >= (NEW.happened_at AT TIME ZONE 'Europe/London')::date)))
    """,
        ),
        refuses(
            "consent_age_is_told",
            sentence="The date of birth is not known. Say in at least 20 characters how you know that the young person is old enough.",
            operation=pgtrigger.Insert,
            declare=[("young", "frontdoor_person%ROWTYPE")],
            first="SELECT * INTO young FROM frontdoor_person p WHERE p.id = NEW.child_id;",
            when="""
        NEW.status = 'CYP_COMPETENT' AND young.birth_date IS NULL AND length(trim(NEW.age_told)) < 20
    """,
        ),
        refuses(
            "consent_s47_recorded_by_a_manager",
            sentence="Only a practice manager or a service manager can record that section 47 makes consent unnecessary.",
            operation=pgtrigger.Insert,
            when="""
        NEW.status IN ('NOT_NEEDED_S47', 'GROUND_ENDED')
        AND NOT EXISTS (
            SELECT 1 FROM workforce_rolegrant g
            WHERE g.worker_id = NEW.recorded_by_id AND g.role IN ('practice_manager', 'service_manager') AND g.approved_at IS NOT NULL
              AND g.starts_on <= (NEW.happened_at AT TIME ZONE 'Europe/London')::date AND (g.ends_on IS NULL OR g.ends_on >= (NEW.happened_at AT TIME ZONE 'Europe/London')::date))
    """,
        ),
        refuses(
            "consent_s47_strategy_of_this_contact",
            sentence="The strategy discussion must be about this contact: at most 5 days before it was received, and not in the future.",
            operation=pgtrigger.Insert,
            when="""
        NEW.status = 'NOT_NEEDED_S47' AND (
            NEW.strategy_decided_at > clock_timestamp()
            OR EXISTS (SELECT 1 FROM frontdoor_contact c WHERE c.id = NEW.contact_id
                       AND NEW.strategy_decided_at < c.received_at - interval '5 days'))
    """,
        ),
        refuses(
            "consent_court_recorded_by_a_manager",
            sentence="Only a practice manager, a service manager or a manager who decides on consent can record that a court order makes consent unnecessary.",
            operation=pgtrigger.Insert,
            when="""
        NEW.status = 'NOT_NEEDED_COURT' AND NOT EXISTS (
            SELECT 1 FROM workforce_rolegrant g
            WHERE g.worker_id = NEW.recorded_by_id AND g.role IN ('practice_manager', 'service_manager', 'consent_decider') AND g.approved_at IS NOT NULL
              AND g.starts_on <= (NEW.happened_at AT TIME ZONE 'Europe/London')::date AND (g.ends_on IS NULL OR g.ends_on >= (NEW.happened_at AT TIME ZONE 'Europe/London')::date))
    """,
        ),
        refuses(
            "consent_court_order_was_made",
            sentence="A court order cannot be dated after the day on which it made consent unnecessary.",
            operation=pgtrigger.Insert,
            when="""NEW.status = 'NOT_NEEDED_COURT' AND NEW.order_on > (NEW.happened_at AT TIME ZONE 'Europe/London')::date""",
        ),
        refuses(
            "consent_facts_are_told",
            sentence="Write what happened in your own words. Repeated letters and repeated words are no facts.",
            operation=pgtrigger.Insert,
            when=r"""NEW.status = 'NOT_NEEDED_S47' AND NEW.words <> '' AND (lower(NEW.words) ~ '([a-z])\1\1\1\1' OR (
            SELECT count(DISTINCT word) FROM regexp_split_to_table(lower(NEW.words), '\s+') word
            WHERE word <> '') < 5)
 OR NEW.status = 'NOT_NEEDED_S47' AND NEW.strategy_with <> '' AND (lower(NEW.strategy_with) ~ '([a-z])\1\1\1\1' OR (
            SELECT count(DISTINCT word) FROM regexp_split_to_table(lower(NEW.strategy_with), '\s+') word
            WHERE word <> '') < 3)
 OR NEW.status = 'NOT_NEEDED_COURT' AND NEW.order_named <> '' AND (lower(NEW.order_named) ~ '([a-z])\1\1\1\1' OR (
            SELECT count(DISTINCT word) FROM regexp_split_to_table(lower(NEW.order_named), '\s+') word
            WHERE word <> '') < 3)
 OR NEW.status = 'CYP_COMPETENT' AND NEW.considered <> '' AND (lower(NEW.considered) ~ '([a-z])\1\1\1\1' OR (
            SELECT count(DISTINCT word) FROM regexp_split_to_table(lower(NEW.considered), '\s+') word
            WHERE word <> '') < 5)
 OR NEW.status = 'CYP_COMPETENT' AND NEW.age_told <> '' AND (lower(NEW.age_told) ~ '([a-z])\1\1\1\1' OR (
            SELECT count(DISTINCT word) FROM regexp_split_to_table(lower(NEW.age_told), '\s+') word
            WHERE word <> '') < 3)""",
        ),
        refuses(
            "consent_written_in_person",
            sentence="Consent is recorded by the worker who signs it.",
            operation=pgtrigger.Insert,
            when="""NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND NEW.recorded_by_id::text IS DISTINCT FROM current_setting('frontdoor.actor', true)""",
        ),
        pgtrigger.Trigger(
            name="consent_ended_stops_checks",
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            func="""
        IF NEW.kind = 'B' AND NEW.status IN ('WITHDRAWN', 'REFUSED') AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') THEN
            
        INSERT INTO frontdoor_checkstop (check_id, event_id, override_id, stopped_at, stopped_by_id, recorded_at)
        
    SELECT c.id, NEW.id, NULL::bigint, clock_timestamp(), current_setting('frontdoor.actor')::bigint, clock_timestamp() FROM frontdoor_agencycheck c
    JOIN frontdoor_agencyrequest r ON r.id = c.request_id AND r.ended_at IS NULL
    JOIN frontdoor_consentevent e ON e.id = c.consent_id
    WHERE NOT EXISTS (SELECT 1 FROM frontdoor_checkstop s WHERE s.check_id = c.id)
 AND c.contact_id = NEW.contact_id AND c.child_id = NEW.child_id AND e.status IN ('GIVEN', 'GIVEN_PARTIAL', 'CYP_COMPETENT', 'OVERRIDDEN') AND e.happened_at <= NEW.happened_at;
    
        ELSIF NEW.kind = 'B' AND NEW.status = 'GROUND_ENDED' AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') THEN
            
        INSERT INTO frontdoor_checkstop (check_id, event_id, override_id, stopped_at, stopped_by_id, recorded_at)
        
    SELECT c.id, NEW.id, NULL::bigint, clock_timestamp(), current_setting('frontdoor.actor')::bigint, clock_timestamp() FROM frontdoor_agencycheck c
    JOIN frontdoor_agencyrequest r ON r.id = c.request_id AND r.ended_at IS NULL
    JOIN frontdoor_consentevent e ON e.id = c.consent_id
    WHERE NOT EXISTS (SELECT 1 FROM frontdoor_checkstop s WHERE s.check_id = c.id)
 AND c.contact_id = NEW.contact_id AND c.child_id = NEW.child_id AND e.status IN ('NOT_NEEDED_S47', 'NOT_NEEDED_COURT', 'OVERRIDDEN') AND e.happened_at <= NEW.happened_at;
    
        END IF;
        RETURN NULL;
    """,
        ),
        pgtrigger.Trigger(
            name="consent_ended_opens_a_decision",
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            declare=[("cause", "text"), ("before", "text"), ("others", "text[]")],
            func="""
        IF (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') OR NEW.kind = 'A'
           OR NEW.status NOT IN ('GIVEN', 'GIVEN_PARTIAL', 'CYP_COMPETENT', 'REFUSED', 'WITHDRAWN') THEN
            RETURN NULL;
        END IF;
        SELECT e.status INTO before FROM frontdoor_consentevent e
        WHERE e.contact_id = NEW.contact_id AND e.child_id = NEW.child_id AND e.kind = NEW.kind AND e.id <> NEW.id
          AND e.status IN ('GIVEN', 'GIVEN_PARTIAL', 'CYP_COMPETENT', 'REFUSED', 'WITHDRAWN')
          AND coalesce(e.given_by_id, e.child_id) = coalesce(NEW.given_by_id, NEW.child_id)
        ORDER BY e.happened_at DESC, e.id DESC LIMIT 1;
        SELECT array_agg(latest.status) INTO others FROM (
            SELECT DISTINCT ON (coalesce(e.given_by_id, e.child_id)) e.status FROM frontdoor_consentevent e
            WHERE e.contact_id = NEW.contact_id AND e.child_id = NEW.child_id AND e.kind = NEW.kind
              AND e.status IN ('GIVEN', 'GIVEN_PARTIAL', 'CYP_COMPETENT', 'REFUSED', 'WITHDRAWN')
              AND coalesce(e.given_by_id, e.child_id) <> coalesce(NEW.given_by_id, NEW.child_id)
            ORDER BY coalesce(e.given_by_id, e.child_id), e.happened_at DESC, e.id DESC) latest;
        cause := CASE
            WHEN NEW.status = 'WITHDRAWN' THEN 'withdrawn'
            WHEN NEW.status = 'REFUSED' AND before IN ('GIVEN', 'GIVEN_PARTIAL', 'CYP_COMPETENT') THEN 'withdrawn'
            WHEN NEW.status = 'REFUSED' AND others && ARRAY['GIVEN', 'GIVEN_PARTIAL', 'CYP_COMPETENT'] THEN 'disagree'
            WHEN NEW.status NOT IN ('REFUSED', 'WITHDRAWN') AND others && ARRAY['REFUSED', 'WITHDRAWN'] THEN 'disagree'
            WHEN NEW.status = 'REFUSED' AND NEW.kind = 'C' THEN 'refused'
        END;
        IF cause IS NOT NULL THEN
            INSERT INTO frontdoor_consentmatter
                (event_id, contact_id, child_id, kind, cause, opened_at, opened_by_id, decision, reason, recorded_at)
            VALUES (NEW.id, NEW.contact_id, NEW.child_id, NEW.kind, cause, clock_timestamp(), NEW.recorded_by_id,
                    '', '', clock_timestamp());
        END IF;
        RETURN NULL;
    """,
        ),
    ],
    "consentagency": WRITTEN_ONCE,
}
