"""The continuum of need: the local threshold document in versions, each with its levels and their indicators."""

import datetime

import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger
from django.conf import settings
from django.db import migrations, models

from frontdoor.migrations.beginning.versions import with_versions
from frontdoor.migrations.beginning.words import TRACKED, VERSIONED, refuses

TABLES = [
    *with_versions(
        migrations.CreateModel(
            name="ThresholdScheme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=120)),
                ("introduction", models.TextField(blank=True)),
                (
                    "valid_from",
                    models.DateField(
                        blank=True,
                        error_messages={"unique": "Another version starts on that day."},
                        null=True,
                        unique=True,
                        verbose_name="first day",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("proposed_at", models.DateTimeField(editable=False, null=True)),
                (
                    "proposed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("approved_at", models.DateTimeField(editable=False, null=True)),
                (
                    "approved_by",
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
                "ordering": ["-valid_from"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("approved_at__isnull", True)),
                        fields=("approved_at",),
                        name="threshold_one_draft",
                        nulls_distinct=False,
                        violation_error_message="There is a draft already. Finish that one first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("proposed_at__isnull", True), ("proposed_by__isnull", True)),
                                models.Q(("proposed_at__isnull", False), ("proposed_by__isnull", False)),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(("approved_at__isnull", True), ("approved_by__isnull", True)),
                                models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                                _connector="OR",
                            ),
                            models.Q(("proposed_at__isnull", True), ("valid_from__isnull", False), _connector="OR"),
                            models.Q(
                                ("approved_at__isnull", True),
                                models.Q(
                                    ("valid_from__isnull", False),
                                    models.Q(
                                        ("proposed_at__isnull", False),
                                        ("valid_from", datetime.date(2000, 1, 1)),
                                        _connector="OR",
                                    ),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="threshold_published_whole",
                        violation_error_message="A version is published from a day, after one administrator proposed it and by another.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            ("proposed_by__isnull", True),
                            models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="threshold_by_two_people",
                        violation_error_message="Somebody other than the person who proposed it must publish this version.",
                    ),
                ],
            },
        )
    ),
    *with_versions(
        migrations.CreateModel(
            name="ThresholdLevel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="levels",
                        to="frontdoor.thresholdscheme",
                    ),
                ),
                ("code", models.CharField(max_length=4)),
                ("label", models.CharField(max_length=120)),
                ("leads", models.CharField(blank=True, max_length=200, verbose_name="who leads")),
                ("description", models.CharField(blank=True, max_length=500)),
                ("statutory", models.BooleanField(default=False)),
                ("left_out", models.BooleanField(default=False, verbose_name="left out of this version")),
            ],
            options={
                "ordering": ["scheme_id", "code"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scheme", "code"),
                        name="threshold_level_once",
                        violation_error_message="This version has a level with that number already.",
                    )
                ],
            },
        )
    ),
    *with_versions(
        migrations.CreateModel(
            name="ThresholdIndicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "level",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="indicators",
                        to="frontdoor.thresholdlevel",
                    ),
                ),
                (
                    "domain",
                    models.CharField(
                        choices=[
                            ("dev", "Child's development"),
                            ("par", "Parenting capacity"),
                            ("fam", "Family and environment"),
                        ],
                        max_length=3,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("words", models.CharField(max_length=300)),
                (
                    "origin",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="frontdoor.thresholdindicator",
                    ),
                ),
                ("left_out", models.BooleanField(default=False, verbose_name="left out of this version")),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("level", "domain", "words"),
                        name="threshold_indicator_once",
                        violation_error_message="This indicator stands there already.",
                    )
                ],
            },
        )
    ),
]

RULES = {
    "thresholdscheme": [
        *VERSIONED,
        refuses(
            "threshold_starts_tomorrow",
            sentence="A new version starts tomorrow or later, so that contacts already received keep theirs.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
                    NEW.approved_at IS NOT NULL AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND NEW.valid_from <= (clock_timestamp() AT TIME ZONE 'Europe/London')::date
                    AND (TG_OP = 'INSERT' OR OLD.approved_at IS NULL)
                """,
        ),
        refuses(
            "threshold_version_stays",
            sentence="A published version cannot be changed. Start a new version from it.",
            operation=pgtrigger.Update,
            when="""
                    OLD.approved_at IS NOT NULL AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on')
                    AND NOT (NEW.approved_at IS NULL AND OLD.valid_from > (clock_timestamp() AT TIME ZONE 'Europe/London')::date)
                """,
        ),
    ],
    "thresholdlevel": [
        *VERSIONED,
        refuses(
            "threshold_level_stays",
            sentence="A published version cannot be changed. Start a new version from it.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
                    NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND EXISTS (
                        SELECT 1 FROM frontdoor_thresholdscheme s WHERE s.approved_at IS NOT NULL
                        AND (s.id = NEW.scheme_id OR TG_OP = 'UPDATE' AND s.id = OLD.scheme_id))
                """,
        ),
    ],
    "thresholdindicator": [
        *TRACKED,
        refuses(
            "threshold_indicator_stays",
            sentence="A published version cannot be changed. Start a new version from it.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
                    NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND EXISTS (
                        SELECT 1 FROM frontdoor_thresholdlevel l JOIN frontdoor_thresholdscheme s ON s.id = l.scheme_id
                        WHERE s.approved_at IS NOT NULL
                        AND (l.id = NEW.level_id OR TG_OP = 'UPDATE' AND l.id = OLD.level_id))
                """,
        ),
    ],
}
