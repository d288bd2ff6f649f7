"""Overriding consent: one person asks, another decides, a third reviews; the request can never be rewritten."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger
from django.conf import settings
from django.db import migrations, models

from frontdoor.migrations.beginning.versions import with_versions
from frontdoor.migrations.beginning.words import TRACKED, WRITTEN_ONCE, refuses

TABLES = [
    *with_versions(
        migrations.CreateModel(
            name="ConsentOverride",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="overrides", to="frontdoor.contact"
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("requested_at", models.DateTimeField()),
                (
                    "asked",
                    models.CharField(
                        choices=[
                            ("not_asked", "Not asked"),
                            ("refused", "Asked and refused"),
                            ("no_answer", "Asked, no answer"),
                            ("partial", "Agreed to some of it"),
                        ],
                        max_length=9,
                        verbose_name="whether parents were asked",
                    ),
                ),
                ("attempts", models.JSONField(blank=True, default=list, verbose_name="attempts to ask")),
                (
                    "reason_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("O1", "Asking would raise the risk of significant harm to this child"),
                                ("O2", "Asking would put another person at risk of serious harm"),
                                ("O3", "Asking would harm the prevention or detection of serious crime"),
                                ("O4", "The delay in asking would itself put the child at risk"),
                                ("O5", "Alleged sexual abuse in the family"),
                                ("O6", "Suspected fabricated or induced illness"),
                                ("O7", "Forced marriage, honour-based abuse or female genital mutilation"),
                                ("O8", "Risk that the child is taken away or hidden"),
                                ("O9", "Trafficking, exploitation or radicalisation in which a parent is implicated"),
                                ("O10", "Asked and refused, and there is reasonable cause to suspect significant harm"),
                                ("O11", "No parent could be reached after two attempts, and waiting is not safe"),
                                ("O12", "A court order or statutory duty compels it"),
                            ],
                            max_length=3,
                        ),
                        error_messages={"blank": "Choose at least one reason."},
                        size=None,
                    ),
                ),
                ("evidence", models.JSONField(blank=True, default=dict, verbose_name="evidence for each reason")),
                (
                    "facts",
                    models.TextField(
                        error_messages={"blank": "Write the facts you rely on in at least 40 characters."},
                        verbose_name="facts relied on",
                    ),
                ),
                (
                    "harm_if_sought",
                    models.TextField(
                        error_messages={"blank": "Answer every question about harm, lesser steps and what is asked."},
                        verbose_name="likely harm if parents are asked",
                    ),
                ),
                (
                    "harm_if_not_shared",
                    models.TextField(
                        error_messages={"blank": "Answer every question about harm, lesser steps and what is asked."},
                        verbose_name="likely harm if agencies are not asked",
                    ),
                ),
                (
                    "overriding_concern",
                    models.BooleanField(verbose_name="there is an over-riding child protection concern"),
                ),
                (
                    "harm",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("NEG", "Neglect"),
                            ("PHY", "Physical abuse"),
                            ("SAB", "Sexual abuse"),
                            ("EMO", "Emotional abuse"),
                            ("EXP", "Exploitation"),
                        ],
                        max_length=3,
                        verbose_name="category of harm",
                    ),
                ),
                ("immediate", models.BooleanField(blank=True, null=True, verbose_name="the harm is immediate")),
                (
                    "less_intrusive",
                    models.TextField(
                        error_messages={"blank": "Answer every question about harm, lesser steps and what is asked."},
                        verbose_name="what less intrusive step was considered, and why it is not enough",
                    ),
                ),
                (
                    "questions",
                    models.TextField(
                        error_messages={"blank": "Answer every question about harm, lesser steps and what is asked."},
                        verbose_name="exactly what the agencies are asked",
                    ),
                ),
                (
                    "legal_basis",
                    models.CharField(
                        choices=[
                            ("s47", "Section 47: reasonable cause to suspect significant harm"),
                            ("16LA", "Duty to share information, Children Act 2004, section 16LA"),
                            ("sch1", "Safeguarding of children, Data Protection Act 2018, Schedule 1, paragraph 18"),
                            ("crime", "Prevention or detection of crime"),
                            ("court", "Order of a court"),
                        ],
                        default="",
                        max_length=5,
                    ),
                ),
                ("advice", models.TextField(blank=True, verbose_name="advice taken from the police or a lawyer")),
                ("child_view", models.TextField(blank=True, verbose_name="what the child wants, if known")),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="overrides_decided",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("approved", "Agencies may be asked without consent"),
                            ("refused", "Agencies may not be asked without consent"),
                        ],
                        editable=False,
                        max_length=8,
                    ),
                ),
                ("decision_reason", models.TextField(blank=True, editable=False, verbose_name="manager's reason")),
                (
                    "signed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="when the decision was recorded"),
                ),
                ("expires_at", models.DateTimeField(editable=False, null=True)),
                ("review_due_at", models.DateTimeField(editable=False, null=True)),
                (
                    "review_share",
                    models.PositiveSmallIntegerField(
                        editable=False, null=True, verbose_name="per cent of decisions reviewed"
                    ),
                ),
                ("reviewed_at", models.DateTimeField(editable=False, null=True)),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review_result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("upheld", "Upheld"),
                            ("learning", "Upheld, with something to learn"),
                            ("not_justified", "Not justified"),
                        ],
                        editable=False,
                        max_length=13,
                    ),
                ),
                ("review_words", models.TextField(blank=True, editable=False, verbose_name="what the review found")),
                (
                    "children",
                    models.ManyToManyField(related_name="+", through="frontdoor.OverrideChild", to="frontdoor.person"),
                ),
                (
                    "agencies",
                    models.ManyToManyField(related_name="+", through="frontdoor.OverrideAgency", to="frontdoor.agency"),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("decided_at__isnull", True)),
                        fields=["requested_at"],
                        name="override_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("review_due_at__isnull", False), ("reviewed_at__isnull", True)),
                        fields=["review_due_at"],
                        name="override_t33_open",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.text.Length(
                                django.db.models.functions.text.Trim(models.F("facts"))
                            ),
                            40,
                        ),
                        name="override_facts_are_told",
                        violation_error_message="Write the facts you rely on in at least 40 characters.",
                    ),
                    models.UniqueConstraint(
                        django.db.models.functions.text.MD5(
                            models.Func(
                                django.db.models.functions.text.Lower("facts"),
                                models.Value("[^[:alnum:]]+"),
                                models.Value(""),
                                models.Value("g"),
                                function="REGEXP_REPLACE",
                                output_field=models.TextField(),
                            )
                        ),
                        name="override_facts_are_its_own",
                        violation_error_message="These facts stand word for word in another request, whatever its dots and capitals. Write what is true of these children, now.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "reason_codes__contained_by",
                                ["O1", "O2", "O3", "O4", "O5", "O6", "O7", "O8", "O9", "O10", "O11", "O12"],
                            ),
                            ("reason_codes__len__gte", 1),
                        ),
                        name="override_has_a_reason",
                        violation_error_message="Choose at least one reason.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("overriding_concern", True), ("reason_codes__contains", ["O12"]), _connector="OR"
                        ),
                        name="override_needs_overriding_concern",
                        violation_error_message="Consent can only be overridden when there is an over-riding child protection concern, or a court order compels it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("overriding_concern", False),
                            models.Q(models.Q(("harm", ""), _negated=True), ("immediate__isnull", False)),
                            _connector="OR",
                        ),
                        name="override_names_the_harm",
                        violation_error_message="Say which harm, and whether it is immediate.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.GreaterThanOrEqual(
                                django.db.models.functions.text.Length(
                                    django.db.models.functions.text.Trim(models.F("harm_if_sought"))
                                ),
                                10,
                            ),
                            django.db.models.lookups.GreaterThanOrEqual(
                                django.db.models.functions.text.Length(
                                    django.db.models.functions.text.Trim(models.F("harm_if_not_shared"))
                                ),
                                10,
                            ),
                            django.db.models.lookups.GreaterThanOrEqual(
                                django.db.models.functions.text.Length(
                                    django.db.models.functions.text.Trim(models.F("less_intrusive"))
                                ),
                                10,
                            ),
                            django.db.models.lookups.GreaterThanOrEqual(
                                django.db.models.functions.text.Length(
                                    django.db.models.functions.text.Trim(models.F("questions"))
                                ),
                                10,
                            ),
                        ),
                        name="override_is_whole",
                        violation_error_message="Answer every question about harm, lesser steps and what is asked.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("decision", "")),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                models.Q(("decision", ""), _negated=True),
                                django.db.models.lookups.GreaterThanOrEqual(
                                    django.db.models.functions.text.Length(
                                        django.db.models.functions.text.Trim(models.F("decision_reason"))
                                    ),
                                    20,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="override_decided_whole",
                        violation_error_message="A decision needs a manager, a time and a reason of at least 20 characters.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_at__isnull", True), ("decided_at__gte", models.F("requested_at")), _connector="OR"
                        ),
                        name="override_decided_after_request",
                        violation_error_message="A decision cannot be earlier than the request.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("requested_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="override_not_by_the_asker",
                        violation_error_message="Somebody other than the person who asked must decide this.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision", "approved"), _negated=True),
                            ("expires_at__isnull", False),
                            _connector="OR",
                        ),
                        name="override_approved_expires",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reviewed_at__isnull", True), ("reviewed_by__isnull", True)),
                            models.Q(
                                ("reviewed_at__isnull", False),
                                ("reviewed_by__isnull", False),
                                models.Q(("reviewed_by", models.F("decided_by")), _negated=True),
                                models.Q(("reviewed_by", models.F("requested_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="override_reviewed_by_a_third",
                        violation_error_message="Somebody who neither asked nor decided must review this.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("review_result", ""), ("reviewed_at__isnull", True)),
                            models.Q(
                                ("review_result__in", ["upheld", "learning", "not_justified"]),
                                ("reviewed_at__isnull", False),
                                django.db.models.lookups.GreaterThanOrEqual(
                                    django.db.models.functions.text.Length(
                                        django.db.models.functions.text.Trim(models.F("review_words"))
                                    ),
                                    20,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="override_reviewed_whole",
                        violation_error_message="A review needs its result, and what was found in at least 20 characters.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reviewed_at__isnull", True),
                            models.Q(("decision", "approved"), ("reviewed_at__gte", models.F("decided_at"))),
                            _connector="OR",
                        ),
                        name="override_review_of_an_approval",
                        violation_error_message="Only a decision that lets agencies be asked without consent is reviewed.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision", "approved"), _negated=True),
                            models.Q(
                                ("review_share__gte", 20),
                                ("review_share__isnull", False),
                                ("review_share__lte", 100),
                                models.Q(("review_due_at__isnull", False), ("review_share__lt", 100), _connector="OR"),
                            ),
                            _connector="OR",
                        ),
                        name="override_approved_is_drawn",
                        violation_error_message="Every decision without consent is reviewed, or left out of a sample by lot.",
                    ),
                ],
            },
        )
    ),
    migrations.CreateModel(
        name="OverrideChild",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            (
                "override",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="covered_children",
                    to="frontdoor.consentoverride",
                ),
            ),
            (
                "child",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="frontdoor.person"),
            ),
        ],
        options={
            "abstract": False,
            "constraints": [models.UniqueConstraint(fields=("override", "child"), name="override_child_once")],
        },
    ),
    migrations.CreateModel(
        name="OverrideAgency",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            (
                "override",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="covered_agencies",
                    to="frontdoor.consentoverride",
                ),
            ),
            (
                "agency",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="frontdoor.agency"),
            ),
        ],
        options={
            "verbose_name_plural": "override agencies",
            "abstract": False,
            "constraints": [models.UniqueConstraint(fields=("override", "agency"), name="override_agency_once")],
        },
    ),
]

RULES = {
    "consentoverride": [
        *TRACKED,
        refuses(
            "override_decider_holds_the_right",
            sentence="Only a manager with the right to decide on consent can decide this.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
        NEW.decided_by_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM workforce_rolegrant g
            WHERE g.worker_id = NEW.decided_by_id AND g.role IN ('consent_decider') AND g.approved_at IS NOT NULL
              AND g.starts_on <= (NEW.decided_at AT TIME ZONE 'Europe/London')::date AND (g.ends_on IS NULL OR g.ends_on >= (NEW.decided_at AT TIME ZONE 'Europe/London')::date))
    """,
        ),
        refuses(
            "override_decided_in_person",
            sentence="A decision is signed by the manager who made it, within a day of making it.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
        NEW.decided_at IS NOT NULL AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND (
            TG_OP = 'INSERT'
            OR OLD.decided_at IS NULL AND (
                NEW.decided_by_id::text IS DISTINCT FROM current_setting('frontdoor.actor', true)
                OR NEW.decided_at > clock_timestamp() + interval '5 minutes'
                OR NEW.decided_at < clock_timestamp() - interval '24 hours'))
    """,
        ),
        refuses(
            "override_requested_in_person",
            sentence="A request for an override is signed by the worker who asks.",
            operation=pgtrigger.Insert,
            when="""NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND NEW.requested_by_id::text IS DISTINCT FROM current_setting('frontdoor.actor', true)""",
        ),
        refuses(
            "override_runs_out_in_time",
            sentence="A decision without consent ends after five working days at the latest.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
        NEW.expires_at IS NOT NULL AND NEW.decided_at IS NOT NULL AND (
            NEW.expires_at < NEW.decided_at OR 5 < (
                SELECT count(*) FROM generate_series(
                    (NEW.decided_at AT TIME ZONE 'Europe/London')::date + 1,
                    ((NEW.expires_at - interval '1 second') AT TIME ZONE 'Europe/London')::date,
                    interval '1 day') AS passed(day)
                WHERE extract(isodow FROM passed.day) < 6
                  AND NOT EXISTS (SELECT 1 FROM frontdoor_bankholiday h WHERE h.day = passed.day::date)))
    """,
        ),
        refuses(
            "override_facts_tell",
            sentence="Write what happened in your own words. Repeated letters and repeated words are no facts.",
            operation=pgtrigger.Insert,
            when=r"""(lower(NEW.facts) ~ '([a-z])\1\1\1\1' OR (
            SELECT count(DISTINCT word) FROM regexp_split_to_table(lower(NEW.facts), '\s+') word
            WHERE word <> '') < 5)""",
        ),
        refuses(
            "override_questions_on_lines",
            sentence="Write what the agencies are asked: one question on each line, each in at least 10 characters.",
            operation=pgtrigger.Insert,
            when=r"""
        EXISTS (SELECT 1 FROM regexp_split_to_table(NEW.questions, E'[\r\n]+') line
                WHERE length(btrim(line, E' \t')) BETWEEN 1 AND 9)
    """,
        ),
        pgtrigger.Trigger(
            name="override_signed_when_recorded",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update,
            func="""
        IF (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') THEN
            NEW.signed_at := coalesce(NEW.signed_at, NEW.decided_at);
        ELSIF TG_OP = 'INSERT' THEN
            NEW.signed_at := NULL;
        ELSE
            NEW.signed_at := CASE WHEN OLD.decided_at IS NULL AND NEW.decided_at IS NOT NULL
                                  THEN clock_timestamp() ELSE OLD.signed_at END;
        END IF;
        RETURN NEW;
    """,
        ),
        refuses(
            "override_reasons_have_evidence",
            sentence="Each reason you chose needs its evidence in words. Answer the question below it.",
            operation=pgtrigger.Insert,
            when="""
        EXISTS (SELECT 1 FROM unnest(NEW.reason_codes) code
                WHERE code IN ('O1', 'O2', 'O3', 'O4', 'O6', 'O10', 'O12') AND length(trim(coalesce(NEW.evidence->>code, ''))) < 10)
    """,
        ),
        refuses(
            "override_evidence_has_its_number",
            sentence="Give the police reference, the date or time of the strategy discussion or emergency action, or the number of the order or section.",
            operation=pgtrigger.Insert,
            when="""
        EXISTS (SELECT 1 FROM unnest(NEW.reason_codes) code
                WHERE code IN ('O12', 'O3', 'O4') AND coalesce(NEW.evidence->>code, '') !~ '[0-9]')
    """,
        ),
        refuses(
            "override_names_its_legal_basis",
            sentence="Say which legal basis lets agencies be asked.",
            operation=pgtrigger.Insert,
            when="NEW.legal_basis = ''",
        ),
        refuses(
            "override_unreachable_after_two_attempts",
            sentence="Record at least two attempts to reach a parent, by two different means.",
            operation=pgtrigger.Insert,
            when="""
        'O11' = ANY (NEW.reason_codes)
        AND (SELECT count(*) < 2 OR count(DISTINCT a->>'means') < 2 FROM jsonb_array_elements(NEW.attempts) a)
    """,
        ),
        refuses(
            "override_request_stays",
            sentence="A request for an override and the decision on it cannot be changed. Make a new request.",
            operation=pgtrigger.Update,
            when="""
        (NEW.contact_id, NEW.requested_by_id, NEW.requested_at, NEW.asked, NEW.attempts, NEW.reason_codes, NEW.evidence,
         NEW.facts, NEW.harm_if_sought, NEW.harm_if_not_shared, NEW.overriding_concern, NEW.harm, NEW.immediate,
         NEW.less_intrusive, NEW.questions, NEW.legal_basis, NEW.advice, NEW.child_view)
        IS DISTINCT FROM
        (OLD.contact_id, OLD.requested_by_id, OLD.requested_at, OLD.asked, OLD.attempts, OLD.reason_codes, OLD.evidence,
         OLD.facts, OLD.harm_if_sought, OLD.harm_if_not_shared, OLD.overriding_concern, OLD.harm, OLD.immediate,
         OLD.less_intrusive, OLD.questions, OLD.legal_basis, OLD.advice, OLD.child_view)
        OR (OLD.decided_at IS NOT NULL
            AND (NEW.decided_at, NEW.decided_by_id, NEW.decision, NEW.decision_reason, NEW.expires_at,
                 NEW.review_due_at, NEW.review_share)
            IS DISTINCT FROM (OLD.decided_at, OLD.decided_by_id, OLD.decision, OLD.decision_reason, OLD.expires_at,
                 OLD.review_due_at, OLD.review_share))
        OR (OLD.reviewed_at IS NOT NULL
            AND (NEW.reviewed_at, NEW.reviewed_by_id, NEW.review_result, NEW.review_words)
            IS DISTINCT FROM (OLD.reviewed_at, OLD.reviewed_by_id, OLD.review_result, OLD.review_words))
    """,
        ),
        refuses(
            "override_reviewer_is_a_manager",
            sentence="Only a practice manager or a service manager can review a decision about consent.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
        NEW.reviewed_by_id IS NOT NULL
        AND NOT EXISTS (
            SELECT 1 FROM workforce_rolegrant g
            WHERE g.worker_id = NEW.reviewed_by_id AND g.role IN ('practice_manager', 'service_manager') AND g.approved_at IS NOT NULL
              AND g.starts_on <= (NEW.reviewed_at AT TIME ZONE 'Europe/London')::date AND (g.ends_on IS NULL OR g.ends_on >= (NEW.reviewed_at AT TIME ZONE 'Europe/London')::date))
    """,
        ),
        refuses(
            "override_reviewed_in_person",
            sentence="A review is signed by the manager who made it, at the time it is made.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
        NEW.reviewed_at IS NOT NULL AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND (
            TG_OP = 'INSERT'
            OR OLD.reviewed_at IS NULL AND (
                NEW.reviewed_by_id::text IS DISTINCT FROM current_setting('frontdoor.actor', true)
                OR abs(extract(epoch FROM NEW.reviewed_at - clock_timestamp())) > 300))
    """,
        ),
        refuses(
            "override_unjustified_is_put_right",
            sentence="Where a decision was not justified, say what is put right, by whom and by when.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
        NEW.review_result = 'not_justified' AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on')
        AND NOT EXISTS (SELECT 1 FROM frontdoor_overrideremedy r WHERE r.override_id = NEW.id)
    """,
        ),
        pgtrigger.Trigger(
            name="override_unjustified_stops_checks",
            when=pgtrigger.After,
            operation=pgtrigger.Update,
            func="""
        IF NEW.review_result = 'not_justified' AND OLD.review_result <> 'not_justified' AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') THEN
            PERFORM 1 FROM frontdoor_contact held WHERE held.id = NEW.contact_id FOR NO KEY UPDATE;
            
        INSERT INTO frontdoor_checkstop (check_id, event_id, override_id, stopped_at, stopped_by_id, recorded_at)
        
    SELECT c.id, NULL::bigint, NEW.id, clock_timestamp(), current_setting('frontdoor.actor')::bigint, clock_timestamp() FROM frontdoor_agencycheck c
    JOIN frontdoor_agencyrequest r ON r.id = c.request_id AND r.ended_at IS NULL
    JOIN frontdoor_consentevent e ON e.id = c.consent_id
    WHERE NOT EXISTS (SELECT 1 FROM frontdoor_checkstop s WHERE s.check_id = c.id)
 AND e.override_id = NEW.id;
    
        END IF;
        RETURN NULL;
    """,
        ),
    ],
    "overridechild": [
        *WRITTEN_ONCE,
        refuses(
            "override_child_is_on_the_contact",
            sentence="This child is not on the contact.",
            operation=pgtrigger.Insert,
            when="""
        NOT EXISTS (
            SELECT 1 FROM frontdoor_consentoverride o
            JOIN frontdoor_contactchild c ON c.contact_id = o.contact_id AND c.child_id = NEW.child_id
            WHERE o.id = NEW.override_id)
    """,
        ),
        refuses(
            "override_covers_what_was_decided",
            sentence="A request for an override and the decision on it cannot be changed. Make a new request.",
            operation=pgtrigger.Insert,
            when="""
        NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND EXISTS (
            SELECT 1 FROM frontdoor_consentoverride o WHERE o.id = NEW.override_id AND o.decided_at IS NOT NULL)
    """,
        ),
    ],
    "overrideagency": [
        *WRITTEN_ONCE,
        refuses(
            "override_covers_what_was_decided",
            sentence="A request for an override and the decision on it cannot be changed. Make a new request.",
            operation=pgtrigger.Insert,
            when="""
        NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND EXISTS (
            SELECT 1 FROM frontdoor_consentoverride o WHERE o.id = NEW.override_id AND o.decided_at IS NOT NULL)
    """,
        ),
    ],
}
