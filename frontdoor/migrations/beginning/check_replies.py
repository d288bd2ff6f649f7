"""What an agency answered, with fact, source and opinion kept apart (domain.md 3.4), and when it was reminded."""

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
        name="CheckChaser",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            (
                "request",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="chasers", to="frontdoor.agencyrequest"
                ),
            ),
            (
                "how",
                models.CharField(
                    choices=[
                        ("reminder", "Reminder by e-mail before the reply was due"),
                        ("overdue", "Reminder by e-mail when the reply was due"),
                        ("escalation", "E-mail to the agency's named lead"),
                        ("telephone", "Telephone call"),
                        ("email", "E-mail of our own"),
                        ("in_person", "In person or in a meeting"),
                        ("lead", "Call to the agency's named lead"),
                    ],
                    max_length=10,
                ),
            ),
            ("chased_at", models.DateTimeField()),
            (
                "chased_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("spoke_to", models.CharField(blank=True, max_length=120, verbose_name="who was reached")),
            ("words", models.TextField(blank=True, verbose_name="what was said")),
        ],
        options={
            "abstract": False,
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("how__in", ["reminder", "overdue", "escalation"])),
                    fields=("request", "how"),
                    name="chaser_of_the_system_once",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("how__in", ["reminder", "overdue", "escalation"]),
                        django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.text.Length(
                                django.db.models.functions.text.Trim(models.F("words"))
                            ),
                            5,
                        ),
                        _connector="OR",
                    ),
                    name="chaser_by_hand_is_told",
                    violation_error_message="Write what was said, in at least 5 characters.",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="CheckReply",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            (
                "request",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, related_name="reply", to="frontdoor.agencyrequest"
                ),
            ),
            (
                "answered_by",
                models.CharField(
                    error_messages={"blank": "Say who at the agency answered."},
                    max_length=120,
                    verbose_name="who answered",
                ),
            ),
            ("answered_as", models.CharField(blank=True, max_length=120, verbose_name="their job")),
            ("received_at", models.DateTimeField()),
            ("nothing_known", models.BooleanField(default=False, verbose_name="the agency holds no information")),
            (
                "recorded_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "verbose_name_plural": "check replies",
            "abstract": False,
            "constraints": [
                models.CheckConstraint(
                    condition=django.db.models.lookups.GreaterThanOrEqual(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim(models.F("answered_by"))
                        ),
                        2,
                    ),
                    name="reply_says_who_answered",
                    violation_error_message="Say who at the agency answered.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("received_at__lte", models.F("recorded_at"))),
                    name="reply_received_before_recorded",
                    violation_error_message="A reply cannot come in the future.",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ReplyStatement",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            (
                "reply",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="statements", to="frontdoor.checkreply"
                ),
            ),
            ("said", models.CharField(choices=[("fact", "Fact"), ("opinion", "Opinion")], max_length=7)),
            (
                "child",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="frontdoor.person",
                ),
            ),
            ("words", models.TextField()),
            ("source", models.CharField(max_length=200, verbose_name="source, or whose opinion")),
            ("dated_on", models.DateField(blank=True, null=True, verbose_name="the day it is from")),
        ],
        options={
            "abstract": False,
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("said", "fact"), _negated=True),
                        models.Q(
                            django.db.models.lookups.GreaterThanOrEqual(
                                django.db.models.functions.text.Length(
                                    django.db.models.functions.text.Trim(models.F("words"))
                                ),
                                5,
                            ),
                            django.db.models.lookups.GreaterThanOrEqual(
                                django.db.models.functions.text.Length(
                                    django.db.models.functions.text.Trim(models.F("source"))
                                ),
                                2,
                            ),
                            ("dated_on__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="statement_fact_with_source",
                    violation_error_message="A fact needs the words, who saw it or where it is written, and the day it is from.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("said", "opinion"), _negated=True),
                        models.Q(
                            django.db.models.lookups.GreaterThanOrEqual(
                                django.db.models.functions.text.Length(
                                    django.db.models.functions.text.Trim(models.F("words"))
                                ),
                                5,
                            ),
                            django.db.models.lookups.GreaterThanOrEqual(
                                django.db.models.functions.text.Length(
                                    django.db.models.functions.text.Trim(models.F("source"))
                                ),
                                2,
                            ),
                        ),
                        _connector="OR",
                    ),
                    name="statement_opinion_of_somebody",
                    violation_error_message="An opinion needs the words and whose opinion it is.",
                ),
            ],
        },
    ),
]

RULES = {
    "checkchaser": [
        *WRITTEN_ONCE,
        refuses(
            "chaser_while_it_waits",
            sentence="This request has ended. Make a new one for more.",
            operation=pgtrigger.Insert,
            when="""
    NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND EXISTS (
        SELECT 1 FROM frontdoor_agencyrequest c WHERE c.id = NEW.request_id AND c.ended_at IS NOT NULL)
""",
        ),
    ],
    "checkreply": [
        *WRITTEN_ONCE,
        refuses(
            "reply_while_it_waits",
            sentence="This request has ended. Make a new one for more.",
            operation=pgtrigger.Insert,
            when="""
    NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND EXISTS (
        SELECT 1 FROM frontdoor_agencyrequest c WHERE c.id = NEW.request_id AND c.ended_at IS NOT NULL)
""",
        ),
    ],
    "replystatement": [
        *WRITTEN_ONCE,
        refuses(
            "statement_about_a_child_asked_about",
            sentence="This child is not on the request.",
            operation=pgtrigger.Insert,
            when="""
                    NEW.child_id IS NOT NULL AND NOT EXISTS (
                        SELECT 1 FROM frontdoor_checkreply r
                        JOIN frontdoor_agencycheck c ON c.request_id = r.request_id AND c.child_id = NEW.child_id
                        WHERE r.id = NEW.reply_id)
                """,
        ),
    ],
}
