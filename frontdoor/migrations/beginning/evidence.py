"""What a decision stands on: history read, facts with sources, indicators of the level; and what it still owes."""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger
from django.conf import settings
from django.db import migrations, models

from frontdoor.migrations.beginning.versions import with_versions
from frontdoor.migrations.beginning.words import TRACKED, WRITTEN_ONCE, refuses

TABLES = [
    migrations.CreateModel(
        name="HistoryRead",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            (
                "decision",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="history_read", to="frontdoor.decision"
                ),
            ),
            ("kind", models.CharField(choices=[("contact", "Contact"), ("plan", "Closed plan")], max_length=7)),
            ("subject_id", models.BigIntegerField()),
            ("happened_on", models.DateField()),
            (
                "relevance",
                models.CharField(
                    choices=[
                        ("matters", "Read: it matters now"),
                        ("little", "Read: it matters little now"),
                        ("unseen", "Could not be opened by who decided"),
                    ],
                    max_length=7,
                ),
            ),
        ],
        options={
            "abstract": False,
            "constraints": [
                models.UniqueConstraint(fields=("decision", "kind", "subject_id"), name="history_read_once")
            ],
        },
    ),
    migrations.CreateModel(
        name="DecisionFact",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            (
                "decision",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="facts", to="frontdoor.decision"
                ),
            ),
            ("position", models.PositiveSmallIntegerField()),
            ("words", models.TextField(verbose_name="what is known")),
            ("source", models.CharField(max_length=200, verbose_name="who says so")),
        ],
        options={
            "ordering": ["decision_id", "position"],
            "abstract": False,
            "constraints": [
                models.UniqueConstraint(fields=("decision", "position"), name="fact_place_once"),
                models.CheckConstraint(
                    condition=models.Q(
                        django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.text.Length(
                                django.db.models.functions.text.Trim(models.F("words"))
                            ),
                            3,
                        ),
                        django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.text.Length(
                                django.db.models.functions.text.Trim(models.F("source"))
                            ),
                            2,
                        ),
                    ),
                    name="fact_has_a_source",
                    violation_error_message="Give at least one fact, and say where it comes from.",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="OutcomeIndicator",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            (
                "outcome",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="indicators", to="frontdoor.childoutcome"
                ),
            ),
            (
                "indicator",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="frontdoor.thresholdindicator"
                ),
            ),
        ],
        options={
            "abstract": False,
            "constraints": [models.UniqueConstraint(fields=("outcome", "indicator"), name="outcome_indicator_once")],
        },
    ),
    *with_versions(
        migrations.CreateModel(
            name="DecisionCompletion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="completion", to="frontdoor.decision"
                    ),
                ),
                ("started_on", models.DateField()),
                ("due_on", models.DateField()),
                ("finished_on", models.DateField(blank=True, null=True)),
                (
                    "finished_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("history_considered", models.TextField(blank=True, verbose_name="what the history tells us")),
                ("analysis", models.TextField(blank=True)),
                (
                    "lived_experience",
                    models.TextField(blank=True, verbose_name="what the children say, and what their day is like"),
                ),
                ("missing", models.TextField(blank=True, verbose_name="what is missing")),
                ("would_change", models.TextField(blank=True, verbose_name="what would change our mind")),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_on__isnull", False), ("finished_on__isnull", True)),
                        fields=["due_on"],
                        name="completion_t24_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("started_on"))),
                        name="completion_t24_due_after_start",
                        violation_error_message="The due date cannot be before the start.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("finished_on__gte", models.F("started_on"))),
                        name="completion_t24_end_after_start",
                        violation_error_message="The end cannot be before the start.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_by__isnull", True), ("finished_on__isnull", True)),
                            models.Q(
                                ("finished_by__isnull", False),
                                ("finished_on__isnull", False),
                                django.db.models.lookups.GreaterThanOrEqual(
                                    django.db.models.functions.text.Length(
                                        django.db.models.functions.text.Trim(models.F("history_considered"))
                                    ),
                                    10,
                                ),
                                django.db.models.lookups.GreaterThanOrEqual(
                                    django.db.models.functions.text.Length(
                                        django.db.models.functions.text.Trim(models.F("analysis"))
                                    ),
                                    40,
                                ),
                                django.db.models.lookups.GreaterThanOrEqual(
                                    django.db.models.functions.text.Length(
                                        django.db.models.functions.text.Trim(models.F("lived_experience"))
                                    ),
                                    10,
                                ),
                                django.db.models.lookups.GreaterThanOrEqual(
                                    django.db.models.functions.text.Length(
                                        django.db.models.functions.text.Trim(models.F("missing"))
                                    ),
                                    10,
                                ),
                                django.db.models.lookups.GreaterThanOrEqual(
                                    django.db.models.functions.text.Length(
                                        django.db.models.functions.text.Trim(models.F("would_change"))
                                    ),
                                    10,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="completion_is_whole",
                        violation_error_message="Write the summary of the history, what the children say, the analysis, what is missing and what would change it.",
                    ),
                ],
            },
        )
    ),
]

RULES = {
    "historyread": WRITTEN_ONCE,
    "decisionfact": WRITTEN_ONCE,
    "outcomeindicator": [
        *WRITTEN_ONCE,
        refuses(
            "outcome_indicator_of_its_level",
            sentence="Choose indicators of the level that you decide.",
            operation=pgtrigger.Insert,
            when="""
                    NOT EXISTS (
                        SELECT 1 FROM frontdoor_childoutcome o
                        JOIN frontdoor_thresholdindicator i ON i.level_id = o.level_id AND NOT i.left_out
                        WHERE o.id = NEW.outcome_id AND i.id = NEW.indicator_id)
                """,
        ),
    ],
    "decisioncompletion": [
        *TRACKED,
        refuses(
            "completion_on_history",
            sentence="Mark every earlier contact and every closed plan as read before you decide.",
            operation=pgtrigger.Update,
            declare=[("this_contact", "bigint")],
            first="SELECT contact_id INTO this_contact FROM frontdoor_decision WHERE id = NEW.decision_id;",
            when="""
                    OLD.finished_on IS NULL AND NEW.finished_on IS NOT NULL
                    AND (
        EXISTS (
            SELECT 1 FROM frontdoor_contact this
            JOIN frontdoor_contactchild about ON about.contact_id = this.id
            JOIN frontdoor_contactchild before ON before.child_id = about.child_id AND before.contact_id <> this.id
            JOIN frontdoor_contact earlier ON earlier.id = before.contact_id
                AND earlier.received_at <= this.received_at
                AND earlier.received_at >= this.received_at - interval '366 days'
            WHERE this.id = this_contact AND NOT EXISTS (
                SELECT 1 FROM frontdoor_historyread r
                WHERE r.decision_id = NEW.decision_id AND r.kind = 'contact' AND r.subject_id = earlier.id))
        OR EXISTS (
            SELECT 1 FROM frontdoor_contactchild about
            JOIN cases_plan p ON p.child_id = about.child_id AND p.ended_on IS NOT NULL
            WHERE about.contact_id = this_contact AND NOT EXISTS (
                SELECT 1 FROM frontdoor_historyread r
                WHERE r.decision_id = NEW.decision_id AND r.kind = 'plan' AND r.subject_id = p.id))
    )
                """,
        ),
        refuses(
            "completion_on_facts",
            sentence="Give at least one fact, and say where it comes from.",
            operation=pgtrigger.Update,
            when="""
                    OLD.finished_on IS NULL AND NEW.finished_on IS NOT NULL AND NOT EXISTS (SELECT 1 FROM frontdoor_decisionfact f WHERE f.decision_id = NEW.decision_id)
                """,
        ),
    ],
}
