"""Who lives together, from when to when, and where. A child may live in two homes, and a home may have to be secret."""

import datetime

import django.contrib.postgres.constraints
import django.db.models.deletion
import django.db.models.expressions
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
            name="Household",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("protected", models.BooleanField(default=False, verbose_name="the address is protected")),
                (
                    "protected_reason",
                    models.CharField(blank=True, max_length=500, verbose_name="why the address is protected"),
                ),
                (
                    "protected_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("protected_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("protected", False), ("protected_at__isnull", True), ("protected_by__isnull", True)
                            ),
                            models.Q(
                                ("protected", True),
                                ("protected_at__isnull", False),
                                ("protected_by__isnull", False),
                                django.db.models.lookups.GreaterThanOrEqual(
                                    django.db.models.functions.text.Length(
                                        django.db.models.functions.text.Trim(models.F("protected_reason"))
                                    ),
                                    20,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="household_protected_whole",
                        violation_error_message="Say in at least 20 characters why the address must be protected.",
                    )
                ],
            },
        )
    ),
    *with_versions(
        migrations.CreateModel(
            name="HouseholdMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="members", to="frontdoor.household"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="homes", to="frontdoor.person"
                    ),
                ),
                ("started_on", models.DateField(blank=True, null=True, verbose_name="moved in on")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="moved out on")),
            ],
            options={
                "abstract": False,
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (models.F("household"), "="),
                            (models.F("person"), "="),
                            (
                                models.Func(
                                    models.F("started_on"),
                                    models.F("ended_on"),
                                    models.Value("[)"),
                                    function="daterange",
                                ),
                                "&&",
                            ),
                        ],
                        name="member_once",
                        violation_error_message="This person is already recorded as living there at that time.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("started_on__isnull", True),
                            ("ended_on__gte", models.F("started_on")),
                            _connector="OR",
                        ),
                        name="member_ends_after_start",
                        violation_error_message="Somebody cannot move out before moving in.",
                    ),
                ],
            },
        )
    ),
    *with_versions(
        migrations.CreateModel(
            name="Address",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="addresses", to="frontdoor.person"
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="addresses",
                        to="frontdoor.household",
                    ),
                ),
                ("lines", models.CharField(blank=True, max_length=300, verbose_name="address")),
                ("postcode", models.CharField(blank=True, max_length=8)),
                ("no_fixed_address", models.BooleanField(default=False)),
                ("protected", models.BooleanField(default=False)),
                ("started_on", models.DateField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "verbose_name_plural": "addresses",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["postcode"], name="address_postcode"),
                    models.Index(
                        condition=models.Q(("ended_on__isnull", True)), fields=["person"], name="address_current"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lines", ""), ("no_fixed_address", True), ("postcode", "")),
                            models.Q(
                                ("no_fixed_address", False),
                                models.Q(
                                    models.Q(("lines", ""), _negated=True),
                                    models.Q(("postcode", ""), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="address_or_none",
                        violation_error_message="Enter an address or say that there is no fixed address, not both.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("started_on__isnull", True),
                            ("ended_on__gte", models.F("started_on")),
                            _connector="OR",
                        ),
                        name="address_ends_after_start",
                        violation_error_message="Somebody cannot leave an address before moving there.",
                    ),
                ],
            },
        )
    ),
    migrations.CreateModel(
        name="AddressGrant",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            (
                "household",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="grants", to="frontdoor.household"
                ),
            ),
            (
                "worker",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("reason", models.CharField(max_length=500)),
            (
                "granted_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("granted_at", models.DateTimeField()),
            ("expires_at", models.DateTimeField()),
        ],
        options={
            "abstract": False,
            "indexes": [models.Index(fields=["household", "worker", "expires_at"], name="address_grant_worker")],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("worker", models.F("granted_by")), _negated=True),
                    name="address_grant_by_another",
                    violation_error_message="Nobody can open a protected address to themselves.",
                ),
                models.CheckConstraint(
                    condition=django.db.models.lookups.GreaterThanOrEqual(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim(models.F("reason"))
                        ),
                        20,
                    ),
                    name="address_grant_has_a_reason",
                    violation_error_message="Say in at least 20 characters why this worker needs the address.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "expires_at__lte",
                            django.db.models.expressions.CombinedExpression(
                                models.F("granted_at"), "+", models.Value(datetime.timedelta(days=366))
                            ),
                        )
                    ),
                    name="address_grant_is_short",
                    violation_error_message="A protected address can be opened to somebody for a year at most.",
                ),
            ],
        },
    ),
]

RULES = {
    "household": TRACKED,
    "householdmember": [
        *TRACKED,
        refuses(
            "member_is_born",
            sentence="An unborn child lives where the mother lives. Record where the mother lives.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
        EXISTS (SELECT 1 FROM frontdoor_person p WHERE p.id = NEW.person_id AND p.birth_date_known = 'unborn')
    """,
        ),
        refuses(
            "member_lives_there_from_birth",
            sentence="Nobody lives anywhere before being born. Correct the day.",
            operation=pgtrigger.Insert | pgtrigger.UpdateOf("started_on", "ended_on"),
            when="""
            (TG_OP = 'INSERT' OR (NEW.started_on, NEW.ended_on) IS DISTINCT FROM (OLD.started_on, OLD.ended_on))
            AND EXISTS (
                SELECT 1 FROM frontdoor_person p WHERE p.id = NEW.person_id
                AND p.birth_date_known = 'exact' AND least(NEW.started_on, NEW.ended_on) < p.birth_date)
        """,
        ),
    ],
    "address": [
        *TRACKED,
        refuses(
            "household_lives_at_one_place",
            sentence="People who live together live at one address. Change the address of the whole household.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
        NEW.household_id IS NOT NULL AND NEW.ended_on IS NULL AND EXISTS (
            SELECT 1 FROM frontdoor_address a
            WHERE a.household_id = NEW.household_id AND a.ended_on IS NULL AND a.id <> NEW.id
              AND (a.lines, a.postcode, a.no_fixed_address) <> (NEW.lines, NEW.postcode, NEW.no_fixed_address))
    """,
        ),
        refuses(
            "address_keeps_its_protection",
            sentence="The address of this household is protected.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
        NOT NEW.protected AND NEW.ended_on IS NULL AND EXISTS (
            SELECT 1 FROM frontdoor_household h WHERE h.id = NEW.household_id AND h.protected)
    """,
        ),
        refuses(
            "address_lives_there_from_birth",
            sentence="Nobody lives anywhere before being born. Correct the day.",
            operation=pgtrigger.Insert | pgtrigger.UpdateOf("started_on", "ended_on"),
            when="""
            (TG_OP = 'INSERT' OR (NEW.started_on, NEW.ended_on) IS DISTINCT FROM (OLD.started_on, OLD.ended_on))
            AND EXISTS (
                SELECT 1 FROM frontdoor_person p WHERE p.id = NEW.person_id
                AND p.birth_date_known = 'exact' AND least(NEW.started_on, NEW.ended_on) < p.birth_date)
        """,
        ),
    ],
    "addressgrant": WRITTEN_ONCE,
}
