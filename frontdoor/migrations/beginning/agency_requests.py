"""Requests to agencies: for information or to offer early help, and nothing else (C14)."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger
from django.conf import settings
from django.db import migrations, models

from frontdoor.migrations.beginning.versions import with_versions
from frontdoor.migrations.beginning.words import TRACKED, refuses

TABLES = [
    *with_versions(
        migrations.CreateModel(
            name="AgencyRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agency_requests",
                        to="frontdoor.contact",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agency_requests",
                        to="frontdoor.agency",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("information", "Information request"), ("early_help", "Early-help offer")],
                        error_messages={
                            "invalid_choice": "An agency can be asked for information or to offer early help. Nothing else can be asked of it."
                        },
                        max_length=11,
                        verbose_name="what is asked",
                    ),
                ),
                (
                    "questions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        error_messages={"blank": "Write at least one question, each in at least 10 characters."},
                        size=None,
                    ),
                ),
                ("wording_reason", models.TextField(blank=True, verbose_name="manager's reason for the wording")),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests_owned",
                        to=settings.AUTH_USER_MODEL,
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
                    "clock",
                    models.CharField(
                        choices=[("T36", "The usual time"), ("T36-RED", "The time on a Red contact")],
                        max_length=7,
                        verbose_name="which reply clock",
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("remind_at", models.DateTimeField(verbose_name="first reminder")),
                ("escalate_at", models.DateTimeField(verbose_name="to the agency's lead")),
                ("ended_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ending",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("answered", "Answered"),
                            ("not_answered", "Closed without an answer"),
                            ("stopped", "Stopped: the agreement it stood on has ended"),
                        ],
                        editable=False,
                        max_length=12,
                    ),
                ),
                (
                    "ending_reason",
                    models.TextField(blank=True, editable=False, verbose_name="why it ended without an answer"),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_at__isnull", False), ("ended_at__isnull", True)),
                        fields=["due_at"],
                        name="request_t36_open",
                    ),
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)), fields=["remind_at"], name="request_to_remind"
                    ),
                    models.Index(fields=["agency", "-requested_at"], name="request_agency"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("due_at__gte", models.F("requested_at"))),
                        name="request_t36_due_after_start",
                        violation_error_message="The due date cannot be before the start.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ended_at__gte", models.F("requested_at"))),
                        name="request_t36_end_after_start",
                        violation_error_message="The end cannot be before the start.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["information", "early_help"])),
                        name="request_kind_is_no_investigation",
                        violation_error_message="An agency can be asked for information or to offer early help. Nothing else can be asked of it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due_at__gte", models.F("remind_at")), ("escalate_at__gte", models.F("due_at"))
                        ),
                        name="request_reminders_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                                models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(("ended_at__isnull", True), ("ending", "")),
                                models.Q(("ended_at__isnull", False), models.Q(("ending", ""), _negated=True)),
                                _connector="OR",
                            ),
                        ),
                        name="request_ended_whole",
                        violation_error_message="A request ends with a time, who ended it and how.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ending", "not_answered"), _negated=True),
                            django.db.models.lookups.GreaterThanOrEqual(
                                django.db.models.functions.text.Length(
                                    django.db.models.functions.text.Trim(models.F("ending_reason"))
                                ),
                                20,
                            ),
                            _connector="OR",
                        ),
                        name="request_unanswered_with_a_reason",
                        violation_error_message="Say in at least 20 characters why the request ends without an answer.",
                    ),
                ],
            },
        )
    ),
]

RULES = {
    "agencyrequest": [
        *TRACKED,
        refuses(
            "request_questions_are_told",
            sentence="Write at least one question, each in at least 10 characters.",
            operation=pgtrigger.Insert,
            when="""
        coalesce(cardinality(NEW.questions), 0) = 0
        OR EXISTS (SELECT 1 FROM unnest(NEW.questions) q WHERE length(trim(coalesce(q, ''))) < 10)
    """,
        ),
        refuses(
            "request_put_in_person",
            sentence="A request to an agency is signed by the worker who asks.",
            operation=pgtrigger.Insert,
            when="""NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND NEW.requested_by_id::text IS DISTINCT FROM current_setting('frontdoor.actor', true)""",
        ),
        refuses(
            "request_wording_needs_a_manager",
            sentence="An agency can be asked what it knows. It cannot be asked to investigate or to question the child or the family: that is social care's own work. Change the words, or let a practice manager or service manager write why they may stand, in at least 20 characters.",
            operation=pgtrigger.Insert,
            when=r"""
        array_to_string(NEW.questions, chr(10)) ~* '\y(?:(?:please|kindly|can you|could you|would you|will you|you to|you should|you must)\s+(?:investigate|look\s+into|find\s+out|question|examine|quiz|probe)|(?:ask|question|quiz|probe|interrogate|grill|examine|speak\s+(?:to|with)|talk\s+(?:to|with))\s+(?:(?:the|this|your|her|his|their|its|both|a)\s+)?(?:child|children|young\s+(?:person|people)|kids?|pupils?|boy|girl|siblings?|brothers?|sisters?|mother|mum|father|dad|parents?|family|carers?|step-?(?:mother|mum|father|dad)|grandparents?|partner)|(?:ask|quiz|probe|speak\s+(?:to|with)|talk\s+(?:to|with))\s+(?:him|her|them)\s+(?:about|(?:what|whether|if|who|how|why))|(?:find\s+out|establish|ascertain|determine)\s+(?:(?:what|whether|if|who|how|why)|from)|(?:carry(?:ing)?\s+out|conduct|undertake|perform|make|start|open|begin|launch|hold|initiate|do)\s+(?:(?:an?|the|its|your|their|his|her|own|full|further|some|any|more|initial|internal|proper|thorough)\s+){0,3}(?:investigations?|enquiry|enquiries|inquiry|inquiries|interviews?)|(?:carry(?:ing)?\s+out|conduct|undertake|perform|make|do)\s+(?:(?:an?|the|its|your|their|his|her|own|full|further|some|any|more|initial|internal|proper|thorough)\s+){0,3}(?:welfare|safe\s+and\s+well)\s+(?:checks?|visits?)|(?<!the )(?<!an )(?<!his )(?<!her )(?<!that )interview)\y' AND (
            length(trim(NEW.wording_reason)) < 20
            OR NOT EXISTS (
                SELECT 1 FROM workforce_rolegrant g
                WHERE g.worker_id = NEW.requested_by_id AND g.role IN ('practice_manager', 'service_manager')
                  AND g.approved_at IS NOT NULL
                  AND g.starts_on <= (NEW.requested_at AT TIME ZONE 'Europe/London')::date
                  AND (g.ends_on IS NULL OR g.ends_on >= (NEW.requested_at AT TIME ZONE 'Europe/London')::date)))
    """,
        ),
        refuses(
            "request_needs_an_owner",
            sentence="This concern may need enquiries under section 47. Name the registered social worker who owns it: asking an agency does not hand it over.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
        NEW.owner_id IS NULL AND NEW.ended_at IS NULL AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on')
        AND (TG_OP = 'INSERT' OR OLD.owner_id IS NOT NULL)
        AND (
            EXISTS (SELECT 1 FROM frontdoor_contact c
                    WHERE c.id = NEW.contact_id AND (c.rag = 'red' OR c.immediate_danger))
            OR EXISTS (SELECT 1 FROM frontdoor_consentoverride o
                       WHERE o.contact_id = NEW.contact_id AND o.overriding_concern)
            OR EXISTS (SELECT 1 FROM frontdoor_consentevent e
                       WHERE e.contact_id = NEW.contact_id AND e.status = 'NOT_NEEDED_S47'))
    """,
        ),
        refuses(
            "request_owner_is_registered",
            sentence="The owner of a concern must be a registered social worker.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
        NEW.owner_id IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.owner_id IS DISTINCT FROM OLD.owner_id)
        AND NOT EXISTS (SELECT 1 FROM workforce_worker w
                        WHERE w.id = NEW.owner_id AND w.registration_number IS NOT NULL)
    """,
        ),
        refuses(
            "request_stays",
            sentence="A request that was put to an agency cannot be changed. Make a new one.",
            operation=pgtrigger.Update,
            when="""
        (NEW.contact_id, NEW.agency_id, NEW.kind, NEW.questions, NEW.wording_reason, NEW.requested_by_id,
         NEW.requested_at)
        IS DISTINCT FROM
        (OLD.contact_id, OLD.agency_id, OLD.kind, OLD.questions, OLD.wording_reason, OLD.requested_by_id,
         OLD.requested_at)
        OR (OLD.ended_at IS NOT NULL
            AND (NEW.ended_at, NEW.ended_by_id, NEW.ending, NEW.ending_reason)
            IS DISTINCT FROM (OLD.ended_at, OLD.ended_by_id, OLD.ending, OLD.ending_reason))
    """,
        ),
        refuses(
            "request_answered_with_a_reply",
            sentence="Record the reply itself: a request is not answered without it.",
            operation=pgtrigger.Update,
            when="""
        NEW.ending = 'answered' AND OLD.ending <> 'answered'
        AND NOT EXISTS (SELECT 1 FROM frontdoor_checkreply r WHERE r.request_id = NEW.id)
    """,
        ),
        pgtrigger.Trigger(
            name="request_names_a_child",
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            timing=pgtrigger.Deferred,
            func="""
        IF NOT EXISTS (SELECT 1 FROM frontdoor_agencycheck c WHERE c.request_id = NEW.id) THEN
            RAISE EXCEPTION 'Choose at least one child.' USING ERRCODE = 'check_violation', CONSTRAINT = 'request_names_a_child';
        END IF;
        RETURN NULL;
    """,
        ),
    ],
}
