"""Looking back at past contacts: a cohort picked by criteria, worked one by one, until the totals reconcile (L64)."""

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
            name="LookBack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("name", models.CharField(max_length=120)),
                ("purpose", models.TextField(verbose_name="why these contacts are looked at again")),
                ("criteria", models.JSONField(blank=True, default=dict)),
                ("started_at", models.DateTimeField()),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("closed_at", models.DateTimeField(editable=False, null=True)),
                (
                    "closed_by",
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
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.text.Length(
                                django.db.models.functions.text.Trim(models.F("purpose"))
                            ),
                            20,
                        ),
                        name="look_back_says_why",
                        violation_error_message="Say in at least 20 characters why these contacts are looked at again.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                            models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="look_back_closed_by_somebody",
                    ),
                ],
            },
        )
    ),
    *with_versions(
        migrations.CreateModel(
            name="LookBackItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "look_back",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="audits.lookback"
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="look_backs", to="frontdoor.contact"
                    ),
                ),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("sound", "The decision was sound and is well recorded"),
                            ("record", "Sound, but the reasons are poorly recorded"),
                            ("learning", "Something to learn; nothing to put right"),
                            ("act", "Something must be put right for this child or family"),
                        ],
                        max_length=8,
                    ),
                ),
                ("found", models.TextField(blank=True, verbose_name="what was found")),
                ("action", models.TextField(blank=True, verbose_name="what must be put right")),
                (
                    "action_owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("action_due_on", models.DateField(blank=True, null=True, verbose_name="by when")),
                ("looked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "looked_by",
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
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("look_back", "contact"), name="look_back_once_a_contact"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("looked_at__isnull", True), ("looked_by__isnull", True)),
                                models.Q(("looked_at__isnull", False), ("looked_by__isnull", False)),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(("finding", ""), ("looked_at__isnull", True)),
                                models.Q(models.Q(("finding", ""), _negated=True), ("looked_at__isnull", False)),
                                _connector="OR",
                            ),
                        ),
                        name="look_back_found_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("finding", ""),
                            django.db.models.lookups.GreaterThanOrEqual(
                                django.db.models.functions.text.Length(
                                    django.db.models.functions.text.Trim(models.F("found"))
                                ),
                                20,
                            ),
                            _connector="OR",
                        ),
                        name="look_back_says_what_was_found",
                        violation_error_message="Say in at least 20 characters what you found.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("finding", "act"), _negated=True),
                                ("action", ""),
                                ("action_due_on__isnull", True),
                                ("action_owner__isnull", True),
                            ),
                            models.Q(
                                ("action_due_on__isnull", False),
                                ("action_owner__isnull", False),
                                ("finding", "act"),
                                django.db.models.lookups.GreaterThanOrEqual(
                                    django.db.models.functions.text.Length(
                                        django.db.models.functions.text.Trim(models.F("action"))
                                    ),
                                    10,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="look_back_action_is_whole",
                        violation_error_message="Say what must be done, by whom and by when.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("action_due_on__isnull", True),
                            ("action_due_on__gte", models.F("looked_at__date")),
                            _connector="OR",
                        ),
                        name="look_back_action_after_finding",
                        violation_error_message="The day by which it must be put right cannot be in the past.",
                    ),
                ],
            },
        )
    ),
]

RULES = {
    "lookback": [
        *TRACKED,
        refuses(
            "look_back_closed_when_done",
            sentence="Contacts are still to be looked at. Record what was found on each first.",
            operation=pgtrigger.Update,
            when="""
                    NEW.closed_at IS NOT NULL AND EXISTS (
                        SELECT 1 FROM audits_lookbackitem i WHERE i.look_back_id = NEW.id AND i.finding = '')
                """,
        ),
    ],
    "lookbackitem": [
        *TRACKED,
        refuses(
            "look_back_not_ones_own",
            sentence="Somebody other than the manager who decided this contact looks back at it.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
        NEW.looked_by_id IS NOT NULL AND EXISTS (
            SELECT 1 FROM frontdoor_contact c WHERE c.id = NEW.contact_id AND c.decided_by_id = NEW.looked_by_id)
    """,
        ),
        refuses(
            "look_back_stays_when_closed",
            sentence="This look-back is closed. What was found stays as it is.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""EXISTS (SELECT 1 FROM audits_lookback b WHERE b.id = NEW.look_back_id AND b.closed_at IS NOT NULL)""",
        ),
    ],
}
