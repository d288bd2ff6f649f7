"""People: the children the service is about, the adults around them, and who may not be shown to whom."""

import datetime

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger
from django.conf import settings
from django.db import migrations, models

import frontdoor.models.names
import frontdoor.models.people
from frontdoor.migrations.beginning.versions import with_versions
from frontdoor.migrations.beginning.words import TRACKED, VERSIONED, WRITTEN_ONCE, refuses

TABLES = [
    *with_versions(
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("given_names", models.CharField(blank=True, max_length=120, verbose_name="first names")),
                ("family_name", models.CharField(blank=True, max_length=120, verbose_name="family name")),
                ("also_known_as", models.CharField(blank=True, max_length=240, verbose_name="other or former names")),
                ("birth_date", models.DateField(blank=True, null=True, verbose_name="date of birth")),
                (
                    "birth_date_known",
                    models.CharField(
                        choices=[
                            ("exact", "Exact"),
                            ("estimated", "Estimated"),
                            ("unknown", "Not known"),
                            ("unborn", "Not born yet"),
                        ],
                        default="unknown",
                        max_length=9,
                        verbose_name="how sure the date of birth is",
                    ),
                ),
                ("expected_birth_date", models.DateField(blank=True, null=True, verbose_name="expected date of birth")),
                ("death_date", models.DateField(blank=True, null=True, verbose_name="date of death")),
                (
                    "sex",
                    models.CharField(
                        choices=[("M", "Male"), ("F", "Female"), ("U", "Not known")], default="U", max_length=1
                    ),
                ),
                (
                    "ethnicity",
                    models.CharField(
                        choices=[
                            ("WBRI", "White British"),
                            ("WIRI", "White Irish"),
                            ("WIRT", "Traveller of Irish heritage"),
                            ("WOTH", "Any other White background"),
                            ("WROM", "Gypsy or Roma"),
                            ("MWBC", "White and Black Caribbean"),
                            ("MWBA", "White and Black African"),
                            ("MWAS", "White and Asian"),
                            ("MOTH", "Any other mixed background"),
                            ("AIND", "Indian"),
                            ("APKN", "Pakistani"),
                            ("ABAN", "Bangladeshi"),
                            ("AOTH", "Any other Asian background"),
                            ("BCRB", "Black Caribbean"),
                            ("BAFR", "Black African"),
                            ("BOTH", "Any other Black background"),
                            ("CHNE", "Chinese"),
                            ("OOTH", "Any other ethnic background"),
                            ("REFU", "Preferred not to say"),
                            ("NOBT", "Not yet obtained"),
                        ],
                        default="NOBT",
                        max_length=4,
                    ),
                ),
                (
                    "disabilities",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("NONE", "None"),
                                ("MOB", "Mobility"),
                                ("HAND", "Hand function"),
                                ("PC", "Personal care"),
                                ("INC", "Incontinence"),
                                ("COMM", "Communication"),
                                ("LD", "Learning"),
                                ("HEAR", "Hearing"),
                                ("VIS", "Vision"),
                                ("BEH", "Behaviour"),
                                ("CON", "Consciousness"),
                                ("AUT", "Autism or Asperger syndrome"),
                                ("DDA", "Other disability under the Equality Act"),
                            ],
                            max_length=4,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("first_language", models.CharField(blank=True, max_length=60)),
                ("needs_interpreter", models.BooleanField(default=False, verbose_name="needs an interpreter")),
                ("school", models.CharField(blank=True, max_length=120, verbose_name="school or nursery")),
                (
                    "nhs_number",
                    models.CharField(
                        blank=True,
                        error_messages={
                            "unique": "Somebody is already recorded with this NHS number. Search for them by the number."
                        },
                        max_length=10,
                        null=True,
                        unique=True,
                        verbose_name="NHS number",
                    ),
                ),
                (
                    "upn",
                    models.CharField(
                        blank=True,
                        error_messages={
                            "unique": "Somebody is already recorded with this unique pupil number. Search for them by the number."
                        },
                        max_length=13,
                        null=True,
                        unique=True,
                        verbose_name="unique pupil number",
                    ),
                ),
                (
                    "legacy_id",
                    models.CharField(
                        blank=True, max_length=36, null=True, unique=True, verbose_name="id in the former system"
                    ),
                ),
                ("telephone", models.CharField(blank=True, max_length=30)),
                ("is_child", models.BooleanField(default=False, verbose_name="recorded as a child")),
                ("restricted", models.BooleanField(default=False)),
                (
                    "merged_into",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_records",
                        to="frontdoor.person",
                    ),
                ),
                (
                    "name_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=frontdoor.models.people.NameKey(
                            django.db.models.functions.text.Concat(
                                models.F("given_names"),
                                models.Value(" "),
                                models.F("family_name"),
                                models.Value(" "),
                                models.F("also_known_as"),
                            )
                        ),
                        output_field=models.TextField(db_collation="C"),
                    ),
                ),
                (
                    "sort_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=frontdoor.models.people.NameKey(
                            django.db.models.functions.text.Concat(
                                models.F("family_name"), models.Value(" "), models.F("given_names")
                            )
                        ),
                        output_field=models.TextField(db_collation="C"),
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["sort_key", "id"], name="person_sort"),
                    models.Index(fields=["birth_date"], name="person_birth_date"),
                    models.Index(fields=["name_key", "id"], name="person_name"),
                    django.contrib.postgres.indexes.GinIndex(
                        frontdoor.models.names.NameWords("name_key"), name="person_words"
                    ),
                    models.Index(
                        condition=models.Q(("birth_date_known", "estimated")),
                        fields=["birth_date"],
                        name="person_estimated",
                    ),
                    models.Index(
                        condition=models.Q(("birth_date_known", "unborn")),
                        fields=["expected_birth_date"],
                        name="person_unborn",
                    ),
                    models.Index(condition=models.Q(("restricted", True)), fields=["id"], name="person_restricted"),
                    models.Index(
                        condition=models.Q(("merged_into__isnull", False)), fields=["merged_into"], name="person_merged"
                    ),
                    models.Index(
                        frontdoor.models.people.TelephoneKey("telephone"),
                        condition=models.Q(("telephone", ""), _negated=True),
                        name="person_telephone",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("birth_date__isnull", False), ("birth_date_known__in", ["exact", "estimated"])),
                            models.Q(("birth_date__isnull", True), ("birth_date_known__in", ["unknown", "unborn"])),
                            _connector="OR",
                        ),
                        name="person_birth_date_when_known",
                        violation_error_message="Enter a date of birth, or say that it is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("birth_date_known", "unborn"), _negated=True),
                            models.Q(("expected_birth_date__isnull", False), ("sex", "U")),
                            _connector="OR",
                        ),
                        name="person_unborn_is_expected",
                        violation_error_message="An unborn child needs an expected date of birth and a sex of not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("death_date__isnull", True),
                            ("birth_date__isnull", True),
                            ("death_date__gte", models.F("birth_date")),
                            _connector="OR",
                        ),
                        name="person_death_after_birth",
                        violation_error_message="The date of death cannot be before the date of birth.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("given_names", ""), _negated=True),
                            models.Q(("family_name", ""), _negated=True),
                            ("birth_date_known", "unborn"),
                            _connector="OR",
                        ),
                        name="person_has_a_name",
                        violation_error_message="Enter a first name or a family name. If neither is known, write Unknown.",
                    ),
                ],
            },
        )
    ),
    migrations.CreateModel(
        name="ConflictOfInterest",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            (
                "worker",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="conflicts", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "person",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="conflicted_workers",
                    to="frontdoor.person",
                ),
            ),
            (
                "declared_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "reason",
                models.CharField(
                    error_messages={"blank": "Say in at least 5 characters what the tie is."},
                    max_length=300,
                    verbose_name="what the tie is",
                ),
            ),
        ],
        options={
            "verbose_name_plural": "conflicts of interest",
            "abstract": False,
            "constraints": [
                models.UniqueConstraint(
                    fields=("worker", "person"),
                    name="conflict_once",
                    violation_error_message="This tie is declared already.",
                ),
                models.CheckConstraint(
                    condition=django.db.models.lookups.GreaterThanOrEqual(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim(models.F("reason"))
                        ),
                        5,
                    ),
                    name="conflict_says_what_tie",
                    violation_error_message="Say in at least 5 characters what the tie is.",
                ),
            ],
        },
    ),
    *with_versions(
        migrations.CreateModel(
            name="AccessGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="access_grants",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="access_grants", to="frontdoor.person"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("restricted", "Named on a restricted record"),
                            ("reason", "Gave a reason, for one day"),
                        ],
                        max_length=10,
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
                (
                    "ended_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("ended_at", models.DateTimeField(editable=False, null=True)),
                (
                    "end_reason",
                    models.CharField(blank=True, editable=False, max_length=300, verbose_name="why it was ended"),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["worker", "person", "expires_at"], name="grant_worker_person"),
                    models.Index(
                        condition=models.Q(("kind", "restricted")), fields=["person", "expires_at"], name="grant_named"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.text.Length(
                                django.db.models.functions.text.Trim(models.F("reason"))
                            ),
                            20,
                        ),
                        name="grant_has_a_reason",
                        violation_error_message="Say in at least 20 characters why you need this record.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "reason"), _negated=True),
                            (
                                "expires_at__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("granted_at"), "+", models.Value(datetime.timedelta(days=1))
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="grant_by_reason_is_short",
                        violation_error_message="Access for a reason lasts one day at most.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "restricted"), _negated=True),
                            models.Q(("worker", models.F("granted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="grant_on_restricted_by_another",
                        violation_error_message="Nobody can open a restricted record to themselves.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "restricted"), _negated=True),
                            (
                                "expires_at__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("granted_at"), "+", models.Value(datetime.timedelta(days=366))
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="grant_on_restricted_is_short",
                        violation_error_message="A worker can be named on a restricted record for a year at most.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                                models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("ended_at__isnull", True),
                                models.Q(
                                    ("expires_at__lte", models.F("ended_at")),
                                    django.db.models.lookups.GreaterThanOrEqual(
                                        django.db.models.functions.text.Length(
                                            django.db.models.functions.text.Trim(models.F("end_reason"))
                                        ),
                                        10,
                                    ),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="grant_ended_whole",
                        violation_error_message="Say who ended it, when, and in at least 10 characters why.",
                    ),
                ],
            },
        )
    ),
]

RULES = {
    "person": [
        *VERSIONED,
        refuses(
            "person_joined_by_two_people",
            sentence="Records are joined and parted only by a merge that two people agreed on.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
        NEW.merged_into_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM frontdoor_personmerge m
            WHERE m.merged_id = NEW.id AND m.survivor_id = NEW.merged_into_id
              AND m.decision = 'approved' AND m.undone_at IS NULL)
        OR TG_OP = 'UPDATE' AND NEW.merged_into_id IS NULL AND OLD.merged_into_id IS NOT NULL AND EXISTS (
            SELECT 1 FROM frontdoor_personmerge m
            WHERE m.merged_id = NEW.id AND m.decision = 'approved' AND m.undone_at IS NULL)
    """,
        ),
        refuses(
            "person_unborn_is_expected_now",
            sentence="The expected date of birth is more than 10 months ahead or more than 6 weeks ago. Check it. If the child is born, enter the date of birth.",
            operation=pgtrigger.Insert | pgtrigger.UpdateOf("birth_date_known", "expected_birth_date"),
            when="""
        NEW.birth_date_known = 'unborn' AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on')
        AND (TG_OP = 'INSERT' OR (NEW.birth_date_known, NEW.expected_birth_date)
            IS DISTINCT FROM (OLD.birth_date_known, OLD.expected_birth_date))
        AND NOT NEW.expected_birth_date
            BETWEEN (clock_timestamp() AT TIME ZONE 'Europe/London')::date - 42 AND (clock_timestamp() AT TIME ZONE 'Europe/London')::date + 300
    """,
        ),
        refuses(
            "person_born_before_the_contact",
            sentence="This contact came in more than 10 months before the child's date of birth. Check the date of birth, and when it came in.",
            operation=pgtrigger.UpdateOf("birth_date_known", "birth_date"),
            when="""
        (NEW.birth_date_known, NEW.birth_date) IS DISTINCT FROM (OLD.birth_date_known, OLD.birth_date)
        AND EXISTS (
            SELECT 1 FROM frontdoor_contactchild about JOIN frontdoor_contact c ON c.id = about.contact_id
            WHERE about.child_id = NEW.id AND NEW.birth_date_known = 'exact' AND (c.received_at AT TIME ZONE 'Europe/London')::date < NEW.birth_date - 300)
    """,
        ),
        refuses(
            "person_child_born_of_late",
            sentence="This date of birth is more than 25 years ago, so it is not a child's. Check it.",
            operation=pgtrigger.Insert | pgtrigger.UpdateOf("is_child", "birth_date"),
            when="""
            NEW.is_child AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on')
            AND (TG_OP = 'INSERT' OR (NEW.is_child, NEW.birth_date) IS DISTINCT FROM (OLD.is_child, OLD.birth_date))
            AND NEW.birth_date < ((clock_timestamp() AT TIME ZONE 'Europe/London')::date - interval '25 years')::date
        """,
        ),
        refuses(
            "person_restriction_lifted_by_two",
            sentence="A restriction ends only when a second manager lifts it.",
            operation=pgtrigger.UpdateOf("restricted"),
            when="""
        OLD.restricted AND NOT NEW.restricted AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND (
            EXISTS (SELECT 1 FROM frontdoor_restriction r WHERE r.person_id = NEW.id AND r.lifted_at IS NULL)
            OR NOT EXISTS (
                SELECT 1 FROM frontdoor_restriction r WHERE r.person_id = NEW.id
                AND extract(epoch FROM clock_timestamp() - r.lifted_at) BETWEEN -300 AND 300)
            AND NOT EXISTS (
                SELECT 1 FROM frontdoor_personmerge m
                WHERE m.survivor_id = NEW.id AND m.decision = 'approved'
                AND m.before->'survivor'->>'restricted' = 'false'
                AND extract(epoch FROM clock_timestamp() - m.undone_at) BETWEEN -300 AND 300))
    """,
        ),
    ],
    "conflictofinterest": [
        *WRITTEN_ONCE,
        refuses(
            "conflict_declared_by_the_worker_or_a_manager",
            sentence="A tie is declared by the worker who has it, by the manager of the worker's team or by a service manager.",
            operation=pgtrigger.Insert,
            when="""
        NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND NOT (
        EXISTS (SELECT 1 FROM frontdoor_conflictofinterest o WHERE o.person_id <> NEW.person_id AND o.worker_id = NEW.worker_id AND o.declared_by_id = NEW.declared_by_id AND o.reason = NEW.reason)
        AND EXISTS (SELECT 1 FROM frontdoor_person p
                    WHERE p.id = NEW.person_id AND p.recorded_at >= transaction_timestamp()))
        AND (NEW.declared_by_id::text IS DISTINCT FROM current_setting('frontdoor.actor', true)
             OR NEW.declared_by_id <> NEW.worker_id
             AND NOT EXISTS (
            SELECT 1 FROM workforce_rolegrant g
            WHERE g.worker_id = NEW.declared_by_id AND g.role IN ('service_manager') AND g.approved_at IS NOT NULL
              AND g.starts_on <= (clock_timestamp() AT TIME ZONE 'Europe/London')::date AND (g.ends_on IS NULL OR g.ends_on >= (clock_timestamp() AT TIME ZONE 'Europe/London')::date))
             AND NOT (EXISTS (
            SELECT 1 FROM workforce_rolegrant g
            WHERE g.worker_id = NEW.declared_by_id AND g.role IN ('practice_manager') AND g.approved_at IS NOT NULL
              AND g.starts_on <= (clock_timestamp() AT TIME ZONE 'Europe/London')::date AND (g.ends_on IS NULL OR g.ends_on >= (clock_timestamp() AT TIME ZONE 'Europe/London')::date)) AND EXISTS (
                 SELECT 1 FROM workforce_worker w JOIN workforce_worker m ON m.team_id = w.team_id
                 WHERE w.id = NEW.worker_id AND m.id = NEW.declared_by_id)))
    """,
        ),
    ],
    "accessgrant": [
        *TRACKED,
        refuses(
            "grant_stays",
            sentence="What was said when a record was opened to a worker cannot be changed. It can only be ended earlier.",
            operation=pgtrigger.Update,
            when="""
        (NEW.worker_id, NEW.person_id, NEW.kind, NEW.reason, NEW.granted_by_id, NEW.granted_at)
        IS DISTINCT FROM (OLD.worker_id, OLD.person_id, OLD.kind, OLD.reason, OLD.granted_by_id, OLD.granted_at)
        OR OLD.ended_at IS NOT NULL AND (NEW.ended_by_id, NEW.ended_at, NEW.end_reason, NEW.expires_at)
        IS DISTINCT FROM (OLD.ended_by_id, OLD.ended_at, OLD.end_reason, OLD.expires_at)
        OR NEW.expires_at > OLD.expires_at
    """,
        ),
        refuses(
            "grant_on_restricted_by_a_manager",
            sentence="Only a practice manager or service manager can say who sees a record.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
        NEW.kind = 'restricted' AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND (
            TG_OP = 'INSERT' AND NOT EXISTS (
            SELECT 1 FROM workforce_rolegrant g
            WHERE g.worker_id = NEW.granted_by_id AND g.role IN ('practice_manager', 'service_manager') AND g.approved_at IS NOT NULL
              AND g.starts_on <= (NEW.granted_at AT TIME ZONE 'Europe/London')::date AND (g.ends_on IS NULL OR g.ends_on >= (NEW.granted_at AT TIME ZONE 'Europe/London')::date))
            OR NEW.ended_by_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM workforce_rolegrant g
            WHERE g.worker_id = NEW.ended_by_id AND g.role IN ('practice_manager', 'service_manager') AND g.approved_at IS NOT NULL
              AND g.starts_on <= (NEW.ended_at AT TIME ZONE 'Europe/London')::date AND (g.ends_on IS NULL OR g.ends_on >= (NEW.ended_at AT TIME ZONE 'Europe/London')::date)))
    """,
        ),
        refuses(
            "grant_on_restricted_in_person",
            sentence="Who sees a record is said by the manager who signs it, at the time it is said.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
        NEW.kind = 'restricted' AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND (
            TG_OP = 'INSERT' AND (NEW.granted_by_id::text IS DISTINCT FROM current_setting('frontdoor.actor', true) OR abs(extract(epoch FROM NEW.granted_at - clock_timestamp())) > 300)
                AND NOT (
        EXISTS (SELECT 1 FROM frontdoor_accessgrant o WHERE o.person_id <> NEW.person_id AND o.worker_id = NEW.worker_id AND o.granted_by_id = NEW.granted_by_id AND o.granted_at = NEW.granted_at AND o.expires_at = NEW.expires_at)
        AND EXISTS (SELECT 1 FROM frontdoor_person p
                    WHERE p.id = NEW.person_id AND p.recorded_at >= transaction_timestamp()))
            OR TG_OP = 'UPDATE' AND OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL
                AND (NEW.ended_by_id::text IS DISTINCT FROM current_setting('frontdoor.actor', true) OR abs(extract(epoch FROM NEW.ended_at - clock_timestamp())) > 300))
    """,
        ),
        refuses(
            "grant_on_restricted_without_a_tie",
            sentence="This worker has a declared tie to the person and cannot be named.",
            operation=pgtrigger.Insert,
            when="""
        NEW.kind = 'restricted' AND EXISTS (
            SELECT 1 FROM frontdoor_conflictofinterest c
            WHERE c.person_id = NEW.person_id AND c.worker_id = NEW.worker_id)
    """,
        ),
    ],
}
