"""A contact goes back to the referrer once, to ask for what is missing; it stays open and its clock runs on."""

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
        name="ContactReturn",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            (
                "contact",
                models.OneToOneField(
                    error_messages={"unique": "This contact has been returned once. Decide it with what is known."},
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="sent_back",
                    to="frontdoor.contact",
                ),
            ),
            (
                "reason",
                models.CharField(
                    choices=[
                        ("agreement", "Family not asked or told, and no reason given"),
                        ("identity", "Who the child is, or where the child lives"),
                        ("household", "Who is in the household, or who has parental responsibility"),
                        ("concern", "What was seen, heard or said"),
                        ("source", "Who saw or heard it, and when"),
                        ("voice", "What the child says"),
                        ("support", "What has been tried, and what early help there is"),
                        ("area", "Whether the child belongs to this authority"),
                    ],
                    default="",
                    error_messages={"blank": "Choose why the contact goes back to the referrer"},
                    max_length=9,
                    verbose_name="why it goes back",
                ),
            ),
            ("missing", models.TextField(verbose_name="what the referrer is asked for")),
            (
                "how",
                models.CharField(
                    choices=[("call", "Telephone call or in person"), ("email", "E-mail"), ("letter", "Letter")],
                    max_length=6,
                    verbose_name="how the referrer was asked",
                ),
            ),
            ("returned_at", models.DateTimeField()),
            ("answer_due_at", models.DateTimeField(editable=False, null=True, verbose_name="when an answer is due")),
            (
                "returned_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "abstract": False,
            "constraints": [
                models.CheckConstraint(
                    condition=django.db.models.lookups.GreaterThanOrEqual(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim(models.F("missing"))
                        ),
                        20,
                    ),
                    name="return_says_what_is_missing",
                    violation_error_message="Say in at least 20 characters what the referrer is asked for.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("answer_due_at__gt", models.F("returned_at"))),
                    name="return_answer_due_later",
                    violation_error_message="Say by when the referrer is asked to answer.",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ReturnAnswer",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            (
                "sent_back",
                models.OneToOneField(
                    error_messages={
                        "unique": "This has been answered already. Ring the front door with what is new, or complete the contact itself."
                    },
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="answer",
                    to="frontdoor.contactreturn",
                ),
            ),
            (
                "words",
                models.TextField(
                    error_messages={"blank": "Write what the referrer answered."},
                    verbose_name="what the referrer answered",
                ),
            ),
            ("answered_at", models.DateTimeField()),
            (
                "answered_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "abstract": False,
            "constraints": [
                models.CheckConstraint(
                    condition=django.db.models.lookups.GreaterThanOrEqual(
                        django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F("words"))),
                        1,
                    ),
                    name="answer_says_something",
                    violation_error_message="Write what the referrer answered.",
                )
            ],
        },
    ),
]

RULES = {
    "contactreturn": [
        *WRITTEN_ONCE,
        refuses(
            "return_has_a_reason",
            sentence="Choose why the contact goes back to the referrer",
            operation=pgtrigger.Insert,
            when="""NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND NEW.reason = ''""",
        ),
        refuses(
            "return_says_by_when",
            sentence="Say by when the referrer is asked to answer.",
            operation=pgtrigger.Insert,
            when="""NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND NEW.answer_due_at IS NULL""",
        ),
        refuses(
            "return_after_reading_for_risk",
            sentence="A registered social worker must read this contact for risk before it goes back to the referrer.",
            operation=pgtrigger.Insert,
            when="""
        NOT EXISTS (SELECT 1 FROM frontdoor_contact c WHERE c.id = NEW.contact_id AND c.triaged_at <= NEW.returned_at)
    """,
        ),
        refuses(
            "return_without_a_risk",
            sentence="Risk is indicated, so this contact does not go back to the referrer. Act on what is known.",
            operation=pgtrigger.Insert,
            when="""
        EXISTS (SELECT 1 FROM frontdoor_riskflag r WHERE r.contact_id = NEW.contact_id)
        OR EXISTS (
            SELECT 1 FROM frontdoor_contact c
            WHERE c.id = NEW.contact_id AND (c.immediate_danger OR c.rag = 'red'))
    """,
        ),
        refuses(
            "return_before_the_decision",
            sentence="This contact has already been decided.",
            operation=pgtrigger.Insert,
            when="""
        NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on')
        AND EXISTS (SELECT 1 FROM frontdoor_contact c WHERE c.id = NEW.contact_id AND c.decided_at IS NOT NULL)
    """,
        ),
    ],
    "returnanswer": [
        *WRITTEN_ONCE,
        refuses(
            "answer_before_the_decision",
            sentence="This contact was decided before the answer came. Ring the front door with what is new.",
            operation=pgtrigger.Insert,
            when="""
        NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on')
        AND EXISTS (
            SELECT 1 FROM frontdoor_contactreturn r JOIN frontdoor_contact c ON c.id = r.contact_id
            WHERE r.id = NEW.sent_back_id AND c.decided_at IS NOT NULL)
    """,
        ),
        refuses(
            "answer_after_the_question",
            sentence="An answer comes after the question was put.",
            operation=pgtrigger.Insert,
            when="""
        EXISTS (SELECT 1 FROM frontdoor_contactreturn r
                WHERE r.id = NEW.sent_back_id AND r.returned_at > NEW.answered_at)
    """,
        ),
        refuses(
            "answer_by_the_referrer_or_the_desk",
            sentence="Only whoever sent this contact, or the front door, can answer what was asked about it.",
            operation=pgtrigger.Insert,
            when="""
        EXISTS (SELECT 1 FROM workforce_worker w WHERE w.id = NEW.answered_by_id AND w.agency_id IS NOT NULL)
        AND NOT EXISTS (
            SELECT 1 FROM frontdoor_contactreturn r
            JOIN frontdoor_partnerreferral p ON p.contact_id = r.contact_id
            JOIN workforce_worker w ON w.id = p.sent_by_id AND w.agency_id = p.agency_id
            WHERE r.id = NEW.sent_back_id AND w.id = NEW.answered_by_id)
    """,
        ),
    ],
}
