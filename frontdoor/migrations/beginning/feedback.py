"""What a referrer is owed: an acknowledgement (T03), the outcome in plain words (T04), and an answer to a challenge."""

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
            name="Acknowledgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "contact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acknowledgement",
                        to="frontdoor.contact",
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "how",
                    models.CharField(
                        blank=True,
                        choices=[("call", "Telephone call or in person"), ("email", "E-mail"), ("letter", "Letter")],
                        max_length=6,
                        verbose_name="how the referrer was told",
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_at__isnull", False), ("finished_at__isnull", True)),
                        fields=["due_at"],
                        name="ack_t03_open",
                    ),
                    models.Index(fields=["due_at"], name="ack_due"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("due_at__gte", models.F("started_at"))),
                        name="ack_t03_due_after_start",
                        violation_error_message="The due date cannot be before the start.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("finished_at__gte", models.F("started_at"))),
                        name="ack_t03_end_after_start",
                        violation_error_message="The end cannot be before the start.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("finished_at__isnull", True), ("told_by__isnull", True)),
                                models.Q(("finished_at__isnull", False), ("told_by__isnull", False)),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(("finished_at__isnull", True), ("how", "")),
                                models.Q(("finished_at__isnull", False), models.Q(("how", ""), _negated=True)),
                                _connector="OR",
                            ),
                        ),
                        name="ack_given_whole",
                        violation_error_message="Say how the referrer was told, who told them and when.",
                    ),
                ],
            },
        )
    ),
    *with_versions(
        migrations.CreateModel(
            name="ReferrerFeedback",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "contact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="feedback", to="frontdoor.contact"
                    ),
                ),
                ("words", models.TextField(verbose_name="what the referrer is told")),
                ("started_on", models.DateField()),
                ("due_on", models.DateField()),
                ("finished_on", models.DateField(blank=True, null=True)),
                (
                    "how",
                    models.CharField(
                        blank=True,
                        choices=[("call", "Telephone call or in person"), ("email", "E-mail"), ("letter", "Letter")],
                        max_length=6,
                        verbose_name="how the referrer was told",
                    ),
                ),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                (
                    "told_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "referrer feedback",
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_on__isnull", False), ("finished_on__isnull", True)),
                        fields=["due_on"],
                        name="feedback_t04_open",
                    ),
                    models.Index(fields=["due_on"], name="feedback_due"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("started_on"))),
                        name="feedback_t04_due_after_start",
                        violation_error_message="The due date cannot be before the start.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("finished_on__gte", models.F("started_on"))),
                        name="feedback_t04_end_after_start",
                        violation_error_message="The end cannot be before the start.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("finished_on__isnull", True), ("told_by__isnull", True)),
                                models.Q(("finished_on__isnull", False), ("told_by__isnull", False)),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(("finished_on__isnull", True), ("told_at__isnull", True)),
                                models.Q(("finished_on__isnull", False), ("told_at__isnull", False)),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(("finished_on__isnull", True), ("how", "")),
                                models.Q(("finished_on__isnull", False), models.Q(("how", ""), _negated=True)),
                                _connector="OR",
                            ),
                        ),
                        name="feedback_given_by_somebody",
                        violation_error_message="Say how the referrer was told, who told them and when.",
                    ),
                ],
            },
        )
    ),
    *with_versions(
        migrations.CreateModel(
            name="FeedbackChallenge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "feedback",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="challenges",
                        to="frontdoor.referrerfeedback",
                    ),
                ),
                (
                    "words",
                    models.TextField(
                        error_messages={"blank": "Write what the referrer disagrees with, in at least 20 characters."},
                        verbose_name="what the referrer disagrees with",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("started_on", models.DateField()),
                ("due_on", models.DateField()),
                ("answered_on", models.DateField(blank=True, editable=False, null=True)),
                (
                    "answered_by",
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
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("stands", "The decision stands"),
                            ("again", "The contact is looked at again"),
                            ("changed", "The decision was changed"),
                        ],
                        editable=False,
                        max_length=7,
                    ),
                ),
                ("answer", models.TextField(blank=True, editable=False)),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("answered_on__isnull", True), ("due_on__isnull", False)),
                        fields=["due_on"],
                        name="challenge_t37_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("started_on"))),
                        name="challenge_t37_due_after_start",
                        violation_error_message="The due date cannot be before the start.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answered_on__gte", models.F("started_on"))),
                        name="challenge_t37_end_after_start",
                        violation_error_message="The end cannot be before the start.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.text.Length(
                                django.db.models.functions.text.Trim(models.F("words"))
                            ),
                            20,
                        ),
                        name="challenge_says_what",
                        violation_error_message="Write what the referrer disagrees with, in at least 20 characters.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("answered_by__isnull", True), ("answered_on__isnull", True)),
                                models.Q(("answered_by__isnull", False), ("answered_on__isnull", False)),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(("answered_on__isnull", True), ("result", "")),
                                models.Q(
                                    ("answered_on__isnull", False),
                                    models.Q(("result", ""), _negated=True),
                                    django.db.models.lookups.GreaterThanOrEqual(
                                        django.db.models.functions.text.Length(
                                            django.db.models.functions.text.Trim(models.F("answer"))
                                        ),
                                        20,
                                    ),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="challenge_answered_whole",
                        violation_error_message="Write the answer to the challenge in at least 20 characters.",
                    ),
                ],
            },
        )
    ),
]

RULES = {
    "acknowledgement": TRACKED,
    "referrerfeedback": [
        *TRACKED,
        refuses(
            "feedback_stays_as_told",
            sentence="What a referrer was told is kept as it was told. Write another letter or record another call.",
            operation=pgtrigger.Update,
            when="""
        OLD.finished_on IS NOT NULL
        AND (NEW.words, NEW.how, NEW.told_by_id, NEW.told_at, NEW.finished_on, NEW.contact_id)
        IS DISTINCT FROM (OLD.words, OLD.how, OLD.told_by_id, OLD.told_at, OLD.finished_on, OLD.contact_id)
    """,
        ),
    ],
    "feedbackchallenge": [
        *TRACKED,
        refuses(
            "challenge_answered_by_another_manager",
            sentence="A challenge is answered by a manager other than the one who decided the contact.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
        NEW.answered_by_id IS NOT NULL AND (
            EXISTS (
                SELECT 1 FROM frontdoor_referrerfeedback f JOIN frontdoor_contact c ON c.id = f.contact_id
                WHERE f.id = NEW.feedback_id AND c.decided_by_id = NEW.answered_by_id)
            OR NOT EXISTS (
                SELECT 1 FROM workforce_rolegrant g
                WHERE g.worker_id = NEW.answered_by_id AND g.role IN ('practice_manager', 'service_manager')
                  AND g.approved_at IS NOT NULL AND g.starts_on <= NEW.answered_on
                  AND (g.ends_on IS NULL OR g.ends_on >= NEW.answered_on)))
    """,
        ),
    ],
}
