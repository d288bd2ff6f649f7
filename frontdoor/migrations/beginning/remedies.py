"""What is put right after a review found that consent was dispensed with wrongly (C10)."""

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
            name="OverrideRemedy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "override",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remedy",
                        to="frontdoor.consentoverride",
                    ),
                ),
                ("what", models.TextField(verbose_name="what is put right")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("set_on", models.DateField()),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("due_on", models.DateField()),
                ("done_on", models.DateField(editable=False, null=True)),
                (
                    "done_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("done_words", models.TextField(blank=True, verbose_name="what was done")),
                ("verified_on", models.DateField(editable=False, null=True)),
                (
                    "verified_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "override remedies",
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_on__isnull", False), ("verified_on__isnull", True)),
                        fields=["due_on"],
                        name="remedy_c_remedy_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("set_on"))),
                        name="remedy_c_remedy_due_after_start",
                        violation_error_message="The due date cannot be before the start.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("verified_on__gte", models.F("set_on"))),
                        name="remedy_c_remedy_end_after_start",
                        violation_error_message="The end cannot be before the start.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.text.Length(
                                django.db.models.functions.text.Trim(models.F("what"))
                            ),
                            20,
                        ),
                        name="remedy_says_what",
                        violation_error_message="Say in at least 20 characters what is put right.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_by__isnull", True), ("done_on__isnull", True), ("done_words", "")),
                            models.Q(
                                ("done_by__isnull", False),
                                ("done_on__isnull", False),
                                django.db.models.lookups.GreaterThanOrEqual(
                                    django.db.models.functions.text.Length(
                                        django.db.models.functions.text.Trim(models.F("done_words"))
                                    ),
                                    10,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="remedy_done_whole",
                        violation_error_message="Say in at least 10 characters what was done, and who did it when.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verified_by__isnull", True), ("verified_on__isnull", True)),
                            models.Q(
                                ("done_on__isnull", False),
                                ("verified_by__isnull", False),
                                ("verified_on__isnull", False),
                                models.Q(("verified_by", models.F("done_by")), _negated=True),
                                models.Q(("verified_by", models.F("owner")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="remedy_verified_by_another",
                        violation_error_message="Somebody other than the person who did it must check that it is done.",
                    ),
                ],
            },
        )
    ),
]

RULES = {
    "overrideremedy": [
        *TRACKED,
        refuses(
            "remedy_stays",
            sentence="What is to be put right, by whom and by when, cannot be changed once it is set.",
            operation=pgtrigger.Update,
            when="""
        (NEW.override_id, NEW.what, NEW.owner_id, NEW.set_on, NEW.set_by_id, NEW.due_on)
        IS DISTINCT FROM (OLD.override_id, OLD.what, OLD.owner_id, OLD.set_on, OLD.set_by_id, OLD.due_on)
        OR (OLD.verified_on IS NOT NULL
            AND (NEW.done_on, NEW.done_by_id, NEW.done_words, NEW.verified_on, NEW.verified_by_id)
            IS DISTINCT FROM (OLD.done_on, OLD.done_by_id, OLD.done_words, OLD.verified_on, OLD.verified_by_id))
    """,
        ),
        refuses(
            "remedy_signed_in_person",
            sentence="Whoever did it, or checked it, signs in person.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
        NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND (
            TG_OP = 'INSERT' AND (NEW.done_on IS NOT NULL OR NEW.verified_on IS NOT NULL)
            OR TG_OP = 'UPDATE' AND (
                NEW.done_on IS NOT NULL AND OLD.done_on IS NULL
                AND NEW.done_by_id::text IS DISTINCT FROM current_setting('frontdoor.actor', true)
                OR NEW.verified_on IS NOT NULL AND OLD.verified_on IS NULL
                AND NEW.verified_by_id::text IS DISTINCT FROM current_setting('frontdoor.actor', true)))
    """,
        ),
    ],
}
