"""Who is who to whom, from when to when: the adults in a child's life, and ties that are the same from both sides."""

import django.contrib.postgres.constraints
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger
from django.db import migrations, models

from frontdoor.migrations.beginning.versions import with_versions
from frontdoor.migrations.beginning.words import VERSIONED, refuses

TABLES = [
    *with_versions(
        migrations.CreateModel(
            name="Relationship",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="adults", to="frontdoor.person"
                    ),
                ),
                (
                    "adult",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="children", to="frontdoor.person"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("mother", "Mother"),
                            ("father", "Father"),
                            ("step_parent", "Step-parent"),
                            ("partner", "Parent's partner"),
                            ("grandparent", "Grandparent"),
                            ("guardian", "Special guardian"),
                            ("foster_carer", "Foster carer"),
                            ("other_relative", "Other relative"),
                            ("other", "Somebody else"),
                        ],
                        max_length=14,
                        verbose_name="relationship to the child",
                    ),
                ),
                (
                    "parental_responsibility",
                    models.CharField(choices=[("yes", "Yes"), ("no", "No"), ("not_known", "Not known")], max_length=9),
                ),
                (
                    "responsibility_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("birth_mother", "Mother by birth"),
                            ("married", "Father or second parent married to the mother"),
                            ("registered", "Registered as a parent on the birth certificate"),
                            ("agreement", "Parental responsibility agreement"),
                            ("order", "Court order"),
                        ],
                        max_length=12,
                        verbose_name="how parental responsibility was acquired",
                    ),
                ),
                (
                    "responsibility_from",
                    models.DateField(blank=True, null=True, verbose_name="parental responsibility from"),
                ),
                (
                    "responsibility_to",
                    models.DateField(blank=True, null=True, verbose_name="parental responsibility to"),
                ),
                ("lives_with_child", models.BooleanField(blank=True, null=True)),
                ("started_on", models.DateField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (models.F("child"), "="),
                            (models.F("adult"), "="),
                            (models.F("kind"), "="),
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
                        name="relationship_once",
                        violation_error_message="This relationship is already recorded for that time.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("child", models.F("adult")), _negated=True),
                        name="relationship_of_two",
                        violation_error_message="Nobody can be their own relative.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("started_on__isnull", True),
                            ("ended_on__gte", models.F("started_on")),
                            _connector="OR",
                        ),
                        name="relationship_ends_after_start",
                        violation_error_message="A relationship cannot end before it began.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("parental_responsibility", "yes"), ("responsibility_to__isnull", True)),
                            models.Q(("parental_responsibility", "no"), ("responsibility_to__isnull", False)),
                            models.Q(
                                ("responsibility_by", ""),
                                ("responsibility_from__isnull", True),
                                ("responsibility_to__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="responsibility_told_whole",
                        violation_error_message="How and since when parental responsibility is held can be recorded for an adult who holds it now, or who held it up to a day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("responsibility_to__isnull", True),
                            ("responsibility_from__isnull", True),
                            ("responsibility_to__gte", models.F("responsibility_from")),
                            _connector="OR",
                        ),
                        name="responsibility_ends_after_start",
                        violation_error_message="Parental responsibility cannot end before it began.",
                    ),
                ],
            },
        )
    ),
    *with_versions(
        migrations.CreateModel(
            name="Tie",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="frontdoor.person"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="frontdoor.person"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("married", "Married or in a civil partnership"),
                            ("partners", "Partners"),
                            ("siblings", "Brothers and sisters"),
                            ("half_siblings", "Half-brothers and half-sisters"),
                            ("step_siblings", "Step-brothers and step-sisters"),
                        ],
                        max_length=13,
                        verbose_name="what they are to each other",
                    ),
                ),
                ("started_on", models.DateField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("person__lt", models.F("other"))),
                        name="tie_of_two",
                        violation_error_message="Nobody can be their own relative.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (models.F("person"), "="),
                            (models.F("other"), "="),
                            (models.F("kind"), "="),
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
                        name="tie_once",
                        violation_error_message="This relationship is already recorded for that time.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("started_on__isnull", True),
                            ("ended_on__gte", models.F("started_on")),
                            _connector="OR",
                        ),
                        name="tie_ends_after_start",
                        violation_error_message="A relationship cannot end before it began.",
                    ),
                ],
            },
        )
    ),
]

RULES = {
    "relationship": [
        *VERSIONED,
        refuses(
            "responsibility_is_for_a_child",
            sentence="Only a child can have somebody with parental responsibility. This person is an adult.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
        NEW.parental_responsibility = 'yes' AND NOT EXISTS (
            SELECT 1 FROM frontdoor_person p
            WHERE p.id = NEW.child_id AND (p.is_child OR p.birth_date > current_date - interval '18 years'))
    """,
        ),
        refuses(
            "relationship_not_both_ways",
            sentence="Nobody can be a parent of their own parent.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
        NEW.kind IN ('mother', 'father') AND EXISTS (
            SELECT 1 FROM frontdoor_relationship r
            WHERE r.child_id = NEW.adult_id AND r.adult_id = NEW.child_id AND r.kind IN ('mother', 'father'))
    """,
        ),
    ],
    "tie": [
        *VERSIONED,
        refuses(
            "tie_is_not_known_from_parents",
            sentence="These two share a parent who is recorded, so they are shown as brothers and sisters already.",
            operation=pgtrigger.Insert,
            when="""
        NEW.kind IN ('siblings', 'half_siblings') AND EXISTS (
            SELECT 1 FROM frontdoor_relationship one
            JOIN frontdoor_relationship two ON two.adult_id = one.adult_id AND two.kind IN ('mother', 'father')
            WHERE one.child_id = NEW.person_id AND two.child_id = NEW.other_id AND one.kind IN ('mother', 'father'))
    """,
        ),
    ],
}
