"""A contact: somebody tells the front door about one or more children. It is triaged, then a manager decides it."""

import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger
from django.conf import settings
from django.db import migrations, models

from frontdoor.migrations.beginning.versions import with_versions
from frontdoor.migrations.beginning.words import TRACKED, VERSIONED, refuses

TABLES = [
    *with_versions(
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("received_at", models.DateTimeField(verbose_name="received")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts_recorded",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("telephone", "Telephone"),
                            ("email", "E-mail"),
                            ("form", "Online form"),
                            ("letter", "Letter"),
                            ("in_person", "In person"),
                            ("police_notice", "Police notification"),
                            ("other", "Another way"),
                        ],
                        max_length=13,
                        verbose_name="how it came in",
                    ),
                ),
                (
                    "source_code",
                    models.CharField(
                        choices=[
                            ("1A", "Family member, relative or carer"),
                            ("1B", "Acquaintance, neighbour or child minder"),
                            ("1C", "The child or young person"),
                            ("1D", "Other individual or stranger"),
                            ("2A", "School"),
                            ("2B", "Education service"),
                            ("3A", "GP"),
                            ("3B", "Health visitor"),
                            ("3C", "School nurse"),
                            ("3D", "Other primary health service"),
                            ("3E", "Accident and emergency department"),
                            ("3F", "Other health service"),
                            ("4", "Housing"),
                            ("5A", "Local authority social care, such as adults"),
                            ("5B", "Other local authority service, such as youth justice"),
                            ("5C", "Another local authority"),
                            ("5D", "Early help"),
                            ("6", "Police"),
                            ("7", "Court, probation, immigration, prison or other legal agency"),
                            ("8", "Children's centre, independent agency or voluntary organisation"),
                            ("9", "Anonymous"),
                            ("10", "Not known"),
                        ],
                        max_length=2,
                        verbose_name="census source",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="frontdoor.agency",
                    ),
                ),
                ("referrer_name", models.CharField(blank=True, max_length=120, verbose_name="referrer's name")),
                (
                    "referrer_role",
                    models.CharField(blank=True, max_length=120, verbose_name="referrer's job or tie to the child"),
                ),
                (
                    "referrer_telephone",
                    models.CharField(blank=True, max_length=30, verbose_name="referrer's telephone"),
                ),
                ("referrer_email", models.EmailField(blank=True, max_length=254, verbose_name="referrer's e-mail")),
                ("concern", models.TextField(verbose_name="what is worrying")),
                ("child_voice", models.TextField(blank=True, verbose_name="what the child says or lives with")),
                ("already_tried", models.TextField(blank=True, verbose_name="what has been tried")),
                (
                    "claimed_consent",
                    models.CharField(
                        choices=[
                            ("agreed", "The family knows and agrees"),
                            ("told", "The family knows but has not agreed"),
                            ("refused", "The family was asked and said no"),
                            ("not_asked", "The family has not been asked"),
                            ("unsafe", "Asking the family would be unsafe"),
                            ("not_known", "Not known"),
                        ],
                        max_length=9,
                        verbose_name="what the family knows",
                    ),
                ),
                (
                    "claimed_consent_reason",
                    models.TextField(blank=True, verbose_name="why the family was not asked or did not agree"),
                ),
                (
                    "claimed_level",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="frontdoor.thresholdlevel",
                        verbose_name="level claimed",
                    ),
                ),
                (
                    "claimed_level_not_said",
                    models.BooleanField(default=False, verbose_name="the referrer did not say which level"),
                ),
                ("immediate_danger", models.BooleanField(verbose_name="a child is in immediate danger")),
                (
                    "rag",
                    models.CharField(
                        blank=True,
                        choices=[("red", "Red"), ("amber", "Amber"), ("green", "Green")],
                        max_length=5,
                        verbose_name="urgency",
                    ),
                ),
                ("rag_reason", models.TextField(blank=True, verbose_name="why this urgency")),
                (
                    "rag_changed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="when the urgency was set again"),
                ),
                (
                    "rag_changed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "queue_rank",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(
                                models.Q(
                                    ("rag", "red"), models.Q(("immediate_danger", True), ("rag", "")), _connector="OR"
                                ),
                                then=models.Value(0),
                            ),
                            models.When(rag="", then=models.Value(1)),
                            models.When(rag="amber", then=models.Value(2)),
                            default=models.Value(3),
                        ),
                        output_field=models.SmallIntegerField(),
                    ),
                ),
                ("triage_due_at", models.DateTimeField(editable=False, null=True)),
                ("triaged_at", models.DateTimeField(editable=False, null=True)),
                (
                    "triaged_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("taken_at", models.DateTimeField(editable=False, null=True)),
                (
                    "taken_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts_taken",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decision_due_at", models.DateTimeField(editable=False, null=True)),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
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
                ("legacy_key", models.CharField(blank=True, editable=False, max_length=80, null=True, unique=True)),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("triage_due_at__isnull", False), ("triaged_at__isnull", True)),
                        fields=["triage_due_at"],
                        name="contact_t01_open",
                    ),
                    models.Index(
                        condition=models.Q(("decided_at__isnull", True)),
                        fields=["queue_rank", "triage_due_at", "received_at", "id"],
                        name="contact_queue",
                    ),
                    models.Index(
                        condition=models.Q(("decided_at__isnull", True)), fields=["taken_by"], name="contact_taken"
                    ),
                    models.Index(fields=["-received_at", "-id"], name="contact_newest"),
                    models.Index(fields=["decided_at"], name="contact_decided"),
                    models.Index(fields=["triaged_at"], name="contact_triaged"),
                    models.Index(
                        condition=models.Q(("taken_at__isnull", False)), fields=["taken_at"], name="contact_taken_on"
                    ),
                    models.Index(
                        django.db.models.functions.comparison.Coalesce(
                            models.F("decision_due_at"), models.F("triage_due_at")
                        ),
                        name="contact_promise",
                    ),
                    models.Index(fields=["agency", "-received_at"], name="contact_agency"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("triage_due_at__gte", models.F("received_at"))),
                        name="contact_t01_due_after_start",
                        violation_error_message="The due date cannot be before the start.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("triaged_at__gte", models.F("received_at"))),
                        name="contact_t01_end_after_start",
                        violation_error_message="The end cannot be before the start.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decision_due_at__gte", models.F("received_at"))),
                        name="contact_t02_due_after_start",
                        violation_error_message="The due date cannot be before the start.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decided_at__gte", models.F("received_at"))),
                        name="contact_t02_end_after_start",
                        violation_error_message="The end cannot be before the start.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("triaged_at__isnull", True), ("triaged_by__isnull", True)),
                                models.Q(("triaged_at__isnull", False), ("triaged_by__isnull", False)),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(("rag", ""), ("triaged_at__isnull", True)),
                                models.Q(models.Q(("rag", ""), _negated=True), ("triaged_at__isnull", False)),
                                _connector="OR",
                            ),
                        ),
                        name="contact_triaged_by_somebody",
                        violation_error_message="An urgency needs the social worker who set it and the time.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rag", ""),
                            django.db.models.lookups.GreaterThanOrEqual(
                                django.db.models.functions.text.Length(
                                    django.db.models.functions.text.Trim(models.F("rag_reason"))
                                ),
                                1,
                            ),
                            _connector="OR",
                        ),
                        name="contact_urgency_has_a_reason",
                        violation_error_message="Say why this urgency.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("rag_changed_at__isnull", True), ("rag_changed_by__isnull", True)),
                            models.Q(("rag_changed_at__isnull", False), ("rag_changed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="contact_urgency_changed_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("taken_at__isnull", True), ("taken_by__isnull", True)),
                            models.Q(("taken_at__isnull", False), ("taken_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="contact_taken_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True)),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="contact_decided_by_somebody",
                        violation_error_message="A decision needs the manager who made it and the time.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_at__isnull", True),
                            ("triaged_at__isnull", False),
                            ("legacy_key__isnull", False),
                            _connector="OR",
                        ),
                        name="contact_decided_after_triage",
                        violation_error_message="A social worker must set the urgency before this contact can be decided.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("concern", ""), _negated=True),
                        name="contact_says_what_is_worrying",
                        violation_error_message="Enter what is worrying.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("claimed_level__isnull", True), ("claimed_level_not_said", False), _connector="OR"
                        ),
                        name="contact_claim_said_or_not",
                        violation_error_message="The referrer named a level or did not say, not both.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("received_at__lte", models.F("recorded_at"))),
                        name="contact_received_before_recorded",
                        violation_error_message="The contact cannot have been received in the future.",
                    ),
                ],
            },
        )
    ),
    *with_versions(
        migrations.CreateModel(
            name="ContactChild",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="about", to="frontdoor.contact"
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contacts", to="frontdoor.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contact", "child"),
                        name="contact_child_once",
                        violation_error_message="This child is already on the contact.",
                    )
                ],
            },
        )
    ),
]

RULES = {
    "contact": [
        *VERSIONED,
        refuses(
            "contact_stays_as_decided",
            sentence="A contact that has been decided keeps its agency, its time and its urgency.",
            operation=pgtrigger.Update,
            when="""
        OLD.decided_at IS NOT NULL
        AND (NEW.agency_id, NEW.source_code, NEW.received_at, NEW.rag, NEW.decided_at)
        IS DISTINCT FROM (OLD.agency_id, OLD.source_code, OLD.received_at, OLD.rag, OLD.decided_at)
    """,
        ),
        refuses(
            "contact_children_are_settled",
            sentence="Say who each child on this contact is before it is decided.",
            operation=pgtrigger.Update,
            when="""
        NEW.decided_at IS NOT NULL AND OLD.decided_at IS NULL AND EXISTS (
            SELECT 1 FROM frontdoor_toldperson t
            WHERE t.contact_id = NEW.id AND t.is_child AND t.settled_at IS NULL)
    """,
        ),
        refuses(
            "contact_received_is_corrected_openly",
            sentence="A manager corrects when a contact was received, says why, and only before it is decided.",
            operation=pgtrigger.UpdateOf("received_at"),
            when="""
        OLD.received_at <> NEW.received_at AND NOT EXISTS (
            SELECT 1 FROM frontdoor_receivedcorrection correction
            WHERE correction.contact_id = NEW.id AND correction.before = OLD.received_at
            AND correction.after = NEW.received_at AND correction.recorded_at >= transaction_timestamp()
        )
    """,
        ),
        refuses(
            "contact_received_not_long_before_birth",
            sentence="This contact came in more than 10 months before the child's date of birth. Check the date of birth, and when it came in.",
            operation=pgtrigger.UpdateOf("received_at"),
            when="""
        NEW.received_at < OLD.received_at AND EXISTS (
            SELECT 1 FROM frontdoor_contactchild about JOIN frontdoor_person p ON p.id = about.child_id
            WHERE about.contact_id = NEW.id
            AND p.birth_date_known = 'exact' AND (NEW.received_at AT TIME ZONE 'Europe/London')::date < p.birth_date - 300)
    """,
        ),
        refuses(
            "contact_in_danger_is_red",
            sentence="While a child is in danger the Red clock runs from the moment the contact came in.",
            operation=pgtrigger.Insert,
            when="""
            NEW.immediate_danger AND NEW.decision_due_at IS NULL AND NEW.legacy_key IS NULL AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on')
        """,
        ),
        refuses(
            "contact_signed_by_triager",
            sentence="Only a registered social worker can set how urgent a contact is, and signs it in person.",
            operation=pgtrigger.UpdateOf("triaged_at"),
            when="""
            NEW.triaged_at IS NOT NULL AND NEW.triaged_at IS DISTINCT FROM OLD.triaged_at AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on')
            AND (NEW.triaged_by_id::text IS DISTINCT FROM current_setting('frontdoor.actor', true) OR NOT (EXISTS (
            SELECT 1 FROM workforce_rolegrant g
            WHERE g.worker_id = NEW.triaged_by_id AND g.role IN ('social_worker', 'practice_manager', 'service_manager') AND g.approved_at IS NOT NULL
              AND g.starts_on <= (clock_timestamp() AT TIME ZONE 'Europe/London')::date AND (g.ends_on IS NULL OR g.ends_on >= (clock_timestamp() AT TIME ZONE 'Europe/London')::date)) AND EXISTS (SELECT 1 FROM workforce_worker w WHERE w.id = NEW.triaged_by_id AND w.registration_number <> '')))
        """,
        ),
        refuses(
            "contact_signed_by_next_triager",
            sentence="Only a registered social worker can set how urgent a contact is, and signs it in person.",
            operation=pgtrigger.UpdateOf("rag_changed_at"),
            when="""
            NEW.rag_changed_at IS NOT NULL AND NEW.rag_changed_at IS DISTINCT FROM OLD.rag_changed_at AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on')
            AND (NEW.rag_changed_by_id::text IS DISTINCT FROM current_setting('frontdoor.actor', true) OR NOT (EXISTS (
            SELECT 1 FROM workforce_rolegrant g
            WHERE g.worker_id = NEW.rag_changed_by_id AND g.role IN ('social_worker', 'practice_manager', 'service_manager') AND g.approved_at IS NOT NULL
              AND g.starts_on <= (clock_timestamp() AT TIME ZONE 'Europe/London')::date AND (g.ends_on IS NULL OR g.ends_on >= (clock_timestamp() AT TIME ZONE 'Europe/London')::date)) AND EXISTS (SELECT 1 FROM workforce_worker w WHERE w.id = NEW.rag_changed_by_id AND w.registration_number <> '')))
        """,
        ),
        refuses(
            "contact_signed_by_decider",
            sentence="Only a practice manager or a service manager can decide a contact, and signs it in person.",
            operation=pgtrigger.UpdateOf("decided_at"),
            when="""
            NEW.decided_at IS NOT NULL AND NEW.decided_at IS DISTINCT FROM OLD.decided_at AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on')
            AND (NEW.decided_by_id::text IS DISTINCT FROM current_setting('frontdoor.actor', true) OR NOT (EXISTS (
            SELECT 1 FROM workforce_rolegrant g
            WHERE g.worker_id = NEW.decided_by_id AND g.role IN ('practice_manager', 'service_manager') AND g.approved_at IS NOT NULL
              AND g.starts_on <= (clock_timestamp() AT TIME ZONE 'Europe/London')::date AND (g.ends_on IS NULL OR g.ends_on >= (clock_timestamp() AT TIME ZONE 'Europe/London')::date))))
        """,
        ),
        refuses(
            "contact_decided_for_every_child",
            sentence="Decide for every child on this contact, each once.",
            operation=pgtrigger.Update,
            declare=[("d", "frontdoor_decision%ROWTYPE")],
            first="SELECT * INTO d FROM frontdoor_decision WHERE contact_id = NEW.id;",
            when="""OLD.decided_at IS NULL AND NEW.decided_at IS NOT NULL AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND (
            EXISTS (SELECT 1 FROM frontdoor_contactchild c WHERE c.contact_id = NEW.id AND NOT EXISTS (
                SELECT 1 FROM frontdoor_childoutcome o WHERE o.decision_id = d.id AND o.child_id = c.child_id))
        )""",
        ),
        refuses(
            "contact_decided_on_history",
            sentence="Mark every earlier contact and every closed plan as read before you decide.",
            operation=pgtrigger.Update,
            declare=[("d", "frontdoor_decision%ROWTYPE")],
            first="SELECT * INTO d FROM frontdoor_decision WHERE contact_id = NEW.id;",
            when="""OLD.decided_at IS NULL AND NEW.decided_at IS NOT NULL AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND (NOT d.urgent AND (
        EXISTS (
            SELECT 1 FROM frontdoor_contact this
            JOIN frontdoor_contactchild about ON about.contact_id = this.id
            JOIN frontdoor_contactchild before ON before.child_id = about.child_id AND before.contact_id <> this.id
            JOIN frontdoor_contact earlier ON earlier.id = before.contact_id
                AND earlier.received_at <= this.received_at
                AND earlier.received_at >= this.received_at - interval '366 days'
            WHERE this.id = NEW.id AND NOT EXISTS (
                SELECT 1 FROM frontdoor_historyread r
                WHERE r.decision_id = d.id AND r.kind = 'contact' AND r.subject_id = earlier.id))
        OR EXISTS (
            SELECT 1 FROM frontdoor_contactchild about
            JOIN cases_plan p ON p.child_id = about.child_id AND p.ended_on IS NOT NULL
            WHERE about.contact_id = NEW.id AND NOT EXISTS (
                SELECT 1 FROM frontdoor_historyread r
                WHERE r.decision_id = d.id AND r.kind = 'plan' AND r.subject_id = p.id))
    ))""",
        ),
        refuses(
            "contact_decided_on_summary",
            sentence="A case of this family closed less than a year before. Say what the history tells us, in at least 40 characters.",
            operation=pgtrigger.Update,
            declare=[("d", "frontdoor_decision%ROWTYPE")],
            first="SELECT * INTO d FROM frontdoor_decision WHERE contact_id = NEW.id;",
            when="""OLD.decided_at IS NULL AND NEW.decided_at IS NOT NULL AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND (NOT d.urgent AND length(trim(coalesce(d.history_considered, ''))) < 40 AND 
        EXISTS (
            SELECT 1 FROM frontdoor_contact this
            JOIN frontdoor_contactchild about ON about.contact_id = this.id
            JOIN frontdoor_referral r ON r.child_id = about.child_id
                AND r.closed_on <= (this.received_at AT TIME ZONE 'Europe/London')::date
                AND r.closed_on >= (this.received_at AT TIME ZONE 'Europe/London')::date - 366
            WHERE this.id = NEW.id)
    )""",
        ),
        refuses(
            "contact_decided_on_facts",
            sentence="Give at least one fact, and say where it comes from.",
            operation=pgtrigger.Update,
            declare=[("d", "frontdoor_decision%ROWTYPE")],
            first="SELECT * INTO d FROM frontdoor_decision WHERE contact_id = NEW.id;",
            when="""OLD.decided_at IS NULL AND NEW.decided_at IS NOT NULL AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND (NOT d.urgent AND NOT EXISTS (SELECT 1 FROM frontdoor_decisionfact f WHERE f.decision_id = d.id))""",
        ),
        refuses(
            "contact_decided_on_indicators",
            sentence="Choose the indicators that the level rests on.",
            operation=pgtrigger.Update,
            declare=[("d", "frontdoor_decision%ROWTYPE")],
            first="SELECT * INTO d FROM frontdoor_decision WHERE contact_id = NEW.id;",
            when="""OLD.decided_at IS NULL AND NEW.decided_at IS NOT NULL AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND (
            NOT d.urgent AND EXISTS (
                SELECT 1 FROM frontdoor_childoutcome o
                WHERE o.decision_id = d.id
                AND EXISTS (
                    SELECT 1 FROM frontdoor_thresholdindicator i WHERE i.level_id = o.level_id AND NOT i.left_out)
                AND NOT EXISTS (SELECT 1 FROM frontdoor_outcomeindicator c WHERE c.outcome_id = o.id))
        )""",
        ),
        refuses(
            "contact_decided_urgently",
            sentence="Only a section 47 or emergency decision can be made before the record is complete.",
            operation=pgtrigger.Update,
            declare=[("d", "frontdoor_decision%ROWTYPE")],
            first="SELECT * INTO d FROM frontdoor_decision WHERE contact_id = NEW.id;",
            when="""OLD.decided_at IS NULL AND NEW.decided_at IS NOT NULL AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND (
            d.urgent AND NOT EXISTS (
                SELECT 1 FROM frontdoor_childoutcome o WHERE o.decision_id = d.id AND o.outcome IN ('REF47', 'EMG'))
        )""",
        ),
        refuses(
            "contact_claims_a_level_of_its_day",
            sentence="Choose a level of the scheme that was in force when the contact was received.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
                    (TG_OP = 'INSERT' OR NEW.claimed_level_id IS DISTINCT FROM OLD.claimed_level_id)
                    AND NEW.claimed_level_id IS NOT NULL AND NOT EXISTS (
                        SELECT 1 FROM frontdoor_thresholdlevel l WHERE l.id = NEW.claimed_level_id AND NOT l.left_out
                        AND l.scheme_id = (SELECT s.id FROM frontdoor_thresholdscheme s WHERE s.approved_at IS NOT NULL AND s.valid_from <= (NEW.received_at AT TIME ZONE 'Europe/London')::date ORDER BY s.valid_from DESC LIMIT 1))
                """,
        ),
    ],
    "contactchild": [
        *TRACKED,
        refuses(
            "contact_child_born_before_the_contact",
            sentence="This contact came in more than 10 months before the child's date of birth. Check the date of birth, and when it came in.",
            operation=pgtrigger.Insert | pgtrigger.UpdateOf("contact_id", "child_id"),
            when="""
        EXISTS (
            SELECT 1 FROM frontdoor_contact c, frontdoor_person p WHERE c.id = NEW.contact_id AND p.id = NEW.child_id
            AND p.birth_date_known = 'exact' AND (c.received_at AT TIME ZONE 'Europe/London')::date < p.birth_date - 300)
    """,
        ),
    ],
}
