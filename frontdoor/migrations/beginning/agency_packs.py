"""The quarterly pack for one agency: figures as they stood when it was issued, and examples that name nobody (L58)."""

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
            name="AgencyPack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="packs", to="frontdoor.agency"
                    ),
                ),
                ("quarter_from", models.DateField()),
                (
                    "begun_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("issued_at", models.DateTimeField(editable=False, null=True)),
                (
                    "issued_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("letterhead", models.JSONField(blank=True, default=dict, editable=False)),
                ("digest", models.CharField(blank=True, editable=False, max_length=64)),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "quarter_from"),
                        name="pack_once_a_quarter",
                        violation_error_message="This agency already has a pack for that quarter.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quarter_from__day", 1), ("quarter_from__month__in", (1, 4, 7, 10))),
                        name="pack_of_a_whole_quarter",
                        violation_error_message="A quarter begins on 1 January, April, July or October.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("issued_at__isnull", True), ("issued_by__isnull", True)),
                                models.Q(("issued_at__isnull", False), ("issued_by__isnull", False)),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(("digest", ""), ("issued_at__isnull", True)),
                                models.Q(("issued_at__isnull", False), models.Q(("digest", ""), _negated=True)),
                                _connector="OR",
                            ),
                        ),
                        name="pack_issued_by_somebody",
                    ),
                ],
            },
        )
    ),
    *with_versions(
        migrations.CreateModel(
            name="PackExample",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "pack",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="examples", to="frontdoor.agencypack"
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="frontdoor.contactreview"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("over", "Did not need a referral to us"),
                            ("under", "Should have come earlier, or at a higher level"),
                        ],
                        max_length=5,
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "story",
                    models.TextField(
                        error_messages={"blank": "Tell the example in at least 40 characters."},
                        verbose_name="the example in words that name nobody",
                    ),
                ),
                ("written_at", models.DateTimeField()),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("confirmed_at", models.DateTimeField(editable=False, null=True)),
                (
                    "confirmed_by",
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
                    models.UniqueConstraint(fields=("pack", "way", "place"), name="example_one_a_place"),
                    models.UniqueConstraint(
                        fields=("pack", "review"),
                        name="example_once_a_pack",
                        violation_error_message="This contact is already an example in this pack.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("place__gte", 1), ("place__lte", 3)),
                        name="example_three_each_way",
                        violation_error_message="A pack holds at most three examples each way.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.text.Length(
                                django.db.models.functions.text.Trim(models.F("story"))
                            ),
                            40,
                        ),
                        name="example_tells_a_story",
                        violation_error_message="Tell the example in at least 40 characters.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                            models.Q(
                                ("confirmed_at__gte", models.F("written_at")),
                                ("confirmed_by__isnull", False),
                                models.Q(("confirmed_by", models.F("written_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="example_confirmed_by_another",
                        violation_error_message="Somebody other than the writer must confirm that an example names nobody.",
                    ),
                ],
            },
        )
    ),
]

RULES = {
    "agencypack": [
        *TRACKED,
        refuses(
            "pack_stays_as_issued",
            sentence="A pack that was issued cannot be changed.",
            operation=pgtrigger.Update,
            when="""
        OLD.issued_at IS NOT NULL
        OR (NEW.agency_id, NEW.quarter_from) IS DISTINCT FROM (OLD.agency_id, OLD.quarter_from)
    """,
        ),
        refuses(
            "pack_issued_after_its_quarter",
            sentence="A pack is issued when its quarter is over.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""(NEW.issued_at AT TIME ZONE 'Europe/London')::date < (NEW.quarter_from + interval '3 months')::date""",
        ),
    ],
    "packexample": [
        *TRACKED,
        refuses(
            "example_is_of_the_pack",
            sentence="Choose a reviewed contact of this agency and quarter whose code is of that kind.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
        NOT EXISTS (
            SELECT 1 FROM frontdoor_agencypack p, frontdoor_contactreview r
            JOIN frontdoor_contact c ON c.id = r.contact_id
            WHERE p.id = NEW.pack_id AND r.id = NEW.review_id AND c.agency_id = p.agency_id
              AND (c.received_at AT TIME ZONE 'Europe/London')::date >= p.quarter_from
              AND (c.received_at AT TIME ZONE 'Europe/London')::date < (p.quarter_from + interval '3 months')::date
              AND (NEW.way = 'over' AND r.code LIKE 'I%' OR NEW.way = 'under' AND r.code = 'U'))
    """,
        ),
        refuses(
            "example_stays_as_confirmed",
            sentence="An example that was confirmed cannot be changed.",
            operation=pgtrigger.Update,
            when="OLD.confirmed_at IS NOT NULL",
        ),
        refuses(
            "example_before_the_pack_is_issued",
            sentence="A pack that was issued cannot be changed.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
        NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND EXISTS (
            SELECT 1 FROM frontdoor_agencypack p WHERE p.id = NEW.pack_id AND p.issued_at IS NOT NULL)
    """,
        ),
    ],
}
