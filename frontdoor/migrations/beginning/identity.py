"""Whether two records are one person: said by people, never by a machine. Two people join them, one can part them."""

import django.db.models.deletion
import django.db.models.functions.comparison
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
            name="IdentityLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links_from", to="frontdoor.person"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links_to", to="frontdoor.person"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("possible", "Possibly the same person"),
                            ("different", "Known to be two people"),
                            ("twins", "Born together: two people"),
                        ],
                        max_length=9,
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                (
                    "said_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("said_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("kind", "possible")), fields=["-said_at", "-id"], name="identity_possible"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.comparison.Least("one", "other"),
                        django.db.models.functions.comparison.Greatest("one", "other"),
                        name="identity_link_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("one", models.F("other")), _negated=True),
                        name="identity_link_of_two",
                        violation_error_message="A record cannot be compared with itself.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.text.Length(
                                django.db.models.functions.text.Trim(models.F("reason"))
                            ),
                            10,
                        ),
                        name="identity_link_has_a_reason",
                        violation_error_message="Say in at least 10 characters how you know.",
                    ),
                ],
            },
        )
    ),
    *with_versions(
        migrations.CreateModel(
            name="PersonMerge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "survivor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges_survived",
                        to="frontdoor.person",
                    ),
                ),
                (
                    "merged",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="merges", to="frontdoor.person"
                    ),
                ),
                ("choices", models.JSONField(blank=True, default=dict)),
                (
                    "reason",
                    models.TextField(
                        error_messages={"blank": "Say in at least 20 characters why these are one person."},
                        verbose_name="why these are one person",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges_proposed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("approved", "They are one person: join the records"),
                            ("refused", "Leave them apart"),
                        ],
                        editable=False,
                        max_length=8,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                (
                    "decision_reason",
                    models.TextField(blank=True, editable=False, verbose_name="the second person's reason"),
                ),
                ("before", models.JSONField(default=dict, editable=False)),
                (
                    "undone_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("undone_at", models.DateTimeField(editable=False, null=True)),
                (
                    "undo_reason",
                    models.TextField(blank=True, editable=False, verbose_name="why they were parted again"),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("decided_at__isnull", True)),
                        fields=["proposed_at", "id"],
                        name="merge_waiting",
                    ),
                    models.Index(fields=["-decided_at", "-id"], name="merge_decided"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("survivor", models.F("merged")), _negated=True),
                        name="merge_of_two",
                        violation_error_message="A record cannot be compared with itself.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.text.Length(
                                django.db.models.functions.text.Trim(models.F("reason"))
                            ),
                            20,
                        ),
                        name="merge_has_a_reason",
                        violation_error_message="Say in at least 20 characters why these are one person.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="merge_not_by_the_proposer",
                        violation_error_message="Somebody other than the person who proposed it must decide this.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("decision", "")),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                models.Q(("decision", ""), _negated=True),
                                django.db.models.lookups.GreaterThanOrEqual(
                                    django.db.models.functions.text.Length(
                                        django.db.models.functions.text.Trim(models.F("decision_reason"))
                                    ),
                                    20,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="merge_decided_whole",
                        violation_error_message="A decision needs a manager, a time and a reason of at least 20 characters.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                                models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("undone_at__isnull", True),
                                models.Q(
                                    ("decision", "approved"),
                                    django.db.models.lookups.GreaterThanOrEqual(
                                        django.db.models.functions.text.Length(
                                            django.db.models.functions.text.Trim(models.F("undo_reason"))
                                        ),
                                        20,
                                    ),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="merge_undone_whole",
                        violation_error_message="Say in at least 20 characters why these are two people after all.",
                    ),
                    models.UniqueConstraint(
                        django.db.models.functions.comparison.Least("survivor", "merged"),
                        django.db.models.functions.comparison.Greatest("survivor", "merged"),
                        condition=models.Q(("decided_at__isnull", True)),
                        name="merge_proposed_once",
                        violation_error_message="It has already been proposed that these two are one person.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("decision", "approved"), ("undone_at__isnull", True)),
                        fields=("merged",),
                        name="merge_into_one",
                        violation_error_message="One of these records has already been joined with another.",
                    ),
                ],
            },
        )
    ),
    migrations.CreateModel(
        name="MovedRow",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            (
                "merge",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="moved", to="frontdoor.personmerge"
                ),
            ),
            ("table", models.CharField(max_length=63)),
            ("column", models.CharField(max_length=63)),
            ("row_id", models.BigIntegerField()),
            (
                "came_from",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="frontdoor.person"),
            ),
            (
                "went_to",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="frontdoor.person"),
            ),
        ],
        options={
            "abstract": False,
            "indexes": [models.Index(fields=["table", "row_id"], name="moved_row")],
        },
    ),
    migrations.CreateModel(
        name="Birth",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            (
                "child",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="births", to="frontdoor.person"
                ),
            ),
            ("born_on", models.DateField()),
            ("expected_on", models.DateField()),
            ("told_by", models.CharField(max_length=200, verbose_name="who told us")),
            (
                "recorded_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "abstract": False,
        },
    ),
]

RULES = {
    "identitylink": TRACKED,
    "personmerge": [
        *TRACKED,
        refuses(
            "merge_decider_holds_the_right",
            sentence="Only a practice manager or service manager can decide that two records are joined.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
        NEW.decided_by_id IS NOT NULL
        AND NOT EXISTS (
            SELECT 1 FROM workforce_rolegrant g
            WHERE g.worker_id = NEW.decided_by_id AND g.role IN ('practice_manager', 'service_manager') AND g.approved_at IS NOT NULL
              AND g.starts_on <= (NEW.decided_at AT TIME ZONE 'Europe/London')::date AND (g.ends_on IS NULL OR g.ends_on >= (NEW.decided_at AT TIME ZONE 'Europe/London')::date))
    """,
        ),
        refuses(
            "merge_of_adults_by_who_sees_both",
            sentence="Records of adults are joined, left or parted by a service manager, who sees every family of theirs.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
        ((NEW.decided_by_id IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.decided_by_id IS NULL) AND NOT EXISTS (
            SELECT 1 FROM workforce_rolegrant g
            WHERE g.worker_id = NEW.decided_by_id AND g.role IN ('service_manager') AND g.approved_at IS NOT NULL
              AND g.starts_on <= (NEW.decided_at AT TIME ZONE 'Europe/London')::date AND (g.ends_on IS NULL OR g.ends_on >= (NEW.decided_at AT TIME ZONE 'Europe/London')::date))) OR (NEW.undone_by_id IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.undone_by_id IS NULL) AND NOT EXISTS (
            SELECT 1 FROM workforce_rolegrant g
            WHERE g.worker_id = NEW.undone_by_id AND g.role IN ('service_manager') AND g.approved_at IS NOT NULL
              AND g.starts_on <= (NEW.undone_at AT TIME ZONE 'Europe/London')::date AND (g.ends_on IS NULL OR g.ends_on >= (NEW.undone_at AT TIME ZONE 'Europe/London')::date))))
        AND EXISTS (
            SELECT 1 FROM frontdoor_person p WHERE p.id IN (NEW.survivor_id, NEW.merged_id) AND NOT p.is_child)
    """,
        ),
        refuses(
            "merge_signed_in_person",
            sentence="A decision is made by the manager who signs it, at the time it is made.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
        TG_OP = 'INSERT' AND (NEW.decided_at IS NOT NULL OR NEW.undone_at IS NOT NULL
            OR NEW.proposed_by_id::text IS DISTINCT FROM current_setting('frontdoor.actor', true))
        OR TG_OP = 'UPDATE' AND OLD.decided_at IS NULL AND NEW.decided_at IS NOT NULL AND (
            NEW.decided_by_id::text IS DISTINCT FROM current_setting('frontdoor.actor', true)
            OR NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND abs(extract(epoch FROM NEW.decided_at - clock_timestamp())) > 300)
        OR TG_OP = 'UPDATE' AND OLD.undone_at IS NULL AND NEW.undone_at IS NOT NULL AND (
            NEW.undone_by_id::text IS DISTINCT FROM current_setting('frontdoor.actor', true)
            OR NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND abs(extract(epoch FROM NEW.undone_at - clock_timestamp())) > 300)
    """,
        ),
        refuses(
            "merge_proposal_stays",
            sentence="A proposal to join two records and the decision on it cannot be changed. Make a new proposal.",
            operation=pgtrigger.Update,
            when="""
        (NEW.survivor_id, NEW.merged_id, NEW.choices, NEW.reason, NEW.proposed_by_id, NEW.proposed_at)
        IS DISTINCT FROM
        (OLD.survivor_id, OLD.merged_id, OLD.choices, OLD.reason, OLD.proposed_by_id, OLD.proposed_at)
        OR OLD.decided_at IS NOT NULL AND
        (NEW.decision, NEW.decided_by_id, NEW.decided_at, NEW.decision_reason, NEW.before)
        IS DISTINCT FROM (OLD.decision, OLD.decided_by_id, OLD.decided_at, OLD.decision_reason, OLD.before)
        OR OLD.undone_at IS NOT NULL AND
        (NEW.undone_by_id, NEW.undone_at, NEW.undo_reason)
        IS DISTINCT FROM (OLD.undone_by_id, OLD.undone_at, OLD.undo_reason)
    """,
        ),
        refuses(
            "merge_of_one_person",
            sentence="These are known to be two people. Their records cannot be joined.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
    NEW.undone_at IS NULL AND NEW.decision IS DISTINCT FROM 'refused'
    AND (TG_OP = 'INSERT' OR OLD.decided_at IS NULL)
 AND (
    EXISTS (SELECT 1 FROM frontdoor_identitylink l
            WHERE l.kind IN ('different', 'twins')
              AND (l.one_id = ANY (frontdoor_same_record(NEW.survivor_id))
                   AND l.other_id = ANY (frontdoor_same_record(NEW.merged_id))
                   OR l.one_id = ANY (frontdoor_same_record(NEW.merged_id))
                   AND l.other_id = ANY (frontdoor_same_record(NEW.survivor_id))))
    )""",
        ),
        refuses(
            "merge_with_one_nhs_number",
            sentence="The two records have different NHS numbers. Find out which is right before they are joined.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
    NEW.undone_at IS NULL AND NEW.decision IS DISTINCT FROM 'refused'
    AND (TG_OP = 'INSERT' OR OLD.decided_at IS NULL)
 AND (
    EXISTS (SELECT 1 FROM frontdoor_person s JOIN frontdoor_person m ON m.nhs_number <> s.nhs_number
            WHERE s.id = NEW.survivor_id AND m.id = NEW.merged_id)
    )""",
        ),
        refuses(
            "merge_with_one_open_case",
            sentence="Both records have an open case. Close one of them first, so that the child is counted once.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
    NEW.undone_at IS NULL AND NEW.decision IS DISTINCT FROM 'refused'
    AND (TG_OP = 'INSERT' OR OLD.decided_at IS NULL)
 AND (
    EXISTS (SELECT 1 FROM frontdoor_referral s JOIN frontdoor_referral m ON m.child_id = NEW.merged_id
            WHERE s.child_id = NEW.survivor_id
              AND s.closed_on IS NULL AND NOT s.no_further_action AND m.closed_on IS NULL AND NOT m.no_further_action)
    )""",
        ),
        refuses(
            "merge_not_of_relatives",
            sentence="These two are recorded as relatives of each other. If they are one person, end that first.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
    NEW.undone_at IS NULL AND NEW.decision IS DISTINCT FROM 'refused'
    AND (TG_OP = 'INSERT' OR OLD.decided_at IS NULL)
 AND (
    EXISTS (SELECT 1 FROM frontdoor_tie t
            WHERE t.ended_on IS NULL AND t.person_id = least(NEW.survivor_id, NEW.merged_id)
              AND t.other_id = greatest(NEW.survivor_id, NEW.merged_id))
    OR EXISTS (SELECT 1 FROM frontdoor_relationship r
               WHERE r.ended_on IS NULL AND (r.child_id, r.adult_id)
                   IN ((NEW.survivor_id, NEW.merged_id), (NEW.merged_id, NEW.survivor_id)))
    )""",
        ),
        refuses(
            "merge_not_on_one_open_contact",
            sentence="Both records are on a contact that is not decided. Decide it first, with an outcome for each.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
    NEW.undone_at IS NULL AND NEW.decision IS DISTINCT FROM 'refused'
    AND (TG_OP = 'INSERT' OR OLD.decided_at IS NULL)
 AND (
    EXISTS (SELECT 1 FROM frontdoor_contactchild s
            JOIN frontdoor_contactchild m ON m.contact_id = s.contact_id AND m.child_id = NEW.merged_id
            JOIN frontdoor_contact c ON c.id = s.contact_id AND c.decided_at IS NULL AND c.legacy_key IS NULL
            WHERE s.child_id = NEW.survivor_id)
    )""",
        ),
        refuses(
            "merge_of_records_that_stand",
            sentence="One of these records has already been joined with another.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
    NEW.undone_at IS NULL AND NEW.decision IS DISTINCT FROM 'refused'
    AND (TG_OP = 'INSERT' OR OLD.decided_at IS NULL)
 AND (
    EXISTS (SELECT 1 FROM frontdoor_person p
            WHERE p.id IN (NEW.survivor_id, NEW.merged_id) AND p.merged_into_id IS NOT NULL)
    )""",
        ),
    ],
    "movedrow": [
        *WRITTEN_ONCE,
        refuses(
            "moved_row_is_the_databases",
            sentence="What a merge moved is written by the database that moved it.",
            operation=pgtrigger.Insert,
            when="""current_user <> (SELECT pg_get_userbyid(c.relowner) FROM pg_class c WHERE c.oid = TG_RELID)""",
        ),
    ],
    "birth": WRITTEN_ONCE,
}
